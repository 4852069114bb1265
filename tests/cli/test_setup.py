"""`kiosk setup`: one command makes a kiosk, never over another one and never with a known PIN."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.cli.moment import now
from kiosk.core.events import AccountSet, PolicyLoaded
from kiosk.core.people import Role
from kiosk.station.pins import PinAccount, find
from kiosk.store import keys, pass_keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path
from tests.cli.typing_it import PIN, Desk

ROOT = Path(__file__).parents[2]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


def test_a_kiosk_is_made_that_only_its_user_can_read(desk: Desk) -> None:
    assert desk.state.stat().st_mode & 0o777 == 0o700
    assert log_path(desk.state).stat().st_mode & 0o077 == 0
    assert key_path(desk.state).stat().st_mode & 0o777 == 0o600
    folder = key_path(desk.state).parent
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / pass_keys.PRIVATE).stat().st_mode & 0o777 == 0o600
    issuing = pass_keys.load_private(folder)
    assert (issuing.kid, issuing.school) == (1, 3201)
    assert set(pass_keys.load_public(folder)) == {1}


def test_the_log_begins_with_the_policy_and_one_supervisor_who_can_sign_in(desk: Desk) -> None:
    with desk.log() as log:
        kinds = [type(stored.event.fact) for stored in log.read(1, 10)]
        assert kinds == [PolicyLoaded, AccountSet]
        (account,) = log.lookup.accounts()
        assert log.verify().ok
    assert (account.account_id, account.role) == ("wang", Role.SUPERVISOR)
    assert account.pin_hash is not None
    known = [PinAccount(account.account_id, account.role, "wang", account.pin_hash)]
    assert find(PIN, known) is not None


def test_the_pin_is_nowhere_in_clear(empty_desk: Desk) -> None:
    said = empty_desk.must("setup", "--school", "1", "--pin-stdin", stdin="80317524")
    assert "80317524" not in said.out + said.err
    assert not any(b"80317524" in content for content in files(empty_desk.state).values())


@pytest.mark.parametrize("pin", ["", "123", "4444", "12a4", "1234567890123", "４７１１"])
def test_without_a_good_pin_nothing_is_made(empty_desk: Desk, pin: str) -> None:
    said = empty_desk.type("setup", "--school", "1", "--pin-stdin", stdin=pin)
    assert (said.code, len(said.lines)) == (2, 1)
    assert not empty_desk.state.exists()


def test_without_a_terminal_a_pin_is_never_made_up(empty_desk: Desk) -> None:
    said = empty_desk.type("setup", "--school", "1")
    assert (said.code, len(said.lines)) == (2, 1)
    assert "--pin-stdin" in said.err
    assert not empty_desk.state.exists()


def test_an_existing_kiosk_is_left_as_it_is(desk: Desk) -> None:
    before = files(desk.state)
    said = desk.type("setup", "--school", "3201", "--pin-stdin", stdin="9082")
    assert (said.code, len(said.lines)) == (1, 1)
    assert "already" in said.err
    assert files(desk.state) == before


@pytest.mark.parametrize("left", [(), ("keys",), ("pass",), ("keys", "pass", "log")])
def test_an_interrupted_set_up_goes_on(desk: Desk, left: tuple[str, ...]) -> None:
    kept = desk.state.parent / "kept"
    shutil.move(desk.state, kept)
    desk.state.mkdir(mode=0o700)
    folder = key_path(desk.state).parent
    folder.mkdir(mode=0o700)
    if "keys" in left:
        shutil.copy2(key_path(kept), key_path(desk.state))
    if "pass" in left:
        shutil.copy2(key_path(kept).parent / pass_keys.PRIVATE, folder)
    if "log" in left:
        Log.create(log_path(desk.state), keys.load(key_path(desk.state)), "n", 1, now()).close()
    desk.set_up()
    assert set(pass_keys.load_public(folder)) == {1}
    with desk.log() as log:
        assert len(log.lookup.accounts()) == 1


def test_a_state_directory_open_to_others_is_refused(empty_desk: Desk) -> None:
    empty_desk.state.mkdir()
    (empty_desk.state / "other").touch()
    empty_desk.state.chmod(0o755)
    said = empty_desk.type("setup", "--school", "1", "--pin-stdin", stdin=PIN)
    assert (said.code, len(said.lines)) == (1, 1)
    assert "chmod 700" in said.err


def test_every_problem_of_the_configuration_is_one_line(empty_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("node = 'N 1'\nschol_zh = 'x'\n", encoding="utf-8")
    (tmp_path / "devices.toml").touch()
    said = empty_desk.type("setup", "--config", str(tmp_path), "--school", "1", "--pin-stdin")
    assert said.code == 1
    assert len(said.lines) >= 4
    assert all(line.startswith("kiosk setup: site.toml") for line in said.lines)


@pytest.mark.parametrize("school", ["-1", str(1 << 32)])
def test_a_school_number_that_fits_no_pass_is_refused(empty_desk: Desk, school: str) -> None:
    said = empty_desk.type("setup", "--school", school, "--pin-stdin", stdin=PIN)
    assert (said.code, len(said.lines)) == (2, 1)


def test_on_a_terminal_the_pin_is_asked_for_twice_and_never_shown(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.cli", "setup", "--state", str(tmp_path / "s")],
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as child:
        os.close(theirs)
        seen = answer(ours, {"number of the school": "3201", "的 PIN": PIN, "again": PIN})
    os.close(ours)
    assert child.returncode == 0, seen
    assert PIN not in seen
    assert log_path(tmp_path / "s").exists()


def answer(terminal: int, answers: dict[str, str]) -> str:
    """Type each answer once its question is on the screen; give all that was shown."""
    shown = b""
    waiting = dict(answers)
    while True:
        try:
            read = os.read(terminal, 4096)
        except OSError:  # The other end was closed: the command has ended.
            return shown.decode()
        if not read:
            return shown.decode()
        shown += read
        question = next((one for one in waiting if one in shown.decode(errors="replace")), None)
        if question is not None:
            os.write(terminal, f"{waiting.pop(question)}\n".encode())
