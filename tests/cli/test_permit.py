"""`kiosk permit`: who may enter, for what, how far, when and how often, and who decided it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest

from kiosk.cli.common import PACKAGED_CONFIG
from kiosk.core.events import (
    PermitApproved,
    PermitRecorded,
    PermitRequested,
    PersonRecorded,
    Unmasked,
)
from kiosk.core.permits import PermitState
from tests.cli.rosters import ID_NUMBERS
from tests.cli.test_people import bring_in
from tests.cli.typing_it import Desk, Said

BY = ("--by", "wang", "--why", "boiler")
LI = ("--by", "li", "--why", "asked by phone")
ZHAO = ("--by", "zhao", "--why", "needed this week")
DAY = datetime.now(UTC) + timedelta(days=1)
WHEN = ("--from", f"{DAY:%Y-%m-%d}T08:00", "--until", f"{DAY:%Y-%m-%d}T12:00")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the first test leaves a school in, for the others to copy."""
    return tmp_path_factory.mktemp("school") / "state"


@pytest.fixture
def plumber(empty_desk: Desk, made: Path) -> str:
    """Bring in a contractor while the return is staged; li asks, zhao leads the school."""
    desk = empty_desk
    if not made.exists():
        desk.set_up()
        desk.must("phase", "set", "staged", "--by", "wang", "--why", "plan")
        for account, role, pin in (
            ("li", "class_teacher", "5823"),
            ("zhao", "school_leader", "6934"),
        ):
            desk.must("account", "add", account, "--role", role, "--pin-stdin", stdin=pin)
        bring_in(desk, "施工维保,张工,,水电公司,W00001,,,")
        copytree(desk.state, made)
    else:
        copytree(made, desk.state)
    (person,) = desk.must("people", "list", "--json").json()
    return str(person["person_id"])


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """Give the desk that the plumber is brought in at."""
    return empty_desk


def ask(desk: Desk, person: str, *words: str) -> Said:
    return desk.type("permit", "add", "--person", person, "--json", *words)


def request(desk: Desk, person: str, *words: str) -> str:
    """Ask for a permit by li, give its id."""
    values = words or ("--purpose", "maintenance", *WHEN, *LI)
    said = desk.must("permit", "request", "--person", person, "--json", *values)
    return str(said.json()["permit_id"])


def standing(desk: Desk, permit: str) -> str:
    return str(desk.must("permit", "show", permit, "--json").json()["standing"])


def refused(said: Said, *parts: str) -> None:
    assert (said.code, len(said.lines)) == (1, 1), said.err
    assert all(part in said.err for part in parts), said.err


# --- Asked for, and stated ---


def test_a_permit_is_asked_for_with_window_areas_entries_and_author(
    desk: Desk, plumber: str
) -> None:
    words = ("--purpose", "maintenance", "--areas", "clinic, outdoors", "--points", "north")
    said = ask(desk, plumber, *words, "--entries", "2", *WHEN, *BY)
    assert said.code == 0, said.err
    found = said.json()
    assert (found["status"], found["standing"]) == ("submitted", "waits_department")
    assert found["areas"] == ["clinic", "outdoors"]
    assert found["access_points"] == ["north"]
    assert (found["entries"], found["used"]) == (2, 0)
    assert found["from"] == f"{DAY:%Y-%m-%d}T00:00:00.000000+00:00"
    assert found["until"] == f"{DAY:%Y-%m-%d}T04:00:00.000000+00:00"
    with desk.log() as log:
        event = log.read(log.head() - 1, 1)[0].event
    assert isinstance(event.fact, PermitRequested)
    assert (event.fact.permit.state, event.fact.levels) == (PermitState.SUBMITTED, 2)
    assert event.actor.name.startswith("wang/os:")
    assert event.why == "boiler"


def test_what_was_approved_on_paper_is_stated_by_one_name_and_shown_as_that(
    desk: Desk, plumber: str
) -> None:
    words = ("--purpose", "maintenance", "--status", "approved", *WHEN, *BY)
    permit = ask(desk, plumber, *words).json()["permit_id"]
    with desk.log() as log:
        assert isinstance(log.read(log.head() - 1, 1)[0].event.fact, PermitRecorded)
    (step,) = desk.must("permit", "show", permit, "--json").json()["steps"]
    assert (step["step"], step["by"]) == ("record", "wang")
    asked_for = request(desk, plumber)
    refused(ask(desk, plumber, "--permit", asked_for, *words), "approve")
    refused(ask(desk, plumber, "--purpose", "maintenance", "--status", "approved", *LI), "li")


def test_a_visitor_is_registered_by_real_name_with_his_permit_in_one_go(
    desk: Desk, plumber: str
) -> None:
    words = ("--name", "孙工", "--document", ID_NUMBERS[0], "--kind", "contractor")
    more = ("--purpose", "maintenance", *WHEN, "--vehicle", "苏a12345", "--note", "锅炉", *LI)
    found = desk.must("permit", "request", *words, *more, "--json").json()
    with desk.log() as log:
        record, asked = (one.event.fact for one in log.read(log.head() - 2, 2))
        assert log.verify().ok
    assert isinstance(record, PersonRecorded)
    assert isinstance(asked, PermitRequested)
    assert (record.name, record.id_number) == ("孙工", ID_NUMBERS[0])
    assert (asked.person_id, asked.vehicle, asked.purpose_note) == (
        found["person_id"], "苏A12345", "锅炉",
    )  # fmt: skip
    again = desk.must("permit", "request", *words, *more, "--json").json()
    assert again["person_id"] == found["person_id"]
    other = ("--name", "李四", "--document", ID_NUMBERS[0])
    refused(desk.type("permit", "request", *other, *more), "another name")


@pytest.mark.parametrize(
    "words",
    [
        ("--name", "孙工"),
        ("--name", "孙工", "--document", "110101200801010018"),
        ("--person", "p-none"),
        (),
    ],
)
def test_nobody_is_asked_for_without_a_person_or_a_document(
    desk: Desk, plumber: str, words: tuple[str, ...]
) -> None:
    said = desk.type("permit", "request", *words, "--purpose", "maintenance", *WHEN, *LI)
    assert (said.code, len(said.lines)) == (2, 1)
    assert desk.must("permit", "list", "--json").json() == []


def test_host_department_companions_and_vehicle_stand_in_the_request(
    desk: Desk, plumber: str
) -> None:
    people = bring_in(desk, "教职工,钱老师,,总务处,T00009,,,", "访客,周,,,W00008,,,").json()[
        "people"
    ]
    host, mate = (str(one["person_id"]) for one in people)
    base = ("--person", plumber, "--purpose", "maintenance", *WHEN, *LI)
    words = ("--host", host, "--companions", mate, "--headcount", "4")
    found = desk.must("permit", "request", *base, *words, "--json").json()
    assert (found["host_id"], found["department"]) == (host, "总务处")
    assert (found["companions"], found["headcount"]) == ([mate], 4)
    assert desk.type("permit", "request", *base, "--host", mate).code == 2
    assert desk.type("permit", "request", *base, "--companions", "p-none").code == 2
    assert desk.type("permit", "request", *base, "--companions", mate, "--headcount", "1").code == 2
    listed = desk.must("permit", "list", "--person", mate, "--json").json()
    assert [one["permit_id"] for one in listed] == [found["permit_id"]]


@pytest.mark.parametrize(
    ("times", "part"),
    [
        ((), "no end"),
        (("--from", "2020-01-01", "--until", "2020-01-02"), "over"),
        (("--until", f"{DAY + timedelta(days=40):%Y-%m-%d}"), "744 hours"),
    ],
)
def test_a_request_is_bounded_in_time(
    desk: Desk, plumber: str, times: tuple[str, ...], part: str
) -> None:
    words = ("--person", plumber, "--purpose", "maintenance", *times, *LI)
    refused(desk.type("permit", "request", *words), part)


# --- Decided ---


def test_two_levels_approve_by_name_and_the_chain_says_who_and_when(
    desk: Desk, plumber: str
) -> None:
    permit = request(desk, plumber)
    assert standing(desk, permit) == "waits_department"
    desk.must("permit", "approve", permit, *BY)
    assert standing(desk, permit) == "waits_leader"
    assert desk.must("permit", "approve", permit, *ZHAO, "--json").json()["status"] == "approved"
    steps = desk.must("permit", "show", permit, "--json").json()["steps"]
    assert [(one["step"], one["level"], one["by"], one["role"]) for one in steps] == [
        ("request", None, "li", "class_teacher"),
        ("approve", 1, "wang", "supervisor"),
        ("approve", 2, "zhao", "school_leader"),
    ]
    assert all(datetime.fromisoformat(one["at"]) for one in steps)


def test_a_permit_is_kept_as_a_draft_until_it_is_submitted(desk: Desk, plumber: str) -> None:
    permit = request(desk, plumber, "--purpose", "maintenance", *WHEN, *LI, "--draft")
    refused(desk.type("permit", "approve", permit, *BY), "draft")
    assert desk.must("permit", "waiting", "--json").json() == []
    desk.must("permit", "submit", permit, *LI)
    assert [one["permit_id"] for one in desk.must("permit", "waiting", "--json").json()] == [permit]
    refused(desk.type("permit", "submit", permit, *LI), "waits_department")


def test_a_permit_is_rejected_and_revoked_by_name(desk: Desk, plumber: str) -> None:
    permit = request(desk, plumber)
    refused(desk.type("permit", "reject", permit, *LI), "department_head or supervisor")
    assert desk.must("permit", "reject", permit, *BY, "--json").json()["status"] == "rejected"
    refused(desk.type("permit", "revoke", permit, *BY), "rejected")
    other = request(desk, plumber)
    desk.must("permit", "approve", other, *BY)
    desk.must("permit", "approve", other, *ZHAO)
    refused(desk.type("permit", "reject", other, *ZHAO), "approved")
    assert desk.must("permit", "revoke", other, *ZHAO, "--json").json()["status"] == "revoked"
    assert desk.type("permit", "approve", permit, "--by", "wang").code == 2
    assert desk.type("permit", "approve", "q-none", *BY).code == 2


def test_one_level_is_enough_where_the_policy_says_so(desk: Desk, plumber: str) -> None:
    permit = request(desk, plumber, "--purpose", "delivery", *WHEN, *LI)
    assert desk.must("permit", "approve", permit, *BY, "--json").json()["status"] == "approved"


def test_nobody_approves_what_he_asked_for_or_out_of_his_turn(desk: Desk, plumber: str) -> None:
    mine = request(desk, plumber, "--purpose", "maintenance", *WHEN, *BY)
    refused(desk.type("permit", "approve", mine, *BY), "wang has asked")
    theirs = request(desk, plumber)
    refused(desk.type("permit", "approve", theirs, *LI), "li may not")
    refused(desk.type("permit", "approve", theirs, *ZHAO), "department_head or supervisor")
    desk.must("permit", "approve", theirs, *BY)
    refused(desk.type("permit", "approve", theirs, *BY), "school_leader")
    with desk.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    assert sum(isinstance(one, PermitApproved) for one in facts) == 1


@pytest.mark.parametrize(
    ("phase", "purpose", "areas", "parts"),
    [
        ("staged", "maintenance", "gym", ("gym", "N1d")),
        ("staged", "maintenance", "office,library", ("library", "N1d")),
        ("closed", "delivery", "office", ("office", "N1d")),
        ("closed", "maintenance", "outdoors", ("maintenance", "N1c")),
        ("closed", "public-use", "outdoors", ("public-use", "N1d")),
        ("open", "public-use", "outdoors", ("public-use", "N1d")),
    ],
)
def test_what_the_gate_would_refuse_now_cannot_be_approved(
    desk: Desk, plumber: str, phase: str, purpose: str, areas: str, parts: tuple[str, ...]
) -> None:
    desk.must("phase", "set", phase, "--by", "wang", "--why", "plan")
    words = ("--purpose", purpose, "--areas", areas, *WHEN)
    refused(ask(desk, plumber, *words, "--status", "approved", *BY), *parts)
    permit = ask(desk, plumber, *words, *LI).json()["permit_id"]
    refused(desk.type("permit", "approve", permit, *BY), *parts)
    assert standing(desk, permit) == "waits_department"


def test_an_area_holds_no_more_people_on_permits_than_its_limit(desk: Desk, plumber: str) -> None:
    config = desk.state.parent / "config"
    limited(desk, config, "clinic = 5")
    base = ("--purpose", "delivery", "--areas", "clinic", "--config", str(config), *LI)
    first = request(desk, plumber, *base, *WHEN, "--headcount", "3")
    approve = ("permit", "approve", "--config", str(config), *BY)
    desk.must(*approve, first)
    second = request(desk, plumber, *base, *WHEN, "--headcount", "3")
    refused(desk.type(*approve, second), "clinic would hold 6", "limit is 5", "N8")
    noon = f"{DAY:%Y-%m-%d}T12:00"
    after = request(
        desk, plumber, *base, "--from", noon, "--until", f"{DAY:%Y-%m-%d}T14:00",
        "--headcount", "5",
    )  # fmt: skip
    desk.must(*approve, after)
    desk.must("permit", "revoke", first, *BY)
    desk.must(*approve, second)


# --- Wrong words ---


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
    refused(said, "another person's")
    assert ask(desk, "p-none", "--purpose", "maintenance", *BY).code == 2


# --- Shown ---


def test_permits_are_listed_by_person_and_by_day(desk: Desk, plumber: str) -> None:
    request(desk, plumber)
    assert f"{DAY:%Y-%m-%d} 08:00 .. {DAY:%Y-%m-%d} 12:00" in desk.must("permit", "list").out
    assert desk.must("permit", "list", "--person", "p-none", "--json").json() == []
    assert len(desk.must("permit", "list", "--person", plumber, "--json").json()) == 1
    today = f"{datetime.now(UTC) + timedelta(hours=9):%Y-%m-%dT%H:%M}"
    now = request(desk, plumber, "--purpose", "delivery", "--until", today, *LI)
    found = desk.must("permit", "list", "--today", "--json").json()
    assert now in [one["permit_id"] for one in found]


def test_a_permit_is_shown_masked_and_in_clear_only_with_a_reason_that_is_kept(
    desk: Desk, plumber: str
) -> None:
    words = ("--name", "孙大力", "--document", ID_NUMBERS[0], "--vehicle", "苏A12345")
    more = ("--purpose", "maintenance", *WHEN, "--by", "li", "--why", "锅炉坏了")
    permit = desk.must("permit", "request", *words, *more, "--json").json()["permit_id"]
    desk.must("permit", "approve", permit, *BY)
    for out in (
        desk.must("permit", "show", permit).out,
        desk.must("permit", "show", permit, "--json").out,
    ):
        assert "wang" in out
        assert "110***********0019" in out
        assert not [one for one in ("孙大力", ID_NUMBERS[0], "锅炉坏了", "A12345") if one in out]
    assert desk.type("permit", "show", permit, "--unmask").code == 2
    clear = desk.must("permit", "show", permit, "--unmask", "--why", "asked by the district").out
    assert all(one in clear for one in ("孙大力", ID_NUMBERS[0], "锅炉坏了", "苏A12345", "boiler"))
    with desk.log() as log:
        last = log.read(log.head() - 1, 1)[0].event
    assert isinstance(last.fact, Unmasked)
    assert (last.fact.what, last.why) == ("permit", "asked by the district")
    assert desk.type("permit", "show", "q-none").code == 2


def limited(desk: Desk, config: Path, line: str) -> None:
    """Make a configuration whose policy limits an area."""
    copytree(PACKAGED_CONFIG, config, ignore=lambda *_: ["__pycache__"])
    policy = config / "policies" / "notice-2020-02.toml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("[area_limits]\n", f"[area_limits]\n{line}\n"), encoding="utf-8")
    assert desk.must("check", "--config", str(config)).code == 0
