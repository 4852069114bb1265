"""The evacuation list as plain text: everybody inside by class, in clear, with a box to tick."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.core import units
from kiosk.core.people import PersonKind
from kiosk.core.units import Unit
from kiosk.core.words import words

NAME_CELLS = 28


@dataclass(frozen=True, slots=True)
class ToBeFound:
    """Somebody inside: name in clear, kind, unit, areas of the permit, since when (local)."""

    name: str
    kind: PersonKind
    unit: str | None
    since: datetime
    areas: tuple[str, ...] = ()

    @property
    def place(self) -> tuple[object, ...]:
        """Give the key that puts classes first, in their order, then the others by kind."""
        by_unit = () if self.unit is None else units.natural(self.unit)
        return self.unit is None, by_unit, "" if self.unit else self.kind.value, self.name


def in_order(people: Iterable[ToBeFound]) -> list[ToBeFound]:
    """Put people in the order of the list."""
    return sorted(people, key=lambda one: one.place)


def evacuation_text(
    people: Sequence[ToBeFound], heading: Sequence[str], at: datetime, known: Mapping[str, Unit]
) -> str:
    """Write the list: what it is and when, then one block for each class or kind with its count.

    `heading` names school and gate, `at` is local, `known` are the units on record.
    """
    lines = [
        "疏散清点名单  Evacuation list",
        *heading,
        f"{at:%Y-%m-%d %H:%M}  校内 Inside: {len(people)}",
    ]
    blocks: dict[str, list[ToBeFound]] = {}
    for one in in_order(people):
        blocks.setdefault(_title(one, known), []).append(one)
    for title, block in blocks.items():
        lines += ["", f"{title}: {len(block)}", *map(_line, block)]
    return "\n".join(lines) + "\n"


def _title(one: ToBeFound, known: Mapping[str, Unit]) -> str:
    if one.unit is None:
        return "  ".join(words(one.kind))
    named = known.get(one.unit)
    return one.unit if named is None or named.zh is None else f"{named.zh}  {one.unit}"


def _line(one: ToBeFound) -> str:
    areas = f"  {', '.join(one.areas)}" if one.areas else ""
    width = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in one.name)
    name = one.name + " " * max(0, NAME_CELLS - width)
    return f"[ ] {name}  {words(one.kind).zh}  {one.since:%m-%d %H:%M}{areas}"
