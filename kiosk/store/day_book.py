"""One school day out of the views: what `kiosk.core.day_facts` is made of.

A day is read in a handful of statements over indexed columns, so that the two hundred days beside
it cost nothing.
"""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

from kiosk.core.day_facts import (
    ISOLATION_ROOM,
    KINDS_OF_ISOLATION,
    NO_UNIT,
    DayFacts,
    DayPerson,
    days_before,
)
from kiosk.core.people import OUTSIDERS, PersonKind
from kiosk.core.reasons import Reason
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.folding import stamp

SYMPTOM_DAYS = 3
"""Days that the symptom counts of a class summary span (rules.md 3a, annex 2)."""

_ELEVATED = frozenset({Reason.TEMPERATURE_ELEVATED, Reason.ELEVATED_CONFIRMED})
_NO_READING = frozenset({Reason.NO_VALID_READING, Reason.AMBIENT_OUT_OF_RANGE})
_ROLL = (
    "SELECT person_id, kind, unit FROM (SELECT person_id, kind, unit,"
    f" row_number() OVER (PARTITION BY person_id ORDER BY {reading.NEWEST}) AS place"
    f" FROM person_record LEFT JOIN {reading.CURRENT}) WHERE place = 1"
)


@dataclass
class _Passed:
    """What the visits of a day say about one person."""

    first_in: datetime | None = None
    last_out: datetime | None = None
    fever: bool = False
    confirmed: bool = False


@dataclass
class _Visits:
    """What the visits of a day say."""

    people: dict[str, _Passed] = field(default_factory=dict)
    no_reading: Counter[str | None] = field(default_factory=Counter)
    overrides: Counter[str | None] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class HealthOfDay:
    """What the health file says of a day: absences by person (sick or not), symptoms by person.

    `before` holds the symptoms of the days before, `reported` when each class handed in its check.
    """

    absences: Mapping[str, bool] = field(default_factory=dict)
    symptoms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    reported: Mapping[str, datetime] = field(default_factory=dict)


class DayBook(Asking):
    """Questions about one day of the school."""

    def facts(
        self, day: date, zone: tzinfo, health: HealthOfDay, classes: Iterable[str] = ()
    ) -> DayFacts:
        """Gather a day; the roll is the one that counts now. Raises LogDamaged."""
        start = datetime.combine(day, time(), zone)
        end = start + timedelta(days=1)
        visits = self._visits(start, end)
        isolated, watched = self._isolated(end), self._watched(start, end)
        inside, gone = self._inside_at(end), self._not_signed_out(start, end)
        confirmed = self._confirmed(start, end)
        seen = inside | confirmed
        roll = self._all(_ROLL)
        people = []
        for person_id, kind_text, unit in roll:
            kind = PersonKind(kind_text)
            passed = visits.people.get(person_id)
            if passed is None and _outside(kind) and person_id not in seen:
                continue
            there = person_id in inside
            # Who only left was here as well: a boarder on Friday, somebody let in without a scan.
            came = passed is not None and (passed.first_in or passed.last_out) is not None
            sure = person_id in confirmed
            people.append(
                DayPerson(
                    person_id=person_id,
                    kind=kind,
                    unit=unit,
                    present=came or there,
                    inside=there,
                    fever=sure or (passed is not None and passed.fever),
                    confirmed=sure or (passed is not None and passed.confirmed),
                    isolation=isolated.get(person_id),
                    watched=person_id in watched,
                    absent=person_id in health.absences,
                    sick=health.absences.get(person_id, False),
                    symptoms=health.symptoms.get(person_id, frozenset()),
                    first_in=None if passed is None else passed.first_in,
                    left_at=None if passed is None else passed.last_out,
                    not_signed_out=person_id in gone,
                )
            )
        return DayFacts(
            day=day,
            people=tuple(people),
            no_reading=visits.no_reading,
            overrides=visits.overrides,
            reported=health.reported,
            symptoms_before=health.before,
            classes=tuple(classes),
        )

    def held_out(self, day: date, zone: tzinfo) -> list[tuple[int, str]]:
        """Name the held cases, and whose they are, of those who left on a day."""
        start = datetime.combine(day, time(), zone)
        found = self._all(
            "SELECT DISTINCT case_no, person_id FROM visit WHERE wall >= ? AND wall < ?"
            " AND direction = 'out' AND case_no IS NOT NULL AND person_id IS NOT NULL"
            " AND drill = 0 AND corrected = 0 ORDER BY case_no, person_id",
            stamp(start),
            stamp(start + timedelta(days=1)),
        )
        return [(case_no, person_id) for case_no, person_id in found]

    def _visits(self, start: datetime, end: datetime) -> _Visits:
        found = self._all(
            "SELECT person_id, person_kind, unit, wall, direction, verdict, reason, also,"
            " override_of, outcome"
            " FROM visit WHERE wall >= ? AND wall < ? AND drill = 0 AND corrected = 0"
            " ORDER BY wall",
            stamp(start),
            stamp(end),
        )
        made = _Visits()
        for row in found:
            _take(made, row)
        return made

    def _isolated(self, end: datetime) -> dict[str, str]:
        found = self._all(
            "SELECT person_id, cause FROM isolation_span WHERE since < ?"
            " AND (ended IS NULL OR ended >= ?)",
            stamp(end),
            stamp(end),
        )
        return {
            person_id: cause if cause in KINDS_OF_ISOLATION else ISOLATION_ROOM
            for person_id, cause in found
        }

    def _confirmed(self, start: datetime, end: datetime) -> frozenset[str]:
        """Name whom a contact reading isolated where no reason of a visit says so.

        So it is on the way out, where the reason is always exit, on a line of paper, and for who
        queued with somebody; a visit taken back as a wrong person's takes its isolation with it.
        """
        found = self._all(
            "SELECT person_id FROM isolation_span AS span WHERE since >= ? AND since < ?"
            " AND cause = ? AND NOT EXISTS (SELECT 1 FROM visit WHERE corrected = 1"
            " AND visit.person_id = span.person_id AND visit.wall = span.since)",
            stamp(start),
            stamp(end),
            Reason.ELEVATED_CONFIRMED,
        )
        return frozenset(row[0] for row in found)

    def _watched(self, start: datetime, end: datetime) -> frozenset[str]:
        found = self._all(
            "SELECT person_id FROM watch_span WHERE (since IS NULL OR since < ?)"
            " AND (until IS NULL OR until > ?) AND (ended IS NULL OR ended >= ?)",
            stamp(end),
            stamp(start),
            stamp(end),
        )
        return frozenset(row[0] for row in found)

    def _inside_at(self, end: datetime) -> frozenset[str]:
        """Give who was inside when the day was over: entered, and neither left nor signed out.

        What came last is told by its time: what was entered later from paper stands where it was.
        """
        newest = (
            "SELECT direction || wall FROM visit WHERE visit.person_id = roll.person_id"
            " AND wall < ?1 AND verdict = 'grant' AND outcome IS NOT 'not_passed'"
            " AND drill = 0 AND corrected = 0 ORDER BY wall DESC, pos DESC LIMIT 1"
        )
        found = self._all(
            f"SELECT person_id, ({newest}) AS newest,"
            " (SELECT max(wall) FROM away WHERE away.person_id = roll.person_id AND wall < ?1)"
            f" FROM ({_ROLL}) AS roll WHERE newest LIKE 'in%'",
            stamp(end),
        )
        return frozenset(
            person_id for person_id, last, away in found if away is None or away < last[2:]
        )

    def _not_signed_out(self, start: datetime, end: datetime) -> frozenset[str]:
        found = self._all(
            "SELECT person_id FROM away WHERE wall >= ? AND wall < ? AND kind = 'not_signed_out'",
            stamp(start),
            stamp(end),
        )
        return frozenset(row[0] for row in found)


def _outside(kind: PersonKind) -> bool:
    return kind in OUTSIDERS or kind is PersonKind.COURIER


def _take(made: _Visits, row: Any) -> None:
    person_id, kind, unit, wall, direction, verdict, reason, also, override_of, outcome = row
    counted = (unit or NO_UNIT) if kind == PersonKind.PUPIL else kind
    if override_of is not None:
        made.overrides[counted] += 1
    reasons = {reason, *reading.texts(also)} if also != "[]" else {reason}
    if reasons & _NO_READING:
        made.no_reading[counted] += 1
    if person_id is None:
        return
    passed = made.people.setdefault(person_id, _Passed())
    passed.fever = passed.fever or bool(reasons & _ELEVATED)
    passed.confirmed = passed.confirmed or Reason.ELEVATED_CONFIRMED in reasons
    if verdict != "grant" or outcome == "not_passed":
        return
    at = datetime.fromisoformat(wall)
    if direction == "in":
        passed.first_in = passed.first_in or at
    else:
        passed.last_out = at


def symptom_days(day: date) -> tuple[date, ...]:
    """Give the days before `day` that its symptom counts span as well."""
    return days_before(day, SYMPTOM_DAYS - 1)
