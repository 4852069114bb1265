"""The correction of a thermometer from samples in front of a reference, and when it is due; pure.

The reference is a blackbody (ETRS) of known temperature. Samples are the device's raw values; the
correction is what has to be added to their median to get what a perfect sensor would show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median, quantiles

LEAST_SAMPLES = 20
"""Fewer samples say too little of a sensor whose noise is 0.3 C; local practice."""

SPREAD_C = 0.4
"""Samples are steady when four in five lie within so much; local practice."""

CREEP_C = 0.1
"""The later half may not lie further from the earlier one; local practice."""

REFERENCE_LOW_C, REFERENCE_HIGH_C = 30.0, 43.0
"""A reference outside it says nothing about people; local practice."""

CORRECTION_LIMIT_C = 10.0
"""A sensor that is further off is broken, or looks at something else; as in devices.toml."""

AMBIENT_LOW_C, AMBIENT_HIGH_C = 16.0, 40.0
"""Outside it a calibration holds for this air only; rules.md gives 16 to 40 C for thermometers."""

_KELVIN = 273.15


class Unfit(StrEnum):
    """Why samples make no calibration."""

    REFERENCE = "reference"
    TOO_FEW = "too_few"
    UNSTEADY = "unsteady"
    TOO_FAR = "too_far"


@dataclass(frozen=True, slots=True)
class Measured:
    """What the samples say; degrees C. `correction_c` is rounded to hundredths."""

    raw_c: float
    spread_c: float
    creep_c: float
    samples: int
    reference_c: float
    expected_c: float
    correction_c: float
    ambient_c: float | None = None


@dataclass(frozen=True, slots=True)
class Calibration:
    """A calibration that is on file: hundredths of a degree C, who did it, and why."""

    access_point: str
    device: str
    at: datetime
    by: str
    why: str | None
    correction_centi: int
    raw_centi: int
    reference_centi: int
    samples: int
    spread_centi: int

    @property
    def correction_c(self) -> float:
        """Give what is added to a raw value, degrees C."""
        return self.correction_centi / 100


class Standing(StrEnum):
    """How an instrument stands to its next calibration."""

    VALID = "valid"
    OVERDUE = "overdue"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Instrument:
    """An instrument of the configuration and how many days a calibration of it holds."""

    name: str
    days: int


@dataclass(frozen=True, slots=True)
class Due:
    """An instrument with its newest calibration and when the next one is due."""

    instrument: Instrument
    standing: Standing
    last: Calibration | None = None
    due: datetime | None = None


def measure(
    raw_c: Sequence[float],
    reference_c: float,
    ambient_c: float | None = None,
    *,
    emissivity: float | None = None,
    sensor_emissivity: float = 0.98,
) -> Measured:
    """Compute from samples in the order they came; at least two.

    With the blackbody's `emissivity` the value is expected that a sensor shows which takes what it
    sees for a surface of `sensor_emissivity`; without it the reference itself.
    """
    middle = median(raw_c)
    tenths = quantiles(raw_c, n=10, method="inclusive")
    half = len(raw_c) // 2
    creep = median(raw_c[half:]) - median(raw_c[:half])
    expected = reference_c
    if emissivity is not None:
        around = reference_c if ambient_c is None else ambient_c
        expected = shown(reference_c, emissivity, sensor_emissivity, around)
    return Measured(
        raw_c=round(middle, 2),
        spread_c=round(tenths[-1] - tenths[0], 2),
        creep_c=round(creep, 2),
        samples=len(raw_c),
        reference_c=reference_c,
        expected_c=round(expected, 2),
        correction_c=round(expected - round(middle, 2), 2),
        ambient_c=ambient_c,
    )


def shown(surface_c: float, emissivity: float, sensor_emissivity: float, ambient_c: float) -> float:
    """Give what a sensor shows of a grey surface, by the law of Stefan and Boltzmann; degrees C."""
    ambient = (ambient_c + _KELVIN) ** 4
    surface = (surface_c + _KELVIN) ** 4
    part = emissivity / sensor_emissivity
    return float((part * surface + (1 - part) * ambient) ** 0.25 - _KELVIN)


def steady(measured: Measured) -> bool:
    """Tell whether the samples have settled."""
    return measured.spread_c <= SPREAD_C and abs(measured.creep_c) <= CREEP_C


def unfit(measured: Measured, wanted: int = LEAST_SAMPLES) -> Unfit | None:
    """Say why this makes no calibration, None when it does."""
    if not REFERENCE_LOW_C <= measured.reference_c <= REFERENCE_HIGH_C:
        return Unfit.REFERENCE
    if measured.samples < wanted:
        return Unfit.TOO_FEW
    if not steady(measured):
        return Unfit.UNSTEADY
    if abs(measured.correction_c) > CORRECTION_LIMIT_C:
        return Unfit.TOO_FAR
    return None


def ambient_fits(ambient_c: float | None) -> bool:
    """Tell whether the air is within the range in which thermometers are used."""
    return ambient_c is None or AMBIENT_LOW_C <= ambient_c <= AMBIENT_HIGH_C


def standings(
    instruments: Iterable[Instrument], found: Iterable[Calibration], now: datetime
) -> tuple[Due, ...]:
    """Say of each instrument whether its newest calibration still holds."""
    newest = {one.device: one for one in found}
    return tuple(_standing(one, newest.get(one.name), now) for one in instruments)


def _standing(instrument: Instrument, last: Calibration | None, now: datetime) -> Due:
    if last is None:
        return Due(instrument, Standing.NEVER)
    due = last.at + timedelta(days=instrument.days)
    standing = Standing.VALID if now < due else Standing.OVERDUE
    return Due(instrument, standing, last, due)
