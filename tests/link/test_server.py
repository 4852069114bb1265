"""The link serves terminals and is held up by none of them."""

import os
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.link.client import LinkClient, LinkLostError
from kiosk.link.messages import MAX_LINE, VERSION, Answer, Hello, Intent, Query, SignOut, encode
from kiosk.link.peer import ANSWERS
from kiosk.link.server import MAX_CLIENTS, STUCK_SECONDS, LinkError, LinkServer
from tests.link.states import IDLE, numbered
from tests.link.stations import Station


def until(holds: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until the condition holds; fails after the deadline."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < deadline, "the condition never held"
        pause.wait(0.005)


def raw(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(5)
    connection.connect(os.fspath(path))
    return connection


def everything(connection: socket.socket) -> bytes:
    """Read until the server closes."""
    got = b""
    try:
        while data := connection.recv(65536):
            got += data
    except ConnectionResetError:
        pass
    return got


def turned_away(path: Path) -> None:
    """Connect and wait for a state that never comes."""
    with LinkClient.connect(path) as client:
        client.state()


def nobody(_: int, __: Intent | Query) -> None:
    """Hear nothing."""


def test_a_new_terminal_gets_the_newest_state_at_once(station: Station) -> None:
    station.server.publish(numbered(1))
    station.server.publish(numbered(2))
    with LinkClient.connect(station.path) as client:
        assert client.wait_state(lambda s: s.number == 2) == numbered(2)


def test_every_terminal_gets_each_new_state(station: Station) -> None:
    with LinkClient.connect(station.path) as one, LinkClient.connect(station.path) as two:
        for number in range(1, 20):
            station.server.publish(numbered(number))
            assert one.wait_state(lambda s, n=number: s.number == n).number == number  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            assert two.wait_state(lambda s, n=number: s.number == n).number == number  # type: ignore[misc]  # see above


def test_an_intent_is_answered_to_the_one_who_sent_it(station: Station) -> None:
    with LinkClient.connect(station.path) as one, LinkClient.connect(station.path) as two:
        assert one.do(SignOut(), id="a") == Answer("a", True, "done")
        assert two.query("inside").ok
    assert [type(m) for m in station.heard] == [Intent, Query]


@pytest.mark.parametrize(
    "first",
    [
        encode(Hello(VERSION + 1, "later")),
        encode(Query("q", "inside")),
        b"GET / HTTP/1.1\r\n",
        b"\xff\x00\xfe\n",
        b'{"type":"Hello"}\n',
    ],
)
def test_who_does_not_greet_in_this_version_is_told_and_parted_with(
    station: Station, first: bytes
) -> None:
    station.server.publish(IDLE)
    with raw(station.path) as connection:
        connection.sendall(first)
        assert everything(connection) == encode(Answer("hello", False, "version"))
    assert station.heard == []


def test_a_line_without_end_is_bounded(station: Station) -> None:
    with raw(station.path) as connection:
        connection.sendall(encode(Hello(VERSION, "endless")))
        try:
            for _ in range(40):
                connection.sendall(b"x" * (MAX_LINE // 8))
        except OSError:
            return  # cut while still sending
        assert b"too_long" in everything(connection)


def test_another_user_is_turned_away(socket_path: Path) -> None:
    server = LinkServer(socket_path, nobody, frozenset({os.getuid() + 1}))
    try:
        with pytest.raises(LinkLostError, match="not_allowed"):
            turned_away(socket_path)
    finally:
        server.close()


def test_the_socket_is_private(station: Station) -> None:
    assert stat.S_IMODE(station.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(station.path.stat().st_mode) == 0o660


def test_a_directory_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o755)
    with pytest.raises(LinkError, match="chmod 700"):
        LinkServer(tmp_path / "open" / "s", nobody, frozenset({os.getuid()}))


def test_too_many_terminals_are_turned_away(station: Station) -> None:
    clients = [LinkClient.connect(station.path) for _ in range(MAX_CLIENTS)]
    until(lambda: station.server.clients == MAX_CLIENTS)
    with pytest.raises(LinkLostError, match="too_many_clients"):
        turned_away(station.path)
    for client in clients:
        assert client.do(SignOut()).ok
        client.close()
    until(lambda: station.server.clients == 0)


def test_who_never_waits_for_answers_is_parted_with(station: Station) -> None:
    station.silent.set()
    with raw(station.path) as connection:
        connection.sendall(encode(Hello(VERSION, "eager")))
        connection.sendall(b"".join(encode(Intent(str(n), SignOut())) for n in range(ANSWERS + 10)))
        assert b"too_many_unanswered" in everything(connection)
    assert len(station.heard) == ANSWERS


def test_a_live_station_keeps_its_socket(station: Station) -> None:
    with pytest.raises(LinkError, match="another station"):
        LinkServer(station.path, nobody, frozenset({os.getuid()}))
    station.server.publish(IDLE)
    with LinkClient.connect(station.path) as client:
        assert client.state() == IDLE


def test_the_socket_of_a_killed_station_is_replaced(socket_path: Path) -> None:
    script = (
        "import os, sys, signal\nfrom pathlib import Path\n"
        "from kiosk.link.server import LinkServer\n"
        "LinkServer(Path(sys.argv[1]), lambda *_: None, frozenset({os.getuid()}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(socket_path)], check=False)
    assert socket_path.is_socket()
    server = LinkServer(socket_path, nobody, frozenset({os.getuid()}))
    server.publish(IDLE)
    with LinkClient.connect(socket_path) as client:
        assert client.state() == IDLE
    server.close()
    assert not socket_path.exists()


def test_a_file_that_is_no_socket_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("keep")
    with pytest.raises(LinkError, match="not a socket"):
        LinkServer(tmp_path / "notes", nobody, frozenset({os.getuid()}))
    assert (tmp_path / "notes").read_text() == "keep"


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Tell the time, in seconds."""
        return self.now


def test_a_client_that_takes_nothing_is_cut_after_five_seconds(socket_path: Path) -> None:
    hands = Hands()
    server = LinkServer(socket_path, nobody, frozenset({os.getuid()}), monotonic=hands)
    try:
        with raw(socket_path) as stuck, LinkClient.connect(socket_path) as awake:
            stuck.sendall(encode(Hello(VERSION, "stuck")))
            until(lambda: server.clients == 2)
            number = 0
            # Fill what the kernel takes for a client that never reads.
            for number in range(1, 400):
                server.publish(numbered(number))
                awake.wait_state(lambda s, n=number: s.number >= n)  # type: ignore[misc]  # mypy cannot infer a lambda with a default
            hands.now += STUCK_SECONDS - 0.1
            server.publish(numbered(number + 1))
            awake.wait_state(lambda s: s.number > 399)
            assert server.clients == 2
            hands.now += 0.2
            server.publish(numbered(number + 2))
            until(lambda: server.clients == 1)
            awake.wait_state(lambda s: s.number == number + 2)
    finally:
        server.close()


def test_a_client_that_says_nothing_is_cut_after_five_seconds(socket_path: Path) -> None:
    hands = Hands()
    server = LinkServer(socket_path, nobody, frozenset({os.getuid()}), monotonic=hands)
    try:
        with raw(socket_path) as mute:
            until(lambda: server.clients == 1)
            hands.now += STUCK_SECONDS + 0.1
            server.publish(IDLE)
            assert everything(mute) == b""
    finally:
        server.close()


def test_a_slow_client_skips_to_the_newest_state(station: Station) -> None:
    with raw(station.path) as slow:
        slow.sendall(encode(Hello(VERSION, "slow")))
        until(lambda: station.server.clients == 1)
        for number in range(1, 2001):
            station.server.publish(numbered(number))
        last = 0
        seen = 0
        buffer = b""
        while last < 2000:
            buffer += slow.recv(65536)
            *lines, buffer = buffer.split(b"\n")
            for line in lines:
                if b'"State"' in line:
                    seen += 1
                    last = int(line.split(b'"number":')[1].split(b",")[0])
        assert seen < 200


def test_publishing_to_nobody_and_after_the_end_is_harmless(socket_path: Path) -> None:
    server = LinkServer(socket_path, nobody, frozenset({os.getuid()}))
    server.publish(IDLE)
    server.answer(99, Answer("x", True, "done"))
    server.close()
    server.close()
    server.publish(IDLE)
