"""`kiosk home`: a class teacher's table comes in, missing days and odd series are listed."""

from datetime import datetime
from typing import Any

import pytest

from kiosk.core.events import HomeTemperatureRecorded, ImportBegun, ImportClosed, Unmasked
from kiosk.store.home_book import HomeBook
from tests.cli.health_desk import CLASS, back, put, school, today
from tests.cli.typing_it import Desk, Said
from tests.sheets.making import of_rows, workbook

BY = ("--by", "chen", "--why", "handed in on Monday")


@pytest.fixture
def teacher(desk: Desk) -> Desk:
    school(desk)
    return desk


def bring(desk: Desk, data: str | bytes, *options: str, name: str = "class.csv") -> Said:
    path = desk.state.parent / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return desk.type("home", "import", str(path), "--json", *BY, *options)


def values(desk: Desk, person: str) -> dict[Any, float]:
    with desk.log() as log:
        found = log.of(HomeBook).values(back(400), today(), [person])
    return {day: one.value_c for day, one in found.get(person, {}).items()}


def head(desk: Desk) -> int:
    with desk.log() as log:
        return log.head()


def test_one_row_for_a_pupil_and_a_day(teacher: Desk) -> None:
    said = bring(
        teacher,
        f"学号,姓名,日期,体温(℃),测量时间\np1,王小明,{back(2)},３６．５℃,07:10\n"
        f"p2,,{back(1)},36.8,早上7:20\n",
    )
    assert (said.code, said.err) == (0, "")
    assert said.json()["new"] == 2
    assert values(teacher, "p1") == {back(2): 36.5}
    assert values(teacher, "p2") == {back(1): 36.8}


def test_one_row_for_a_pupil_with_a_column_for_each_day_of_a_workbook(teacher: Desk) -> None:
    days = [datetime(back(n).year, back(n).month, back(n).day) for n in (3, 2, 1)]

    def fill(book: Any, sheet: Any) -> None:
        form = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["七年级3班", "体温登记表"])
        sheet.write_row(1, 0, ["序号", "姓名"])
        for place, day in enumerate(days, 2):
            sheet.write_datetime(1, place, day, form)
        sheet.write_row(2, 0, [1, "王小明", 36.4, "未测", 36.6])
        sheet.write_row(3, 0, [2, "李雷", 36.1, 36.2, "36.3度"])

    said = bring(teacher, workbook(fill), "--class", CLASS, name="class.xlsx")
    assert (said.code, said.err) == (0, "")
    assert values(teacher, "p1") == {back(3): 36.4, back(1): 36.6}
    assert values(teacher, "p2") == {back(3): 36.1, back(2): 36.2, back(1): 36.3}


def test_english_headings_and_months_without_a_year(teacher: Desk) -> None:
    one = back(1)
    said = bring(teacher, f"student number,{one.month}月{one.day}日\np1,36.5\n")
    assert said.code == 0, said.err
    assert values(teacher, "p1") == {one: 36.5}


def test_every_bad_line_is_told_and_the_good_ones_are_kept(teacher: Desk) -> None:
    one, ahead = back(1), today().replace(year=today().year + 1)
    said = bring(
        teacher,
        "学号,姓名,日期,体温\n"
        f"p1,,{one},365\n"  # 2: no decimal point
        f"p2,,{one},36.5\n"  # 3: good
        f"p2,,{one},36.6\n"  # 4: the same pupil and day again
        f"zz,,{one},36.5\n"  # 5: nobody
        f",张伟,{one},36.5\n"  # 6: two of that name
        f"p5,赵云,{one},36.5\n"  # 7: somebody else's number
        f"p6,,{ahead},36.5\n"  # 8: to come
        f"q1,,{one},36.5\n"  # 9: of another class
        f",,{one},36.5\n"  # 10: nobody named
        f"p6,,{one},36.9\n",  # 11: good
        "--class",
        CLASS,
    )
    assert said.code == 1
    found = said.json()
    assert [one["line"] for one in found["left_out"]] == [2, 4, 5, 6, 7, 8, 9, 10]
    assert len(said.lines) == 8
    assert found["new"] == 2
    assert "several pupils of the class have this name" in said.lines[3]
    assert not any(secret in said.err for secret in ("张伟", "赵云", "365"))
    assert values(teacher, "p2") == {one: 36.5}
    assert values(teacher, "p6") == {one: 36.9}


def test_a_bad_cell_of_a_row_of_days_leaves_the_other_days(teacher: Desk) -> None:
    said = bring(teacher, f"学号,{back(2)},{back(1)}\np1,高烧,36.5\n")
    assert said.code == 1
    assert said.lines[0].startswith(f"kiosk home import: line 2: {back(2)}")
    assert values(teacher, "p1") == {back(1): 36.5}


def test_a_line_of_days_that_names_nobody_is_told_once(teacher: Desk) -> None:
    said = bring(teacher, f"学号,{back(2)},{back(1)}\nzz,36.4,36.5\n")
    assert [one["line"] for one in said.json()["left_out"]] == [2]


def test_a_file_again_changes_nothing_and_another_value_replaces(teacher: Desk) -> None:
    text = f"学号,日期,体温\np1,{back(1)},36.5\n"
    assert bring(teacher, text).json()["new"] == 1
    before = head(teacher)
    again = bring(teacher, text)
    assert (again.code, again.json()["unchanged"], again.json()["import_id"]) == (0, 1, None)
    assert head(teacher) == before
    assert bring(teacher, text.replace("36.5", "37.9")).json()["changed"] == 1
    assert values(teacher, "p1") == {back(1): 37.9}
    with teacher.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    kept = [one.value_c for one in facts if isinstance(one, HomeTemperatureRecorded)]
    assert kept == [36.5, 37.9]


def test_a_dry_run_writes_nothing(teacher: Desk) -> None:
    before = head(teacher)
    said = bring(teacher, f"学号,日期,体温\np1,{back(1)},36.5\n", "--dry-run")
    assert (said.code, said.json()["new"], said.json()["import_id"]) == (0, 1, None)
    assert head(teacher) == before


def test_an_import_without_a_name_and_a_reason_is_refused(teacher: Desk) -> None:
    path = teacher.state.parent / "class.csv"
    path.write_text(f"学号,日期,体温\np1,{back(1)},36.5\n", encoding="utf-8")
    said = teacher.type("home", "import", str(path))
    assert (said.code, len(said.lines)) == (2, 1)
    assert values(teacher, "p1") == {}


def test_rows_of_an_import_that_broke_off_do_not_count(teacher: Desk) -> None:
    fact = HomeTemperatureRecorded("p1", back(1), "i1", value_c=39.0)
    put(teacher, ImportBegun("i1", "home"), fact)
    assert values(teacher, "p1") == {}
    put(teacher, ImportClosed("i1", 1))
    assert values(teacher, "p1") == {back(1): 39.0}


def test_the_name_of_the_file_is_not_in_the_log(teacher: Desk) -> None:
    bring(teacher, f"学号,日期,体温\np1,{back(1)},36.5\n", name="王老师.csv")
    with teacher.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    (begun,) = (one for one in facts if isinstance(one, ImportBegun))
    assert begun.source.startswith("home-")
    assert begun.source.isascii()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("学号,体温\np1,36.5\n", "日期"),
        ("学号,2026-02-01,2026年2月1日\np1,36.5,36.6\n", "twice"),
        ("学号,学号,日期,体温\np1,p1,2026-02-01,36.5\n", "twice"),
        ("", "empty"),
    ],
)
def test_a_table_of_neither_shape_is_refused_in_one_line(
    teacher: Desk, text: str, told: str
) -> None:
    said = bring(teacher, text)
    assert (said.code, len(said.lines)) == (1, 1)
    assert told in said.err


# --- Missing days ---


def hand_in(desk: Desk, person: str, *days: int, value_c: float = 36.5) -> None:
    put(desk, *(HomeTemperatureRecorded(person, back(n), value_c=value_c) for n in days))


def test_who_is_missing_which_of_the_days_that_end_yesterday(teacher: Desk) -> None:
    hand_in(teacher, "p1", *range(3, 15))
    hand_in(teacher, "p2", *range(1, 15))
    said = teacher.must("home", "missing", "--class", CLASS, "--json").json()
    assert (said["days"], said["from"], said["until"]) == (14, f"{back(14)}", f"{back(1)}")
    (of_class,) = said["classes"]
    assert (of_class["unit"], of_class["pupils"]) == (CLASS, 6)
    by_id = {one["person_id"]: one for one in of_class["missing"]}
    assert set(by_id) == {"p1", "p3", "p4", "p5", "p6"}
    assert by_id["p1"]["days"] == [f"{back(2)}", f"{back(1)}"]
    assert len(by_id["p3"]["days"]) == 14
    assert by_id["p1"]["guardians"] == [{"person_id": "g1", "name": "王**", "phone": "137****0001"}]


def test_looking_at_the_guardians_phone_is_in_the_log_before(teacher: Desk) -> None:
    said = teacher.type("home", "missing", "--unmask", "--json")
    assert said.code == 2
    said = teacher.must("home", "missing", "--class", CLASS, "--unmask", *BY, "--json")
    assert "13700000001" in said.out
    with teacher.log() as log:
        looked = [one.event for one in log.read(0, 1000) if isinstance(one.event.fact, Unmasked)]
    assert {one.fact.person_id for one in looked if isinstance(one.fact, Unmasked)} == {
        "p1", "p2", "p3", "p4", "p5", "p6", "g1",
    }  # fmt: skip
    assert all(one.why == "handed in on Monday" for one in looked)


def test_every_class_is_listed_also_one_that_lacks_nothing(teacher: Desk) -> None:
    hand_in(teacher, "q1", *range(1, 15))
    classes = teacher.must("home", "missing", "--json").json()["classes"]
    assert [(one["unit"], len(one["missing"])) for one in classes] == [
        (CLASS, 6), ("grade-8/class-1", 0),
    ]  # fmt: skip


# --- Odd series ---


def test_odd_series_are_shown_to_a_person_with_what_was_seen(teacher: Desk) -> None:
    hand_in(teacher, "p1", *range(1, 6))
    hand_in(teacher, "p2", 1, value_c=44.0)
    rows = teacher.must("home", "suspicious", "--class", CLASS, "--json").json()
    assert [(one["suspicion"], one["person_id"], one["records"]) for one in rows] == [
        ("constant", "p1", 5), ("impossible", "p2", 1),
    ]  # fmt: skip
    assert {one["seen"] for one in rows} == {"**"}
    clear = teacher.must("home", "suspicious", "--unmask", *BY, "--json").json()
    assert [one["seen"] for one in clear] == ["36.5", "44"]


def test_a_class_with_one_value_for_all_is_shown(teacher: Desk) -> None:
    for person in ("p1", "p2", "p3", "p4", "p5"):
        hand_in(teacher, person, 1)
    (row,) = teacher.must("home", "suspicious", "--json").json()
    assert (row["suspicion"], row["unit"], row["records"]) == ("class_equal", CLASS, 5)


def test_tables_are_readable(teacher: Desk) -> None:
    hand_in(teacher, "p1", *range(1, 6))
    text = teacher.must("home", "missing").out
    assert "缺少居家体温 / home temperatures missing" in text
    assert "137****0001" in text
    assert "不影响通行 / for a person to look at" in teacher.must("home", "suspicious").out


def test_of_rows_of_numbers_the_school_number_is_understood(teacher: Desk) -> None:
    said = bring(teacher, of_rows(("学号", "日期", "体温"), (20200101, f"{back(1)}", 36.5)))
    assert (said.code, said.json()["left_out"][0]["line"]) == (1, 2)
    assert "no pupil, guardian or member of staff has this number" in said.err


def test_a_class_hands_in_the_temperatures_of_its_parents_too(teacher: Desk) -> None:
    table = f"学号,日期,体温\ng1,{back(1)},36.4\nq1,{back(1)},36.4\n"
    said = bring(teacher, table, "--class", CLASS)
    assert [one["line"] for one in said.json()["left_out"]] == [3], "q1 is of another class"
    assert values(teacher, "g1") == {back(1): 36.4}
