"""The owner of a camera says lost once, whatever the far end does, and tells nothing broken."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from drivers.camera.reader import CameraReader
from drivers.events import Back, CodeSeen, Lost, Seen, Why
from tests.drivers.camera.draw import frame, qr
from tests.drivers.camera.far_end import HEAD, FarEnd, far_end, jpeg, part, until

SHOWN = jpeg(frame((qr("A1"), 200, 100)))


@contextmanager
def reading(url: str) -> Iterator[list[Seen]]:
    """Read a camera for the length of a test."""
    heard: list[Seen] = []
    reader = CameraReader("entry", url, heard.append, lambda: 77.0)
    reader.start()
    try:
        yield heard
    finally:
        reader.stop()


def test_a_camera_that_fails_again_and_again_is_lost_once() -> None:
    with far_end(lambda client: client.sendall(b"HTTP/1.0 503 Busy\r\n\r\n")) as camera:
        with reading(camera.url) as heard:
            until(lambda: camera.connections >= 4, 5)
        assert [(one.device, one.at) for one in heard] == [("entry", 77.0)]
        assert isinstance(heard[0].event, Lost)
        assert heard[0].event.why is Why.REFUSED


def test_pictures_that_cannot_be_decoded_are_no_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drivers.camera.reader.BROKEN_S", 0.3)
    ends: list[FarEnd] = []

    def broken(client: socket.socket) -> None:
        client.sendall(HEAD)
        number = 0
        while not ends[0].closing.wait(0.02):
            number += 1
            client.sendall(part(b"\xff\xd8 broken %d" % number))

    with far_end(broken) as camera:
        ends.append(camera)
        with reading(camera.url) as heard:
            until(lambda: bool(heard), 5)
            assert heard[0].event == Lost(Why.BLIND, "the pictures are broken")


def test_the_same_picture_again_is_not_decoded_again() -> None:
    ends: list[FarEnd] = []
    sent: list[int] = []

    def repeat(client: socket.socket) -> None:
        client.sendall(HEAD)
        while not ends[0].closing.wait(0.01):
            client.sendall(part(SHOWN))
            sent.append(1)

    with far_end(repeat) as camera:
        ends.append(camera)
        with reading(camera.url) as heard:
            until(lambda: len(sent) >= 30, 5)
        assert [one.event for one in heard] == [Back(), CodeSeen("A1", "QR")]


def test_a_wrong_address_is_told_before_anything_starts() -> None:
    with pytest.raises(ValueError, match="camera"):
        CameraReader("entry", "ftp://camera/", lambda _: None)
