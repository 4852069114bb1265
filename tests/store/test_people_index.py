"""The index of people follows the log step by step, and never knows more than the log does."""

import random

import pytest

from kiosk.core.events import (
    Actor,
    ActorKind,
    CardBound,
    Fact,
    ImportBegun,
    ImportClosed,
    PersonRecorded,
)
from kiosk.core.people import PersonKind
from kiosk.sheets.initials import letters_of
from kiosk.store.log import Log
from kiosk.store.people_index import PeopleIndex
from tests.store.making import MOMENT, event

CLASS = "grade-7/class-3"


@pytest.fixture
def index(log: Log) -> PeopleIndex:
    return log.of(PeopleIndex)


def read(index: PeopleIndex, most: int = 7) -> int:
    steps = 0
    while index.step(most, letters_of):
        steps += 1
    return steps


def pupil(number: int, name: str = "王小明", import_id: str | None = None) -> list[Fact]:
    return [
        PersonRecorded(f"p-{number}", PersonKind.PUPIL, CLASS, import_id, name=name),
        CardBound(f"c-{number}", f"p-{number}", import_id, f"GPS2020{number:04}"),
    ]


def tell(log: Log, *facts: Fact) -> None:
    for fact in facts:
        log.append(event(fact))


def test_everybody_is_found_by_initials_class_and_card(log: Log, index: PeopleIndex) -> None:
    tell(log, *pupil(1), *pupil(2, "李雷"))
    read(index)
    assert index.complete
    assert index.find("wxm") == ["p-1"]
    assert index.find("7/3") == ["p-2", "p-1"]
    assert index.find("0002") == ["p-2"]
    known = index.person("p-2")
    assert known is not None
    assert (known.name, known.card_tail, known.unit) == ("李雷", "0002", CLASS)
    assert index.find("ll", among=["p-1"]) == []


def test_a_record_of_today_replaces_that_of_yesterday(log: Log, index: PeopleIndex) -> None:
    tell(log, *pupil(1))
    read(index)
    tell(log, PersonRecorded("p-1", PersonKind.PUPIL, "grade-8", name="张小明"))
    tell(log, CardBound("c-9", "p-1", number="GPS20209999"))
    read(index)
    assert (index.find("wxm"), index.find("zxm")) == ([], ["p-1"])
    assert index.find("0001") == index.find("9999") == ["p-1"]
    known = index.person("p-1")
    assert known is not None
    assert (known.card_tail, known.unit) == ("9999", "grade-8")


@pytest.mark.parametrize("most", [1, 2, 100])
def test_rows_of_an_import_count_from_its_closing_on(
    log: Log, index: PeopleIndex, most: int
) -> None:
    tell(log, *pupil(1), ImportBegun("i-1", "roster.csv"), *pupil(1, "赵六", import_id="i-1"))
    tell(log, *pupil(2, "钱七", import_id="i-1"), *pupil(3, "孙八"))
    read(index, most)
    assert (index.find("zl"), index.find("qq"), index.find("sb")) == ([], [], ["p-3"])
    tell(log, PersonRecorded("p-2", PersonKind.PUPIL, CLASS, name="周九"))
    tell(log, ImportClosed("i-1", 4))
    read(index, most)
    assert (index.find("zl"), index.find("qq"), index.find("zj")) == (["p-1"], ["p-2"], [])


def test_what_was_erased_leaves_the_memory(log: Log, index: PeopleIndex) -> None:
    tell(log, *pupil(1))
    read(index)
    log.erase(log.head() - 1, MOMENT, Actor(ActorKind.ACCOUNT, "admin"), "asked for")
    read(index)
    assert index.find("wxm") == []
    assert index.find("7/3") == ["p-1"]
    known = index.person("p-1")
    assert known is not None
    assert known.name is None


def test_it_agrees_with_the_records_however_the_steps_fall(log: Log, index: PeopleIndex) -> None:
    chance = random.Random(4)
    names = ["王小明", "李雷", "单雄信", "曾国藩"]
    for n in range(60):
        import_id = f"i-{n % 5}" if chance.random() < 0.4 else None
        tell(log, *pupil(chance.randrange(8), chance.choice(names), import_id))
        if chance.random() < 0.2:
            tell(log, ImportClosed(f"i-{n % 5}", 1))
        if chance.random() < 0.5:
            index.step(chance.randrange(1, 5), letters_of)
    for n in range(5):
        tell(log, ImportClosed(f"i-{n}", 1))
    read(index)
    for number in range(8):
        known, details = index.person(f"p-{number}"), log.lookup.details(f"p-{number}")
        assert (known and known.name) == (details and details.name)


def test_a_step_reads_no_more_than_it_was_told(log: Log, index: PeopleIndex) -> None:
    tell(log, *(fact for n in range(20) for fact in pupil(n)))
    index.step(5, letters_of)
    assert len(index.find("")) == 5
    assert not index.complete
    assert read(index, 5) >= 35 // 5
    assert not index.step(5, letters_of)
