"""The talk with a card reader: find, select, read; a card is told once, a bad one told to lay."""

from collections.abc import Sequence
from datetime import date

import pytest

from drivers import registry
from drivers.card_reader import sam_v, sam_v_talk
from drivers.card_reader.sam_v_talk import UNREAD, SamVTalk, talk
from drivers.events import BadFrame, CardRead, DriverEvent, Reply
from simulators.card_reader.sam_v import SamV
from simulators.cards import Card, CardKind
from simulators.faults import Fault

CARD = Card(CardKind.CITIZEN, "张三", "11010519491231002X", "19491231")
SECOND = Card(CardKind.HK_MO_TW, "陈小明", "810000199001010019", "19900101")
READ = CardRead(
    "citizen",
    "张三",
    "11010519491231002X",
    "male",
    date(1949, 12, 31),
    date(2015, 1, 1),
    date(2035, 1, 1),
)


class FindsAgain(SamV):
    """A reader that finds a card again that it has read; `mute` when it sends no card."""

    mute = False

    def step(self, now: float, heard: bytes, faults: frozenset[Fault] = frozenset()) -> list[bytes]:
        """Answer, and forget that the card was read."""
        answers = super().step(now, heard, faults)
        self._was_read = False
        return [answer for answer in answers if len(answer) < 100 or not self.mute]


class Desk:
    """A reader, its talk and its decoder, turned in steps of 10 ms."""

    def __init__(self, reader: SamV, conversation: SamVTalk | None = None) -> None:
        self.reader = reader
        self.talk = SamVTalk() if conversation is None else conversation
        self.decoder = registry.decoder("sam_v")
        self.faults: frozenset[Fault] = frozenset()
        self.now = 0.0
        self.said: list[bytes] = []
        self.talk.opened(0.0)

    def run(self, seconds: float) -> list[DriverEvent]:
        """Return what the kiosk is told meanwhile."""
        told: list[DriverEvent] = []
        for _ in range(round(seconds * 100)):
            self.now += 0.01
            said = self.talk.due(self.now)
            self.said += [said] * bool(said)
            answers = self.reader.step(self.now, said, self.faults)
            told += self.hear(b"".join(answers))
        return told

    def hear(self, data: bytes) -> list[DriverEvent]:
        """Return what the kiosk is told for these bytes; none is a silence."""
        told: list[DriverEvent] = []
        for event in self.decoder.receive(data) + ([] if data else self.decoder.idle()):
            told += self.talk.heard(self.now, event)
        return told


def test_without_a_card_it_looks_every_300_ms_and_says_nothing() -> None:
    desk = Desk(SamV(0))
    assert desk.run(3.0) == []
    assert set(desk.said) == {sam_v.FIND}
    assert 8 <= len(desk.said) <= 11


@pytest.mark.parametrize("baud", [115200, 9600])
def test_a_card_is_told_once_until_it_is_laid_again(baud: int) -> None:
    desk = Desk(SamV(0, baud=baud))
    desk.reader.lay(0, CARD)
    assert desk.run(4.0) == [READ]
    assert desk.said[:3] == [sam_v.FIND, sam_v.SELECT, sam_v.READ]
    desk.reader.take_away(desk.now)
    assert desk.run(1.0) == []
    desk.reader.lay(desk.now, CARD)
    assert desk.run(3.0) == [READ]


def test_a_reader_that_finds_a_card_it_has_read_tells_it_once_as_well() -> None:
    desk = Desk(FindsAgain(0))
    desk.reader.lay(0, CARD)
    assert desk.run(4.0) == [READ]
    assert desk.said.count(sam_v.READ) > 2
    desk.reader.lay(desk.now, SECOND)
    assert what(desk.run(2.0)) == ["CardRead"]


def test_a_card_that_cannot_be_selected_is_tried_three_times_and_told_once() -> None:
    desk = Desk(SamV(0))
    desk.faults = frozenset({Fault.STUCK})
    desk.reader.lay(0, CARD)
    assert what(desk.run(5.0)) == [UNREAD]
    assert desk.said.count(sam_v.SELECT) > sam_v_talk.TRIES
    desk.reader.take_away(desk.now)
    desk.run(1.0)
    desk.reader.lay(desk.now, CARD)
    assert what(desk.run(5.0)) == [UNREAD], "the next one is told as well"
    desk.faults = frozenset()
    assert desk.run(2.0) == [READ], "and read as soon as it lies well"


def what(events: Sequence[DriverEvent]) -> list[str]:
    return [event.what if isinstance(event, Reply) else type(event).__name__ for event in events]


def test_a_card_with_an_impossible_number_is_told_as_not_read() -> None:
    desk = Desk(SamV(0))
    desk.faults = frozenset({Fault.OUT_OF_RANGE})
    desk.reader.lay(desk.now, CARD)
    assert what(desk.run(3.0)) == [UNREAD]
    desk.faults = frozenset()
    desk.reader.lay(desk.now, CARD)
    assert desk.run(1.0) == [READ]


def test_a_read_that_never_answers_is_told_and_does_not_end_the_talk() -> None:
    reader = FindsAgain(0)
    desk = Desk(reader)
    reader.mute = True
    reader.lay(0, CARD)
    assert what(desk.run(12.0)) == [UNREAD]
    reader.mute = False
    assert desk.run(3.0) == [READ]


def test_a_bad_frame_while_a_card_is_read_begins_again_with_find() -> None:
    desk = Desk(SamV(0))
    desk.reader.lay(0, CARD)
    desk.run(0.1)
    assert desk.talk.heard(desk.now, BadFrame(b"", "checksum")) == ()
    assert desk.talk.due(desk.now + sam_v_talk.FIND_EVERY_S) == sam_v.FIND


def test_an_old_module_is_asked_without_fingerprints_for_good() -> None:
    desk = Desk(SamV(0, old_firmware=True), talk({"command": "30 10"}))
    for _ in range(2):
        desk.reader.lay(desk.now, CARD)
        assert desk.run(2.0) == [READ]
        desk.reader.take_away(desk.now)
        desk.run(1.0)
    assert desk.said.count(sam_v.READ_WITH_PRINTS) == 1


@pytest.mark.parametrize("fingers", [0, 1, 2])
def test_a_new_module_may_be_asked_with_fingerprints(fingers: int) -> None:
    desk = Desk(SamV(0, fingers=fingers), talk({"command": "30 10"}))
    desk.reader.lay(0, CARD)
    assert desk.run(2.0) == [READ]
    assert sam_v.READ not in desk.said


def test_an_unknown_command_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="30 01, 30 10"):
        talk({"command": "30 05"})
