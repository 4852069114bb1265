"""The clock carries a verdict only when the kernel or a supervisor vouches for it."""

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from kiosk.core.request import ClockTrust
from kiosk.station import clock as clocks
from kiosk.station.clock import Clock


@pytest.fixture
def kernel(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    says = {"ok": False}
    monkeypatch.setattr(clocks, "kernel_synchronised", lambda: says["ok"])
    return says


def test_the_kernels_word_is_asked_for_and_answers() -> None:
    assert clocks.kernel_synchronised() in {True, False}


def test_a_clock_is_trusted_by_the_kernel(kernel: dict[str, bool]) -> None:
    assert Clock().trust() is ClockTrust.UNSURE
    kernel["ok"] = True
    assert Clock().trust() is ClockTrust.TRUSTED


def test_no_setting_declares_a_clock_trusted(kernel: dict[str, bool]) -> None:
    kernel["ok"] = True
    assert Clock(rate=20.0).trust() is ClockTrust.UNSURE
    assert Clock(start=datetime(2020, 2, 20, tzinfo=UTC)).trust() is ClockTrust.UNSURE


def test_a_supervisors_confirmation_holds_until_a_jump(
    kernel: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    clock.confirm()
    assert clock.trust() is ClockTrust.TRUSTED
    assert clock.jump() is None
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 1.5)
    assert clock.trust() is ClockTrust.TRUSTED
    monkeypatch.setattr(time, "time", lambda: real() - 3600)
    assert clock.trust() is ClockTrust.UNSURE
    jumped = clock.jump()
    assert jumped is not None
    assert abs(jumped + 3600) < 1
    assert clock.jump() is None
    monkeypatch.setattr(time, "time", real)
    assert clock.trust() is ClockTrust.UNSURE


def test_a_confirmation_is_taken_up_after_a_restart_unless_the_clock_moved() -> None:
    first = Clock(rate=2.0, start=datetime(2020, 2, 20, 7, tzinfo=UTC))
    first.confirm()
    same = Clock()
    same.confirm(same.offset() + 0.5)
    moved = Clock(rate=2.0)
    moved.confirm(moved.offset() - 10)
    assert same.trust() is ClockTrust.TRUSTED
    assert moved.trust() is ClockTrust.UNSURE


def test_a_rate_scales_station_time_and_a_start_sets_it() -> None:
    start = datetime(2020, 2, 20, 23, 58, tzinfo=UTC)
    clock = Clock(rate=1000.0, start=start)
    early = clock.now()
    while clock.mono() - early.mono < 120:
        pass
    late = clock.now()
    assert late.moment.wall - early.moment.wall >= timedelta(seconds=119)
    assert late.moment.wall.date() == (start + timedelta(days=1)).date()
    assert clock.real_seconds(20.0) == 0.02


def test_time_is_read_in_the_clock_and_nowhere_else_in_the_station() -> None:
    script = (
        "import pathlib, re, sys; "
        "found = [p for p in pathlib.Path('kiosk').rglob('*.py') if 'cli' not in p.parts "
        "and p.name != 'clock.py' and re.search(r'datetime\\.now|utcnow|time\\.time\\(', "
        "p.read_text())]; sys.exit(str(found) if found else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
