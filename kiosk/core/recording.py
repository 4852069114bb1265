"""A recording of a device's bytes: a header, then pieces with their times; one JSON object a line.

{"driver": NAME, "options": {...}, "baud": 9600, "when": "2026-02-24T07:10:00+00:00"}
{"at": 0.103, "bytes": "5A5A4504..."}
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

MOST_LINES = 1_000_000
MOST_CHARACTERS = 64 * 1024 * 1024
"""Of all lines together: an hour of the fastest device."""
LONGEST_LINE = 100_000
IDLE_S = 0.05
"""After so long without a byte the wire was silent, as the owner of a device counts it."""


class BadRecordingError(ValueError):
    """A file that is no recording; the text names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes as they came, `at` seconds after the start."""

    at: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that was read."""

    driver: str
    baud: int
    when: str
    options: Mapping[str, object] = field(default_factory=dict)
    pieces: tuple[Piece, ...] = ()


def header(driver: str, baud: int, when: str, options: Mapping[str, object]) -> str:
    """Write the first line."""
    return json.dumps({"driver": driver, "options": dict(options), "baud": baud, "when": when})


def line(piece: Piece) -> str:
    """Write a line of bytes."""
    return json.dumps({"at": round(piece.at, 4), "bytes": piece.data.hex().upper()})


def read(lines: Iterable[str]) -> Recording:
    """Read a recording; raises BadRecordingError."""
    begun: Recording | None = None
    pieces: list[Piece] = []
    room = MOST_CHARACTERS
    for number, text in enumerate(lines, 1):
        if number > MOST_LINES:
            raise BadRecordingError(f"line {number}: more than {MOST_LINES} lines")
        room -= len(text)
        if room < 0:
            raise BadRecordingError(f"line {number}: more than {MOST_CHARACTERS} characters")
        if not text.strip():
            continue
        found = _object(number, text)
        if begun is None:
            begun = _header(number, found)
            continue
        piece = _piece(number, found)
        if pieces and piece.at < pieces[-1].at:
            raise BadRecordingError(f"line {number}: at goes back in time")
        pieces.append(piece)
    if begun is None:
        raise BadRecordingError("line 1: the header is missing; the file is empty")
    return Recording(begun.driver, begun.baud, begun.when, begun.options, tuple(pieces))


def _object(number: int, text: str) -> dict[str, object]:
    if len(text) > LONGEST_LINE:
        raise BadRecordingError(f"line {number}: longer than {LONGEST_LINE} characters")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadRecordingError(f"line {number}: is no JSON object")
    return found


def _header(number: int, found: dict[str, object]) -> Recording:
    match found:
        case {
            "driver": str(driver),
            "options": dict(options),
            "baud": int(baud),
            "when": str(when),
        } if 1200 <= baud <= 921_600:
            return Recording(driver, baud, when, options)
    raise BadRecordingError(f"line {number}: is no header with driver, options, baud and when")


def _piece(number: int, found: dict[str, object]) -> Piece:
    match found:
        case {"at": int() | float() as at, "bytes": str(text)} if at is not True and 0 <= at < 1e9:
            try:
                return Piece(float(at), bytes.fromhex(text))
            except ValueError as error:
                raise BadRecordingError(f"line {number}: bytes are not hex") from error
    raise BadRecordingError(f"line {number}: has no at (seconds) and bytes (hex)")
