"""The owner of a GM65: setup codes off, other bits kept, flash spared, and what failed is told."""

from collections.abc import Callable

import pytest

from drivers import registry
from drivers.events import BadFrame, CodeSeen, DriverEvent, Reply
from drivers.scanner import gm65_talk
from drivers.scanner.gm65_talk import NO_ANSWER, NOT_MODE, NOT_OFF, NOT_SAVED, TRIES
from simulators.scanner.gm65 import Gm65, setup_code

STEP_S = 0.05
SILENT_CODE = setup_code(0x000D, 0x01)
"""A printed setup code that switches the serial output off."""

Harm = Callable[[bytes], bytes]


class Desk:
    """The talk, the decoder and the simulated module, joined without a wire."""

    def __init__(self, scanner: Gm65, **options: object) -> None:
        self.scanner = scanner
        self.talk = registry.device("gm65").talk(options)
        self.decoder = registry.decoder("gm65")
        self.now = 0.0
        self.asked: list[bytes] = []
        self.told: list[DriverEvent] = []

    def open(self) -> "Desk":
        """Say that the port is open."""
        self.talk.opened(self.now)
        return self

    def run(
        self, seconds: float = 15.0, to: Harm = lambda x: x, back: Harm = lambda x: x
    ) -> "Desk":
        """Let time pass; `to` and `back` harm what goes to the module and comes back."""
        end = self.now + seconds
        while self.now < end:
            said = self.talk.due(self.now)
            if said:
                self.asked.append(said)
            self.hear(self.scanner.step(self.now, to(said)), back)
            self.now += STEP_S
        return self

    def show(self, text: str) -> list[str]:
        """Show the module a code and return the codes that the kiosk gets for it."""
        before = len(self.told)
        self.hear(self.scanner.scan(self.now, text))
        return [event.payload for event in self.told[before:] if isinstance(event, CodeSeen)]

    def hear(self, frames: list[bytes], back: Harm = lambda x: x) -> None:
        """Hand what the module sends to the kiosk."""
        for frame in frames:
            for event in self.decoder.receive(back(frame)):
                self.told += self.talk.heard(self.now, event)

    def writes(self) -> list[bytes]:
        """Return the questions that changed something."""
        return [said for said in self.asked if said[2] in (0x08, 0x09)]


def whys(desk: Desk) -> list[str]:
    return [event.why for event in desk.told if isinstance(event, BadFrame)]


def test_a_printed_setup_code_harms_until_the_owner_has_opened_the_port() -> None:
    unguarded = Desk(Gm65(0))
    unguarded.show(SILENT_CODE)
    assert unguarded.show("GPS20200017") == []
    guarded = Desk(Gm65(0)).open().run()
    assert guarded.show(SILENT_CODE) == [SILENT_CODE]
    assert guarded.show("GPS20200017") == ["GPS20200017"]
    assert Reply("setup codes are off", b"\x03") in guarded.told


def test_setup_codes_stay_off_when_the_module_loses_power() -> None:
    desk = Desk(Gm65(0)).open().run()
    desk.scanner.power_cycle(desk.now)
    desk.run(3)
    desk.show(SILENT_CODE)
    assert desk.show("GPS20200017") == ["GPS20200017"]


def test_other_bits_of_a_zone_are_kept_and_flash_is_written_once_for_ever() -> None:
    scanner = Gm65(0, {0x0003: 0xA5, 0x0000: 0xD4})
    desk = Desk(scanner, mode="continuous").open().run()
    assert (scanner.zones[0x0003], scanner.zones[0x0000]) == (0xA7, 0xD6)
    assert scanner.saves == 1
    for _ in range(3):
        desk.open().run()
    assert scanner.saves == 1
    assert len(desk.writes()) == 3


@pytest.mark.parametrize(("number", "mode"), [*enumerate(gm65_talk.MODES)])
def test_each_mode_can_be_set(number: int, mode: str) -> None:
    scanner = Gm65(0, {0x0000: 0xD0 | (number + 1) % 4})
    Desk(scanner, mode=mode).open().run()
    assert scanner.zones[0x0000] == 0xD0 | number


def test_a_module_that_answers_nothing_is_asked_three_times_and_its_codes_still_count() -> None:
    desk = Desk(Gm65(0)).open().run(to=lambda _: b"")
    assert len(desk.asked) == TRIES
    assert desk.talk.next_wake() is None
    assert desk.show("GPS20200017") == ["GPS20200017"]
    assert desk.told[0] == BadFrame(b"", NO_ANSWER)
    assert desk.show("GPS20200018") == ["GPS20200018"]
    assert whys(desk) == [NO_ANSWER]


def test_a_module_that_does_not_keep_what_is_written_is_told() -> None:
    def forgets(kind: int, zone: int) -> Harm:
        return lambda said: (
            b"" if said[2:3] == bytes((kind,)) and said[5:6] == bytes((zone,)) else said
        )

    desk = Desk(Gm65(0)).open().run(60, to=forgets(0x08, 0x03))
    desk.show("GPS20200017")
    assert whys(desk) == [NOT_OFF]
    desk = Desk(Gm65(0), mode="command").open().run(60, to=forgets(0x08, 0x00))
    desk.hear([b"x\r"])
    assert whys(desk) == [NOT_MODE]
    desk = Desk(Gm65(0)).open().run(to=forgets(0x09, 0x00))
    desk.show("GPS20200017")
    assert whys(desk) == [NOT_SAVED]


@pytest.mark.parametrize("lost", range(5))
def test_one_lost_answer_is_asked_for_again(lost: int) -> None:
    answers = 0

    def lose(frame: bytes) -> bytes:
        nonlocal answers
        answers += 1
        return b"" if answers == lost + 1 else frame

    desk = Desk(Gm65(0)).open().run(back=lose)
    assert desk.scanner.zones[0x0003] & 2
    desk.show("GPS20200017")
    assert whys(desk) == []


def test_one_turned_bit_in_an_answer_changes_no_other_bit_of_a_zone() -> None:
    for bit in range(8):
        for number in range(1, 4):
            answers = 0

            def turn(frame: bytes, number: int = number, bit: int = bit) -> bytes:
                nonlocal answers
                answers += 1
                if answers != number:
                    return frame
                return frame[:4] + bytes((frame[4] ^ 1 << bit,)) + b"\x33\x31"

            scanner = Gm65(0, {0x0003: 0x41})
            Desk(scanner).open().run(back=turn)
            assert scanner.zones[0x0003] == 0x43, (bit, number)


def test_a_code_read_while_the_owner_asks_is_not_lost() -> None:
    desk = Desk(Gm65(0)).open().run(0.1)
    assert desk.show("GPS20200017") == ["GPS20200017"]
    desk.run()
    assert desk.scanner.zones[0x0003] & 2


def test_with_trigger_the_module_looks_again_and_again() -> None:
    desk = Desk(Gm65(0), trigger=True, read_s=1).open().run(5)
    assert desk.scanner.zones[0x0000] & 3 == 1
    assert desk.show("GPS20200017") == ["GPS20200017"]
    assert desk.show("GPS20200018") == []
    before = len(desk.told)
    desk.run(2)
    assert desk.told[before:] == [CodeSeen("GPS20200018", "unknown")]


def test_a_heartbeat_is_sent_only_when_it_is_asked_for() -> None:
    beat = bytes.fromhex("7E 00 0A 01 00 00 00 30 1A")
    assert beat not in Desk(Gm65(0)).open().run().asked
    assert 9 <= Desk(Gm65(0), heartbeat_s=1.0).open().run(10).asked.count(beat) <= 11


def test_nothing_is_written_to_a_gm812_whose_zones_are_others() -> None:
    desk = Desk(Gm65(0), model="gm812").open().run()
    assert len(desk.asked) == 1
    assert desk.writes() == []
    assert desk.scanner.zones[0x0003] & 2 == 0


@pytest.mark.parametrize(
    "options",
    [
        {"model": "gm66"},
        {"mode": "always"},
        {"mode": 2},
        {"model": "gm812", "mode": "command"},
        {"trigger": "yes"},
        {"trigger": True, "read_s": 0},
        {"heartbeat_s": -1},
        {"heartbeat_s": True},
    ],
)
def test_an_option_that_there_is_not_is_refused(options: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(reversed(options))):
        gm65_talk.talk(options)
