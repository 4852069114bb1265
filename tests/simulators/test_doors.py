"""Simulated boards obey the vectors and our driver independently, and fail as they are told to."""

import pytest

from drivers import registry
from drivers.door import hw_667, kmtronic, numato, osdp
from drivers.door.board import Place
from drivers.errors import NoAnswer
from drivers.events import DoorState
from simulators.door.hw_667 import Hw667Board
from simulators.door.kmtronic import KmtronicBoard
from simulators.door.numato import NumatoBoard
from simulators.door.osdp import OsdpPanel, crc16, framed
from simulators.faults import Fault
from simulators.registry import DOORS
from simulators.relays import Switched
from tests.drivers import vectors

PACKETS = {vector.name: vector.data for vector in vectors.of("osdp")}
POLL, PULSE = PACKETS["poll"], PACKETS["output 0 on for one second"]
ACK = PACKETS["acknowledgement"]


def stated(device: str, name: str) -> bytes:
    return next(vector.data for vector in vectors.of(device) if vector.name == name)


@pytest.mark.parametrize(("channel", "on"), [(1, True), (2, True), (1, False), (2, False)])
def test_plain_boards_obey_the_commands_of_the_vectors_and_of_the_driver(
    channel: int, on: bool
) -> None:
    name = f"channel {channel} {'on' if on else 'off'}"
    for device, switch, board in (
        ("kmtronic", kmtronic.switch, KmtronicBoard()),
        ("numato", numato.switch, NumatoBoard()),
    ):
        command = stated(device, name)
        assert switch(channel, on=on) == command
        board.step(0, switch(channel, on=not on))
        changes, _ = board.step(1, command)
        assert changes == [Switched(channel, on, 1)], device


def test_what_boards_answer_is_understood() -> None:
    for device, question in (("kmtronic", b"\xff\x02\x03"), ("numato", b"relay read 1\r")):
        board = DOORS[device].make(0)
        board.step(0, second_on(device))
        _, answers = board.step(1, question)
        assert DoorState(2, on=True) in registry.decoder(device).receive(b"".join(answers))


def second_on(device: str) -> bytes:
    return {"kmtronic": kmtronic.switch, "numato": numato.switch}[device](2, on=True)


def test_a_numato_module_echoes_each_letter_and_prompts() -> None:
    module = NumatoBoard()
    assert module.step(0, b"relay o") == ([], [b"relay o"])
    assert module.step(0, b"n 0\r") == ([Switched(1, True, 0)], [b"n 0\r\n\r>"])
    assert module.step(1, b"relay read 0\r")[1] == [b"relay read 0\r\n\ron\n\r>"]
    assert module.step(2, b"relay explode 0\r") == ([], [b"relay explode 0\r\n\r>"])


def test_an_hw_667_ends_its_own_pulse_and_no_other() -> None:
    board = Hw667Board()
    assert hw_667.on(1.0, False) == stated("hw_667", "on for one second")
    assert board.step(0, hw_667.on(1.0, False)) == ([Switched(1, True, 0)], [])
    assert board.next_wake() == 1.0
    assert board.step(0.9, b"") == ([], [])
    assert board.step(1.0, b"") == ([Switched(1, False, 1.0)], [])
    board.step(2, hw_667.on(1.0, False))
    board.step(2.5, hw_667.on(1.0, True))
    assert board.next_wake() is None
    assert board.relays.on == {1}
    assert board.step(9, hw_667.OFF) == ([Switched(1, False, 9)], [])
    assert hw_667.on(1.1, False) == stated("hw_667", "on")


def test_the_panel_answers_the_published_packets_with_the_published_acknowledgement() -> None:
    panel = OsdpPanel()
    assert panel.step(0, POLL) == ([], [resequenced(ACK, 0)])
    assert panel.step(0, resequenced(POLL, 1)) == ([], [ACK])
    changes, replies = panel.step(1, b"\xff" + resequenced(PULSE, 2))
    assert changes == [Switched(1, True, 1)]
    assert replies == [resequenced(ACK, 2)]
    assert panel.next_wake() == 2.0
    assert panel.step(2.0, b"") == ([Switched(1, False, 2.0)], [])


def resequenced(packet: bytes, sequence: int) -> bytes:
    return framed(packet[1], packet[4] & ~3 | sequence, packet[5:-2])


def test_the_crc_and_the_sum_are_those_of_osdp() -> None:
    for packet in PACKETS.values():
        assert crc16(packet[:-2]) == int.from_bytes(packet[-2:], "little")
    summed = framed(0, 0, b"\x60")
    assert sum(summed) % 256 == 0
    assert OsdpPanel().step(0, summed)[1] == [framed(0x80, 0, b"\x40")]


class Line:
    """A wire without a port: hands what libosdp sends to a panel, and takes its replies."""

    port = "line"

    def __init__(self, panel: OsdpPanel) -> None:
        self.sent: list[bytes] = []
        self.changes: list[Switched] = []
        self._panel = panel
        self._replies = b""

    def write(self, packet: bytes) -> None:
        """Let the panel hear a packet."""
        self.sent.append(packet)
        changes, replies = self._panel.step(float(len(self.sent)), packet)
        self.changes += changes
        self._replies += b"".join(replies)

    def read(self, _timeout_s: float) -> bytes:
        """Return the replies."""
        replies, self._replies = self._replies, b""
        return replies


def test_what_our_driver_puts_on_the_wire_are_the_published_packets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = Line(OsdpPanel())
    board = osdp.board(Place("line", 9600))
    assert isinstance(board, osdp.OsdpBoard)
    for name, method in (("open", lambda _: None), ("read", Line.read), ("write", Line.write)):
        monkeypatch.setattr(
            "drivers.door.osdp.SerialLink." + name,
            lambda _self, *given, method=method: method(line, *given),
        )
    monkeypatch.setattr(osdp.OsdpBoard, "_pause", lambda self, _seconds: self._refresh())
    board.open()
    board.unlock(1.0)
    sent = [packet.removeprefix(b"\xff") for packet in line.sent]
    assert sent[-1] == resequenced(PULSE, sent[-1][4] & 3)
    while sent[-1][5] != 0x60:
        board.tend()
        sent = [packet.removeprefix(b"\xff") for packet in line.sent]
    assert sent[-1] == resequenced(POLL, sent[-1][4] & 3)
    board.lock()
    assert [change.on for change in line.changes] == [True, False]


def body(replies: list[bytes]) -> bytes:
    assert len(replies) == 1
    return replies[0][5:-2]


def ask(panel: OsdpPanel, now: float, sequence: int, command: str) -> bytes:
    return body(panel.step(now, framed(0, 4 | sequence, bytes.fromhex(command)))[1])


def test_the_panel_says_no_to_what_it_does_not_know_and_to_what_is_harmed() -> None:
    panel = OsdpPanel()
    harmed = bytearray(POLL)
    harmed[5] ^= 1
    assert body(panel.step(0, bytes(harmed))[1]) == b"\x41\x01"
    assert ask(panel, 0, 0, "60") == b"\x40"
    assert ask(panel, 0, 1, "9F") == b"\x41\x03"
    assert ask(panel, 0, 2, "68 00 05 0A") == b"\x41\x02"
    assert ask(panel, 0, 3, "68 09 05 0A 00") == b"\x41\x09"
    assert ask(panel, 0, 2, "60") == b"\x41\x04"
    assert ask(panel, 0, 1, "60") == b"\x40"
    assert panel.step(0, framed(5, 4, b"\x60"))[1] == []
    secured = bytes.fromhex("53 00 0A 00 0E 02 15 60")
    packet = secured + crc16(secured).to_bytes(2, "little")
    assert body(panel.step(0, packet)[1]) == b"\x41\x06"


def test_the_panel_repeats_its_last_reply_without_doing_it_twice() -> None:
    panel = OsdpPanel()
    panel.step(0, POLL)
    again = resequenced(PULSE, 1)
    first = panel.step(1, again)
    assert panel.step(1.5, again) == ([], first[1])
    assert panel.next_wake() == 2.0


def test_the_panel_s_outputs_know_lasting_and_passing_states() -> None:
    panel = OsdpPanel()
    assert ask(panel, 0, 0, "68 00 02 00 00") == b"\x40"
    assert panel.relays.on == {1}
    ask(panel, 0, 1, "68 00 06 05 00")
    assert panel.relays.on == set()
    assert panel.step(0.5, b"")[0] == [Switched(1, True, 0.5)]
    ask(panel, 1, 2, "68 00 05 05 00")
    ask(panel, 1, 3, "68 00 03 00 00")
    assert panel.relays.on == {1}
    assert panel.step(1.5, b"")[0] == [Switched(1, False, 1.5)]
    assert ask(panel, 2, 1, "65") == b"\x4a\x00\x00"
    assert ask(panel, 2, 2, "69 00 00 02 01 01 01 02 05 00 00 00 00 00 00") == b"\x40"
    assert ask(panel, 2, 3, "6A 00 02 01 01 01") == b"\x40"
    assert ask(panel, 2, 1, "62")[:4] == b"\x46\x02\x04\x02"
    assert ask(panel, 2, 2, "6E 07 80 25 00 00") == b"\x54\x07\x80\x25\x00\x00"
    assert panel.step(2, framed(0, 7, b"\x60"))[1] == []
    assert panel.step(2, framed(7, 7, b"\x60"))[1] != []


@pytest.mark.parametrize("device", sorted(DOORS))
def test_welded_contacts_and_nonsense_are_faults_of_every_board(device: str) -> None:
    on = {
        "lcus": b"\xa0\x01\x01\xa2",
        "kmtronic": b"\xff\x01\x01",
        "numato": b"relay on 0\r",
        "hw_667": b"\xcc",
        "osdp": framed(0, 4, bytes.fromhex("68 00 05 0A 00")),
    }[device]
    board = DOORS[device].make(0)
    stuck = frozenset({Fault.STUCK})
    assert board.step(0, on, stuck)[0] == []
    assert board.step(0, on)[0] == [Switched(1, True, 0)]
    assert board.step(5, b"", stuck)[0] == []
    board.power_off(6)
    assert board.next_wake() is None
    asked = POLL if device == "osdp" else on
    assert board.step(7, asked, frozenset({Fault.OUT_OF_RANGE}))[1] != board.step(8, asked)[1]


def test_a_port_that_is_not_open_is_no_panel() -> None:
    with pytest.raises(NoAnswer, match="not open"):
        osdp.board(Place("p", 9600)).tend()
