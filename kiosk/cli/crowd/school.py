"""The school around a crowd: units, who answers, directory, notice, a family, a permit that waits.

Names and numbers are made up. Nothing here bears on a person that a script sends to the gate.
"""

from datetime import datetime, timedelta, timezone

from kiosk.core.directory import Line
from kiosk.core.events import (
    ArrivalSlotSet,
    DirectoryEntrySet,
    Fact,
    HouseholdLinked,
    NoticePosted,
    PermitRequested,
    PersonRecorded,
    ResponsibleSet,
    UnitRecorded,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.windows import Window

GRADES = {"grade-7": ("初一", 3), "grade-8": ("初二", 4), "grade-9": ("初三", 4)}
SCHOOL = "school"
SCHOOL_DAYS = (1, 2, 3, 4, 5, 6, 7)
UTC_OFFSET = timedelta(hours=8)
"""The zone of our example site, whose local times a slot is in."""
_STAFF = {
    "head": "周校长",
    "leader": "吴副校长",
    "office": "郑主任",
    "doctor": "王医生",
    "health": "冯老师",
}
_LINES: tuple[tuple[Line, str, str | None, str, str], ...] = (
    (Line.LEADER, "校长", "head", "周校长", "13800130001"),
    (Line.DUTY_LEADER, "值班负责人", "leader", "吴副校长", "13800130002"),
    (Line.SCHOOL_DOCTOR, "校医", "doctor", "王医生", "13800130003"),
    (Line.HEALTH_OFFICER, "卫生负责人", "health", "冯老师", "13800130004"),
    (Line.SCHOOL_OFFICE, "校办", "office", "郑主任", "13800130005"),
    (Line.AMBULANCE, "急救", None, "急救中心", "120"),
    (Line.HOSPITAL, "发热门诊", None, "县医院", "05120000001"),
    (Line.HEALTH_AUTHORITY, "疾控中心", None, "县疾控", "05120000002"),
    (Line.EDUCATION, "教育局", None, "县教育局", "05120000003"),
    (Line.POLICE, "派出所", None, "城东派出所", "110"),
    (Line.TRAFFIC_POLICE, "交警", None, "城东中队", "122"),
)


def school(begins: datetime) -> list[tuple[datetime, Fact]]:
    """Give what an office has on file of its school before the day begins."""
    facts = [*_units(), *_people(), *_answering(), *_directory(), *_family(begins)]
    facts += [_slot(begins), _notice()]
    return [(begins, fact) for fact in facts]


def _units() -> list[Fact]:
    made: list[Fact] = [UnitRecorded(SCHOOL, UnitKind.SCHOOL, "示范学校", "Model School")]
    for grade, (zh, classes) in GRADES.items():
        made.append(UnitRecorded(grade, UnitKind.GRADE, zh))
        made += [
            UnitRecorded(f"{grade}/class-{n}", UnitKind.CLASS, f"{zh}({n})班")
            for n in range(1, classes + 1)
        ]
    made.append(UnitRecorded("office", UnitKind.DEPARTMENT, "校办", "School office"))
    return made


def _people() -> list[Fact]:
    return [
        PersonRecorded(f"staff-{code}", PersonKind.STAFF, "office", name=name)
        for code, name in _STAFF.items()
    ]


def _answering() -> list[Fact]:
    classes = [
        ResponsibleSet(f"{grade}/class-{n}", "your-teacher", "staff-office")
        for grade, (_, count) in GRADES.items()
        for n in range(1, count + 1)
    ]
    return [
        ResponsibleSet(SCHOOL, "staff-head", "staff-leader"),
        ResponsibleSet("office", "staff-office", "staff-leader"),
        *classes,
    ]


def _directory() -> list[Fact]:
    return [
        DirectoryEntrySet(
            f"line-{place}",
            line,
            place,
            None if person is None else f"staff-{person}",
            title=title,
            name=name,
            phone=phone,
        )
        for place, (line, title, person, name, phone) in enumerate(_LINES)
    ]


def _family(begins: datetime) -> list[Fact]:
    """Give the guardian of the pupil whose card one may type, and a visitor who waits."""
    window = Window(begins - timedelta(hours=1), begins + timedelta(hours=12))
    return [
        PersonRecorded("your-guardian", PersonKind.GUARDIAN, name="林建国", phone="13900130001"),
        HouseholdLinked("your-pupil", "your-guardian", "father"),
        PersonRecorded("your-visitor", PersonKind.VISITOR, name="许文", phone="13900130002"),
        PermitRequested(
            "permit-waiting",
            "your-visitor",
            Permit(PermitState.SUBMITTED, "inspection", ("office",), window=window),
            levels=2,
            host_id="your-teacher",
            department="office",
        ),
    ]


def _slot(begins: datetime) -> Fact:
    """Give a school day that begins when the demo does: who comes after half an hour is late."""
    local = begins.astimezone(timezone(UTC_OFFSET))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    last = midnight + timedelta(hours=23, minutes=57)
    late = min(local + timedelta(minutes=30), last)
    leave = min(local + timedelta(hours=8), last + timedelta(minutes=1))
    early = max(late - timedelta(hours=2), midnight)
    return ArrivalSlotSet(SCHOOL, SCHOOL_DAYS, f"{early:%H:%M}", f"{late:%H:%M}", f"{leave:%H:%M}")


def _notice() -> Fact:
    return NoticePosted(
        "welcome",
        Window(),
        zh="进校请出示校园卡或通行码, 并测额温. 家长止步门外.",
        en="Show your card or pass, then your forehead. Parents wait outside.",
    )
