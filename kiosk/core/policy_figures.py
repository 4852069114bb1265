"""The figures of a policy one by one, each with its key in the file and a sentence that says it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from kiosk.core import words_figures, words_policy
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.policy import ClusterTrigger, PhasePolicy, Policy
from kiosk.core.words import Language, Words, words

Value = float | int | str | tuple[str, ...] | Mapping[str, str | int]
"""Numbers, a local time as 07:00, codes, or the parts of a trigger."""

PHASES = (Phase.CLOSED, Phase.STAGED, Phase.OPEN)
"""Phases with rules of their own; in `normal` nothing is barred."""

LISTS = ("purposes", "shut_areas", "barred_kinds")
"""What a phase lists."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `key` dotted as in the TOML file, `value`, and what it means."""

    key: str
    value: Value
    meaning: Words


def figures(policy: Policy) -> tuple[Figure, ...]:
    """Give every figure in the order of the file."""
    return (
        *_plain(policy),
        *_keyed("permits.levels", policy.permits.levels, words_policy.PURPOSES),
        *(_trigger(one) for one in policy.clusters),
        *(_first_report(*one) for one in policy.deadlines.first_minutes.items()),
        *_keyed("area_limits", policy.area_limits, words_policy.AREAS),
        *_checks(policy),
        *(one for phase in PHASES for one in _phase(phase, policy.phases[phase])),
    )


def known_keys(policy: Policy) -> frozenset[str]:
    """Give every key that a figure of this policy may have, with or without a value in it."""
    phases = [f"phases.{phase.value}" for phase in PHASES]
    return frozenset(
        (
            *(figure.key for figure in figures(policy)),
            *(f"permits.levels.{one}" for one in policy.purposes),
            *(f"area_limits.{one}" for one in policy.areas),
            *(f"guard_checks.{kind.value}" for kind in PersonKind),
            *(f"{phase}.purpose_areas.{one}" for phase in phases for one in policy.purposes),
        )
    )


def _plain(policy: Policy) -> Iterator[Figure]:
    screening, permits = policy.screening, policy.permits
    found: dict[str, Value] = {
        "opening": _clock(policy.opening),
        "day_end": _clock(policy.day_end),
        **{f"screening.{name}": getattr(screening, name) for name in type(screening).__slots__},
        "home_records.days": policy.home_record_days,
        "home_records.threshold_c": policy.home_record_c,
        "permits.default_levels": permits.default_levels,
        "permits.longest_hours": permits.longest_hours,
        "permits.overstay_minutes": permits.overstay_minutes,
        "fever.queue_minutes": policy.fever.queue_minutes,
        "fever.most_invalid": policy.fever.most_invalid,
        "incidents.schedule": policy.deadlines.name,
        "incidents.progress_hour": policy.deadlines.progress_hour,
        "incidents.closing_days": policy.deadlines.closing_days,
        "roll.class_due": _clock(policy.roll.class_due),
        "roll.report_due": _clock(policy.roll.report_due),
        "roll.follow_up_hours": policy.roll.follow_up_hours,
    }
    for key, value in found.items():
        yield _figure(key, key, value, Words(str(value), str(value)))


def _keyed(table: str, found: Mapping[str, int], names: Mapping[str, Words]) -> Iterator[Figure]:
    for code, value in found.items():
        shown = Words(str(value), str(value))
        yield _figure(f"{table}.{code}", table, value, shown, _named(names, code))


def _first_report(level: str, minutes: int) -> Figure:
    sentence = "incidents.first_minutes" if minutes else "incidents.at_once"
    shown = Words(str(minutes), str(minutes))
    name = _named(words_figures.LEVELS, level)
    return _figure(f"incidents.first_minutes.{level}", sentence, minutes, shown, name)


def _trigger(one: ClusterTrigger) -> Figure:
    def say(language: Language) -> str:
        return words_figures.TRIGGER.in_language(language).format(
            scope=words_figures.SCOPES[one.scope].in_language(language),
            what=words_figures.SYMPTOMS[one.what].in_language(language),
            count=one.count,
            days=one.days,
            hours=f"{one.deadline_minutes / 60:g}",
        )

    value = {name: getattr(one, name) for name in type(one).__slots__}
    shown = Words(say(Language.ZH), say(Language.EN))
    return _figure(f"clusters.{one.name}", "clusters", value, shown)


def _checks(policy: Policy) -> Iterator[Figure]:
    for kind, checks in policy.guard_checks.items():
        shown = _listed(checks, words_policy.guard_check)
        yield _figure(f"guard_checks.{kind.value}", "guard_checks", checks, shown, words(kind))


def _phase(phase: Phase, rules: PhasePolicy) -> Iterator[Figure]:
    kinds = tuple(kind.value for kind in PersonKind if kind in rules.barred_kinds)
    lists: tuple[tuple[str, tuple[str, ...], Callable[[str, Language], str]], ...] = (
        ("purposes", tuple(sorted(rules.purposes)), words_policy.purpose),
        ("shut_areas", tuple(sorted(rules.shut_areas)), words_policy.area),
        ("barred_kinds", kinds, _kind),
    )
    for name, codes, say in lists:
        yield _figure(f"phases.{phase.value}.{name}", name, codes, _listed(codes, say))
    for purpose, areas in sorted(rules.purpose_areas.items()):
        codes = tuple(sorted(areas))
        yield _figure(
            f"phases.{phase.value}.purpose_areas.{purpose}",
            "purpose_areas",
            codes,
            _listed(codes, words_policy.area),
            _named(words_policy.PURPOSES, purpose),
        )


def _figure(
    key: str, sentence: str, value: Value, shown: Words, name: Words = words_figures.NONE
) -> Figure:
    both = words_figures.SENTENCES[sentence]
    return Figure(
        key,
        value,
        Words(both.zh.format(shown.zh, name=name.zh), both.en.format(shown.en, name=name.en)),
    )


def _listed(codes: tuple[str, ...], say: Callable[[str, Language], str]) -> Words:
    if not codes:
        return words_figures.NONE
    return Words(
        "、".join(say(code, Language.ZH) for code in codes),
        ", ".join(say(code, Language.EN) for code in codes),
    )


def _named(names: Mapping[str, Words], code: str) -> Words:
    return names.get(code, Words(code, code))


def _kind(code: str, language: Language) -> str:
    return words(PersonKind(code)).in_language(language)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
