"""The health file as the log knows it: checks, absences, watch list, isolation, placements.

Ids and codes come from the views; what was found is decrypted when it is asked for, so an answer
here is for who may know it. What a drill wrote is in none of them.
"""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NoReturn

from kiosk.core.events import (
    AbsenceRecorded,
    AccessDecided,
    CertificateRecorded,
    HomeTemperatureRecorded,
    IncidentPersonMeasured,
    IsolationBegun,
    IsolationEnded,
    PaperEntered,
    PlacementObserved,
    PlacementRecorded,
    SymptomsRecorded,
    VisitCorrected,
    WatchEnded,
    WatchFollowedUp,
    WatchListed,
    kind_of,
)
from kiosk.core.health import ReturnCertificate
from kiosk.core.health_file import SICK_CAUSES, HealthFile
from kiosk.core.health_folding import health_file
from kiosk.core.people import unit_covers
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.errors import LogDamaged
from kiosk.store.folding import stamp
from kiosk.store.health_rows import (
    AbsenceRow,
    IsolatedRow,
    PlacementRow,
    ReportRow,
    SickCount,
    SymptomRow,
    WatchRow,
)
from kiosk.store.rows import Stored
from kiosk.store.school_book import SchoolBook

_OF_THE_FILE = (
    AccessDecided, PaperEntered, IncidentPersonMeasured, VisitCorrected, HomeTemperatureRecorded,
    SymptomsRecorded, AbsenceRecorded, IsolationBegun, IsolationEnded, CertificateRecorded,
    WatchListed, WatchFollowedUp, WatchEnded, PlacementRecorded, PlacementObserved,
)  # fmt: skip
_KINDS = ", ".join(f"'{kind_of(one)}'" for one in _OF_THE_FILE)
_IMPORT = "json_extract(log.body, '$.fact.import_id')"
_TOUCHING = (
    "SELECT DISTINCT log.pos FROM subject JOIN log ON log.pos = subject.pos"
    f" LEFT JOIN import_file ON import_file.import_id = {_IMPORT}"
    f" WHERE subject = ? AND log.kind IN ({_KINDS})"
    f" AND ({_IMPORT} IS NULL OR closed_pos IS NOT NULL)"
    " ORDER BY max(log.pos, coalesce(closed_pos, 0)), log.pos"
)
_WATCH = (
    "SELECT watch_id, person_id, reason, since, until, follower_id, listed,"
    " (SELECT max(wall) FROM follow_up WHERE follow_up.watch_id = watch.watch_id), pos FROM watch"
)
_PLACEMENT = "SELECT placement_id, person_id, since, until, pos FROM placement"


class HealthBook(Asking):
    """Questions about health files; see `Asking` for what they may raise."""

    def file(self, person_id: str) -> HealthFile:
        """Give everything on file of one person, decrypted."""
        found = [self.at(pos) for (pos,) in self._all(_TOUCHING, f"person:{person_id}")]
        file = health_file(one.event for one in found)
        erased = {
            (fact.day, fact.check): one.erased
            for one in found
            if isinstance(fact := one.event.fact, SymptomsRecorded) and not one.event.drill
        }
        # What was erased may have been anything: it is not the same as nothing found.
        checks = {
            key: replace(check, symptoms=None) if erased.get(key) else check
            for key, check in file.checks.items()
        }
        return replace(file, checks=checks)

    def certificate(self, person_id: str) -> ReturnCertificate | None:
        """Give the proofs on file after an illness, None where there was none."""
        row = self._one(
            "SELECT hospital, school_doctor FROM certificate WHERE person_id = ?", person_id
        )
        return None if row is None else ReturnCertificate(bool(row[0]), bool(row[1]))

    # --- Checks and absences of a day ---

    def symptoms_on(self, day: date) -> list[SymptomRow]:
        """Give what each check of a day found, the newest of each check and person."""
        found = self._of_day("symptom_check", "person_id, made_at", day)
        units = self._units() if found else {}
        made: list[SymptomRow] = []
        for stored in found:
            fact = stored.event.fact
            if isinstance(fact, SymptomsRecorded):
                event = stored.event
                made.append(
                    SymptomRow(
                        fact.person_id,
                        units.get(fact.person_id),
                        fact.check,
                        event.moment.wall,
                        event.actor.name,
                        fact.symptoms,
                        fact.note,
                    )
                )
        return made

    def absences_on(self, day: date) -> list[AbsenceRow]:
        """Give who is absent on a day; who was taken back as present is not."""
        found = self._of_day("absence", "person_id", day)
        units = self._units() if found else {}
        made: list[AbsenceRow] = []
        for stored in found:
            fact, event = stored.event.fact, stored.event
            if isinstance(fact, AbsenceRecorded) and not fact.present:
                made.append(
                    AbsenceRow(
                        fact.person_id,
                        units.get(fact.person_id),
                        event.moment.wall,
                        event.actor.name,
                        fact.cause in SICK_CAUSES,
                        fact.cause,
                        fact.note,
                    )
                )
        return made

    def sick_counts(self, unit: str | None, days: Iterable[date]) -> dict[date, SickCount]:
        """Give who was sick in a unit and what is below it, by day; None is the whole school."""
        return {day: self._sick(unit, day) for day in days}

    def _sick(self, unit: str | None, day: date) -> SickCount:
        def of_unit(one: str | None) -> bool:
            return unit is None or unit_covers(unit, one)

        absent = {one.person_id for one in self.absences_on(day) if one.sick and of_unit(one.unit)}
        symptoms: dict[str, frozenset[str]] = {}
        for row in self.symptoms_on(day):
            if of_unit(row.unit):
                known = symptoms.get(row.person_id, frozenset())
                symptoms[row.person_id] = known | set(row.symptoms)
        return SickCount(frozenset(absent), symptoms)

    def classes_reported(self, day: date) -> list[ReportRow]:
        """Give which classes have handed in which check of a day, and when first."""
        found = self._all(
            "SELECT unit, made_at, wall, actor FROM class_report WHERE day = ? ORDER BY unit, wall",
            day.isoformat(),
        )
        return [
            ReportRow(unit, check, datetime.fromisoformat(wall), by)
            for unit, check, wall, by in found
        ]

    def _of_day(self, table: str, one_of: str, day: date) -> list[Stored]:
        found = self._all(
            f"SELECT pos FROM (SELECT pos, row_number() OVER (PARTITION BY {one_of}"
            f" ORDER BY {reading.NEWEST}) AS place FROM {table} LEFT JOIN {reading.CURRENT}"
            " AND day = ?) WHERE place = 1 ORDER BY pos",
            day.isoformat(),
        )
        return [self.at(pos) for (pos,) in found]

    def _units(self) -> dict[str, str | None]:
        school = SchoolBook(self._db, self._keys)
        return {one.person_id: one.unit for one in school.members()}

    # --- Isolation and watch list ---

    def isolated_now(self) -> list[IsolatedRow]:
        """Give who is isolated, the longest first."""
        found = self._all(
            "SELECT person_id, since, cause, case_no FROM isolation WHERE drill = 0"
            " ORDER BY since, person_id"
        )
        return [
            IsolatedRow(person_id, datetime.fromisoformat(since), cause, case_no)
            for person_id, since, cause, case_no in found
        ]

    def watch_open(self, at: datetime | None = None) -> list[WatchRow]:
        """Give the entries that are not released, with `at` only those not over by then."""
        made = [_watch(row) for row in self._all(f"{_WATCH} ORDER BY listed, watch_id")]
        return [one for one in made if at is None or not one.window.over(at)]

    def watch(self, watch_id: str) -> WatchRow | None:
        """Give one entry, None when it was never made or is released."""
        row = self._one(f"{_WATCH} WHERE watch_id = ?", watch_id)
        return None if row is None else _watch(row)

    def watch_listing(self, row: WatchRow) -> WatchListed:
        """Decrypt an entry; raises LogDamaged."""
        fact = self.at(row.pos).event.fact
        return fact if isinstance(fact, WatchListed) else _not_what_it_was(row.pos)

    def follow_ups(self, watch_id: str) -> list[datetime]:
        """Give when an entry was followed up, oldest first."""
        found = self._all("SELECT wall FROM follow_up WHERE watch_id = ? ORDER BY wall", watch_id)
        return [datetime.fromisoformat(wall) for (wall,) in found]

    def follow_ups_overdue(self, at: datetime, hours: int) -> list[WatchRow]:
        """Give the entries that hold at `at` and had no follow-up for more than `hours`."""
        longest = timedelta(hours=hours)
        return [
            one
            for one in self.watch_open(at)
            if one.window.holds(at) and at - one.owed_from > longest
        ]

    # --- Placements in firms ---

    def placements(self, at: datetime | None = None) -> list[PlacementRow]:
        """Give the placements in firms, or those that hold at a time, decrypted."""
        found = self._all(f"{_PLACEMENT} ORDER BY placement_id")
        made = [self._placement(row) for row in found]
        return [one for one in made if at is None or one.window.holds(at)]

    def placed_on(self, day: date, zone: tzinfo) -> frozenset[str]:
        """Name who is on a placement on some part of a day at the school, decrypting nothing."""
        start = datetime.combine(day, time(), zone)
        found = self._all(
            "SELECT person_id FROM placement WHERE (since IS NULL OR since < ?)"
            " AND (until IS NULL OR until > ?)",
            stamp(start + timedelta(days=1)),
            stamp(start),
        )
        return frozenset(row[0] for row in found)

    def placement(self, placement_id: str) -> PlacementRow | None:
        """Give one placement."""
        row = self._one(f"{_PLACEMENT} WHERE placement_id = ?", placement_id)
        return None if row is None else self._placement(row)

    def _placement(self, row: Sequence[Any]) -> PlacementRow:
        placement_id, person_id, since, until, pos = row
        fact = self.at(pos).event.fact
        if not isinstance(fact, PlacementRecorded):
            _not_what_it_was(pos)
        days = self._all(
            "SELECT DISTINCT day FROM placement_observed WHERE placement_id = ? ORDER BY day",
            placement_id,
        )
        return PlacementRow(
            placement_id,
            person_id,
            reading.window(since, until),
            tuple(date.fromisoformat(day) for (day,) in days),
            fact.firm,
            fact.contact_name,
            fact.contact_phone,
        )


def _watch(row: Sequence[Any]) -> WatchRow:
    watch_id, person_id, reason, since, until, follower_id, listed, last, pos = row
    return WatchRow(
        watch_id,
        person_id,
        reason,
        reading.window(since, until),
        follower_id,
        datetime.fromisoformat(listed),
        reading.time(last),
        pos,
    )


def _not_what_it_was(pos: int) -> NoReturn:
    raise LogDamaged(f"row {pos} is not what its view says")
