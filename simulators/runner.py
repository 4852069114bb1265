"""Runs simulated devices in one thread: waits for bytes, orders and due times, and steps them."""

import json
import os
import select
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from simulators.orders import OrderError
from simulators.parts import Part, Tell

MAX_LINE = 65536
_LONGEST_WAIT_S = 0.05
_SHORTEST_WAIT_S = 0.001


@dataclass(slots=True)
class Clock:
    """Simulated seconds since the start, `speed` of them in one real second."""

    speed: float = 1.0
    _began: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        """Return the simulated time."""
        return (time.monotonic() - self._began) * self.speed


class Orders:
    """Lines of JSON from a descriptor, in pieces of any size; a line that is none is answered."""

    def __init__(self, fileno: int, tell: Tell) -> None:
        self.fileno = fileno
        self.ended = False
        self._tell = tell
        self._rest = b""

    def read(self) -> list[dict[str, object]]:
        """Return the orders that have come; the end of the input is remembered."""
        data = os.read(self.fileno, MAX_LINE)
        self.ended = not data
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > MAX_LINE:
            self._rest = b""
            self._tell({"error": f"a line of more than {MAX_LINE} bytes"})
        return [order for line in lines if line.strip() and (order := self._parse(line))]

    def _parse(self, line: bytes) -> dict[str, object] | None:
        try:
            order = json.loads(line)
        except ValueError:
            order = None
        if not isinstance(order, dict):
            self._tell({"error": "not a JSON object"})
            return None
        return order


def run(
    parts: Sequence[Part],
    clock: Clock,
    tell: Tell,
    *,
    stopped: Callable[[], bool] = lambda: False,
    orders: Orders | None = None,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Step the devices until `stopped`, the order `stop`, or the end of the orders."""
    try:
        for part in parts:
            part.start(clock.now())
        started()
        while not stopped():
            wakes = [part.step(clock.now()) for part in parts]
            _wait(parts, orders, clock, wakes)
            if orders is not None and _readable(orders.fileno):
                for order in orders.read():
                    if order.get("do") == "stop":
                        return
                    carry_out(parts, clock.now(), order, tell)
                if orders.ended:
                    return
    finally:
        for part in parts:
            part.stop()


def carry_out(parts: Sequence[Part], now: float, order: dict[str, object], tell: Tell) -> None:
    """Give one order to the device that it is for, and answer `ok` or `error`."""
    what = str(order.get("do"))[:40]
    try:
        if any(part.order(now, order) for part in parts):
            tell({"ok": what})
        else:
            tell({"error": f"{what}: no device takes this order as it is written"})
    except (OrderError, ValueError) as error:
        tell({"error": f"{what}: {error}"})


def _wait(
    parts: Sequence[Part], orders: Orders | None, clock: Clock, wakes: Sequence[float | None]
) -> None:
    now = clock.now()
    due = [(wake - now) / clock.speed for wake in wakes if wake is not None]
    wait_s = min([_LONGEST_WAIT_S, *due])
    poll = select.poll()
    for fileno in (part.fileno() for part in parts):
        if fileno is not None:
            poll.register(fileno, select.POLLIN)
    if orders is not None:
        poll.register(orders.fileno, select.POLLIN)
    poll.poll(max(_SHORTEST_WAIT_S, wait_s) * 1000)


def _readable(fileno: int) -> bool:
    return bool(select.select([fileno], [], [], 0)[0])
