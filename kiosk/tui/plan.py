"""How the lines of the terminal are shared out, at any size; a verdict always has its place."""

from dataclasses import dataclass, replace

WIDE = 110
"""From this width on the right third holds the held cases and a live list."""

DIALOGUE = 12
"""Lines that every dialogue wants: gate, title, eight options, next page, keys."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Heights in lines, `side` in cells; a part with no line is not shown."""

    header: int
    steps: int
    block: int
    cases: int
    recent: int
    devices: int
    faults: int
    keys: int
    side: int

    @property
    def wide(self) -> bool:
        """Tell whether held cases and live list stand at the right."""
        return self.side > 0


def plan(width: int, height: int) -> Plan:
    """Share out a terminal; the lines of the main column add up to `height` exactly.

    In the wide form `cases` and `recent` stand in the right third and are not part of that sum.
    """
    header, steps, cases, recent, devices, faults, keys = _wanted(height)
    if width >= WIDE and height >= 16:
        faults = max(faults, 2 if height >= 30 else 1)
        middle = height - header - keys
        block = middle - steps - devices - faults
        held = max(4, middle // 2)
        return Plan(
            header, steps, block, held, middle - held, devices, faults, keys, side=width // 3
        )
    block = height - header - steps - cases - recent - devices - faults - keys
    return Plan(header, steps, block, cases, recent, devices, faults, keys, side=0)


def _wanted(height: int) -> tuple[int, int, int, int, int, int, int]:
    """Give header, steps, cases, recent, devices, faults and keys for a height."""
    if height < 6:
        return 0, 0, 0, 0, 0, 0, 0
    if height < 12:
        return 1, 0, 0, 0, 0, 0, 1
    if height < 18:
        return 1, 2, 1, 0, 0, 1, 1
    if height < 23:
        return 1, 2, 2, 1, 1, 1, 1
    if height < 32:
        return 1, 4, 3, 1, 1, 1, 1
    return 1, 8, 5, 4, 1, 2, 1


def with_dialogue(made: Plan, wanted: int) -> Plan:
    """Give a dialogue the lines it wants: the block first, then what is least needed beside it."""
    if made.block >= max(wanted, DIALOGUE):
        return made
    if made.wide:
        return replace(made, steps=0, block=made.block + made.steps)
    taken = made.steps + made.cases + made.recent + made.devices
    return replace(made, steps=0, block=made.block + taken, cases=0, recent=0, devices=0)


def with_code(made: Plan, wanted: int) -> Plan:
    """Give the registration code the lines of the steps, where just they are wanting.

    Only for a screen at rest, on which both steps are empty.
    """
    if made.block >= wanted or made.block + made.steps < wanted:
        return made
    return replace(made, steps=0, block=made.block + made.steps)


Place = tuple[int, int, int, int]
"""Left, top, width and height in cells and lines."""

NOWHERE: Place = (0, 0, 0, 0)


def places(made: Plan, width: int) -> dict[str, Place]:
    """Give each part its place, from the top down; in the wide form two of them at the right."""
    main = width - made.side
    found: dict[str, Place] = {"header": (0, 0, width, made.header)}
    top = made.header
    middle = ["steps", "block"] if made.wide else ["steps", "block", "cases", "recent"]
    for name in (*middle, "faults", "devices"):
        high: int = getattr(made, name)
        found[name] = (0, top, main, high)
        top += high
    found["keys"] = (0, top, width, made.keys)
    if made.wide:
        found["cases"] = (main, made.header, made.side, made.cases)
        found["recent"] = (main, made.header + made.cases, made.side, made.recent)
    return found


def arrange(
    width: int,
    height: int,
    dialogue_lines: int | None = None,
    *,
    banner: bool = False,
    code_lines: int = 0,
) -> dict[str, Place]:
    """Give each part its place; an open dialogue that wants so many lines has that of the block.

    A banner takes the first line of the terminal, and everything else moves below it.
    `code_lines` is what the registration code of a screen at rest wants, 0 without one.
    """
    top = 1 if banner and height > 1 else 0
    made = plan(width, height - top)
    if dialogue_lines is None:
        found = places(with_code(made, code_lines), width) | {"dialogue": NOWHERE}
    else:
        found = places(with_dialogue(made, dialogue_lines), width)
        found |= {"dialogue": found["block"], "block": NOWHERE}
    below = {
        name: (left, upper + top, wide, high) for name, (left, upper, wide, high) in found.items()
    }
    return below | {"banner": (0, 0, width, top) if top else NOWHERE}
