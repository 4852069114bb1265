"""The simulated card reader sends what the vectors state, in the time that its bytes take."""

import pytest

from simulators.card_reader import sam_v_card
from simulators.card_reader.sam_v import SamV, card_data, encode
from simulators.cards import Card, CardKind
from simulators.faults import RESTART_S, Fault
from tests.drivers import vectors

VECTORS = {vector.name: vector for vector in vectors.of("sam_v")}
CITIZEN = Card(CardKind.CITIZEN, "张三", "11010519491231002X", "19491231")
ENGLISH = "ZHENGJIAN, YANGBEN"
LONG = "ABCDEFGHIJKLMNOPQRSTUVWXYZ, ABCDEFG HIJKLMNOP"
START = "AA AA AA 96 69 "
FIND, SELECT, READ, PRINTS, AGAIN, CHECK, SAM_NUMBER, RESET = (
    bytes.fromhex(START + rest)
    for rest in (
        "00 03 20 01 22",
        "00 03 20 02 21",
        "00 03 30 01 32",
        "00 03 30 10 23",
        "00 03 30 03 30",
        "00 03 11 FF ED",
        "00 03 12 FF EE",
        "00 03 10 FF EC",
    )
)


def text_of(name: str) -> bytes:
    return VECTORS[name].data[14:270]


@pytest.mark.parametrize(
    ("name", "card"),
    [
        ("a citizen", CITIZEN),
        (
            "a citizen with a card for the long term",
            Card(CardKind.CITIZEN, "张三", CITIZEN.number, "19491231", "2", valid_to=None),
        ),
        (
            "a resident of Hong Kong",
            Card(
                CardKind.HK_MO_TW,
                "陈小明",
                "810000199001010019",
                "19900101",
                valid_from="20200101",
                valid_to="20250101",
            ),
        ),
        (
            "a foreigner with a card of 2017, a public specimen whose own check fails",
            Card(
                CardKind.FOREIGN_2017,
                "证件样本",
                "CAN110081080319",
                "19810803",
                "2",
                "20180315",
                "20280314",
                ENGLISH,
                "CAN",
            ),
        ),
        (
            "a foreigner of 2023 whose English name goes on in the second field",
            Card(
                CardKind.FOREIGN_2023,
                "",
                "931586198001010028",
                "19800101",
                "1",
                "20230808",
                "20330807",
                LONG,
                "PAK",
            ),
        ),
    ],
)
def test_the_text_of_each_layout_is_that_of_the_vectors(name: str, card: Card) -> None:
    made, stated = bytearray(sam_v_card.text(card)), bytearray(text_of(name))
    # Addresses and authorities are not the same people's; nobody reads them.
    for place in (slice(52, 122), slice(158, 188)):
        if card.kind in (CardKind.CITIZEN, CardKind.HK_MO_TW):
            made[place] = stated[place] = bytes(place.stop - place.start)
    assert made == stated


@pytest.mark.parametrize(
    ("name", "status", "data"),
    [
        ("card found", 0x9F, bytes(4)),
        ("card selected", 0x90, bytes(8)),
        ("no card", 0x80, b""),
        ("status check", 0x90, b""),
        ("select failed", 0x81, b""),
        ("read failed", 0x41, b""),
        ("request damaged", 0x10, b""),
    ],
)
def test_answers_are_those_that_were_published(name: str, status: int, data: bytes) -> None:
    assert encode(bytes((status,)), data) == VECTORS[name].data


@pytest.mark.parametrize(("fingers", "size"), [(None, 1295), (0, 1297), (1, 1809), (2, 2321)])
def test_a_read_is_as_long_as_the_facts_say(fingers: int | None, size: int) -> None:
    assert len(encode(b"\x90", card_data(CITIZEN, fingers))) == size


class Asked:
    """A reader that is asked one thing after the other, and answers when its bytes are out."""

    def __init__(self, reader: SamV) -> None:
        self.reader = reader
        self.now = 0.0

    def __call__(self, command: bytes, faults: frozenset[Fault] = frozenset()) -> str:
        """Give the status of the answer, and how many bytes it has."""
        answers = self.reader.step(self.now, command, faults)
        assert answers == [], "an answer takes time"
        due = self.reader.next_wake()
        assert due is not None
        assert self.reader.step(due - 0.001, b"", faults) == []
        (answer,) = self.reader.step(due, b"", faults)
        self.now = due
        return f"{answer[9]:02X} {len(answer)}"


@pytest.fixture
def ask() -> Asked:
    asked = Asked(SamV(0))
    asked.reader.lay(0, CITIZEN)
    return asked


def test_find_select_and_read_belong_together_and_a_read_card_is_not_found(ask: Asked) -> None:
    assert ask(READ) == "41 11"
    assert ask(SELECT) == "81 11"
    assert [ask(FIND), ask(SELECT), ask(READ)] == ["9F 15", "90 19", "90 1295"]
    assert [ask(FIND), ask(AGAIN), ask(READ)] == ["80 11", "91 11", "41 11"]
    ask.reader.take_away(ask.now)
    assert [ask(FIND), ask(AGAIN)] == ["80 11", "41 11"]
    ask.reader.lay(ask.now, CITIZEN)
    assert ask(FIND) == "9F 15"


def test_what_it_does_not_know_or_hears_damaged_is_answered_as_the_facts_say(ask: Asked) -> None:
    assert ask(FIND[:-1] + b"\0") == "10 11"
    assert ask(bytes.fromhex(START + "00 03 77 00 74")) == "21 11"
    assert [ask(RESET), ask(CHECK), ask(SAM_NUMBER)] == ["90 11", "90 11", "90 27"]
    assert ask(b"\xaa\x00\xaa" + FIND) == "9F 15", "after noise"


def test_an_old_module_does_not_know_the_read_with_fingerprints() -> None:
    asked = Asked(SamV(0, old_firmware=True))
    asked.reader.lay(0, CITIZEN)
    assert [asked(FIND), asked(SELECT), asked(PRINTS)] == ["9F 15", "90 19", "21 11"]
    assert [asked(FIND), asked(SELECT), asked(READ)] == ["9F 15", "90 19", "90 1295"]


@pytest.mark.parametrize(("baud", "at_least_s"), [(115200, 0.112), (9600, 1.348)])
def test_a_read_takes_the_time_of_its_bytes(baud: int, at_least_s: float) -> None:
    asked = Asked(SamV(0, baud=baud))
    asked.reader.lay(0, CITIZEN)
    asked(FIND)
    asked(SELECT)
    before = asked.now
    asked(READ)
    assert at_least_s < asked.now - before < at_least_s + 0.5


def test_its_own_faults_are_those_that_it_says(ask: Asked) -> None:
    stuck = frozenset({Fault.STUCK})
    assert [ask(FIND, stuck), ask(SELECT, stuck)] == ["9F 15", "81 11"]
    ask.reader.power_cycle(ask.now)
    assert ask.reader.step(ask.now + RESTART_S - 0.01, FIND) == []
    ask.now += RESTART_S
    assert ask(FIND) == "9F 15"
    wrong = sam_v_card.impossible(CITIZEN)
    assert wrong.number[:-1] == CITIZEN.number[:-1]
    assert wrong.number != CITIZEN.number
