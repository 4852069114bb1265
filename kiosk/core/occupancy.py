"""How many are inside, by kind, unit and area, against the limits of the policy (clause N8)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.core.people import PersonKind

CAMPUS = "campus"
"""The area of pupils and staff: the whole of it."""

UNKNOWN = "unknown"
"""Stands for the kind or the unit of somebody of whom none is on record."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody inside: his kind, unit and, on a permit, its areas."""

    person_id: str
    kind: PersonKind | None
    unit: str | None = None
    areas: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one code are inside; `limit` where there is one."""

    code: str
    count: int
    limit: int | None = None

    @property
    def over(self) -> bool:
        """Tell whether there are more than may be."""
        return self.limit is not None and self.count > self.limit


@dataclass(frozen=True, slots=True)
class Occupancy:
    """Who is inside in numbers; whoever may be in several areas counts in each of them."""

    total: int
    kinds: tuple[Count, ...]
    units: tuple[Count, ...]
    areas: tuple[Count, ...]


def occupancy(present: Iterable[Present], limits: Mapping[str, int]) -> Occupancy:
    """Count the people inside; areas with a limit are listed also when nobody is there."""
    kinds: Counter[str] = Counter()
    units: Counter[str] = Counter()
    areas: Counter[str] = Counter(dict.fromkeys(limits, 0))
    total = 0
    for one in present:
        total += 1
        kinds[one.kind or UNKNOWN] += 1
        if one.unit is not None:
            units[one.unit] += 1
        for area in one.areas or (CAMPUS,):
            areas[area] += 1
    return Occupancy(
        total,
        _counts(kinds, {}),
        _counts(units, {}),
        _counts(areas, limits),
    )


def _counts(found: Mapping[str, int], limits: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(Count(code, count, limits.get(code)) for code, count in found.items())
