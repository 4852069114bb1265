"""Simulated scanners speak as the vectors state, obey their commands and have their faults."""

from collections.abc import Callable

import pytest

from drivers import registry
from drivers.events import BadFrame, CodeSeen, Reply
from simulators.faults import Fault
from simulators.registry import SCANNERS
from simulators.scanner import gm65, keyboard_wedge
from simulators.scanner.engine import SHOWN_S, Engine
from simulators.scanner.gm65 import Gm65, setup_code
from simulators.scanner.honeywell import Honeywell
from simulators.scanner.newland import Newland
from tests.drivers import vectors

CODE = "GPS20200017"
LINE = CODE.encode() + b"\r"
ACK = bytes.fromhex("02 00 00 01 00 33 31")
LOOK = bytes.fromhex("7E 00 08 01 00 02 01 AB CD")
STOP = bytes.fromhex("7E 00 08 01 00 02 00 AB CD")
SAVE = bytes.fromhex("7E 00 09 01 00 00 00 DE C8")
RESET = bytes.fromhex("7E 00 08 01 00 D9 55 AB CD")
READ_MODE = bytes.fromhex("7E 00 07 01 00 00 01 AB CD")


def write(zone: int, value: int) -> bytes:
    """Return a question that writes one zone, for a sender that cannot compute the CRC."""
    return bytes((0x7E, 0, 8, 1, 0, zone, value, 0xAB, 0xCD))


def stated(device: str, name: str) -> bytes:
    """Return the bytes of one vector."""
    return next(vector.data for vector in vectors.of(device) if name in vector.name)


def test_the_gm65_answers_as_the_vectors_state() -> None:
    device = Gm65(0, {0x0000: 0xD1})
    assert device.step(0, LOOK) == [ACK]
    assert b"".join([ACK, *device.scan(0, CODE)]) == stated("gm65", "the answer to a trigger")
    assert device.step(0, READ_MODE) == [stated("gm65", "zone 0000 is D1")]
    rate = bytes.fromhex("7E 00 07 01 00 2A 02 D8 0F")
    assert device.step(0, rate) == [stated("gm65", "the rate is 9600")]
    beat = bytes.fromhex("7E 00 0A 01 00 00 00 30 1A")
    assert device.step(0, beat + SAVE) == [bytes.fromhex("03 00 00 01 00 33 31"), ACK]
    assert gm65.answer(b"\xd1", checked=False) == bytes.fromhex("02 00 00 01 D1 33 31")


def test_the_gm65_hears_questions_in_pieces_among_noise_and_no_damaged_one() -> None:
    device = Gm65(0)
    assert device.step(0, b"\x00\x7e\x7e" + LOOK[1:5]) == []
    assert device.step(0, LOOK[5:]) == [ACK]
    assert device.step(0, SAVE[:-1] + b"\xc9") == []
    assert device.saves == 0


def test_the_gm65_in_command_mode_looks_when_it_is_told_to_and_for_its_time() -> None:
    device = Gm65(0, {0x0000: 0x01, 0x0006: 0x14})
    assert device.scan(0, CODE) == []
    assert device.step(SHOWN_S + 1, LOOK) == [ACK]
    assert device.scan(3, CODE) == [LINE]
    assert device.scan(3, CODE) == []
    assert device.step(3.5, LOOK) == [ACK, LINE]
    device.step(10, LOOK)
    assert device.scan(12.5, CODE) == []
    device.step(20, LOOK + STOP)
    assert device.scan(20, CODE) == []
    device.step(30, write(0x06, 0) + LOOK)
    assert device.scan(9_999, CODE) == [LINE]


def test_the_gm65_forgets_at_power_off_what_was_not_saved_and_at_a_reset_everything() -> None:
    device = Gm65(0)
    device.step(0, write(0x03, 0x07))
    device.power_cycle(1)
    assert device.step(2, READ_MODE) == []
    assert device.zones[0x0003] == 0x01
    device.step(3, write(0x03, 0x07) + SAVE)
    device.power_cycle(4)
    assert (device.zones[0x0003], device.saves) == (0x07, 1)
    device.step(6, RESET)
    assert device.zones[0x0003] == 0x01


def test_a_printed_setup_code_is_obeyed_for_ever_until_setup_codes_are_off() -> None:
    device = Gm65(0)
    assert device.scan(0, setup_code(0x000D, 0x01)) == []
    device.power_cycle(1)
    assert device.scan(3, CODE) == []
    device.step(4, RESET + write(0x03, 0x03))
    assert device.scan(5, setup_code(0x000D, 0x01)) == [b".SETUP:000D=01\r"]
    assert device.scan(6, CODE) == [LINE]


def test_the_honeywell_answers_settings_as_the_vectors_state() -> None:
    device = Honeywell(0)
    assert device.step(0, b"\x16M\r232BAD9!") == [stated("honeywell", "taken, for now")]
    assert device.step(0, b"\x16M\r232BAD.\x16M\rXXX") == [b"232BAD\x15."]
    assert device.step(0, b"YYY.") == [b"XXXYYY\x05."]
    assert device.step(0, b"noise \x16\x16") == []


def test_the_newland_answers_questions_and_settings() -> None:
    device = Newland(0)
    assert device.step(0, b"?nls0006000nls12x") == [b"\x21", b"\x06", b"\x15"]
    assert device.step(0, b"nls000") == []
    assert device.step(0, b"6000") == [b"\x06"]
    assert device.step(0, b"what\x00") == []


@pytest.mark.parametrize(
    ("make", "look", "stop"),
    [
        (lambda: Honeywell(0, presentation=False), b"\x16T\r", b"\x16U\r"),
        (lambda: Newland(0, waits_for_trigger=True), b"\x1b1", b"\x1b0"),
    ],
)
def test_a_scanner_that_waits_for_its_trigger_looks_once(
    make: Callable[[], Engine], look: bytes, stop: bytes
) -> None:
    device = make()
    assert device.scan(0, CODE) == []
    assert device.step(0.5, look) == [LINE]
    assert device.scan(1, CODE) == []
    device.step(3, look)
    assert device.scan(4, CODE) == [LINE]
    device.step(5, look + stop)
    assert device.scan(6, CODE) == []
    device.step(7, look)
    device.power_cycle(7)
    assert device.scan(9, CODE) == []


def test_the_keyboard_types_the_vectors() -> None:
    with_scan_codes = keyboard_wedge.encode("P-a1")
    groups = [with_scan_codes[at : at + 24] for at in range(0, len(with_scan_codes), 24)]
    keys = [group[16:] for group in groups if group[16] != 4]
    vector = stated("keyboard_wedge", "P-a1")
    assert keys == [vector[at + 16 : at + 24] for at in range(0, len(vector), 24)]


@pytest.mark.parametrize("name", sorted(SCANNERS))
def test_every_scanner_reads_a_code_and_has_its_faults(name: str) -> None:
    device = SCANNERS[name].make(0)
    decoder = registry.decoder(name)

    def read(frames: list[bytes]) -> list[object]:
        return [*decoder.receive(b"".join(frames)), *decoder.idle()]

    assert read(device.scan(0, CODE)) == [CodeSeen(CODE, "unknown")]
    assert device.step(5, b"") == []
    stuck = frozenset({Fault.STUCK})
    wake = device.next_wake()
    assert wake is not None
    assert read(device.step(wake, b"", stuck)) == [CodeSeen(CODE, "unknown")]
    assert device.step(wake + 0.5, b"", stuck) == []
    strange = read(device.scan(10, CODE, "cr", frozenset({Fault.OUT_OF_RANGE})))
    assert [type(event) for event in strange] == [BadFrame]
    device.power_cycle(20)
    assert device.next_wake() is None
    assert device.step(30, b"", stuck) == []
    assert read(device.scan(30, CODE, "none")) == [CodeSeen(CODE, "unknown")]


@pytest.mark.parametrize("name", sorted(set(SCANNERS) - {"line"}))
def test_a_scanner_that_starts_again_sees_nothing_for_a_while(name: str) -> None:
    device = SCANNERS[name].make(0)
    device.power_cycle(1)
    assert device.scan(2, CODE) == []
    assert device.step(2.4, b"?" + LOOK) == []
    assert device.scan(2.6, CODE)


def test_what_a_scanner_answers_is_no_code_for_its_driver() -> None:
    for name, asked in (("gm65", LOOK), ("honeywell", b"\x16M\r232BAD9!"), ("newland", b"?")):
        decoder = registry.decoder(name)
        (answer,) = SCANNERS[name].make(0).step(0, asked)
        events = [*decoder.receive(answer), *decoder.idle()]
        assert [type(event) for event in events] == [Reply]
