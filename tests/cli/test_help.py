"""Every command of an administrator explains itself with an example and has a `--state`."""

import argparse
from collections.abc import Iterator
from importlib import import_module

import pytest

from kiosk.cli.main import VERBS

MINE = (
    "account", "check", "devices", "directory", "health", "home", "notice", "pass", "people",
    "permit", "phase", "plan", "question", "reach", "readiness", "roster", "serve", "setup", "unit",
    "watch",
)  # fmt: skip


def commands(verb: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    parser = argparse.ArgumentParser(prog=f"kiosk {verb}")
    import_module(VERBS[verb][0]).add(parser)
    yield verb, parser
    for action in parser._actions:  # noqa: SLF001 - argparse shows its commands nowhere else
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - its only name
            for name, one in action.choices.items():
                yield f"{verb} {name}", one


COMMANDS = [found for verb in MINE for found in commands(verb)]


@pytest.mark.parametrize(("name", "parser"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_shows_an_example_of_itself(name: str, parser: argparse.ArgumentParser) -> None:
    text = parser.format_help()
    assert "example:" in text
    assert f"  kiosk {name}" in text
    assert "%(" not in text


@pytest.mark.parametrize(("name", "parser"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_a_command_that_opens_the_log_takes_its_place(
    name: str, parser: argparse.ArgumentParser
) -> None:
    actions = parser._actions  # noqa: SLF001 - argparse shows its commands nowhere else
    has_commands = any(isinstance(one, argparse._SubParsersAction) for one in actions)  # noqa: SLF001 - its only name
    if name != "check" and not has_commands:
        assert "--state DIR" in parser.format_help()
