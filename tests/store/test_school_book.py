"""Units, who answers for them, households, directory, slots and notices, as the log tells them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kiosk.core.events import (
    ActingSet,
    ArrivalSlotSet,
    DirectoryEntryRemoved,
    DirectoryEntrySet,
    Fact,
    HouseholdLinked,
    HouseholdUnlinked,
    ImportBegun,
    ImportClosed,
    NoticePosted,
    NoticeWithdrawn,
    PersonRecorded,
    PhaseSet,
    ResponsibleSet,
    UnitRecorded,
    UnitRemoved,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.phases import Phase
from kiosk.core.windows import Window
from kiosk.store.log import Log
from kiosk.store.school_book import Relative, SchoolBook
from tests.store.making import AT, event

CLASS = "grade-7/class-3"
SCHOOL = UnitRecorded("school", UnitKind.SCHOOL, "示范学校", "Model School")


@pytest.fixture
def book(log: Log) -> SchoolBook:
    return log.of(SchoolBook)


def tell(log: Log, *facts: Fact, wall: datetime = AT) -> None:
    for fact in facts:
        log.append(event(fact, wall=wall))


def test_units_come_in_the_order_of_the_tree_and_a_removed_one_is_gone(
    log: Log, book: SchoolBook
) -> None:
    tell(
        log,
        *(UnitRecorded(path, UnitKind.CLASS) for path in ("grade-10/class-1", "grade-2/class-1")),
        SCHOOL,
        UnitRecorded(CLASS, UnitKind.CLASS, "初一3班"),
        UnitRemoved(CLASS),
    )
    assert list(book.units()) == ["grade-2/class-1", "grade-10/class-1", "school"]
    assert book.unit(CLASS) is None
    tell(log, UnitRecorded(CLASS, UnitKind.CLASS, "七年级3班"))
    found = book.unit(CLASS)
    assert found is not None
    assert found.zh == "七年级3班"


def test_rows_of_an_import_count_when_it_is_closed(log: Log, book: SchoolBook) -> None:
    tell(
        log,
        ImportBegun("i-1", "file.csv"),
        UnitRecorded(CLASS, UnitKind.CLASS, import_id="i-1"),
        HouseholdLinked("p1", "g1", import_id="i-1"),
        ResponsibleSet(CLASS, "t1", import_id="i-1"),
    )
    assert (book.units(), book.households(), book.appointed()) == ({}, {}, {})
    tell(log, ImportClosed("i-1", 3))
    assert list(book.units()) == [CLASS]
    assert book.households() == {"p1": ("g1",)}
    assert book.appointed() == {CLASS: ("t1", None)}


def test_a_unit_without_somebody_of_its_own_has_the_one_of_the_unit_above(
    log: Log, book: SchoolBook
) -> None:
    assert book.responsible(CLASS, AT) is None
    tell(log, SCHOOL, ResponsibleSet("school", "head", "second"))
    found = book.responsible(CLASS, AT)
    assert found is not None
    assert (found.unit, found.responsible_id, found.deputy_id) == ("school", "head", "second")
    tell(log, ResponsibleSet("grade-7", "g7"), ResponsibleSet(CLASS, "t1"))
    named = [book.responsible(unit, AT) for unit in (CLASS, "grade-7/class-9", "grade-70")]
    assert [one and one.responsible_id for one in named] == ["t1", "g7", "head"]
    tell(log, ResponsibleSet(CLASS))
    found = book.responsible(CLASS, AT)
    assert found is not None
    assert found.responsible_id == "g7"


def test_who_acts_for_somebody_does_so_in_the_window_only(log: Log, book: SchoolBook) -> None:
    tell(
        log,
        ResponsibleSet(CLASS, "t1", "t2"),
        ActingSet("a1", "t1", "t3", Window(AT, AT + timedelta(days=2))),
    )
    acts = [book.responsible(CLASS, AT + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert [one and one.acts_id for one in acts] == ["t1", "t3", "t3", "t1"]
    tell(log, ActingSet("a1", "t1", "t3", Window(AT, AT + timedelta(days=1))))
    assert book.acts_for("t1", AT + timedelta(days=1)) == "t1"


def test_a_household_is_seen_from_both_ends_until_it_is_parted(log: Log, book: SchoolBook) -> None:
    tell(
        log,
        HouseholdLinked("p1", "g1", "mother"),
        HouseholdLinked("p2", "g1", "mother"),
        HouseholdLinked("p1", "g2", "father"),
    )
    assert book.household("p1") == [Relative("g1", "mother", True), Relative("g2", "father", True)]
    assert [one.person_id for one in book.household("g1")] == ["p1", "p2"]
    assert not any(one.guards for one in book.household("g1"))
    tell(log, HouseholdUnlinked("p1", "g2"))
    assert book.households() == {"p1": ("g1",), "p2": ("g1",)}
    tell(log, HouseholdLinked("p1", "g2", "uncle"))
    assert book.household("p1")[-1] == Relative("g2", "uncle", True)


def test_the_people_of_a_unit_are_those_of_the_units_below_it_too(
    log: Log, book: SchoolBook
) -> None:
    tell(
        log,
        SCHOOL,
        PersonRecorded("p1", PersonKind.PUPIL, CLASS, boards=True),
        PersonRecorded("p2", PersonKind.PUPIL, "grade-70/class-3"),
        PersonRecorded("p3", PersonKind.PUPIL, CLASS),
        PersonRecorded("p3", PersonKind.PUPIL, "grade-8"),
        PersonRecorded("v1", PersonKind.VISITOR),
    )
    assert [one.person_id for one in book.people_of("grade-7")] == ["p1"]
    assert book.people_of("grade-7", deep=False) == []
    assert [one.person_id for one in book.people_of("school")] == ["p1", "p2", "p3"]
    assert [one.boards for one in book.members(PersonKind.PUPIL)] == [True, False, False]


def test_the_directory_is_in_the_order_of_its_lines_with_the_numbers_of_who_is_named(
    log: Log, book: SchoolBook
) -> None:
    tell(
        log,
        PersonRecorded("t1", PersonKind.STAFF, name="张校长", phone="13900000001"),
        DirectoryEntrySet("d3", "police", name="派出所", phone="110"),
        DirectoryEntrySet("d2", "leader", place=2, person_id="t1", title="副校长"),
        DirectoryEntrySet("d1", "leader", place=1, name="李校长", phone="13900000002"),
        DirectoryEntrySet("d0", "plumber", name="水电"),
    )
    assert [one.entry_id for one in book.directory()] == ["d1", "d2", "d3", "d0"]
    second = book.directory("leader")[1]
    assert (second.title, second.name, second.phone) == ("副校长", "张校长", "13900000001")
    tell(log, DirectoryEntryRemoved("d3"))
    assert book.directory("police") == []


def test_the_slot_of_the_nearest_unit_holds_and_last_week_keeps_its_own(
    log: Log, book: SchoolBook
) -> None:
    monday = date(2020, 2, 24)
    week = (1, 2, 3, 4, 5)
    tell(log, SCHOOL, ArrivalSlotSet("school", week, "07:00", "07:40", "16:30"))
    assert book.slot_of(CLASS, date(2020, 2, 23)) is None
    slot = book.slot_of(CLASS, monday)
    assert slot is not None
    assert (slot.unit, slot.late_from.isoformat("minutes")) == ("school", "07:40")
    changed = ArrivalSlotSet("grade-7", week, "07:10", "07:50", "16:30")
    tell(log, changed, wall=datetime(2020, 3, 4, 8, tzinfo=UTC))
    later = ArrivalSlotSet("grade-7", week, "08:10", "08:50", "16:30")
    tell(log, later, wall=datetime(2020, 3, 18, 8, tzinfo=UTC))
    lates = [book.slot_of(CLASS, monday + timedelta(weeks=n)) for n in (0, 2, 4)]
    # A slot of its own that a grade is given later changes no list of an earlier day.
    assert [one and f"{one.late_from:%H:%M}" for one in lates] == ["07:40", "07:50", "08:50"]
    tell(log, ArrivalSlotSet("grade-7", week, "", "", ""), wall=datetime(2020, 3, 20, tzinfo=UTC))
    slot = book.slot_of(CLASS, monday + timedelta(weeks=4))
    assert slot is not None
    assert slot.unit == "school"


def test_a_slot_counts_from_its_day_at_the_school_on(log: Log, book: SchoolBook) -> None:
    east, monday = timezone(timedelta(hours=8)), date(2020, 3, 2)
    tell(log, ArrivalSlotSet("grade-7", (1, 2), "07:10", "07:40", "16:30"))
    changed = ArrivalSlotSet("grade-7", (1, 2), "08:10", "08:40", "16:30")
    # Tuesday morning before eight is still Monday in UTC.
    tell(log, changed, wall=datetime(2020, 3, 2, 23, 30, tzinfo=UTC))
    found = [book.slots(monday + timedelta(days=n), east)["grade-7"] for n in (0, 1)]
    assert [one and one.late_from.hour for one in found] == [7, 8]


def test_who_stands_in_may_be_away_as_well(log: Log, book: SchoolBook) -> None:
    window = Window(AT, AT + timedelta(days=2))
    tell(log, ActingSet("a1", "t1", "t2", window), ActingSet("a2", "t2", "t3", window))
    assert book.acts_for("t1", AT) == "t3"
    tell(log, ActingSet("a3", "t3", "t1", window))
    assert book.acts_for("t1", AT) == "t1", "a ring of stand-ins ends where it began"


def test_a_notice_is_shown_in_its_window_until_it_is_withdrawn(log: Log, book: SchoolBook) -> None:
    tell(
        log,
        NoticePosted("n1", Window(None, AT), "旧", "old"),
        NoticePosted("n2", Window(AT), "新", "new"),
    )
    assert [one.notice_id for one in book.notices(AT)] == ["n2"]
    assert [one.en for one in book.notices()] == ["old", "new"]
    tell(log, NoticeWithdrawn("n2"))
    assert book.notices(AT) == []


def test_the_phase_of_a_day_is_the_last_before_its_end(log: Log, book: SchoolBook) -> None:
    assert book.phase_before(AT) == (Phase.CLOSED, ())
    tell(log, PhaseSet(Phase.STAGED, ("grade-9",)), wall=AT)
    log.append(event(PhaseSet(Phase.OPEN), wall=AT, drill=True))
    tell(log, PhaseSet(Phase.OPEN), wall=AT + timedelta(days=1))
    assert book.phase_before(AT) == (Phase.CLOSED, ())
    assert book.phase_before(AT + timedelta(hours=12)) == (Phase.STAGED, ("grade-9",))
    assert book.phase_before(AT + timedelta(days=2)) == (Phase.OPEN, ())


def test_what_a_drill_says_of_the_school_does_not_count(log: Log, book: SchoolBook) -> None:
    log.append(event(UnitRecorded(CLASS, UnitKind.CLASS), drill=True))
    assert book.units() == {}
    assert log.verify().ok
