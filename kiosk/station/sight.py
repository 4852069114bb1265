"""What a lane sees: the target at the thermometer, whose reading waits, which codes are new.

Holds the states of the pure modules sampling, pairing and repeats for one lane.
"""

from dataclasses import replace

from config.site import LaneConfig, ThermometerConfig
from drivers import registry
from kiosk.core import pairing as pairings
from kiosk.core import repeats as sightings
from kiosk.core import sampling as samplings
from kiosk.core import stuck as sticking
from kiosk.core.readings import Instrument, Reading
from kiosk.core.sampling import RawReading, Sample, Sampling, SensorSpec

SCANNER_REPEAT_S = 0.3
"""A scanner that is held to a code on purpose means it again after so long."""


def sensor_spec(config: ThermometerConfig) -> SensorSpec:
    """Give the core's view of a configured thermometer; what is unset is the driver's."""
    period_ms, usual = config.period_ms, registry.device(config.driver)
    return SensorSpec(
        period_s=usual.period_s if period_ms is None else period_ms / 1000,
        contrast_c=config.contrast_c,
        settle_band_c=config.settle_band_c,
        target_c=usual.target_c if config.target_c is None else config.target_c,
        floor_c=usual.floor_c,
    )


class Sight:
    """The senses of one lane; times in seconds of the station."""

    def __init__(self, lane: LaneConfig, thermometer: ThermometerConfig | None) -> None:
        self.sampling = Sampling()
        self.spec = sensor_spec(thermometer) if thermometer else SensorSpec()
        self._lane = lane
        self._thermometer = thermometer
        self._pairing = pairings.Pairing()
        self._repeats = sightings.Repeats()
        self._stuck = sticking.Stuck()
        self._warm_up_s = thermometer.warm_up_s if thermometer else 0.0
        self._warm_at: float | None = None
        # What a device says of its own chip is not the air that the rule of the ambient asks for.
        self._air = thermometer is None or registry.device(thermometer.driver).ambient_is_air
        self.corrections: dict[str, float] = {}
        """What the newest calibration of a device adds, degrees C; else the configuration does."""

    # --- The thermometer ---

    def feed(self, sample: Sample) -> RawReading | None:
        """Take a sample; give the reading that it completes, if it does.

        A device that is stuck or still warming up completes none, and says who is there.
        """
        self._stuck = sticking.seen(self._stuck, sample.object_c, sample.ambient_c)
        if self._warm_at is None:
            self._warm_at = sample.at + self._warm_up_s
        if not self._air:
            sample = replace(sample, ambient_c=None)
        self.sampling, raw = samplings.feed(self.sampling, sample, self.spec)
        if raw is not None and (self.stuck or self.warming):
            self.sampling, raw = samplings.not_read(self.sampling), None
        self._pairing = pairings.refresh(self._pairing, self.sampling)
        return raw

    def expect(self) -> None:
        """Note that a visit has begun that waits for a temperature."""
        self._stuck = sticking.begun(self._stuck)

    @property
    def stuck(self) -> bool:
        """Whether the thermometer says the same again and again, whoever comes."""
        return self._stuck.stuck

    @property
    def warming(self) -> bool:
        """Whether the thermometer has not been back for as long as it warms up."""
        last_at = self.sampling.last_at
        return self._warm_at is not None and last_at is not None and last_at < self._warm_at

    def lose(self) -> None:
        """Forget who stands there: the thermometer was lost, and may come back cold."""
        # One that is stuck was not switched off: it has no need to warm up again.
        if not self.stuck:
            self._warm_at = None
        self.sampling = samplings.lost(self.sampling)
        self._pairing = pairings.refresh(self._pairing, self.sampling)

    def begin_anew(self) -> None:
        """Forget that the thermometer was stuck: it was lost otherwise, and has started again."""
        self._stuck = sticking.Stuck()
        self._warm_at = None

    def reading(self, raw: RawReading) -> Reading:
        """Give the reading with its correction; only a configured thermometer makes one."""
        sensor = self._thermometer
        assert sensor is not None  # noqa: S101 - only a configured sensor gives samples
        correction_c = self.corrections.get(sensor.name, sensor.correction_c)
        return Reading(
            by=Instrument.INFRARED,
            raw_c=raw.raw_c,
            correction_c=correction_c,
            corrected_c=round(raw.raw_c + correction_c, 2),
            ambient_c=raw.ambient_c,
            device=sensor.name,
            site=sensor.site,
        )

    @property
    def present(self) -> int | None:
        """The presence that a code shown now is of, None while nobody is there to show it.

        Whoever is out of sight just now and may be walking off is still there, unless it is he
        whose visit was the last: then the code is of the next one.
        """
        if self.sampling.absent_since is None or not self.unparted:
            return self.sampling.presence
        return None

    # --- Whose reading ---

    def hold(self, reading: Reading, presence: int) -> None:
        """Keep a reading for the code that may follow."""
        self._pairing = pairings.hold(self._pairing, reading, presence)

    def belonging(self) -> tuple[Reading, ...]:
        """Give the reading that belongs to a code presented now."""
        return pairings.belonging(self._pairing, self.sampling)

    @property
    def unparted(self) -> bool:
        """Tell whether nothing was seen to part who comes now from the last visit."""
        return pairings.must_step_back(self._pairing, self.sampling)

    def end_visit(self, *, measured: bool) -> None:
        """Carry nothing over to the next visit."""
        self._pairing = pairings.close(self._pairing, self.sampling, measured=measured)

    # --- Which codes are new ---

    def see(self, digest: str, at: float, *, watching: bool) -> bool:
        """Take a sighting of a code; tell whether it is a new presentation."""
        lane = self._lane
        self._repeats, fresh = sightings.see(
            self._repeats,
            digest,
            at,
            self.sampling.gaps,
            lane.repeat_s if watching else SCANNER_REPEAT_S,
            lane.repeat_granted_s,
        )
        return fresh

    def settle(self, digest: str | None, after: sightings.After) -> None:
        """Note how the visit of a code ended."""
        if digest is not None:
            self._repeats = sightings.settle(self._repeats, digest, after, self.sampling.gaps)
