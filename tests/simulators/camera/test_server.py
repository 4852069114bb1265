"""The simulated camera and its owner, over a real socket: seen, lost, back, frozen, dark."""

import resource
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import TypeVar

import pytest

from drivers.camera.reader import CameraReader
from drivers.events import Back, CodeSeen, DeviceEvent, Lost, Seen, Why
from simulators.camera.part import CameraPart
from simulators.camera.server import MOST_CLIENTS, CameraServer
from simulators.orders import person_of
from tests.drivers.camera.far_end import until

Kind = TypeVar("Kind", bound=DeviceEvent)


class Heard:
    """Keeps what a reader says, with the real time of saying it."""

    def __init__(self) -> None:
        self.all: list[tuple[float, Seen]] = []

    def __call__(self, seen: Seen) -> None:
        """Take an event."""
        self.all.append((time.monotonic(), seen))

    def of(self, kind: type[Kind]) -> list[Kind]:
        """List the events of one kind."""
        return [seen.event for _, seen in self.all if isinstance(seen.event, kind)]

    def codes(self) -> set[str]:
        """Tell which texts were seen."""
        return {code.payload for code in self.of(CodeSeen)}


@pytest.fixture
def camera() -> Iterator[CameraServer]:
    server = CameraServer(seed=7, speed=6.0)
    yield server
    server.close()


@pytest.fixture
def heard(camera: CameraServer) -> Iterator[Heard]:
    heard = Heard()
    reader = CameraReader("camera", camera.url, heard)
    reader.start()
    until(lambda: bool(heard.of(Back)), 5)
    yield heard
    began = time.monotonic()
    reader.stop()
    assert time.monotonic() - began < 1.5, "stops at once"
    assert threading.active_count() < 20


def test_a_code_is_seen_with_the_time_of_its_picture_and_gone_after_leaving(
    camera: CameraServer, heard: Heard
) -> None:
    camera.show("GP1:ABC")
    until(lambda: heard.codes() == {"GP1:ABC"}, 5)
    at, seen = next(one for one in heard.all if isinstance(one[1].event, CodeSeen))
    assert seen.device == "camera"
    assert 0 <= at - seen.at < 0.5
    camera.leave()
    camera.show("S2026", "Code128", "card")
    until(lambda: heard.codes() == {"GP1:ABC", "S2026"}, 5)
    assert heard.of(Lost) == []


def test_an_unplug_is_said_once_within_two_seconds_and_the_return_once_within_three(
    camera: CameraServer, heard: Heard
) -> None:
    for round_ in (1, 2):
        camera.unplug()
        assert until(lambda count=round_: len(heard.of(Lost)) == count, 2) < 2  # type: ignore[misc] # a lambda's default has no declared type
        camera.replug()
        assert until(lambda count=round_: len(heard.of(Back)) == 1 + count, 3) < 3  # type: ignore[misc] # as above
    assert {lost.why for lost in heard.of(Lost)} <= {Why.UNPLUGGED, Why.ABSENT}
    camera.show("AGAIN")
    until(lambda: heard.codes() == {"AGAIN"}, 5)


def test_a_frozen_picture_is_noticed_within_five_seconds(
    camera: CameraServer, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The real figure is 4 s; the suite has no time for it.
    monkeypatch.setattr("drivers.camera.health.FROZEN_S", 0.8)
    camera.show("HELD")
    until(lambda: heard.codes() == {"HELD"}, 5)
    camera.freeze()
    seen = len(heard.of(CodeSeen))
    until(lambda: heard.of(Lost) == [Lost(Why.BLIND, "the picture is frozen")], 3)
    assert len(heard.of(CodeSeen)) <= seen + 1, "a frozen picture presents nothing again"
    camera.clear()
    until(lambda: len(heard.of(Back)) == 2, 2)


def test_a_dark_picture_is_noticed(
    camera: CameraServer, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drivers.camera.health.BLIND_S", 0.5)
    camera.black()
    until(lambda: heard.of(Lost) == [Lost(Why.BLIND, "the picture is dark")], 4)
    camera.clear()
    until(lambda: len(heard.of(Back)) == 2, 2)


def test_a_client_that_does_not_read_holds_up_nobody(camera: CameraServer, heard: Heard) -> None:
    with socket.create_connection(
        ("127.0.0.1", int(camera.url.split(":")[2].split("/")[0]))
    ) as one:
        one.sendall(b"GET / HTTP/1.0\r\n\r\n")
        camera.show("STILL HERE")
        until(lambda: heard.codes() == {"STILL HERE"}, 5)


def test_more_clients_than_a_camera_has_are_sent_away(camera: CameraServer) -> None:
    port = int(camera.url.split(":")[2].split("/")[0])
    clients = [socket.create_connection(("127.0.0.1", port), 2) for _ in range(MOST_CLIENTS + 1)]
    try:
        assert clients[-1].recv(10) == b""
    finally:
        for client in clients:
            client.close()


def test_memory_stays_flat_while_codes_come_and_go(camera: CameraServer, heard: Heard) -> None:
    def a_visit(number: int) -> None:
        camera.show(f"VISIT {number}")
        until(lambda: f"VISIT {number}" in heard.codes(), 5)

    for number in range(4):
        a_visit(number)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(4, 8):
        a_visit(number)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000, "kilobytes"


@pytest.fixture
def part() -> Iterator[CameraPart]:
    camera = CameraPart(1, 20.0, lambda: time.monotonic() * 20)
    camera.start(0.0)
    yield camera
    camera.stop()


def test_the_gatehouse_orders_the_camera(part: CameraPart) -> None:
    heard = Heard()
    reader = CameraReader("camera", part.address, heard)
    reader.start()
    code = {"text": "S2026", "symbology": "Code128"}
    approach = {"do": "approach", "id": "v1", "person": {"shown": [36.6], "code": code}}
    assert not part.order(0.0, approach), "the thermometer takes it too"
    assert person_of(approach["person"])[0].shown == (36.6,)  # type: ignore[arg-type] # a dict of mixed values
    until(lambda: heard.codes() == {"S2026"}, 15)
    assert not part.order(0.0, {"do": "leave"})
    assert part.order(0.0, {"do": "show", "text": "GP1:X", "beside": {"text": "GP1:Y"}})
    until(lambda: {"GP1:X", "GP1:Y"} <= heard.codes(), 15)
    assert part.order(0.0, {"do": "hide"})
    assert part.order(0.0, {"do": "unplug", "device": "camera"})
    until(lambda: bool(heard.of(Lost)), 15)
    assert part.order(0.0, {"do": "replug", "device": "camera"})
    assert part.order(0.0, {"do": "fault", "device": "camera", "name": "black"})
    assert part.order(0.0, {"do": "clear", "device": "camera"})
    reader.stop()


def test_what_is_not_for_the_camera_is_left_alone_and_nonsense_is_an_error(
    part: CameraPart,
) -> None:
    assert not part.order(0.0, {"do": "unplug", "device": "door"})
    assert not part.order(0.0, {"do": "fault", "device": "camera", "name": "noise"})
    assert not part.order(0.0, {"do": "scan", "text": "A"})
    with pytest.raises(ValueError, match="shows QR and Code128"):
        part.order(0.0, {"do": "show", "text": "A", "symbology": "ITF"})


def test_it_stands_alone_and_prints_where_it_is() -> None:
    command = [sys.executable, "-m", "simulators", "camera", "--code", "ALONE", "--speed", "10"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        heard = Heard()
        reader = CameraReader("camera", process.stdout.readline().strip(), heard)
        reader.start()
        try:
            until(lambda: heard.codes() == {"ALONE"}, 10)
        finally:
            reader.stop()
            process.terminate()
    assert process.returncode == 0
