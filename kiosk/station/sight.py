"""What a lane sees: the target at the thermometer, whose reading waits, which codes are new.

Holds the states of the pure modules sampling, pairing and repeats for one lane.
"""

from config.site import LaneConfig, ThermometerConfig
from drivers import registry
from kiosk.core import pairing as pairings
from kiosk.core import repeats as sightings
from kiosk.core import sampling as samplings
from kiosk.core.readings import Instrument, Reading
from kiosk.core.sampling import RawReading, Sample, Sampling, SensorSpec

SCANNER_REPEAT_S = 0.3
"""A scanner that is held to a code on purpose means it again after so long."""


def sensor_spec(config: ThermometerConfig) -> SensorSpec:
    """Give the core's view of a configured thermometer; its period is the driver's if unset."""
    period_ms = config.period_ms
    usual_s = registry.device(config.driver).period_s
    return SensorSpec(
        period_s=usual_s if period_ms is None else period_ms / 1000,
        contrast_c=config.contrast_c,
        settle_band_c=config.settle_band_c,
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
        self.corrections: dict[str, float] = {}
        """What the newest calibration of a device adds, degrees C; else the configuration does."""

    # --- The thermometer ---

    def feed(self, sample: Sample) -> RawReading | None:
        """Take a sample; give the reading that it completes, if it does."""
        self.sampling, raw = samplings.feed(self.sampling, sample, self.spec)
        self._pairing = pairings.refresh(self._pairing, self.sampling)
        return raw

    def lose(self) -> None:
        """Forget who stands there: the thermometer was lost."""
        self.sampling = samplings.lost(self.sampling)
        self._pairing = pairings.refresh(self._pairing, self.sampling)

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
