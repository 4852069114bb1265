"""`kiosk plan` (N3): the plan is filed and reviewed a week before, trainings are attended."""

import hashlib
from pathlib import Path

import pytest

from kiosk.core.events import DrillReported, PlanFiled, PlanReviewed, ReopeningSet, Unmasked
from tests.cli.families import events_of, settle
from tests.cli.typing_it import Desk
from tests.store.making import event

BY = ("--by", "wang", "--why", "notice of the district")


def file_plan(desk: Desk, *options: str, text: str = "plan") -> str:
    path = desk.state.parent / "plan.pdf"
    path.write_text(text)
    said = desk.must("plan", "file", str(path), "--json", *options, *BY)
    plan_id: str = said.json()["plan_id"]
    return plan_id


def listed(desk: Desk) -> tuple[list[list[str]], list[str]]:
    plans, _ = desk.must("plan", "list", "--json").json()
    return plans["rows"], plans["notes"]


def test_a_filed_plan_can_later_be_told_from_any_other_text(desk: Desk) -> None:
    file_plan(desk, "--title", "开学方案", "--day", "2020-02-08", text="plan of February")
    ((_, filed, title, digest, *_),), _ = listed(desk)
    assert (filed, title) == ("2020-02-08", "开学方案")
    assert digest == hashlib.sha256(b"plan of February").hexdigest()
    (one,) = events_of(desk, PlanFiled)
    assert one.why == "notice of the district"
    assert one.actor.name.startswith("wang/")


def test_a_plan_is_reviewed_with_day_reviewer_and_result(desk: Desk) -> None:
    plan_id = file_plan(desk, "--day", "2020-02-08")
    assert "not reviewed" in listed(desk)[0][0][5]
    words = ("--result", "conditions", "--reviewer", "区教育局")
    desk.must("plan", "review", plan_id, *words, "--day", "2020-02-10", *BY)
    ((*_, day, result, reviewer),), _ = listed(desk)
    assert (day, result, reviewer) == (
        "2020-02-10", "有条件通过 / Passed with conditions", "区教育局"
    )  # fmt: skip


def test_another_text_is_another_plan_and_is_reviewed_anew(desk: Desk) -> None:
    plan_id = file_plan(desk, "--plan", "spring")
    path = desk.state.parent / "plan.pdf"
    assert desk.type("plan", "file", str(path), "--plan", plan_id, *BY).code == 1
    assert file_plan(desk, text="second text") != plan_id
    assert len(listed(desk)[0]) == 2


@pytest.mark.parametrize(
    ("result", "day", "lacking"),
    [
        ("passed", "2020-02-17", False),
        ("passed", "2020-02-18", True),
        ("conditions", "2020-02-10", True),
        ("refused", "2020-02-10", True),
    ],
)
def test_the_review_has_passed_a_week_before_reopening(
    desk: Desk, result: str, day: str, lacking: bool
) -> None:
    plan_id = file_plan(desk, "--day", "2020-02-08")
    desk.must("plan", "review", plan_id, "--result", result, "--reviewer", "x", "--day", day, *BY)
    desk.must("plan", "reopen", "2020-02-24", *BY)
    notes = listed(desk)[1]
    assert any("2020-02-24" in one for one in notes)
    assert any("no plan has passed" in one for one in notes) is lacking


def test_setting_the_day_says_what_is_missing(desk: Desk) -> None:
    assert any("no day of reopening" in one for one in listed(desk)[1])
    said = desk.must("plan", "reopen", "2020-02-24", *BY)
    assert "no plan is filed" in said.out
    assert len(events_of(desk, ReopeningSet)) == 1


def test_who_may_not_decide_cannot_set_the_day(desk: Desk) -> None:
    desk.must("account", "add", "li", "--role", "guard", "--pin-stdin", stdin="8264")
    words = ("--by", "li", "--why", "x")
    assert desk.type("plan", "reopen", "2020-02-24", *words).code == 1
    path = desk.state.parent / "plan.pdf"
    path.write_text("plan")
    assert desk.type("plan", "file", str(path), *words).code == 1
    assert events_of(desk, ReopeningSet) + events_of(desk, PlanFiled) == []


def test_a_review_of_no_plan_or_before_its_filing_is_refused(desk: Desk) -> None:
    plan_id = file_plan(desk, "--day", "2020-02-08")
    words = ("--result", "passed", "--reviewer", "x", "--day", "2020-02-07", *BY)
    assert desk.type("plan", "review", plan_id, *words).code == 2
    assert desk.type("plan", "review", "plan-none", *words).code == 2
    assert events_of(desk, PlanReviewed) == []


def test_the_list_shows_the_drills_that_were_reported(desk: Desk) -> None:
    with desk.log() as log:
        log.append(event(DrillReported("drill-1", report="all went well")))
    _, drills = desk.must("plan", "list", "--json").json()
    assert drills["rows"] == [["drill-1", "2020-02-20T07:30:00"]]


def test_a_missing_file_is_one_line(desk: Desk, tmp_path: Path) -> None:
    said = desk.type("plan", "file", str(tmp_path / "none.pdf"), *BY)
    assert (said.code, len(said.lines)) == (2, 1)


def test_a_training_names_who_of_the_staff_was_not_there(desk: Desk) -> None:
    settle(desk)
    words = ("plan", "training")
    training = desk.must(
        *words, "held", "--topic", "隔离室", "--day", "2020-02-12", "--json"
    ).json()["training_id"]
    (table,) = desk.must(*words, "list", "--json").json()
    assert table["rows"] == [[training, "2020-02-12", "隔离室", 0, 1]]
    desk.must(*words, "attended", training, "s-zhao", "g-wang")
    desk.must(*words, "attended", training, "s-zhao")
    (table,) = desk.must(*words, "list", "--json").json()
    assert table["rows"] == [[training, "2020-02-12", "隔离室", 2, 0]]
    (table,) = desk.must(*words, "list", training, "--json").json()
    assert [(row[1], row[2]) for row in table["rows"]] == [
        ("赵**", "参加 / there"), ("王**", "参加 / there")
    ]  # fmt: skip
    desk.must(*words, "list", training, "--unmask", "--by", "wang", "--why", "to invite")
    assert {one.why for one in events_of(desk, Unmasked)} == {"to invite"}


def test_nobody_unknown_attends_and_no_unknown_training(desk: Desk) -> None:
    settle(desk)
    desk.must("plan", "training", "held", "--topic", "gate", "--training", "t-1")
    assert desk.type("plan", "training", "attended", "t-1", "p-none").code == 2
    assert desk.type("plan", "training", "attended", "t-2", "s-zhao").code == 2
    assert desk.type("plan", "training", "held", "--topic", " ").code == 2
