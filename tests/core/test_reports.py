"""Reports are made also when every count is zero, add up, and name nobody they need not name."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.barred import BarredNote, barred_note
from kiosk.core.day_facts import ISOLATION_ROOM, KINDS_OF_ISOLATION, DayFacts, DayPerson
from kiosk.core.decide import AccessDecision
from kiosk.core.health_file import Symptom
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.reasons import FACTS, NextStep, Reason, Verdict
from kiosk.core.report_changes import changes, correcting
from kiosk.core.reports import OUTSIDE, REPORTS, PersonLine, late_reports, morning_check
from kiosk.core.tables import ReportTable

DAY = date(2020, 2, 24)
CLASSES = ("grade-7/class-1", "grade-7/class-2", "grade-9/class-1")


def column(table: ReportTable, code: str) -> list[object]:
    """Give a column by its code, without the row of totals."""
    place = [one.code for one in table.columns].index(code)
    return [row[place] for row in table.rows[:-1]]


def total(table: ReportTable, code: str) -> object:
    place = [one.code for one in table.columns].index(code)
    return table.rows[-1][place]


people = st.lists(
    st.builds(
        DayPerson,
        person_id=st.uuids().map(str),
        kind=st.sampled_from([PersonKind.PUPIL, PersonKind.PUPIL, PersonKind.STAFF]),
        unit=st.sampled_from(CLASSES),
        present=st.booleans(),
        fever=st.booleans(),
        isolation=st.sampled_from([None, ISOLATION_ROOM, *KINDS_OF_ISOLATION]),
        absent=st.just(False),
        symptoms=st.frozensets(st.sampled_from(list(Symptom)), max_size=3),
    ),
    max_size=30,
)


@pytest.mark.parametrize("report", REPORTS.values(), ids=lambda one: one.code)
def test_a_day_on_which_nothing_happened_is_reported_with_zeros(report) -> None:  # type: ignore[no-untyped-def]  # the parameter is a Report
    table = report.make(DayFacts(DAY, (), classes=CLASSES))
    assert table.rows
    assert all(value == 0 for row in table.rows for value in row[1:])


def test_each_class_has_a_row_also_when_nobody_of_it_is_on_record() -> None:
    table = REPORTS["daily"].make(DayFacts(DAY, (), classes=CLASSES))
    assert set(CLASSES) <= set(column(table, "unit"))


@given(people)
def test_the_rows_of_every_report_add_up_to_its_total(found: list[DayPerson]) -> None:
    facts = DayFacts(DAY, tuple(found), classes=CLASSES)
    for report in REPORTS.values():
        table = report.make(facts)
        for one in table.columns[1:]:
            assert sum(column(table, one.code)) == total(table, one.code), one.code  # type: ignore[arg-type]  # counts


@given(people)
def test_no_report_of_counts_names_anybody(found: list[DayPerson]) -> None:
    facts = DayFacts(DAY, tuple(found), classes=CLASSES)
    for report in REPORTS.values():
        text = str(report.make(facts))
        assert not any(one.person_id in text for one in found)


def test_whoever_is_not_here_and_nobody_knows_why_is_counted_as_such() -> None:
    pupil = DayPerson("p1", PersonKind.PUPIL, CLASSES[0])
    sick = replace(pupil, person_id="p2", absent=True, sick=True)
    isolated = replace(pupil, person_id="p3", isolation="home_observation")
    table = REPORTS["daily"].make(DayFacts(DAY, (pupil, sick, isolated), classes=CLASSES))
    assert total(table, "absent_unexplained") == 1
    assert total(table, "absent_sick") == 1
    assert total(table, "home_observation") == 1


def test_who_came_and_was_sent_home_ill_counts_once_as_absent_sick() -> None:
    pupil = DayPerson("p1", PersonKind.PUPIL, CLASSES[0], present=True, absent=True, sick=True)
    table = REPORTS["daily"].make(DayFacts(DAY, (pupil,), classes=CLASSES))
    assert (total(table, "present"), total(table, "absent_sick")) == (0, 1)


def test_visitors_are_told_below_the_table_with_those_still_inside() -> None:
    came = DayPerson("v1", PersonKind.VISITOR, None, present=True)
    still = replace(came, person_id="v2", inside=True)
    table = REPORTS["daily"].make(DayFacts(DAY, (came, still), classes=CLASSES))
    assert "Visitors who came in 2, still in 1" in table.notes[0]
    assert total(table, "enrolled") == 0


def test_what_belongs_to_outsiders_and_to_nobody_known_has_a_row_so_that_rows_add_up() -> None:
    ill = DayPerson("v1", PersonKind.VISITOR, None, present=True, fever=True, confirmed=True)
    pupil = DayPerson("p1", PersonKind.PUPIL, None)
    facts = DayFacts(
        DAY,
        (ill, pupil),
        classes=CLASSES,
        overrides={"visitor": 2, "staff": 1, CLASSES[0]: 1, "grade-6/gone": 1, "-": 1},
        no_reading={None: 3},
    )
    table = REPORTS["daily"].make(facts)
    codes = [one.code for one in table.columns]
    outside = dict(zip(codes, next(row for row in table.rows if row[0] == OUTSIDE), strict=True))
    assert {key: value for key, value in outside.items() if value} == {
        "unit": OUTSIDE, "fever_gate": 1, "fever_confirmed": 1, "no_reading": 3, "overrides": 3
    }  # fmt: skip
    for code, count in (("overrides", 6), ("no_reading", 3), ("fever_confirmed", 1)):
        assert total(table, code) == sum(column(table, code)) == count, code  # type: ignore[arg-type]  # counts


def test_classes_stand_in_the_order_that_people_expect() -> None:
    classes = ("grade-10/class-1", "grade-2/class-10", "grade-2/class-9")
    rows = REPORTS["class_summary"].make(DayFacts(DAY, (), classes=classes)).rows
    assert [row[0] for row in rows[:-1]] == [classes[2], classes[1], classes[0]]


def test_a_visitor_who_is_still_inside_is_a_difference_too() -> None:
    came = DayPerson("v1", PersonKind.VISITOR, None, present=True)
    before = REPORTS["daily"].make(DayFacts(DAY, (came,), classes=CLASSES))
    after = REPORTS["daily"].make(DayFacts(DAY, (replace(came, inside=True),), classes=CLASSES))
    (found,) = changes(before, after)
    assert "still in 0" in found
    assert found.endswith("still in 1")
    assert changes(correcting(before, "daily-1", ("so",)), before) == ()


def test_a_report_of_other_columns_is_compared_by_what_they_are() -> None:
    full = REPORTS["daily"].make(DayFacts(DAY, (), classes=CLASSES[:1]))
    short = replace(
        full,
        columns=(full.columns[0], *full.columns[2:]),
        rows=tuple((row[0], *row[2:]) for row in full.rows),
    )
    assert {one.split(": ", 1)[1] for one in changes(short, full)} == {"应到 / Enrolled: - -> 0"}


def test_a_symptom_of_the_day_before_counts_over_three_days_and_not_today() -> None:
    pupil = DayPerson("p1", PersonKind.PUPIL, CLASSES[0])
    facts = DayFacts(
        DAY, (pupil,), classes=CLASSES, symptoms_before={"p1": frozenset({Symptom.COUGH})}
    )
    table = REPORTS["class_summary"].make(facts)
    assert (total(table, "today_cough"), total(table, "days3_cough")) == (0, 1)


def test_only_the_ill_are_on_the_morning_list_and_none_ill_is_a_zero_report() -> None:
    well = DayPerson("p1", PersonKind.PUPIL, CLASSES[0], present=True)
    ill = replace(well, person_id="p2", symptoms=frozenset({Symptom.FEVER}))
    listed = morning_check(DayFacts(DAY, (well, ill)), {"p2": PersonLine("王**")})
    assert len(listed.rows) == 1
    zero = morning_check(DayFacts(DAY, (well,)), {})
    assert (zero.rows, len(zero.notes)) == ((), 1)


def test_a_class_that_has_not_reported_is_told_with_how_late_it_is() -> None:
    at = datetime(2020, 2, 24, 8, 40, tzinfo=UTC)
    reported = {
        CLASSES[0]: datetime(2020, 2, 24, 7, 55, tzinfo=UTC),
        CLASSES[1]: datetime(2020, 2, 24, 8, 10, tzinfo=UTC),
    }
    table = late_reports(DayFacts(DAY, (), reported=reported, classes=CLASSES), time(8), at, UTC)
    assert [(row[0], row[2]) for row in table.rows] == [(CLASSES[1], 10), (CLASSES[2], 40)]


def test_what_a_later_report_says_otherwise_is_told_cell_by_cell() -> None:
    pupil = DayPerson("p1", PersonKind.PUPIL, CLASSES[0])
    before = REPORTS["daily"].make(DayFacts(DAY, (pupil,), classes=CLASSES))
    after = REPORTS["daily"].make(DayFacts(DAY, (replace(pupil, present=True),), classes=CLASSES))
    found = changes(before, after)
    assert changes(before, before) == ()
    assert any(CLASSES[0] in one and "Present: 0 -> 1" in one for one in found)


def denied(*reasons: Reason) -> AccessDecision:
    return AccessDecision(
        Verdict.DENY, reasons[0], FACTS[reasons[0]].clause, reasons[1:], NextStep.CALL_OFFICE,
        (), Phase.STAGED, "policy", "0",
    )  # fmt: skip


HEALTH = [
    Reason.WATCH_LISTED,
    Reason.ISOLATED,
    Reason.RETURN_CERTIFICATE_MISSING,
    Reason.HOME_RECORDS_ELEVATED,
    Reason.ELEVATED_CONFIRMED,
]


@pytest.mark.parametrize("reason", HEALTH)
@pytest.mark.parametrize(
    ("beside", "note"),
    [
        ((), BarredNote.NOT_BACK_YET),
        ((Reason.EARLY_RETURN_NOT_APPROVED,), BarredNote.NOT_DUE_YET),
        ((Reason.HOME_RECORDS_INCOMPLETE,), BarredNote.RECORDS_TO_COMPLETE),
    ],
)
def test_no_reason_of_health_can_be_told_from_another_on_the_teachers_list(
    reason: Reason, beside: tuple[Reason, ...], note: BarredNote
) -> None:
    assert barred_note(denied(reason, *beside)) is note
    # While a whole class is not due, nobody of it stands out.
    assert not beside or barred_note(denied(*beside)) is note


def test_who_is_not_released_yet_is_not_taken_for_ill() -> None:
    assert barred_note(denied(Reason.EARLY_RETURN_NOT_APPROVED)) is BarredNote.NOT_DUE_YET
    assert barred_note(denied(Reason.HOME_RECORDS_INCOMPLETE)) is BarredNote.RECORDS_TO_COMPLETE
