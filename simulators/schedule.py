"""What happens to a device that was started alone, and when: its faults, codes and cards."""

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import cycle
from operator import itemgetter

from simulators.arguments import Timed
from simulators.faults import Fault
from simulators.parts import Part, Tell
from simulators.runner import carry_out

SHOWN = {"scanner": "code", "card_reader": "card"}
"""The option that names what a reader is shown."""


class Schedule:
    """Gives a device orders at set times; a part of its own without a port."""

    def __init__(self, device: Part, orders: Iterator[Timed], tell: Tell) -> None:
        self.name = "schedule"
        self.address = ""
        self._device = device
        self._orders = orders
        self._tell = tell
        self._next = next(orders, None)

    def start(self, now: float) -> None:
        """Nothing to open."""

    def stop(self) -> None:
        """Nothing to close."""

    def fileno(self) -> int | None:
        """Nothing to wait on."""
        return None

    def step(self, now: float) -> float | None:
        """Give the orders that are due."""
        while self._next is not None and self._next[0] <= now:
            carry_out([self._device], now, self._next[1], self._tell)
            self._next = next(self._orders, None)
        return None if self._next is None else self._next[0]

    def order(self, now: float, order: object) -> bool:
        """Take no orders: not for this part."""
        return False


def faults(device: Part, given: Iterable[tuple[Fault, float, float | None]]) -> list[Timed]:
    """Return the orders that begin and end faults."""
    orders: list[Timed] = []
    for what, begin, end in given:
        orders.append((begin, {"do": "fault", "device": device.name, "name": what.value}))
        if end is not None:
            mend = "replug" if what is Fault.UNPLUG else "clear"
            orders.append((end, {"do": mend, "device": device.name}))
    return sorted(orders, key=itemgetter(0))


def shows(options: argparse.Namespace) -> Iterator[Timed]:
    """Return what is shown to a reader, one every so many seconds, in turn and for ever."""
    given = SHOWN.get(options.what)
    for at, one in enumerate(cycle(getattr(options, given) if given else ()), 1):
        begin = at * options.every
        if given == "code":
            yield begin, {"do": "scan", "text": one, "tail": options.tail}
        else:
            yield begin, {"do": "lay", "card": asdict(one)}
            yield begin + 0.6 * options.every, {"do": "take_away"}
