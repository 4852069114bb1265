"""What a later making of a report says otherwise than the one that was sent."""

from dataclasses import replace
from itertools import zip_longest

from kiosk.core.tables import ReportTable, Value

CORRECTS = "更正 / Corrects "
"""How the notes of a correction begin that say what it corrects; they are no part of the facts."""

_NOTHING = "-"


def changes(before: ReportTable, after: ReportTable) -> tuple[str, ...]:
    """Say every difference, a line a cell, then the notes; columns are told by their codes."""
    old, new = _cells(before), _cells(after)
    headings = {one.code: one.heading for one in (*before.columns, *after.columns)}
    found = []
    for label in dict.fromkeys((*new, *old)):
        was, now = old.get(label), new.get(label)
        for code, heading in headings.items():
            earlier, later = _of(was, code), _of(now, code)
            if earlier != later:
                found.append(f"{label}: {heading}: {earlier} -> {later}")
    notes = zip_longest(_said(before), _said(after), fillvalue=_NOTHING)
    return (*found, *(f"{was} -> {now}" for was, now in notes if was != now))


def correcting(table: ReportTable, report_id: str, changed: tuple[str, ...]) -> ReportTable:
    """Give a report that names in its notes what it corrects and what is different."""
    lines = (f"{CORRECTS}{report_id}", *(f"{CORRECTS}{one}" for one in changed))
    return replace(table, notes=(*table.notes, *lines))


def _cells(table: ReportTable) -> dict[Value, dict[str, Value]]:
    codes = [one.code for one in table.columns[1:]]
    return {row[0]: dict(zip(codes, row[1:], strict=True)) for row in table.rows}


def _of(cells: dict[str, Value] | None, code: str) -> Value:
    return _NOTHING if cells is None else cells.get(code, _NOTHING)


def _said(table: ReportTable) -> tuple[str, ...]:
    return tuple(one for one in table.notes if not one.startswith(CORRECTS))
