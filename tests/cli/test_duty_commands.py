"""`kiosk phase schedule`, `kiosk drill`, `kiosk paper`: by name, with a reason, counted right."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.cli.moment import now
from kiosk.core.events import (
    CardBound,
    Event,
    Fact,
    IsolationBegun,
    PaperEntered,
    PersonRecorded,
    PhaseSet,
    Unmasked,
)
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Verdict
from kiosk.sheets.reading import read_tables
from kiosk.store.duty_book import DutyBook
from tests.cli.typing_it import Desk
from tests.store.making import GUARD

BY = ("--by", "wang", "--why", "plan")


def people(desk: Desk) -> None:
    facts: list[Fact] = [
        PersonRecorded("p-1", PersonKind.PUPIL, "grade-9/class-2", name="王小明"),
        CardBound("c-1", "p-1", number="GPS20200417"),
        PersonRecorded("p-2", PersonKind.PUPIL, "grade-9/class-1", name="李雷"),
        PersonRecorded("p-3", PersonKind.STAFF, name="赵师傅"),
        PersonRecorded("p-4", PersonKind.VISITOR, name="客人"),
    ]
    with desk.log() as log:
        log.append(*(Event(now(), GUARD, fact) for fact in facts))


# --- Phases ---


def soon() -> str:
    return f"{now().wall.date() + timedelta(days=7)}T06:30+08:00"


def test_a_phase_is_scheduled_listed_replaced_and_cancelled(desk: Desk) -> None:
    made = desk.must(
        "phase", "schedule", "staged", "--at", soon(), "--released", "grade-9", "--json", *BY
    ).json()
    assert (made["phase"], made["released"]) == ("staged", ["grade-9"])
    shown = desk.must("phase", "show", "--json").json()
    assert (shown["phase"], shown["scheduled"]) == (None, [made])
    assert "06:30" in desk.must("phase", "show").out
    desk.must("phase", "schedule", "open", "--at", soon(), "--schedule", made["schedule"], *BY)
    with desk.log() as log:
        (one,) = log.of(DutyBook).schedules()
        assert one.phase is Phase.OPEN
        stored = log.lookup.at(one.pos)
        assert stored.event.actor.name.startswith("wang/")
        assert stored.event.why == "plan"
    desk.must("phase", "cancel", made["schedule"], *BY)
    assert desk.must("phase", "show", "--json").json()["scheduled"] == []
    assert desk.type("phase", "cancel", made["schedule"], *BY).code == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("staged", "--at", "2020-01-01T06:30"), 2),
        (("staged", "--at", "someday"), 2),
        (("open", "--at", "2999-01-01", "--released", "grade-9"), 2),
        (("open",), 2),
    ],
)
def test_a_schedule_that_cannot_come_is_not_made(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    assert desk.type("phase", "schedule", *words, *BY).code == code
    assert desk.must("phase", "show", "--json").json()["scheduled"] == []


# --- Drills ---


def test_a_drill_is_begun_ended_reported_and_listed(desk: Desk) -> None:
    begun = desk.must("drill", "begin", "--json", *BY).json()["drill"]
    assert desk.must("phase", "show", "--json").json()["drill"] == begun
    said = desk.type("drill", "begin", *BY)
    assert (said.code, len(said.lines)) == (1, 1)
    assert desk.type("drill", "report", begun, "--text", "x", *BY).code == 1
    assert desk.must("drill", "end", "--json", *BY).json()["drill"] == begun
    assert desk.type("drill", "end", *BY).code == 1
    assert desk.type("drill", "report", begun, "--text", "  ", *BY).code == 2
    desk.must("drill", "report", begun, "--text", "40 pupils in 12 minutes", *BY)
    (one,) = desk.must("drill", "list", "--json").json()
    assert one["drill"] == begun
    assert one["begun_by"].startswith("wang/")
    assert (one["why"], one["visits"], one["cases"]) == ("plan", {}, 0)
    assert one["ended"] is not None
    assert one["reported"] is not None
    assert begun in desk.must("drill", "list").out
    with desk.log() as log:
        assert log.verify().ok
        kinds = {type(one.event.fact).__name__: one.event.drill for one in log.read(0, 100)}
    assert (kinds["DrillBegun"], kinds["DrillEnded"], kinds["DrillReported"]) == (True, True, False)


def test_a_drill_of_a_phase_leaves_the_phase_as_it_was(desk: Desk) -> None:
    desk.must("phase", "set", "closed", *BY)
    desk.must("drill", "begin", "--phase", "staged", "--released", "grade-9", *BY)
    shown = desk.must("phase", "show", "--json").json()
    assert (shown["phase"], shown["released"]) == ("staged", ["grade-9"])
    desk.must("drill", "end", *BY)
    assert desk.must("phase", "show", "--json").json()["phase"] == "closed"
    assert desk.type("drill", "begin", "--released", "grade-9", *BY).code == 2


def test_only_who_leads_turns_the_gate_to_a_drill(desk: Desk) -> None:
    desk.must("account", "add", "li", "--role", "guard", "--pin-stdin", stdin="5823")
    assert desk.type("drill", "begin", "--by", "li", "--why", "x").code == 1
    assert desk.type("drill", "begin", "--by", "wang", "--why", " ").code == 2
    assert desk.must("drill", "list", "--json").json() == []


# --- Paper ---


def test_sheets_are_printed_from_the_roster_a_class_a_sheet(desk: Desk, tmp_path: Path) -> None:
    people(desk)
    out = tmp_path / "sheets.xlsx"
    words = ("paper", "print", "--day", "2026-02-24", "--format", "xlsx", "--out", str(out))
    desk.must(*words, "--unmask", *BY)
    tables = read_tables(out.read_bytes(), out.name)
    assert len(tables) == 3
    rows = {row.cells[0]: row.cells for table in tables for row in table.rows if row.cells[0]}
    assert rows["p-1"][1:4] == ("王小明", "grade-9/class-2", "0417")
    assert {"p-2", "p-3"} <= rows.keys()
    assert "p-4" not in rows, "who is not on the roster gets an empty row"
    with desk.log() as log:
        seen = [one.event.fact for one in log.read(0, 1000)]
    looked = [fact for fact in seen if isinstance(fact, Unmasked)]
    assert {(one.person_id, one.what) for one in looked} == {
        ("p-1", "paper_sheet"), ("p-2", "paper_sheet"), ("p-3", "paper_sheet"),
    }  # fmt: skip


def test_without_a_reason_the_names_are_masked(desk: Desk) -> None:
    people(desk)
    shown = desk.must("paper", "print", "--class", "grade-9/class-2", "--format", "csv")
    assert "王**" in shown.out
    assert "王小明" not in shown.out
    assert "李" not in shown.out, "another class"
    assert str(now().wall.astimezone(UTC).date())[:4] in shown.out
    assert desk.type("paper", "print", "--unmask").code == 2
    assert desk.type("paper", "print", "--class", "grade-1").code == 1


HEAD = "编号,姓名,日期,进校时间,体温,测温仪,处理,离校时间"


def sheet(desk: Desk, tmp_path: Path, *rows: str, head: str = HEAD) -> str:
    path = tmp_path / "monday.csv"
    path.write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return str(path)


def day_before() -> str:
    return str((now().wall + timedelta(hours=8)).date() - timedelta(days=1))


def test_what_was_written_is_entered_late_from_paper(desk: Desk, tmp_path: Path) -> None:
    people(desk)
    day = day_before()
    path = sheet(
        desk, tmp_path,
        f"p-1,,{day},07:12,36.5,红外,放行,",
        f"GPS20200417,,{day},,,,,16:30",
        f"p-2,,{day},07:15,36.6,额温,通行,",
        f",客人,{day},09:00,36.4,接触,禁止,",
        f"p-3,,{day},,,,,",
    )  # fmt: skip
    checked = desk.must("paper", "enter", path, "--check", "--json", *BY).json()
    assert checked["entered"] == 4
    found = desk.must("paper", "enter", path, "--json", *BY).json()
    assert found == {"entered": 4, "known": 0, "isolated": [], "bad": []}
    with desk.log() as log:
        events = [
            one.event for one in log.read(0, 1000) if isinstance(one.event.fact, PaperEntered)
        ]
        assert [row.person_id for row in log.lookup.inside()] == ["p-2"]
        assert log.verify().ok
    assert all(one.late and one.paper and one.why == "plan" for one in events)
    first, last = events[0].fact, events[-1].fact
    assert isinstance(first, PaperEntered)
    assert isinstance(last, PaperEntered)
    assert first.at == datetime.fromisoformat(f"{day}T07:12+08:00")
    assert (first.sheet, first.readings[0].corrected_c) == ("monday", 36.5)
    assert (last.name, last.person_id, last.verdict) == ("客人", None, Verdict.DENY)
    again = desk.must("paper", "enter", path, "--json", *BY).json()
    assert (again["entered"], again["known"]) == (0, 4)
    exported = desk.must("log", "export", "--format", "csv").out
    rows = list(csv.DictReader(io.StringIO(exported.lstrip("\ufeff"))))
    assert [one["late"] for one in rows if one["paper"] == "true"] == ["true"] * 4
    assert list(rows[0])[-1] == "paper", "new columns come at the end"


def test_a_printed_sheet_comes_back_as_it_was_filled_in(desk: Desk, tmp_path: Path) -> None:
    people(desk)
    printed = desk.must("paper", "print", "--day", day_before(), "--format", "csv").out
    lines = list(csv.reader(io.StringIO(printed.lstrip("\ufeff"))))
    head = lines[0]
    for row in lines[1:]:
        if row[0] == "p-2":
            row[5:9] = ["7:30", "36.7", "红外", "放行"]
    path = tmp_path / "filled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    assert head[5] == "进校时间 / time in"
    found = desk.must("paper", "enter", str(path), "--json", *BY).json()
    assert (found["entered"], found["bad"]) == (1, [])


def test_each_bad_row_is_told_by_its_line_and_the_good_ones_come_in(
    desk: Desk, tmp_path: Path
) -> None:
    people(desk)
    day = day_before()
    path = sheet(
        desk, tmp_path,
        f"p-1,,{day},07:12,36.5,红外,放行,",
        f"p-9,,{day},07:12,36.5,红外,放行,",
        f"p-2,,{day},25:12,36.5,红外,放行,",
        f"p-2,,{day},07:12,365,红外,放行,",
        f"p-2,,{day},07:12,36.5,,放行,",
        f"p-2,,{day},07:12,36.5,红外,,",
        f"p-2,,{day},07:12,36.5,红外,也许,",
        f",,{day},07:12,36.5,红外,放行,",
        "p-2,,2999-01-01,07:12,36.5,红外,放行,",
    )  # fmt: skip
    said = desk.type("paper", "enter", path, "--json", *BY)
    assert said.code == 1
    found = said.json()
    assert found["entered"] == 1
    assert [one["where"].split()[-1] for one in found["bad"]] == [
        "3", "4", "5", "6", "7", "8", "9", "10",
    ]  # fmt: skip
    assert len(said.lines) == 8
    assert all("monday.csv line" in one for one in said.lines)


def test_a_confirmed_fever_on_a_sheet_isolates(desk: Desk, tmp_path: Path) -> None:
    people(desk)
    path = sheet(desk, tmp_path, f"p-1,,{day_before()},07:12,38.2,接触,禁止,")
    found = desk.must("paper", "enter", path, "--json", *BY).json()
    assert found["isolated"] == ["p-1"]
    with desk.log() as log:
        begun = [one.event.fact for one in log.read(0, 1000)]
    assert [one.person_id for one in begun if isinstance(one, IsolationBegun)] == ["p-1"]


def test_no_sheet_is_entered_in_a_drill_or_without_headings(desk: Desk, tmp_path: Path) -> None:
    people(desk)
    path = sheet(desk, tmp_path, f"p-1,,{day_before()},07:12,36.5,红外,放行,")
    desk.must("drill", "begin", *BY)
    assert desk.type("paper", "enter", path, *BY).code == 1
    desk.must("drill", "end", *BY)
    bare = sheet(desk, tmp_path, "p-1,07:12", head="a,b")
    said = desk.type("paper", "enter", bare, *BY)
    assert (said.code, len(said.lines)) == (1, 1)
    assert desk.type("paper", "enter", str(tmp_path / "none.csv"), *BY).code == 2
    with desk.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    assert not [one for one in facts if isinstance(one, PaperEntered | PhaseSet)]
    assert not [one for one in facts if getattr(one, "direction", None) is Direction.IN]
