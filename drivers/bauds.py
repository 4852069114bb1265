"""Which rate to open a port with when nothing sensible comes at the configured one: pure."""

PROBE_S = 0.8
"""How long another rate is tried; longer for a device that speaks less often."""

SURE = 3
"""So many good events in a row make another rate believed: a checksum may fit once by chance."""


class BaudSearch:
    """Tries the other rates of a device, and between them the one that it had.

    Going back each time, a device that was only silent is found again soon.
    """

    def __init__(self, configured: int, others: tuple[int, ...] = ()) -> None:
        self.configured = configured
        self.baud = configured
        """The rate to open the port with."""
        self._home = configured
        self._rates = tuple(sorted({configured, *others}, key=(configured, *others).index))
        self._tried = 0

    @property
    def has_others(self) -> bool:
        """Whether there is another rate to try."""
        return len(self._rates) > 1

    @property
    def probing(self) -> bool:
        """Whether the rate is a guess."""
        return self.baud != self._home

    def no_sense(self) -> None:
        """Say that nothing sensible came at this rate."""
        others = [rate for rate in self._rates if rate != self._home]
        if self.probing or not others:
            self.baud = self._home
            return
        self.baud = others[self._tried % len(others)]
        self._tried += 1

    def found(self) -> None:
        """Say that the device answers at this rate: it is the one to go back to."""
        self._home = self.baud
        self._tried = 0
