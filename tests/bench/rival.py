"""The rules of the gate as pycasbin takes them, as near as it can: one policy row for each reason.

Not expressed, as casbin has no place for it: the further reasons (`also`), the clause, the next
step, the trace of what every rule said, and `refer`, which is written as a deny whose reason says
so. Rows stand in the order in which a reason is chosen (deny, refer, grant, each in the order of
the table), so that the row casbin names is the reason; it stops at the first that holds.
"""

from collections.abc import Callable, Iterator
from typing import Any

import casbin

from kiosk.core.people import OUTSIDERS, PersonKind
from kiosk.core.policy import Policy
from kiosk.core.reasons import FACTS, Reason, Verdict
from kiosk.core.request import AccessRequest
from kiosk.core.rules.basis import Situation, situation
from kiosk.core.windows import Window

_IN = "r.c.request.direction == 'in' && "
_SOMEBODY = _IN + "r.c.holder != None && "
_PERMIT = _IN + "r.c.permit != None && "
_APPROVED = _PERMIT + "r.c.permit.state == 'approved' && "
_FIRST = (
    _SOMEBODY + "r.c.holder.kind == 'pupil' && r.c.request.health.first_return"
    " && r.c.request.phase in ('closed', 'staged') && "
)
_STATE = _IN + "r.c.request.credential.state == "
_OUTCOME = _IN + "r.c.outcome == "
_ENTERS = _IN + "(r.c.permit == None || r.c.permit.state == 'approved') && r.c.basis "

CONDITIONS: dict[Reason, str] = {
    Reason.CREDENTIAL_UNREADABLE: _STATE + "'unreadable'",
    Reason.CREDENTIAL_UNKNOWN: _IN + "(r.c.request.credential.state == 'unknown' || r.c.holder =="
    " None && !(r.c.request.credential.state in ('unreadable', 'invalid')))",
    Reason.PASS_INVALID: _STATE + "'invalid'",
    Reason.PASS_REVOKED: _STATE + "'revoked'",
    Reason.PASS_EXPIRED: _STATE + "'expired'",
    Reason.PASS_NOT_YET: _STATE + "'not_yet'",
    Reason.PASS_USED: _STATE + "'used'",
    Reason.WATCH_LISTED: _SOMEBODY
    + "r.c.request.health.watch != None && holds(r.c.request.health.watch.window, r.c.request.at)",
    Reason.ISOLATED: _SOMEBODY + "r.c.request.health.isolation != None"
    " && begun(r.c.request.health.isolation.since, r.c.request.at)",
    Reason.RETURN_CERTIFICATE_MISSING: _SOMEBODY + "r.c.request.health.certificate != None"
    " && !(r.c.request.health.certificate.hospital"
    " && r.c.request.health.certificate.school_doctor)",
    Reason.ELEVATED_CONFIRMED: _OUTCOME + "'confirmed'",
    Reason.PURPOSE_NOT_ALLOWED: _PERMIT + "!(r.c.permit.purpose in r.c.phase.purposes)",
    Reason.AREA_CLOSED: _PERMIT + "area_closed(r.c)",
    Reason.CATEGORY_NEVER: _IN + "r.c.barred",
    Reason.PERMIT_NOT_APPROVED: _PERMIT + "r.c.permit.state in ('draft', 'submitted')",
    Reason.PERMIT_REJECTED: _PERMIT + "r.c.permit.state == 'rejected'",
    Reason.PERMIT_REVOKED: _PERMIT + "r.c.permit.state == 'revoked'",
    Reason.PERMIT_NOT_YET: _APPROVED + "not_yet(r.c.permit.window, r.c.request.at)",
    Reason.PERMIT_OVER: _APPROVED + "over(r.c.permit.window, r.c.request.at)",
    Reason.PERMIT_USED: _APPROVED + "r.c.permit.used >= r.c.permit.entries",
    Reason.PERMIT_WRONG_ACCESS_POINT: _APPROVED + "r.c.permit.access_points != None"
    " && !(r.c.request.access_point in r.c.permit.access_points)",
    Reason.NOT_ON_DUTY: _SOMEBODY + "r.c.holder.kind == 'staff'"
    " && r.c.request.phase == 'closed' && r.c.basis == 'nothing'",
    Reason.EARLY_RETURN_NOT_APPROVED: _SOMEBODY + "r.c.holder.kind == 'pupil'"
    " && (r.c.basis == 'nothing' || r.c.basis == 'permit' && r.c.permit.state != 'approved')",
    Reason.NO_PERMIT: _SOMEBODY + "!r.c.barred && r.c.request.permit == None"
    " && r.c.request.phase != 'normal' && outside(r.c.holder.kind)",
    Reason.HOME_RECORDS_INCOMPLETE: _FIRST + "(r.c.request.health.home_records == None"
    " || r.c.request.health.home_records.days < r.c.policy.home_record_days"
    " || r.c.request.health.home_records.missing > 0"
    " || r.c.request.health.home_records.max_c == None)",
    Reason.HOME_RECORDS_ELEVATED: _FIRST + "r.c.request.health.home_records != None"
    " && r.c.request.health.home_records.max_c != None"
    " && r.c.request.health.home_records.max_c >= r.c.policy.home_record_c",
    Reason.ALREADY_INSIDE: _SOMEBODY + "r.c.request.inside",
    Reason.TEMPERATURE_ELEVATED: _OUTCOME + "'elevated'",
    Reason.RECHECK_TEMPERATURE: _OUTCOME + "'unfinished'",
    Reason.AMBIENT_OUT_OF_RANGE: _OUTCOME + "'ambient_out_of_range'",
    Reason.NO_VALID_READING: _OUTCOME + "'no_valid_reading'",
    Reason.CLOCK_UNSURE: _SOMEBODY + "r.c.request.clock == 'unsure'"
    " && (r.c.request.health.watch != None || r.c.request.health.isolation != None"
    " || r.c.basis in ('shift', 'release') || r.c.permit != None && r.c.permit.window.bounded)",
    Reason.EXIT: "r.c.request.direction == 'out'",
    Reason.CLEARED: _ENTERS + "!= 'nothing' && r.c.outcome == 'cleared'",
    Reason.ON_DUTY: _ENTERS + "== 'shift'",
    Reason.PERMIT: _ENTERS + "== 'permit'",
    Reason.RELEASED: _ENTERS + "== 'release'",
    Reason.ROSTER: _ENTERS + "== 'roster'",
}
"""What has to hold for each reason, in casbin's own language, with the functions below.

Who is recognised, what the way in rests on and what the readings say is worked out by the same
code of ours before casbin is asked, once for each request: casbin cannot keep a value for the
rows that follow.
"""

_MODEL = """
[request_definition]
r = c
[policy_definition]
p = {fields}
[policy_effect]
e = priority(p.eft) || deny
[matchers]
m = {matcher}
"""


def _holds(window: Window, at: Any) -> bool:
    return window.holds(at)


def _not_yet(window: Window, at: Any) -> bool:
    return window.not_yet(at)


def _over(window: Window, at: Any) -> bool:
    return window.over(at)


def _begun(since: Any, at: Any) -> bool:
    return since is None or bool(at >= since)


def _outside(kind: PersonKind) -> bool:
    return kind in OUTSIDERS or kind is PersonKind.COURIER


def _area_closed(case: Situation) -> bool:
    assert case.permit is not None
    reached = case.phase.purpose_areas.get(case.permit.purpose, case.policy.areas)
    shut = case.phase.shut_areas
    return any(area in shut or area not in reached for area in case.permit.areas)


FUNCTIONS: dict[str, Callable[..., bool]] = {
    "holds": _holds,
    "not_yet": _not_yet,
    "over": _over,
    "begun": _begun,
    "outside": _outside,
    "area_closed": _area_closed,
}
"""What casbin's language cannot say: comparing moments with bounds that may be left out, areas."""


def rows() -> Iterator[Reason]:
    """Give the reasons in the order of the policy rows."""
    for verdict in (Verdict.DENY, Verdict.REFER, Verdict.GRANT):
        yield from (reason for reason in CONDITIONS if FACTS[reason].verdict is verdict)


Rival = Callable[[AccessRequest, Policy], tuple[bool, str]]
"""Decides a request: whether the person enters, and the reason."""


def with_conditions() -> Rival:
    """Make casbin with the conditions as policy data, evaluated row by row (its ABAC form)."""
    enforcer = _enforcer("reason, eft, cond", "eval(p.cond)")
    for name, function in FUNCTIONS.items():
        enforcer.add_function(name, function)
    for reason in rows():
        enforcer.add_policy(reason.value, _effect(reason), CONDITIONS[reason])
    return _asking(enforcer)


def with_functions() -> Rival:
    """Make casbin as a mere loop: each row calls a Python function that was compiled beforehand.

    Nothing is left of casbin's language but the loop over the rows; the fastest that can be.
    """
    says = {reason.value: _compiled(CONDITIONS[reason]) for reason in rows()}
    enforcer = _enforcer("reason, eft", "says(r.c, p.reason)")
    enforcer.add_function("says", lambda case, reason: says[reason](case))
    for reason in rows():
        enforcer.add_policy(reason.value, _effect(reason))
    return _asking(enforcer)


def _enforcer(fields: str, matcher: str) -> Any:
    model = casbin.Model()
    model.load_model_from_text(_MODEL.format(fields=fields, matcher=matcher))
    enforcer = casbin.Enforcer(model)
    # A refusal would be written to the log of the program; ours is not written here either.
    enforcer.logger.disabled = True
    return enforcer


def _effect(reason: Reason) -> str:
    return "allow" if FACTS[reason].verdict is Verdict.GRANT else "deny"


def _asking(enforcer: Any) -> Rival:
    def ask(request: AccessRequest, policy: Policy) -> tuple[bool, str]:
        allowed, row = enforcer.enforce_ex(situation(request, policy))
        return allowed, row[0] if row else Reason.NO_PERMIT.value

    return ask


def _compiled(condition: str) -> Callable[[Situation], bool]:
    """Make a Python function of a condition, which is then as fast as one written by hand."""
    text = condition.replace("r.c.", "c.").replace("(r.c)", "(c)")
    text = (
        text.replace("&&", "and").replace("||", "or").replace("!(", "not (").replace("!c", "not c")
    )
    function: Callable[[Situation], bool] = eval(f"lambda c: bool({text})", dict(FUNCTIONS))  # noqa: S307 - our own text
    return function
