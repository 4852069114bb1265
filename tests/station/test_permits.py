"""Permits at the terminal: registered, approved by level, signed out by name, never by a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.events import (
    AccessDecided,
    AccountSet,
    Actor,
    ActorKind,
    Event,
    ExitSigned,
    Fact,
    PermitApproved,
    PermitRequested,
    PermitRevoked,
    PersonRecorded,
)
from kiosk.core.people import PersonKind, Role
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.plain import build
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.windows import Window
from kiosk.link.messages import (
    Answer,
    ApprovePermit,
    Query,
    RegisterVisitor,
    RejectPermit,
    SignExit,
)
from kiosk.link.rows import PermitRow
from kiosk.station.pins import hash_pin
from kiosk.store.answers import PersonDetails
from kiosk.store.lookup import Lookup
from tests.cli.rosters import ID_NUMBERS
from tests.station.gate import SUPERVISOR_PIN, person
from tests.station.office import Office, open_office
from tests.station.world import START

HEAD_PIN, LEADER_PIN, OTHER_PIN = "86420", "97531", "75319"
HOURS = timedelta(hours=1)
GUARD = Actor(ActorKind.GUARD, "guard-1")
HOST, PLUMBER, MATE = "p-0001", "p-0002", "p-0003"
WELL = 36.4

_HASHES = {pin: hash_pin(pin) for pin in (HEAD_PIN, LEADER_PIN, OTHER_PIN)}


def account(account_id: str, role: Role, pin: str, **more: Any) -> AccountSet:
    return AccountSet(account_id, role, name="赵", pin_hash=_HASHES[pin], **more)


ACCOUNTS: list[Fact] = [
    account("head-1", Role.DEPARTMENT_HEAD, HEAD_PIN, unit="office"),
    account("head-2", Role.DEPARTMENT_HEAD, OTHER_PIN, unit="science"),
    account("leader-1", Role.SCHOOL_LEADER, LEADER_PIN),
]
PEOPLE: list[Fact] = [
    *person(1, PersonKind.STAFF, "office"),
    *person(2, PersonKind.CONTRACTOR),
    *person(3, PersonKind.CONTRACTOR),
]


def asked(permit_id: str = "q-1", levels: int = 2, **more: Any) -> PermitRequested:
    """Ask for a permit of today for the plumber, hosted by the office."""
    window = Window(START, START + 10 * HOURS)
    permit = Permit(PermitState.SUBMITTED, "maintenance", ("office",), window=window)
    permit = replace(permit, **more.pop("permit", {}))
    return PermitRequested(permit_id, PLUMBER, permit, levels, HOST, "office", **more)


@contextmanager
def gate(folder: Path, *facts: Fact, phase: Phase = Phase.OPEN) -> Iterator[Office]:
    with open_office(folder, [*ACCOUNTS, *PEOPLE, *facts], phase) as made:
        made.sign_in()
        yield made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with gate(tmp_path, asked()) as made:
        yield made


def visitor(**more: Any) -> RegisterVisitor:
    values: dict[str, Any] = {
        "name": "孙工",
        "document": ID_NUMBERS[0],
        "kind": PersonKind.CONTRACTOR,
        "purpose": "maintenance",
        "areas": ("office", "outdoors"),
        "host_id": HOST,
        "until": START + 8 * HOURS,
    }
    return RegisterVisitor(**(values | more))


def approve(office: Office, pin: str, permit_id: str = "q-1", why: str = "boiler") -> Answer:
    return office.do(ApprovePermit(pin, permit_id, why))


def approved(office: Office, permit_id: str = "q-1") -> None:
    """Let both levels have approved, as on another machine."""
    for level, name in ((1, "head-1"), (2, "leader-1")):
        actor = Actor(ActorKind.ACCOUNT, name)
        fact = PermitApproved(permit_id, level)
        office.world.log.append(Event(office.world.now.moment, actor, fact, why="boiler"))


def comes(office: Office, number: int) -> AccessDecided:
    """Let a person be measured and show the card; gives the newest decision."""
    office.world.at += 60.0
    office.world.samples(None, 3)
    office.world.samples(WELL, 3)
    office.world.code(f"GPS2020{number:04}")
    office.world.samples(WELL, 1)
    office.world.samples(None, 3)
    return office.world.decided()[-1]


def goes(office: Office, number: int) -> AccessDecided:
    office.world.lane.direction = Direction.OUT
    found = comes(office, number)
    office.world.lane.direction = Direction.IN
    assert found.direction is Direction.OUT
    return found


def alerts(office: Office) -> list[tuple[str, str]]:
    return [(one.code, one.person.person_id if one.person else "") for one in office.state().alerts]


def rows(office: Office, what: str = "permits_today", text: str | None = None) -> list[PermitRow]:
    return [build(PermitRow, one) for one in office.ask(what, text)["rows"]]


# --- Registered at the gate ---


def test_a_visitor_without_a_phone_is_registered_with_his_permit_in_one_go(office: Office) -> None:
    answer = office.do(visitor(vehicle=" 苏a·12345 ", headcount=2))
    assert answer.ok, answer.code
    data = answer.data or {}
    record, request = office.facts()[-2:]
    assert isinstance(record, PersonRecorded)
    assert isinstance(request, PermitRequested)
    assert (record.name, record.id_number, record.kind) == (
        "孙工", ID_NUMBERS[0], PersonKind.CONTRACTOR,
    )  # fmt: skip
    assert data == {"permit_id": request.permit_id, "person_id": record.person_id}
    assert request.permit.state is PermitState.SUBMITTED
    assert (request.levels, request.headcount, request.vehicle) == (2, 2, "苏A·12345")
    assert (request.host_id, request.department) == (HOST, "office")


def test_who_comes_again_is_the_same_person_by_his_document(office: Office) -> None:
    first = (office.do(visitor()).data or {})["person_id"]
    before = len(office.facts())
    again = office.do(visitor(document=f" {ID_NUMBERS[0].lower()} "))
    assert (again.data or {})["person_id"] == first
    assert [type(one) for one in office.facts()[before:]] == [PermitRequested]
    assert office.do(visitor(name="别人")).code == "name_differs"
    assert office.do(visitor(phone="13800002211")).ok
    details = office.world.log.lookup.details(first)
    assert details is not None
    assert details.phone == "13800002211"


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"document": "110101200801010018"}, "document_check_character"),
    ({"document": ""}, "document_empty"),
    ({"name": "\u200b "}, "name_missing"),
    ({"kind": PersonKind.COURIER}, "kind_not_registered"),
    ({"kind": PersonKind.PUPIL}, "kind_not_registered"),
    ({"purpose": "fun"}, "purpose_unknown"),
    ({"areas": ()}, "area_unknown"),
    ({"areas": ("moon",)}, "area_unknown"),
    ({"host_id": PLUMBER}, "host_unknown"),
    ({"host_id": "p-none"}, "host_unknown"),
    ({"companions": ("p-none",), "headcount": 2}, "companion_unknown"),
    ({"companions": (MATE,), "headcount": 1}, "headcount_wrong"),
    ({"headcount": 0}, "headcount_wrong"),
    ({"purpose": "public-use"}, "permit_public_use"),
    ({"until": START}, "permit_window_over"),
    ({"until": START + timedelta(days=40)}, "permit_window_too_long"),
]


def test_what_cannot_be_is_told_at_once_and_nobody_is_put_on_record(office: Office) -> None:
    before = len(office.facts())
    for wrong, code in WRONG:
        assert office.do(visitor(**wrong)).code == code
    assert len(office.facts()) == before


def test_a_shut_area_is_refused_by_name(tmp_path: Path) -> None:
    with gate(tmp_path, phase=Phase.STAGED) as office:
        answer = office.do(visitor(areas=("gym", "office", "library")))
        assert (answer.code, answer.data) == ("permit_area_shut", {"detail": ["gym", "library"]})


def test_the_number_of_somebody_on_the_roster_registers_no_visitor(tmp_path: Path) -> None:
    pupil = PersonRecorded("p-9", PersonKind.PUPIL, name="孙工", id_number=ID_NUMBERS[0])
    with gate(tmp_path, pupil) as office:
        assert office.do(visitor()).code == "on_the_roster"


# --- Approved by PIN ---


def test_department_and_school_leader_approve_by_pin_and_only_then_the_gate_opens(
    office: Office,
) -> None:
    assert comes(office, 2).reason is Reason.PERMIT_NOT_APPROVED
    first = approve(office, HEAD_PIN)
    assert first.data == {
        "permit_id": "q-1", "state": "submitted", "approvals": 1, "levels": 2,
    }  # fmt: skip
    assert comes(office, 2).reason is Reason.PERMIT_NOT_APPROVED
    assert (approve(office, LEADER_PIN).data or {})["state"] == "approved"
    found = comes(office, 2)
    assert (found.verdict, found.reason, found.permit_id) == (Verdict.GRANT, Reason.PERMIT, "q-1")
    levels = [one.level for one in office.facts() if isinstance(one, PermitApproved)]
    assert levels == [1, 2]
    assert office.world.log.verify().ok


def test_a_supervisor_stands_in_for_the_first_level_and_never_for_the_second(
    office: Office,
) -> None:
    assert approve(office, SUPERVISOR_PIN).ok
    for pin in (SUPERVISOR_PIN, HEAD_PIN):
        answer = approve(office, pin)
        assert (answer.code, answer.data) == (
            "permit_wrong_role", {"detail": ["school_leader"]},
        )  # fmt: skip


def test_the_leader_does_not_come_before_the_department(office: Office) -> None:
    assert approve(office, LEADER_PIN).code == "permit_wrong_role"
    assert approve(office, OTHER_PIN).code == "permit_other_department"
    assert approve(office, "11223").code == "pin_wrong"
    assert approve(office, HEAD_PIN, why=" ").code == "why_missing"
    assert approve(office, HEAD_PIN, "q-none").code == "permit_unknown"
    assert not [one for one in office.facts() if isinstance(one, PermitApproved)]


def test_nobody_approves_a_permit_that_is_for_himself(tmp_path: Path) -> None:
    mine = account("head-1", Role.DEPARTMENT_HEAD, HEAD_PIN, person_id=PLUMBER)
    with gate(tmp_path, mine, asked()) as office:
        assert approve(office, HEAD_PIN).code == "permit_own_permit"


def test_what_is_rejected_ends_and_names_its_level(office: Office) -> None:
    assert approve(office, HEAD_PIN).ok
    assert office.do(RejectPermit(HEAD_PIN, "q-1", "no")).code == "permit_wrong_role"
    answer = office.do(RejectPermit(LEADER_PIN, "q-1", "not now"))
    assert (answer.data or {})["state"] == "rejected"
    assert approve(office, LEADER_PIN).code == "permit_not_due"
    assert comes(office, 2).reason is Reason.PERMIT_REJECTED


def test_an_approval_is_done_once(office: Office) -> None:
    act = ApprovePermit(HEAD_PIN, "q-1", "boiler")
    assert office.do(act, "i-1").ok
    assert office.do(act, "i-1").ok
    assert len([one for one in office.facts() if isinstance(one, PermitApproved)]) == 1


def test_a_revocation_while_he_walks_to_the_gate_is_seen(office: Office) -> None:
    approved(office)
    office.world.samples(WELL, 1)
    actor = Actor(ActorKind.ACCOUNT, "leader-1")
    office.world.log.append(
        Event(office.world.now.moment, actor, PermitRevoked("q-1"), why="works are put off")
    )
    assert comes(office, 2).reason is Reason.PERMIT_REVOKED


# --- Companions ---


def test_a_permit_covers_who_is_named_and_nobody_who_is_only_counted(tmp_path: Path) -> None:
    with gate(
        tmp_path, asked(companions=(MATE,), headcount=5), *person(4, PersonKind.CONTRACTOR)
    ) as (office):
        approved(office)
        for number in (2, 3):
            found = comes(office, number)
            assert (found.verdict, found.permit_id) == (Verdict.GRANT, "q-1")
        assert comes(office, 4).reason is Reason.NO_PERMIT
        goes(office, 3)
        assert comes(office, 3).reason is Reason.PERMIT_USED
        used = {row.person.person_id: (row.used, row.inside) for row in rows(office)}
        assert used == {PLUMBER: (1, True), MATE: (1, False)}


# --- Over time, and out ---


def entered(office: Office) -> None:
    approved(office)
    assert comes(office, 2).verdict is Verdict.GRANT


def is_inside(office: Office) -> bool:
    return PLUMBER in [one.person_id for one in office.world.log.lookup.inside()]


def later(office: Office, at: datetime) -> None:
    office.world.at = (at - START).total_seconds()


def test_an_overstay_is_an_alert_until_the_exit_is_in_the_log(office: Office) -> None:
    entered(office)
    assert alerts(office) == []
    end = START + 10 * HOURS
    later(office, end + timedelta(minutes=14))
    assert alerts(office) == []
    later(office, end + timedelta(minutes=16))
    assert alerts(office) == [("overstay", PLUMBER)]
    (alert,) = office.state().alerts
    assert (alert.since, alert.permit_id) == (end, "q-1")
    assert rows(office)[0].over_since == end
    assert Reason.PERMIT_OVER in goes(office, 2).also
    assert alerts(office) == [("host_signs", PLUMBER)]


def test_who_never_came_out_stays_inside_and_is_an_alert_for_days(office: Office) -> None:
    entered(office)
    for days in (1, 2, 9):
        later(office, START + timedelta(days=days))
        office.look()
        assert alerts(office) == [("never_out", PLUMBER)]
    assert is_inside(office)
    office.sign_in()
    assert rows(office)[0].inside
    goes(office, 2)
    office.sign_in()
    assert rows(office)[0].permit_id == "q-1"
    assert alerts(office) == [("host_signs", PLUMBER)]
    assert office.do(SignExit(PLUMBER, "seen off by the office")).ok
    assert rows(office) == []
    assert alerts(office) == []
    assert not is_inside(office)


def test_a_permit_of_many_days_lodges_nobody(tmp_path: Path) -> None:
    month = Window(START, START + timedelta(days=30))
    with gate(tmp_path, asked(permit={"window": month})) as office:
        entered(office)
        evening = START.replace(hour=18, minute=30)
        later(office, evening + timedelta(minutes=16))
        assert alerts(office) == [("overstay", PLUMBER)]
        later(office, START + timedelta(days=1))
        assert alerts(office) == [("never_out", PLUMBER)]
        assert office.do(SignExit(PLUMBER, "left by the south gate yesterday")).ok
        assert alerts(office) == []
        assert not is_inside(office)


def test_a_night_permit_is_no_overstay_before_its_end(tmp_path: Path) -> None:
    night = Window(START, START + 23 * HOURS)
    with gate(tmp_path, asked(permit={"window": night})) as office:
        entered(office)
        later(office, START + 22 * HOURS)
        assert alerts(office) == []


def test_the_host_signs_after_an_exit_and_only_the_host_of_that_permit(office: Office) -> None:
    entered(office)
    goes(office, 2)
    assert alerts(office) == [("host_signs", PLUMBER)]
    assert office.do(SignExit(PLUMBER, "gone", "q-1", MATE)).code == "not_host"
    assert office.do(SignExit(PLUMBER, "", "q-1", HOST)).code == "why_missing"
    assert office.do(SignExit(PLUMBER, "gone", "q-none", HOST)).code == "permit_unknown"
    assert office.do(SignExit(PLUMBER, "saw him out", None, HOST)).ok
    assert alerts(office) == []
    assert office.facts()[-1] == ExitSigned(PLUMBER, "q-1", HOST)
    assert office.do(SignExit(PLUMBER, "again", "q-1", HOST)).code == "nothing_to_sign"


def test_the_alert_for_the_host_is_of_today_only(office: Office) -> None:
    entered(office)
    goes(office, 2)
    later(office, START + timedelta(days=1))
    assert alerts(office) == []


def test_a_guard_cannot_sign_a_pupil_out(tmp_path: Path) -> None:
    with gate(tmp_path, *person(5)) as office:
        assert comes(office, 5).verdict is Verdict.GRANT
        assert office.do(SignExit("p-0005", "he says he leaves")).code == "nothing_to_sign"
        assert office.do(SignExit("p-none", "nobody")).code == "person_unknown"


# --- Lists ---


def test_the_permits_of_today_are_found_by_name_unit_or_id_and_masked(tmp_path: Path) -> None:
    with gate(tmp_path, asked(vehicle="苏A12345")) as office:
        finds(office)


def finds(office: Office) -> None:
    (row,) = rows(office)
    assert (row.permit_id, row.person.person_id, row.approvals, row.levels) == (
        "q-1", PLUMBER, 0, 2,
    )  # fmt: skip
    assert row.person.name == "王**"
    assert row.host is not None
    assert row.host.person_id == HOST
    for text in ("王小2", "wx", "q-1", "office", "MAINT", "维修", "苏a"):
        assert len(rows(office, text=text)) == 1, text
    assert rows(office, text="nobody") == []
    later(office, START + timedelta(days=1))
    assert rows(office) == []


def test_what_waits_is_listed_until_it_is_decided(office: Office) -> None:
    assert [row.permit_id for row in rows(office, "permits_waiting")] == ["q-1"]
    assert [len(rows(office, "permits_waiting", text)) for text in ("wx", "nobody")] == [1, 0]
    assert approve(office, HEAD_PIN).ok
    assert [row.approvals for row in rows(office, "permits_waiting")] == [1]
    assert approve(office, LEADER_PIN).ok
    assert rows(office, "permits_waiting") == []


def test_of_many_permits_only_the_page_that_is_shown_is_decrypted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [asked(f"q-{number}", vehicle=f"苏A{number:05}") for number in range(100, 160)]
    with gate(tmp_path, *many) as office:
        read: list[str] = []
        details = Lookup.details

        def counted(lookup: Lookup, person_id: str) -> PersonDetails | None:
            read.append(person_id)
            return details(lookup, person_id)

        monkeypatch.setattr(Lookup, "details", counted)
        for what in ("permits_today", "permits_waiting"):
            read.clear()
            answer = office.queries.answer(
                Query("q", what, limit=8, text="wx"), GUARD, office.world.now
            )
            data = answer.data or {}
            assert (len(data["rows"]), data["total"], data["next"]) == (8, 60, "8")
            assert len(read) <= 8 * 3, "a person, his host, and the number of the host"
        assert [row.permit_id for row in rows(office, text="苏a00123")] == ["q-123"]
        assert [row.permit_id for row in rows(office, text="wx 维修 00123")] == ["q-123"]
