"""Who is inside: with kind, unit, areas of the permit and whether he lives there."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.occupancy import Present
from kiosk.core.people import PersonKind
from kiosk.store import reading
from kiosk.store.asking import Asking

_NEWEST = (
    "SELECT {column} FROM person_record LEFT JOIN "
    f"{reading.CURRENT} AND person_record.person_id = occupancy.person_id"
    f" ORDER BY {reading.NEWEST} LIMIT 1"
)
_INSIDE = (
    "SELECT occupancy.person_id, person_kind, visit.unit, visit.wall, visit.access_point, areas,"
    f" coalesce(({_NEWEST.format(column='boards')}), 0)"
    " FROM occupancy JOIN visit ON visit.pos = since_pos"
    " LEFT JOIN permit ON permit.permit_id = visit.permit_id"
    " WHERE inside = 1 AND occupancy.drill = 0 ORDER BY since_pos"
)


@dataclass(frozen=True, slots=True)
class Inside:
    """Somebody inside since an entry; `areas` are those of the permit it rested on."""

    person_id: str
    kind: PersonKind | None
    unit: str | None
    since: datetime
    access_point: str | None
    areas: tuple[str, ...]
    boards: bool

    @property
    def present(self) -> Present:
        """Give what is counted of him."""
        return Present(self.person_id, self.kind, self.unit, self.areas)


class InsideBook(Asking):
    """Questions about who is inside; what a drill let in is not inside."""

    def inside(self) -> list[Inside]:
        """List the people inside, the longest first."""
        return [
            Inside(
                person_id=person_id,
                kind=None if kind is None else PersonKind(kind),
                unit=unit,
                since=datetime.fromisoformat(wall),
                access_point=point,
                areas=() if areas is None else reading.texts(areas),
                boards=bool(boards),
            )
            for person_id, kind, unit, wall, point, areas, boards in self._all(_INSIDE)
        ]

    def inside_ids(self) -> frozenset[str]:
        """Name the people inside."""
        found = self._all("SELECT person_id FROM occupancy WHERE inside = 1 AND drill = 0")
        return frozenset(row[0] for row in found)

    def boarders(self) -> frozenset[str]:
        """Name the people inside who live at the school."""
        return frozenset(one.person_id for one in self.inside() if one.boards)
