"""Sources over real sockets, files and nodes: newest picture only, lost and back in time."""

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from drivers.camera.picture import from_jpeg
from drivers.camera.source import Source, open_source
from drivers.errors import LinkLost
from drivers.events import Lost, Why
from tests.drivers.camera.draw import frame, qr
from tests.drivers.camera.far_end import HEAD, FarEnd, far_end, jpeg, part, until

ROOM = jpeg(frame())
BIG_LENGTH = b"--frame\r\nContent-Length: 900000000\r\n\r\n"


@pytest.fixture
def sources() -> Iterator[list[Source]]:
    started: list[Source] = []
    yield started
    for source in started:
        source.stop()


def started(sources: list[Source], source: Source) -> Source:
    sources.append(source)
    source.start()
    return source


def stream(client: socket.socket, server: list[FarEnd], count: int = 100_000) -> None:
    client.sendall(HEAD)
    for _ in range(count):
        client.sendall(part(ROOM))
        if server[0].closing.wait(0.01):
            return


def why(source: Source) -> Why | None:
    lost = source.lost()
    return lost.why if lost else None


def test_the_newest_picture_comes_with_a_number_and_the_clock_of_its_grabbing(
    sources: list[Source],
) -> None:
    server: list[FarEnd] = []
    with far_end(lambda client: stream(client, server)) as camera:
        server.append(camera)
        source = started(sources, open_source(camera.url, lambda: 1234.5))
        first = source.newer(0, 5)
        assert first is not None
        assert first.at == 1234.5
        later = source.newer(first.number, 5)
        assert later is not None
        assert later.number > first.number
        assert later.picture == ROOM
        assert source.newest() is not None
        source.stop()


def test_a_slow_looker_gets_the_newest_picture_not_the_oldest(sources: list[Source]) -> None:
    sent: list[int] = []
    pictures = [jpeg(np.full((60, 80), value, np.uint8)) for value in range(0, 250, 25)]

    def burst(client: socket.socket) -> None:
        client.sendall(HEAD + b"".join(part(picture) for picture in pictures))
        sent.append(1)
        camera.closing.wait(5)

    with far_end(burst) as camera:
        source = started(sources, open_source(camera.url))
        until(lambda: bool(sent), 5)
        until(lambda: (now := source.newest()) is not None and now.picture == pictures[-1], 2)
        source.stop()


def test_a_broken_stream_is_lost_at_once_and_back_after_the_re_plug(sources: list[Source]) -> None:
    server: list[FarEnd] = []
    with far_end(lambda client: stream(client, server, 3)) as camera:
        server.append(camera)
        source = started(sources, open_source(camera.url))
        assert source.newer(0, 5) is not None
        until(lambda: why(source) is Why.UNPLUGGED, 2)
        assert source.newest() is None
        camera.talk = lambda client: stream(client, server)
        until(lambda: source.newest() is not None, 3)
        source.stop()


def test_a_server_that_dies_in_the_middle_of_a_picture_gives_no_half_picture(
    sources: list[Source],
) -> None:
    def die(client: socket.socket) -> None:
        client.sendall(HEAD + part(ROOM)[:-500])

    with far_end(die) as camera:
        source = started(sources, open_source(camera.url))
        until(lambda: camera.connections >= 2, 3)
        assert source.newest() is None
        assert why(source) in (Why.UNPLUGGED, Why.ABSENT)


def test_a_server_that_drips_is_as_good_as_silent(sources: list[Source]) -> None:
    def drip(client: socket.socket) -> None:
        client.sendall(HEAD)
        for byte in part(ROOM):
            client.sendall(bytes([byte]))
            if camera.closing.wait(0.02):
                return

    with far_end(drip) as camera:
        source = started(sources, open_source(camera.url))
        until(lambda: why(source) is Why.SILENT, 2.5)
        until(lambda: camera.connections >= 2, 3)
        began = time.monotonic()
        source.stop()
        assert time.monotonic() - began < 1


def test_a_picture_that_claims_to_be_huge_is_not_waited_for(sources: list[Source]) -> None:
    with far_end(lambda client: client.sendall(HEAD + BIG_LENGTH)) as camera:
        source = started(sources, open_source(camera.url))
        until(lambda: why(source) is Why.SILENT, 2)
        assert source.newest() is None


def test_a_camera_that_is_not_there_is_absent(sources: list[Source]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    source = started(sources, open_source(f"http://127.0.0.1:{port}/"))
    until(lambda: why(source) is Why.ABSENT, 2)
    other = started(sources, open_source("v4l2:/dev/no-such-camera"))
    until(lambda: (lost := other.lost()) is not None and "no-such-camera" in lost.detail, 2)


def test_a_node_that_is_no_camera_is_told_apart(sources: list[Source]) -> None:
    source = started(sources, open_source("v4l2:/dev/null"))
    until(lambda: why(source) is Why.SILENT, 3)


class Stuck:
    """A transport that blocks for ever in its first read, as V4L2 can, and works after that."""

    def __init__(self, made: list["Stuck"], let_go: threading.Event) -> None:
        self._is_first = not made
        self._let_go = let_go
        made.append(self)

    def open(self) -> None:
        """Nothing to open."""

    def read(self) -> bytes:
        """Block, or give a picture."""
        if self._is_first:
            self._let_go.wait()
            raise LinkLost("let go")
        self._let_go.wait(0.05)
        return ROOM

    def close(self) -> None:
        """Nothing to close."""


def test_a_read_that_never_returns_blocks_nobody_and_is_left_behind(
    sources: list[Source], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.camera.source.STUCK_S", 0.5)
    monkeypatch.setattr("drivers.camera.source.SILENCE_S", 0.2)
    made: list[Stuck] = []
    let_go = threading.Event()
    source = started(sources, Source(lambda: Stuck(made, let_go), silence_s=0.2))
    began = time.monotonic()
    assert source.newest() is None
    assert time.monotonic() - began < 0.1
    until(lambda: source.newer(0, 0.1) is not None, 3)
    assert source.lost() is None
    let_go.set()
    source.stop()


def test_pictures_of_a_folder_come_once_by_name_and_new_ones_as_they_appear(
    sources: list[Source], tmp_path: Path
) -> None:
    (tmp_path / "notes.txt").write_text("no picture")
    (tmp_path / "b.jpg").write_bytes(ROOM)
    cv2.imwrite(str(tmp_path / "a.png"), frame((qr("A1"), 100, 100)))
    (tmp_path / "broken.png").write_bytes(b"not a PNG")
    source = started(sources, open_source(f"folder:{tmp_path}"))
    first = source.newer(0, 3)
    assert first is not None
    assert first.gray() is not None
    second = source.newer(first.number, 3)
    assert second is not None
    assert second.picture == ROOM
    assert source.newer(second.number, 0.4) is None
    assert source.lost() is None, "a folder may be quiet for hours"
    (tmp_path / "c.tmp").write_bytes(ROOM)
    (tmp_path / "c.tmp").rename(tmp_path / "c.jpeg")
    assert source.newer(second.number, 3) is not None


def test_a_folder_that_is_not_there_is_absent(sources: list[Source], tmp_path: Path) -> None:
    source = started(sources, open_source(f"folder:{tmp_path / 'none'}"))
    until(lambda: source.lost() is not None and why(source) is Why.ABSENT, 2)
    (tmp_path / "none").mkdir()
    (tmp_path / "none" / "a.jpg").write_bytes(ROOM)
    until(lambda: source.newest() is not None, 3)


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "camera",
        "v4l2:",
        "folder:",
        "https://camera/stream",
        "http://",
        "http://camera:99999/",
        "http://camera/a b",
        "http://camera/\r\nX: y",
        "file:///etc/passwd",
    ],
)
def test_a_wrong_line_of_the_configuration_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match=r"camera|[Pp]ort"):
        open_source(spec)


def test_a_user_and_password_go_as_basic_authorisation_and_not_in_the_host(
    sources: list[Source],
) -> None:
    with far_end(lambda client: client.sendall(HEAD + part(ROOM))) as camera:
        url = f"http://guard:p%40ss@127.0.0.1:{camera.port}/live?q=1"
        started(sources, open_source(url))
        until(lambda: bool(camera.requests), 3)
    lines = camera.requests[0].split(b"\r\n")
    assert lines[0] == b"GET /live?q=1 HTTP/1.0"
    assert f"Host: 127.0.0.1:{camera.port}".encode() in lines
    assert b"Authorization: Basic Z3VhcmQ6cEBzcw==" in lines


def test_a_small_jpeg_that_claims_to_be_huge_costs_nothing() -> None:
    for claimed in (b"\xff\xff\xff\xff", b"\x4e\x20\x4e\x20", b"\x00\x00\x02\x80"):
        claim = ROOM.replace(b"\x01\xe0\x02\x80", claimed, 1)
        assert claim != ROOM
        assert from_jpeg(claim) is None
    assert from_jpeg(ROOM) is not None
    assert from_jpeg(b"") is None
    assert from_jpeg(ROOM[:30]) is None
    assert from_jpeg(b"\xff\xd8" + b"\xff" * 100) is None


def test_lost_says_why_before_the_first_start() -> None:
    assert open_source("v4l2:/dev/video0").lost() == Lost(Why.ABSENT, "not started")
