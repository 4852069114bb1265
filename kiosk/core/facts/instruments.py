"""Facts of the instruments themselves: what a day of readings says about a thermometer."""

from dataclasses import dataclass
from datetime import date

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


InstrumentsFact = InstrumentDay
