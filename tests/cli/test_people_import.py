"""`kiosk people import`: a workbook of the school office is tried, brought in, brought in again."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from kiosk.core.events import ImportBegun, ImportClosed, PersonRecorded, ShiftSet
from kiosk.core.roster import FormKind
from kiosk.core.roster_plan import shift_id_of
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.sheets.reading import read_tables
from kiosk.sheets.roster_file import read_roster
from kiosk.sheets.writing import to_xlsx
from kiosk.store.school_book import SchoolBook
from tests.cli.rosters import ID_NUMBERS
from tests.cli.typing_it import Desk, Said


def sheet(title: str, headings: str, *rows: tuple[Value, ...]) -> ReportTable:
    columns = tuple(
        Column(
            f"c{place}",
            heading,
            heading,
            ColumnKind.CLOCK
            if heading in "开始 结束"
            else ColumnKind.DAY
            if heading == "日期"
            else ColumnKind.TEXT,
        )
        for place, heading in enumerate(headings.split())
    )
    return ReportTable(title, title, columns, rows)


SCHOOL = (
    sheet(
        "学生",
        "学号 姓名 班级 证件号 卡号 住校",
        ("20200417", "王小明", "九年级/2班", ID_NUMBERS[0], "S000417", "是"),
        ("20200418", "李红", "九年级/2班", "H12345678", "S000418", "走读"),
    ),
    sheet("教工", "工号 姓名 部门 电话", ("T1001", "李安", "数学组", "13800001001")),
    sheet(
        "家长",
        "学生学号 学生姓名 家长姓名 关系 家长电话",
        ("20200417", "王小明", "王大明", "父亲", "13900000417"),
        ("20200418", "李红", "王大明", "父亲", "13900000417"),
    ),
    sheet("单位", "单位 层级 名称 班主任工号", ("九年级/2班", "班级", "九年级2班", "T1001")),
    sheet("卡", "工号 卡号", ("T1001", "T000001")),
    sheet(
        "值班",
        "工号 日期 开始 结束",
        ("T1001", date(2020, 2, 24), time(7, 0), time(19, 0)),
        ("T1001", date(2020, 2, 25), time(19, 0), time(7, 0)),
    ),
    sheet("说明", "填表 说明", ("a", "b")),
)


def bring_in(desk: Desk, *sheets: ReportTable, options: tuple[str, ...] = ()) -> Said:
    path = desk.state.parent / "school.xlsx"
    path.write_bytes(to_xlsx(sheets))
    return desk.type("people", "import", str(path), *options)


def test_a_whole_school_comes_in_from_one_workbook(desk: Desk) -> None:
    said = bring_in(desk, *SCHOOL, options=("--json", "--by", "wang", "--why", "new term"))
    assert said.code == 0, said.err
    assert said.json()["counts"] == {"new": 7, "changed": 2, "unchanged": 0, "gone": 0}
    assert "说明" in said.err
    with desk.log() as log:
        book = log.of(SchoolBook)
        pupil = {one.person_id: one for one in book.members()}["20200417"]
        assert (pupil.unit, pupil.boards) == ("九年级/2班", True)
        (guardian,) = [one for one in book.household("20200417") if one.guards]
        assert book.households()["20200418"] == (guardian.person_id,)
        assert book.units()["九年级/2班"].zh == "九年级2班"
        assert book.appointed()["九年级/2班"] == ("T1001", None)
        card = log.lookup.card("T000001")
        assert log.lookup.person_by_id_number("H12345678") == "20200418"
        begun = next(
            one.event for one in log.read(3, 50) if isinstance(one.event.fact, ImportBegun)
        )
        assert log.verify().ok
    assert card is not None
    assert card.person_id == "T1001"
    assert begun.why == "new term"


def test_shifts_are_in_the_school_s_zone_and_a_night_ends_on_the_next_morning(desk: Desk) -> None:
    bring_in(desk, *SCHOOL)
    with desk.log() as log:
        facts = [stored.event.fact for stored in log.read(3, 50)]
    windows = [fact.window for fact in facts if isinstance(fact, ShiftSet)]
    assert [(one.since, one.until) for one in windows] == [
        (datetime(2020, 2, 23, 23, tzinfo=UTC), datetime(2020, 2, 24, 11, tzinfo=UTC)),
        (datetime(2020, 2, 25, 11, tzinfo=UTC), datetime(2020, 2, 25, 23, tzinfo=UTC)),
    ]


def test_the_same_workbook_again_changes_nothing_and_says_so(desk: Desk) -> None:
    bring_in(desk, *SCHOOL)
    with desk.log() as log:
        before = log.head()
    again = bring_in(desk, *SCHOOL)
    assert again.code == 0
    assert "nothing to change" in again.out
    with desk.log() as log:
        assert log.head() == before


def test_a_dry_run_shows_masked_what_would_change_and_changes_nothing(desk: Desk) -> None:
    bring_in(desk, *SCHOOL)
    with desk.log() as log:
        before = log.head()
    changed = sheet(
        "学生",
        "学号 姓名 班级 证件号 电话",
        ("20200417", "王小明", "九年级/3班", ID_NUMBERS[1], "13812345678"),
        ("20200500", "赵六", "九年级/2班", "E12345678", None),
    )
    said = bring_in(desk, changed, options=("--dry-run",))
    assert said.code == 0
    assert "20200417 变更 / changed; unit 九年级/2班 -> 九年级/3班" in said.out
    assert "20200500 新增 / new" in said.out
    assert "not in the file: 20200418 李**" in said.out
    assert "dry run" in said.out
    for secret in ("王小明", ID_NUMBERS[0], ID_NUMBERS[1], "13812345678", "E12345678", "李红"):
        assert secret not in said.out + said.err
    with desk.log() as log:
        assert log.head() == before


def test_who_is_not_in_the_file_stays_on_record(desk: Desk) -> None:
    bring_in(desk, *SCHOOL)
    alone = sheet("学生", "学号 姓名 班级", ("20200417", "王小明", "九年级/2班"))
    said = bring_in(desk, alone, options=("--json",))
    assert said.json()["gone"] == ["20200418"]
    with desk.log() as log:
        assert log.lookup.person_by_id_number("H12345678") == "20200418"


def test_a_class_teacher_s_short_list_takes_nothing_away(desk: Desk) -> None:
    bring_in(desk, *SCHOOL)
    short = sheet("学生", "学号 姓名", ("20200417", "王小明"))
    assert "nothing to change" in bring_in(desk, short).out
    with desk.log() as log:
        assert log.lookup.person_by_id_number(ID_NUMBERS[0]) == "20200417"


def test_bad_rows_of_every_sheet_are_told_and_good_ones_kept(desk: Desk) -> None:
    said = bring_in(
        desk,
        sheet("学生", "学号 姓名 证件号", ("1", "王", "110101200801010018"), ("2", "李", None)),
        sheet("值班", "工号 日期 开始 结束", ("9", date(2020, 2, 24), time(7), time(19))),
        options=("--json",),
    )
    assert said.code == 1
    left_out = {(one["sheet"].split("[")[1], one["line"]) for one in said.json()["left_out"]}
    assert left_out == {("学生]", 3), ("值班]", 3)}
    assert [one["person_id"] for one in said.json()["people"]] == ["2"]
    assert "校验位" in said.err
    assert "110101200801010018" not in said.err
    with desk.log() as log:
        closed = log.read(log.head() - 1, 1)[0].event.fact
    assert isinstance(closed, ImportClosed)


def test_a_file_of_no_form_says_what_each_form_needs(desk: Desk) -> None:
    said = bring_in(desk, sheet("x", "鞋码 颜色", ("38", "红")))
    assert (said.code, len(said.lines)) == (1, 1)
    assert "people template" in said.err
    named = bring_in(desk, sheet("x", "学号 卡号", ("1", "S1001")), options=("--kind", "pupils"))
    assert "name (姓名)" in named.err


def test_templates_are_forms_and_their_example_rows_bring_nobody_in(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "forms.xlsx"
    desk.must("people", "template", "--xlsx", str(path))
    found = read_roster(path.read_bytes(), "forms.xlsx", UTC)
    assert set(found.forms) == set(FormKind) - {FormKind.PEOPLE}
    assert (found.rows, found.bad, found.notes) == ((), (), ())
    assert len(read_tables(path.read_bytes(), "x")) == len(FormKind) - 1
    refused = desk.type("people", "template", "--xlsx", str(path))
    assert (refused.code, len(refused.lines)) == (2, 1)


@pytest.mark.parametrize("kind", FormKind)
def test_each_form_is_known_as_itself_and_its_example_fits(desk: Desk, kind: FormKind) -> None:
    text = desk.must("people", "template", kind).out
    found = read_roster(text.encode(), "form.csv", UTC)
    assert found.forms == (kind,)
    filled = read_roster(text.replace("示例 ", "").encode(), "form.csv", UTC)
    assert (len(filled.rows), filled.bad) == (1, ())


def test_a_template_without_a_name_is_wrong_use(desk: Desk) -> None:
    assert desk.type("people", "template").code == 2


def test_an_import_that_breaks_off_changes_nobody(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [(f"P{n}", f"王{n}") for n in range(120)]
    pupils = sheet("学生", "学号 姓名", *rows)
    with monkeypatch.context() as broken:
        broken.setattr("kiosk.cli.roster_import._let_others_write", _stop)
        assert bring_in(desk, pupils).code == 1
    assert desk.must("people", "list", "--json").json() == []
    with desk.log() as log:
        assert any(isinstance(one.event.fact, PersonRecorded) for one in log.read(3, 100))
    assert bring_in(desk, pupils, options=("--json",)).json()["counts"]["new"] == 120
    assert len(desk.must("people", "list", "--json").json()) == 120


def _stop() -> None:
    raise KeyboardInterrupt


def test_a_shift_that_is_imported_again_replaces_itself(desk: Desk) -> None:
    bring_in(desk, *SCHOOL)
    later = sheet("值班", "工号 日期 开始 结束", ("T1001", date(2020, 2, 24), time(7), time(20)))
    said = bring_in(desk, later, options=("--json",))
    (other,) = said.json()["others"]
    assert other["status"] == "changed"
    assert other["id"] == shift_id_of("T1001", datetime(2020, 2, 23, 23, tzinfo=UTC))
