"""The areas a pass names, one bit each, so that they cost a byte or two of the code."""

from collections.abc import Iterable, Sequence

AREA_BITS = (
    "office",
    "gatehouse",
    "clinic",
    "isolation-room",
    "outdoors",
    "classroom",
    "canteen",
    "dormitory",
    "library",
    "gym",
    "activity-centre",
)
"""The area that each bit of a pass stands for, lowest first. Only ever append to it."""


def area_bitmap(areas: Iterable[str], bits: Sequence[str] = AREA_BITS) -> int:
    """Give the bitmap of areas; `ValueError` for an area that has no bit."""
    places = {area: place for place, area in enumerate(bits)}
    wanted = set(areas)
    if unknown := sorted(wanted - places.keys()):
        raise ValueError(f"a pass has no bit for: {', '.join(unknown)}")
    return sum(1 << places[area] for area in wanted)


def area_names(bitmap: int, bits: Sequence[str] = AREA_BITS) -> tuple[str, ...]:
    """Give the areas of a bitmap; bits without a name are left out."""
    return tuple(area for place, area in enumerate(bits) if bitmap >> place & 1)
