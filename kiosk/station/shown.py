"""What a terminal shows: lane, log and devices, masked, read anew only where the log changed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta, timezone
from typing import Any

from config.site import SiteConfig
from kiosk.core import cases, masking
from kiosk.core.decide import may_override, overridable
from kiosk.core.events import AccessDecided
from kiosk.core.policy import Policy
from kiosk.core.reasons import Verdict
from kiosk.core.request import NOBODY
from kiosk.core.screening import Outcome, Screening, screen
from kiosk.core.visit import Stage
from kiosk.link import messages as link
from kiosk.station.clock import Clock, Now
from kiosk.station.course import Told
from kiosk.station.lane import Lane
from kiosk.station.pins import PinAccount
from kiosk.store.answers import CaseRow, PersonDetails, VisitRow
from kiosk.store.lookup import Lookup

RECENT = 12
MOST_CASES = 30
COLD_BEFORE = timedelta(minutes=30)
"""How long before opening the terminal begins to show the sensor's ambient temperature."""


@dataclass(slots=True)
class _FromLog:
    """What was read from the log when its head was `head`."""

    head: int = -1
    day: datetime | None = None
    inside: int = 0
    passed_today: int = 0
    cases: tuple[link.CaseShown, ...] = ()
    recent: tuple[link.EntryShown, ...] = ()


@dataclass(slots=True)
class DeviceBoard:
    """The state of each device by name, in the order of the configuration."""

    rows: dict[str, link.DeviceShown] = field(default_factory=dict)

    def set(
        self, name: str, state: link.DeviceState, at: datetime, cause: str | None = None
    ) -> None:
        """Note that a device was lost, or is back; what is lost has nothing else to be mended."""
        row = self.rows[name]
        kept = row.warnings if state is link.DeviceState.OK else ()
        self.rows[name] = link.DeviceShown(name, row.family, state, at, cause, kept)

    def warn(self, name: str, warning: link.DeviceWarning) -> None:
        """Note what is to be mended on a device; a newer warning of the same kind counts."""
        row = self.rows[name]
        others = tuple(one for one in row.warnings if one.code != warning.code)
        self.rows[name] = replace(row, warnings=(*others, warning))

    def unwarn(self, name: str, code: str) -> None:
        """Note that something has been mended, or is over."""
        row = self.rows[name]
        left = tuple(one for one in row.warnings if one.code != code)
        self.rows[name] = replace(row, warnings=left)


def local_zone(utc_offset: str) -> timezone:
    """Give the school's zone from an offset as `+08:00`."""
    hours, minutes = utc_offset[1:].split(":")
    delta = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-delta if utc_offset[0] == "-" else delta)


class Screen:
    """Builds states for one lane; `number` grows with each."""

    def __init__(
        self, site: SiteConfig, policy: Policy, lane: Lane, lookup: Lookup, clock: Clock
    ) -> None:
        self.board = DeviceBoard()
        self._site = site
        self._policy = policy
        self._lane = lane
        self._lookup = lookup
        self._clock = clock
        self._zone = local_zone(site.utc_offset)
        self._number = 0
        self.panel: Callable[[Now, int], dict[str, Any]] = lambda _now, _head: {}
        self.locked: Callable[[], bool] = lambda: False
        self.slot: Callable[[Told], str | None] = lambda _: None
        self._from_log = _FromLog()

    def state(
        self, now: Now, head: Callable[[], int], guard: PinAccount | None, late_waiting: int
    ) -> link.State:
        """Build the newest state; raises StoreError when the log cannot be read."""
        self._refresh(now, head())
        self._number += 1
        lane = self._lane
        phase = self._lookup.phase()
        ambient_c = lane.sampling.ambient_c if lane.thermometer_ok else None
        ambient_ok = ambient_c is None or (
            self._policy.screening.ambient_low_c
            <= ambient_c
            <= self._policy.screening.ambient_high_c
        )
        show_ambient = not ambient_ok or lane.cold_mode or self._cold_morning(now)
        return link.State(
            **self.panel(now, self._from_log.head),
            locked=self.locked(),
            number=self._number,
            at=now.moment.wall,
            access_point=self._site.lane.access_point,
            direction=lane.direction,
            phase=None if phase is None else phase.phase,
            policy=self._policy.name,
            clock=now.moment.clock,
            inside=self._from_log.inside,
            passed_today=self._from_log.passed_today,
            visit=self._visit(),
            verdict=None if lane.told is None else self._verdict(lane.told),
            cases=self._from_log.cases,
            recent=self._from_log.recent,
            devices=tuple(self.board.rows.values()),
            guard=None
            if guard is None
            else link.GuardShown(guard.account_id, guard.role, guard.name),
            cold_mode=lane.cold_mode,
            ambient_c=ambient_c if show_ambient else None,
            ambient_ok=ambient_ok,
            way_in_shut=lane.shut,
            late_waiting=late_waiting,
            visits=lane.decided,
            utc_offset_min=int(self._zone.utcoffset(None).total_seconds() // 60),
            gate_zh=self._site.lane.name_zh,
            gate_en=self._site.lane.name_en,
        )

    # --- The visit and its verdict ---

    def _visit(self) -> link.VisitShown:
        lane = self._lane
        reading = lane.shown_reading
        course = lane.course if lane.visit.stage is not Stage.IDLE or lane.told else None
        measuring = lane.sampling.presence is not None and bool(lane.sampling.window)
        block = link.Block.IDLE
        if lane.visit.stage is Stage.WANT_TEMPERATURE:
            block = link.Block.MEASURING if measuring else link.Block.WANT_TEMPERATURE
        elif lane.told is not None:
            block = link.Block.VERDICT
        attempt = None if course is None else course.attempt
        recognised = attempt is not None and attempt.presented.state not in NOBODY
        temperature = link.Step.WORKING if measuring else link.Step.WAITING
        return link.VisitShown(
            block=block,
            visit_id=lane.visit.visit_id,
            identity=link.Step.WAITING if attempt is None else link.Step.DONE,
            temperature=link.Step.DONE if reading is not None else temperature,
            credential_kind=None if attempt is None else attempt.presented.kind,
            credential_state=None if attempt is None else attempt.presented.state,
            credential_tail=None if attempt is None else attempt.tail,
            person=self.person(attempt.person_id) if attempt and recognised else None,
            settled=len(lane.sampling.settled),
            settled_wanted=lane.settled_wanted,
            corrected_c=None if reading is None else reading.corrected_c,
            raw_c=None if reading is None else reading.raw_c,
            correction_c=None if reading is None else reading.correction_c,
            device=None if reading is None else reading.device,
            site=None if reading is None else reading.site,
        )

    def _verdict(self, told: Told) -> link.VerdictShown:
        ruling, decision = told.ruling, told.ruling.decision
        done, wanted = self._recheck(ruling.screening)
        person_id = None if ruling.request.holder is None else ruling.request.holder.person_id
        details = None if person_id is None else self._lookup.details(person_id)
        decisive = ruling.screening.decisive
        return link.VerdictShown(
            visit_id=told.visit_id,
            verdict=Verdict.GRANT if told.overridden else decision.verdict,
            reason=decision.reason,
            clause=decision.clause,
            also=decision.also,
            case_no=ruling.case_no if ruling.held else None,
            recheck_done=done,
            recheck_wanted=wanted,
            contact_name=_masked_name(details, "contact"),
            contact_phone=_masked_phone(details),
            may_override=not told.overridden and may_override(decision),
            overridden=told.overridden,
            person=self.person(person_id),
            corrected_c=None if decisive is None else decisive.corrected_c,
            at=ruling.event.moment.wall,
            slot=self.slot(told),
            needs_contact=ruling.held and self._needs_contact(ruling.case_no),
        )

    def _needs_contact(self, case_no: int | None) -> bool:
        """Tell it as the line of the case does, also of a case that is not among those shown."""
        for case in self._from_log.cases:
            if case.case_no == case_no:
                return case.needs_contact
        row = None if case_no is None else self._lookup.case(case_no)
        return row is not None and row.is_open and self._case(row).needs_contact

    def _recheck(self, screening: Screening) -> tuple[int, int]:
        if screening.outcome is not Outcome.UNFINISHED:
            return 0, 0
        further = self._policy.screening.further_readings
        return further - screening.wanted, further

    # --- From the log ---

    def _refresh(self, now: Now, head: int) -> None:
        local = now.moment.wall.astimezone(self._zone)
        day = datetime.combine(local.date(), time(), self._zone)
        if (head, day) == (self._from_log.head, self._from_log.day):
            return
        lookup = self._lookup
        self._from_log = _FromLog(
            head=head,
            day=day,
            inside=lookup.inside_count(),
            passed_today=lookup.passed_since(day.astimezone(UTC)),
            cases=tuple(self._case(row) for row in lookup.open_cases()[:MOST_CASES]),
            recent=tuple(self._entry(row) for row in lookup.recent(RECENT)),
        )

    def _case(self, row: CaseRow) -> link.CaseShown:
        decisions = self._lookup.case_decisions(row.case_no, row.person_id)
        policy = self._policy.screening
        readings = cases.readings_of(decisions)
        done, wanted = self._recheck(screen(readings, policy))
        since = cases.elevated_since(decisions, policy)
        rest = timedelta(minutes=policy.rest_minutes)
        fact = self._lookup.at(row.latest_pos).event.fact
        liftable = isinstance(fact, AccessDecided) and all(
            overridable(one, fact.phase) for one in (fact.reason, *fact.also)
        )
        details = None if row.person_id is None else self._lookup.details(row.person_id)
        return link.CaseShown(
            case_no=row.case_no,
            reason=row.latest_reason,
            opened=row.opened,
            person=self.person(row.person_id),
            rest_until=None if since is None else since.wall + rest,
            last_c=readings[-1].corrected_c if readings else None,
            recheck_done=done,
            recheck_wanted=wanted,
            may_override=liftable,
            needs_contact=cases.wants_contact(decisions, policy, self._policy.fever.most_invalid),
            contact_name=_masked_name(details, "contact"),
            contact_phone=_masked_phone(details),
        )

    def _entry(self, row: VisitRow) -> link.EntryShown:
        fact = self._lookup.at(row.pos).event.fact
        readings = fact.readings if isinstance(fact, AccessDecided) else ()
        return link.EntryShown(
            visit_id=row.visit_id,
            at=row.wall,
            direction=row.direction,
            verdict=row.verdict,
            reason=row.reason,
            person=self.person(row.person_id),
            corrected_c=readings[-1].corrected_c if readings else None,
        )

    def person(self, person_id: str | None) -> link.PersonShown | None:
        """Give a person as the screen may show him, None for nobody."""
        if person_id is None:
            return None
        holder = self._lookup.holder(person_id)
        if holder is None:
            return None
        details = self._lookup.details(person_id)
        name = _masked_name(details, "own") or person_id[-4:]
        return link.PersonShown(person_id, name, holder.kind, holder.unit)

    def _cold_morning(self, now: Now) -> bool:
        local = now.moment.wall.astimezone(self._zone)
        opening = datetime.combine(local.date(), self._policy.opening, self._zone)
        return opening - COLD_BEFORE <= local < opening


def _masked_name(details: PersonDetails | None, whose: str) -> str | None:
    if details is None:
        return None
    name = details.name if whose == "own" else details.contact_name
    return None if name is None else masking.name(name)


def _masked_phone(details: PersonDetails | None) -> str | None:
    if details is None or details.contact_phone is None:
        return None
    return masking.phone(details.contact_phone)
