"""`./run` sets everything up on a machine with little but Python, and can always be repeated."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

import bootstrap
from tests.setup.folder import PROJECT, SetupFolder, make_folder, wait_until, write_program


@pytest.fixture
def folder(tmp_path: Path) -> SetupFolder:
    return make_folder(tmp_path)


@pytest.mark.needs("venv")
def test_one_command_sets_up_with_pip_and_starts_whatever_the_environment(
    folder: SetupFolder, tmp_path: Path
) -> None:
    folder.use_pip()
    del folder.environment["HOME"]
    junk = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_LOG", "VIRTUAL_ENV")
    folder.environment |= dict.fromkeys(junk, "/nowhere")
    folder.environment |= {"PYTHONOPTIMIZE": "2", "PIP_USER": "1", "PIP_NO_BINARY": ":all:"}

    first = folder.run("demo", "--people", "a b", cwd=tmp_path)

    assert first.returncode == 0, first.stderr
    seen = json.loads(first.stdout)
    assert seen["arguments"] == ["demo", "--people", "a b"]
    assert seen["name"] == "kiosk"
    assert seen["library"] == "1.0"
    assert seen["folder"] == str(tmp_path)
    assert [name for name in seen["environment"] if name.startswith("PYTHON")] == ["PYTHONUTF8"]


def test_the_second_start_installs_nothing(folder: SetupFolder) -> None:
    assert folder.run("setup").returncode == 0
    before = (folder.root / ".venv").resolve().stat()

    again = folder.run("kiosk", "log", "verify")

    assert json.loads(again.stdout)["arguments"] == ["log", "verify"]
    assert again.stderr == ""
    assert len(folder.uv_was_asked()) == 1
    assert (folder.root / ".venv").resolve().stat() == before


def test_kiosk_itself_starts_whatever_the_environment(folder: SetupFolder) -> None:
    assert folder.run("setup").returncode == 0
    folder.environment |= {"PYTHONPATH": "/nowhere", "PYTHONHOME": "/nowhere", "LC_ALL": "C"}

    started = folder.run("--say", "好", program=folder.root / ".venv" / "bin" / "kiosk")

    assert started.returncode == 0, started.stderr
    assert json.loads(started.stdout)["arguments"] == ["--say", "好"]


def test_run_may_be_called_through_a_link(folder: SetupFolder, tmp_path: Path) -> None:
    (tmp_path / "start-the-gate").symlink_to(folder.root / "run")
    (folder.tools / "start-the-gate").symlink_to(tmp_path / "start-the-gate")

    assert folder.run("setup").returncode == 0
    through_link = folder.run("kiosk", program=folder.tools / "start-the-gate")

    assert through_link.returncode == 0, through_link.stderr
    assert len(folder.uv_was_asked()) == 1


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_an_interrupted_set_up_is_started_again(
    folder: SetupFolder, number: signal.Signals
) -> None:
    hold = folder.home / "hold"
    os.mkfifo(hold)
    with folder.start("setup") as interrupted:
        wait_until(lambda: len(folder.uv_was_asked()) == 1)
        if number is signal.SIGINT:
            os.killpg(interrupted.pid, number)  # as Ctrl+C does
        else:
            interrupted.send_signal(number)
        interrupted.communicate(timeout=60)
    assert interrupted.returncode != 0
    assert not (folder.root / ".venv").exists()

    with folder.start("kiosk") as again:
        if number is not signal.SIGINT:
            # The installer outlived its parent: a new set-up must not build beside it.
            assert again.stderr is not None
            assert "waiting" in again.stderr.readline()
            hold.write_text("go")
        wait_until(lambda: len(folder.uv_was_asked()) == 2)
        assert len(folder.environments()) == 1, "what was left is gone before room is needed"
        hold.write_text("go")
        out, _ = again.communicate(timeout=60)

    assert json.loads(out)["library"] == "1.0"


def test_of_two_set_ups_at_once_the_second_waits_and_uses_the_first(folder: SetupFolder) -> None:
    hold = folder.home / "hold"
    os.mkfifo(hold)
    with folder.start("setup") as first:
        wait_until(lambda: len(folder.uv_was_asked()) == 1)
        with folder.start("setup") as second:
            assert second.stderr is not None
            assert "waiting for another set-up" in second.stderr.readline()
            hold.write_text("go")
            hold.unlink()
            second.communicate(timeout=60)
        first.communicate(timeout=60)

    assert (first.returncode, second.returncode) == (0, 0)
    assert len(folder.uv_was_asked()) == 1


@pytest.mark.needs("venv")
def test_a_file_that_differs_from_its_hash_is_refused_and_the_old_environment_stays_in_use(
    folder: SetupFolder,
) -> None:
    assert folder.run("setup").returncode == 0
    before = (folder.root / ".venv").resolve()
    folder.use_pip()
    folder.lock("1.0", sha256="0" * 64)

    refused = folder.run("kiosk")

    assert refused.returncode == 2
    assert refused.stdout == ""
    assert len(refused.stderr.splitlines()) == 2, "the progress line and the one that helps"
    assert "not the locked file" in refused.stderr
    assert folder.environments() == [before]
    assert (folder.root / ".venv").resolve() == before
    assert os.access(folder.root / ".venv" / "bin" / "kiosk", os.X_OK)


def test_a_changed_lock_makes_a_new_environment_in_the_place_of_the_old(
    folder: SetupFolder,
) -> None:
    assert json.loads(folder.run("kiosk").stdout)["library"] == "1.0"
    folder.lock("2.0")

    assert json.loads(folder.run("kiosk").stdout)["library"] == "2.0"
    assert len(folder.environments()) == 1


def test_a_moved_folder_never_runs_the_code_of_the_old_place(
    folder: SetupFolder, tmp_path: Path
) -> None:
    assert folder.run("setup").returncode == 0
    folder.root = folder.root.rename(tmp_path / "moved")

    moved = json.loads(folder.run("kiosk").stdout)

    assert moved["code"] == str(folder.root / "kiosk" / "cli" / "main.py")
    tool = (folder.root / ".venv" / "bin" / "activate").read_text()
    assert str(tmp_path / "校门 gate") not in tool, "the tools hold the path they were made at"


def test_tools_are_added_to_an_environment_that_has_none(folder: SetupFolder) -> None:
    assert folder.run("setup").returncode == 0
    before = (folder.root / ".venv").resolve()

    assert folder.run("setup", "--dev").returncode == 0

    assert (folder.root / ".venv").resolve() == before
    assert list((folder.root / ".venv").glob("lib/*/site-packages/gate_tools.py"))


def test_tools_half_added_are_made_anew(folder: SetupFolder) -> None:
    assert folder.run("setup").returncode == 0
    hold = folder.home / "hold"
    os.mkfifo(hold)
    with folder.start("setup", "--dev") as interrupted:
        wait_until(lambda: len(folder.uv_was_asked()) == 2)
        os.killpg(interrupted.pid, signal.SIGKILL)
        interrupted.communicate(timeout=60)
    hold.unlink()
    (folder.root / ".venv" / "half").touch()

    assert folder.run("setup", "--dev").returncode == 0
    assert not (folder.root / ".venv" / "half").exists()
    assert list((folder.root / ".venv").glob("lib/*/site-packages/gate_tools.py"))


def test_an_environment_made_by_hand_gives_way(folder: SetupFolder) -> None:
    (folder.root / ".venv" / "bin").mkdir(parents=True)
    write_program(folder.root / ".venv" / "bin" / "python", "#!/bin/sh\nexit 1\n")

    assert folder.run("kiosk").returncode == 0
    assert (folder.root / ".venv").is_symlink()


@pytest.mark.parametrize("home", [None, "", "/nowhere"])
def test_uv_checks_hashes_and_keeps_no_cache_where_there_is_no_home(
    folder: SetupFolder, tmp_path: Path, home: str | None
) -> None:
    told = tmp_path / "told"
    write_program(folder.tools / "uv", f'#!/bin/sh\necho "$@" > "{told}"\n')
    del folder.environment["HOME"]
    if home is not None:
        folder.environment["HOME"] = home

    assert folder.run("setup").returncode == 0

    assert {"--require-hashes", "--no-cache"} <= set(told.read_text().split())


@pytest.mark.needs("venv")
def test_pip_takes_over_where_uv_fails(folder: SetupFolder, tmp_path: Path) -> None:
    (folder.home / "uv-fails").touch()
    mirror = tmp_path / "pip.conf"
    mirror.write_text(f"[global]\nno-index = true\nfind-links = {folder.wheels}\n")
    folder.environment["PIP_CONFIG_FILE"] = str(mirror)

    assert json.loads(folder.run("kiosk").stdout)["library"] == "1.0"
    assert len(folder.uv_was_asked()) == 1


def test_a_folder_that_cannot_be_written_is_named_in_one_line(folder: SetupFolder) -> None:
    (folder.root / ".venv-setup.lock").mkdir()

    refused = folder.run("setup")

    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "cannot set up in this folder" in refused.stderr


def test_a_machine_without_a_new_enough_python_gets_one_line_and_no_sudo(
    folder: SetupFolder, tmp_path: Path
) -> None:
    (folder.tools / "python3").unlink()
    old = "import sys; sys.version_info = (3, 10, 9); exec(sys.argv[1])"
    python = os.path.realpath(sys.executable)
    write_program(folder.tools / "python3", f'#!/bin/sh\nexec "{python}" -c "{old}" "$2"\n')
    write_program(folder.tools / "sudo", f'#!/bin/sh\n: > "{tmp_path}/sudo-was-called"\n')

    refused = folder.run("demo")

    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "apt install python3 python3-venv" in refused.stderr
    assert not (tmp_path / "sudo-was-called").exists()


@pytest.mark.parametrize("arguments", [(), ("dmeo",), ("setup", "--everything")])
def test_a_command_nobody_knows_shows_the_usage_and_sets_nothing_up(
    folder: SetupFolder, arguments: tuple[str, ...]
) -> None:
    refused = folder.run(*arguments)

    assert refused.returncode == 2
    assert "./run COMMAND" in refused.stderr
    assert not folder.environments()


def test_help_is_given_without_a_set_up(folder: SetupFolder) -> None:
    helped = folder.run("--help")

    assert helped.returncode == 0
    assert "demo" in helped.stdout
    assert not folder.environments()


def test_run_may_be_executed_by_everybody() -> None:
    assert (PROJECT / "run").stat().st_mode & 0o111 == 0o111


def test_the_whole_suite_takes_two_cores_and_a_part_is_run_as_typed() -> None:
    def arguments(*typed: str) -> list[str]:
        level, command = bootstrap.command_for("test", list(typed)) or ("", [])
        assert level == "dev"
        return command[3:]

    both = ["-n", "4", "--dist", "loadgroup"]
    assert arguments() == both
    assert arguments("--require", "zbar") == [*both, "--require", "zbar"]
    for part in (["tests/core"], ["tests/core/test_visit.py::test_x"], ["-n", "0"]):
        assert arguments(*part) == part
