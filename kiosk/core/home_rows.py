"""Home temperatures as a class teacher hands them in, before it is known whose each is."""

from dataclasses import dataclass, field
from datetime import date

from kiosk.core.language import Words


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One value of one day, degrees C; `line` is that of the file, `clock` local time `HH:MM`.

    Whose it is stands in `person_id` (the school's number), in `id_number`, or in `name` with the
    `unit` as the file writes it.
    """

    line: int
    day: date
    person_id: str | None
    unit: str | None
    id_number: str | None = field(repr=False)
    name: str | None = field(repr=False)
    value_c: float = field(repr=False)
    clock: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that was not taken, or one cell of it, and why; the reason repeats no content."""

    line: int
    why: Words


@dataclass(frozen=True, slots=True)
class HomeFile:
    """What a file holds: rows, lines left out, headings nobody knows."""

    rows: tuple[HomeRow, ...]
    left_out: tuple[LeftOut, ...]
    passed_over: tuple[str, ...]
