"""Policies and reasons are told in both languages, with nothing left out and no doubtful width."""

import string
import unicodedata

import pytest

from config.policy_editions import SHIPPED
from config.policy_loader import load_policy
from kiosk.core import words_explain, words_figures
from kiosk.core.policy_figures import figures, known_keys
from kiosk.core.reasons import FACTS, Override, Reason, Verdict
from kiosk.core.words import Language, Words
from kiosk.core.words_policy import GUARD_CHECKS, guard_check

POLICIES = [load_policy(path) for path in sorted(SHIPPED.glob("*.toml"))]
EVERYTHING = [
    *words_explain.WHEN.values(),
    *words_explain.WHO.values(),
    *words_explain.LIFTED_BY.values(),
    words_explain.NOTHING_TO_OVERRIDE,
    *words_figures.SENTENCES.values(),
    *words_figures.LEVELS.values(),
    *words_figures.SCOPES.values(),
    *words_figures.SYMPTOMS.values(),
    *(title for _, title in words_figures.GROUPS),
    *GUARD_CHECKS.values(),
    *(figure.meaning for policy in POLICIES for figure in figures(policy)),
]


@pytest.mark.parametrize("both", EVERYTHING, ids=lambda both: both.en[:40])
def test_both_languages_are_there_in_glyphs_of_certain_width(both: Words) -> None:
    assert both.en.isascii()
    assert any("\u4e00" <= one <= "\u9fff" for one in both.zh)
    assert all(unicodedata.east_asian_width(one) != "A" for one in both.zh)


def test_every_reason_says_when_it_is_given() -> None:
    assert set(words_explain.WHEN) == set(Reason)
    assert set(words_explain.WHO) == set(Override)
    assert len({both.en for both in words_explain.WHEN.values()}) == len(Reason)


def test_only_what_nobody_may_override_names_who_ends_it() -> None:
    for reason in words_explain.LIFTED_BY:
        assert FACTS[reason].override is Override.NEVER
        assert FACTS[reason].verdict is not Verdict.GRANT


@pytest.mark.parametrize("both", words_figures.SENTENCES.values(), ids=lambda both: both.en[:40])
def test_a_sentence_has_the_same_places_in_both_languages(both: Words) -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    assert places(both.zh) == places(both.en)


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_each_figure_has_a_key_of_its_own_and_a_group(policy: object) -> None:
    (found,) = [one for one in POLICIES if one is policy]
    keys = [figure.key for figure in figures(found)]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= known_keys(found)
    names = [name for names, _ in words_figures.GROUPS for name in names.split()]
    for key in keys:
        assert [name for name in names if key == name or key.startswith(f"{name}.")], key


def test_a_check_of_the_guard_has_words_and_an_unknown_one_is_shown_as_written() -> None:
    assert guard_check("mask", Language.ZH) == "口罩"
    assert guard_check("test_proof_48h", Language.EN) == "Test proof, not over 48 hours old"
    assert guard_check("badge", Language.ZH) == "badge"
