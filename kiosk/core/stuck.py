"""Is the thermometer stuck? The same raw value over many samples and several people; pure.

reliability.md 7: the same raw value ten times or more over three people or more. A live sensor
wavers by its own noise, and by whoever comes and goes. People are counted as visits that wait for
a temperature: who only passes by a wall of one temperature proves nothing.
"""

from dataclasses import dataclass, replace

LEAST_SAMPLES, LEAST_VISITS = 10, 3
"""So many samples, and so many visits begun meanwhile, without any change (reliability.md 7)."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """The value that was seen last (object and ambient, raw), and since when it did not change."""

    value: tuple[float, float | None] | None = None
    samples: int = 0
    visits: int = 0

    @property
    def stuck(self) -> bool:
        """Whether the sensor counts as stuck."""
        return self.samples >= LEAST_SAMPLES and self.visits >= LEAST_VISITS


def seen(state: Stuck, object_c: float | None, ambient_c: float | None) -> Stuck:
    """Take a sample; one without a target says nothing, and another value that it is alive."""
    if object_c is None:
        return Stuck()
    value = (object_c, ambient_c)
    if value != state.value:
        return Stuck(value, samples=1)
    return replace(state, samples=state.samples + 1)


def begun(state: Stuck) -> Stuck:
    """Note that a visit has begun that waits for a temperature."""
    return replace(state, visits=state.visits + 1)
