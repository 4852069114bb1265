"""A file of the school office -> checked rows, and every row that was left out with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timezone

from kiosk.core.language import Words
from kiosk.core.roster import BadRow, FormKind, PersonRow, Place, Row
from kiosk.core.words_roster import FORM_KINDS
from kiosk.sheets.cells import BadCell
from kiosk.sheets.columns import HeadingTwiceError, Matched, Record, match
from kiosk.sheets.reading import read_tables
from kiosk.sheets.roster_forms import EXAMPLE, FORM_OF, FORMS, Form, wanted
from kiosk.sheets.roster_rows import Reader, UnfitRowError, reader_of
from kiosk.sheets.table import SheetError, Table


@dataclass(frozen=True, slots=True)
class RosterFile:
    """What a file holds: rows that fit, rows that do not, and what else is to be told."""

    forms: tuple[FormKind, ...]
    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[Words, ...]


def read_roster(data: bytes, name: str, zone: timezone, kind: FormKind | None = None) -> RosterFile:
    """Read CSV or XLSX; each sheet is known by its headings, or all are of one `kind`.

    Times are meant in `zone`. A number that stands twice among the people is taken once. A sheet
    that is no form is passed over when another is one. Raises SheetError when there is none.
    """
    tables = read_tables(data, name)
    known = [(table, found) for table in tables if (found := _form_of(table, kind)) is not None]
    if not known:
        raise _no_form(tables[0], kind)
    rows: list[Row] = []
    bad: list[BadRow] = []
    notes = [_passed_over(table) for table in tables if table not in [one for one, _ in known]]
    seen: dict[tuple[str, str], Place] = {}
    for table, (form, matched) in known:
        sheet = table.name if len(tables) > 1 else ""
        _read_sheet(matched, reader_of(form.kind, sheet, zone), sheet, seen, rows, bad)
        if matched.unknown:
            notes.append(_unknown(table, matched.unknown))
        if not matched.rows:
            notes.append(_no_rows(table))
    return RosterFile(
        tuple(form.kind for _, (form, _) in known), tuple(rows), tuple(bad), tuple(notes)
    )


def _form_of(table: Table, kind: FormKind | None) -> tuple[Form, Matched] | None:
    for form in FORMS if kind is None else (FORM_OF[kind],):
        try:
            matched = match(table, form.headings, form.needed)
        except SheetError:
            continue
        if not form.any_of or set(form.any_of) & set(matched.columns):
            return form, matched
    return None


def _no_form(table: Table, kind: FormKind | None) -> SheetError:
    """Say what is missing, or stands twice, in the one form that it is or nearly is."""
    for form in FORMS if kind is None else (FORM_OF[kind],):
        try:
            match(table, form.headings, form.needed)
        except HeadingTwiceError as error:
            return error
        except SheetError as error:
            if kind is not None:
                return error
    if kind is None:
        zh = ", ".join(FORM_KINDS[form.kind].zh for form in FORMS)
        en = ", ".join(form.kind for form in FORMS)
    else:
        zh, en = wanted(FORM_OF[kind])
    return SheetError(
        f"{table.name} 的标题不是任何一种表 ({zh}); 可用 kiosk people template 取得模板",
        f"{table.name} has the headings of no form ({en}); see `kiosk people template`",
    )


def _read_sheet(
    matched: Matched,
    reader: Reader,
    sheet: str,
    seen: dict[tuple[str, str], Place],
    rows: list[Row],
    bad: list[BadRow],
) -> None:
    for record in matched.records():
        if _is_example(record):
            continue
        try:
            row = reader.row(record)
            if isinstance(row, PersonRow):
                _refuse_repeats(row, seen)
            rows.append(row)
        except (BadCell, UnfitRowError) as error:
            bad.append(BadRow(Place(sheet, record.line), error.words))


def _is_example(record: Record) -> bool:
    """Tell whether it is the example row of a template, which somebody has left there."""
    return any(isinstance(one, str) and one.startswith(EXAMPLE) for one in record.cells.values())


def _refuse_repeats(row: PersonRow, seen: dict[tuple[str, str], Place]) -> None:
    numbers = {
        "person_id": row.who.person_id,
        "id_number": row.who.id_number,
        "card": row.who.card,
    }
    mine = [(column, value) for column, value in numbers.items() if value]
    for key in mine:
        if key in seen:
            raise UnfitRowError(
                Words(
                    f"{key[0]} 与第 {seen[key].line} 行相同",
                    f"{key[0]} is that of line {seen[key].line} already",
                )
            )
    seen.update(dict.fromkeys(mine, row.place))


def _passed_over(table: Table) -> Words:
    return Words(
        f"{table.name} 不是任何一种表, 已跳过", f"{table.name} is no form and was passed over"
    )


def _no_rows(table: Table) -> Words:
    return Words(
        f"{table.name} 只有标题, 没有数据行", f"{table.name} has headings and no row below them"
    )


def _unknown(table: Table, headings: Iterable[str]) -> Words:
    listed = ", ".join(headings)
    return Words(
        f"{table.name}: 以下列未读取: {listed}", f"{table.name}: columns not read: {listed}"
    )
