"""Samples of a thermometer to readings: presence, gap, settling and the median. No thresholds.

A sample counts as a target when it is warmer than the sensor's own ambient by the device's
contrast, or warmer than a fixed value where the device has no ambient to compare with. A presence
is a stretch of targets. It ends by silence, and by an absence that may have been a gap, counted
from the last target seen. A gap is proven only by the part of an absence that was seen, from the
first sample without a target to the last: so a doubt never joins two people, and never parts them
either. A reading is the median of `settled_wanted` settled samples of one presence; another
reading of the same presence needs `again_s` since the last.
"""

from dataclasses import dataclass, replace
from statistics import median

TOLERANCE_S = 1e-6
"""What rounding may do to a difference of times."""

SETTLE_S = 0.5
"""Samples within so long must agree before the newest of them is settled; local practice."""

WINDOW_MOST, WINDOW_LEAST = 5, 2
"""How many samples in a row must agree at the most and at the least, whatever the period."""


@dataclass(frozen=True, slots=True)
class SensorSpec:
    """How one sensor sees people; times in seconds, temperatures in degrees C, raw.

    `gap_s` is never under two sample periods of the device. `target_c` is for a device without a
    usable ambient: a sample at or above it is a target, and `contrast_c` is not asked. `floor_c` is
    the least that a device can say, which is then what it says of a cool wall too: no target.
    """

    period_s: float = 0.1
    contrast_c: float = 2.0
    settle_band_c: float = 0.5
    settled_wanted: int = 5
    again_s: float = 5.0
    target_c: float | None = None
    floor_c: float | None = None

    @property
    def gap_s(self) -> float:
        """The shortest absence that counts as a gap."""
        return max(0.3, 2 * self.period_s)

    @property
    def window(self) -> int:
        """How many samples in a row must agree: those of `SETTLE_S`, so that a slow device can."""
        fit = int((SETTLE_S + TOLERANCE_S) / self.period_s) + 1
        return min(WINDOW_MOST, max(WINDOW_LEAST, fit))

    @property
    def silence_s(self) -> float:
        """The longest pause between two samples of one presence."""
        return max(0.35, 3.5 * self.period_s)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sensor frame at `at` seconds of the station; `object_c` None when it saw no target."""

    at: float
    object_c: float | None
    ambient_c: float | None


@dataclass(frozen=True, slots=True)
class RawReading:
    """The median of the settled samples of one presence, raw, in degrees C.

    `at` is the time of the last sample in it.
    """

    at: float
    raw_c: float
    ambient_c: float | None
    presence: int


@dataclass(frozen=True, slots=True)
class Sampling:
    """What is known of the target.

    `presence` is the number of the present one, None while there is none. `gaps` counts proven
    gaps, so that two equal counts say that nothing was seen to part two moments.
    """

    presence: int | None = None
    last_presence: int = 0
    gaps: int = 0
    last_at: float | None = None
    target_at: float | None = None
    absent_since: float | None = None
    gap_counted: bool = False
    window: tuple[float, ...] = ()
    settled: tuple[float, ...] = ()
    reading_at: float | None = None
    ambient_c: float | None = None


def feed(state: Sampling, sample: Sample, spec: SensorSpec) -> tuple[Sampling, RawReading | None]:
    """Take one sample; give the reading that it completes, if it does."""
    if state.last_at is not None and sample.at - state.last_at > spec.silence_s:
        state = lost(state)
    state = replace(state, last_at=sample.at, ambient_c=sample.ambient_c)
    if sample.object_c is None or not is_target(sample, spec):
        return _absent(state, sample, spec), None
    return _collect(_begin(state, sample.at, spec), sample.at, sample.object_c, spec)


def lost(state: Sampling) -> Sampling:
    """Forget the presence when the sensor is lost: what comes after is not seen to be the same."""
    return replace(
        state,
        presence=None,
        absent_since=None,
        gap_counted=False,
        target_at=None,
        window=(),
        settled=(),
        reading_at=None,
        last_at=None,
    )


def not_read(state: Sampling) -> Sampling:
    """Take a reading back that may not count; the presence goes on and is read anew."""
    return replace(state, reading_at=None, settled=())


def is_target(sample: Sample, spec: SensorSpec) -> bool:
    """Tell whether somebody stands in front, by contrast to the sensor's own ambient.

    Of a device without ambient and without `target_c` whatever is measured is a target.
    """
    if sample.object_c is None:
        return False
    if spec.floor_c is not None and sample.object_c <= spec.floor_c:
        return False
    if spec.target_c is not None:
        return sample.object_c >= spec.target_c
    return sample.ambient_c is None or sample.object_c - sample.ambient_c >= spec.contrast_c


def _absent(state: Sampling, sample: Sample, spec: SensorSpec) -> Sampling:
    since = sample.at if state.absent_since is None else state.absent_since
    state = _doubt(replace(state, absent_since=since, window=(), settled=()), sample.at, spec)
    if state.gap_counted or sample.at - since < spec.gap_s - TOLERANCE_S:
        return state
    return replace(state, gaps=state.gaps + 1, gap_counted=True)


def _begin(state: Sampling, at: float, spec: SensorSpec) -> Sampling:
    state = _doubt(state, at, spec)
    state = replace(state, absent_since=None, gap_counted=False, target_at=at)
    if state.presence is not None:
        return state
    number = state.last_presence + 1
    return replace(state, presence=number, last_presence=number)


def _doubt(state: Sampling, at: float, spec: SensorSpec) -> Sampling:
    """End the presence once the target may have been away for a gap."""
    if state.absent_since is None or state.target_at is None:
        return state
    if at - state.target_at < spec.gap_s - TOLERANCE_S:
        return state
    return replace(state, presence=None, reading_at=None)


def _collect(
    state: Sampling, at: float, object_c: float, spec: SensorSpec
) -> tuple[Sampling, RawReading | None]:
    window = (*state.window, object_c)[-spec.window :]
    state = replace(state, window=window)
    if state.reading_at is not None and at - state.reading_at < spec.again_s:
        return state, None
    if len(window) < spec.window or max(window) - min(window) > spec.settle_band_c:
        return replace(state, settled=()), None
    settled = (*state.settled, object_c)
    if len(settled) < spec.settled_wanted or state.presence is None:
        return replace(state, settled=settled), None
    reading = RawReading(at, round(median(settled), 2), state.ambient_c, state.presence)
    return replace(state, settled=(), reading_at=at), reading
