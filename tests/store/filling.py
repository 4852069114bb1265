"""Facts of the school, its health file, its incidents and duty: one for each table they fill."""

from datetime import date, timedelta

from kiosk.core.events import (
    AbsenceRecorded,
    ActingSet,
    ArrivalSlotSet,
    BytesTaken,
    ClassReported,
    DeviceCalibrated,
    DirectoryEntrySet,
    DrillReported,
    EarlyLeaveAllowed,
    Fact,
    GuardMeasured,
    HouseholdLinked,
    HouseholdUnlinked,
    IncidentOpened,
    IncidentPersonListed,
    IncidentReported,
    IncidentStepTaken,
    InstrumentDay,
    NoticePosted,
    PhaseScheduled,
    PlacementObserved,
    PlacementRecorded,
    PlanFiled,
    PlanReviewed,
    QuestionAnswered,
    QuestionLogged,
    ReachRecorded,
    ReopeningSet,
    ReportReleased,
    ResponsibleSet,
    ShiftHandedOver,
    SymptomsRecorded,
    TrainingAttended,
    TrainingHeld,
    UnitRecorded,
    UnitRemoved,
    WatchFollowedUp,
)
from kiosk.core.people import UnitKind
from kiosk.core.phases import Phase
from kiosk.core.windows import Window
from tests.store.making import AT, infrared

DAY = AT.date()

OF_THE_SCHOOL: tuple[Fact, ...] = (
    UnitRecorded("grade-7", UnitKind.GRADE, "七年级", "Grade 7"),
    UnitRecorded("grade-6", UnitKind.GRADE),
    UnitRemoved("grade-6"),
    HouseholdLinked("p1", "p3", "mother"),
    HouseholdLinked("p1", "p4"),
    HouseholdUnlinked("p1", "p4"),
    ResponsibleSet("grade-7", "p5", "p6"),
    ActingSet("a1", "p5", "p6", Window(AT, None)),
    DirectoryEntrySet("e1", "police", 1, name="派出所", phone="110"),
    ArrivalSlotSet("grade-7", (1, 2), "07:00", "07:30", "16:30"),
    ArrivalSlotSet("grade-7", (), "", "", "", date(2020, 4, 6)),
    NoticePosted("n1", Window(AT, None), "戴口罩", "Wear a mask"),
    EarlyLeaveAllowed("slip-1", "p1", "p3", "p5", "p6"),
    PlanFiled("plan-1", DAY, "00" * 32, "开学方案"),
    PlanReviewed("plan-1", DAY, "passed"),
    TrainingHeld("t1", DAY, "测温"),
    TrainingAttended("t1", "p5"),
    ReachRecorded("m1", "p1", "page", slip=True),
    QuestionLogged("q1", "p1", "grade-7", question="何时开学"),
    QuestionAnswered("q1", "四月"),
    ReopeningSet(DAY + timedelta(days=30)),
    ReportReleased("r1", "daily", DAY, "00" * 32, content="{}"),
    DrillReported("d0", "40 pupils in 12 minutes"),
)
OF_HEALTH: tuple[Fact, ...] = (
    SymptomsRecorded("p1", DAY, "morning", symptoms=("cough",)),
    AbsenceRecorded("p1", DAY, cause="sick"),
    ClassReported("grade-7", DAY, "morning"),
    WatchFollowedUp("w1", "p1", "well"),
    PlacementRecorded("pl1", "p1", Window(AT, None), firm="钢厂"),
    PlacementObserved("pl1", "p1", DAY, 36.5),
)
OF_INCIDENTS: tuple[Fact, ...] = (
    IncidentOpened(1, "infectious_disease", "key", person_id="p1", unit="grade-7"),
    IncidentStepTaken(1, "guardian_called", "p1", counterpart="王大明"),
    IncidentPersonListed(1, "p2", "queued"),
    IncidentReported(1, "first", "r2", "00" * 32, "text"),
)
OF_DUTY: tuple[Fact, ...] = (
    GuardMeasured("guard-1", (infrared(36.5),)),
    ShiftHandedOver("guard-1", "guard-2", (1,), "门禁已报修"),
    PhaseScheduled("f1", Phase.OPEN, AT + timedelta(days=1)),
)
OF_THE_INSTRUMENTS: tuple[Fact, ...] = (
    InstrumentDay("forehead", DAY, 240, 3641),
    DeviceCalibrated("forehead", 268, 3432, 3700, 60, 31, 2150),
    BytesTaken("desk", "record"),
)
EVERYTHING_ELSE = (
    *OF_THE_SCHOOL,
    *OF_HEALTH,
    *OF_INCIDENTS,
    *OF_DUTY,
    *OF_THE_INSTRUMENTS,
)
