"""The link to a keyboard: nobody else gets its keys, and a pulled one is lost.

There is no /dev/input on a test machine: the kernel's side of the grab is a stand-in here, all else
is real (ptys and files).
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import LinkLost, Refused
from drivers.scanner import evdev_link
from drivers.scanner.evdev_link import EVIOCGRAB, EvdevLink
from simulators.pty_link import PtyLink


@pytest.fixture
def keyboard(tmp_path: Path) -> Iterator[PtyLink]:
    """Plug in a simulated keyboard."""
    link = PtyLink(tmp_path / "keyboard")
    link.plug()
    yield link
    link.unplug()


class Kernel:
    """Stands for the kernel's answer to the request to grab a device."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.error = 0

    def ioctl(self, _fileno: int, request: int, value: int) -> int:
        """Take the request, or refuse it with `error`."""
        self.asked.append((request, value))
        if self.error:
            raise OSError(self.error, os.strerror(self.error))
        return 0


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kernel:
    """Make `tmp_path/input` the folder of input devices, with one device in it."""
    stand_in = Kernel()
    monkeypatch.setattr(evdev_link, "INPUT", (tmp_path / "input").resolve())
    monkeypatch.setattr(fcntl, "ioctl", stand_in.ioctl)
    (tmp_path / "input").mkdir()
    os.mkfifo(tmp_path / "input" / "event5")
    (tmp_path / "input" / "by-id").mkdir()
    (tmp_path / "input" / "by-id" / "usb-scanner-event-kbd").symlink_to("../event5")
    return stand_in


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_the_number_of_the_request_is_made_as_the_headers_make_it() -> None:
    write, size = 1, 4
    assert write << 30 | size << 16 | ord("E") << 8 | 0x90 == EVIOCGRAB


def test_an_input_device_is_grabbed_by_its_stable_name(kernel: Kernel, tmp_path: Path) -> None:
    link = EvdevLink(str(tmp_path / "input" / "by-id" / "usb-scanner-event-kbd"), 9600)
    link.open()
    link.close()
    link.open()
    link.close()
    assert kernel.asked == [(EVIOCGRAB, 1)] * 2


@pytest.mark.parametrize("number", [errno.EBUSY, errno.EPERM, errno.EACCES])
def test_a_device_that_another_program_holds_is_refused(
    kernel: Kernel, tmp_path: Path, number: int
) -> None:
    kernel.error = number
    link = EvdevLink(str(tmp_path / "input" / "event5"), 9600)
    before = open_files()
    with pytest.raises(Refused, match="event5"):
        link.open()
    assert open_files() == before
    with pytest.raises(LinkLost, match="not open"):
        link.read(0)


def test_a_device_that_goes_away_while_it_is_grabbed_is_lost(
    kernel: Kernel, tmp_path: Path
) -> None:
    kernel.error = errno.ENODEV
    with pytest.raises(LinkLost):
        EvdevLink(str(tmp_path / "input" / "event5"), 9600).open()


def test_another_path_is_read_without_a_grab(kernel: Kernel, keyboard: PtyLink) -> None:
    link = EvdevLink(str(keyboard.path), 9600)
    link.open()
    assert link.read(0) == b""
    keyboard.write(b"\r\n\x03\x1a\x00")
    assert link.read(1) == b"\r\n\x03\x1a\x00"
    assert kernel.asked == []
    with pytest.raises(Refused, match="takes no bytes"):
        link.write(b"x")
    link.close()
    link.close()


def test_a_simulated_keyboard_has_one_owner(keyboard: PtyLink) -> None:
    first, second = (EvdevLink(str(keyboard.path), 9600) for _ in range(2))
    first.open()
    with pytest.raises(Refused):
        second.open()
    first.close()
    second.open()
    second.close()


def test_a_pulled_keyboard_is_lost_and_found_again(keyboard: PtyLink) -> None:
    link = EvdevLink(str(keyboard.path), 9600)
    link.open()
    keyboard.unplug()
    with pytest.raises(LinkLost):
        link.read(1)
    with pytest.raises(LinkLost):
        link.open()
    keyboard.plug()
    link.open()
    keyboard.write(b"x")
    assert link.read(1) == b"x"
    link.close()


def test_a_recording_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "recording").write_bytes(b"abc")
    link = EvdevLink(str(tmp_path / "recording"), 9600)
    link.open()
    assert link.read(0) == b"abc"
    with pytest.raises(LinkLost, match="end of file"):
        link.read(0)
    link.close()
