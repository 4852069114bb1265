"""Whatever an act is answered with has words in both languages."""

import re
from pathlib import Path

import pytest

from kiosk.core.words_screens_answers import ANSWERS, NOTES
from kiosk.station import topics

FOLDER = Path(topics.__file__).parent
MODULES = sorted([*FOLDER.glob("*.py"), FOLDER.parent / "paper.py", FOLDER.parent / "desk.py"])
_ANSWERED = re.compile(r'(?:Done|return|RefusedError)\(?\s*"([a-z_]+)"')
_OK = {"ok", "done_before", "leave"}


def answered() -> dict[str, str]:
    return {
        code: module.name
        for module in MODULES
        for code in _ANSWERED.findall(module.read_text(encoding="utf-8"))
        if code not in _OK
    }


def test_the_answers_are_found() -> None:
    assert {"guard_elevated", "paper_known", "not_picked", "sign_in_first"} <= answered().keys()


@pytest.mark.parametrize(("code", "module"), sorted(answered().items()))
def test_an_answer_has_words(code: str, module: str) -> None:
    assert code in ANSWERS, f"{module} answers {code}, and nobody can read why"


@pytest.mark.parametrize("code", ["drill_on", "cases_open", "no_drill"])
def test_a_refused_drill_has_words(code: str) -> None:
    assert code in ANSWERS


@pytest.mark.parametrize(
    "note", ["door_was_opened", "paper_isolated", "without_card", "unlock_not_logged"]
)
def test_what_is_to_be_known_besides_has_words(note: str) -> None:
    assert note in NOTES
