"""On duty: the guard measures himself, hands over by name, and the terminal locks itself."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kiosk.core.events import (
    Actor,
    ActorKind,
    EarlyLeaveAllowed,
    GuardMeasured,
    HouseholdLinked,
    PermitRecorded,
    ShiftHandedOver,
    SignedIn,
    SignedOut,
    TerminalLocked,
    TerminalUnlocked,
    VehicleRecorded,
)
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Verdict
from kiosk.link.messages import (
    AllowEarlyLeave,
    HandOver,
    Lock,
    MeasureGuard,
    OpenDoor,
    PresentPerson,
    Query,
    RecordVehicle,
    Unlock,
)
from kiosk.store.duty_book import DutyBook
from kiosk.store.errors import LogNotWritable
from tests.station.gate import DOCTOR_PIN, GUARD_PIN, SUPERVISOR_PIN, card, person
from tests.station.office import Office, open_office

IDLE_S = 600.0
"""What the lane's setting says when nobody sets it."""

PEOPLE = [
    *person(1), *person(2),
    *person(3, PersonKind.GUARDIAN), *person(4, PersonKind.STAFF), *person(5, PersonKind.STAFF),
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, PEOPLE) as made:
        made.sign_in()
        yield made


def own(office: Office, value_c: float, by: Instrument = Instrument.INFRARED) -> str:
    return office.do(MeasureGuard(value_c, by)).code


# --- Own temperature ---


def test_the_guard_has_not_measured_himself_until_he_has(office: Office) -> None:
    assert not office.state().guard_measured
    assert own(office, 36.5) == "ok"
    assert office.state().guard_measured
    office.restart()
    office.sign_in()
    assert office.state().guard_measured, "it is in the log"
    office.sign_in(SUPERVISOR_PIN)
    assert not office.state().guard_measured, "it was somebody else's"


def test_yesterdays_measure_is_not_todays(office: Office) -> None:
    own(office, 36.5)
    office.world.at += 24 * 3600
    assert not office.state().guard_measured


def test_a_value_too_low_to_be_true_measures_nobody_and_is_kept(office: Office) -> None:
    assert own(office, 33.1) == "guard_measure_again"
    assert not office.state().guard_measured
    assert own(office, 20.0) == "out_of_instrument_range"
    kept = [fact for fact in office.facts() if isinstance(fact, GuardMeasured)]
    assert [one.readings[0].corrected_c for one in kept] == [33.1]


def test_whoever_is_elevated_by_the_contact_thermometer_does_not_serve_today(
    office: Office,
) -> None:
    assert own(office, 37.3, Instrument.CONTACT) == "guard_elevated"
    assert office.state().guard is None
    (alert,) = office.state().alerts
    assert (alert.code, alert.detail) == ("guard_elevated", "张**")
    office.sign_in()
    assert office.look()
    assert office.state().guard is None, "signing in again makes nobody well"
    office.sign_in(SUPERVISOR_PIN)
    assert office.state().alerts, "the supervisor is told"
    office.world.at += 24 * 3600
    assert not office.state().alerts


def test_infrared_alone_sends_to_the_contact_thermometer(office: Office) -> None:
    assert own(office, 37.4) == "guard_elevated"
    office.sign_in()
    assert not office.look()
    assert own(office, 36.4) == "guard_elevated", "another infrared value takes nothing back"
    office.sign_in()
    assert own(office, 36.8, Instrument.CONTACT) == "ok"
    assert office.state().guard_measured
    assert not office.state().alerts


# --- Hand-over ---


def test_a_shift_is_handed_over_by_both_names_with_what_is_open(office: Office) -> None:
    world = office.world
    world.samples(38.0, 1.5)
    world.code(card(1))
    assert office.do(HandOver(SUPERVISOR_PIN, "  门禁已报修 ")).code == "ok"
    (handed,) = [fact for fact in office.facts() if isinstance(fact, ShiftHandedOver)]
    assert handed == ShiftHandedOver("guard-1", "super-1", (1,), "门禁已报修")
    assert office.facts()[-2:] == [SignedOut("guard-1"), SignedIn("super-1")]
    assert office.desk.guard is not None
    assert office.desk.guard.account_id == "super-1"
    shown = office.ask("handover")["one"]
    assert (shown["open_cases"], shown["note"], shown["note_by"]) == ([1], "门禁已报修", "张**")


def test_a_hand_over_needs_two_people_and_a_right_pin(office: Office) -> None:
    assert office.do(HandOver(GUARD_PIN, "")).code == "same_guard"
    assert office.do(HandOver("9999", "")).code == "pin_wrong"
    assert office.do(Lock()).code == "ok"
    assert office.do(HandOver(SUPERVISOR_PIN, "")).code == "locked"
    office.restart()
    assert office.do(HandOver(SUPERVISOR_PIN, "")).code == "sign_in_first"
    assert not [fact for fact in office.facts() if isinstance(fact, ShiftHandedOver)]


def test_without_a_note_the_hand_over_still_says_what_is_open(office: Office) -> None:
    shown = office.ask("handover")["one"]
    assert (shown["open_cases"], shown["open_incidents"], shown["note"]) == ([], [], None)


# --- Lock ---


def test_a_terminal_that_nobody_touches_locks_and_the_verdict_stays(office: Office) -> None:
    world = office.world
    world.samples(None, 60.0)
    assert not office.look()
    world.at += IDLE_S - 70
    world.code("GPS20209999")
    world.samples(36.6, 1.5)
    assert office.state().verdict is not None
    world.at += 70
    assert office.look()
    state = office.state()
    assert state.locked
    assert state.verdict is not None
    assert office.facts()[-1] == TerminalLocked(by_key=False)
    assert not office.look(), "it locks once"


def test_locked_nothing_is_done_and_people_are_judged_all_the_same(office: Office) -> None:
    assert office.do(Lock()).code == "ok"
    assert office.do(OpenDoor("parcel")).code == "locked"
    office.world.samples(36.5, 1.5)
    office.world.code(card(1))
    assert office.world.decided()[-1].verdict is Verdict.GRANT
    assert office.do(Unlock(DOCTOR_PIN)).code == "not_who_locked"
    assert office.do(Unlock("9999")).code == "pin_wrong"
    assert office.do(Unlock(GUARD_PIN)).code == "ok"
    assert office.do(OpenDoor("parcel")).code == "ok"
    assert TerminalUnlocked("guard-1") in office.facts()


def test_locked_nobody_is_shown_in_clear(office: Office) -> None:
    asked = Query("q", "person", text="p-0001")
    guard = Actor(ActorKind.GUARD, "guard-1")
    assert office.queries.answer(asked, guard, office.world.now).ok
    assert office.do(Lock()).ok
    before = len(office.facts())
    answer = office.queries.answer(asked, guard, office.world.now)
    assert (answer.code, answer.data) == ("locked", None)
    assert len(office.facts()) == before


def test_a_supervisor_unlocks_for_a_guard_who_is_away(office: Office) -> None:
    office.do(Lock())
    assert office.do(Unlock(SUPERVISOR_PIN)).code == "ok"
    assert not office.state().locked
    assert office.desk.guard is not None
    assert office.desk.guard.account_id == "guard-1", "he has unlocked it, not signed in"
    assert office.do(Unlock(SUPERVISOR_PIN)).code == "not_locked"


def test_the_way_out_is_opened_by_hand_from_a_locked_terminal_although_the_disk_is_full(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.do(Lock())
    office.world.lane.direction = Direction.OUT

    def full(*_: object, **__: object) -> None:
        raise LogNotWritable("disk full")

    for name in ("append", "append_many", "append_if"):
        monkeypatch.setattr(office.world.log, name, full)
    answer = office.do(Unlock(GUARD_PIN))
    assert (answer.ok, answer.data) == (True, {"note": "unlock_not_logged"})
    assert office.do(OpenDoor("fire")).code == "log_not_writable"
    assert office.world.door.asked, "people get out all the same"


def test_a_lock_does_not_outlive_the_guard_it_was_for(office: Office) -> None:
    office.do(Lock())
    office.restart()
    state = office.state()
    assert (state.guard, state.locked) == (None, False)
    assert office.do(OpenDoor("parcel")).code == "sign_in_first"


# --- The early-leave slip ---


SLIP = AllowEarlyLeave("p-0001", "p-0003", "p-0004", "p-0005", "fever at home")


def test_an_early_leave_names_guardian_teacher_leader_and_reason(office: Office) -> None:
    answer = office.do(SLIP)
    assert answer.code == "ok"
    stored = office.world.log.read(office.world.log.head() - 1, 1)[0].event
    assert isinstance(stored.fact, EarlyLeaveAllowed)
    assert (stored.fact.guardian_id, stored.fact.teacher_id, stored.fact.leader_id) == (
        "p-0003", "p-0004", "p-0005",
    )  # fmt: skip
    assert stored.why == "fever at home"
    book = office.world.log.of(DutyBook)
    slip = book.slip_of("p-0001", date(2020, 5, 11), UTC)
    assert slip is not None
    assert answer.data == {"slip_id": slip.slip_id}
    assert book.slip_of("p-0001", date(2020, 5, 10), UTC) is None
    assert book.slip_of("p-0002", date(2020, 5, 11), UTC) is None


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (AllowEarlyLeave("p-0001", "p-0003", "p-0004", "p-0005", " "), "why_missing"),
        (AllowEarlyLeave("nobody", "p-0003", "p-0004", "p-0005", "x"), "person_unknown"),
        (AllowEarlyLeave("p-0004", "p-0003", "p-0004", "p-0005", "x"), "not_a_pupil"),
        (AllowEarlyLeave("p-0001", None, "p-0004", "p-0005", "x"), "guardian_missing"),
        (AllowEarlyLeave("p-0001", "p-0003", None, "p-0005", "x"), "teacher_missing"),
        (AllowEarlyLeave("p-0001", "p-0003", "p-0004", None, "x"), "leader_missing"),
        (AllowEarlyLeave("p-0001", "p-0003", "p-0002", "p-0005", "x"), "not_of_the_staff"),
        (AllowEarlyLeave("p-0001", "p-0003", "p-0004", "p-0004", "x"), "same_person"),
    ],
)
def test_a_slip_that_lacks_somebody_is_none(
    office: Office, act: AllowEarlyLeave, code: str
) -> None:
    assert office.do(act).code == code
    assert not [fact for fact in office.facts() if isinstance(fact, EarlyLeaveAllowed)]


def test_a_guardian_of_another_child_fetches_nobody(tmp_path: Path) -> None:
    with open_office(tmp_path, [*PEOPLE, HouseholdLinked("p-0001", "p-0002")]) as office:
        office.sign_in()
        assert office.do(SLIP).code == "not_his_guardian"
        grandmother = AllowEarlyLeave(
            "p-0001", None, "p-0004", "p-0005", "ill", "王奶奶", "13900000000"
        )
        assert office.do(grandmother).code == "ok"


def test_who_leaves_early_without_a_slip_is_not_held(office: Office) -> None:
    office.world.lane.direction = Direction.OUT
    office.world.code(card(1))
    assert office.world.decided()[-1].verdict is Verdict.GRANT


# --- A vehicle ---


def test_a_vehicle_is_written_down_and_each_in_it_is_decided_alone(tmp_path: Path) -> None:
    permit = PermitRecorded("m-1", "p-0003", Permit(PermitState.APPROVED, "delivery"))
    with open_office(tmp_path, [*PEOPLE, permit]) as office:
        office.sign_in()
        act = RecordVehicle("苏a 12345", Direction.IN, ("p-0003", "p-0004"), "m-1", "大米")
        assert office.do(act).code == "ok"
        (fact,) = [one for one in office.facts() if isinstance(one, VehicleRecorded)]
        assert (fact.plate, fact.people, fact.permit_id) == (
            "苏A12345",
            ("p-0003", "p-0004"),
            "m-1",
        )
        assert office.world.decided() == [], "a list of people opens no door"
        for one in fact.people:
            office.world.samples(None, 3.0)
            office.world.samples(36.5, 1.5)
            assert office.do(PresentPerson(one)).code == "ok"
        assert [one.person_id for one in office.world.decided()] == ["p-0003", "p-0004"]


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (RecordVehicle("  ", Direction.IN, ("p-0001",)), "plate_missing"),
        (RecordVehicle("A1", Direction.IN, ("nobody",)), "person_unknown"),
        (RecordVehicle("A1", Direction.IN, ("p-0001",), "none"), "permit_unknown"),
        (RecordVehicle("A1", Direction.IN, tuple(map(str, range(61)))), "too_many_people"),
    ],
)
def test_a_vehicle_is_not_written_down_half(office: Office, act: RecordVehicle, code: str) -> None:
    assert office.do(act).code == code


def test_the_day_is_that_of_the_school(office: Office) -> None:
    own(office, 36.5)
    readings = office.world.log.of(DutyBook).own_readings(
        "guard-1", datetime(2020, 5, 11, tzinfo=UTC)
    )
    assert [one.corrected_c for one in readings] == [36.5]
