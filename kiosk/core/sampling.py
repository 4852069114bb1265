"""Samples of a thermometer to readings: presence, gap, settling and the median. No thresholds.

A sample counts as a target when it is warmer than the sensor's own ambient by the device's
contrast. A presence is a stretch of targets; it ends by a gap (targets absent for `gap_s`) or by
silence, which proves no gap. A reading is the median of `settled_wanted` settled samples of one
presence; another reading of the same presence needs `again_s` since the last.
"""

from dataclasses import dataclass, replace
from statistics import median

WINDOW = 5
"""How many samples in a row must agree before the newest of them is settled."""


@dataclass(frozen=True, slots=True)
class SensorSpec:
    """How one sensor sees people; times in seconds, temperatures in degrees C, raw.

    `gap_s` is never under two sample periods of the device.
    """

    period_s: float = 0.1
    contrast_c: float = 2.0
    settle_band_c: float = 0.5
    settled_wanted: int = 5
    again_s: float = 5.0

    @property
    def gap_s(self) -> float:
        """The shortest absence that counts as a gap."""
        return max(0.3, 2 * self.period_s)

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
    return _collect(_begin(state), sample.at, sample.object_c, spec)


def lost(state: Sampling) -> Sampling:
    """Forget the presence when the sensor is lost: what comes after is not seen to be the same."""
    return replace(
        state,
        presence=None,
        absent_since=None,
        gap_counted=False,
        window=(),
        settled=(),
        reading_at=None,
        last_at=None,
    )


def is_target(sample: Sample, spec: SensorSpec) -> bool:
    """Tell whether somebody stands in front, by contrast to the sensor's own ambient."""
    if sample.object_c is None:
        return False
    return sample.ambient_c is None or sample.object_c - sample.ambient_c >= spec.contrast_c


def _absent(state: Sampling, sample: Sample, spec: SensorSpec) -> Sampling:
    since = sample.at if state.absent_since is None else state.absent_since
    state = replace(state, absent_since=since, window=(), settled=())
    # From the first absent sample to this one the target was away for sure; anything more is a
    # guess, and a gap that is guessed could hand one person's reading to the next.
    if state.gap_counted or sample.at - since < spec.gap_s - 1e-9:
        return state
    return replace(state, presence=None, gaps=state.gaps + 1, gap_counted=True, reading_at=None)


def _begin(state: Sampling) -> Sampling:
    state = replace(state, absent_since=None, gap_counted=False)
    if state.presence is not None:
        return state
    number = state.last_presence + 1
    return replace(state, presence=number, last_presence=number)


def _collect(
    state: Sampling, at: float, object_c: float, spec: SensorSpec
) -> tuple[Sampling, RawReading | None]:
    window = (*state.window, object_c)[-WINDOW:]
    state = replace(state, window=window)
    if state.reading_at is not None and at - state.reading_at < spec.again_s:
        return state, None
    if len(window) < WINDOW or max(window) - min(window) > spec.settle_band_c:
        return replace(state, settled=()), None
    settled = (*state.settled, object_c)
    if len(settled) < spec.settled_wanted or state.presence is None:
        return replace(state, settled=settled), None
    reading = RawReading(at, round(median(settled), 2), state.ambient_c, state.presence)
    return replace(state, settled=(), reading_at=at), reading
