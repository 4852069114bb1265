"""Hand-written answers of a station to every question of the screens."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from kiosk.core.people import PersonKind
from kiosk.core.permits import PermitState
from kiosk.core.plain import plain
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.link.messages import Answer, PersonShown
from kiosk.link.rows import (
    CaseDetail,
    DeadlineRow,
    DirectoryRow,
    EvacuationRow,
    HandoverShown,
    IncidentDetail,
    IncidentRow,
    InsideRow,
    ListedRow,
    PermitRow,
    PersonRow,
    ReadingShown,
    StepShown,
    TimelineRow,
)
from kiosk.tui.stages import Question
from tests.tui.scenes import AT, INCIDENT, QIAN, SUN, WANG, ZHAO, ZHOU

GUARDIAN = PersonShown("p-wei", "魏**", PersonKind.GUARDIAN)
SISTER = PersonShown("p-wang2", "王**", PersonKind.PUPIL, "grade-7/class-1")
TEACHER = PersonShown("p-chen", "陈**", PersonKind.STAFF)

PEOPLE = (
    PersonRow(WANG, "0417"),
    PersonRow(QIAN, "0512", inside=True),
    PersonRow(SUN, "0031", inside=True),
    PersonRow(TEACHER, "0007"),
)
HOUSEHOLD = (PersonRow(GUARDIAN), PersonRow(SISTER, "0733"))
INSIDE = (
    InsideRow(SUN, AT - timedelta(minutes=5), "north"),
    InsideRow(ZHOU, AT - timedelta(minutes=6), "north", ("office",)),
    InsideRow(QIAN, AT - timedelta(days=3), "south", boards=True),
)
EVACUATION = (
    EvacuationRow("孙丽华", PersonKind.STAFF, None, AT - timedelta(minutes=5)),
    EvacuationRow("周建国", PersonKind.VISITOR, None, AT - timedelta(minutes=6)),
    EvacuationRow("钱小雨", PersonKind.PUPIL, "grade-7/class-1", AT - timedelta(days=3)),
)
DIRECTORY = (
    DirectoryRow("d1", "leader", "校长", "李文", "0571-8888 0001"),
    DirectoryRow("d2", "school_doctor", None, "何静", "138 0571 0002"),
    DirectoryRow("d3", "police", "城西派出所", None, "110"),
)
PERMIT = PermitRow(
    "pm-7",
    ZHOU,
    PermitState.APPROVED,
    "maintenance",
    ("office", "gatehouse"),
    entries=1,
    used=1,
    inside=True,
    since=AT - timedelta(hours=2),
    until=AT - timedelta(minutes=25),
    host=SUN,
    host_phone="139****0011",
    vehicle="浙A12345",
    approvals=1,
    levels=1,
    over_since=AT - timedelta(minutes=25),
)
WAITING = replace(
    PERMIT,
    permit_id="pm-8",
    person=ZHAO,
    state=PermitState.SUBMITTED,
    used=0,
    inside=False,
    approvals=0,
    vehicle=None,
    over_since=None,
    until=AT + timedelta(hours=2),
)
DETAIL = IncidentDetail(
    INCIDENT,
    True,
    steps=(
        StepShown("call_school_doctor", AT - timedelta(minutes=18), "李**", "何静"),
        StepShown("escort_to_isolation", AT - timedelta(minutes=15), "李**"),
        StepShown("call_guardian"),
        StepShown("hand_over"),
    ),
    contacts=DIRECTORY,
    people=(ListedRow(ZHAO, "ill", 37.9, elevated=True), ListedRow(QIAN, "queued")),
    deadlines=(
        DeadlineRow("first", AT - timedelta(minutes=1)),
        DeadlineRow("progress", AT + timedelta(hours=5)),
    ),
    timeline=(
        TimelineRow(AT - timedelta(minutes=20), "gate", "opened"),
        TimelineRow(AT - timedelta(minutes=10), "李**", "noted", "家长已到"),
    ),
)
CASE = CaseDetail(
    17,
    AT - timedelta(minutes=3),
    Reason.TEMPERATURE_ELEVATED,
    ZHAO,
    (
        ReadingShown(AT - timedelta(minutes=3), Instrument.INFRARED, 34.9, 2.7, 37.6, "front"),
        ReadingShown(AT, Instrument.CONTACT, 37.9, 0.0, 37.9, "contact", "李**"),
    ),
    "赵**",
    "137****4455",
    incident_no=3,
)
HANDOVER = HandoverShown((17, 18), (3,), "读卡器已报修", AT - timedelta(hours=12), "周**")


def _rows(*rows: object) -> dict[str, Any]:
    return {"rows": [plain(row) for row in rows], "next": None, "total": len(rows)}


def _one(thing: object) -> dict[str, Any]:
    return {"one": plain(thing)}


DATA: dict[str, dict[str, Any]] = {
    "people": _rows(*PEOPLE),
    "household": _rows(*HOUSEHOLD),
    "inside": _rows(*INSIDE),
    "evacuation": _rows(*EVACUATION),
    "directory": _rows(*DIRECTORY),
    "permits_today": _rows(PERMIT, WAITING),
    "permits_waiting": _rows(WAITING),
    "incidents": _rows(IncidentRow(INCIDENT, True)),
    "incident": _one(DETAIL),
    "case": _one(CASE),
    "handover": _one(HANDOVER),
    "person": {
        "name": "王小明",
        "phone": "13800000417",
        "contact_name": None,
        "contact_phone": "13900000001",
    },
}
"""The data of an answer by what was asked."""

NOTHING: dict[str, Any] = {"rows": [], "next": None, "total": 0}


def answer(question: Question) -> Answer:
    """Answer a question as the station would."""
    return Answer("q", True, "ok", DATA[question.what])
