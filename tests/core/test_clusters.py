"""When cases make a cluster: three in a day, five in three days in a class, ten in a school."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from config.policy_procedures import CLUSTERS
from kiosk.core.clusters import SCHOOL, Case, longest, reached
from kiosk.core.people import PersonKind

TODAY = date(2020, 5, 14)
CLASS = "grade-7/class-3"


def case(
    number: int,
    days_ago: int = 0,
    unit: str | None = CLASS,
    what: str = "fever",
    kind: PersonKind = PersonKind.PUPIL,
) -> Case:
    return Case(f"p{number}", kind, unit, TODAY - timedelta(days=days_ago), what)


def names(cases: list[Case]) -> list[tuple[str, str]]:
    return [(one.trigger.name, one.unit) for one in reached(CLUSTERS, cases, TODAY)]


def test_three_of_one_class_in_one_day_are_a_cluster_and_two_are_none() -> None:
    assert names([case(n) for n in range(2)]) == []
    assert names([case(n) for n in range(3)]) == [("class_fever_day", CLASS)]


def test_five_in_three_days_are_a_cluster_and_a_fourth_day_is_not_counted() -> None:
    spread = [case(1, 2), case(2, 2), case(3, 1), case(4, 1), case(5)]
    assert names(spread) == [("class_fever_three_days", CLASS)]
    assert names([case(1, 3), *spread[1:]]) == []


def test_a_person_counts_once_however_often_he_is_measured() -> None:
    assert names([case(1), case(1), case(1), case(2)]) == []


def test_three_of_three_classes_are_no_cluster_of_a_class() -> None:
    assert names([case(n, unit=f"grade-7/class-{n}") for n in range(3)]) == []


def test_ten_of_a_school_in_a_week_are_a_cluster_staff_counted_visitors_not() -> None:
    pupils = [case(n, n % 7, f"grade-7/class-{n}") for n in range(9)]
    visitor = case(10, unit=None, kind=PersonKind.VISITOR)
    teacher = case(11, unit=None, kind=PersonKind.STAFF)
    assert names([*pupils, visitor]) == []
    assert names([*pupils, teacher]) == [("school_fever_week", SCHOOL)]


def test_fevers_and_illness_are_not_added_up() -> None:
    assert names([case(1), case(2), case(3, what="sick")]) == []
    assert names([case(n, what="sick") for n in range(3)]) == [("class_sick_day", CLASS)]


def test_a_cluster_names_its_people_in_the_order_they_fell_ill() -> None:
    spread = [case(5), case(4, 1), case(3, 1), case(2, 2), case(1, 2)]
    (cluster,) = reached(CLUSTERS, spread, TODAY)
    assert cluster.people == ("p1", "p2", "p3", "p4", "p5")
    assert cluster.newest == TODAY


def test_the_triggers_say_how_far_to_look_back() -> None:
    assert longest(CLUSTERS) == 7
    assert longest([]) == 0


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(1, 3)), max_size=30))
def test_further_cases_never_undo_a_cluster(raw: list[tuple[int, int, int]]) -> None:
    cases = [case(n, ago, f"grade-7/class-{unit}") for n, ago, unit in raw]
    for cut in range(len(cases)):
        assert set(names(cases[:cut])) <= set(names(cases))
