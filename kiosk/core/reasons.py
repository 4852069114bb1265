"""Verdicts and the closed list of reasons a gate can give; one code has one meaning everywhere."""

from enum import StrEnum


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
