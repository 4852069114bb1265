"""What a door answers when its board says no, and what it then does with the board."""

import json

import pytest

from drivers.door.board import Denied
from drivers.door.helper import STEADY_S, Door
from drivers.errors import LinkLost


class Unwilling:
    """A board that says no when it shall unlock."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.willing = False

    def open(self) -> None:
        """Note it."""
        self.told.append("open")

    def unlock(self, seconds: float) -> None:
        """Refuse, or note for how long."""
        if not self.willing:
            raise Denied("the panel refuses to switch output 1")
        self.told.append(f"unlock {seconds:.1f}")

    def lock(self) -> None:
        """Note it."""
        self.told.append("lock")

    def tend(self) -> None:
        """Nothing to do."""

    def fileno(self) -> int | None:
        """Nothing to wait on."""
        return None

    def next_wake(self) -> float | None:
        """Nothing is due."""
        return None

    def close(self) -> None:
        """Note it."""
        self.told.append("close")


def test_a_no_is_answered_with_why_and_the_door_is_locked_and_goes_on(
    capfd: pytest.CaptureFixture[str],
) -> None:
    board = Unwilling()
    door = Door(board, limit_s=5)
    door.step(0.0)
    door.unlock(0.0, 700, "Li")
    assert board.told == ["open", "lock", "lock"]
    board.willing = True
    door.unlock(1.0, 700, "Wu")
    said = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert said == [
        {"back": True},
        {"error": "the panel refuses to switch output 1", "id": "Li"},
        {"unlocked": "Wu", "ms": 700},
    ]


def test_a_no_to_a_second_visitor_does_not_cut_the_first_ones_pulse_short() -> None:
    board = Unwilling()
    board.willing = True
    door = Door(board, limit_s=5)
    door.step(0.0)
    door.unlock(0.0, 700, "Li")
    board.willing = False
    door.unlock(0.1, 700, "Wu")
    assert board.told == ["open", "lock", "unlock 0.7"]
    door.step(1.0)
    assert board.told[-1] == "lock"


class Flapping(Unwilling):
    """A board whose port opens, and goes away as soon as it is listened to."""

    def __init__(self) -> None:
        super().__init__()
        self.steady = False

    def tend(self) -> None:
        """Fail while the port flaps."""
        if not self.steady:
            raise LinkLost("gone")


def test_a_port_that_flaps_is_opened_more_and_more_seldom() -> None:
    board = Flapping()
    door = Door(board, limit_s=5)
    pauses: list[float] = []
    now = 0.0
    for _ in range(5):
        door.step(now)
        wake = door.next_wake()
        assert wake is not None
        pauses.append(round(wake - now, 3))
        now = wake
    assert pauses == [0.2, 0.4, 0.8, 1.0, 1.0]
    board.steady = True
    door.step(now)
    board.steady = False
    door.step(now + STEADY_S)
    wake = door.next_wake()
    assert wake is not None
    assert round(wake - now - STEADY_S, 3) == 0.2
