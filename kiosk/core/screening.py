"""What the policy makes of the readings of one visit or case (rulings 10 to 13); pure.

The outcome is found in one pass over the readings as they were taken; the rules of rows 9 and 21
to 24 and the reason `cleared` only look at it.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.core.policy import ScreeningPolicy
from kiosk.core.readings import Instrument, Reading


class Outcome(StrEnum):
    """What the readings say together."""

    NORMAL = "normal"
    UNFINISHED = "unfinished"
    ELEVATED = "elevated"
    CONTACT_NORMAL = "contact_normal"
    CLEARED = "cleared"
    CONFIRMED = "confirmed"
    AMBIENT_OUT_OF_RANGE = "ambient_out_of_range"
    NO_VALID_READING = "no_valid_reading"


ADMITTING = frozenset({Outcome.NORMAL, Outcome.CONTACT_NORMAL, Outcome.CLEARED})
"""Outcomes that hold nobody back. What is unknown is not among them."""


@dataclass(frozen=True, slots=True)
class Screening:
    """The outcome, the readings it rests on, and how many more the same step still wants.

    `counted` are in the order they were taken. `decisive` is the reading to show: the median of
    a finished recheck, the highest contact reading of a confirmed fever, else the last counted.
    """

    outcome: Outcome
    counted: tuple[Reading, ...] = ()
    wanted: int = 0
    decisive: Reading | None = None


def screen(readings: Sequence[Reading], policy: ScreeningPolicy) -> Screening:
    """Judge the readings, first to last."""
    valid = [reading for reading in readings if is_valid(reading, policy)]
    contact = [reading for reading in valid if reading.by is Instrument.CONTACT]
    if contact:
        return _judge_contact(valid, contact, policy)
    if valid:
        return _judge_infrared(valid, policy)
    outside = any(ambient_outside(reading, policy) for reading in readings)
    outcome = Outcome.AMBIENT_OUT_OF_RANGE if outside else Outcome.NO_VALID_READING
    return Screening(outcome, wanted=1)


def is_valid(reading: Reading, policy: ScreeningPolicy) -> bool:
    """Tell whether a reading counts at all (ruling 10)."""
    if reading.corrected_c is None or ambient_outside(reading, policy):
        return False
    return policy.plausible_low_c <= _judged_c(reading) <= policy.plausible_high_c


def ambient_outside(reading: Reading, policy: ScreeningPolicy) -> bool:
    """Tell whether an infrared reading was taken outside the sensor's ambient range.

    An instrument without an ambient value is not outside, as in a policy case that leaves it out.
    """
    if reading.by is not Instrument.INFRARED or reading.ambient_c is None:
        return False
    return not policy.ambient_low_c <= reading.ambient_c <= policy.ambient_high_c


def _judged_c(reading: Reading) -> float:
    """Give the corrected value without the noise of adding binary fractions.

    34.5 + 2.7 must reach a threshold of 37.2.
    """
    if reading.corrected_c is None:
        raise ValueError("a reading without a value cannot be judged")
    return round(reading.corrected_c, 6)


def _judge_infrared(infrared: Sequence[Reading], policy: ScreeningPolicy) -> Screening:
    """Apply the recheck (ruling 11) to valid infrared readings, of which there is at least one."""
    opened = next((n for n, one in enumerate(infrared) if _judged_c(one) >= policy.recheck_c), None)
    if opened is None:
        return Screening(Outcome.NORMAL, tuple(infrared), decisive=infrared[-1])
    further = infrared[opened + 1 : opened + 1 + policy.further_readings]
    counted = tuple(infrared[opened : opened + 1 + policy.further_readings])
    wanted = policy.further_readings - len(further)
    if wanted:
        return Screening(Outcome.UNFINISHED, counted, wanted, counted[-1])
    median_c = statistics.median(map(_judged_c, further))
    outcome = Outcome.ELEVATED if median_c >= policy.elevated_c else Outcome.NORMAL
    return Screening(outcome, counted, decisive=_nearest(further, median_c))


def _judge_contact(
    valid: Sequence[Reading], contact: Sequence[Reading], policy: ScreeningPolicy
) -> Screening:
    """Let the contact readings alone decide (ruling 12) and name the cleared ones (ruling 13)."""
    counted = tuple(contact)
    if any(_judged_c(one) >= policy.contact_c for one in contact):
        return Screening(Outcome.CONFIRMED, counted, decisive=max(contact, key=_judged_c))
    cleared = _elevated_before_last_contact(valid, policy)
    outcome = Outcome.CLEARED if cleared else Outcome.CONTACT_NORMAL
    return Screening(outcome, counted, decisive=contact[-1])


def _elevated_before_last_contact(valid: Sequence[Reading], policy: ScreeningPolicy) -> bool:
    """Tell whether the recheck had come out elevated before the last valid contact reading."""
    last = max(n for n, one in enumerate(valid) if one.by is Instrument.CONTACT)
    before = [one for one in valid[:last] if one.by is Instrument.INFRARED]
    return bool(before) and _judge_infrared(before, policy).outcome is Outcome.ELEVATED


def _nearest(readings: Sequence[Reading], value_c: float) -> Reading:
    return min(readings, key=lambda one: abs(_judged_c(one) - value_c))
