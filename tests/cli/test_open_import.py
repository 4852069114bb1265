"""An import that is not closed yet changes no list of the school, and then all of them at once."""

from kiosk.core.events import (
    AbsenceRecorded,
    ArrivalSlotSet,
    HomeTemperatureRecorded,
    HouseholdLinked,
    ImportBegun,
    ImportClosed,
    PersonRecorded,
    PhaseSet,
    SymptomsRecorded,
)
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from tests.cli.health_desk import CLASS, back, put, school, today
from tests.cli.typing_it import Desk

LISTS = (
    ("roster", "absent", "--json"),
    ("health", "roll", "--json"),
    ("health", "show", "p1", "--json"),
    ("home", "missing", "--json"),
    ("report", "daily", "--json"),
)
WEEK = (1, 2, 3, 4, 5, 6, 7)


def test_rows_of_an_open_import_stand_on_no_list(desk: Desk) -> None:
    school(desk)
    put(desk, ArrivalSlotSet("grade-7", WEEK, "00:00", "00:00", "23:59"), PhaseSet(Phase.OPEN))
    before = [desk.must(*one).out for one in LISTS]
    put(
        desk,
        ImportBegun("i1", "roster-1"),
        PersonRecorded("p1", PersonKind.PUPIL, "grade-9/class-9", "i1", name="王大明"),
        PersonRecorded("p9", PersonKind.PUPIL, CLASS, "i1", name="孙新"),
        HouseholdLinked("p2", "g1", "father", "i1"),
        HomeTemperatureRecorded("p1", back(1), "i1", 36.5),
        AbsenceRecorded("p1", today(), import_id="i1", cause="sick"),
        SymptomsRecorded("p1", today(), "morning", "i1", ("cough",)),
    )
    assert [desk.must(*one).out for one in LISTS] == before
    # Another import meanwhile is whole at once, and changes nothing the second time.
    file = desk.state.parent / "home.csv"
    file.write_text(f"学号,日期,体温\np2,{back(2)},36.6\n", encoding="utf-8")
    home = ("home", "import", str(file), "--json", "--by", "chen", "--why", "handed in")
    assert [desk.must(*home).json()["new"] for _ in range(2)] == [1, 0]
    assert desk.must(*LISTS[1]).out == before[1]
    put(desk, ImportClosed("i1", 6))
    unlike = [desk.must(*one).out != known for one, known in zip(LISTS, before, strict=True)]
    assert unlike == [True] * len(LISTS)
