"""Rows of home temperatures -> events of the log: whose each is, and what is new about it.

The file counts only when its closing event is there, so one that breaks off changes nothing; the
same file again changes nothing either, and another value for a day replaces the one on file, which
stays in the log.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk.core.events import (
    Actor,
    Event,
    Fact,
    HomeTemperatureRecorded,
    ImportBegun,
    ImportClosed,
    Moment,
)
from kiosk.core.health_roll import ON_THE_ROLL
from kiosk.core.home_rows import HomeRow, LeftOut
from kiosk.core.home_series import HomeValue
from kiosk.core.language import Words
from kiosk.core.people import PersonKind, unit_covers
from kiosk.store.home_book import HomeBook
from kiosk.store.log import Log
from kiosk.store.school_book import Member, SchoolBook


class Change(StrEnum):
    """What a row does to what is on file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PlannedHome:
    """A row whose person is known."""

    row: HomeRow = field(repr=False)
    person_id: str
    change: Change


class UnfitError(Exception):
    """A row that cannot be taken; `words` says why, and repeats none of its content."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def plan(
    log: Log, rows: Sequence[HomeRow], unit: str | None = None
) -> tuple[list[PlannedHome], list[LeftOut]]:
    """Find out whose each row is and what it changes; raises StoreError.

    With `unit` only people of it are taken, and a name alone is looked for among its pupils.
    """
    finder = _Finder(log, unit)
    good: list[tuple[HomeRow, str]] = []
    bad: list[LeftOut] = []
    taken: dict[tuple[str, date], int] = {}
    for row in rows:
        try:
            person_id = finder.find(row)
            line = taken.setdefault((person_id, row.day), row.line)
            if line != row.line:
                raise _repeated(line, row.day)
            good.append((row, person_id))
        except UnfitError as error:
            bad.append(LeftOut(row.line, error.words))
    # A pupil that nobody knows is told once for his line, not for each of its days.
    return _compared(log, good), list(dict.fromkeys(bad))


def append(
    log: Log,
    planned: Sequence[PlannedHome],
    import_id: str,
    source: str,
    author: Actor,
    why: str | None,
    moment: Callable[[], Moment],
    pause: Callable[[], None],
) -> int:
    """Append what is new or changed as one import, and close it; give the number of rows.

    Nothing is written when nothing is new. `source` is a code that tells the file, never its name,
    which may be a person's.
    """
    facts = [_fact(one, import_id) for one in planned if one.change is not Change.UNCHANGED]
    if not facts:
        return 0
    log.append(Event(moment(), author, ImportBegun(import_id, source), why=why))
    log.append_many((Event(moment(), author, fact) for fact in facts), pause)
    log.append(Event(moment(), author, ImportClosed(import_id, len(facts))))
    return len(facts)


def unit_of(text: str, school: SchoolBook) -> str | None:
    """Find a unit by its path or as it is called in either language; None for no such unit."""
    return _named_units(school).get(_folded(text))


class _Finder:
    """Finds whose a row is; names are decrypted unit by unit, only where one is looked for."""

    def __init__(self, log: Log, unit: str | None) -> None:
        self._log = log
        self._unit = unit
        self._school = log.of(SchoolBook)
        self._units = _named_units(self._school)
        self._members = {one.person_id: one for one in self._school.members(*ON_THE_ROLL)}
        self._guarded: dict[str, set[str | None]] | None = None
        self._names: dict[str, dict[str, list[str]]] = {}
        self._found: dict[tuple[str | None, ...], str] = {}

    def find(self, row: HomeRow) -> str:
        """Name the person of a row; raises UnfitError."""
        # A row of many days is looked up once.
        key = (row.person_id, row.id_number, row.name, row.unit)
        if key not in self._found:
            self._found[key] = self._find(row)
        return self._found[key]

    def _find(self, row: HomeRow) -> str:
        unit = self._unit_of(row)
        if row.person_id is None and row.id_number is None:
            return self._by_name(row.name or "", unit)
        found = self._by_number(row)
        if unit is not None and not self._belongs(found, unit):
            raise UnfitError("此编号的人不在该班", "the person of this number is not in that class")
        if row.name is not None and not self._is_called(found.person_id, row.name):
            raise UnfitError("此编号的人姓名不同", "the person of this number has another name")
        return found.person_id

    def _unit_of(self, row: HomeRow) -> str | None:
        if row.unit is None:
            return self._unit
        unit = self._units.get(_folded(row.unit))
        if unit is None:
            raise UnfitError("没有这个班级", "there is no such class")
        if self._unit is not None and not unit_covers(self._unit, unit):
            raise UnfitError("班级与 --class 不同", "the class is another than --class")
        return unit

    def _by_number(self, row: HomeRow) -> Member:
        by_id = row.person_id
        by_number = row.id_number and self._log.lookup.person_by_id_number(row.id_number)
        if row.id_number is not None and by_number is None:
            raise UnfitError("查无此证件号", "nobody has this ID number")
        if by_id is not None and by_number is not None and by_id != by_number:
            raise UnfitError(
                "学号与证件号不是同一人", "school number and ID number are of two people"
            )
        found = self._members.get(by_id or by_number or "")
        if found is None:
            raise UnfitError(
                "没有此编号的学生, 家长或教职工",
                "no pupil, guardian or member of staff has this number",
            )
        return found

    def _belongs(self, one: Member, unit: str) -> bool:
        """Tell whether somebody is of a unit, or guards a pupil of it."""
        if unit_covers(unit, one.unit):
            return True
        if self._guarded is None:
            self._guarded = {}
            for pupil, guardians in self._school.households().items():
                member = self._members.get(pupil)
                for guardian in guardians:
                    units = self._guarded.setdefault(guardian, set())
                    units.add(None if member is None else member.unit)
        return any(unit_covers(unit, of) for of in self._guarded.get(one.person_id, ()))

    def _by_name(self, name: str, unit: str | None) -> str:
        if unit is None:
            raise UnfitError(
                "只有姓名不够; 加学号, 或指明班级",
                "a name alone is not enough; add the number, or name the class",
            )
        found = self._names_of(unit).get(_folded(name), [])
        if not found:
            raise UnfitError("班里没有这个姓名", "nobody in the class has this name")
        if len(found) > 1:
            raise UnfitError(
                "班里有同名学生; 请写学号",
                "several pupils of the class have this name; write the number",
            )
        return found[0]

    def _names_of(self, unit: str) -> dict[str, list[str]]:
        if unit not in self._names:
            made: dict[str, list[str]] = {}
            for one in self._members.values():
                if one.kind is PersonKind.PUPIL and unit_covers(unit, one.unit):
                    details = self._log.lookup.details(one.person_id)
                    if details is not None and details.name is not None:
                        made.setdefault(_folded(details.name), []).append(one.person_id)
            self._names[unit] = made
        return self._names[unit]

    def _is_called(self, person_id: str, name: str) -> bool:
        details = self._log.lookup.details(person_id)
        if details is None or details.name is None:
            return True
        return _folded(details.name) == _folded(name)


def _named_units(school: SchoolBook) -> dict[str, str]:
    """Give every unit by its path and, where no two share it, by what it is called.

    `七年级` over `3班` is also called 七年级3班.
    """
    units = school.units()
    paths = sorted({*units, *(one.unit for one in school.members() if one.unit is not None)})
    called: dict[str, set[str]] = {}
    for path in paths:
        unit = units.get(path)
        parent = units.get(path.rpartition("/")[0])
        for name, over in ((unit and unit.zh, parent and parent.zh), (unit and unit.en, None)):
            if name:
                called.setdefault(_folded(name), set()).add(path)
                if over:
                    called.setdefault(_folded(over + name), set()).add(path)
    unique = {name: next(iter(found)) for name, found in called.items() if len(found) == 1}
    return unique | {_folded(path): path for path in paths}


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def _compared(log: Log, found: Sequence[tuple[HomeRow, str]]) -> list[PlannedHome]:
    if not found:
        return []
    days = [row.day for row, _ in found]
    people = {person_id for _, person_id in found}
    known = log.of(HomeBook).values(min(days), max(days), people)
    return [PlannedHome(row, one, _change(row, known.get(one, {}))) for row, one in found]


def _change(row: HomeRow, known: Mapping[date, HomeValue]) -> Change:
    value = known.get(row.day)
    if value is None:
        return Change.NEW
    same = value.value_c == row.value_c and row.clock in (None, value.clock)
    return Change.UNCHANGED if same else Change.CHANGED


def _fact(one: PlannedHome, import_id: str) -> Fact:
    row = one.row
    return HomeTemperatureRecorded(
        one.person_id, row.day, import_id, value_c=row.value_c, clock=row.clock
    )


def _repeated(line: int, day: date) -> UnfitError:
    return UnfitError(
        f"第 {line} 行已有此人 {day} 的体温",
        f"line {line} has this person's value of {day} already",
    )
