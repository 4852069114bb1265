"""The tree of units in the order people expect, and people found by what a guard can type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.people import UnitKind
from kiosk.core.search import Findable, found, places_of
from kiosk.core.units import Unit, above, natural, nearest, tree

WANG = Findable("p-1", "王小明", ("wy", "x", "m"), "grade-7/class-3", ("7", "3"), ("20200417",))
SHAN = Findable("p-2", "单晓", ("sdc", "x"), "grade-7/class-13", ("7", "13"), ("20200418",))
LI = Findable("p-3", "li ming", ("l", "m"), "office", (), ("1234567x",))
EVERYBODY = (WANG, SHAN, LI)


def keys(typed: str) -> list[str]:
    return [one.key for one in found(EVERYBODY, typed)]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("wxm", ["p-1"]),
        ("WX", ["p-1"]),
        ("sx", ["p-2"]),
        ("dx", ["p-2"]),
        ("lm", ["p-3"]),
        ("ming", ["p-3"]),
        ("7/3", ["p-1"]),
        ("7-13", ["p-2"]),
        ("7.3 wx", ["p-1"]),
        ("7", ["p-1", "p-2"]),
        ("0418", ["p-2"]),
        ("567x", ["p-3"]),
        ("小明", ["p-1"]),
        ("office", ["p-3"]),
        ("p-2", ["p-2"]),
        ("\uff57\uff58", ["p-1"]),
        ("wxm 0418", []),
        ("wxmz", []),
        ("", ["p-1", "p-2", "p-3"]),
    ],
)
def test_a_guard_finds_people_by_letters_and_digits(typed: str, wanted: list[str]) -> None:
    assert keys(typed) == wanted


def test_who_is_named_wholly_and_by_the_usual_reading_comes_first() -> None:
    others = (
        Findable("p-4", "王晓明月", ("wy", "x", "m", "y")),
        Findable("p-5", "尉小明", ("yw", "x", "m")),
    )
    assert [one.key for one in found((*others, *EVERYBODY), "wxm")] == ["p-1", "p-5", "p-4"]


@given(st.text(max_size=12))
def test_whatever_is_typed_is_an_answer(typed: str) -> None:
    assert set(keys(typed)) <= {"p-1", "p-2", "p-3"}


@pytest.mark.parametrize(
    ("unit", "places"),
    [
        ("grade-7/class-3", ("7", "3")),
        ("九年级/2班", ("9", "2")),
        ("初三(12)班", ("3", "12")),
        ("office", ()),
    ],
)
def test_a_class_is_known_by_its_numbers_however_it_is_written(
    unit: str, places: tuple[str, ...]
) -> None:
    assert places_of(unit) == places


def test_grade_2_stands_before_grade_10() -> None:
    paths = ["grade-10/class-1", "grade-2/class-12", "grade-2/class-2", "office", "2/b", "2/1"]
    assert sorted(paths, key=natural) == [
        "2/1", "2/b", "grade-2/class-2", "grade-2/class-12", "grade-10/class-1", "office",
    ]  # fmt: skip


@given(st.lists(st.text(alphabet="ab1/2-三", max_size=8)))
def test_any_paths_can_be_put_in_order(paths: list[str]) -> None:
    once = sorted(paths, key=natural)
    again = sorted(sorted(paths), key=natural)
    assert [natural(one) for one in again] == [natural(one) for one in once]


def test_the_school_stands_above_every_unit() -> None:
    assert above("grade-7/class-3", "school") == ("grade-7/class-3", "grade-7", "school")
    assert above("school", "school") == ("school",)
    assert nearest("grade-7/class-3", {"school": 1, "grade-70": 2}, "school") == 1
    assert nearest("grade-7/class-3", {"grade-70": 2}) is None
    assert nearest(None, {"school": 1}, "school") is None


def test_the_tree_fills_in_a_grade_that_nobody_recorded() -> None:
    units = {
        path: Unit(path, kind)
        for path, kind in (
            ("school", UnitKind.SCHOOL),
            ("grade-7/class-3", UnitKind.CLASS),
            ("office", UnitKind.DEPARTMENT),
        )
    }
    assert [(one.unit.path, one.depth, one.unit.kind) for one in tree(units)] == [
        ("school", 0, UnitKind.SCHOOL),
        ("grade-7", 1, UnitKind.GRADE),
        ("grade-7/class-3", 2, UnitKind.CLASS),
        ("office", 1, UnitKind.DEPARTMENT),
    ]
