"""Lines of a paper fallback sheet made into facts, at the terminal and by command alike.

What stands on paper was decided by a guard: it is entered as it was, moves no door, and takes its
place by the time on the sheet. A contact value that confirms a fever isolates as it would at the
gate.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from config.site import SiteConfig
from kiosk.core.events import Fact, IsolationBegun, PaperEntered
from kiosk.core.phases import Direction
from kiosk.core.policy import Policy
from kiosk.core.readings import Instrument, Reading
from kiosk.core.reasons import Verdict
from kiosk.core.request import NOBODY
from kiosk.core.screening import Outcome, screen
from kiosk.station.attempt import identify
from kiosk.station.desk import typed_reading
from kiosk.station.fever import CONFIRMED_CAUSE
from kiosk.store.duty_book import DutyBook
from kiosk.store.instrument_book import InstrumentBook
from kiosk.store.log import Log

OLDEST = timedelta(days=31)
"""How long after its day a line is still taken; local practice."""

AHEAD = timedelta(minutes=2)
"""How far a watch at the gate may be fast; local practice."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    """What one line says; `number` is a card or ID number or the person's id.

    `name` is what was written of somebody who is not on record, `place` the line's own place on
    its sheet, which tells two such people apart. A value is degrees C as the instrument showed it.
    """

    at: datetime
    direction: Direction
    verdict: Verdict
    number: str | None = None
    name: str | None = None
    value_c: float | None = None
    by: Instrument | None = None
    sheet: str | None = None
    place: str = ""


class PaperRefusedError(Exception):
    """A line that cannot be taken; `code` says why."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def facts_of(
    line: PaperLine, log: Log, site: SiteConfig, policy: Policy, now: datetime, typed_by: str
) -> list[Fact]:
    """Make the facts of a line at the moment it is entered.

    Raises PaperRefusedError with one of time_to_come, time_too_old, person_unknown,
    instrument_missing, out_of_instrument_range, paper_known; StoreError.
    """
    if line.at > now + AHEAD:
        raise PaperRefusedError("time_to_come")
    if line.at < now - OLDEST:
        raise PaperRefusedError("time_too_old")
    person_id = _person(line, log, typed_by)
    readings = _readings(line, log, site, typed_by)
    visit_id = _visit_id(line, person_id)
    if log.of(DutyBook).is_known(visit_id):
        raise PaperRefusedError("paper_known")
    holder = None if person_id is None else log.lookup.holder(person_id)
    entered = PaperEntered(
        visit_id,
        line.at.astimezone(UTC),
        line.direction,
        line.verdict,
        person_id,
        None if holder is None else holder.kind,
        None if holder is None else holder.unit,
        line.sheet,
        readings,
        line.name if person_id is None else None,
    )
    isolated = person_id is not None and _isolates(person_id, line.at, readings, log, policy)
    begun = (
        [IsolationBegun(person_id, entered.at, CONFIRMED_CAUSE)] if isolated and person_id else []
    )
    return [entered, *begun]


def _person(line: PaperLine, log: Log, typed_by: str) -> str | None:
    if not line.number:
        if line.name:
            return None
        raise PaperRefusedError("person_unknown")
    if log.lookup.holder(line.number) is not None:
        return line.number
    # A pass is nothing that anybody writes down, so no key is needed to read one.
    found = identify(line.number, log.lookup, {}, line.at, typed_by)
    if found.person_id is None or found.presented.state in NOBODY:
        raise PaperRefusedError("person_unknown")
    return found.person_id


def _readings(line: PaperLine, log: Log, site: SiteConfig, typed_by: str) -> tuple[Reading, ...]:
    if line.value_c is None:
        return ()
    if line.by is None:
        raise PaperRefusedError("instrument_missing")
    instrument = site.contact if line.by is Instrument.CONTACT else site.handheld
    if not instrument.low_c <= line.value_c <= instrument.high_c:
        raise PaperRefusedError("out_of_instrument_range")
    corrections = log.of(InstrumentBook).corrections(site.lane.access_point)
    return (typed_reading(line.value_c, line.by, instrument, typed_by, corrections),)


def _visit_id(line: PaperLine, person_id: str | None) -> str:
    """Name the visit by what it was, so that a line that is entered twice counts once."""
    whose = person_id or f"{line.sheet}#{line.place}"
    at = line.at.astimezone(UTC).isoformat(timespec="seconds")
    digest = hashlib.sha256(f"{whose}|{at}|{line.direction}".encode()).hexdigest()
    return f"paper-{digest[:20]}"


def _isolates(
    person_id: str, at: datetime, readings: tuple[Reading, ...], log: Log, policy: Policy
) -> bool:
    if screen(readings, policy.screening).outcome is not Outcome.CONFIRMED:
        return False
    return log.lookup.person_facts(person_id, None, at, 0).health.isolation is None
