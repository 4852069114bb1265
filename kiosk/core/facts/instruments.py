"""Facts of the instruments themselves: what a day of readings says about a thermometer."""

from dataclasses import dataclass
from datetime import date

from kiosk.core.facts.base import check_code

LEAST_COUNT = 20
"""A median of fewer readings is not written: it would be too near to a single person's value.

Local practice.
"""


@dataclass(frozen=True, slots=True)
class InstrumentDay:
    """The median of a day's first readings of those a thermometer let in; of many people, nobody's.

    `median_centi` is in hundredths of a degree C, corrected; `count` is how many people stand
    behind it; whoever writes it holds to `LEAST_COUNT`. The access point is that of the event.
    """

    device: str
    day: date
    count: int
    median_centi: int


@dataclass(frozen=True, slots=True)
class DeviceCalibrated:
    """Somebody held an instrument against a reference; hundredths of a degree C throughout.

    `correction_centi` is added to its raw values from now on. `spread_centi` is how far four in
    five of the `samples` lie apart; an instrument without a wire is read once. Who and why are the
    event's.
    """

    device: str
    correction_centi: int
    raw_centi: int
    reference_centi: int
    samples: int
    spread_centi: int = 0
    ambient_centi: int | None = None


@dataclass(frozen=True, slots=True)
class BytesTaken:
    """Somebody looks at (`watch`) or keeps (`record`) the bytes of a reader, which name people.

    It is on disk before the first byte is shown. Who and why are the event's.
    """

    device: str
    what: str

    def __post_init__(self) -> None:
        check_code(self.what)


InstrumentsFact = InstrumentDay | DeviceCalibrated | BytesTaken
