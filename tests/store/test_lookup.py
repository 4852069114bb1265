"""What the station asks: people, passes, permits, home records, who is inside, held cases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from kiosk.core.events import (
    AccountSet,
    CardBound,
    CardRevoked,
    CaseClosed,
    CaseOutcome,
    CertificateRecorded,
    ClockConfirmed,
    ClockJumped,
    ColdModeSet,
    DeviceBack,
    DeviceLost,
    DirectionSet,
    Fact,
    HomeTemperatureRecorded,
    ImportBegun,
    ImportClosed,
    IsolationBegun,
    IsolationEnded,
    NotSignedOut,
    PassageEnded,
    PassageOutcome,
    PassIssued,
    PassRevoked,
    PermitRecorded,
    PersonRecorded,
    PhaseSet,
    PolicyLoaded,
    ShiftSet,
    TokenAdded,
    TokenRemoved,
    WatchEnded,
    WatchListed,
)
from kiosk.core.health import HomeRecords, Isolation, ReturnCertificate, WatchEntry
from kiosk.core.people import PersonKind, Role
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import Holder
from kiosk.core.windows import Window
from kiosk.store.answers import CardRow, PersonDetails, PersonFacts, PolicyRow
from kiosk.store.log import Log
from tests.store.making import AT, GUARD, MOMENT, decided, event, infrared

HOUR = timedelta(hours=1)
NOW = Window(AT - HOUR, AT + HOUR)
PUPIL = PersonRecorded(
    "p1",
    PersonKind.PUPIL,
    "grade-7/class-3",
    name="王小明",
    id_number="32010220080101123x",
    phone="13812342210",
)


def write(log: Log, *facts: Fact) -> int:
    """Append facts; give the position of the last."""
    return [log.append(event(fact)).pos for fact in facts][-1]


def facts(log: Log, person_id: str = "p1", permit_id: str | None = None) -> PersonFacts:
    return log.lookup.person_facts(person_id, permit_id, AT, 14)


# --- People and cards ---


def test_a_person_is_found_by_id_number_however_it_is_written(log: Log) -> None:
    write(log, PUPIL)
    assert log.lookup.person_by_id_number("32010220080101123X") == "p1"
    assert log.lookup.person_by_id_number(" 320102 20080101 123x ") == "p1"
    assert log.lookup.person_by_id_number("320102200801011234") is None
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-7/class-3", "p1")
    assert log.lookup.holder("p2") is None


def test_a_later_record_replaces_the_number_too(log: Log) -> None:
    write(log, PUPIL, replace(PUPIL, unit="grade-8/class-3", id_number="320102200801015555"))
    assert log.lookup.person_by_id_number("32010220080101123X") is None
    assert log.lookup.person_by_id_number("320102200801015555") == "p1"
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-8/class-3", "p1")


def test_details_are_decrypted_only_when_asked_for_and_gone_when_erased(log: Log) -> None:
    pos = write(log, PUPIL)
    assert log.lookup.details("p1") == PersonDetails(
        "王小明", "32010220080101123x", "13812342210", None, None
    )
    assert log.lookup.details("p2") is None
    log.erase(pos, MOMENT, GUARD, "家长要求")
    assert log.lookup.details("p1") == PersonDetails(None, None, None, None, None)
    assert log.lookup.person_by_id_number("32010220080101123X") is None
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-7/class-3", "p1")


def test_a_card_is_found_by_its_number_and_may_be_revoked(log: Log) -> None:
    write(log, CardBound("c1", "p1", number="0417"), CardBound("c2", "p2", number="0418"))
    assert log.lookup.card("0417") == CardRow("c1", "p1", revoked=False)
    write(log, CardRevoked("c1", "lost"))
    assert log.lookup.card("0417") == CardRow("c1", "p1", revoked=True)
    assert log.lookup.card("0418") == CardRow("c2", "p2", revoked=False)
    assert log.lookup.card("9999") is None


def test_a_number_belongs_to_whom_it_was_bound_last(log: Log) -> None:
    write(log, CardBound("c1", "p1", number="0417"), CardBound("c1", "p2", number="0417"))
    assert log.lookup.card("0417") == CardRow("c1", "p2", revoked=False)
    write(log, CardBound("c1", "p2", number="0500"))
    assert log.lookup.card("0417") is None


def test_a_card_that_is_bound_anew_after_it_was_lost_counts_again(log: Log) -> None:
    bound = CardBound("c1", "p1", number="0417")
    write(log, bound, CardRevoked("c1", "lost"), bound)
    assert log.lookup.card("0417") == CardRow("c1", "p1", revoked=False)


def test_an_import_counts_only_when_it_is_closed(log: Log) -> None:
    moved = replace(PUPIL, unit="grade-8/class-1", import_id="roster")
    write(log, PUPIL, ImportBegun("roster", "roster.csv"), moved)
    write(log, CardBound("c9", "p1", "roster", number="0900"))
    write(log, HomeTemperatureRecorded("p1", AT.date() - timedelta(days=1), "roster", 36.5))
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-7/class-3", "p1")
    assert log.lookup.card("0900") is None
    assert facts(log).health.home_records is None
    write(log, ImportClosed("roster", 3))
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-8/class-1", "p1")
    assert log.lookup.card("0900") == CardRow("c9", "p1", revoked=False)
    assert facts(log).health.home_records == HomeRecords(1, 0, 36.5)


def test_what_was_recorded_during_an_import_gives_way_to_it_when_it_closes(log: Log) -> None:
    imported = replace(PUPIL, unit="grade-8/class-1", import_id="roster")
    write(log, imported, replace(PUPIL, unit="grade-7/class-4"))
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-7/class-4", "p1")
    write(log, ImportClosed("roster", 1))
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-8/class-1", "p1")
    write(log, replace(PUPIL, unit="grade-7/class-5"))
    assert log.lookup.holder("p1") == Holder(PersonKind.PUPIL, "grade-7/class-5", "p1")


# --- Permits, passes, shifts ---


def permit(permit_id: str, window: Window = NOW, **more: object) -> PermitRecorded:
    values = {"state": PermitState.APPROVED, "purpose": "meeting", "window": window, **more}
    return PermitRecorded(permit_id, "p1", Permit(**values))  # type: ignore[arg-type]  # its fields


def test_the_permit_that_is_named_is_judged_and_no_other(log: Log) -> None:
    write(log, permit("m1", state=PermitState.REJECTED), permit("m2"))
    found = facts(log, permit_id="m1")
    assert found.permit is not None
    assert (found.permit.state, found.permit_id) == (PermitState.REJECTED, "m1")
    assert facts(log, permit_id="m9").permit is None
    assert facts(log, "p2", "m1").permit is None


def test_the_best_permit_is_one_that_admits_now_then_an_approved_one_then_the_newest(
    log: Log,
) -> None:
    assert facts(log).permit_id is None
    write(log, permit("m1", state=PermitState.SUBMITTED))
    assert facts(log).permit_id == "m1"
    write(log, permit("m2", Window(AT + HOUR)), permit("m3", state=PermitState.DRAFT))
    assert facts(log).permit_id == "m2"
    write(log, permit("m4"), permit("m5", state=PermitState.REJECTED))
    assert facts(log).permit_id == "m4"
    write(log, decided("v1", permit_id="m4"), permit("m0"))
    assert facts(log).permit_id == "m0"


def test_for_a_pupil_an_early_return_permit_is_the_best(log: Log) -> None:
    write(log, PUPIL, permit("m1", Window(None, AT), purpose="early-return"), permit("m2"))
    assert facts(log).permit_id == "m1"


def test_entries_on_a_permit_and_a_pass_are_counted_unless_nobody_passed(log: Log) -> None:
    used = {"permit_id": "m1", "pass_id": "s1"}
    write(log, permit("m1"), PassIssued("s1", "p1", 7, NOW, "m1", 2))
    write(log, decided("v1", **used))
    write(log, decided("v2", **used, verdict=Verdict.DENY))
    write(log, decided("v3", **used, direction=Direction.OUT))
    write(log, decided("v4", **used))
    write(log, PassageEnded("v4", PassageOutcome.NOT_PASSED))
    found, row = facts(log).permit, log.lookup.pass_row("s1")
    assert found is not None
    assert row is not None
    assert (found.used, row.used, row.uses, row.key_id, row.window) == (1, 1, 2, 7, NOW)


def test_a_pass_is_revoked_for_good_also_before_it_arrives(log: Log) -> None:
    assert log.lookup.pass_row("s1") is None
    write(log, PassRevoked("s2"), PassIssued("s1", "p1", 1, NOW), PassIssued("s2", "p1", 1, NOW))
    one, two = log.lookup.pass_row("s1"), log.lookup.pass_row("s2")
    assert one is not None
    assert two is not None
    assert (one.revoked, two.revoked) == (False, True)


def test_shifts_that_are_over_are_left_out(log: Log) -> None:
    write(
        log,
        ShiftSet("d1", "p1", Window(AT - 2 * HOUR, AT)),
        ShiftSet("d2", "p1", NOW),
        ShiftSet("d3", "p1", Window(AT + HOUR)),
        ShiftSet("d4", "p2", NOW),
    )
    assert facts(log).duty == (NOW, Window(AT + HOUR))


# --- The health file ---


def home(days_ago: int, value: float | None = 36.5) -> HomeTemperatureRecorded:
    return HomeTemperatureRecorded("p1", AT.date() - timedelta(days=days_ago), value_c=value)


def test_home_records_span_from_the_first_day_to_yesterday(log: Log) -> None:
    assert facts(log).health.home_records is None
    write(log, *(home(ago) for ago in range(1, 15)))
    assert facts(log).health.home_records == HomeRecords(14, 0, 36.5)
    write(log, home(16), home(3, 37.4), home(0, 39.0))
    assert facts(log).health.home_records == HomeRecords(16, 1, 37.4)
    write(log, home(3, 36.6))
    assert facts(log).health.home_records == HomeRecords(16, 1, 36.6)


def test_a_record_of_today_alone_is_no_day_of_the_series(log: Log) -> None:
    write(log, home(0))
    assert facts(log).health.home_records == HomeRecords(0, 0, None)


def test_an_erased_value_is_missing_within_the_days_asked_for_only(log: Log) -> None:
    old = write(log, home(20))
    write(log, *(home(ago) for ago in range(1, 20)))
    log.erase(old, MOMENT, GUARD)
    assert facts(log).health.home_records == HomeRecords(20, 0, 36.5)
    log.erase(write(log, home(14, 36.7)), MOMENT, GUARD)
    assert facts(log).health.home_records == HomeRecords(20, 1, 36.5)


def test_yesterday_is_the_day_before_at_its_own_offset(log: Log) -> None:
    write(log, HomeTemperatureRecorded("p1", date(2020, 2, 19), value_c=36.5))
    assert facts(log).health.home_records == HomeRecords(1, 0, 36.5)
    in_utc = log.lookup.person_facts("p1", None, AT.astimezone(UTC), 14)
    assert in_utc.health.home_records == HomeRecords(0, 0, None)


def test_the_first_return_is_over_with_the_first_entry_of_the_run_of_phases(log: Log) -> None:
    def first() -> bool:
        return facts(log).health.first_return

    write(log, decided("v0"), PhaseSet(Phase.CLOSED))
    assert first()
    write(log, decided("v1", direction=Direction.OUT), decided("v2", verdict=Verdict.DENY))
    assert first()
    write(log, decided("v3"), PhaseSet(Phase.STAGED, ("grade-7",)))
    assert not first()
    write(log, PassageEnded("v3", PassageOutcome.NOT_PASSED))
    assert first()
    write(log, decided("v4"), PhaseSet(Phase.OPEN), PhaseSet(Phase.CLOSED))
    assert first()


def test_the_watch_entry_that_holds_now_comes_first(log: Log) -> None:
    def watch() -> WatchEntry | None:
        return facts(log).health.watch

    assert watch() is None
    over, now = WatchEntry("r1", Window(None, AT)), WatchEntry("r2", Window(AT, AT + HOUR))
    write(log, WatchListed("w1", "p1", over))
    assert watch() == over
    write(log, WatchListed("w2", "p1", now), WatchListed("w3", "p1", replace(over, reason="r3")))
    assert watch() == now
    write(log, WatchEnded("w2"), WatchEnded("w3"), WatchEnded("w1"))
    assert watch() is None


def test_isolation_holds_from_its_earliest_beginning_until_it_is_ended(log: Log) -> None:
    write(log, IsolationBegun("p1", AT, "elevated_confirmed", 3))
    write(log, IsolationBegun("p1", AT + HOUR, "contact"))
    assert facts(log).health.isolation == Isolation(AT, "elevated_confirmed")
    write(log, IsolationBegun("p1", AT - HOUR, "hospital"))
    assert facts(log).health.isolation == Isolation(AT - HOUR, "hospital")
    write(log, IsolationEnded("p1"))
    assert facts(log).health.isolation is None


def test_the_last_certificate_counts(log: Log) -> None:
    assert facts(log).health.certificate is None
    write(log, CertificateRecorded("p1", hospital=True, school_doctor=False))
    assert facts(log).health.certificate == ReturnCertificate(hospital=True, school_doctor=False)
    write(log, CertificateRecorded("p1", hospital=True, school_doctor=True))
    assert facts(log).health.certificate == ReturnCertificate(hospital=True, school_doctor=True)


# --- Who is inside ---


def test_an_entry_puts_inside_and_an_exit_outside(log: Log) -> None:
    write(log, decided("v1"), decided("v2", "p2"), decided("v3", "p3", verdict=Verdict.REFER))
    assert [one.person_id for one in log.lookup.inside()] == ["p1", "p2"]
    write(log, decided("v4", direction=Direction.OUT))
    assert (log.lookup.inside_count(), facts(log).inside) == (1, False)
    assert [one.person_id for one in log.lookup.inside()] == ["p2"]


def test_whoever_did_not_pass_stays_where_they_were(log: Log) -> None:
    write(log, decided("v1"), PassageEnded("v1", PassageOutcome.NOT_PASSED))
    assert not facts(log).inside
    write(log, decided("v2"), PassageEnded("v2", PassageOutcome.PASSED))
    assert facts(log).inside
    write(log, decided("v3", direction=Direction.OUT))
    write(log, PassageEnded("v3", PassageOutcome.NOT_PASSED))
    assert facts(log).inside
    write(log, decided("v4", direction=Direction.OUT))
    write(log, PassageEnded("v4", PassageOutcome.UNOBSERVED))
    assert not facts(log).inside


def test_not_signed_out_is_no_longer_inside(log: Log) -> None:
    write(log, decided("v1"), NotSignedOut("p1"))
    assert not facts(log).inside
    write(log, decided("v2"), PassageEnded("v2", PassageOutcome.NOT_PASSED))
    assert not facts(log).inside
    write(log, decided("v3"))
    assert facts(log).inside


def test_entries_since_midnight_are_counted(log: Log) -> None:
    log.append(event(decided("v0"), wall=AT - 24 * HOUR))
    write(log, decided("v1"), decided("v2", "p2"), decided("v3", direction=Direction.OUT))
    write(log, decided("v4", verdict=Verdict.DENY))
    midnight = AT.replace(hour=0, minute=0)
    assert log.lookup.passed_since(midnight) == 2
    assert log.lookup.passed_since(midnight - 24 * HOUR) == 3


def test_visits_are_read_newest_first(log: Log) -> None:
    write(log, decided("v1"), decided("v2", never_seen_in=True, also=(Reason.PERMIT_OVER,)))
    write(log, PassageEnded("v1", PassageOutcome.PASSED))
    two, one = log.lookup.recent(5)
    assert (one.visit_id, one.outcome, one.wall) == ("v1", PassageOutcome.PASSED, AT)
    assert (two.visit_id, two.never_seen_in, two.also) == ("v2", True, (Reason.PERMIT_OVER,))
    assert log.lookup.visit("v1") == one
    assert log.lookup.visit("v9") is None


# --- Held cases ---


def referred(visit_id: str, case_no: int, person_id: str | None = "p1", **more: object) -> Fact:
    values = {"verdict": Verdict.REFER, "reason": Reason.TEMPERATURE_ELEVATED, **more}
    return decided(visit_id, person_id, case_no=case_no, **values)


def test_a_referral_opens_a_numbered_case(log: Log) -> None:
    assert (log.lookup.next_case_no(), log.lookup.open_cases()) == (1, [])
    write(log, referred("v1", 1), referred("v2", 2, "p2", reason=Reason.NO_VALID_READING))
    assert log.lookup.next_case_no() == 3
    first, second = log.lookup.open_cases()
    assert (first.case_no, first.person_id, first.visit_id) == (1, "p1", "v1")
    assert (first.first_reason, first.opened) == (Reason.TEMPERATURE_ELEVATED, AT)
    assert (second.case_no, second.first_reason) == (2, Reason.NO_VALID_READING)
    assert log.lookup.open_case_of("p2") == second
    assert log.lookup.open_case_of("p3") is None


def test_readings_of_a_case_come_in_the_order_they_were_judged(log: Log) -> None:
    one, two, three = infrared(37.3), infrared(37.1), infrared(36.8)
    write(log, referred("v1", 1, readings=(one, two)), referred("v2", 1, readings=(three,)))
    assert log.lookup.case_readings(1) == (one, two, three)
    assert log.lookup.case_readings(2) == ()


def test_a_case_is_closed_by_the_decision_that_ends_it_or_by_a_guard(log: Log) -> None:
    write(log, referred("v1", 1), referred("v2", 2, "p2"), referred("v3", 3, None))
    write(log, decided("v4", reason=Reason.CLEARED, case_no=1, case_outcome=CaseOutcome.ADMITTED))
    write(log, CaseClosed(2, CaseOutcome.LEFT))
    assert [one.case_no for one in log.lookup.open_cases()] == [3]
    first, second = log.lookup.case(1), log.lookup.case(2)
    assert first is not None
    assert second is not None
    assert (first.is_open, first.outcome, first.latest_reason) == (
        False,
        CaseOutcome.ADMITTED,
        Reason.CLEARED,
    )
    assert (second.outcome, second.first_reason) == (CaseOutcome.LEFT, Reason.TEMPERATURE_ELEVATED)
    assert log.lookup.case(9) is None
    assert log.lookup.open_case_of("p1") is None
    assert log.lookup.next_case_no() == 4


# --- The station ---


def test_phase_and_policy_are_the_last_that_were_set(log: Log) -> None:
    assert (log.lookup.phase(), log.lookup.policy()) == (None, None)
    write(log, PolicyLoaded("a", "00"), PolicyLoaded("b", "11"))
    pos = write(log, PhaseSet(Phase.OPEN), PhaseSet(Phase.STAGED, ("grade-9", "grade-8")))
    phase = log.lookup.phase()
    assert phase is not None
    assert (phase.phase, phase.released, phase.pos) == (Phase.STAGED, ("grade-9", "grade-8"), pos)
    assert log.lookup.policy() == PolicyRow("b", "11", 3)


def test_a_confirmed_clock_holds_for_its_boot_until_a_jump(log: Log) -> None:
    write(log, ClockConfirmed("boot-1"))
    assert log.lookup.clock_confirmed("boot-1")
    assert not log.lookup.clock_confirmed("boot-2")
    write(log, ClockJumped("boot-1", 3.5))
    assert not log.lookup.clock_confirmed("boot-1")


def test_each_lane_keeps_its_direction_and_its_cold_mode(log: Log) -> None:
    assert (log.lookup.direction("north"), log.lookup.cold_mode("north")) == (None, False)
    write(log, DirectionSet(Direction.OUT), ColdModeSet(on=True))
    assert (log.lookup.direction("north"), log.lookup.cold_mode("north")) == (Direction.OUT, True)
    assert (log.lookup.direction("south"), log.lookup.cold_mode("south")) == (None, False)


def test_devices_and_tokens_are_as_last_said(log: Log) -> None:
    write(log, DeviceLost("d1", "unplugged"), DeviceLost("d2", "silent"), DeviceBack("d1"))
    assert [(one.device, one.lost, one.cause) for one in log.lookup.devices()] == [
        ("d1", False, None),
        ("d2", True, "silent"),
    ]
    write(log, TokenAdded("office", "aa"), TokenAdded("district", "bb"), TokenRemoved("office"))
    assert [(one.name, one.sha256) for one in log.lookup.tokens()] == [("district", "bb")]


def test_accounts_come_with_the_hash_of_their_pin(log: Log) -> None:
    write(log, AccountSet("g1", Role.GUARD, name="李雷", pin_hash="$argon2id$1"))
    pos = write(log, AccountSet("s1", Role.SUPERVISOR, name="韩梅", pin_hash="$argon2id$2"))
    log.erase(pos, MOMENT, GUARD)
    one, two = log.lookup.accounts()
    assert (one.account_id, one.role, one.name, one.pin_hash) == (
        "g1",
        Role.GUARD,
        "李雷",
        "$argon2id$1",
    )
    assert (two.account_id, two.pin_hash) == ("s1", None)


def test_nothing_personal_shows_in_the_form_that_reaches_a_trace(log: Log) -> None:
    write(log, PUPIL, AccountSet("g1", Role.GUARD, name="李雷", pin_hash="$argon2id$1"))
    shown = repr((log.lookup.details("p1"), log.lookup.accounts()))
    for personal in ("王小明", "32010220080101123", "13812342210", "李雷", "argon2id"):
        assert personal not in shown


@pytest.mark.parametrize("at", [datetime(2020, 2, 20, tzinfo=UTC), AT])
def test_somebody_unknown_has_no_facts(log: Log, at: datetime) -> None:
    found = log.lookup.person_facts("nobody", None, at, 14)
    assert (found.holder, found.permit, found.duty, found.inside) == (None, None, (), False)
    assert found.health.home_records is None
