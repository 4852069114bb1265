"""Every scanner on a real pty with its simulator: a code is read whatever the cable does.

A scanner may be silent for hours, so a wrong rate shows with the codes: they are bad frames, and
after some of them the other rates are tried. A GM65, which is asked, tells that nothing answered.
"""

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.events import Back, BadFrame, CodeSeen, Lost, OtherBaud, Reply, Seen, Why
from drivers.reader import serial_reader
from drivers.scanner.gm65_talk import NO_ANSWER
from simulators.parts import ScannerPart
from simulators.registry import SCANNERS
from simulators.runner import Clock, Orders, run
from simulators.scanner.gm65 import setup_code
from tests.drivers.gatehouse import Heard

SPOKEN = sorted(name for name in SCANNERS if SCANNERS[name].baud is not None)
SPEED = 4.0
"""How much faster than real time the scanner lives: it starts again in less than half a second."""
CODE = CodeSeen("GPS20200017", "unknown")


class Bench:
    """One simulated scanner in a thread of its own, and its owner."""

    def __init__(self, port: Path, name: str, orders: int) -> None:
        self.port = port
        self.name = name
        self.said: Heard[dict[str, object]] = Heard()
        self.heard: Heard[Seen] = Heard()
        self._orders = orders

    def order(self, do: str, **what: object) -> None:
        """Give an order to the simulator and wait until it is carried out."""
        before = len(self.said)
        os.write(self._orders, json.dumps({"do": do, **what}).encode() + b"\n")
        answer = self.said.until(lambda line: bool({"ok", "error"} & set(line)), before)
        assert answer == {"ok": do}, answer

    def scan(self, text: str = CODE.payload, tail: str = "cr") -> None:
        """Show it a code."""
        self.order("scan", text=text, tail=tail)

    def fault(self, fault: str) -> None:
        """Break it."""
        self.order("fault", device="scanner", name=fault)

    def code(self, after: int = 0) -> CodeSeen:
        """Return the first code read from a place on."""
        event = self.heard.until(lambda seen: isinstance(seen.event, CodeSeen), after).event
        assert isinstance(event, CodeSeen)
        return event

    def turns(self) -> list[str]:
        """Return the course of lost and back, in words."""
        told = [seen.event for seen in list(self.heard)]
        return [
            event.why if isinstance(event, Lost) else "back"
            for event in told
            if isinstance(event, Lost | Back)
        ]


@contextmanager
def bench(folder: Path, name: str, **options: object) -> Iterator[Bench]:
    """Run a scanner and its owner until the end of the test."""
    port = folder / "scanner"
    told, given = os.pipe()
    desk = Bench(port, name, given)
    part = ScannerPart(port, 7, SCANNERS[name])
    simulator = threading.Thread(
        target=run,
        args=([part], Clock(SPEED), desk.said.add),
        kwargs={
            "orders": Orders(told, desk.said.add),
            "started": lambda: desk.said.add({"ready": True}),
        },
    )
    simulator.start()
    desk.said.until(lambda line: "ready" in line)
    reader = serial_reader(
        "entry", name, str(port), desk.heard.add, time.monotonic, options=options
    )
    reader.start()
    try:
        desk.heard.until(lambda seen: isinstance(seen.event, Back))
        yield desk
    finally:
        reader.stop()
        os.close(given)
        simulator.join(10)
        os.close(told)


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_a_code_is_read_once_with_every_tail_and_with_none(tmp_path: Path, name: str) -> None:
    with bench(tmp_path, name) as desk:
        for number, tail in enumerate(("cr", "lf", "crlf", "none")):
            place = len(desk.heard)
            desk.scan(f"GPS2020001{number}", tail)
            assert desk.code(place) == CodeSeen(f"GPS2020001{number}", "unknown")
        codes = [seen.event for seen in desk.heard if isinstance(seen.event, CodeSeen)]
        assert [code.payload[-1] for code in codes] == ["0", "1", "2", "3"]
        assert not any(isinstance(seen.event, BadFrame) for seen in desk.heard)


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_an_unplugged_scanner_is_lost_once_and_back_once_and_reads(
    tmp_path: Path, name: str
) -> None:
    with bench(tmp_path, name) as desk:
        place = len(desk.heard)
        pulled = time.monotonic()
        desk.order("unplug", device="scanner")
        lost = desk.heard.until(lambda seen: isinstance(seen.event, Lost), place)
        assert isinstance(lost.event, Lost)
        assert lost.event.why is Why.UNPLUGGED
        assert lost.at - pulled < 2.0
        plugged = time.monotonic()
        desk.order("replug", device="scanner")
        back = desk.heard.until(lambda seen: isinstance(seen.event, Back), place)
        assert back.at - plugged < 3.0
        desk.scan()
        assert desk.code(place) == CODE
        assert desk.turns() == ["back", "unplugged", "back"]


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_a_scanner_that_starts_again_is_not_lost_and_reads_after_it(
    tmp_path: Path, name: str
) -> None:
    with bench(tmp_path, name) as desk:
        desk.scan()
        desk.code()
        place = len(desk.heard)
        desk.fault("restart")
        deadline = time.monotonic() + 20
        while not any(isinstance(seen.event, CodeSeen) for seen in desk.heard[place:]):
            assert time.monotonic() < deadline
            desk.scan()
        assert desk.turns() == ["back"]


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_noise_on_the_cable_never_ends_the_owner(tmp_path: Path, name: str) -> None:
    with bench(tmp_path, name) as desk:
        desk.fault("noise")
        for number in range(40):
            desk.scan(f"GPS202000{number:02}")
        desk.order("clear", device="scanner")
        code, deadline = CodeSeen("GPS20209999", "unknown"), time.monotonic() + 20
        while code not in [seen.event for seen in list(desk.heard)]:
            assert time.monotonic() < deadline
            desk.scan("GPS20209999")
            threading.Event().wait(0.1)
        assert desk.turns() == ["back"]


@pytest.mark.parametrize("name", SPOKEN)
def test_a_wrong_rate_is_found_while_codes_are_shown(tmp_path: Path, name: str) -> None:
    with bench(tmp_path, name) as desk:
        desk.fault("wrong_baud")
        deadline = time.monotonic() + 20
        while OtherBaud(115200, 9600) not in [seen.event for seen in list(desk.heard)]:
            assert time.monotonic() < deadline, list(desk.heard)[-5:]
            desk.scan()
            threading.Event().wait(0.1)
        place = len(desk.heard)
        desk.scan()
        desk.heard.until(lambda seen: seen.event == CODE, place)
        assert desk.turns() == ["back"]


def test_a_scanner_that_answers_nothing_is_told_before_any_code(tmp_path: Path) -> None:
    with bench(tmp_path, "gm65") as desk:
        desk.order("unplug", device="scanner")
        desk.heard.until(lambda seen: isinstance(seen.event, Lost))
        place = len(desk.heard)
        desk.fault("freeze")
        desk.order("replug", device="scanner")
        told = desk.heard.until(lambda seen: isinstance(seen.event, BadFrame), place)
        assert told.event == BadFrame(b"", NO_ANSWER)


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_a_scanner_that_stares_at_a_label_says_it_again(tmp_path: Path, name: str) -> None:
    with bench(tmp_path, name) as desk:
        desk.fault("stuck")
        desk.scan()
        desk.code()
        place = len(desk.heard)
        assert desk.code(place) == CODE


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_what_is_no_text_is_no_code(tmp_path: Path, name: str) -> None:
    with bench(tmp_path, name) as desk:
        desk.fault("out_of_range")
        desk.scan()
        desk.heard.until(lambda seen: isinstance(seen.event, BadFrame))
        assert not any(isinstance(seen.event, CodeSeen) for seen in desk.heard)


def test_a_printed_setup_code_does_no_harm_once_the_owner_has_opened_a_gm65(tmp_path: Path) -> None:
    with bench(tmp_path, "gm65") as desk:
        off = desk.heard.until(lambda seen: isinstance(seen.event, Reply)).event
        assert off == Reply("setup codes are off", b"\x03")
        desk.scan(setup_code(0x000D, 0x01))
        desk.fault("restart")
        deadline = time.monotonic() + 20
        while not any(seen.event == CODE for seen in desk.heard):
            assert time.monotonic() < deadline
            desk.scan()
