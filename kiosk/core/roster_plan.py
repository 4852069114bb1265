"""Rows of the school office against what the log knows -> what would change, as facts.

Nothing is deleted because a file does not name it: it is listed. Rows that change nothing make no
fact, so that the same file a second time changes nothing.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, tzinfo

from kiosk.core.events import Fact, ResponsibleSet, ShiftSet, UnitRecorded
from kiosk.core.roster import (
    BadRow,
    CardRow,
    GuardianRow,
    Known,
    PersonRow,
    Place,
    Row,
    ShiftRow,
    UnitRow,
)
from kiosk.core.roster_change import (
    Change,
    Difference,
    Plan,
    Status,
    UnfitError,
    differing,
    kept,
)
from kiosk.core.roster_people import People
from kiosk.core.units import Unit

_ORDER = {PersonRow: 0, GuardianRow: 1, CardRow: 2, UnitRow: 3, ShiftRow: 4}


def plan(
    rows: Iterable[Row],
    known: Known,
    import_id: str,
    new_id: Callable[[str], str],
    *,
    whole: bool = False,
) -> Plan:
    """Decide who and what each row is; a row whose numbers belong to different people is left out.

    `new_id` makes an id that begins with a prefix; one that is taken already is asked for again.
    People come before whoever refers to them, whatever their order in the file. Gone is who is on
    record in a kind and unit that the file names, with `whole` in a kind alone.
    """
    planner = _Planner(known, import_id, new_id)
    bad: list[BadRow] = []
    changes: list[Change] = []
    for row in sorted(rows, key=lambda row: _ORDER[type(row)]):
        try:
            changes.append(planner.change(row))
        except UnfitError as error:
            bad.append(BadRow(row.place, error.words))
    return Plan(tuple(changes), tuple(bad), planner.gone(whole=whole), planner.gone_shifts())


def shift_id_of(person_id: str, since: datetime) -> str:
    """Name a shift by person and start, so that the same shift twice is one."""
    text = f"{person_id} {since.astimezone(UTC).isoformat()}"
    return f"s-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


class _Planner:
    """Takes row after row; units and shifts here, people where people are."""

    def __init__(self, known: Known, import_id: str, new_id: Callable[[str], str]) -> None:
        self._known = known
        self._import_id = import_id
        self._people = People(known, import_id, new_id)
        self._units: dict[str, Place] = {}
        self._shifts: dict[str, Place] = {}
        self._days: set[str] = set()
        self._zone: tzinfo | None = None

    def change(self, row: Row) -> Change:
        match row:
            case PersonRow():
                return self._people.person(row)
            case GuardianRow():
                return self._people.guardian(row)
            case CardRow():
                return self._people.card(row)
            case UnitRow():
                return self._unit(row)
            case ShiftRow():
                return self._shift(row)

    def gone(self, *, whole: bool) -> tuple[str, ...]:
        scope = self._people.scope
        kinds = {kind for kind, _ in scope}
        return tuple(
            person_id
            for person_id, person in sorted(self._known.people.items())
            if person_id not in self._people.named
            and ((person.kind, person.unit) in scope or (whole and person.kind in kinds))
        )

    def gone_shifts(self) -> tuple[str, ...]:
        """Give the shifts that begin on a day the file names, but are not in the file."""
        return tuple(
            shift_id
            for shift_id, (_, window) in sorted(self._known.shifts.items())
            if window.since is not None
            and window.since.astimezone(self._zone).date().isoformat() in self._days
            and shift_id not in self._shifts
        )

    def _unit(self, row: UnitRow) -> Change:
        if row.unit in self._units:
            line = self._units[row.unit].line
            raise UnfitError(f"与第 {line} 行相同", f"unit is that of line {line} already")
        before = self._known.units.get(row.unit)
        after = Unit(
            row.unit,
            row.unit_kind,
            kept(before.zh if before else None, row.zh),
            kept(before.en if before else None, row.en),
        )
        facts: list[Fact] = []
        differences: list[Difference] = []
        if after != before:
            facts.append(UnitRecorded(row.unit, after.kind, after.zh, after.en, self._import_id))
            differences += differing(
                ("level", before and before.kind, after.kind),
                ("zh", before and before.zh, after.zh),
                ("en", before and before.en, after.en),
            )
        facts_of_people, changed = self._appointed(row)
        self._units[row.unit] = row.place
        status = Status.NEW if before is None else Status.CHANGED
        all_facts = (*facts, *facts_of_people)
        if not all_facts:
            return Change(row.place, row.unit, Status.UNCHANGED)
        return Change(row.place, row.unit, status, (*differences, *changed), all_facts)

    def _appointed(self, row: UnitRow) -> tuple[list[Fact], list[Difference]]:
        for column, person_id in (("responsible", row.responsible), ("deputy", row.deputy)):
            if person_id and person_id not in self._people:
                raise UnfitError(
                    f"{column}: 名册中没有 {person_id}",
                    f"{column}: nobody has the number {person_id}",
                )
        before = self._known.appointed.get(row.unit, (None, None))
        after = (kept(before[0], row.responsible), kept(before[1], row.deputy))
        if after == before:
            return [], []
        fact = ResponsibleSet(row.unit, *after, self._import_id)
        differences = differing(
            ("responsible", before[0], after[0]), ("deputy", before[1], after[1])
        )
        return [fact], differences

    def _shift(self, row: ShiftRow) -> Change:
        person_id = self._people.referred(row.who)
        since = row.window.since
        if since is None:
            raise UnfitError("没有开始时间", "the shift has no start")
        shift_id = shift_id_of(person_id, since)
        if shift_id in self._shifts:
            line = self._shifts[shift_id].line
            raise UnfitError(f"与第 {line} 行是同一班次", f"this is the shift of line {line}")
        self._shifts[shift_id] = row.place
        self._days.add(since.date().isoformat())
        self._zone = since.tzinfo
        before = self._known.shifts.get(shift_id)
        if before == (person_id, row.window):
            return Change(row.place, shift_id, Status.UNCHANGED)
        until = None if before is None or before[1].until is None else str(before[1].until)
        difference = Difference("until", until, str(row.window.until))
        return Change(
            row.place,
            shift_id,
            Status.NEW if before is None else Status.CHANGED,
            () if before is None else (difference,),
            (ShiftSet(shift_id, person_id, row.window),),
        )
