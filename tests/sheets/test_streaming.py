"""Rows without end become a workbook in constant memory, and nothing of it stays behind."""

import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.sheets.reading import read_tables
from kiosk.sheets.streaming import stream_xlsx

COLUMNS = ("pos", "name", "late")


def rows(count: int) -> Iterator[dict[str, object]]:
    for number in range(count):
        yield {"pos": number, "name": f"=名{number}", "late": None if number % 2 else True}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_every_row_is_there_and_no_text_is_computed() -> None:
    (table,) = read_tables(b"".join(stream_xlsx("log", COLUMNS, rows(3))), "x")
    assert table.header.cells == COLUMNS
    assert [row.cells for row in table.rows] == [
        (0.0, "'=名0", "true"),
        (1.0, "'=名1"),
        (2.0, "'=名2", "true"),
    ]


def test_a_full_sheet_is_followed_by_another_with_the_headings() -> None:
    data = b"".join(stream_xlsx("log", COLUMNS, rows(7), most_on_a_sheet=3))
    tables = read_tables(data, "x")
    assert [len(table.rows) for table in tables] == [3, 3, 1]
    assert {table.header.cells for table in tables} == {COLUMNS}


def test_no_rows_are_headings_alone() -> None:
    (table,) = read_tables(b"".join(stream_xlsx("log", COLUMNS, rows(0))), "x")
    assert (table.header.cells, table.rows) == (COLUMNS, ())


def test_memory_does_not_grow_with_the_rows(folder: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        for _ in stream_xlsx("log", COLUMNS, rows(count)):
            pass
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(4000) < peak(400) + 500_000


def test_nothing_stays_behind_when_the_reader_goes_away_or_a_row_fails(folder: Path) -> None:
    with closing(stream_xlsx("log", COLUMNS, rows(10))) as parts:
        next(parts)
        assert list(folder.iterdir())
    assert list(folder.iterdir()) == []

    def broken() -> Iterator[dict[str, object]]:
        yield from rows(2)
        raise OSError("the log is damaged")

    with pytest.raises(OSError, match="damaged"):
        list(stream_xlsx("log", COLUMNS, broken()))
    assert list(folder.iterdir()) == []
