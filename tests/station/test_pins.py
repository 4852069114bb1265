"""PINs: wrong ones are slowed down, whatever right ones come in between."""

from collections.abc import Callable, Iterator
from queue import Queue

import pytest

from kiosk.core.people import Role
from kiosk.station.pins import (
    MOST_WRONG,
    WAIT_S,
    WITHIN_S,
    PinAccount,
    PinDesk,
    PinResult,
    hash_pin,
)

GUARD = PinAccount("guard-1", Role.GUARD, "G", hash_pin("2580"))
SUPERVISOR = PinAccount("super-1", Role.SUPERVISOR, "S", hash_pin("13579"))


class Desk:
    """A desk whose time the test gives."""

    def __init__(self) -> None:
        self.at = 1000.0
        self._desk = PinDesk(lambda: self.at)
        self.close: Callable[[], None] = self._desk.close

    def check(self, pin: str, *accounts: PinAccount) -> PinResult:
        """Check a PIN and wait for the result."""
        found: Queue[PinResult] = Queue()
        assert self._desk.check(pin, accounts, found.put)
        return found.get(timeout=10)


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.close()


def test_five_wrong_pins_make_everybody_wait(desk: Desk) -> None:
    for _ in range(MOST_WRONG):
        assert desk.check("9999", SUPERVISOR) == PinResult(None)
    assert desk.check("13579", SUPERVISOR).wait_s == pytest.approx(WAIT_S)
    desk.at += WAIT_S + 0.1
    assert desk.check("13579", SUPERVISOR).account == SUPERVISOR


def test_a_guard_cannot_try_the_supervisors_pin_for_ever_with_his_own_in_between(
    desk: Desk,
) -> None:
    for guess in range(MOST_WRONG):
        assert desk.check(f"111{guess}9", SUPERVISOR).account is None
        if guess < MOST_WRONG - 1:
            assert desk.check("2580", GUARD, SUPERVISOR).account == GUARD
    assert desk.check("2580", GUARD, SUPERVISOR).wait_s > 0


def test_a_slip_now_and_then_makes_nobody_wait(desk: Desk) -> None:
    for _ in range(2 * MOST_WRONG):
        assert desk.check("9999", GUARD) == PinResult(None)
        assert desk.check("2580", GUARD).account == GUARD
        desk.at += WITHIN_S / (MOST_WRONG - 1) + 1


@pytest.mark.parametrize("pin", ["", "1", "１２３４", "1111", "9" * 13, "\x00\x00\x00\x01", "-123"])
def test_what_is_no_pin_is_wrong(desk: Desk, pin: str) -> None:
    assert desk.check(pin, GUARD) == PinResult(None)
