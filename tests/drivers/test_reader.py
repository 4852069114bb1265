"""One owner reads a device on a real pty: lost is said once, back once, and in time."""

import os
import select
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from drivers import registry
from drivers.bauds import BaudSearch
from drivers.errors import LinkLost, Refused
from drivers.events import Back, CodeSeen, Lost, Noisy, OtherBaud, Seen, TemperatureSample, Why
from drivers.link import SerialLink
from drivers.reader import DeviceReader, serial_reader
from tests.drivers.gatehouse import Gatehouse, Heard, gatehouse


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    with gatehouse(tmp_path / "gate") as running:
        yield running


@contextmanager
def reading(port: str, driver: str = "gy_mcu90615") -> Iterator[Heard[Seen]]:
    heard: Heard[Seen] = Heard()
    reader = serial_reader("north", driver, port, heard.add, time.monotonic)
    reader.start()
    try:
        yield heard
    finally:
        reader.stop()


def is_back(seen: Seen) -> bool:
    return isinstance(seen.event, Back)


def is_lost(seen: Seen) -> bool:
    return isinstance(seen.event, Lost)


def is_sample(seen: Seen) -> bool:
    return isinstance(seen.event, TemperatureSample)


def turns(heard: Heard[Seen]) -> list[str]:
    """Return the course of lost and back, in words."""
    events = [seen.event for seen in list(heard)]
    return [
        event.why if isinstance(event, Lost) else "back"
        for event in events
        if isinstance(event, Lost | Back)
    ]


def test_the_temperature_of_a_person_is_read_with_its_time(house: Gatehouse) -> None:
    with reading(house.port("thermometer")) as heard:
        house.order("approach", id="Li", person={"shown": [36.5], "stay_s": None})
        began = time.monotonic()

        def is_face(seen: Seen) -> bool:
            event = seen.event
            return isinstance(event, TemperatureSample) and abs(event.object_c - 33.8) < 0.11

        face = heard.until(is_face)
        assert face.device == "north"
        assert began < face.at <= time.monotonic()
        assert isinstance(face.event, TemperatureSample)
        assert face.event.ambient_c == 20.0
        assert turns(heard) == ["back"]


def test_an_unplugged_thermometer_is_lost_once_and_back_once_in_time(house: Gatehouse) -> None:
    with reading(house.port("thermometer")) as heard:
        heard.until(is_sample)
        for _ in range(2):
            place = len(heard)
            pulled = time.monotonic()
            house.order("unplug", device="thermometer")
            assert heard.until(is_lost, place).at - pulled < 2.0
            plugged = time.monotonic()
            house.order("replug", device="thermometer")
            assert heard.until(is_back, place).at - plugged < 3.0
        heard.until(is_sample, len(heard))
        assert turns(heard) == ["back", "unplugged", "back", "unplugged", "back"]


def test_a_frozen_thermometer_is_lost_within_two_seconds_and_comes_back(house: Gatehouse) -> None:
    with reading(house.port("thermometer")) as heard:
        heard.until(is_sample)
        house.order("fault", device="thermometer", name="freeze")
        frozen, place = time.monotonic(), len(heard)
        assert heard.until(is_lost, place).at - frozen < 2.0
        house.order("clear", device="thermometer")
        cleared = time.monotonic()
        assert heard.until(is_back, place).at - cleared < 3.0
        assert turns(heard) == ["back", "silent", "back"]


def test_a_wrong_baud_rate_is_told_and_the_device_found_at_the_rate_it_has(
    house: Gatehouse,
) -> None:
    house.order("fault", device="thermometer", name="wrong_baud")
    with reading(house.port("thermometer")) as heard:
        assert heard.until(lambda seen: isinstance(seen.event, OtherBaud)).event == OtherBaud(
            115200, 9600
        )
        heard.until(is_sample)
        assert turns(heard)[0] in {"noise", "silent"}
        assert turns(heard)[1:] == ["back"]
        house.order("clear", device="thermometer")
        heard.until(is_back, len(heard))
        assert not any(isinstance(seen.event, OtherBaud) for seen in list(heard)[-1:])


def test_a_noisy_line_is_told_once_while_the_good_frames_count(tmp_path: Path) -> None:
    with (
        gatehouse(tmp_path / "gate", speed=5) as house,
        reading(house.port("thermometer")) as heard,
    ):
        heard.until(is_sample)
        house.order("fault", device="thermometer", name="cut")
        heard.until(lambda seen: isinstance(seen.event, Noisy))
        place = len(heard)
        for _ in range(3):
            heard.until(is_sample, place)
            place = len(heard)
        assert sum(isinstance(seen.event, Noisy) for seen in list(heard)) == 1
        assert turns(heard) == ["back"]


def test_a_port_that_was_never_there_is_lost_once_until_it_comes(tmp_path: Path) -> None:
    with reading(str(tmp_path / "gate" / "thermometer")) as heard:
        assert heard.until(is_lost).event == Lost(
            Why.ABSENT, f"{tmp_path}/gate/thermometer: No such file or directory"
        )
        with gatehouse(tmp_path / "gate"):
            heard.until(is_sample)
        assert turns(heard)[:2] == ["absent", "back"]


def test_a_scanner_may_be_silent_and_a_code_is_read_at_once(house: Gatehouse) -> None:
    with reading(house.port("scanner"), "line") as heard:
        heard.until(is_back)
        house.order("scan", text="GPS20200017", tail="none")
        code = heard.until(lambda seen: isinstance(seen.event, CodeSeen))
        assert code.event == CodeSeen("GPS20200017", "unknown")
        assert turns(heard) == ["back"]


def test_stopping_is_quick_whatever_the_device_does(house: Gatehouse, tmp_path: Path) -> None:
    for port in (house.port("thermometer"), house.port("scanner"), str(tmp_path / "nothing")):
        reader = serial_reader("north", "gy_mcu90615", port, lambda _: None, time.monotonic)
        reader.start()
        began = time.monotonic()
        reader.stop()
        assert time.monotonic() - began < 1.0


def test_a_port_has_one_owner(house: Gatehouse) -> None:
    first, second = (SerialLink(house.port("thermometer"), 9600) for _ in range(2))
    first.open()
    with pytest.raises(Refused):
        second.open()
    first.close()
    second.open()
    second.close()


def test_a_pulled_port_is_lost_while_reading_and_while_writing(house: Gatehouse) -> None:
    link = SerialLink(house.port("thermometer"), 9600)
    with pytest.raises(LinkLost):
        link.read(0)
    link.open()
    assert link.read(1.0)
    house.order("unplug", device="thermometer")
    with pytest.raises(LinkLost):
        read_until_lost(link)
    with pytest.raises(LinkLost):
        link.write(b"\xa5\x15\xba")
    link.close()
    with pytest.raises(LinkLost):
        link.open()


def read_until_lost(link: SerialLink) -> None:
    while link.read(1.0):
        pass


GOOD = bytes.fromhex("5a5a45040e4409e33b")


class Stalled:
    """A link whose first read comes back two seconds late, with all that came meanwhile."""

    def __init__(self, data: bytes) -> None:
        self.time_s = 10.0
        self._data = data

    def open(self) -> None:
        """Open nothing."""

    def close(self) -> None:
        """Close nothing."""

    def write(self, data: bytes) -> None:
        """Send nothing."""

    def read(self, timeout_s: float) -> bytes:
        """Give everything at once, late; then nothing."""
        if not self._data:
            threading.Event().wait(timeout_s)
            return b""
        self.time_s += 2.0
        data, self._data = self._data, b""
        return data


def test_frames_that_waited_in_the_kernel_are_stamped_as_they_came() -> None:
    link = Stalled(GOOD * 5)
    heard: Heard[Seen] = Heard()
    decoder = registry.decoder("gy_mcu90615")
    reader = DeviceReader(
        "t",
        lambda _: link,
        decoder,
        heard.add,
        lambda: link.time_s,
        streams=True,
        bauds=BaudSearch(9600),
    )
    reader.start()
    heard.until(lambda _: len(samples(heard)) == 5)
    reader.stop()
    stamps = [round(one.at, 3) for one in samples(heard)]
    assert stamps[-1] == 12.0
    assert all(0.3 <= late - early <= 0.45 for early, late in pairwise(stamps)), stamps


class Rested(Stalled):
    """A link that says nothing for ten minutes, and then two codes at once."""

    def read(self, timeout_s: float) -> bytes:
        """Give nothing, a while later both codes."""
        if self.time_s < 610.0:
            self.time_s += 0.05
            return b""
        return super().read(timeout_s)


def test_codes_after_a_long_rest_are_stamped_when_they_came() -> None:
    link = Rested(b"one\rtwo\r")
    heard: Heard[Seen] = Heard()
    reader = DeviceReader(
        "s",
        lambda _: link,
        registry.decoder("line"),
        heard.add,
        lambda: link.time_s,
        streams=False,
        bauds=BaudSearch(9600),
    )
    reader.start()
    first = heard.until(lambda one: isinstance(one.event, CodeSeen))
    reader.stop()
    assert first.at >= 610.0


def test_a_half_duplex_adapter_without_a_device_is_silent() -> None:
    near, far = os.openpty()
    tty.setraw(near)
    tty.setraw(far)
    stopped = threading.Event()

    def echo() -> None:
        while not stopped.is_set():
            if select.select([near], [], [], 0.05)[0]:
                os.write(near, os.read(near, 100))

    thread = threading.Thread(target=echo)
    thread.start()
    heard: Heard[Seen] = Heard()
    options: dict[str, object] = {
        "unit": 1, "function": 4, "object_register": 0, "scale": 0.1, "signed": True
    }  # fmt: skip
    reader = serial_reader(
        "t", "modbus_rtu", os.ttyname(far), heard.add, time.monotonic, options=options
    )
    reader.start()
    try:
        assert heard.until(is_lost).event == Lost(Why.SILENT)
    finally:
        reader.stop()
        stopped.set()
        thread.join()
        os.close(near)
        os.close(far)


class Unforeseen(Stalled):
    """A link with an error that nobody thought of."""

    def read(self, timeout_s: float) -> bytes:
        """Fail."""
        raise ZeroDivisionError


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_owner_that_breaks_off_is_told_as_lost() -> None:
    link = Unforeseen(b"")
    heard: Heard[Seen] = Heard()
    reader = DeviceReader(
        "s",
        lambda _: link,
        registry.decoder("line"),
        heard.add,
        time.monotonic,
        streams=False,
        bauds=BaudSearch(9600),
    )
    reader.start()
    lost = heard.until(is_lost).event
    reader.stop()
    assert isinstance(lost, Lost)
    assert lost.why is Why.ENDED


def test_a_rate_that_no_port_has_is_refused(house: Gatehouse) -> None:
    link = SerialLink(house.port("thermometer"), -1)
    with pytest.raises(Refused, match="-1 baud"):
        link.open()


def samples(heard: Heard[Seen]) -> list[Seen]:
    return [one for one in heard if isinstance(one.event, TemperatureSample)]
