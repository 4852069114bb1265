"""Whose reading it is: a reading belongs to a visit only if nothing can have changed in between.

A reading taken before the code counts while its presence is unbroken; one that begins after the
code counts. When the sensor saw no gap since the last visit, the next one is told to step back.
"""

from dataclasses import dataclass, replace

from kiosk.core.readings import Reading
from kiosk.core.sampling import Sampling


@dataclass(frozen=True, slots=True)
class Pairing:
    """The reading that waits for a code, and the gap count at the end of the last visit."""

    held: Reading | None = None
    held_presence: int | None = None
    used_gaps: int | None = None


def hold(pairing: Pairing, reading: Reading, presence: int) -> Pairing:
    """Keep a reading that was taken while no visit waited for one."""
    return replace(pairing, held=reading, held_presence=presence)


def refresh(pairing: Pairing, sampling: Sampling) -> Pairing:
    """Drop the held reading once its presence is over."""
    if pairing.held is not None and pairing.held_presence != sampling.presence:
        return replace(pairing, held=None, held_presence=None)
    return pairing


def must_step_back(pairing: Pairing, sampling: Sampling) -> bool:
    """Tell whether somebody stands there who was not seen to be another than the last visit's."""
    return pairing.used_gaps is not None and pairing.used_gaps == sampling.gaps


def belonging(pairing: Pairing, sampling: Sampling) -> tuple[Reading, ...]:
    """Give the reading that belongs to a code presented now, if there is one."""
    kept = refresh(pairing, sampling)
    return () if kept.held is None else (kept.held,)


def close(pairing: Pairing, sampling: Sampling, *, measured: bool) -> Pairing:
    """End a visit: nothing is carried over, and the next one needs a gap.

    `measured` tells whether readings of the sensor were used. A target that stands there at the
    end of a visit without readings needs a gap as well: it may be settling just now.
    """
    tainted = measured or sampling.presence is not None
    return Pairing(used_gaps=sampling.gaps if tainted else pairing.used_gaps)
