"""`kiosk question` (M2): the school's hotline, and a log of families' questions and answers."""

import re
from pathlib import Path

import pytest

from kiosk.core.events import QuestionAnswered, QuestionLogged, Unmasked
from tests.cli.families import CLASS_1, CLASS_2, events_of, settle
from tests.cli.school_site import make_site
from tests.cli.typing_it import Desk


@pytest.fixture
def school(desk: Desk) -> Desk:
    settle(desk)
    return desk


def ask(desk: Desk, text: str, *options: str) -> str:
    said = desk.must("question", "log", "--text", text, "--json", *options)
    found: str = said.json()["question_id"]
    return found


def test_a_question_is_answered_and_both_are_kept(school: Desk) -> None:
    first = ask(school, "几号开学?", "--person", "p-wang", "--phone", "13800000417")
    ask(school, "Is the canteen open?")
    school.must("question", "answer", first, "--text", "以通知为准", "--by", "wang")
    (table,) = school.must("question", "list", "--json").json()
    (row, other) = table["rows"]
    assert (row[2], row[3], row[5], row[7]) == (CLASS_1, "王**", "几号开学?", "以通知为准")
    assert "not answered" in other[7]
    assert events_of(school, QuestionAnswered)[0].actor.name.startswith("wang/")


def test_open_questions_are_those_nobody_has_answered(school: Desk) -> None:
    first, second = ask(school, "a"), ask(school, "b")
    school.must("question", "answer", first, "--text", "c")
    (table,) = school.must("question", "list", "--open", "--json").json()
    assert [row[0] for row in table["rows"]] == [second]


def test_questions_are_listed_for_one_class(school: Desk) -> None:
    mine = ask(school, "a", "--class", CLASS_1)
    other = ask(school, "b", "--class", CLASS_2)
    (table,) = school.must("question", "list", "--class", CLASS_1, "--json").json()
    assert [row[0] for row in table["rows"]] == [mine]
    # A grade is known by its classes.
    (table,) = school.must("question", "list", "--class", "grade-7", "--json").json()
    assert [row[0] for row in table["rows"]] == [mine, other]
    assert school.type("question", "list", "--class", "grade-77").code == 2


def test_numbers_are_masked_and_a_look_at_them_is_logged(school: Desk) -> None:
    known = ask(school, "a", "--person", "p-wang", "--phone", "13800000417")
    stranger = ask(school, "b", "--phone", "13800000555")
    shown = school.must("question", "list").out
    assert "13800000417" not in shown
    assert "王小明" not in shown
    assert school.type("question", "list", "--unmask").code == 2
    assert events_of(school, Unmasked) == []
    words = ("question", "list", "--json", "--unmask", "--by", "wang", "--why", "to call back")
    (table,) = school.must(*words).json()
    assert [(row[0], row[3], row[4]) for row in table["rows"]] == [
        (known, "王小明", "13800000417"),
        (stranger, "-", "13800000555"),
    ]
    facts = [one.fact for one in events_of(school, Unmasked)]
    assert [one.person_id for one in facts if isinstance(one, Unmasked)] == ["p-wang", stranger]


def test_the_hotline_stands_over_the_list(
    school: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = make_site(tmp_path / "site")
    text = (site / "site.toml").read_text(encoding="utf-8")
    text = re.sub(r"^#? *hotline *=.*\n", "", text, flags=re.MULTILINE)
    policy = Path("config/policies/notice-2020-02.toml").resolve()
    text = re.sub(r"^policy *=.*$", f'policy = "{policy}"', text, flags=re.MULTILINE)
    (site / "site.toml").write_text(text, encoding="utf-8")
    said = school.must("question", "list", "--config", str(site))
    assert "no hotline is set" in said.out
    (site / "site.toml").write_text('hotline = "0512-5550100"\n' + text, encoding="utf-8")
    said = school.must("question", "list", "--config", str(site))
    assert "0512-5550100" in said.out.splitlines()[0]


@pytest.mark.parametrize(
    "words",
    [
        ("log", "--text", " "),
        ("log", "--text", "a", "--person", "p-none"),
        ("log", "--text", "a", "--phone", "call me"),
        ("log", "--text", "a", "--class", "grade-7//1"),
        ("log", "--text", "a", "--class", "王小明"),
        ("answer", "q-none", "--text", "a"),
    ],
)
def test_what_makes_no_sense_is_not_kept(school: Desk, words: tuple[str, ...]) -> None:
    said = school.type("question", *words)
    assert (said.code, len(said.lines)) == (2, 1)
    assert events_of(school, QuestionLogged) + events_of(school, QuestionAnswered) == []
