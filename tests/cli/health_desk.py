"""A school at the desk: two classes with families, a doctor, a class teacher, a health officer."""

from datetime import date, datetime, timedelta, timezone

from kiosk.cli.days import day_of
from kiosk.cli.moment import now
from kiosk.core.events import (
    AccountSet,
    Actor,
    ActorKind,
    Event,
    Fact,
    HouseholdLinked,
    PersonRecorded,
)
from kiosk.core.people import PersonKind, Role
from tests.cli.typing_it import Desk

SCHOOL = timezone(timedelta(hours=8))
CLASS = "grade-7/class-3"
OTHER = "grade-8/class-1"
OFFICE = Actor(ActorKind.ACCOUNT, "wang/os:test")

PEOPLE = (
    PersonRecorded("p1", PersonKind.PUPIL, CLASS, name="王小明", phone="13800000001"),
    PersonRecorded("p2", PersonKind.PUPIL, CLASS, name="李雷", contact_phone="13900000002"),
    PersonRecorded("p3", PersonKind.PUPIL, CLASS, name="张伟"),
    PersonRecorded("p4", PersonKind.PUPIL, CLASS, name="张 伟"),
    PersonRecorded("p5", PersonKind.PUPIL, CLASS, name="韩梅"),
    PersonRecorded("p6", PersonKind.PUPIL, CLASS, name="赵云"),
    PersonRecorded("q1", PersonKind.PUPIL, OTHER, name="王小红"),
    PersonRecorded("g1", PersonKind.GUARDIAN, name="王父", phone="13700000001"),
    PersonRecorded("t1", PersonKind.STAFF, "office", name="陈老师"),
)
LINKS = (HouseholdLinked("p1", "g1", "father"), HouseholdLinked("q1", "g1", "father"))


def today() -> date:
    """Give the day at the school."""
    return day_of(None, SCHOOL)


def back(days: int) -> date:
    """Give a day so many days ago."""
    return today() - timedelta(days=days)


def put(desk: Desk, *facts: Fact, at: datetime | None = None) -> None:
    """Write facts into the log as the office does."""
    moment = now()
    if at is not None:
        moment = type(moment)(at, moment.boot_ns, moment.boot_id, moment.clock)
    with desk.log() as log:
        log.append(*(Event(moment, OFFICE, fact) for fact in facts))


def school(desk: Desk) -> None:
    """Bring in everybody, and the accounts that act for them; no PIN of theirs is ever typed."""
    accounts = {
        "doctor": Role.SCHOOL_DOCTOR,
        "chen": Role.CLASS_TEACHER,
        "officer": Role.HEALTH_OFFICER,
    }
    put(desk, *(AccountSet(one, role, one, "unused") for one, role in accounts.items()))
    put(desk, *PEOPLE, *LINKS)
