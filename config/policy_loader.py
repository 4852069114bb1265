"""Loads a policy: TOML that a school edits -> the frozen `Policy` that the rules read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config import forms, policy_procedures, policy_sources
from config.policy_sources import Note
from config.toml_table import Form, Table, read_table
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.policy import PhasePolicy, Policy, ScreeningPolicy

DEFAULT_POLICY = Path(__file__).parent / "policies" / "notice-2020-02.toml"
"""The policy that is used where none is named."""

_BY_ROSTER = (PersonKind.PUPIL, PersonKind.STAFF)


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A policy, and by the key of each figure where it comes from."""

    policy: Policy
    notes: Mapping[str, Note]


def load_policy(path: Path = DEFAULT_POLICY) -> Policy:
    """Load a policy file.

    Raises `ConfigError` with every problem at once: file, line, key and what to do. A key that is
    not known is a problem, never passed over.
    """
    return load_policy_file(path).policy


def load_policy_file(path: Path = DEFAULT_POLICY) -> PolicyFile:
    """Load a policy file with the sources of its figures; raises `ConfigError` as `load_policy`."""
    root = read_table(path)
    sources = root.table_or_none("sources")
    policy = _policy(root, hashlib.sha256(root.source.encode()).hexdigest())
    given = policy_sources.read_notes(sources, policy)
    root.raise_problems()
    return PolicyFile(policy, policy_sources.notes_of(policy, given, root.values))


def _policy(root: Table, digest: str) -> Policy:
    title = root.table("title")
    areas = _words(root, "areas", forms.each(forms.text(), least=1))
    purposes = _words(root, "purposes", forms.each(forms.text(), least=1))
    home = root.table("home_records")
    policy = Policy(
        name=root.take("name", forms.text(64)),
        title_zh=title.take("zh", forms.text(60)),
        title_en=title.take("en", forms.text(60)),
        digest=digest,
        screening=_screening(root.table("screening")),
        home_record_days=home.take("days", forms.whole(0, 60, "days")),
        home_record_c=home.take("threshold_c", _temperature()),
        areas=areas,
        purposes=purposes,
        public_purposes=_words(root, "public_purposes", forms.each(forms.word(purposes))),
        access_points=_words(root, "access_points", forms.each(forms.text(), least=1)),
        phases=_phases(root.table("phases"), areas, purposes),
        opening=root.take("opening", forms.day_time()),
        day_end=root.take("day_end", forms.day_time()),
        permits=policy_procedures.permits(root.table_or_none("permits"), purposes),
        fever=policy_procedures.fever(root.table_or_none("fever")),
        clusters=policy_procedures.clusters(root.tables("clusters")),
        deadlines=policy_procedures.deadlines(root.table_or_none("incidents")),
        roll=policy_procedures.roll(root.table_or_none("roll")),
        area_limits=policy_procedures.area_limits(root.table_or_none("area_limits"), areas),
        guard_checks=policy_procedures.guard_checks(root.table_or_none("guard_checks")),
        source=root.take_or("source", forms.text(400), ""),
    )
    if not root.problems and policy.opening >= policy.day_end:
        root.report("day_end", "must be later than opening")
    for table in (root, title, home):
        table.refuse_unknown()
    return policy


def _words(table: Table, key: str, form: Form[tuple[str, ...]]) -> frozenset[str]:
    found = table.take(key, form)
    return frozenset(found)


def _temperature() -> Form[float]:
    return forms.number(30.0, 45.0, "degrees C")


def _screening(table: Table) -> ScreeningPolicy:
    ambient = forms.number(-40.0, 60.0, "degrees C")
    screening = ScreeningPolicy(
        plausible_low_c=table.take("plausible_low_c", _temperature()),
        plausible_high_c=table.take("plausible_high_c", _temperature()),
        recheck_c=table.take("recheck_c", _temperature()),
        elevated_c=table.take("elevated_c", _temperature()),
        further_readings=table.take("further_readings", forms.whole(1, 9, "readings")),
        contact_c=table.take("contact_c", _temperature()),
        ambient_low_c=table.take("ambient_low_c", ambient),
        ambient_high_c=table.take("ambient_high_c", ambient),
        rest_minutes=table.take("rest_minutes", forms.whole(0, 60, "minutes")),
    )
    table.refuse_unknown()
    if not table.problems:
        _check_order(table, screening)
    return screening


def _check_order(table: Table, screening: ScreeningPolicy) -> None:
    """Refuse numbers that would let an elevated person be called normal, or nobody pass."""
    if screening.further_readings % 2 == 0:
        table.report("further_readings", "must be odd, so that the median is one of the readings")
    if screening.ambient_low_c >= screening.ambient_high_c:
        table.report("ambient_high_c", "must be over ambient_low_c")
    for key, value in (
        ("recheck_c", screening.recheck_c),
        ("elevated_c", screening.elevated_c),
        ("contact_c", screening.contact_c),
    ):
        if not screening.plausible_low_c < value <= screening.plausible_high_c:
            table.report(key, "must lie between plausible_low_c and plausible_high_c")
    if screening.recheck_c > screening.elevated_c:
        table.report("recheck_c", "must not be over elevated_c, which it is there to catch")


def _phases(
    table: Table, areas: frozenset[str], purposes: frozenset[str]
) -> dict[Phase, PhasePolicy]:
    phases = {
        phase: _phase(table.table(phase.value), areas, purposes)
        for phase in (Phase.CLOSED, Phase.STAGED, Phase.OPEN)
    }
    table.refuse_unknown()
    return phases | {Phase.NORMAL: PhasePolicy(purposes, frozenset(), frozenset(), {})}


def _phase(table: Table, areas: frozenset[str], purposes: frozenset[str]) -> PhasePolicy:
    barred = table.take("barred_kinds", forms.members(PersonKind))
    for kind in barred:
        if kind in _BY_ROSTER:
            table.report("barred_kinds", f"{kind.value} cannot be barred; they enter by roster")
    phase = PhasePolicy(
        purposes=_words(table, "purposes", forms.each(forms.word(purposes))),
        shut_areas=_words(table, "shut_areas", forms.each(forms.word(areas))),
        barred_kinds=frozenset(barred),
        purpose_areas=_purpose_areas(table.table_or_none("purpose_areas"), areas, purposes),
    )
    table.refuse_unknown()
    return phase


def _purpose_areas(
    table: Table | None, areas: frozenset[str], purposes: frozenset[str]
) -> dict[str, frozenset[str]]:
    if table is None:
        return {}
    found = {
        purpose: _words(table, purpose, forms.each(forms.word(areas)))
        for purpose in table.values
        if purpose in purposes
    }
    table.refuse_unknown()
    return found
