"""A recording from elsewhere is read, or refused with its line; it never fills the memory."""

import json
from itertools import repeat

import pytest

from kiosk.core import recording
from kiosk.core.recording import BadRecordingError, Piece

HEAD = recording.header("gy_mcu90615", 9600, "2026-02-24T07:10:00+00:00", {"a": 1})


def test_what_was_written_is_read_again() -> None:
    pieces = (Piece(0.5, b"\x5a"), Piece(0.5, b""), Piece(1.25, bytes(300)))
    found = recording.read([HEAD, *map(recording.line, pieces)])
    assert (found.driver, found.baud, found.options) == ("gy_mcu90615", 9600, {"a": 1})
    assert found.pieces == pieces


@pytest.mark.parametrize(
    "line",
    [
        '{"at": NaN, "bytes": "5A"}',
        '{"at": 1e400, "bytes": "5A"}',
        '{"at": -1, "bytes": "5A"}',
        '{"at": true, "bytes": "5A"}',
        '{"at": "0", "bytes": "5A"}',
        '{"at": 0, "bytes": "5"}',
        '{"at": 0}',
        "[" * 90_000,
        "\x00\x01",
        "x" * (recording.LONGEST_LINE + 1),
    ],
)
def test_a_line_that_is_none_is_refused_by_its_number(line: str) -> None:
    with pytest.raises(BadRecordingError, match="line 2"):
        recording.read([HEAD, line])


@pytest.mark.parametrize("baud", [0, -1, True, 1e9, 10**12, "9600", None])
def test_a_header_with_a_rate_that_no_line_has_is_refused(baud: object) -> None:
    head = {"driver": "line", "options": {}, "baud": baud, "when": "x"}
    with pytest.raises(BadRecordingError, match="line 1"):
        recording.read([json.dumps(head)])


def test_lines_without_end_are_refused_before_they_fill_the_memory() -> None:
    most = recording.MOST_CHARACTERS // recording.LONGEST_LINE
    endless = repeat(" " * recording.LONGEST_LINE)
    with pytest.raises(BadRecordingError, match=rf"line {most + 1}: more than"):
        recording.read(endless)
