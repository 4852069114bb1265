"""Numato USB relay modules (a serial port that takes any rate): lines of ASCII, no checksum.

    relay on 0 CR    relay off 0 CR    relay read 0 CR

The module echoes what it is told, answers `on` or `off` to `read`, and then prompts with `>`.
Source: the command tables of one public project, single; line ends and the letters of the channels
beyond 9 (A = 10) are from memory.  Channels count from 0 on the wire and from 1 here.  Without a
checksum a flipped bit in the channel may name another one.
"""

from drivers.events import BadFrame, DoorState
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken

NAMES = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
"""The channels as they are named on the wire."""

ENDS = b"\r\n"
WINDOW = 32
"""A question and its answer are at most so long; what takes more is no answer."""

_COMMANDS = {b"relay on ": True, b"relay off ": False, b"relay read ": None}
_ANSWERS = {b"on": True, b"off": False}


def switch(channel: int, *, on: bool) -> bytes:
    """Bytes that switch a channel (counted from 1); ValueError for a channel no board has."""
    if not 1 <= channel <= len(NAMES):
        raise ValueError(f"channel {channel}: Numato modules have channels 1 to {len(NAMES)}")
    word = "on" if on else "off"
    return f"relay {word} {chr(NAMES[channel - 1])}\r".encode()


def decoder() -> FrameDecoder:
    """Return a fresh decoder: DoorState for an echo or an answered question, and BadFrame."""
    return FrameDecoder(take, WINDOW)


def take(data: bytes, ended: bool) -> Taken:
    """Judge the bytes at the front of `data`."""
    command = next((text for text in _COMMANDS if data.startswith(text)), None)
    if command is None:
        return _beginning(data, ended)
    size = len(command)
    if len(data) > size and data[size] not in NAMES:
        return 1, BadFrame(data[: size + 1], "no module has such a channel")
    if len(data) > size + 1 and data[size + 1] not in ENDS:
        return 1, BadFrame(data[: size + 2], "no end of line")
    if len(data) < size + 2:
        return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
    channel = NAMES.index(data[size]) + 1
    on = _COMMANDS[command]
    if on is not None:
        return size + 2, DoorState(channel, on)
    return _answer(data, size + 2, channel, ended)


def _beginning(data: bytes, ended: bool) -> Taken:
    """Judge what does not begin with a whole command."""
    for size in range(1, len(data) + 1):
        if not any(text.startswith(data[:size]) for text in _COMMANDS):
            return SKIP_ONE if size == 1 else (1, BadFrame(data[:size], "no command of the module"))
    return (1, BadFrame(data, "cut short")) if ended else NEED_MORE


def _answer(data: bytes, at: int, channel: int, ended: bool) -> Taken:
    """Judge what follows a question whose line ends before `at`."""
    begin = at
    while begin < len(data) and data[begin] in ENDS:
        begin += 1
    for text, on in _ANSWERS.items():
        end = begin + len(text)
        if data[begin:end] == text and len(data) > end and data[end] in ENDS + b">":
            return end + 1, DoorState(channel, on)
    rest = data[begin:]
    waiting = any(text.startswith(rest) for text in _ANSWERS) or rest in _ANSWERS
    if waiting and not ended and len(data) < WINDOW:
        return NEED_MORE
    return at, BadFrame(data[:at], "no answer")
