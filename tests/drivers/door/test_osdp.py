"""A door by OSDP: what only it can do wrong, on a real pty against a simulated panel."""

import os
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import osdp_sys
import pytest

from drivers.door import osdp
from drivers.door.board import Board, Denied, Place
from drivers.door.client import DoorHelper
from drivers.errors import NoAnswer
from drivers.events import Back, Locked, Lost, Seen, Unlocked, Why
from tests.drivers.gatehouse import Gatehouse, Heard, gatehouse

KEY = "30313233343536373839414243444546"
OTHER = "40313233343536373839414243444546"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    with gatehouse(tmp_path / "gate", devices="door", door="osdp") as running:
        yield running


@contextmanager
def helped(port: str, **options: object) -> Iterator[tuple[DoorHelper, Heard[Seen]]]:
    heard: Heard[Seen] = Heard()
    door = DoorHelper("door", "osdp", port, heard.add, time.monotonic, options=options)
    door.start()
    try:
        yield door, heard
    finally:
        door.close()


def lost(heard: Heard[Seen], after: int = 0) -> Lost:
    event = heard.until(lambda seen: isinstance(seen.event, Lost), after).event
    assert isinstance(event, Lost)
    return event


def test_a_panel_that_falls_silent_is_lost_once_and_back_once(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        heard.until(lambda seen: seen.event == Back())
        began = time.monotonic()
        house.order("fault", device="door", name="freeze")
        assert lost(heard).why is Why.SILENT
        assert time.monotonic() - began < 2.5
        assert not door.unlock(700, "Li")
        place = len(heard)
        house.order("clear", device="door")
        heard.until(lambda seen: seen.event == Back(), place)
        assert door.unlock(100, "Wu")
        heard.until(lambda seen: seen.event == Locked("Wu"))
        assert len(heard) == 5


def test_a_panel_that_starts_again_is_not_lost_and_opens(house: Gatehouse) -> None:
    with helped(house.port("door")) as (door, heard):
        heard.until(lambda seen: seen.event == Back())
        house.order("fault", device="door", name="restart")
        assert door.unlock(200, "Li")
        heard.until(lambda seen: seen.event == Unlocked("Li", 200))
        heard.until(lambda seen: seen.event == Locked("Li"))
        assert [type(seen.event) for seen in heard] == [Back, Unlocked, Locked]


def test_an_address_that_nobody_has_is_told(house: Gatehouse) -> None:
    board = osdp.board(Place(house.port("door"), 9600, options={"address": 5}))
    with pytest.raises(NoAnswer, match="panel 5 does not answer"):
        board.open()
    board.close()


def test_a_panel_that_cannot_encrypt_never_opens_for_a_door_with_a_key(house: Gatehouse) -> None:
    board = secured(house.port("door"), KEY)
    with pytest.raises(NoAnswer, match="another key") as told:
        board.open()
    assert KEY not in str(told.value)
    board.close()


def test_an_output_that_the_panel_does_not_have_is_refused_and_the_rest_goes_on(
    house: Gatehouse,
) -> None:
    third = osdp.board(Place(house.port("door"), 9600, channel=3))
    third.open()
    with pytest.raises(Denied, match="refuses to switch output 3"):
        third.unlock(0.5)
    with pytest.raises(Denied):
        third.lock()
    third.close()
    first = osdp.board(Place(house.port("door"), 9600))
    first.open()
    first.unlock(0.26)
    opened = house.relay("on")
    # Nobody tends it any more: 0.26 s is told as 0.3 s, and the panel ends it.
    assert 0.25 <= house.relay("off") - opened <= 0.6
    first.close()


class PanelOfTheLibrary(threading.Thread):
    """A panel with a key, by libosdp itself: the simulated one has no encryption."""

    id = 0

    def __init__(self, key: bytes) -> None:
        super().__init__(daemon=True)
        self.near, far = os.openpty()
        tty.setraw(far)
        os.set_blocking(self.near, False)
        self.port = os.ttyname(far)
        self.far = far
        self.ended = threading.Event()
        self.orders: list[tuple[int, int, int]] = []
        info = {"name": "panel", "address": 0, "flags": 0, "scbk": key, "channel": self}
        for name in ("version", "model", "vendor_code", "serial_number", "firmware_version"):
            info[name] = 1
        abilities = [(osdp_sys.CAP_OUTPUT_CONTROL, 1, 2), (9, 1, 1), (8, 1, 0)]
        self.panel = osdp_sys.PeripheralDevice(
            info,
            capabilities=[
                {"function_code": code, "compliance_level": level, "num_items": count}
                for code, level, count in abilities
            ],
        )
        self.panel.set_command_callback(self.obey)

    def obey(self, order: dict[str, int]) -> tuple[int, None]:
        """Take a command that came through the secure channel."""
        if order["command"] == osdp_sys.CMD_OUTPUT:
            self.orders.append((order["output_no"], order["control_code"], order["timer_count"]))
        return 0, None

    def read(self, longest: int) -> bytes:
        """Return what the kiosk said."""
        try:
            return os.read(self.near, longest)
        except BlockingIOError:
            return b""

    def write(self, data: bytes) -> int:
        """Answer."""
        return os.write(self.near, data)

    def flush(self) -> None:
        """Nothing is kept."""

    def run(self) -> None:
        """Work until told to end."""
        while not self.ended.wait(0.005):
            self.panel.refresh()
        os.close(self.near)
        os.close(self.far)


@contextmanager
def panel(key: str) -> Iterator[PanelOfTheLibrary]:
    osdp_sys.set_loglevel(osdp_sys.LOG_EMERG)
    running = PanelOfTheLibrary(bytes.fromhex(key))
    running.start()
    try:
        yield running
    finally:
        running.ended.set()
        running.join()


def secured(port: str, key: str) -> Board:
    return osdp.board(Place(port, 9600, channel=2, options={"scbk": key}))


def test_with_its_key_a_door_is_told_through_the_secure_channel() -> None:
    with panel(KEY) as far_end:
        board = secured(far_end.port, KEY)
        board.open()
        board.unlock(0.7)
        board.lock()
        assert far_end.panel.is_sc_active()
        assert far_end.orders == [(1, 5, 7), (1, 1, 0)]
        board.close()


def test_a_panel_with_another_key_is_never_spoken_to_without_one() -> None:
    with panel(OTHER) as far_end:
        board = secured(far_end.port, KEY)
        with pytest.raises(NoAnswer, match="another key") as told:
            board.open()
        assert KEY not in str(told.value)
        assert far_end.orders == []
        board.close()
