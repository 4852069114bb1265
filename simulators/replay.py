"""Serves a recording of a device on a pty with its times; what the kiosk says is thrown away.

A recording is NDJSON: a header with `driver` and `baud`, then `{"at": SECONDS, "bytes": HEX}`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from simulators.parts import PtyPart

LOOP_PAUSE_S = 1.0
"""How long the wire is silent before a recording begins again."""

_MOST_BYTES = 64 * 1024 * 1024


class BadFileError(ValueError):
    """A file that cannot be played; the text names the line."""


@dataclass(frozen=True, slots=True)
class Track:
    """What a file holds: the rate of the line, and pieces of bytes by seconds from the start."""

    baud: int
    pieces: Sequence[tuple[float, bytes]]


def load(path: Path) -> Track:
    """Read a recording; raises BadFileError or OSError."""
    if path.stat().st_size > _MOST_BYTES:
        raise BadFileError(f"{path} is larger than {_MOST_BYTES} bytes")
    try:
        texts = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise BadFileError(f"{path} is not UTF-8 text") from None
    found = [(number, _object(number, text)) for number, text in enumerate(texts, 1) if text]
    if not found:
        raise BadFileError("line 1: the header is missing; the file is empty")
    number, head = found[0]
    baud = head.get("baud")
    if type(baud) is not int or not 1200 <= baud <= 921_600 or "driver" not in head:
        raise BadFileError(f"line {number}: the header names no driver and baud")
    pieces: list[tuple[float, bytes]] = []
    for number, one in found[1:]:
        pieces.append(_piece(number, one, pieces[-1][0] if pieces else 0.0))
    if not pieces:
        raise BadFileError("there is no line with bytes")
    return Track(baud, pieces)


class ReplayPart(PtyPart):
    """A port at which a recorded device seems to be."""

    def __init__(self, path: Path, seed: int, track: Track, *, loop: bool) -> None:
        super().__init__("replay", path, seed, track.baud)
        self._track = track
        self._loop = loop
        self._began: float | None = None
        self._next = 0

    def start(self, now: float) -> None:
        """Plug in; the recording begins a second later, so that somebody can open the port."""
        super().start(now)
        self._began = now + LOOP_PAUSE_S

    def step(self, now: float) -> float | None:
        """Send what is due."""
        self.hear()
        if self._began is None:
            return None
        pieces = self._track.pieces
        while self._next < len(pieces) and self._began + pieces[self._next][0] <= now:
            self.send(now, [pieces[self._next][1]])
            self._next += 1
        self.send(now, [])
        if self._next == len(pieces):
            if not self._loop:
                return self.wire.next_due()
            self._next, self._began = 0, now + LOOP_PAUSE_S
        wake = self._began + pieces[self._next][0]
        due = self.wire.next_due()
        return wake if due is None else min(wake, due)


def _object(number: int, text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise BadFileError(f"line {number}: is no JSON object")
    return found


def _piece(number: int, one: dict[str, object], after: float) -> tuple[float, bytes]:
    at, text = one.get("at"), one.get("bytes")
    if type(at) not in (int, float) or not isinstance(text, str):
        raise BadFileError(f"line {number}: has no at (seconds) and bytes (hex)")
    seconds = float(str(at))
    if not after <= seconds < 1e9:
        raise BadFileError(f"line {number}: at goes back in time")
    try:
        return seconds, bytes.fromhex(text)
    except ValueError:
        raise BadFileError(f"line {number}: bytes are not hex") from None
