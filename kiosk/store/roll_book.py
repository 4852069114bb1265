"""The daily roll out of the views: everybody's records and flags of one day (clause N5)."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from collections.abc import Mapping, Set
from datetime import date, datetime, time, timedelta, tzinfo

from kiosk.core.day_facts import DayPerson
from kiosk.core.health_file import HealthFlag
from kiosk.core.health_roll import (
    ON_THE_ROLL,
    Presence,
    RecordKind,
    RollRow,
    flags_of,
    relatives,
)
from kiosk.core.home_series import HIGHEST_C, LOWEST_C
from kiosk.core.people import PersonKind
from kiosk.core.reasons import Reason
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.day_book import DayBook, HealthOfDay
from kiosk.store.folding import stamp
from kiosk.store.health_book import HealthBook
from kiosk.store.home_book import HomeBook
from kiosk.store.school_book import Member, SchoolBook

FLAG_DAYS = 14
"""How many days an elevated reading flags the household, the day itself counted: local practice,
as long as the home records before a return."""

_UNMEASURED = frozenset({Reason.NO_VALID_READING, Reason.AMBIENT_OUT_OF_RANGE, Reason.STEP_BACK})
_OF_DAY: Mapping[RecordKind, str] = {
    RecordKind.HOME: f"home_record LEFT JOIN {reading.CURRENT} AND day = ?",
    RecordKind.SYMPTOMS: f"symptom_check LEFT JOIN {reading.CURRENT} AND day = ?",
    RecordKind.ABSENCE: f"absence LEFT JOIN {reading.CURRENT} AND day = ?",
    RecordKind.PLACEMENT: "placement_observed WHERE day = ?",
}

Flags = dict[str, frozenset[HealthFlag]]


class RollBook(Asking):
    """Questions about the roll; see `Asking` for what they may raise."""

    def roll(
        self, day: date, zone: tzinfo, home_c: float, unit: str | None = None
    ) -> list[RollRow]:
        """Give the roll of a day: every pupil, guardian and member of staff, by id.

        `home_c` is the home temperature, degrees C, from which one is elevated. With `unit` only
        its people, those of the units below it, and the guardians of its pupils.
        """
        school = SchoolBook(self._db, self._keys)
        households = school.households()
        members = {one.person_id: one for one in school.members(*ON_THE_ROLL)}
        own_people = set(members)
        if unit is not None:
            own_people &= {one.person_id for one in school.people_of(unit)}
        people = own_people | {
            one for pupil in own_people for one in households.get(pupil, ()) if one in members
        }
        near = relatives(households)
        family = people.union(*(near.get(one, frozenset()) for one in people))
        own = self.own_flags(day, zone, home_c, family)
        records = self._records(day, zone)
        there = self._presences(day, zone)
        children = {one for one in own_people if members[one].kind is PersonKind.PUPIL}
        made: list[RollRow] = []
        for one in sorted(people):
            # On the roll of a class its pupil's mother stands as that, also when she teaches.
            guards = members[one].kind is PersonKind.GUARDIAN or one not in own_people
            of_unit = _unit_of_guardian(members[one], near, members, children)
            made.append(
                RollRow(
                    person_id=one,
                    kind=PersonKind.GUARDIAN if guards else members[one].kind,
                    unit=of_unit if guards else members[one].unit,
                    presence=None if guards else there.get(one, Presence.UNKNOWN),
                    records=frozenset(records.get(one, ())),
                    flags=flags_of(one, own, near),
                )
            )
        return made

    def own_flags(self, day: date, zone: tzinfo, home_c: float, people: Set[str]) -> Flags:
        """Give by person what is known of himself at the end of a day, who has nothing left out.

        Home records are decrypted only of `people`.
        """
        end = _start(day + timedelta(days=1), zone)
        first = day - timedelta(days=FLAG_DAYS - 1)
        made: dict[str, set[HealthFlag]] = {}

        def flag(one: HealthFlag, sql: str, *values: object) -> None:
            for (person_id,) in self._all(sql, *values):
                made.setdefault(person_id, set()).add(one)

        flag(
            HealthFlag.ISOLATED,
            "SELECT person_id FROM isolation_span WHERE since < ?1"
            " AND (ended IS NULL OR ended >= ?1)",
            stamp(end),
        )
        flag(
            HealthFlag.WATCHED,
            "SELECT person_id FROM watch_span WHERE (since IS NULL OR since < ?1)"
            " AND (until IS NULL OR until > ?2) AND (ended IS NULL OR ended >= ?1)",
            stamp(end),
            stamp(_start(day, zone)),
        )
        flag(
            HealthFlag.CERTIFICATE_MISSING,
            "SELECT person_id FROM certificate WHERE hospital = 0 OR school_doctor = 0",
        )
        flag(
            HealthFlag.ELEVATED,
            "SELECT person_id FROM fever WHERE drill = 0 AND wall >= ? AND wall < ?",
            stamp(_start(first, zone)),
            stamp(end),
        )
        home = HomeBook(self._db, self._keys).values(first, day, people)
        for person_id, series in home.items():
            if any(one.value_c >= home_c for one in series.values()):
                made.setdefault(person_id, set()).add(HealthFlag.ELEVATED)
        return {one: frozenset(flags) for one, flags in made.items()}

    def _records(self, day: date, zone: tzinfo) -> dict[str, set[RecordKind]]:
        made: dict[str, set[RecordKind]] = {}
        for kind, source in _OF_DAY.items():
            for (person_id,) in self._all(
                f"SELECT DISTINCT person_id FROM {source}", day.isoformat()
            ):
                made.setdefault(person_id, set()).add(kind)
        for person_id in self._measured(day, zone):
            made.setdefault(person_id, set()).add(RecordKind.GATE)
        return made

    def _measured(self, day: date, zone: tzinfo) -> set[str]:
        """Give who has a valid temperature of the gate.

        On the way in the reasons tell; on the way out, and on paper, only the readings do.
        """
        found = self._all(
            "SELECT pos, person_id, direction, reason, also, paper FROM visit"
            " WHERE wall >= ? AND wall < ? AND drill = 0 AND corrected = 0"
            " AND person_id IS NOT NULL",
            stamp(_start(day, zone)),
            stamp(_start(day + timedelta(days=1), zone)),
        )
        made: set[str] = set()
        open_: list[tuple[int, str]] = []
        for pos, person_id, direction, reason, also, paper in found:
            if direction == "out" or paper:
                open_.append((pos, person_id))
            elif _UNMEASURED.isdisjoint({reason, *reading.texts(also)}):
                made.add(person_id)
        for pos, person_id in open_:
            if person_id not in made and self._has_reading(pos):
                made.add(person_id)
        return made

    def _has_reading(self, pos: int) -> bool:
        readings = getattr(self.at(pos).event.fact, "readings", ())
        values = (one.corrected_c for one in readings)
        return any(one is not None and LOWEST_C <= one <= HIGHEST_C for one in values)

    def _presences(self, day: date, zone: tzinfo) -> dict[str, Presence]:
        health = HealthBook(self._db, self._keys)
        absences = {one.person_id: one.sick for one in health.absences_on(day)}
        facts = DayBook(self._db, self._keys).facts(day, zone, HealthOfDay(absences=absences))
        placed = health.placed_on(day, zone)
        return {one.person_id: _presence(one, placed) for one in facts.people}


def _presence(one: DayPerson, placed: Set[str]) -> Presence:
    """Say where somebody was; what the class teacher says of an absence comes before the gate."""
    if one.absent:
        return Presence.ABSENT_SICK if one.sick else Presence.ABSENT_OTHER
    if one.present:
        return Presence.PRESENT
    return Presence.PLACEMENT if one.person_id in placed else Presence.UNKNOWN


def _unit_of_guardian(
    one: Member,
    near: Mapping[str, frozenset[str]],
    members: Mapping[str, Member],
    children: Set[str],
) -> str | None:
    """Give the unit of a child: of those on the roll, whatever classes the others are in."""
    theirs = near.get(one.person_id, frozenset()) & children
    units = [unit for child in theirs if (unit := members[child].unit) is not None]
    return min(units, default=one.unit)


def _start(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
