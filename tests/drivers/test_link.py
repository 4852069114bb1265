"""A board that waits for its lines is woken; a port that has no lines opens all the same."""

import errno
import os
import time
from collections.abc import Iterator

import pytest
import serial

from drivers import registry
from drivers.errors import DeviceError
from drivers.link import LINES_HIGH_S, LINES_LOW_S, SerialLink


@pytest.fixture
def port() -> Iterator[str]:
    near, far = os.openpty()
    yield os.ttyname(far)
    os.close(near)
    os.close(far)


class Board:
    """Stands in for a port of pyserial, as a pty has no lines; writes down what is done to it."""

    def __init__(self, done: list[tuple[str, object]], fails: int | None = None) -> None:
        self.__dict__.update(done=done, fails=fails)

    def __setattr__(self, name: str, value: object) -> None:
        done, fails = self.__dict__["done"], self.__dict__["fails"]
        if name in {"dtr", "rts"}:
            if ("open", None) in done and fails is not None:
                raise OSError(fails, os.strerror(fails))
            done.append((name, value))

    def open(self) -> None:
        """Open."""
        self.__dict__["done"].append(("open", None))

    def close(self) -> None:
        """Close."""
        self.__dict__["done"].append(("close", None))

    def reset_input_buffer(self) -> None:
        """Throw away what was received."""
        self.__dict__["done"].append(("flush", None))


Done = list[tuple[str, object]]


def opened(monkeypatch: pytest.MonkeyPatch, fails: int | None = None, *, wake: bool = True) -> Done:
    done: Done = []
    monkeypatch.setattr(serial, "Serial", lambda: Board(done, fails))
    monkeypatch.setattr("drivers.link.time.sleep", lambda wait_s: done.append(("wait", wait_s)))
    SerialLink("port", 460800, wake_lines=wake).open()
    return done


OFF: Done = [("dtr", False), ("rts", False), ("open", None)]


def test_lines_go_low_and_then_high_and_what_came_meanwhile_is_thrown_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = opened(monkeypatch)
    assert done[:3] == OFF
    assert set(done[3:5]) == {("dtr", False), ("rts", False)}
    assert done[5] == ("wait", LINES_LOW_S)
    assert set(done[6:8]) == {("dtr", True), ("rts", True)}
    assert done[8:] == [("wait", LINES_HIGH_S), ("flush", None)]


def test_without_the_option_the_lines_stay_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert opened(monkeypatch, wake=False) == OFF


@pytest.mark.parametrize("number", [errno.ENOTTY, errno.EINVAL])
def test_a_port_without_lines_is_used_as_it_is(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened(monkeypatch, number) == [*OFF, ("flush", None)]


def test_a_port_that_goes_away_meanwhile_is_lost_and_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done: Done = []
    monkeypatch.setattr(serial, "Serial", lambda: Board(done, errno.EIO))
    link = SerialLink("port", 460800, wake_lines=True)
    with pytest.raises(DeviceError):
        link.open()
    assert done[-1] == ("close", None)
    with pytest.raises(DeviceError):
        link.fileno()


def test_a_pty_opens_at_once_and_only_the_fast_usb_board_is_woken(port: str) -> None:
    make = registry.device("gy_mcu90640").link
    for baud in (115200, 460800):
        began = time.monotonic()
        link = make(port, baud)
        link.open()
        link.close()
        assert time.monotonic() - began < LINES_HIGH_S
