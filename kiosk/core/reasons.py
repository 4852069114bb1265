"""Verdicts and the closed list of reasons a gate can give; one code has one meaning everywhere.

`FACTS` is the only place that says which verdict a reason carries, the clause it rests on, whether
a supervisor may override it and what the guard does next.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Verdict(StrEnum):
    """What the gate says to one approach."""

    GRANT = "grant"
    DENY = "deny"
    REFER = "refer"


class Clause(StrEnum):
    """The clause of the notice (N) or of the school's own mechanism (M) a reason rests on."""

    N1A = "N1a"
    N1B = "N1b"
    N1C = "N1c"
    N1D = "N1d"
    N2 = "N2"
    N3 = "N3"
    N5 = "N5"
    N6 = "N6"
    M1 = "M1"


class Reason(StrEnum):
    """Every reason of policy-cases.md in the order of its table; the order settles ties."""

    CREDENTIAL_UNREADABLE = "credential_unreadable"
    CREDENTIAL_UNKNOWN = "credential_unknown"
    PASS_INVALID = "pass_invalid"
    PASS_REVOKED = "pass_revoked"
    PASS_EXPIRED = "pass_expired"
    PASS_NOT_YET = "pass_not_yet"
    PASS_USED = "pass_used"
    WATCH_LISTED = "watch_listed"
    ISOLATED = "isolated"
    RETURN_CERTIFICATE_MISSING = "return_certificate_missing"
    ELEVATED_CONFIRMED = "elevated_confirmed"
    PURPOSE_NOT_ALLOWED = "purpose_not_allowed"
    AREA_CLOSED = "area_closed"
    CATEGORY_NEVER = "category_never"
    PERMIT_NOT_APPROVED = "permit_not_approved"
    PERMIT_REJECTED = "permit_rejected"
    PERMIT_REVOKED = "permit_revoked"
    PERMIT_NOT_YET = "permit_not_yet"
    PERMIT_OVER = "permit_over"
    PERMIT_USED = "permit_used"
    PERMIT_WRONG_ACCESS_POINT = "permit_wrong_access_point"
    NOT_ON_DUTY = "not_on_duty"
    EARLY_RETURN_NOT_APPROVED = "early_return_not_approved"
    NO_PERMIT = "no_permit"
    HOME_RECORDS_INCOMPLETE = "home_records_incomplete"
    HOME_RECORDS_ELEVATED = "home_records_elevated"
    ALREADY_INSIDE = "already_inside"
    TEMPERATURE_ELEVATED = "temperature_elevated"
    RECHECK_TEMPERATURE = "recheck_temperature"
    AMBIENT_OUT_OF_RANGE = "ambient_out_of_range"
    NO_VALID_READING = "no_valid_reading"
    CLOCK_UNSURE = "clock_unsure"
    STEP_BACK = "step_back"
    EXIT = "exit"
    CLEARED = "cleared"
    ON_DUTY = "on_duty"
    PERMIT = "permit"
    RELEASED = "released"
    ROSTER = "roster"


class Override(StrEnum):
    """Whether a guard with a supervisor may override a reason."""

    NEVER = "never"
    ALLOWED = "allowed"
    WHILE_OPEN = "while_open"


class NextStep(StrEnum):
    """What the guard does next; the words are in `kiosk.core.words`."""

    LET_IN = "let_in"
    LET_OUT = "let_out"
    TYPE_IT = "type_it"
    ASK_NAME = "ask_name"
    CALL_OFFICE = "call_office"
    NEW_PASS = "new_pass"
    WAIT_FOR_START = "wait_for_start"
    CALL_HOST = "call_host"
    CALL_APPROVER = "call_approver"
    ASK_FOR_APPROVAL = "ask_for_approval"
    OTHER_GATE = "other_gate"
    CALL_HEALTH_OFFICER = "call_health_officer"
    CALL_SCHOOL_DOCTOR = "call_school_doctor"
    BRING_BOTH_PROOFS = "bring_both_proofs"
    ISOLATE = "isolate"
    LEAVE_GOODS = "leave_goods"
    CALL_DUTY_LEADER = "call_duty_leader"
    CALL_CLASS_TEACHER = "call_class_teacher"
    HAND_IN_HOME_RECORDS = "hand_in_home_records"
    CHECK_WHO_IS_INSIDE = "check_who_is_inside"
    REST_THEN_CONTACT = "rest_then_contact"
    COME_AGAIN = "come_again"
    USE_CONTACT = "use_contact"
    MEASURE_AGAIN = "measure_again"
    CONFIRM_CLOCK = "confirm_clock"
    STEP_BACK = "step_back"


@dataclass(frozen=True, slots=True)
class ReasonFacts:
    """What one reason carries; see policy-cases.md, "How a verdict is found"."""

    verdict: Verdict
    clause: Clause
    override: Override
    next_step: NextStep


def _deny(clause: Clause, step: NextStep, override: Override = Override.NEVER) -> ReasonFacts:
    return ReasonFacts(Verdict.DENY, clause, override, step)


def _refer(clause: Clause, step: NextStep, override: Override = Override.NEVER) -> ReasonFacts:
    return ReasonFacts(Verdict.REFER, clause, override, step)


def _grant(clause: Clause, step: NextStep = NextStep.LET_IN) -> ReasonFacts:
    return ReasonFacts(Verdict.GRANT, clause, Override.NEVER, step)


FACTS: Mapping[Reason, ReasonFacts] = MappingProxyType(
    {
        Reason.CREDENTIAL_UNREADABLE: _refer(Clause.N1C, NextStep.TYPE_IT),
        Reason.CREDENTIAL_UNKNOWN: _deny(Clause.N1C, NextStep.ASK_NAME),
        Reason.PASS_INVALID: _deny(Clause.N1C, NextStep.CALL_OFFICE),
        Reason.PASS_REVOKED: _deny(Clause.N1C, NextStep.CALL_OFFICE),
        Reason.PASS_EXPIRED: _deny(Clause.N1C, NextStep.NEW_PASS, Override.ALLOWED),
        Reason.PASS_NOT_YET: _deny(Clause.N1C, NextStep.WAIT_FOR_START, Override.ALLOWED),
        Reason.PASS_USED: _deny(Clause.N1C, NextStep.NEW_PASS, Override.ALLOWED),
        Reason.WATCH_LISTED: _deny(Clause.N6, NextStep.CALL_HEALTH_OFFICER),
        Reason.ISOLATED: _deny(Clause.N5, NextStep.CALL_SCHOOL_DOCTOR),
        Reason.RETURN_CERTIFICATE_MISSING: _deny(Clause.N5, NextStep.BRING_BOTH_PROOFS),
        Reason.ELEVATED_CONFIRMED: _deny(Clause.N1C, NextStep.ISOLATE),
        Reason.PURPOSE_NOT_ALLOWED: _deny(Clause.N1C, NextStep.CALL_APPROVER),
        Reason.AREA_CLOSED: _deny(Clause.N1D, NextStep.CALL_APPROVER),
        Reason.CATEGORY_NEVER: _deny(Clause.N1A, NextStep.LEAVE_GOODS),
        Reason.PERMIT_NOT_APPROVED: _deny(Clause.N1C, NextStep.CALL_APPROVER),
        Reason.PERMIT_REJECTED: _deny(Clause.N1C, NextStep.CALL_HOST),
        Reason.PERMIT_REVOKED: _deny(Clause.N1C, NextStep.CALL_HOST),
        Reason.PERMIT_NOT_YET: _deny(Clause.N1C, NextStep.WAIT_FOR_START, Override.ALLOWED),
        Reason.PERMIT_OVER: _deny(Clause.N1C, NextStep.ASK_FOR_APPROVAL),
        Reason.PERMIT_USED: _deny(Clause.N1C, NextStep.ASK_FOR_APPROVAL),
        Reason.PERMIT_WRONG_ACCESS_POINT: _deny(Clause.N1C, NextStep.OTHER_GATE, Override.ALLOWED),
        Reason.NOT_ON_DUTY: _deny(Clause.N1A, NextStep.CALL_DUTY_LEADER, Override.ALLOWED),
        Reason.EARLY_RETURN_NOT_APPROVED: _deny(Clause.N1B, NextStep.CALL_CLASS_TEACHER),
        Reason.NO_PERMIT: _deny(Clause.N1C, NextStep.ASK_FOR_APPROVAL, Override.WHILE_OPEN),
        Reason.HOME_RECORDS_INCOMPLETE: _deny(Clause.N2, NextStep.HAND_IN_HOME_RECORDS),
        Reason.HOME_RECORDS_ELEVATED: _deny(Clause.N2, NextStep.CALL_SCHOOL_DOCTOR),
        Reason.ALREADY_INSIDE: _refer(Clause.M1, NextStep.CHECK_WHO_IS_INSIDE, Override.ALLOWED),
        Reason.TEMPERATURE_ELEVATED: _refer(Clause.N1C, NextStep.REST_THEN_CONTACT),
        Reason.RECHECK_TEMPERATURE: _refer(Clause.N1C, NextStep.COME_AGAIN),
        Reason.AMBIENT_OUT_OF_RANGE: _refer(Clause.N1C, NextStep.USE_CONTACT),
        Reason.NO_VALID_READING: _refer(Clause.N1C, NextStep.MEASURE_AGAIN),
        Reason.CLOCK_UNSURE: _refer(Clause.N1C, NextStep.CONFIRM_CLOCK, Override.ALLOWED),
        Reason.STEP_BACK: _refer(Clause.N1C, NextStep.STEP_BACK),
        Reason.EXIT: _grant(Clause.M1, NextStep.LET_OUT),
        Reason.CLEARED: _grant(Clause.N1C),
        Reason.ON_DUTY: _grant(Clause.N1A),
        Reason.PERMIT: _grant(Clause.N1C),
        Reason.RELEASED: _grant(Clause.N3),
        Reason.ROSTER: _grant(Clause.N5),
    }
)

ORDER: Mapping[Reason, int] = MappingProxyType({reason: n for n, reason in enumerate(Reason)})
"""The place of each reason in the table of policy-cases.md; lower goes first."""
