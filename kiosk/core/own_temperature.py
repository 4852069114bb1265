"""Whether somebody who measured himself before duty may serve at the gate; pure."""

from collections.abc import Sequence
from enum import StrEnum

from kiosk.core.policy import ScreeningPolicy
from kiosk.core.readings import Instrument, Reading
from kiosk.core.screening import is_valid


class Fitness(StrEnum):
    """What the own temperatures of one day say together."""

    NOT_MEASURED = "not_measured"
    FIT = "fit"
    WANTS_CONTACT = "wants_contact"
    UNFIT = "unfit"


def fitness(readings: Sequence[Reading], policy: ScreeningPolicy) -> Fitness:
    """Judge the own readings of one day.

    One contact value at or over the policy's threshold makes unfit for the day. An infrared value
    at or over `elevated_c` counts until the contact thermometer says otherwise: nobody rechecks
    himself three times. What is no plausible value measures nobody.
    """
    valid = [one for one in readings if is_valid(one, policy)]
    contact = [one for one in valid if one.by is Instrument.CONTACT]
    if any(_at_least(one, policy.contact_c) for one in contact):
        return Fitness.UNFIT
    if contact:
        return Fitness.FIT
    if any(_at_least(one, policy.elevated_c) for one in valid):
        return Fitness.WANTS_CONTACT
    return Fitness.FIT if valid else Fitness.NOT_MEASURED


def _at_least(reading: Reading, threshold_c: float) -> bool:
    return reading.corrected_c is not None and round(reading.corrected_c, 6) >= threshold_c
