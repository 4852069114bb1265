"""One day of the pupils out of the views, as `kiosk.core.rosters` judges it."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from kiosk.core import rosters
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction
from kiosk.core.reasons import Reason
from kiosk.core.rosters import Day, Excuse, Passage, Pupil
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.folding import stamp
from kiosk.store.school_book import SchoolBook

_PASSED = "verdict = 'grant' AND outcome IS NOT 'not_passed' AND drill = 0 AND corrected = 0"


class RosterBook(Asking):
    """Questions about one day of the pupils."""

    def day(
        self,
        day: date,
        zone: tzinfo,
        now: datetime,
        unit: str | None = None,
        reported: Mapping[str, Excuse] | None = None,
    ) -> Day:
        """Gather a day of a unit, or of the school, as the log knows it at `now`.

        `reported` gives who is absent with a cause on file. The roll and who lives at the school
        are those of now.
        """
        start = datetime.combine(day, time(), zone)
        end = start + timedelta(days=1)
        book = SchoolBook(self._db, self._keys)
        members = book.members() if unit is None else book.people_of(unit)
        pupils = tuple(
            Pupil(one.person_id, one.unit, one.boards)
            for one in members
            if one.kind is PersonKind.PUPIL
        )
        return Day(
            day=day,
            until=min(now.astimezone(zone), end),
            pupils=pupils,
            slots=book.slots(day, zone),
            root=book.root(),
            passages=self._passages(start, end, zone),
            inside_before=self._inside_before(pupils, start),
            excuses=self._excuses(book, pupils, start, end) | dict(reported or {}),
            refused=self._refused(start, end),
            slips=self._slips(start, end),
            not_signed_out=self._not_signed_out(start, end),
        )

    def entered_before(self, person_id: str, start: datetime, before: datetime) -> bool:
        """Tell whether a person entered from `start` on and before a time."""
        row = self._one(
            f"SELECT 1 FROM visit WHERE person_id = ? AND direction = 'in' AND {_PASSED}"
            " AND wall >= ? AND wall < ? LIMIT 1",
            person_id,
            stamp(start),
            stamp(before),
        )
        return row is not None

    def _passages(
        self, start: datetime, end: datetime, zone: tzinfo
    ) -> dict[str, tuple[Passage, ...]]:
        found = self._all(
            f"SELECT person_id, wall, direction FROM visit WHERE wall >= ? AND wall < ?"
            f" AND person_id IS NOT NULL AND {_PASSED} ORDER BY wall, pos",
            stamp(start),
            stamp(end),
        )
        made: dict[str, tuple[Passage, ...]] = {}
        for person_id, wall, direction in found:
            at = datetime.fromisoformat(wall).astimezone(zone)
            made[person_id] = (*made.get(person_id, ()), Passage(at, Direction(direction)))
        return made

    def _inside_before(self, pupils: tuple[Pupil, ...], start: datetime) -> frozenset[str]:
        """Name who was inside at a time: entered, and neither left nor signed out since."""
        return frozenset(one.person_id for one in pupils if self._was_inside(one.person_id, start))

    def _was_inside(self, person_id: str, at: datetime) -> bool:
        last = self._one(
            f"SELECT direction, wall FROM visit WHERE person_id = ? AND wall < ? AND {_PASSED}"
            f" ORDER BY {reading.IN_ORDER} LIMIT 1",
            person_id,
            stamp(at),
        )
        if last is None or last[0] != "in":
            return False
        away = self._one(
            "SELECT 1 FROM away WHERE person_id = ? AND wall >= ? AND wall < ? LIMIT 1",
            person_id,
            last[1],
            stamp(at),
        )
        return away is None

    def _excuses(
        self, book: SchoolBook, pupils: tuple[Pupil, ...], start: datetime, end: datetime
    ) -> dict[str, Excuse]:
        """Say whom the school itself keeps away that day; the heaviest cause counts."""
        phase, released = book.phase_before(end)
        made = {
            one.person_id: Excuse.NOT_RELEASED
            for one in pupils
            if rosters.not_released(one.unit, phase, released)
        }
        watched = self._all(
            "SELECT person_id FROM watch_span WHERE (since IS NULL OR since < ?)"
            " AND (until IS NULL OR until > ?) AND (ended IS NULL OR ended > ?)",
            *(stamp(at) for at in (end, start, start)),
        )
        isolated = self._all(
            "SELECT person_id FROM isolation_span WHERE since < ? AND (ended IS NULL OR ended > ?)",
            stamp(end),
            stamp(start),
        )
        made |= dict.fromkeys((row[0] for row in watched), Excuse.WATCH_LISTED)
        return made | dict.fromkeys((row[0] for row in isolated), Excuse.ISOLATED)

    def _refused(self, start: datetime, end: datetime) -> dict[str, Reason | None]:
        found = self._all(
            "SELECT person_id, reason FROM visit WHERE wall >= ? AND wall < ? AND drill = 0"
            " AND corrected = 0 AND direction = 'in' AND verdict != 'grant'"
            " AND person_id IS NOT NULL ORDER BY wall, pos",
            stamp(start),
            stamp(end),
        )
        return {one: None if reason is None else Reason(reason) for one, reason in found}

    def _slips(self, start: datetime, end: datetime) -> frozenset[str]:
        found = self._all(
            "SELECT person_id FROM leave_slip WHERE wall >= ? AND wall < ?",
            stamp(start),
            stamp(end),
        )
        return frozenset(row[0] for row in found)

    def _not_signed_out(self, start: datetime, end: datetime) -> frozenset[str]:
        """Name whose last passage of the day is an entry that no exit has followed."""
        found = self._all(
            "SELECT person_id, wall FROM away WHERE kind = 'not_signed_out' AND wall >= ?"
            " ORDER BY pos",
            stamp(start),
        )
        gone: dict[str, str] = {}
        for person_id, wall in found:
            gone.setdefault(person_id, wall)
        return frozenset(one for one in gone if self._was_last(one, start, end, gone[one]))

    def _was_last(self, person_id: str, start: datetime, end: datetime, wall: str) -> bool:
        row = self._one(
            f"SELECT direction, wall FROM visit WHERE person_id = ? AND wall < ? AND {_PASSED}"
            f" ORDER BY {reading.IN_ORDER} LIMIT 1",
            person_id,
            wall,
        )
        if row is None or row[0] != "in":
            return False
        return start <= datetime.fromisoformat(row[1]) < end
