"""The decision: the severest verdict wins, the table settles ties, nobody is held inside."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.decide import decide, may_override, step_back
from kiosk.core.health import Health, HomeRecords, Isolation, ReturnCertificate, WatchEntry
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Instrument
from kiosk.core.reasons import FACTS, ORDER, Clause, NextStep, Reason, Verdict
from kiosk.core.request import (
    NOBODY,
    AccessRequest,
    ClockTrust,
    CredentialKind,
    CredentialState,
    Holder,
    Presented,
)
from kiosk.core.rules import RULES
from kiosk.core.rules.basis import Rule
from kiosk.core.windows import Window
from tests.core.strategies import NOW, POLICY, reading, requests

OVER = Window(until=NOW - timedelta(minutes=1))
NORMAL = (reading(Instrument.INFRARED, 36.4),)
CARD = Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID)


def visitor(phase: Phase = Phase.OPEN, **parts: Any) -> AccessRequest:
    base = AccessRequest(NOW, phase, CARD, Holder(PersonKind.VISITOR), readings=NORMAL)
    return replace(base, **parts)


def pupil(phase: Phase, **parts: Any) -> AccessRequest:
    return visitor(phase, holder=Holder(PersonKind.PUPIL, "grade-9/class-2"), **parts)


def meeting(**parts: Any) -> Permit:
    return replace(Permit(PermitState.APPROVED, "meeting"), **parts)


@given(requests)
def test_any_request_gets_one_verdict_with_clause_step_and_trace(request: AccessRequest) -> None:
    decision = decide(request, POLICY)
    assert decision.verdict is FACTS[decision.reason].verdict
    assert decision.next_step is FACTS[decision.reason].next_step
    assert [said.rule for said in decision.trace] == [name for name, _ in RULES]
    assert (decision.policy_name, decision.policy_digest) == (POLICY.name, POLICY.digest)


@given(requests)
def test_the_way_out_is_always_granted(request: AccessRequest) -> None:
    decision = decide(replace(request, direction=Direction.OUT), POLICY)
    assert (decision.verdict, decision.reason) == (Verdict.GRANT, Reason.EXIT)
    assert (decision.clause, decision.next_step) == (Clause.M1, NextStep.LET_OUT)
    assert decision.also in ((), (Reason.PERMIT_OVER,))


@given(requests)
def test_a_grant_on_the_way_in_hides_nothing(request: AccessRequest) -> None:
    decision = decide(replace(request, direction=Direction.IN), POLICY)
    if decision.verdict is Verdict.GRANT:
        assert decision.also == ()
        assert request.credential.state is CredentialState.VALID
        assert request.holder is not None


@given(requests)
def test_also_holds_every_other_reason_in_the_order_of_the_table(request: AccessRequest) -> None:
    decision = decide(replace(request, direction=Direction.IN), POLICY)
    said = {reason for one in decision.trace for reason in one.reasons}
    refusing = {reason for reason in said if FACTS[reason].verdict is not Verdict.GRANT}
    assert list(decision.also) == sorted(refusing - {decision.reason}, key=ORDER.__getitem__)
    if any(FACTS[reason].verdict is Verdict.DENY for reason in refusing):
        assert decision.verdict is Verdict.DENY


ADDED_HARM = st.sampled_from(
    [
        Health(isolation=Isolation(None, "fever")),
        Health(watch=WatchEntry("key region", Window())),
        Health(certificate=ReturnCertificate(hospital=True, school_doctor=False)),
    ]
)


@given(requests, ADDED_HARM)
def test_a_finding_on_file_never_turns_a_refusal_into_a_grant(
    request: AccessRequest, harm: Health
) -> None:
    way_in = replace(request, direction=Direction.IN)
    worse = replace(
        way_in.health,
        isolation=harm.isolation or way_in.health.isolation,
        watch=harm.watch or way_in.health.watch,
        certificate=harm.certificate or way_in.health.certificate,
    )
    after = decide(replace(way_in, health=worse), POLICY)
    if way_in.holder is not None and way_in.credential.state not in NOBODY:
        assert after.verdict is Verdict.DENY
    else:
        assert after.verdict is decide(way_in, POLICY).verdict


def _always(reason: Reason) -> tuple[str, Rule]:
    return ("added", lambda case: (reason,))


@given(requests, st.sampled_from([one for one in Reason if FACTS[one].verdict is Verdict.DENY]))
def test_one_more_deny_never_leads_to_a_grant(request: AccessRequest, reason: Reason) -> None:
    way_in = replace(request, direction=Direction.IN)
    decision = decide(way_in, POLICY, (*RULES, _always(reason)))
    assert decision.verdict is Verdict.DENY
    assert reason in (decision.reason, *decision.also)


@given(requests)
def test_a_contact_fever_never_enters(request: AccessRequest) -> None:
    readings = (*request.readings, reading(Instrument.CONTACT, 37.3))
    decision = decide(replace(request, direction=Direction.IN, readings=readings), POLICY)
    assert Reason.ELEVATED_CONFIRMED in (decision.reason, *decision.also)
    assert not may_override(decision)


@given(requests)
def test_without_a_reading_nobody_enters(request: AccessRequest) -> None:
    decision = decide(replace(request, direction=Direction.IN, readings=()), POLICY)
    assert decision.verdict is not Verdict.GRANT


def test_a_request_no_rule_speaks_to_is_refused() -> None:
    decision = decide(visitor(), POLICY, ())
    assert (decision.verdict, decision.reason) == (Verdict.DENY, Reason.NO_PERMIT)


def test_a_valid_credential_that_stands_for_nobody_is_unknown() -> None:
    assert decide(visitor(holder=None), POLICY).reason is Reason.CREDENTIAL_UNKNOWN


OF_CREDENTIAL_AND_READINGS = {
    Reason.CREDENTIAL_UNREADABLE,
    Reason.CREDENTIAL_UNKNOWN,
    Reason.PASS_INVALID,
    Reason.ELEVATED_CONFIRMED,
    Reason.TEMPERATURE_ELEVATED,
    Reason.RECHECK_TEMPERATURE,
    Reason.AMBIENT_OUT_OF_RANGE,
    Reason.NO_VALID_READING,
}


@given(requests, st.sampled_from(sorted(NOBODY)))
def test_of_nobody_only_credential_and_readings_are_looked_at(
    request: AccessRequest, state: CredentialState
) -> None:
    credential = Presented(request.credential.kind, state)
    decision = decide(replace(request, direction=Direction.IN, credential=credential), POLICY)
    assert {decision.reason, *decision.also} <= OF_CREDENTIAL_AND_READINGS


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.STAGED, Phase.OPEN])
@pytest.mark.parametrize("permit", [None, meeting(window=OVER, state=PermitState.REJECTED)])
def test_a_courier_is_refused_for_what_he_is_and_nothing_else(
    phase: Phase, permit: Permit | None
) -> None:
    decision = decide(visitor(phase, holder=Holder(PersonKind.COURIER), permit=permit), POLICY)
    assert (decision.reason, decision.also) == (Reason.CATEGORY_NEVER, ())


def test_an_overstayed_permit_is_let_out_and_named() -> None:
    out = visitor(direction=Direction.OUT, permit=meeting(window=OVER), readings=())
    assert decide(out, POLICY).also == (Reason.PERMIT_OVER,)


@pytest.mark.parametrize(
    ("change"),
    [
        {"phase": Phase.NORMAL},
        {"credential": Presented(CredentialKind.PASS, CredentialState.UNKNOWN)},
        {"permit": meeting(window=OVER, state=PermitState.REJECTED)},
        {"permit": meeting()},
        {"holder": Holder(PersonKind.STAFF)},
    ],
)
def test_out_says_nothing_of_a_permit_the_entry_did_not_rest_on(change: dict[str, Any]) -> None:
    out = visitor(direction=Direction.OUT, permit=meeting(window=OVER))
    assert decide(replace(out, **change), POLICY).also == ()


def test_two_reasons_of_one_row_stand_as_they_are_written() -> None:
    permit = meeting(window=OVER, used=1, access_points=("south",))
    decision = decide(visitor(permit=permit), POLICY)
    assert decision.reason is Reason.PERMIT_OVER
    assert decision.also == (Reason.PERMIT_USED, Reason.PERMIT_WRONG_ACCESS_POINT)


def test_an_early_return_that_is_not_approved_is_named_too() -> None:
    permit = Permit(PermitState.SUBMITTED, "early-return", areas=("gym",), window=OVER)
    records = Health(home_records=HomeRecords(10, 1, 37.5))
    decision = decide(pupil(Phase.CLOSED, permit=permit, health=records), POLICY)
    assert decision.reason is Reason.AREA_CLOSED
    assert decision.also == (
        Reason.PERMIT_NOT_APPROVED,
        Reason.EARLY_RETURN_NOT_APPROVED,
        Reason.HOME_RECORDS_INCOMPLETE,
        Reason.HOME_RECORDS_ELEVATED,
    )


def test_an_approved_early_return_that_is_used_gives_that_reason_only() -> None:
    permit = Permit(PermitState.APPROVED, "early-return", used=1)
    health = Health(home_records=HomeRecords(14, 0, 36.8))
    decision = decide(pupil(Phase.STAGED, permit=permit, health=health), POLICY)
    assert (decision.reason, decision.also) == (Reason.PERMIT_USED, ())


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.STAGED])
def test_a_pupil_without_any_home_records_does_not_return(phase: Phase) -> None:
    permit = Permit(PermitState.APPROVED, "early-return")
    first = decide(pupil(phase, permit=permit), POLICY)
    assert first.reason is Reason.HOME_RECORDS_INCOMPLETE
    later = decide(pupil(phase, permit=permit, health=Health(first_return=False)), POLICY)
    assert later.reason is Reason.PERMIT


def test_home_records_without_a_known_value_are_incomplete() -> None:
    health = Health(home_records=HomeRecords(14, 0, None))
    request = pupil(Phase.STAGED, released=("grade-9",), health=health)
    assert decide(request, POLICY).reason is Reason.HOME_RECORDS_INCOMPLETE


def test_any_shift_that_holds_now_is_a_shift() -> None:
    shifts = (OVER, Window(NOW))
    staff = visitor(Phase.CLOSED, holder=Holder(PersonKind.STAFF), duty=shifts)
    assert decide(staff, POLICY).reason is Reason.ON_DUTY


@pytest.mark.parametrize(
    ("change", "clock_named"),
    [
        ({"permit": meeting(window=OVER)}, True),
        ({"permit": meeting(window=OVER, state=PermitState.REJECTED)}, True),
        ({"permit": meeting(state=PermitState.REJECTED)}, False),
        ({"holder": Holder(PersonKind.COURIER), "permit": meeting(window=OVER)}, False),
        ({"holder": Holder(PersonKind.STAFF), "duty": (OVER,), "phase": Phase.CLOSED}, False),
        (
            {
                "holder": Holder(PersonKind.PUPIL, "grade-9"),
                "phase": Phase.CLOSED,
                "permit": meeting(window=OVER),
            },
            False,
        ),
        (
            {
                "credential": Presented(CredentialKind.PASS, CredentialState.UNKNOWN),
                "health": Health(isolation=Isolation(NOW, "fever")),
            },
            False,
        ),
        (
            {
                "holder": Holder(PersonKind.COURIER),
                "health": Health(isolation=Isolation(NOW, "fever")),
            },
            True,
        ),
    ],
)
def test_an_unsure_clock_is_named_where_the_entry_rests_on_a_time(
    change: dict[str, Any], clock_named: bool
) -> None:
    request = replace(visitor(clock=ClockTrust.UNSURE), **change)
    assert (Reason.CLOCK_UNSURE in decide(request, POLICY).also) is clock_named


@pytest.mark.parametrize(
    ("request_", "allowed"),
    [
        (visitor(Phase.OPEN), True),
        (visitor(Phase.STAGED), False),
        (visitor(Phase.CLOSED), False),
        (visitor(Phase.OPEN, inside=True), True),
        (visitor(Phase.OPEN, readings=()), False),
        (visitor(permit=meeting(window=OVER)), False),
        (visitor(permit=meeting(window=Window(NOW + timedelta(hours=1)))), True),
        (visitor(permit=meeting(access_points=("south",)), clock=ClockTrust.UNSURE), True),
        (visitor(permit=meeting(access_points=("south",), used=1)), False),
        (visitor(Phase.CLOSED, holder=Holder(PersonKind.STAFF)), True),
        (pupil(Phase.CLOSED), False),
        (visitor(permit=meeting()), False),
        (
            visitor(
                permit=meeting(), credential=Presented(CredentialKind.PASS, CredentialState.EXPIRED)
            ),
            True,
        ),
        (
            visitor(
                permit=meeting(), credential=Presented(CredentialKind.PASS, CredentialState.REVOKED)
            ),
            False,
        ),
    ],
)
def test_a_supervisor_overrides_only_what_all_reasons_allow(
    request_: AccessRequest, allowed: bool
) -> None:
    assert may_override(decide(request_, POLICY)) is allowed


def test_somebody_too_close_behind_is_referred_and_cannot_be_overridden() -> None:
    decision = step_back(Phase.OPEN, POLICY)
    assert (decision.verdict, decision.reason) == (Verdict.REFER, Reason.STEP_BACK)
    assert (decision.clause, decision.next_step) == (Clause.N1C, NextStep.STEP_BACK)
    assert not may_override(decision)
