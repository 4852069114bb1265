"""Which sightings of a code are new: a camera sees the same code many times a second.

A code counts again once it was out of sight for a while. A person told to come again need not
hide the code in between: after a gap at the thermometer it counts as well. Codes are remembered
by a digest, never by their text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType


class After(Enum):
    """How the visit of a code ended, which says when the code counts again."""

    OPEN = "open"
    COME_AGAIN = "come_again"
    REFUSED = "refused"
    GRANTED = "granted"


@dataclass(frozen=True, slots=True)
class Sighting:
    """When a code was last seen (seconds), the gap count then, and what became of its visit."""

    seen_at: float
    gaps: int
    after: After = After.OPEN


@dataclass(frozen=True, slots=True)
class Repeats:
    """The codes seen of late, by digest."""

    known: Mapping[str, Sighting] = field(default_factory=lambda: MappingProxyType({}))


KEEP_S = 120.0
"""How long a code is remembered after it was last seen."""


def see(
    repeats: Repeats, digest: str, at: float, gaps: int, repeat_s: float, granted_s: float
) -> tuple[Repeats, bool]:
    """Take a sighting; tell whether it counts as a new presentation."""
    known = {key: one for key, one in repeats.known.items() if at - one.seen_at < KEEP_S}
    before = known.get(digest)
    fresh = before is None or _counts_again(before, at, gaps, repeat_s, granted_s)
    if fresh or before is None:
        known[digest] = Sighting(at, gaps)
    else:
        known[digest] = replace(before, seen_at=at)
    return Repeats(MappingProxyType(known)), fresh


def settle(repeats: Repeats, digest: str, after: After, gaps: int) -> Repeats:
    """Note how the visit of a code ended."""
    before = repeats.known.get(digest)
    if before is None:
        return repeats
    known = dict(repeats.known) | {digest: replace(before, after=after, gaps=gaps)}
    return Repeats(MappingProxyType(known))


def forget(repeats: Repeats, digest: str) -> Repeats:
    """Let the next sighting count, as when the lane was busy with somebody else."""
    return Repeats(MappingProxyType({k: v for k, v in repeats.known.items() if k != digest}))


def _counts_again(
    before: Sighting, at: float, gaps: int, repeat_s: float, granted_s: float
) -> bool:
    unseen = at - before.seen_at
    if before.after is After.COME_AGAIN and gaps > before.gaps:
        return True
    return unseen >= (granted_s if before.after is After.GRANTED else repeat_s)
