"""A long pull: constant memory, a slow client holds nothing, its end is in the log in any case."""

import contextlib
import signal
import socket
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from kiosk.core.events import DoorOpened
from tests.store.making import event
from tests.web.running import (
    MANY,
    PATIENCE_S,
    ROOT,
    Served,
    Shared,
    lines,
    remove_token,
    until,
)

APPENDER = """
import sys
from pathlib import Path
from kiosk.core.events import DoorOpened
from kiosk.store.place import open_log
from tests.store.making import event
with open_log(Path(sys.argv[1])) as log:
    for n in range(int(sys.argv[2])):
        log.append(event(DoorOpened(n + 1)))
"""


def test_twenty_thousand_events_stream_in_constant_memory(own_server: Served) -> None:
    own_server.get(limit=2000, format="ndjson")
    before = own_server.memory_kb()
    seen, size = 0, 0
    with own_server.stream() as response:
        for chunk in response.iter_bytes():
            seen += chunk.count(b"\n")
            size += len(chunk)
    assert seen >= MANY
    grown_kb = own_server.memory_kb("VmHWM") - before
    assert size > 10 * 1024 * 1024
    assert grown_kb < 8 * 1024, f"{grown_kb} kB for an answer of {size // 1024} kB"


def connected(served: Served) -> socket.socket:
    """Connect by hand, with a receive buffer that soon is full."""
    where = urlsplit(served.url)
    assert where.hostname is not None
    assert where.port is not None
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(PATIENCE_S)
    made.connect((where.hostname, where.port))
    return made


def open_stream(served: Served) -> socket.socket:
    """Begin a long pull and read its first bytes only."""
    made = connected(served)
    request = (
        f"GET /api/v1/events?limit=0&format=ndjson HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {served.token}\r\n\r\n"
    )
    made.sendall(request.encode())
    assert made.recv(15) == b"HTTP/1.1 200 OK"
    return made


def test_a_client_that_breaks_off_is_in_the_log_as_incomplete(long_served: Served) -> None:
    with closing(open_stream(long_served)):
        pass
    until(lambda: long_served.pulls(MANY)[0][1] is not None, "the end of the pull")
    ((_, end),) = long_served.pulls(MANY)
    assert end is not None
    assert not end.complete
    assert 0 < end.rows < MANY


def test_a_client_that_takes_nothing_holds_up_nobody(long_served: Served) -> None:
    with closing(open_stream(long_served)), long_served.log() as log:
        for _ in range(20):
            log.append(event(DoorOpened(700)))
        # A checkpoint is whole only when no reader holds an old state of the file.
        log.erase(1, event(DoorOpened(1)).moment, event(DoorOpened(1)).actor)
        wal = long_served.state / "log.db-wal"
        assert wal.stat().st_size == 0
        assert long_served.get(after=MANY, limit=5).status_code == 200
        ((_, end), _) = long_served.pulls(MANY)
        assert end is None, "the slow pull goes on"


def test_a_stream_ends_when_its_token_is_removed(long_served: Served) -> None:
    with long_served.stream() as response:
        chunks = response.iter_bytes()
        next(chunks)
        remove_token(long_served.state, "bureau")
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            for _ in chunks:
                pass
    until(lambda: long_served.pulls(MANY)[0][1] is not None, "the end of the pull")
    ((_, end),) = long_served.pulls(MANY)
    assert end is not None
    assert not end.complete


def test_a_pull_leads_on_while_another_process_appends(served: Served) -> None:
    added = 300
    with subprocess.Popen(
        [sys.executable, "-c", APPENDER, str(served.state), str(added)], cwd=ROOT
    ) as appender:
        after, rows = 11, []
        while True:
            done = appender.poll() is not None
            response = served.get(after=after, limit=7, format="ndjson")
            rows += lines(response)
            after = int(response.headers["x-next"])
            if done and sum(row["kind"] == "door_opened" for row in rows) == added:
                break
    assert [row["pos"] for row in rows] == list(range(12, 12 + len(rows)))
    opened = [json_detail(row) for row in rows if row["kind"] == "door_opened"]
    assert opened == list(range(1, added + 1))


def json_detail(row: dict[str, str]) -> int:
    """Read the number that the other process wrote."""
    return int(row["detail"].rpartition(":")[2].rstrip("} "))


def test_a_pull_that_cannot_be_written_down_sends_nothing(served: Served) -> None:
    # Another writer that never lets go: the pull waits its 5 s and is refused.
    with served.log() as log, log._writing():  # noqa: SLF001 - no other way to hold the lock
        response = served.get()
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "log_unavailable"
    assert served.pulls() == []


def test_the_server_ends_in_good_order_and_a_stream_it_cuts_has_its_end(
    own_server: Served,
) -> None:
    with closing(open_stream(own_server)):
        own_server.process.send_signal(signal.SIGTERM)
        assert own_server.process.wait(PATIENCE_S) == 0
    ((_, end),) = own_server.pulls(MANY)
    assert end is not None
    assert not end.complete
    with own_server.log() as log:
        assert log.verify().ok


def test_an_idle_server_ends_at_once(own_server: Served) -> None:
    own_server.process.send_signal(signal.SIGTERM)
    assert own_server.process.wait(PATIENCE_S) == 0
    errors = own_server.state.with_name("serve.err").read_text()
    assert "Traceback" not in errors


def test_too_many_pulls_at_once_are_asked_to_come_back(long_served: Served) -> None:
    held = [open_stream(long_served) for _ in range(8)]
    try:
        response = long_served.get(limit=1)
        assert (response.status_code, response.headers["retry-after"]) == (503, "5")
        assert response.json()["error"]["code"] == "busy"
    finally:
        for one in held:
            one.close()
    until(lambda: long_served.get(limit=1).status_code == 200, "a free slot")


def test_a_token_never_reaches_the_server_s_own_words(shared: Shared, served: Served) -> None:
    served.get(limit=1)
    served.get("wrong-but-secret")
    words = shared.errors.read_text()
    assert "GET /api/v1/events" in words
    assert served.token not in words
    assert "wrong-but-secret" not in words


def test_a_client_that_takes_nothing_is_cut_in_time(impatient_server: Served) -> None:
    with closing(open_stream(impatient_server)):
        until(lambda: impatient_server.pulls(MANY)[0][1] is not None, "the end of the pull")
    ((_, end),) = impatient_server.pulls(MANY)
    assert end is not None
    assert not end.complete


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\n"])
def test_a_request_that_never_ends_is_cut_in_time(impatient_server: Served, sent: bytes) -> None:
    with closing(connected(impatient_server)) as client:
        client.sendall(sent)
        with contextlib.suppress(ConnectionResetError):
            assert client.recv(1) == b""
    assert impatient_server.ask("/healthz").status_code == 200


def test_a_request_in_two_halves_is_answered(impatient_server: Served) -> None:
    with closing(connected(impatient_server)) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\n")
        client.sendall(b"Host: x\r\n\r\n")
        assert client.recv(12) == b"HTTP/1.1 200"
