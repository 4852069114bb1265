"""`kiosk serve --add-token`: a token is printed once and kept as its SHA-256."""

import hashlib

import pytest

from kiosk.core.events import TokenAdded
from kiosk.store.place import log_path
from tests.cli.typing_it import Desk


def test_a_token_is_printed_once_and_only_its_hash_is_kept(desk: Desk) -> None:
    said = desk.must("serve", "--add-token", "bureau", "--why", "district")
    token = said.out.strip()
    assert len(token) >= 43
    assert token not in said.err
    with desk.log() as log:
        fact = log.read(log.head() - 1, 1)[0].event.fact
    assert fact == TokenAdded("bureau", hashlib.sha256(token.encode()).hexdigest())
    assert token.encode() not in log_path(desk.state).read_bytes()
    assert desk.must("serve", "--list-tokens").out == "bureau\n"


def test_two_tokens_never_share_a_name(desk: Desk) -> None:
    first = desk.must("serve", "--add-token", "bureau").out
    said = desk.type("serve", "--add-token", "bureau")
    assert (said.code, said.out, len(said.lines)) == (1, "", 1)
    desk.must("serve", "--remove-token", "bureau")
    assert desk.must("serve", "--list-tokens", "--json").json() == []
    assert desk.must("serve", "--add-token", "bureau").out != first


@pytest.mark.parametrize("name", ["", "a b", "x" * 33, "\x1b[2J", "../x"])
def test_a_token_name_is_plain(desk: Desk, name: str) -> None:
    said = desk.type("serve", "--add-token", name)
    assert (said.code, said.out, len(said.lines)) == (2, "", 1)
    assert "\x1b" not in said.err


def test_a_token_that_is_not_there_cannot_be_removed(desk: Desk) -> None:
    said = desk.type("serve", "--remove-token", "nobody")
    assert (said.code, len(said.lines)) == (2, 1)


@pytest.mark.parametrize("port", ["-1", "70000", "x"])
def test_a_port_is_a_port(desk: Desk, port: str) -> None:
    assert desk.type("serve", "--port", port).code == 2


def test_without_a_log_nothing_is_served(empty_desk: Desk) -> None:
    said = empty_desk.type("serve", "--port", "0")
    assert (said.code, len(said.lines)) == (1, 1)
    assert "kiosk setup" in said.err
