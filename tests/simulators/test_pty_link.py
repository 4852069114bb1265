"""A simulated port behaves like a cable: it never blocks, and it can be pulled and plugged."""

import errno
import os
import select
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulators.pty_link import PtyLink


@pytest.fixture
def link(tmp_path: Path) -> Iterator[PtyLink]:
    link = PtyLink(tmp_path / "port")
    link.plug()
    yield link
    link.unplug()


def open_port(link: PtyLink) -> int:
    return os.open(link.path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)


def arrived(port: int) -> bytes:
    assert select.select([port], [], [], 5)[0]
    return os.read(port, 65536)


def ends(port: int) -> bool:
    """Whether the port says that its device is gone, in either of the two ways."""
    try:
        return os.read(port, 1) == b""
    except OSError as error:
        return error.errno == errno.EIO


def test_bytes_pass_unchanged_in_both_directions(link: PtyLink) -> None:
    port = open_port(link)
    every_byte = bytes(range(256))
    link.write(every_byte)
    assert arrived(port) == every_byte
    os.write(port, every_byte)
    near = link.fileno()
    assert near is not None
    assert select.select([near], [], [], 5)[0]
    assert link.read() == every_byte
    assert link.read() == b""
    os.close(port)


def test_what_nobody_reads_is_thrown_away_and_the_newest_is_kept(link: PtyLink) -> None:
    for number in range(20_000):
        link.write(b"%05d\n" % number)
    port = open_port(link)
    kept = b""
    while select.select([port], [], [], 0.1)[0]:
        kept += os.read(port, 65536)
    os.close(port)
    assert kept.endswith(b"19999\n")
    assert len(kept) < 20_000 * 6 / 2


def test_a_pulled_port_ends_for_its_reader_and_the_path_is_gone(link: PtyLink) -> None:
    port = open_port(link)
    link.unplug()
    assert not link.path.is_symlink()
    assert ends(port)
    os.close(port)
    link.write(b"nobody hears this")
    assert link.read() == b""
    assert link.fileno() is None


def test_a_plugged_port_is_a_new_one_under_the_same_path(link: PtyLink) -> None:
    before = open_port(link)
    link.unplug()
    link.plug()
    after = open_port(link)
    link.write(b"hello")
    assert arrived(after) == b"hello"
    os.close(before)
    os.close(after)


def test_the_port_is_raw_before_anybody_sets_it(link: PtyLink) -> None:
    port = open_port(link)
    flags = termios.tcgetattr(port)[3]
    assert not flags & (termios.ECHO | termios.ICANON | termios.ISIG)
    os.close(port)
