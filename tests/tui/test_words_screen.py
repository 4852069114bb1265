"""Every text of the screen is there in both languages, and no glyph may shift a column."""

import re
import string
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from drivers.events import Why
from kiosk.core import (
    words_screen,
    words_screens_alerts,
    words_screens_answers,
    words_screens_keys,
)
from kiosk.core.reasons import Verdict
from kiosk.core.words import Language, Words
from kiosk.core.words_screen import LABELS, unit
from kiosk.link.messages import DeviceState
from kiosk.tui.drawing import drawable
from kiosk.tui.keys import KEYS, Act

MODULES = (
    words_screen,
    words_screens_alerts,
    words_screens_answers,
    words_screens_keys,
)


def every_text() -> Iterator[tuple[str, Words]]:
    """Walk all tables of the modules."""
    for name, table in (item for module in MODULES for item in vars(module).items()):
        if isinstance(table, Mapping) and name.isupper():
            for code, said in table.items():
                if isinstance(said, Words):
                    yield f"{name}[{code}]", said
        elif isinstance(table, tuple) and name.isupper() and not name.startswith("_"):
            for number, said in enumerate(table):
                yield f"{name}[{number}]", said if isinstance(said, Words) else said[1]


ALL = dict(every_text())


def test_the_tables_are_found() -> None:
    assert len(ALL) > 120


@pytest.mark.parametrize("name", sorted(ALL))
def test_both_languages_say_it(name: str) -> None:
    said = ALL[name]
    assert said.zh.strip()
    assert said.en.strip()
    gaps = [{field for _, field, _, _ in string.Formatter().parse(one) if field} for one in said]
    assert gaps[0] == gaps[1], "both languages fill the same gaps"


@pytest.mark.parametrize("name", sorted(ALL))
def test_no_glyph_of_doubtful_width(name: str) -> None:
    for one in ALL[name]:
        for letter in one:
            assert unicodedata.east_asian_width(letter) != "A", f"{letter!r} in {one!r}"


def test_chinese_is_chinese_and_english_is_english() -> None:
    for name, said in ALL.items():
        if name.endswith("[key_language]"):
            continue  # it names the other language, in that language
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in said.en), name


def test_every_verdict_has_a_word_that_can_be_drawn_and_a_sign() -> None:
    for verdict in Verdict:
        for language in Language:
            assert drawable(words_screen.BIG[verdict].in_language(language))
        assert drawable(words_screen.SIGNS[verdict])
    assert len(set(words_screen.SIGNS.values())) == len(Verdict)


def test_every_key_has_its_word_and_its_help() -> None:
    helped = {name for name, _ in words_screens_keys.HELP}
    for act in Act:
        assert f"key_{act.value}" in LABELS
    for key in KEYS:
        assert key.shown in helped or key.act is Act.HELP


def test_every_device_state_and_family_fault_has_words() -> None:
    assert set(words_screen.DEVICE_STATES) == {state.value for state in DeviceState}
    assert set(words_screen.FAMILIES) <= set(words_screen.FAULTS)


def test_every_reason_why_a_device_is_lost_has_words() -> None:
    assert {why.value for why in Why} <= set(words_screen.CAUSES)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("grade-9/class-2", "初三(2)班", "Grade 9 Class 2"),
        ("grade-1", "一年级", "Grade 1"),
        ("grade-12/class-10", "高三(10)班", "Grade 12 Class 10"),
        ("logistics", "logistics", "logistics"),
        ("grade-0/class-1", "grade-0/class-1", "grade-0/class-1"),
        ("grade-13", "grade-13", "grade-13"),
    ],
)
def test_units_are_named_as_the_school_names_them(code: str, zh: str, en: str) -> None:
    assert unit(code, Language.ZH) == zh
    assert unit(code, Language.EN) == en


def test_the_guards_page_names_every_key() -> None:
    page = (Path(__file__).parents[2] / "docs" / "guard.md").read_text(encoding="utf-8")
    for key in KEYS:
        assert f"| {key.shown} |" in page
    for sign in words_screen.SIGNS.values():
        assert page.count(sign) >= 2, "once for each language"


ANSWERED = re.compile(
    r'(?:Done|RefusedError)\(\s*"([a-z_]+)"|return "([a-z_]+)"|_finish\(intent, "([a-z_]+)"'
)
ALERTED = re.compile(r'AlertShown\(\s*"([a-z_]+)"')
NOTED = re.compile(r'"note": "([a-z_]+)"')


def test_every_code_that_the_station_writes_has_words() -> None:
    station = Path(__file__).parents[2] / "kiosk" / "station"
    source = "\n".join(path.read_text(encoding="utf-8") for path in station.rglob("*.py"))
    answered = {code for found in ANSWERED.findall(source) for code in found if code}
    assert len(answered) > 40
    assert answered - {"ok"} <= set(words_screens_answers.ANSWERS)
    assert set(ALERTED.findall(source)) <= set(words_screens_alerts.ALERTS)
    assert set(NOTED.findall(source)) <= set(words_screens_answers.NOTES)
