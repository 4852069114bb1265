"""`kiosk trail`: who let this person in, under which approval, and was the log changed."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccountSet,
    Actor,
    ActorKind,
    Event,
    ExitSigned,
    Fact,
    PermitApproved,
    PermitRequested,
    PersonRecorded,
    SignedIn,
    SignedOut,
    Unmasked,
)
from kiosk.core.people import PersonKind, Role
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.windows import Window
from kiosk.store import keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path
from tests.cli.typing_it import Desk
from tests.store.making import AT, MOMENT, decided

PERMIT = Permit(PermitState.SUBMITTED, "maintenance", ("clinic",), window=Window(AT, None))
NUMBER = "110101200801010019"
GRANTED = {
    "person_id": "p-1",
    "person_kind": PersonKind.CONTRACTOR,
    "permit_id": "q-1",
    "reason": Reason.PERMIT,
    "clause": Clause.N1C,
}


def event(
    actor: str, fact: Fact, why: str | None = None, gate: str | None = "north", **more: object
) -> Event:
    kind = ActorKind.GUARD if actor.startswith("guard") else ActorKind.ACCOUNT
    return Event(MOMENT, Actor(kind, actor), fact, gate, why=why, **more)  # type: ignore[arg-type]  # its fields


@pytest.fixture
def told(empty_desk: Desk) -> Desk:
    """Let a contractor in on a permit of two levels, after a refusal that was lifted."""
    state = empty_desk.state
    state.mkdir(parents=True, exist_ok=True)
    made = keys.create(key_path(state))
    with Log.create(log_path(state), made, "north", 1, MOMENT) as log:
        for account, role in (("li", Role.DEPARTMENT_HEAD), ("zhao", Role.SCHOOL_LEADER)):
            log.append(event("installer", AccountSet(account, role, name="李安", pin_hash="x")))
        log.append(
            event(
                "installer",
                PersonRecorded("p-1", PersonKind.CONTRACTOR, name="张大力", id_number=NUMBER),
            ),
            event("wang/os:root", PermitRequested("q-1", "p-1", PERMIT, 2), "锅炉坏了", None),
            event("li", PermitApproved("q-1", 1), "seen"),
            event("zhao/os:root", PermitApproved("q-1", 2), "agreed", None),
            event("guard-1", SignedIn("guard-1")),
            event("guard-2", SignedIn("guard-2"), gate="south"),
            event("lane-north", decided("v-1", verdict=Verdict.REFER, reason=Reason.ALREADY_INSIDE,
                                        **{k: v for k, v in GRANTED.items() if k != "reason"})),
            event("super-1", decided("v-2", override_of="v-1", **GRANTED), "看过本人"),
            event("guard-1", SignedOut("guard-1")),
            event("lane-north", decided("v-3", direction=Direction.OUT, **GRANTED)),
            event("guard-2", ExitSigned("p-1", "q-1"), "seen off"),
        )  # fmt: skip
    return empty_desk


def test_it_says_who_decided_who_was_signed_in_and_who_approved(told: Desk) -> None:
    found = told.must("trail", "p-1", "--json").json()
    first, lifted, out = found["passages"]
    assert (first["verdict"], first["reason"]) == ("refer", "already_inside")
    assert lifted["decided_by"]["by"] == "super-1"
    assert (lifted["override_of"], lifted["permit_id"]) == ("v-1", "q-1")
    assert [one["signed_in"] and one["signed_in"]["by"] for one in (first, lifted, out)] == [
        "guard-1", "guard-1", None,
    ]  # fmt: skip
    (permit,) = found["permits"]
    assert [(one["step"], one["level"], one["by"], one["typed_by"]) for one in permit["steps"]] == [
        ("request", None, "wang", "os:root"),
        ("approve", 1, "li", None),
        ("approve", 2, "zhao", "os:root"),
    ]
    assert [one["kind"] for one in found["later"]] == ["exit_signed"]
    assert found["verify"]["ok"]
    assert found["verify"]["doubtful"] == []
    rows = {one["pos"] for one in (*found["passages"], *permit["steps"], *found["later"])}
    assert rows <= set(found["verify"]["vouched"])


def test_a_visit_or_a_day_asks_for_less(told: Desk) -> None:
    found = told.must("trail", "v-1", "--json").json()
    assert [one["visit_id"] for one in found["passages"]] == ["v-1", "v-2"]
    assert len(told.must("trail", "p-1", "--on", "2020-02-20", "--json").json()["passages"]) == 3
    assert told.must("trail", "p-1", "--on", "2020-02-21", "--json").json()["passages"] == []
    assert told.must("trail", NUMBER, "--json").json()["person_id"] == "p-1"
    said = told.type("trail", "p-none")
    assert (said.code, len(said.lines)) == (2, 1)
    # A time is no day: the answer would be that of two days.
    assert told.type("trail", "p-1", "--on", "2020-02-20T10:00").code == 2


def test_names_and_reasons_are_masked_until_somebody_says_why_he_looks(told: Desk) -> None:
    out = told.must("trail", "p-1").out
    secrets = ("张大力", "李安", "锅炉坏了", "看过本人", NUMBER)
    assert not [one for one in secrets if one in out]
    assert "nothing was changed" in out
    assert told.type("trail", "p-1", "--unmask").code == 2
    out = told.must("trail", "p-1", "--unmask", "--why", "question of the district").out
    assert not [one for one in secrets if one not in out]
    with told.log() as log:
        assert log.read(log.head() - 1, 1)[0].event.why == "question of the district"


def test_every_look_is_logged_also_at_a_host_and_at_a_visit_of_nobody(told: Desk) -> None:
    nobody = decided("v-9", person_id=None, person_kind=None, override_of="v-8")
    host = PersonRecorded("t-1", PersonKind.STAFF, name="陈老师")
    asked = PermitRequested("q-1", "p-1", PERMIT, 2, "t-1")
    with told.log() as log:
        log.append(event("super-1", nobody, "看过本人"), event("li", host), event("li", asked))
    why = ("--unmask", "--why", "question of the district")
    assert "陈老师" in told.must("trail", "p-1", *why).out
    assert "看过本人" in told.must("trail", "v-9", *why).out
    with told.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    looked = [one.person_id for one in facts if isinstance(one, Unmasked)]
    assert looked == ["p-1", "t-1", "v-9"]


def change(path: Path, pos: int, before: str, after: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        done = raw.execute(
            "UPDATE log SET body = replace(body, ?, ?) WHERE pos = ?", (before, after, pos)
        )
        assert done.rowcount == 1


def test_a_changed_row_is_named_and_what_follows_is_vouched_for_no_more(told: Desk) -> None:
    found = told.must("trail", "p-1", "--json").json()
    approval = found["permits"][0]["steps"][2]["pos"]
    change(log_path(told.state), approval, "zhao", "wang")
    said = told.type("trail", "p-1", "--json")
    assert (said.code, len(said.lines)) == (1, 1)
    verify = said.json()["verify"]
    assert (verify["ok"], verify["first_bad_pos"]) == (False, approval)
    assert min(verify["doubtful"]) == approval
    assert max(verify["vouched"]) < approval
    assert "NOT verified" in told.type("trail", "p-1").out


def test_a_row_that_cannot_be_read_does_not_hide_the_others(told: Desk) -> None:
    found = told.must("trail", "p-1", "--json").json()
    bad = found["passages"][1]["pos"]
    change(log_path(told.state), bad, '"verdict":"grant"', '"verdict":"grand"')
    said = told.type("trail", "p-1", "--json")
    assert said.code == 1
    assert [one["readable"] for one in said.json()["passages"]] == [True, False, True]
