"""`kiosk account` and `kiosk phase`: who may sign in, and how far the campus is open."""

import json

import pytest

from kiosk.cli.moment import now
from kiosk.core.events import Event, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from tests.cli.typing_it import PIN, Desk
from tests.store.making import GUARD


def _account(account: str, role: str, name: str) -> dict[str, object]:
    held = {"person_id": None, "unit": None}
    return {"account": account, "role": role, "name": name, **held, "open": True}


def test_accounts_are_added_listed_and_closed(desk: Desk) -> None:
    desk.must(
        "account", "add", "li", "--role", "guard", "--name", "李师傅", "--pin-stdin", stdin="5823"
    )
    listed = desk.must("account", "list", "--json").json()
    assert listed == [
        _account("li", "guard", "李师傅"),
        _account("wang", "supervisor", "wang"),
    ]
    desk.must("account", "close", "li", "--why", "left")
    assert [one["open"] for one in desk.must("account", "list", "--json").json()] == [False, True]
    with desk.log() as log:
        assert log.lookup.accounts()[0].pin_hash is None


def test_no_two_accounts_share_a_pin(desk: Desk) -> None:
    said = desk.type("account", "add", "li", "--role", "guard", "--pin-stdin", stdin=PIN)
    assert (said.code, len(said.lines)) == (1, 1)
    desk.must("account", "add", "li", "--role", "guard", "--pin-stdin", stdin="5823")
    said = desk.type("account", "pin", "li", "--pin-stdin", stdin=PIN)
    assert (said.code, len(said.lines)) == (1, 1)


def test_an_account_keeps_its_own_pin_and_can_change_it(desk: Desk) -> None:
    with desk.log() as log:
        before = log.lookup.accounts()[0].pin_hash
    desk.must("account", "pin", "wang", "--pin-stdin", stdin="9082")
    with desk.log() as log:
        assert log.lookup.accounts()[0].pin_hash != before
    said = desk.type("account", "add", "wang", "--role", "guard", "--pin-stdin", stdin="1123")
    assert (said.code, len(said.lines)) == (1, 1)
    assert "account pin wang" in said.err


@pytest.mark.parametrize("name", ["", "a b", "../x", "王", "x" * 33, "-x", "\x1b[2J"])
def test_an_account_id_is_plain(desk: Desk, name: str) -> None:
    said = desk.type("account", "add", "--role", "guard", "--pin-stdin", "--", name, stdin="5823")
    assert said.code == 2
    assert "\x1b" not in said.err


def test_an_account_says_whose_it_is_and_for_which_unit(desk: Desk) -> None:
    with desk.log() as log:
        log.append(Event(now(), GUARD, PersonRecorded("t-1", PersonKind.STAFF, name="孙老师")))
    words = ["account", "add", "sun", "--role", "class_teacher", "--unit", "grade-7／class-3"]
    assert desk.type(*words, "--person", "t-9", "--pin-stdin", stdin="5823").code == 2
    desk.must(*words, "--person", "t-1", "--pin-stdin", stdin="5823")
    desk.must("account", "pin", "sun", "--pin-stdin", stdin="5824")
    sun = desk.must("account", "list", "--json").json()[0]
    assert (sun["person_id"], sun["unit"]) == ("t-1", "grade-7/class-3")


def test_a_phase_is_a_named_decision_with_its_reason(desk: Desk) -> None:
    assert desk.must("phase", "show", "--json").json()["phase"] is None
    desk.must(
        "phase",
        "set",
        "staged",
        "--released",
        "九年级",
        "grade-8/class-2",
        "--by",
        "wang",
        "--why",
        "plan of 20 April",
    )
    shown = desk.must("phase", "show", "--json").json()
    assert shown["phase"] == "staged"
    assert shown["released"] == ["九年级", "grade-8/class-2"]
    with desk.log() as log:
        event = log.read(log.head() - 1, 1)[0].event
    assert event.actor.name.startswith("wang/os:")
    assert event.why == "plan of 20 April"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("open", "--why", "x"), 2),
        (("open", "--by", "wang"), 2),
        (("open", "--by", "wang", "--why", "  "), 2),
        (("open", "--by", "nobody", "--why", "x"), 2),
        (("half", "--by", "wang", "--why", "x"), 2),
        (("open", "--released", "grade-9", "--by", "wang", "--why", "x"), 2),
        (("staged", "--released", "grade-9//2", "--by", "wang", "--why", "x"), 2),
    ],
)
def test_a_phase_without_name_reason_or_sense_is_not_set(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    said = desk.type("phase", "set", *words)
    assert said.code == code
    assert said.err
    with desk.log() as log:
        assert log.lookup.phase() is None


def test_only_a_supervisor_sets_the_phase(desk: Desk) -> None:
    desk.must("account", "add", "li", "--role", "guard", "--pin-stdin", stdin="5823")
    said = desk.type("phase", "set", "open", "--by", "li", "--why", "x")
    assert (said.code, len(said.lines)) == (1, 1)
    desk.must("phase", "set", "open", "--by", "wang", "--why", "x")
    desk.must("account", "close", "wang")
    said = desk.type("phase", "set", "normal", "--by", "wang", "--why", "x")
    assert said.code == 2
    with desk.log() as log:
        row = log.lookup.phase()
    assert row is not None
    assert row.phase is Phase.OPEN


def test_a_missing_log_is_one_line_that_says_what_to_do(empty_desk: Desk) -> None:
    said = empty_desk.type("phase", "show")
    assert (said.code, len(said.lines)) == (1, 1)
    assert "kiosk setup" in said.err


def test_json_is_one_document(desk: Desk) -> None:
    said = desk.must("phase", "show", "--json")
    assert said.out.count("\n") == 1
    json.loads(said.out)
