"""A report table as text, JSON, CSV or XLSX, to the screen or into a file that replaces whole."""

import argparse
import json
import os
import shutil
import sys
from collections.abc import Sequence
from datetime import date, time
from pathlib import Path
from typing import Any

from kiosk.cli import common
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.sheets.writing import to_csv, to_text, to_xlsx

PAPER, LEAST = 132, 80
"""Columns of text: on landscape paper, and what a table is never made narrower than."""

FORMATS = ("text", "json", "csv", "xlsx")


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add `--format`, `--json` and `--out`."""
    parser.add_argument("--format", choices=FORMATS, default="text", help="(default: text)")
    parser.add_argument("--json", action="store_true", help="the same as --format json")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")


def put(args: argparse.Namespace, tables: Sequence[ReportTable]) -> None:
    """Write the tables as asked; raises RefusedError when the file cannot be written."""
    fmt = "json" if args.json else args.format
    if fmt == "xlsx" and args.out is None:
        raise common.RefusedError("an XLSX goes into a file; name it with --out FILE.xlsx")
    if fmt == "xlsx":
        data = to_xlsx(tables)
    elif fmt == "csv":
        data = "".join(map(to_csv, tables)).encode()
    elif fmt == "json":
        data = (
            json.dumps([plain_table(one) for one in tables], ensure_ascii=False) + "\n"
        ).encode()
    else:
        wide = text_columns(args)
        data = "\n".join(to_text(one, wide) for one in tables).encode()
    if args.out is None:
        sys.stdout.write(data.decode())
    else:
        _write(args.out, data)


def text_columns(args: argparse.Namespace) -> int:
    """Say how wide text will be: as the screen, or as landscape paper."""
    wide = shutil.get_terminal_size((PAPER, 24)).columns if args.out is None else PAPER
    return max(wide, LEAST)


def plain_table(table: ReportTable) -> dict[str, Any]:
    """Give a table as JSON values: titles, columns by code, rows as they stand."""
    return {
        "title": {"zh": table.title_zh, "en": table.title_en},
        "columns": [
            {"code": one.code, "zh": one.zh, "en": one.en, "kind": one.kind.value}
            for one in table.columns
        ],
        "rows": [[_plain(value) for value in row] for row in table.rows],
        "notes": list(table.notes),
    }


def table_of(found: dict[str, Any]) -> ReportTable:
    """Build a table again from what `plain_table` gave; times and days stay texts."""
    return ReportTable(
        found["title"]["zh"],
        found["title"]["en"],
        tuple(
            Column(one["code"], one["zh"], one["en"], ColumnKind(one["kind"]))
            for one in found["columns"]
        ),
        tuple(tuple(row) for row in found["rows"]),
        tuple(found["notes"]),
    )


def _plain(value: Value) -> Any:
    # A datetime is a date as well.
    return value.isoformat() if isinstance(value, date | time) else value


def _write(path: Path, data: bytes) -> None:
    building = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        building.write_bytes(data)
        building.replace(path)
    except OSError as error:
        building.unlink(missing_ok=True)
        raise common.RefusedError(f"cannot write {path}: {error.strerror}") from error
