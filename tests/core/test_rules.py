"""One file a row: the rules are complete, in order, and each has its facts and words."""

from importlib import import_module
from pathlib import Path

import pytest

from kiosk.core import rules
from kiosk.core.decide import decide
from kiosk.core.reasons import FACTS, ORDER, NextStep, Reason
from kiosk.core.words import WORDS

FOLDER = Path(rules.__file__).parent
HELPERS = {"__init__", "basis", "first_return"}


def test_every_rule_file_is_in_the_table_and_every_row_has_a_file() -> None:
    files = {path.stem for path in FOLDER.glob("*.py")} - HELPERS
    assert files == {name for name, _ in rules.RULES}
    assert len(rules.RULES) == 26


def test_each_row_is_named_after_its_module_and_says_its_number() -> None:
    for number, (name, rule) in enumerate(rules.RULES, 1):
        module = import_module(f"kiosk.core.rules.{name}")
        assert module.rule is rule
        assert (module.__doc__ or "").startswith(f"Row {number}: "), name


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_clause_next_step_and_words(reason: Reason) -> None:
    facts = FACTS[reason]
    assert reason in ORDER
    assert (NextStep, facts.next_step.value) in WORDS
    assert (Reason, reason.value) in WORDS


def test_every_next_step_follows_some_reason() -> None:
    assert {facts.next_step for facts in FACTS.values()} == set(NextStep)


def test_decide_is_called_with_the_rules_of_the_table_unless_told_otherwise() -> None:
    assert decide.__defaults__ == (rules.RULES,)
