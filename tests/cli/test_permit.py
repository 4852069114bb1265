"""`kiosk permit`: who may enter, for what, how far, when and how often, and who decided it."""

import pytest

from kiosk.core.events import PermitRecorded
from kiosk.core.permits import PermitState
from tests.cli.test_people import bring_in
from tests.cli.typing_it import Desk, Said

BY = ("--by", "wang", "--why", "boiler")
WHEN = ("--from", "2026-02-24T08:00", "--until", "2026-02-24T12:00")


@pytest.fixture
def plumber(desk: Desk) -> str:
    """Bring in a contractor while the return is staged."""
    desk.must("phase", "set", "staged", "--by", "wang", "--why", "plan")
    (person,) = bring_in(desk, "施工维保,张工,,水电公司,W00001,,,").json()["people"]
    return str(person["person_id"])


def ask(desk: Desk, person: str, *words: str) -> Said:
    return desk.type("permit", "add", "--person", person, "--json", *words)


def test_a_permit_is_recorded_with_window_areas_entries_and_author(
    desk: Desk, plumber: str
) -> None:
    said = ask(
        desk,
        plumber,
        "--purpose",
        "maintenance",
        "--areas",
        "clinic, outdoors",
        "--points",
        "north",
        "--entries",
        "2",
        *WHEN,
        *BY,
    )
    assert said.code == 0, said.err
    found = said.json()
    assert found["status"] == "submitted"
    assert found["areas"] == ["clinic", "outdoors"]
    assert found["access_points"] == ["north"]
    assert (found["entries"], found["used"]) == (2, 0)
    assert (found["from"], found["until"]) == (
        "2026-02-24T00:00:00.000000+00:00",
        "2026-02-24T04:00:00.000000+00:00",
    )
    with desk.log() as log:
        event = log.read(log.head() - 1, 1)[0].event
    assert isinstance(event.fact, PermitRecorded)
    assert event.fact.permit.state is PermitState.SUBMITTED
    assert event.actor.name.startswith("wang/os:")
    assert event.why == "boiler"


def test_a_permit_is_approved_rejected_and_revoked_by_name(desk: Desk, plumber: str) -> None:
    permit = ask(desk, plumber, "--purpose", "maintenance", *WHEN, *BY).json()["permit_id"]
    for verb, status in (("approve", "approved"), ("reject", "rejected"), ("revoke", "revoked")):
        assert desk.must("permit", verb, permit, *BY, "--json").json()["status"] == status
        (listed,) = desk.must("permit", "list", "--json").json()
        assert listed["status"] == status
    assert desk.type("permit", "approve", permit, "--by", "wang").code == 2
    assert desk.type("permit", "approve", "q-none", *BY).code == 2


def test_only_a_supervisor_approves(desk: Desk, plumber: str) -> None:
    desk.must("account", "add", "li", "--role", "guard", "--pin-stdin", stdin="5823")
    mine = ("--by", "li", "--why", "asked at the gate")
    asked = ask(desk, plumber, "--purpose", "maintenance", *mine)
    assert asked.code == 0
    said = ask(desk, plumber, "--purpose", "maintenance", "--status", "approved", *mine)
    assert (said.code, len(said.lines)) == (1, 1)
    said = desk.type("permit", "approve", asked.json()["permit_id"], *mine)
    assert (said.code, len(said.lines)) == (1, 1)


@pytest.mark.parametrize(
    ("phase", "purpose", "areas", "clause"),
    [
        ("staged", "maintenance", "gym", "N1d"),
        ("staged", "maintenance", "office,library", "N1d"),
        ("closed", "delivery", "office", "N1d"),
        ("closed", "maintenance", "outdoors", "N1c"),
        ("closed", "public-use", "outdoors", "N1c"),
    ],
)
def test_what_the_gate_would_refuse_now_cannot_be_approved(
    desk: Desk, plumber: str, phase: str, purpose: str, areas: str, clause: str
) -> None:
    desk.must("phase", "set", phase, "--by", "wang", "--why", "plan")
    words = ("--purpose", purpose, "--areas", areas, *BY)
    said = ask(desk, plumber, *words, "--status", "approved")
    assert (said.code, len(said.lines)) == (1, 1)
    assert clause in said.err
    permit = ask(desk, plumber, *words).json()["permit_id"]
    assert desk.type("permit", "approve", permit, *BY).code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--purpose", "fun"),
        ("--purpose", "maintenance,delivery"),
        ("--purpose", ""),
        ("--purpose", "maintenance", "--areas", "moon"),
        ("--purpose", "maintenance", "--areas", ","),
        ("--purpose", "maintenance", "--points", "east"),
        ("--purpose", "maintenance", "--entries", "0"),
        ("--purpose", "maintenance", "--until", "2026-02-24", "--from", "2026-02-25"),
    ],
)
def test_a_permit_in_no_word_of_the_policy_is_not_recorded(
    desk: Desk, plumber: str, words: tuple[str, ...]
) -> None:
    said = ask(desk, plumber, *words, *BY)
    assert (said.code, len(said.lines)) == (2, 1)
    assert desk.must("permit", "list", "--json").json() == []


def test_a_permit_is_never_moved_to_another_person(desk: Desk, plumber: str) -> None:
    permit = ask(desk, plumber, "--purpose", "maintenance", *BY).json()["permit_id"]
    (other,) = bring_in(desk, "访客,赵,,,W00002,,,").json()["people"]
    said = ask(desk, other["person_id"], "--permit", permit, "--purpose", "maintenance", *BY)
    assert (said.code, len(said.lines)) == (1, 1)
    assert ask(desk, "p-none", "--purpose", "maintenance", *BY).code == 2


def test_permits_are_listed_by_person(desk: Desk, plumber: str) -> None:
    ask(desk, plumber, "--purpose", "maintenance", *WHEN, *BY)
    assert "2026-02-24 08:00 .. 2026-02-24 12:00" in desk.must("permit", "list").out
    assert desk.must("permit", "list", "--person", "p-none", "--json").json() == []
    assert len(desk.must("permit", "list", "--person", plumber, "--json").json()) == 1
