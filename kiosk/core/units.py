"""The tree of units (clause N8): paths, what is above and below, and the order a person expects."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from kiosk.core.people import UnitKind

Found = TypeVar("Found")

_DIGITS = re.compile(r"(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its path (`grade-7/class-3`); `zh` and `en` name it where the path does not."""

    path: str
    kind: UnitKind
    zh: str | None = None
    en: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit in its place in the tree; `depth` 0 is the top."""

    unit: Unit
    depth: int


def above(path: str, root: str | None = None) -> tuple[str, ...]:
    """Give a unit and everything above it, nearest first; the school stands above every path.

    `grade-7/class-3` has `grade-7` above it, and then the root if there is one.
    """
    parts = path.split("/")
    found = ["/".join(parts[:count]) for count in range(len(parts), 0, -1)]
    if root is not None and root not in found:
        found.append(root)
    return tuple(found)


def nearest(path: str | None, found: Mapping[str, Found], root: str | None = None) -> Found | None:
    """Give what is set for a unit, at itself or at the nearest unit above it; None for nothing."""
    if path is None:
        return None
    return next((found[one] for one in above(path, root) if one in found), None)


@lru_cache(maxsize=4096)
def natural(path: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """Give the key that sorts units as people do: `grade-2` before `grade-10`, part by part."""
    return tuple(
        tuple(
            (0, int(piece), "") if piece.isascii() and piece.isdigit() else (1, 0, piece)
            for piece in _DIGITS.split(part)
            if piece
        )
        for part in path.split("/")
    )


def root_of(units: Iterable[Unit]) -> str | None:
    """Name the school, the first unit of that kind; None where none is on record."""
    schools = [one.path for one in units if one.kind is UnitKind.SCHOOL]
    return min(schools, key=natural, default=None)


def kind_by_path(path: str) -> UnitKind:
    """Guess the kind of a unit that nobody recorded: below another it is a class, else a grade."""
    return UnitKind.CLASS if "/" in path else UnitKind.GRADE


def tree(units: Mapping[str, Unit]) -> Iterator[Branch]:
    """Walk the units in order, each below the one it belongs to; what lies between is filled in."""
    root = root_of(units.values())
    paths = {one for path in units for one in above(path)} - {root}
    if root is not None:
        yield Branch(units[root], 0)
    start = 0 if root is None else 1
    for path in sorted(paths, key=natural):
        unit = units.get(path) or Unit(path, kind_by_path(path))
        yield Branch(unit, start + path.count("/"))
