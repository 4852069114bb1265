"""The school as the log knows it: units, who answers for them, households, directory, notices.

Ids and codes come from the views; names and numbers are decrypted only by `directory` and
`notices`, which are there to be read by everybody at the gate.
"""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any

from kiosk.core import units
from kiosk.core.directory import ORDER
from kiosk.core.events import DirectoryEntrySet, NoticePosted, PersonRecorded
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.phases import Phase
from kiosk.core.rosters import Slot
from kiosk.core.units import Unit
from kiosk.core.windows import Window
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.errors import LogDamaged
from kiosk.store.folding import stamp
from kiosk.store.school_rows import Acting, Contact, Member, Notice, Relative, Responsible

__all__ = ["Acting", "Contact", "Member", "Notice", "Relative", "Responsible", "SchoolBook"]

_NEWEST_PERSON = (
    "SELECT person_id, kind, unit, boards FROM (SELECT person_id, kind, unit, boards,"
    f" row_number() OVER (PARTITION BY person_id ORDER BY {reading.NEWEST}) AS place"
    f" FROM person_record LEFT JOIN {reading.CURRENT}) WHERE place = 1"
)
_COUNTS_FROM = "max(pos, coalesce(closed_pos, 0))"


_UNITS = (
    "SELECT path, unit_kind, zh, en FROM (SELECT unit AS path, unit_kind, zh, en,"
    f" {_COUNTS_FROM} AS counts_from,"
    f" row_number() OVER (PARTITION BY unit ORDER BY {reading.NEWEST}) AS place"
    f" FROM unit_record LEFT JOIN {reading.CURRENT}) LEFT JOIN unit_removed ON unit = path"
    " WHERE place = 1 AND (unit_removed.pos IS NULL OR unit_removed.pos < counts_from)"
)
_LINKS = (
    "SELECT person, guardian, relation FROM (SELECT household.person_id AS person,"
    " household.guardian_id AS guardian, relation, counts_from, place FROM"
    f" (SELECT *, {_COUNTS_FROM} AS counts_from, row_number() OVER"
    f" (PARTITION BY person_id, guardian_id ORDER BY {reading.NEWEST}) AS place"
    f" FROM household LEFT JOIN {reading.CURRENT}) AS household)"
    " LEFT JOIN household_off ON household_off.person_id = person"
    " AND household_off.guardian_id = guardian"
    " WHERE place = 1 AND (household_off.pos IS NULL OR household_off.pos < counts_from)"
)


class SchoolBook(Asking):
    """Questions about the school; see `Asking` for what they may raise."""

    # --- Units and who answers for them ---

    def units(self) -> dict[str, Unit]:
        """Give every unit on record by its path, in the order of the tree."""
        made = [Unit(path, UnitKind(kind), zh, en) for path, kind, zh, en in self._all(_UNITS)]
        return {one.path: one for one in sorted(made, key=lambda one: units.natural(one.path))}

    def unit(self, path: str) -> Unit | None:
        """Give one unit, None when it is not on record."""
        row = self._one(f"{_UNITS} AND path = ?", path)
        return None if row is None else Unit(row[0], UnitKind(row[1]), row[2], row[3])

    def members(self, *kinds: PersonKind) -> list[Member]:
        """Give everybody on record, or those of some kinds, by id."""
        found = self._all(f"{_NEWEST_PERSON} ORDER BY person_id")
        made = [_member(row) for row in found]
        return [one for one in made if one.kind in kinds] if kinds else made

    def people_of(self, unit: str, *, deep: bool = True) -> list[Member]:
        """Give the people of a unit, with `deep` also those of the units below it, by id.

        The unit of the school's kind holds everybody who has a unit.
        """
        if deep and self.root() == unit:
            return [one for one in self.members() if one.unit is not None]
        found = self._all(
            f"{_NEWEST_PERSON} AND (unit = ? OR (? AND substr(unit, 1, length(?)) = ?))"
            " ORDER BY person_id",
            unit,
            deep,
            f"{unit}/",
            f"{unit}/",
        )
        return [_member(row) for row in found]

    def root(self) -> str | None:
        """Name the unit that is the school."""
        return units.root_of(self.units().values())

    def appointed(self) -> dict[str, tuple[str | None, str | None]]:
        """Give the responsible person and the deputy set at each unit itself, by path."""
        found = self._all(
            "SELECT unit, responsible_id, deputy_id FROM (SELECT unit, responsible_id, deputy_id,"
            f" row_number() OVER (PARTITION BY unit ORDER BY {reading.NEWEST}) AS place"
            f" FROM responsible LEFT JOIN {reading.CURRENT}) WHERE place = 1"
            " AND (responsible_id IS NOT NULL OR deputy_id IS NOT NULL)"
        )
        return {unit: (responsible, deputy) for unit, responsible, deputy in found}

    def acting(self, at: datetime | None = None) -> list[Acting]:
        """Give who acts for whom, at a time or ever, oldest first."""
        found = self._all("SELECT acting_id, for_id, by_id, since, until FROM acting ORDER BY pos")
        made = [Acting(one, to, by, reading.window(*ends)) for one, to, by, *ends in found]
        return made if at is None else [one for one in made if one.window.holds(at)]

    def responsible(self, unit: str, at: datetime) -> Responsible | None:
        """Give who answers for a unit at a time; walks up to the nearest unit that has somebody.

        None when nobody was appointed up to the school itself.
        """
        appointed = self.appointed()
        for path in units.above(unit, self.root()):
            if path in appointed:
                responsible_id, deputy_id = appointed[path]
                return Responsible(
                    path, responsible_id, deputy_id, self.acts_for(responsible_id or deputy_id, at)
                )
        return None

    def acts_for(self, person_id: str | None, at: datetime) -> str | None:
        """Give who acts in a person's place at a time: the last one set to, or the person.

        Who acts may be away as well; then it is who acts for him.
        """
        standing = {one.for_id: one.by_id for one in self.acting(at)}
        seen: set[str] = set()
        while person_id in standing and person_id not in seen:
            seen.add(person_id)
            person_id = standing[person_id]
        return person_id

    # --- Households ---

    def household(self, person_id: str) -> list[Relative]:
        """Give the guardians and the children of a person, in the order they were linked."""
        found = self._all(f"{_LINKS} AND ? IN (person, guardian)", person_id)
        return [
            Relative(guardian, relation, guards=True)
            if pupil == person_id
            else Relative(pupil, relation, guards=False)
            for pupil, guardian, relation in found
        ]

    def households(self) -> dict[str, tuple[str, ...]]:
        """Give the guardians of each pupil who has any, by pupil."""
        made: dict[str, tuple[str, ...]] = {}
        for pupil, guardian, _ in self._all(_LINKS):
            made[pupil] = (*made.get(pupil, ()), guardian)
        return made

    # --- Directory and notices ---

    def directory(self, line: str | None = None) -> list[Contact]:
        """Give the entries of the directory, or those of one line, in the order of the lines.

        A name or number that an entry does not say is that of the person it names.
        """
        found = self._all(
            "SELECT entry_id, line, place, person_id, unit, pos FROM directory_entry"
            " WHERE ? IS NULL OR line = ?",
            line,
            line,
        )
        made = [self._contact(row) for row in found]
        return sorted(made, key=lambda one: (ORDER.get(one.line, len(ORDER)), one.line, one.place))

    def _contact(self, row: Sequence[Any]) -> Contact:
        entry_id, line, place, person_id, unit, pos = row
        fact = self.at(pos).event.fact
        entry = fact if isinstance(fact, DirectoryEntrySet) else None
        name = None if entry is None else entry.name
        phone = None if entry is None else entry.phone
        if person_id is not None and (name is None or phone is None):
            person = self._person(person_id)
            if person is not None:
                name, phone = name or person.name, phone or person.phone
        title = None if entry is None else entry.title
        return Contact(entry_id, line, place, person_id, unit, title, name, phone)

    def _person(self, person_id: str) -> PersonRecorded | None:
        row = self._one(
            f"SELECT pos FROM person_record LEFT JOIN {reading.CURRENT} AND person_id = ?"
            f" ORDER BY {reading.NEWEST} LIMIT 1",
            person_id,
        )
        fact = None if row is None else self.at(row[0]).event.fact
        return fact if isinstance(fact, PersonRecorded) else None

    def notices(self, at: datetime | None = None) -> list[Notice]:
        """Give the notices that are to be shown at a time, or all, oldest first."""
        found = self._all("SELECT notice_id, since, until, pos FROM notice ORDER BY pos")
        made = [(one, reading.window(*ends), pos) for one, *ends, pos in found]
        return [
            self._notice(one, window, pos)
            for one, window, pos in made
            if at is None or window.holds(at)
        ]

    def _notice(self, notice_id: str, window: Window, pos: int) -> Notice:
        fact = self.at(pos).event.fact
        told = fact if isinstance(fact, NoticePosted) else None
        zh, en = ("", "") if told is None else (told.zh or "", told.en or "")
        return Notice(notice_id, window, zh, en)

    # --- Slots and phases of a day ---

    def slots(self, day: date, zone: tzinfo = UTC) -> dict[str, Slot | None]:
        """Give the slots of a day, by the unit they are set at; None where nobody is expected.

        What is set for the very day goes before its weekday, for a unit and all below it.
        A slot counts from the day it was set on in `zone`. On earlier days the first one of a
        unit counts where nothing was set above it: that would have been what it was held to.
        """
        found = self._all(
            "SELECT unit, arrive_from, late_from, leave_from, wall FROM arrival_slot"
            " WHERE weekday = ? ORDER BY pos",
            day.isoweekday(),
        )
        made: dict[str, Slot | None] = {}
        later: dict[str, Slot | None] = {}
        for unit, arrive, late, leave, wall in found:
            if datetime.fromisoformat(wall).astimezone(zone).date() <= day:
                made[unit] = _slot(unit, arrive, late, leave)
            else:
                later.setdefault(unit, _slot(unit, arrive, late, leave))
        counts = {unit: slot for unit, slot in made.items() if slot is not None}
        root = self.root()
        first = {
            unit: slot
            for unit, slot in later.items()
            if slot is not None and unit not in made and units.nearest(unit, counts, root) is None
        }
        alone: dict[str, Slot | None] = {
            unit: _slot(unit, *times)
            for unit, *times in self._all(
                "SELECT unit, arrive_from, late_from, leave_from FROM day_slot WHERE day = ?",
                day.isoformat(),
            )
        }
        usual = {
            unit: slot
            for unit, slot in (counts | first).items()
            if alone.keys().isdisjoint(units.above(unit, root))
        }
        return usual | alone

    def slot_of(self, unit: str, day: date) -> Slot | None:
        """Give the arrival slot of a unit on a day, that of the nearest unit above that has one."""
        return units.nearest(unit, self.slots(day), self.root())

    def phase_before(self, end: datetime) -> tuple[Phase, tuple[str, ...]]:
        """Give the phase that held last before a time, and the units released in it."""
        row = self._one(
            "SELECT phase, released FROM phase_record WHERE wall < ? ORDER BY pos DESC LIMIT 1",
            stamp(end),
        )
        return (Phase.CLOSED, ()) if row is None else (Phase(row[0]), reading.texts(row[1]))


def _member(row: Sequence[Any]) -> Member:
    person_id, kind, unit, boards = row
    return Member(person_id, PersonKind(kind), unit, bool(boards))


def _slot(unit: str, arrive: str, late: str, leave: str) -> Slot | None:
    """Read a slot; empty times are none."""
    if not arrive:
        return None
    try:
        return Slot(unit, *(time.fromisoformat(one) for one in (arrive, late, leave)))
    except ValueError as error:
        raise LogDamaged(f"the arrival slot of {unit} is no time") from error
