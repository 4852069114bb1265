"""Hand-written states of a gate, one for each thing the screen must show."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk.core.people import PersonKind, Role
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import BodySite
from kiosk.core.reasons import FACTS, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState
from kiosk.link.messages import (
    AlertShown,
    Block,
    CaseShown,
    DeviceShown,
    DeviceState,
    EntryShown,
    GuardShown,
    IncidentShown,
    NoticeShown,
    PersonShown,
    PhaseToCome,
    State,
    Step,
    VerdictShown,
    VisitShown,
)

AT = datetime(2020, 2, 19, 23, 12, 41, tzinfo=UTC)
"""07:12:41 on 20 February 2020 in China."""

WANG = PersonShown("p-wang", "王**", PersonKind.PUPIL, "grade-9/class-2")
ZHAO = PersonShown("p-zhao", "赵**", PersonKind.VISITOR)
QIAN = PersonShown("p-qian", "钱**", PersonKind.PUPIL, "grade-7/class-1")
SUN = PersonShown("p-sun", "孙**", PersonKind.STAFF)
ZHOU = PersonShown("p-zhou", "周**", PersonKind.VISITOR)
GUARD = GuardShown("a-li", Role.GUARD, "李**")

DEVICES = (
    DeviceShown("front", "thermometer", DeviceState.OK),
    DeviceShown("window", "camera", DeviceState.OK),
    DeviceShown("desk", "card_reader", DeviceState.ABSENT),
    DeviceShown("relay", "door", DeviceState.OK),
)
RECENT = (
    EntryShown(
        "v3", AT - timedelta(minutes=5), Direction.IN, Verdict.GRANT, Reason.ON_DUTY, SUN, 36.4
    ),
    EntryShown(
        "v2", AT - timedelta(minutes=6), Direction.IN, Verdict.GRANT, Reason.PERMIT, ZHOU, 36.6
    ),
    EntryShown("v1", AT - timedelta(minutes=9), Direction.OUT, Verdict.GRANT, Reason.EXIT, SUN),
    EntryShown(
        "v0",
        AT - timedelta(minutes=11),
        Direction.IN,
        Verdict.REFER,
        Reason.TEMPERATURE_ELEVATED,
        ZHAO,
        37.6,
    ),
)
RESTING = CaseShown(
    17,
    Reason.TEMPERATURE_ELEVATED,
    AT - timedelta(minutes=3),
    ZHAO,
    rest_until=AT + timedelta(minutes=2, seconds=31),
    last_c=37.6,
)
RESTED = replace(RESTING, case_no=16, rest_until=AT - timedelta(seconds=40), person=SUN)
AGAIN = CaseShown(
    18,
    Reason.RECHECK_TEMPERATURE,
    AT - timedelta(minutes=1),
    QIAN,
    last_c=37.1,
    recheck_done=1,
    recheck_wanted=3,
)

IDLE = State(
    number=1,
    at=AT,
    access_point="north",
    direction=Direction.IN,
    phase=Phase.CLOSED,
    policy="notice-2020-02",
    clock=ClockTrust.TRUSTED,
    inside=12,
    passed_today=38,
    visit=VisitShown(Block.IDLE, Step.WAITING, Step.WAITING),
    cases=(RESTING, AGAIN),
    recent=RECENT,
    devices=DEVICES,
    guard=GUARD,
    utc_offset_min=480,
)

SEEN = VisitShown(
    Block.WANT_TEMPERATURE,
    Step.DONE,
    Step.WAITING,
    CredentialKind.SCHOOL_CARD,
    CredentialState.VALID,
    "0417",
    WANG,
)
MEASURED = replace(
    SEEN,
    block=Block.VERDICT,
    temperature=Step.DONE,
    corrected_c=36.6,
    raw_c=33.9,
    correction_c=2.7,
    device="front",
    site=BodySite.FOREHEAD,
)
WARM = replace(MEASURED, corrected_c=37.4, raw_c=34.7)


def made(reason: Reason) -> VerdictShown:
    """Return the plain verdict of a reason, about the pupil at the gate."""
    facts = FACTS[reason]
    return VerdictShown(
        "v9", facts.verdict, reason, facts.clause, person=WANG, corrected_c=36.6, at=AT
    )


def told(verdict: VerdictShown, visit: VisitShown = MEASURED) -> State:
    """Return the state that shows a verdict."""
    return replace(IDLE, visit=visit, verdict=verdict)


GRANT = told(made(Reason.RELEASED))
DENY = told(
    replace(
        made(Reason.EARLY_RETURN_NOT_APPROVED), contact_name="李**", contact_phone="138****2210"
    )
)
NOT_ON_DUTY = replace(
    made(Reason.NOT_ON_DUTY),
    may_override=True,
    also=(Reason.CLOCK_UNSURE, Reason.PASS_EXPIRED),
)
RECHECK = replace(
    made(Reason.RECHECK_TEMPERATURE),
    case_no=19,
    recheck_done=1,
    recheck_wanted=3,
    corrected_c=37.4,
)
REST = replace(made(Reason.TEMPERATURE_ELEVATED), case_no=19, corrected_c=37.4)


def lost(family: str) -> State:
    """Return the idle state with the devices of a family gone since 07:10."""
    gone = tuple(
        replace(one, state=DeviceState.LOST, since=AT - timedelta(minutes=2), cause="no_answer")
        if one.family == family
        else one
        for one in DEVICES
    )
    return replace(IDLE, devices=gone)


COLD = replace(
    IDLE,
    cold_mode=True,
    ambient_c=5.0,
    ambient_ok=False,
    visit=SEEN,
)

ALERTS = (
    AlertShown("overstay", AT - timedelta(minutes=25), ZHOU, permit_id="pm-7"),
    AlertShown("incident_deadline", AT - timedelta(minutes=2), incident_no=3),
    AlertShown("cluster", AT - timedelta(minutes=1), detail="grade-9/class-2"),
)
INCIDENT = IncidentShown(
    3,
    "infectious_disease",
    "general",
    AT - timedelta(minutes=20),
    ZHAO,
    steps_done=2,
    steps_wanted=9,
    due=AT + timedelta(minutes=10),
    due_stage="first",
)
NOTICES = (
    NoticeShown(
        "n1",
        "封闭管理期间, 除应急值班人员外, 任何人不得进校",
        "While the campus is closed only staff on emergency duty may enter",
    ),
    NoticeShown("n2", "请每日测量体温并上报班主任", "Measure each day, tell the teacher"),
)
QUIET = replace(
    IDLE,
    cases=(),
    notices=NOTICES,
    registration_url="http://10.0.0.2:8080/r",
    hotline="0571-8888 0000",
    phase_next=PhaseToCome(Phase.STAGED, AT + timedelta(days=4), ("grade-9",)),
)

SCENES: dict[str, State] = {
    "idle": IDLE,
    "idle_signed_out": replace(IDLE, guard=None, cases=(), recent=()),
    "idle_out": replace(IDLE, direction=Direction.OUT),
    "want_temperature": replace(IDLE, visit=SEEN),
    "measuring": replace(
        IDLE, visit=replace(SEEN, block=Block.MEASURING, temperature=Step.WORKING, settled=3)
    ),
    "grant": GRANT,
    "deny": DENY,
    "refer_recheck": told(RECHECK, WARM),
    "refer_rest": told(REST, WARM),
    "step_back": told(made(Reason.STEP_BACK)),
    "deny_override": told(NOT_ON_DUTY),
    "overridden": told(replace(NOT_ON_DUTY, overridden=True)),
    "thermometer_lost": lost("thermometer"),
    "thermometer_lost_want": replace(lost("thermometer"), visit=SEEN),
    "clock_unsure": replace(IDLE, clock=ClockTrust.UNSURE),
    "policy_missing": replace(IDLE, way_in_shut="policy_missing", policy=None, phase=None),
    "log_not_writable": replace(IDLE, way_in_shut="log_not_writable", late_waiting=2),
    "many_cases": replace(
        IDLE, cases=(RESTED, RESTING, AGAIN, *(replace(AGAIN, case_no=n) for n in range(20, 32)))
    ),
    "cold_want": COLD,
    "cold_idle": replace(COLD, visit=IDLE.visit),
    "idle_notices": QUIET,
    "drill": replace(GRANT, drill="d1"),
    "drill_idle": replace(QUIET, drill="d1"),
    "locked": replace(QUIET, locked=True),
    "locked_deny": replace(DENY, locked=True),
    "alerts": replace(IDLE, alerts=ALERTS, incidents=(INCIDENT,)),
    "alerts_deny": replace(DENY, alerts=ALERTS[:1]),
    "incident": replace(IDLE, incidents=(INCIDENT,)),
    "not_measured": replace(IDLE, guard_measured=False),
    "grant_checks": told(
        replace(
            made(Reason.PERMIT), guard_checks=("mask", "health_code", "test_proof_48h"), slot="late"
        )
    ),
    "needs_contact": replace(
        IDLE,
        cases=(
            replace(AGAIN, needs_contact=True, contact_name="钱**", contact_phone="139****0011"),
        ),
    ),
}
"""Every scene by its name."""
