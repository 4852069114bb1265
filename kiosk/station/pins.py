"""Checks PINs away from the lane: argon2 takes tens of milliseconds, and wrong ones are slowed.

One thread checks one PIN at a time (memory), after five wrong ones within a minute it answers
`wait` for thirty seconds. A right PIN in between clears nothing: a guard could try the
supervisor's PIN for ever, with his own now and then. The lane goes on meanwhile.
"""

import queue
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import argon2

from kiosk.core.people import Role

MOST_WRONG = 5
WITHIN_S = 60.0
WAIT_S = 30.0

_HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@dataclass(frozen=True, slots=True)
class PinAccount:
    """An account as the check needs it."""

    account_id: str
    role: Role
    name: str
    pin_hash: str


@dataclass(frozen=True, slots=True)
class PinResult:
    """The account that the PIN belongs to, or None; `wait_s` is set while checks are refused."""

    account: PinAccount | None
    wait_s: float = 0.0


def hash_pin(pin: str) -> str:
    """Hash a PIN with argon2id, 19 MiB, 2 passes."""
    return _HASHER.hash(pin)


def pin_problem(pin: str) -> str | None:
    """Say what is wrong with a new PIN, None if nothing: 4 to 12 digits, not all the same."""
    if not (pin.isascii() and pin.isdigit() and 4 <= len(pin) <= 12):
        return "a PIN is 4 to 12 digits"
    return "a PIN of one repeated digit is no PIN" if len(set(pin)) == 1 else None


def find(pin: str, accounts: Sequence[PinAccount]) -> PinAccount | None:
    """Find the account that a PIN belongs to."""
    if pin_problem(pin):
        return None
    for account in accounts:
        try:
            if _HASHER.verify(account.pin_hash, pin):
                return account
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError):
            continue
    return None


class PinDesk:
    """The thread that checks; `mono` gives seconds for the waiting."""

    def __init__(self, mono: Callable[[], float]) -> None:
        self._mono = mono
        self._wrong: deque[float] = deque(maxlen=MOST_WRONG)
        self._until = 0.0
        self._jobs: queue.Queue[
            tuple[str, Sequence[PinAccount], Callable[[PinResult], None]] | None
        ] = queue.Queue(maxsize=32)
        self._thread = threading.Thread(target=self._run, name="pins", daemon=True)
        self._thread.start()

    def check(
        self, pin: str, accounts: Sequence[PinAccount], then: Callable[[PinResult], None]
    ) -> bool:
        """Check soon and call `then` from the desk's thread; False when too much is waiting."""
        try:
            self._jobs.put_nowait((pin, accounts, then))
        except queue.Full:
            return False
        return True

    def close(self) -> None:
        """Stop the thread."""
        self._jobs.put(None)
        self._thread.join(timeout=5)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            pin, accounts, then = job
            then(self._judge(pin, accounts))

    def _judge(self, pin: str, accounts: Sequence[PinAccount]) -> PinResult:
        wait_s = self._until - self._mono()
        if wait_s > 0:
            return PinResult(None, wait_s)
        account = find(pin, accounts)
        if account is None:
            self._note_wrong(self._mono())
        return PinResult(account)

    def _note_wrong(self, at: float) -> None:
        self._wrong.append(at)
        if len(self._wrong) == MOST_WRONG and at - self._wrong[0] <= WITHIN_S:
            self._wrong.clear()
            self._until = at + WAIT_S
