"""Does a thermometer drift? Its newest daily median against its own band and the other gates; pure.

reliability.md 7: the daily median of passes of a gate is held against its 14-day band and against
the other gates; more than 0.2 C off is a flag to calibrate, never a correction made by itself.
A median of many people is steadier than any of them, so a shift of it is the instrument's, or the
weather's when all gates shift alike. The newest day is judged against the days before it, so that
a drift does not hide in its own band; what was measured up to the day of a calibration says
nothing of the instrument as it is since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

BAND_DAYS = 14
"""How many days before the newest make the band (reliability.md 7)."""

OFF_CENTI = 20
"""More than so many hundredths of a degree C off is a flag (reliability.md 7)."""

LEAST_DAYS = 5
"""A band of fewer days with a median says nothing; local practice."""

FRESH_DAYS = 3
"""A newest median older than this says nothing about today: a weekend may lie between.

Local practice.
"""

LOOK_BACK_DAYS = BAND_DAYS + FRESH_DAYS
"""How far back medians are asked for."""

Gate = tuple[str, str]
"""An access point and the name of its thermometer."""


class Against(StrEnum):
    """What a median was held against."""

    ITS_OWN = "its_own"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class DayMedian:
    """The median of one thermometer's day: hundredths of a degree C, corrected, of `count` people.

    The fact behind it is never written for fewer people than `instruments.LEAST_COUNT`.
    """

    access_point: str
    device: str
    day: date
    count: int
    median_centi: int


@dataclass(frozen=True, slots=True)
class Drift:
    """A flag to calibrate: on `day` the thermometer was `off_centi` above (below: negative)."""

    access_point: str
    device: str
    day: date
    off_centi: int
    against: Against


def drifts(
    medians: Iterable[DayMedian], today: date, calibrated: Mapping[Gate, date] | None = None
) -> tuple[Drift, ...]:
    """Give one flag for each thermometer that is off, by access point and device.

    `calibrated` has the day of the newest calibration of those that ever were.
    """
    since = calibrated or {}
    rows: dict[Gate, list[DayMedian]] = {}
    for one in sorted(medians, key=lambda one: one.day):
        gate = (one.access_point, one.device)
        if one.day > since.get(gate, date.min):
            rows.setdefault(gate, []).append(one)
    found = (_drift(gate, rows, today) for gate in sorted(rows))
    return tuple(one for one in found if one is not None)


def _drift(gate: Gate, rows: Mapping[Gate, Sequence[DayMedian]], today: date) -> Drift | None:
    newest = rows[gate][-1]
    if not timedelta() <= today - newest.day <= timedelta(days=FRESH_DAYS):
        return None
    others = [one for other, days in rows.items() if other != gate for one in days]
    held = (
        (_off_its_band(newest, rows[gate]), Against.ITS_OWN),
        (_off_the_others(newest, others), Against.OTHERS),
    )
    for off, against in held:
        if off is not None and abs(off) > OFF_CENTI:
            return Drift(*gate, newest.day, round(off), against)
    return None


def _off_its_band(newest: DayMedian, days: Sequence[DayMedian]) -> float | None:
    since = newest.day - timedelta(days=BAND_DAYS)
    band = [one.median_centi for one in days if since <= one.day < newest.day]
    return newest.median_centi - median(band) if len(band) >= LEAST_DAYS else None


def _off_the_others(newest: DayMedian, others: Sequence[DayMedian]) -> float | None:
    """Hold a median against those of the same day; of two gates both are flagged, as one is off."""
    same_day = [one.median_centi for one in others if one.day == newest.day]
    return newest.median_centi - median(same_day) if same_day else None
