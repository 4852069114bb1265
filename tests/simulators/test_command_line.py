"""A device that is started alone: what is written wrongly is told, and no file is harmed."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from drivers.link import SerialLink
from simulators.__main__ import main, parser
from simulators.faults import SLOW_BYTE_S, Fault, Wire
from simulators.pty_link import BadPathError, PtyLink
from simulators.replay import BadFileError, load
from simulators.schedule import shows

COMMAND = (sys.executable, "-m", "simulators")
THERMOMETER = ("thermometer", "gy_mcu90615")


@contextmanager
def started(*arguments: str) -> Iterator[str]:
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            assert process.wait(5) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((*THERMOMETER, "--fault", "bogus"), "there are: freeze"),
        ((*THERMOMETER, "--fault", "freeze@abc"), "'abc'"),
        ((*THERMOMETER, "--fault", "freeze@5-2"), "ends before it begins"),
        ((*THERMOMETER, "--fault", "freeze@nan"), "'nan'"),
        ((*THERMOMETER, "--baud", "0"), "1200 to 921600"),
        ((*THERMOMETER, "--baud", "-1"), "9600"),
        ((*THERMOMETER, "--speed", "0"), "0.01 to 1000"),
        ((*THERMOMETER, "--person", "nan"), "degrees C or one of"),
        ((*THERMOMETER, "--ambient", "nan"), "-50 to 100"),
        (("scanner", "line", "--code", "A", "--every", "0"), "0.01"),
    ],
)
def test_a_wrong_argument_is_told_in_words(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


def test_a_file_that_is_there_is_not_replaced_by_a_port(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "notes"
    kept.write_text("kept", encoding="utf-8")
    assert main([*THERMOMETER, "--link", str(kept)]) == 1
    assert kept.read_text(encoding="utf-8") == "kept"
    assert "name another path" in capsys.readouterr().err


def test_a_port_in_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadPathError, match="make it first"):
        PtyLink(tmp_path / "none" / "port").plug()


def test_codes_come_round_for_whoever_begins_to_read_late() -> None:
    options = parser().parse_args(["scanner", "line", "--code", "A", "--code", "B", "--every", "2"])
    told = [(at, order["text"]) for at, order in islice(shows(options), 5)]
    assert told == [(2, "A"), (4, "B"), (6, "A"), (8, "B"), (10, "A")]


def test_a_card_is_laid_and_taken_away_in_turn_and_nobody_shows_a_door_anything() -> None:
    options = parser().parse_args(
        ["card_reader", "sam_v", "--card", "citizen:A:11010519491231002X:19491231", "--every", "5"]
    )
    told = [(at, order["do"]) for at, order in islice(shows(options), 4)]
    assert told == [(5, "lay"), (8, "take_away"), (10, "lay"), (13, "take_away")]
    assert list(shows(parser().parse_args(["door", "lcus"]))) == []


def test_a_scanner_started_alone_is_read_again_and_again(tmp_path: Path) -> None:
    with started(
        "scanner", "line", "--code", "GPS20200017", "--every", "0.2", "--link", str(tmp_path / "p")
    ) as path:
        link = SerialLink(path, 9600)
        link.open()
        heard, end = b"", time.monotonic() + 10
        while heard.count(b"GPS20200017") < 3 and time.monotonic() < end:
            heard += link.read(0.1)
        link.close()
    assert heard.count(b"GPS20200017") >= 3
    assert not (tmp_path / "p").is_symlink()


def test_what_is_under_way_slowly_comes_at_once_when_the_fault_is_over() -> None:
    wire = Wire(1)
    wire.faults.add(Fault.SLOW)
    wire.send(0.0, bytes(2000))
    assert len(wire.due(10 * SLOW_BYTE_S)) == 11
    wire.faults.clear()
    assert len(wire.due(10 * SLOW_BYTE_S)) == 2000 - 11
    wire.send(1.0, b"next")
    assert wire.due(1.0) == b"next"


@pytest.mark.parametrize("baud", [0, -1, 10**9, True, "9600"])
def test_a_recording_at_a_rate_that_no_line_has_is_not_played(tmp_path: Path, baud: object) -> None:
    file = tmp_path / "r.ndjson"
    head = json.dumps({"driver": "line", "options": {}, "baud": baud, "when": "x"})
    file.write_text(f'{head}\n{{"at": 0, "bytes": "41"}}\n', encoding="utf-8")
    with pytest.raises(BadFileError, match="baud"):
        load(file)


def test_a_recording_of_brackets_is_told_as_none(tmp_path: Path) -> None:
    file = tmp_path / "r.ndjson"
    file.write_text("[" * 90_000, encoding="utf-8")
    with pytest.raises(BadFileError, match="line 1"):
        load(file)
