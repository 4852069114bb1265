"""What the books of the health file answer: by day, by unit, now; drills and broken imports not."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.events import (
    AbsenceRecorded,
    CertificateRecorded,
    ClassReported,
    HomeTemperatureRecorded,
    HouseholdLinked,
    ImportBegun,
    ImportClosed,
    IsolationBegun,
    PersonRecorded,
    PlacementObserved,
    PlacementRecorded,
    SymptomsRecorded,
    UnitRecorded,
    WatchEnded,
    WatchFollowedUp,
    WatchListed,
)
from kiosk.core.health import ReturnCertificate, WatchEntry
from kiosk.core.health_file import HealthFlag
from kiosk.core.health_roll import Presence, RecordKind
from kiosk.core.home_rows import HomeRow
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.windows import Window
from kiosk.store import home_import
from kiosk.store.errors import LogDamaged
from kiosk.store.health_book import HealthBook
from kiosk.store.home_book import HomeBook
from kiosk.store.home_import import Change
from kiosk.store.log import Log
from kiosk.store.roll_book import RollBook
from kiosk.store.school_book import SchoolBook
from tests.store.conftest import Place
from tests.store.making import AT, GUARD, MOMENT, SCHOOL, decided, event, infrared

DAY = AT.date()
CLASS = "grade-7/class-3"


@pytest.fixture
def school(log: Log) -> Log:
    log.append(
        *(
            event(one)
            for one in (
                UnitRecorded("grade-7", UnitKind.GRADE, "七年级", "Grade 7"),
                UnitRecorded(CLASS, UnitKind.CLASS, "3班", "Class 3"),
                PersonRecorded("p1", PersonKind.PUPIL, CLASS, name="王小明"),
                PersonRecorded("p2", PersonKind.PUPIL, "grade-8/class-1", name="李雷"),
                PersonRecorded("g1", PersonKind.GUARDIAN, name="王父"),
                HouseholdLinked("p1", "g1", "father"),
            )
        )
    )
    return log


@pytest.fixture
def book(school: Log) -> HealthBook:
    return school.of(HealthBook)


def test_the_newest_of_each_check_counts_and_a_drill_does_not(
    school: Log, book: HealthBook
) -> None:
    school.append(
        event(SymptomsRecorded("p1", DAY, "morning", symptoms=("fever",))),
        event(SymptomsRecorded("p1", DAY, "morning", symptoms=("cough",))),
        event(SymptomsRecorded("p1", DAY, "noon")),
        event(SymptomsRecorded("p2", DAY, "noon", symptoms=("rash",)), drill=True),
        event(SymptomsRecorded("p2", DAY - timedelta(days=1), "noon", symptoms=("rash",))),
    )
    found = [(one.person_id, one.unit, one.check, one.symptoms) for one in book.symptoms_on(DAY)]
    assert found == [("p1", CLASS, "morning", ("cough",)), ("p1", CLASS, "noon", ())]


def test_who_is_absent_sick_or_has_symptoms_is_counted_by_unit_and_day(
    school: Log, book: HealthBook
) -> None:
    school.append(
        event(AbsenceRecorded("p1", DAY, cause="sick")),
        event(AbsenceRecorded("p2", DAY, cause="personal")),
        event(SymptomsRecorded("p2", DAY, "morning", symptoms=("cough",))),
        event(SymptomsRecorded("p1", DAY - timedelta(days=1), "morning")),
    )
    counts = book.sick_counts("grade-7", [DAY, DAY - timedelta(days=1)])
    assert [len(one.sick) for one in counts.values()] == [1, 0]
    everybody = book.sick_counts(None, [DAY])[DAY]
    assert everybody.absent_sick == {"p1"}
    assert everybody.sick == {"p1", "p2"}
    assert (everybody.with_symptom("cough"), everybody.with_symptom("fever")) == (1, 0)
    school.append(event(AbsenceRecorded("p1", DAY, present=True)))
    assert [one.person_id for one in book.absences_on(DAY)] == ["p2"]


def test_a_class_reports_once_and_a_drill_reports_nothing(school: Log, book: HealthBook) -> None:
    report = ClassReported(CLASS, DAY, "morning")
    school.append(event(report, drill=True))
    assert book.classes_reported(DAY) == []
    school.append(event(report), event(report, wall=AT + timedelta(hours=2)))
    (row,) = book.classes_reported(DAY)
    assert (row.unit, row.at, row.by) == (CLASS, AT, "guard-1")


def test_the_watch_list_owes_a_follow_up_after_the_hours_of_the_policy(
    school: Log, book: HealthBook
) -> None:
    entry = WatchEntry("key_region", Window(AT, AT + timedelta(days=14)))
    school.append(event(WatchListed("w1", "p1", entry, "chen", "湖北")))
    late = AT + timedelta(hours=25)
    assert book.follow_ups_overdue(AT + timedelta(hours=24), 24) == []
    (row,) = book.follow_ups_overdue(late, 24)
    assert (row.watch_id, row.follower_id, row.owed_from) == ("w1", "chen", AT)
    school.append(event(WatchFollowedUp("w1", "p1"), wall=late))
    assert book.follow_ups_overdue(late + timedelta(hours=24), 24) == []
    assert book.follow_ups("w1") == [late]
    assert book.watch_listing(row).region == "湖北"
    assert book.follow_ups_overdue(AT + timedelta(days=15), 24) == [], "the entry is over"
    assert book.watch_open(AT + timedelta(days=15)) == []
    assert len(book.watch_open()) == 1
    school.append(event(WatchEnded("w1")))
    assert (book.watch_open(), book.watch("w1")) == ([], None)


def test_setting_an_end_leaves_the_follow_up_owed_as_it_was(school: Log, book: HealthBook) -> None:
    entry = WatchEntry("key_region", Window(None, None))
    school.append(event(WatchListed("w1", "p1", entry)))
    later = AT + timedelta(hours=30)
    ended = WatchEntry("key_region", Window(None, AT + timedelta(days=14)))
    school.append(event(WatchListed("w1", "p1", ended), wall=later))
    (row,) = book.follow_ups_overdue(later, 24)
    assert (row.listed, row.window.until) == (AT, AT + timedelta(days=14))


def test_isolated_now_is_who_really_is(school: Log, book: HealthBook) -> None:
    school.append(
        event(IsolationBegun("p1", AT, "elevated_confirmed", 4)),
        event(IsolationBegun("p2", AT, "elevated_confirmed", 5), drill=True),
    )
    (row,) = book.isolated_now()
    assert (row.person_id, row.since, row.case_no) == ("p1", AT, 4)


def test_a_placement_is_read_with_its_days(school: Log, book: HealthBook) -> None:
    over = Window(None, AT)
    school.append(
        event(PlacementRecorded("l1", "p1", Window(AT, None), "factory", "Li", "139")),
        event(PlacementRecorded("l2", "p2", over)),
        event(PlacementObserved("l1", "p1", DAY, 36.5)),
        event(PlacementObserved("l1", "p1", DAY, 36.6)),
    )
    assert [one.placement_id for one in book.placements()] == ["l1", "l2"]
    (row,) = book.placements(AT)
    assert (row.firm, row.contact_phone, row.observed) == ("factory", "139", (DAY,))
    assert book.placement("none") is None


def test_what_was_erased_is_gone_from_file_and_answers(school: Log, book: HealthBook) -> None:
    appended = school.append(event(HomeTemperatureRecorded("p1", DAY, value_c=38.0)))
    assert book.file("p1").home[DAY].value_c == 38.0
    school.erase(appended.pos, MOMENT, GUARD, "asked for")
    assert book.file("p1").home[DAY].value_c is None
    assert school.of(HomeBook).values(DAY, DAY) == {}
    assert school.of(HomeBook).days_of(DAY, DAY) == {"p1": {DAY}}


def test_a_file_counts_the_rows_of_an_import_from_its_closing_on(
    school: Log, book: HealthBook
) -> None:
    school.append(
        event(ImportBegun("i1", "home")),
        event(HomeTemperatureRecorded("p1", DAY, "i1", 36.5)),
        event(HomeTemperatureRecorded("p1", DAY, None, 37.0)),
    )
    assert book.file("p1").home[DAY].value_c == 37.0
    school.append(event(ImportClosed("i1", 1)))
    assert book.file("p1").home[DAY].value_c == 36.5
    assert school.of(HomeBook).values(DAY, DAY)["p1"][DAY].value_c == 36.5


def test_proofs_are_those_recorded_last(school: Log, book: HealthBook) -> None:
    assert book.certificate("p1") is None
    school.append(event(CertificateRecorded("p1", True, False)))
    assert book.certificate("p1") == ReturnCertificate(True, False)


def test_a_row_that_is_not_what_its_view_says_is_damage(place: Place) -> None:
    with place.open() as log:
        log.append(event(PlacementRecorded("l1", "p1", Window(None, None))))
        log.append(event(WatchListed("w1", "p1", WatchEntry("key_region", Window(None, None)))))
        log._connection.execute("UPDATE placement SET pos = 1")  # noqa: SLF001 - damages the file
        log._connection.execute("UPDATE watch SET pos = 1")  # noqa: SLF001 - damages the file
        book = log.of(HealthBook)
        with pytest.raises(LogDamaged):
            book.placements()
        with pytest.raises(LogDamaged):
            book.watch_listing(book.watch_open()[0])


# --- The roll ---


def test_an_elevated_reading_flags_the_household_for_fourteen_days(school: Log) -> None:
    school.append(
        event(
            decided(
                "v1",
                "g1",
                verdict=Verdict.REFER,
                reason=Reason.TEMPERATURE_ELEVATED,
                case_no=1,
                readings=(infrared(37.8),),
            )
        )
    )
    for days, flags in ((0, {HealthFlag.HOUSEHOLD_ELEVATED}), (13, {HealthFlag.HOUSEHOLD_ELEVATED}),
                        (14, set())):  # fmt: skip
        rows = school.of(RollBook).roll(DAY + timedelta(days=days), SCHOOL, 37.3)
        assert {one.person_id: one.flags for one in rows}["p1"] == flags, days


def test_a_home_temperature_at_the_threshold_is_elevated(school: Log) -> None:
    school.append(event(HomeTemperatureRecorded("g1", DAY, value_c=37.3)))
    rows = {one.person_id: one for one in school.of(RollBook).roll(DAY, SCHOOL, 37.3)}
    assert rows["g1"].flags == {HealthFlag.ELEVATED}
    assert (rows["g1"].unit, rows["g1"].presence) == (CLASS, None)
    assert rows["g1"].records == {RecordKind.HOME}
    assert rows["p1"].flags == {HealthFlag.HOUSEHOLD_ELEVATED}
    assert school.of(RollBook).roll(DAY, SCHOOL, 37.4)[0].flags == frozenset()


def test_what_the_teacher_says_of_an_absence_comes_before_the_gate(school: Log) -> None:
    school.append(event(decided("v1", "p1", readings=(infrared(36.4),))))
    book = school.of(RollBook)

    def presence() -> Presence | None:
        return {one.person_id: one.presence for one in book.roll(DAY, SCHOOL, 37.3)}["p1"]

    assert presence() is Presence.PRESENT
    school.append(event(AbsenceRecorded("p1", DAY, cause="sick")))
    assert presence() is Presence.ABSENT_SICK
    school.append(event(AbsenceRecorded("p1", DAY, present=True)))
    assert presence() is Presence.PRESENT


# --- Imports ---


def row(line: int, **more: object) -> HomeRow:
    values = {"day": DAY, "person_id": None, "unit": None, "id_number": None, "name": None,
              "value_c": 36.5, "clock": None}  # fmt: skip
    return HomeRow(line=line, **(values | more))  # type: ignore[arg-type] # plain values of a test


@pytest.mark.parametrize("called", [CLASS, "七年级3班", "七年级 3班", "3班", "class 3"])
def test_a_class_is_known_by_its_path_and_by_what_it_is_called(school: Log, called: str) -> None:
    assert home_import.unit_of(called, school.of(SchoolBook)) == CLASS
    good, bad = home_import.plan(school, [row(2, unit=called, name="王 小明")])
    assert ([one.person_id for one in good], bad) == (["p1"], [])


def test_a_name_that_two_classes_share_names_none(school: Log) -> None:
    school.append(event(UnitRecorded("grade-8/class-3", UnitKind.CLASS, "3班", "Class 3")))
    assert home_import.unit_of("3班", school.of(SchoolBook)) is None
    assert home_import.unit_of("七年级3班", school.of(SchoolBook)) == CLASS


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"name": "王小明"}, "a name alone"),
        ({"name": "王小明", "unit": "nowhere"}, "no such class"),
        ({"name": "李雷", "unit": CLASS}, "nobody in the class"),
        ({"person_id": "p2", "unit": CLASS}, "not in that class"),
        ({"id_number": "110101200801010019"}, "nobody has this ID number"),
        ({"person_id": "p9"}, "no pupil, guardian"),
    ],
)
def test_a_row_that_names_nobody_for_sure_is_left_out(
    school: Log, more: dict[str, str], why: str
) -> None:
    good, (bad,) = home_import.plan(school, [row(7, **more)])
    assert (good, bad.line, why in bad.why.en) == ([], 7, True), bad.why


def test_numbers_of_two_people_in_one_row_are_refused(school: Log) -> None:
    number = "110101200801010019"
    school.append(event(PersonRecorded("p3", PersonKind.PUPIL, CLASS, id_number=number)))
    good, bad = home_import.plan(
        school, [row(2, id_number=number), row(3, id_number=number, person_id="p1")]
    )
    assert [one.person_id for one in good] == ["p3"]
    assert [one.line for one in bad] == [3]


def test_whatever_is_imported_twice_changes_nothing_the_second_time(place: Place) -> None:
    people = [f"p{n}" for n in range(4)]
    with place.open() as log:
        log.append(*(event(PersonRecorded(one, PersonKind.PUPIL, CLASS)) for one in people))

        @settings(max_examples=25)
        @given(
            st.dictionaries(
                st.tuples(st.sampled_from(people), st.integers(0, 5)),
                st.tuples(st.integers(340, 420), st.none() | st.just("07:10")),
                max_size=12,
            )
        )
        def imports(cells: dict[tuple[str, int], tuple[int, str | None]]) -> None:
            rows = [
                row(n, person_id=who, day=DAY - timedelta(days=back), value_c=tenths / 10, clock=at)
                for n, ((who, back), (tenths, at)) in enumerate(cells.items(), 2)
            ]
            planned, bad = home_import.plan(log, rows)
            assert (len(planned), bad) == (len(rows), [])
            written = sum(one.change is not Change.UNCHANGED for one in planned)
            assert bring(log, planned) == written
            known = log.of(HomeBook).values(date(2020, 1, 1), DAY)
            assert all(known[one.person_id][one.row.day].value_c == one.row.value_c
                       for one in planned)  # fmt: skip
            again, _ = home_import.plan(log, rows)
            assert {one.change for one in again} <= {Change.UNCHANGED}
            head = log.head()
            assert bring(log, again) == 0
            assert log.head() == head

        imports()
        assert log.verify().ok


def bring(log: Log, planned: list[home_import.PlannedHome]) -> int:
    import_id = f"i{log.head()}"
    return home_import.append(
        log, planned, import_id, "home", GUARD, "handed in", lambda: MOMENT, lambda: None
    )


def test_an_import_that_breaks_off_counts_for_nothing(school: Log) -> None:
    rows = [row(n, person_id="p1", day=DAY - timedelta(days=n)) for n in range(2, 70)]
    planned, _ = home_import.plan(school, rows)

    def broken() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        home_import.append(
            school, planned, "i1", "home", GUARD, "handed in", lambda: MOMENT, broken
        )
    assert school.of(HomeBook).days_of(date(2019, 1, 1), DAY) == {}
    at = datetime(2020, 2, 20, 8, tzinfo=SCHOOL)
    assert school.lookup.person_facts("p1", None, at, 14).health.home_records is None
