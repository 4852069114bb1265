"""The card on the reader registers a visitor: masked at the terminal, whole only in the log."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.events import PermitRequested, PersonRecorded
from kiosk.core.id_cards import IdCard
from kiosk.core.people import PersonKind
from kiosk.link.messages import RegisterVisitor
from kiosk.station.topics import laid_card
from tests.station.gate import person
from tests.station.office import Office, open_office
from tests.station.world import START

NUMBER, NAME = "810000199001010019", "陈大文"
CARD = IdCard(NUMBER, NAME, date(2015, 1, 1), None)
HOST = "p-0001"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, person(1, PersonKind.STAFF, "office")) as made:
        made.sign_in()
        yield made


def lay(office: Office, card: IdCard | None = CARD) -> dict[str, Any]:
    """Lay a card as the station takes it; gives what the terminal is answered."""
    laid_card.keep(office.bench, card, office.world.now)
    found: dict[str, Any] = office.ask("laid_card")["one"]
    return found


def register(token: str) -> RegisterVisitor:
    until = START + timedelta(hours=8)
    kind = PersonKind.CONTRACTOR
    return RegisterVisitor("", "", kind, "maintenance", ("office",), HOST, until, card=token)


def test_name_and_number_are_masked_and_yet_on_record(office: Office) -> None:
    assert office.ask("laid_card") == {"one": None}
    shown = lay(office)
    assert (shown["name"], shown["number"]) == ("陈**", "810***********0019")
    answer = office.do(register(shown["token"]))
    assert answer.ok, answer.code
    record, request = office.facts()[-2:]
    assert isinstance(record, PersonRecorded)
    assert isinstance(request, PermitRequested)
    assert (record.name, record.id_number, record.kind) == (NAME, NUMBER, PersonKind.CONTRACTOR)
    assert NUMBER not in repr(answer)
    assert office.ask("laid_card") == {"one": None}, "a card registers once"


def test_who_comes_again_is_the_same_person_however_his_name_is_spaced(office: Office) -> None:
    first = (office.do(register(lay(office)["token"])).data or {})["person_id"]
    again = office.do(register(lay(office, IdCard(NUMBER, "陈 大文", START.date(), None))["token"]))
    assert (again.data or {})["person_id"] == first
    other = office.do(register(lay(office, IdCard(NUMBER, "李大文", START.date(), None))["token"]))
    assert other.code == "name_differs"


def test_a_card_is_forgotten_after_a_while_and_by_the_next(office: Office) -> None:
    token = lay(office)["token"]
    lay(office)
    assert office.do(register(token)).code == "card_gone"
    token = lay(office)["token"]
    office.world.at += laid_card.KEPT_S
    assert office.ask("laid_card") == {"one": None}
    assert office.do(register(token)).code == "card_gone"
    office.look()
    assert laid_card.LaidCard not in office.bench.kept


def test_the_card_before_is_forgotten_when_the_next_cannot_be_read(office: Office) -> None:
    token = lay(office)["token"]
    assert lay(office, None) is None
    assert office.do(register(token)).code == "card_gone"


def test_a_number_that_is_none_is_not_kept(office: Office) -> None:
    laid_card.keep(office.bench, IdCard("1", NAME, START.date(), None), office.world.now)
    assert office.ask("laid_card") == {"one": None}
