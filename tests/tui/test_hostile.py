"""Texts from outside have no effect on the terminal, whatever is in them."""

import os
import pty
import random
import threading
import tty
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyte
import pytest
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.text import Text

from kiosk.core.people import PersonKind
from kiosk.core.plain import plain
from kiosk.link.messages import DeviceShown, DeviceState, PersonShown, State
from kiosk.tui.widgets.block import BigBlock
from kiosk.tui.widgets.cases import Cases
from kiosk.tui.widgets.devices import Devices
from kiosk.tui.widgets.header import Header
from kiosk.tui.widgets.recent import Recent
from kiosk.tui.widgets.steps import Steps
from tests.tui.moments import moment
from tests.tui.running import FakeStation
from tests.tui.scenes import DENY, IDLE, RECENT, RESTING
from tests.tui.terminal import Terminal, foreign

NASTY = (
    "\x1b[2J",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    "\x1b]0;owned\x1b\\",
    "\x9b31m",
    "\x9d52;c;x\x9c",
    "\x1bP$q q\x1b\\",
    "\x1b[?1049l",
    "\x1bc",
    "\u202e\u2066\u200f",
    "\u2028\u2029\x85",
    "[bold red]PASS[/]",
    "[/nope]",
    "[@click=app.quit]x[/]",
    "\x00",
    "\r\n\t\x0b\x0c\x08\x7f",
    "\ud800",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE log;--",
    "a\u0301\u0302\u0303\u0304\u0305\u0306\u0307",
    "\u200d\ufe0f\u20e3",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\uffff\ufffe\U000e0041",
    "x" * 4000,
    "王" * 100,
    "ﷺ\u1160\u3164",
)


def hostile(count: int, seed: int) -> Iterator[str]:
    """Generate texts: nasty pieces, letters of every plane, and plain names, mixed."""
    made = random.Random(seed)
    for number in range(count):
        pieces = [made.choice(NASTY) if made.random() < 0.6 else letters(made) for _ in range(3)]
        yield NASTY[number] if number < len(NASTY) else "".join(pieces)[:600]


def letters(made: random.Random) -> str:
    """Generate a few letters from anywhere in Unicode, controls included."""
    ranges = (
        (0, 0x20),
        (0x20, 0x7F),
        (0x7F, 0xA0),
        (0xA0, 0x3000),
        (0x4E00, 0x9FFF),
        (0, 0x10FFFF),
    )
    return "".join(chr(made.randint(*made.choice(ranges))) for _ in range(made.randint(0, 8)))


class Witness(pyte.Screen):
    """A screen that remembers everything that was done to it besides letters and colours."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(width, height)
        self.effects: list[str] = []

    def note(self, what: str) -> None:
        """Remember an effect."""
        self.effects.append(what)


def _witnessed(name: str) -> None:
    inner = getattr(pyte.Screen, name)

    def noted(self: Witness, *args: object, **more: object) -> object:
        self.note(name)
        return inner(self, *args, **more)

    setattr(Witness, name, noted)


EFFECTS = """
bell backspace tab erase_in_display erase_in_line insert_lines delete_lines set_title set_icon_name
set_mode reset_mode insert_characters delete_characters index reverse_index save_cursor
restore_cursor define_charset shift_in shift_out report_device_status set_margins set_tab_stop
clear_tab_stop cursor_up cursor_down cursor_back cursor_forward
"""
for effect in EFFECTS.split():
    _witnessed(effect)


class RealPty:
    """A raw pty: what is written at one end is read at the other, byte by byte as a terminal."""

    def __init__(self) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.seen = bytearray()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def write(self, data: bytes) -> None:
        """Write everything."""
        while data:
            data = data[os.write(self._slave, data) :]

    def close(self) -> bytes:
        """End, and return all that arrived."""
        os.close(self._slave)
        self._thread.join(timeout=10)
        os.close(self._master)
        return bytes(self.seen)

    def _read(self) -> None:
        try:
            while data := os.read(self._master, 65536):
                self.seen += data
        except OSError:
            return  # the other end was closed


def state_of(texts: list[str]) -> State:
    """Make a state that holds a text in every place that comes from outside."""
    people = [PersonShown(f"p{n}", text, PersonKind.VISITOR, text) for n, text in enumerate(texts)]
    visit = replace(DENY.visit, person=people[0], credential_tail=texts[1], device=texts[2])
    assert DENY.verdict is not None
    verdict = replace(DENY.verdict, person=people[3], contact_name=texts[4], contact_phone=texts[5])
    return replace(
        IDLE,
        access_point=texts[6],
        gate_zh=texts[7],
        gate_en=texts[8],
        policy=texts[9],
        visit=visit,
        verdict=verdict,
        devices=(DeviceShown(texts[10], texts[11], DeviceState.LOST, None, texts[12]),),
        cases=tuple(replace(RESTING, case_no=n, person=one) for n, one in enumerate(people[13:25])),
        recent=tuple(
            replace(RECENT[0], visit_id=str(n), person=p) for n, p in enumerate(people[25:])
        ),
    )


EACH = 40
PARTS = (
    (Header(id="h"), 1),
    (Steps(id="s"), 2),
    (BigBlock(id="b"), 6),
    (Cases(id="c"), 12),
    (Recent(id="r"), 16),
    (Devices(id="d"), 1),
)


def all_lines(state: State) -> Iterator[Text]:
    """Draw every part of a state, so that every text of it is on some line."""
    shown = moment(state)
    for part, height in PARTS:
        yield from part.draw(shown, 100, height)


def test_ten_thousand_hostile_texts_have_no_effect_on_a_terminal() -> None:
    console = Console(color_system="truecolor", force_terminal=True, width=100)
    screen = Witness(100, 24)
    stream = pyte.ByteStream(screen)
    line = RealPty()
    texts = list(hostile(10_000, seed=7))
    for first in range(0, len(texts), EACH):
        for text in all_lines(state_of(texts[first : first + EACH])):
            assert cell_len(text.plain) == 100
            styled = Segment.apply_style(text.render(console), console.get_style(text.style))
            drawn = "".join(
                one.style.render(one.text, color_system=ColorSystem.TRUECOLOR)
                if one.style
                else one.text
                for one in styled
            )
            line.write(b"\x1b[1;1H" + drawn.encode())
    seen = line.close()
    assert foreign(seen) == b""
    stream.feed(seen)
    assert screen.effects == []


def test_the_witness_would_have_seen_an_effect() -> None:
    for nasty in ("\x1b[2J", "\x1b]0;owned\x07", "\x07", "\x1bc\x1b[?1049l", "\x08"):
        screen = Witness(80, 24)
        pyte.ByteStream(screen).feed(nasty.encode())
        assert screen.effects
        assert foreign(b"\x1b]52;c;x\x07") != b""


@pytest.fixture
def station(socket_path: Path) -> Iterator[FakeStation]:
    made = FakeStation(socket_path)
    yield made
    made.server.close()


def test_a_running_terminal_shows_hostile_names_and_nothing_else_happens(
    station: FakeStation,
) -> None:
    station.publish(IDLE)
    with Terminal(station.path, (120, 40)) as terminal:
        terminal.until(lambda text: "07:12" in text)
        texts = [text.encode("utf-8", "replace").decode() for text in hostile(800, seed=11)]
        for first in range(0, len(texts), EACH):
            station.publish(state_of(texts[first : first + EACH]))
            terminal.until(lambda text: "S T O P" in text)
        bad = ["\x1b]0;owned\x07\x9b31m[bold]", *texts[:7]]
        rows = [
            {"person": plain(PersonShown(f"p{n}", one, PersonKind.VISITOR))}
            for n, one in enumerate(bad)
        ]
        station.data["people"] = {"rows": rows, "next": "\x1b[2J", "total": 8}
        terminal.send(b"f")
        terminal.until(lambda text: "1-8 / 8" in text)
        terminal.send(b"\x1b")
        terminal.until(lambda text: "1-8 / 8" not in text)
        station.code = "\x1b]52;c;x\x07[bold]\x9b2J"
        terminal.send(b"0")
        terminal.until(lambda text: "退出登录" in text.replace(" ", ""))
        terminal.send(b"2")
        terminal.until(lambda text: "未能完成" in text.replace(" ", ""))
        station.publish(IDLE)
        terminal.until(lambda text: "孙**" in text.replace(" ", "") and "S T O P" not in text)
        assert foreign(terminal.end()).strip(b"\x07") == b""
