"""Who is to be told, and who has not been (clause N4): every pupil, guardian and member of staff.

A guardian belongs to the classes of the children, as it is the class teacher who asks again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from kiosk.core.people import PersonKind, unit_covers
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.units import natural
from kiosk.core.words import words

TOLD_KINDS = (PersonKind.PUPIL, PersonKind.GUARDIAN, PersonKind.STAFF)
"""Whom the notice wants reached, in the order in which they are listed."""

NO_UNIT = "-"
TOTAL = "合计 / Total"


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to be told; `units` are where he is listed, none for nobody's."""

    person_id: str
    kind: PersonKind
    units: tuple[str, ...]

    def within(self, unit: str) -> bool:
        """Tell whether the person is listed in a unit or below it."""
        return any(unit_covers(unit, one) for one in self.units)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known about one matter: who is to be told, who counts as reached, open slips.

    `unguarded` are pupils without any guardian on record: nobody can be told for them.
    """

    everybody: tuple[Addressee, ...]
    reached: frozenset[str]
    slips_open: frozenset[str]
    unguarded: frozenset[str]

    @property
    def missing(self) -> tuple[Addressee, ...]:
        """Give those not reached, by class, pupils first."""
        found = (one for one in self.everybody if one.person_id not in self.reached)
        return tuple(sorted(found, key=place))


def addressees(
    people: Iterable[tuple[str, PersonKind, str | None]],
    guardians: Mapping[str, Collection[str]],
) -> tuple[Addressee, ...]:
    """List everybody to be told: (id, kind, unit) of each, and the guardians of each pupil."""
    found = [one for one in people if one[1] in TOLD_KINDS]
    unit_of = {person_id: unit for person_id, _, unit in found}
    wards: dict[str, list[str]] = {}
    for pupil, their in guardians.items():
        unit = unit_of.get(pupil)
        if unit is None:
            continue
        for guardian in their:
            wards.setdefault(guardian, []).append(unit)
    return tuple(
        Addressee(person_id, kind, _units(unit, wards.get(person_id, ())))
        for person_id, kind, unit in found
    )


def within(ledger: Ledger, unit: str) -> Ledger:
    """Give the part of a ledger that belongs to a unit and what is below it."""
    kept = tuple(one for one in ledger.everybody if one.within(unit))
    return Ledger(kept, ledger.reached, ledger.slips_open, ledger.unguarded)


def counts(ledger: Ledger) -> ReportTable:
    """Count by class who is to be told and who has not been; the total counts nobody twice."""
    by_unit: dict[str, list[Addressee]] = {}
    for one in ledger.everybody:
        for unit in one.units or (NO_UNIT,):
            by_unit.setdefault(unit, []).append(one)
    rows = [(unit, *_counted(ledger, by_unit[unit])) for unit in sorted(by_unit, key=natural)]
    rows.append((TOTAL, *_counted(ledger, ledger.everybody)))
    columns = [Column("unit", "单位", "Unit")]
    for kind in TOLD_KINDS:
        both = words(kind)
        columns += [
            _whole(f"{kind}_all", both.zh, both.en),
            _whole(f"{kind}_missing", f"{both.zh}未告知", f"{both.en} not reached"),
        ]
    columns += [
        _whole("slips_open", "回执未交", "Slips not back"),
        _whole("no_guardian", "无家长信息", "No guardian on record"),
    ]
    return ReportTable("告知情况", "Who has been reached", tuple(columns), tuple(rows))


def _units(own: str | None, of_wards: Iterable[str]) -> tuple[str, ...]:
    found = dict.fromkeys(of_wards) or ({} if own is None else {own: None})
    return tuple(sorted(found, key=natural))


def place(one: Addressee) -> tuple[object, ...]:
    """Give the key that lists people by class, pupils first; those without a unit last."""
    return natural(one.units[0] if one.units else "~"), TOLD_KINDS.index(one.kind), one.person_id


def _counted(ledger: Ledger, people: Iterable[Addressee]) -> tuple[Value, ...]:
    found = tuple(people)
    numbers: list[Value] = []
    for kind in TOLD_KINDS:
        of_kind = [one.person_id for one in found if one.kind is kind]
        numbers += [len(of_kind), sum(one not in ledger.reached for one in of_kind)]
    ids = {one.person_id for one in found}
    return (*numbers, len(ids & ledger.slips_open), len(ids & ledger.unguarded))


def _whole(code: str, zh: str, en: str) -> Column:
    return Column(code, zh, en, ColumnKind.WHOLE)
