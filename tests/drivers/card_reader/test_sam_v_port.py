"""A card reader on a real pty: a card is told once for each time that it is laid."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from drivers.events import Back, CardRead, Lost, OtherBaud, Reply, Seen, Why
from drivers.reader import serial_reader
from tests.drivers.gatehouse import Gatehouse, Heard, gatehouse

SPEED = 8.0
CARD = {
    "kind": "citizen",
    "name": "张三",
    "number": "11010519491231002X",
    "birth": "19491231",
}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Gatehouse]:
    with gatehouse(tmp_path / "gate", SPEED, "card_reader") as running:
        yield running


@contextmanager
def reading(house: Gatehouse, baud: int | None = None) -> Iterator[Heard[Seen]]:
    heard: Heard[Seen] = Heard()

    def now() -> float:
        return time.monotonic() * SPEED

    port = house.port("card_reader")
    reader = serial_reader("id", "sam_v", port, heard.add, now, baud=baud, rate=SPEED)
    reader.start()
    try:
        yield heard
    finally:
        reader.stop()


def is_back(seen: Seen) -> bool:
    return isinstance(seen.event, Back)


def is_card(seen: Seen) -> bool:
    return isinstance(seen.event, CardRead)


def is_lost(seen: Seen) -> bool:
    return isinstance(seen.event, Lost)


def is_unread(seen: Seen) -> bool:
    return isinstance(seen.event, Reply)


def cards(heard: Heard[Seen]) -> int:
    return sum(is_card(seen) for seen in list(heard))


def test_a_card_is_told_once_for_each_time_it_is_laid(house: Gatehouse) -> None:
    with reading(house) as heard:
        heard.until(is_back)
        house.order("lay", card=CARD)
        first = heard.until(is_card)
        assert isinstance(first.event, CardRead)
        assert (first.event.name, first.event.id_number) == (CARD["name"], CARD["number"])
        house.order("fault", device="card_reader", name="restart")
        before = len(heard)
        house.order("take_away")
        # Somebody else's card proves that the first was not told again meanwhile.
        house.order("lay", card={**CARD, "name": "李四"})
        other = heard.until(is_card, before)
        assert isinstance(other.event, CardRead)
        assert other.event.name == "李四"
        assert cards(heard) == 2
        assert [type(seen.event) for seen in heard if not is_card(seen)] == [Back]


def test_the_fault_of_each_name_is_told_as_what_it_is(house: Gatehouse) -> None:
    with reading(house) as heard:
        heard.until(is_back)
        house.order("fault", device="card_reader", name="stuck")
        house.order("lay", card=CARD)
        heard.until(is_unread)
        assert cards(heard) == 0
        house.order("clear", device="card_reader")
        heard.until(is_card)
        house.order("fault", device="card_reader", name="freeze")
        lost = heard.until(is_lost)
        assert lost.event == Lost(Why.SILENT)


def test_a_reader_that_was_set_to_another_rate_is_found_and_told(house: Gatehouse) -> None:
    with reading(house, baud=9600) as heard:

        def found(seen: Seen) -> bool:
            return seen.event == OtherBaud(115200, 9600)

        heard.until(found)
        house.order("lay", card=CARD)
        heard.until(is_card)
