"""The moment of an event that a command writes; the station has a clock of its own."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk.core.events import Moment
from kiosk.core.request import ClockTrust

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> Moment:
    """Read wall time, boot time and boot id; a command vouches for no clock, so it is unsure."""
    wall_us = time.clock_gettime_ns(time.CLOCK_REALTIME) // 1000
    return Moment(
        wall=_EPOCH + timedelta(microseconds=wall_us),
        boot_ns=time.clock_gettime_ns(time.CLOCK_BOOTTIME),
        boot_id=Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip(),
        clock=ClockTrust.UNSURE,
    )
