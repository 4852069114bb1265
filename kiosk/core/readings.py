"""A temperature reading, with raw value, correction and corrected value always kept apart."""

from dataclasses import dataclass
from enum import StrEnum


class Instrument(StrEnum):
    """How a temperature was taken; a handheld infrared thermometer is infrared, never contact."""

    INFRARED = "infrared"
    CONTACT = "contact"


class BodySite(StrEnum):
    """Where on the body a temperature was taken."""

    FOREHEAD = "forehead"
    INNER_CANTHUS = "inner_canthus"
    WRIST = "wrist"
    ARMPIT = "armpit"
    EAR = "ear"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one person, in degrees C.

    `raw_c` is what the instrument gave, `correction_c` the stated amount added, `corrected_c`
    their sum; both values are None when the instrument gave no valid value. `ambient_c` is the
    sensor's own ambient value, None where it has none. `device` names the instrument as in the
    configuration. `typed_by` names the guard who typed the value, None when a sensor gave it.
    """

    by: Instrument
    raw_c: float | None
    correction_c: float
    corrected_c: float | None
    ambient_c: float | None
    device: str
    site: BodySite
    typed_by: str | None = None
