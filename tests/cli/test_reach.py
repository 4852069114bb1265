"""`kiosk reach` (N4): everybody is reached, also without internet, and who was not is named."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.events import ImportClosed, ReachRecorded, Unmasked
from tests.cli.families import CLASS_1, CLASS_2, events_of, settle
from tests.cli.rosters import roster
from tests.cli.typing_it import Desk, Said

HEADINGS = "姓名,班级,方式,日期,回执"


@pytest.fixture
def school(desk: Desk) -> Desk:
    settle(desk)
    return desk


def load(desk: Desk, *rows: str, headings: str = HEADINGS, options: tuple[str, ...] = ()) -> Said:
    path = desk.state.parent / "list.csv"
    path.write_bytes(roster(*rows, headings=headings))
    return desk.type("reach", "import", str(path), "--matter", "plan", "--json", *options)


def missing(desk: Desk, *options: str) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    said = desk.type("reach", "missing", "plan", "--json", *options)
    counts, people = said.json()
    codes = [one["code"] for one in counts["columns"]]
    by_unit = {row[0]: dict(zip(codes, row, strict=True)) for row in counts["rows"]}
    codes = [one["code"] for one in people["columns"]]
    named = [dict(zip(codes, row, strict=True)) for row in people["rows"]]
    assert said.code == (1 if named else 0)
    return by_unit, named


def test_at_first_everybody_is_missing_and_couriers_are_not_asked_about(school: Desk) -> None:
    counts, people = missing(school)
    assert {one["person_id"] for one in people} == {
        "p-wang", "p-li", "p-li2", "p-wangmei", "g-wang", "g-li", "s-zhao"
    }  # fmt: skip
    total = counts["合计 / Total"]
    assert (total["pupil_missing"], total["guardian_missing"], total["staff_missing"]) == (4, 2, 1)


def test_a_guardian_is_listed_in_each_child_s_class_and_counted_once(school: Desk) -> None:
    counts, people = missing(school)
    assert (counts[CLASS_1]["guardian_all"], counts[CLASS_2]["guardian_all"]) == (2, 1)
    assert counts["合计 / Total"]["guardian_all"] == 2
    (guardian,) = [one for one in people if one["person_id"] == "g-wang"]
    assert guardian["unit"] == f"{CLASS_1}, {CLASS_2}"


def test_a_pupil_without_a_guardian_on_record_is_counted(school: Desk) -> None:
    counts, _ = missing(school)
    assert counts[CLASS_2]["no_guardian"] == 1
    assert counts["合计 / Total"]["no_guardian"] == 1


def test_who_was_phoned_is_no_longer_missing(school: Desk) -> None:
    school.must("reach", "record", "plan", "p-wang", "s-zhao", "--channel", "phone")
    _, people = missing(school)
    assert not {"p-wang", "s-zhao"} & {one["person_id"] for one in people}


def test_a_letter_counts_only_when_its_slip_is_back(school: Desk) -> None:
    school.must("reach", "record", "plan", "p-li", "--channel", "letter")
    counts, people = missing(school, "--class", CLASS_1)
    (pupil,) = [one for one in people if one["person_id"] == "p-li"]
    assert "slip not back" in pupil["state"]
    assert counts[CLASS_1]["slips_open"] == 1
    school.must("reach", "record", "plan", "p-li", "--channel", "letter", "--slip")
    counts, people = missing(school, "--class", CLASS_1)
    assert "p-li" not in {one["person_id"] for one in people}
    assert counts[CLASS_1]["slips_open"] == 0


def test_another_channel_counts_although_the_letter_is_still_out(school: Desk) -> None:
    school.must("reach", "record", "plan", "p-li", "--channel", "letter")
    school.must("reach", "record", "plan", "p-li", "--channel", "class_group")
    assert "p-li" not in {one["person_id"] for one in missing(school)[1]}


def test_a_slip_signed_at_home_counts_for_the_household(school: Desk) -> None:
    words = ("--channel", "letter", "--slip", "--household")
    school.must("reach", "record", "plan", "p-wang", *words)
    ids = {one["person_id"] for one in missing(school)[1]}
    assert not {"p-wang", "g-wang"} & ids
    assert "p-wangmei" in ids


def test_one_matter_says_nothing_about_another(school: Desk) -> None:
    school.must("reach", "record", "other", "p-wang", "--channel", "visit")
    assert "p-wang" in {one["person_id"] for one in missing(school)[1]}
    table = school.must("reach", "list", "--json").json()[0]
    assert table["rows"] == [["other", 1, 6, 0]]


def test_missing_is_for_one_class_masked_and_with_the_number_to_call(school: Desk) -> None:
    _, people = missing(school, "--class", CLASS_1)
    assert {one["person_id"] for one in people} == {"p-wang", "p-li", "g-wang", "g-li"}
    pupil = next(one for one in people if one["person_id"] == "p-wang")
    assert (pupil["name"], pupil["phone"]) == ("王**", "139****0001")
    shown = school.type("reach", "missing", "plan").out
    assert not any(secret in shown for secret in ("王小明", "13800000417", "13900000001"))
    assert school.type("reach", "missing", "plan", "--class", "grade-9").code == 2


def test_looking_unmasked_is_by_name_with_a_reason_and_logged(school: Desk) -> None:
    words = ("reach", "missing", "plan", "--class", CLASS_1, "--unmask")
    assert school.type(*words).code == 2
    assert school.type(*words, "--by", "wang").code == 2
    assert events_of(school, Unmasked) == []
    said = school.type(*words, "--by", "wang", "--why", "to call them")
    assert "王小明" in said.out
    found = events_of(school, Unmasked)
    assert {one.fact.person_id for one in found} == {"p-wang", "p-li", "g-wang", "g-li"}  # type: ignore[union-attr]  # of that kind by the question
    assert {one.why for one in found} == {"to call them"}


def test_a_class_teacher_s_list_comes_in(school: Desk) -> None:
    said = load(school, "王小明,grade-7/class-1,电话,2020/2/10,", "李雷,grade-7/class-2,告知书,,是")
    assert (said.code, said.json()["recorded"]) == (0, 2)
    facts = [one.fact for one in events_of(school, ReachRecorded)]
    first = next(one for one in facts if isinstance(one, ReachRecorded))
    assert (first.person_id, first.channel, first.day) == ("p-wang", "phone", date(2020, 2, 10))
    closed = events_of(school, ImportClosed)[0].fact
    assert isinstance(closed, ImportClosed)
    assert closed.rows == 2
    ids = {one["person_id"] for one in missing(school)[1]}
    assert not {"p-wang", "p-li2"} & ids


def test_bad_rows_are_told_in_both_languages_and_good_ones_kept(school: Desk) -> None:
    rows = (
        "王小明,,电话,,",
        "李雷,,电话,,",
        "某某,,电话,,",
        "王小梅,,烟,,",
        "王小梅,,电话,2099-01-01,",
    )
    said = load(school, *rows)
    assert (said.code, said.json()["recorded"]) == (1, 1)
    assert [one["line"] for one in said.json()["left_out"]] == [3, 4, 5, 6]
    assert "several have this name" in said.lines[0]
    assert "有重名" in said.lines[0]
    assert not any("李雷" in line or "王小梅" in line for line in said.lines)


def test_two_of_one_name_are_told_apart_by_class(school: Desk) -> None:
    assert load(school, "李雷,grade-7/class-1,电话,,").code == 0
    fact = events_of(school, ReachRecorded)[0].fact
    assert isinstance(fact, ReachRecorded)
    assert fact.person_id == "p-li"


def test_the_same_list_again_records_nothing_twice(school: Desk) -> None:
    row = "王小明,,电话,2020-02-10,"
    load(school, row)
    again = load(school, row)
    assert (again.code, again.json()["recorded"], again.json()["known"]) == (0, 0, 1)
    assert len(events_of(school, ReachRecorded)) == 1


def test_a_list_can_be_checked_without_bringing_it_in(school: Desk) -> None:
    said = load(school, "王小明,,电话,,", options=("--check",))
    assert (said.code, said.json()["import_id"], said.json()["recorded"]) == (0, None, 1)
    assert events_of(school, ReachRecorded) == []


def test_rows_may_leave_out_what_the_command_says(school: Desk) -> None:
    options = ("--channel", "letter", "--day", "2020-02-09", "--household")
    said = load(school, "王小明", headings="姓名", options=options)
    assert (said.code, said.json()["recorded"]) == (0, 2)
    fact = events_of(school, ReachRecorded)[0].fact
    assert isinstance(fact, ReachRecorded)
    assert (fact.channel, fact.slip, fact.day) == ("letter", False, date(2020, 2, 9))
    assert load(school, "李雷,grade-7/class-1", headings="姓名,班级").code == 1


def test_the_ledger_lists_how_and_when_by_class(school: Desk) -> None:
    school.must("reach", "record", "plan", "p-wang", "--channel", "page", "--day", "2020-02-09")
    school.must("reach", "record", "plan", "p-wang", "--channel", "phone", "--day", "2020-02-10")
    (table,) = school.must("reach", "list", "plan", "--json").json()
    assert table["rows"] == [
        [CLASS_1, "学生 / Pupil", "王**", "网页 2020-02-09; 电话 2020-02-10", "2020-02-10", "",
         "p-wang"]
    ]  # fmt: skip


def test_the_list_goes_out_as_a_workbook(school: Desk, tmp_path: Path) -> None:
    out = tmp_path / "missing.xlsx"
    said = school.type("reach", "missing", "plan", "--format", "xlsx", "--out", str(out))
    assert said.code == 1
    assert out.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "words",
    [
        ("record", "plan", "p-none", "--channel", "phone"),
        ("record", "plan", "p-wang", "--channel", "phone", "--day", "2099-01-01"),
        ("record", "plan", "p-wang", "--channel", "pigeon"),
        ("record", "a plan", "p-wang", "--channel", "phone"),
        ("import", "no-such-file.csv", "--matter", "plan"),
    ],
)
def test_what_makes_no_sense_is_not_recorded(school: Desk, words: tuple[str, ...]) -> None:
    assert school.type("reach", *words).code == 2
    assert events_of(school, ReachRecorded) == []
