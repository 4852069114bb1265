"""Whoever has no resident ID is known at the gate by the document that the school has on record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.events import CardBound, CardRevoked, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.request import CredentialKind, CredentialState
from kiosk.station.attempt import Attempt, identify
from kiosk.store import keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path
from tests.store.making import AT, MOMENT, event

PEOPLE = {
    "p-taiwan": "830000199201300022",
    "p-foreign": "931586198001010028",
    "p-older": "PAK310080010103",
    "p-unchecked": "CAN110081080319",
    "p-hongkong": "H12345678",
    "p-passport": "E12345678",
}


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    made = Log.create(log_path(tmp_path), keys.create(key_path(tmp_path)), "north", 1, MOMENT)
    for person_id, number in PEOPLE.items():
        made.append(event(PersonRecorded(person_id, PersonKind.VISITOR, id_number=number)))
    made.append(event(PersonRecorded("p-pupil", PersonKind.PUPIL)))
    yield made
    made.close()


def shown(log: Log, payload: str, typed_by: str | None = None) -> Attempt:
    return identify(payload, log.lookup, {}, AT, typed_by)


@pytest.mark.parametrize(("person_id", "number"), PEOPLE.items())
def test_every_kind_of_document_says_who_it_is(log: Log, person_id: str, number: str) -> None:
    read = shown(log, number)
    assert (read.person_id, read.presented.kind) == (person_id, CredentialKind.ID_CARD)
    assert read.presented.state is CredentialState.VALID
    typed = shown(log, f" {number.lower()} ", "guard-1")
    assert (typed.person_id, typed.presented.kind) == (person_id, CredentialKind.TYPED)
    assert typed.tail is not None
    assert len(typed.tail) * 2 < len(number)


def test_a_card_that_looks_like_a_document_is_a_card_first(log: Log) -> None:
    log.append(event(CardBound("c1", "p-pupil", number="E12345678")))
    read = shown(log, "E12345678")
    assert (read.person_id, read.card_id) == ("p-pupil", "c1")
    assert read.presented.kind is CredentialKind.SCHOOL_CARD


def test_a_revoked_card_is_not_looked_up_as_a_document(log: Log) -> None:
    log.append(event(CardBound("c1", "p-pupil", number="E12345678")))
    log.append(event(CardRevoked("c1", "lost")))
    read = shown(log, "E12345678")
    assert (read.person_id, read.presented.state) == ("p-pupil", CredentialState.REVOKED)


def test_a_card_that_looks_like_an_older_document_is_found(log: Log) -> None:
    number = "USA110099123101"
    assert shown(log, number).presented.state is CredentialState.UNKNOWN
    log.append(event(CardBound("c2", "p-pupil", number=number)))
    assert shown(log, number).card_id == "c2"


@pytest.mark.parametrize("number", ["E87654321", "S000417", "810000199408230021"])
def test_a_number_that_nobody_has_is_unknown(log: Log, number: str) -> None:
    read = shown(log, number)
    assert (read.person_id, read.presented.state) == (None, CredentialState.UNKNOWN)
