"""The terminal is a client: stopped, killed or absent, the gate goes on."""

import signal
import time
from pathlib import Path

from kiosk.core.reasons import Verdict
from tests.station.gate import card, gate, person
from tests.tui.terminal import Terminal, resident

STOPPED_S = 10.0
FLAT = 4_000_000
"""Bytes that the station may grow while a terminal is stopped."""


def test_a_terminal_stopped_for_ten_seconds_holds_nobody_up(tmp_path: Path) -> None:
    pupils = range(1, 40)
    with (
        gate(tmp_path, [fact for number in pupils for fact in person(number)]) as gates,
        Terminal(gates.socket) as terminal,
    ):
        gates.ready()
        terminal.until(lambda text: "北门" in text)
        gates.visit(card(1), 36.5)
        terminal.process.send_signal(signal.SIGSTOP)
        stopped, before, passed = time.monotonic(), resident(gates.process.pid), 0
        for number in pupils[1:]:
            state = gates.visit(card(number), 36.5)
            assert state.verdict is not None
            assert state.verdict.verdict is Verdict.GRANT
            passed += 1
            if time.monotonic() - stopped >= STOPPED_S:
                break
        assert time.monotonic() - stopped >= STOPPED_S
        assert passed >= 3
        assert resident(gates.process.pid) - before < FLAT
        inside = gates.until(lambda one: one.inside == passed + 1).inside
        terminal.process.send_signal(signal.SIGCONT)
        terminal.until(lambda text: f"校内  {inside:2}" in text)


def test_a_killed_terminal_is_started_again_and_finds_the_gate(tmp_path: Path) -> None:
    with gate(tmp_path, person(1) + person(2)) as gates:
        gates.ready()
        with Terminal(gates.socket) as terminal:
            terminal.until(lambda text: "北门" in text)
            terminal.process.kill()
            terminal.process.wait()
        state = gates.visit(card(1), 36.5)
        assert state.verdict is not None
        assert state.verdict.verdict is Verdict.GRANT
        with Terminal(gates.socket) as terminal:
            terminal.until(lambda text: "校内   1" in text)
