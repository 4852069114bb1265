"""The only reader of time; knows whether the clock may carry a verdict.

Trust comes from the kernel (adjtimex says synchronised), or from a supervisor who compared the
screen with a phone; such a confirmation holds for this boot until wall time jumps by over 2 s
against boot time. No setting declares a clock trusted: a clock that was set apart from the
kernel's (`start` or `rate`) can only be confirmed.
"""

import ctypes
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.core.events import Moment
from kiosk.core.request import ClockTrust

JUMP_S = 2.0
"""How far wall time may move against boot time before the clock is no longer trusted."""

_STA_UNSYNC = 0x40
_TIME_ERROR = 5


@dataclass(frozen=True, slots=True)
class Now:
    """One look at the clock: `mono`, station seconds, for deadlines; `moment` for events."""

    mono: float
    moment: Moment


class _Timex(ctypes.Structure):
    """The head of struct timex of adjtimex(2); the rest is room that the kernel may fill."""

    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("room", ctypes.c_char * 256),
    )


def kernel_synchronised() -> bool:
    """Ask the kernel whether its clock is disciplined; works without systemd."""
    timex = _Timex()
    result = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(timex))
    return result not in {-1, _TIME_ERROR} and not timex.status & _STA_UNSYNC


def boot_id() -> str:
    """Give the id of this boot."""
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def boot_seconds() -> float:
    """Seconds since boot, sleep included."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(slots=True)
class Clock:
    """The station's clock.

    `rate` scales station seconds against real ones; `start` sets wall time at the first look.
    Both are for simulators and replays; with either the kernel's word does not count.
    """

    rate: float = 1.0
    start: datetime | None = None
    _boot: str = field(default_factory=boot_id)
    _origin_boot: float = field(default_factory=boot_seconds)
    _origin_wall: float = field(default_factory=time.time)
    _confirmed_offset: float | None = None
    _kernel_checked: float = -1e9
    _kernel_ok: bool = False

    @property
    def boot(self) -> str:
        """The id of this boot."""
        return self._boot

    @property
    def _own(self) -> bool:
        return self.rate == 1.0 and self.start is None

    def mono(self) -> float:
        """Seconds of the station that only go forward; for deadlines and ages."""
        return self._origin_boot + (boot_seconds() - self._origin_boot) * self.rate

    def wall(self) -> datetime:
        """Wall time, aware, UTC."""
        if self._own:
            return datetime.fromtimestamp(time.time(), UTC)
        base = self.start or datetime.fromtimestamp(self._origin_wall, UTC)
        return base.astimezone(UTC) + timedelta(seconds=self.mono() - self._origin_boot)

    def now(self) -> Now:
        """Look at everything at once."""
        mono = self.mono()
        moment = Moment(self.wall(), int(mono * 1e9), self._boot, self.trust())
        return Now(mono, moment)

    def trust(self) -> ClockTrust:
        """Tell whether the clock may carry a verdict."""
        trusted = self._confirmed() or (self._own and self._kernel())
        return ClockTrust.TRUSTED if trusted else ClockTrust.UNSURE

    def offset(self) -> float:
        """Wall time minus boot time, in seconds; moves only when the clock is set."""
        return self.wall().timestamp() - self.mono()

    def confirm(self, offset: float | None = None) -> None:
        """Trust the clock from now on; `offset` is that of an earlier confirmation of this boot."""
        self._confirmed_offset = self.offset() if offset is None else offset

    def jump(self) -> float | None:
        """Give by how many seconds wall time has jumped since the confirmation, and end it."""
        if self._confirmed_offset is None or self._confirmed():
            return None
        seconds = self.offset() - self._confirmed_offset
        self._confirmed_offset = None
        return seconds

    def real_seconds(self, station_seconds: float) -> float:
        """Say how long station seconds take in real time; for waiting."""
        return station_seconds / self.rate

    def _confirmed(self) -> bool:
        if self._confirmed_offset is None:
            return False
        return abs(self.offset() - self._confirmed_offset) <= JUMP_S

    def _kernel(self) -> bool:
        at = boot_seconds()
        if at - self._kernel_checked > 1.0:
            self._kernel_ok = kernel_synchronised()
            self._kernel_checked = at
        return self._kernel_ok
