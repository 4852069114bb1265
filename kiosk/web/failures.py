"""Slows down an address that sends wrong tokens; what is remembered is bounded.

A right token is never held up: tokens have 256 bits and cannot be guessed, and the pause must not
let one machine of a school's network lock another one out.
"""

import ipaddress
import math
from collections import OrderedDict, deque
from collections.abc import Callable

ALLOWED = 5
WITHIN_S = 15 * 60.0
PAUSE_S = 30.0
MOST_ADDRESSES = 1000


class Failures:
    """Counts wrong tokens by address; `mono` gives seconds that never go back."""

    def __init__(self, mono: Callable[[], float]) -> None:
        self._mono = mono
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def failed(self, address: str) -> int:
        """Count a wrong token; give the seconds that the address must wait, 0 for none.

        After five within 15 minutes each further one costs 30 s, and those sent within that pause
        are not counted again.
        """
        now, key = self._mono(), _network(address)
        times = self._times.setdefault(key, deque(maxlen=ALLOWED + 1))
        self._times.move_to_end(key)
        while times and now - times[0] >= WITHIN_S:
            times.popleft()
        if len(times) > ALLOWED and now - times[-1] < PAUSE_S:
            return math.ceil(PAUSE_S - (now - times[-1]))
        times.append(now)
        if len(self._times) > MOST_ADDRESSES:
            self._times.popitem(last=False)
        return math.ceil(PAUSE_S) if len(times) > ALLOWED else 0


def _network(address: str) -> str:
    """Count one IPv6 customer as one: a /64 has more addresses than could be remembered."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
