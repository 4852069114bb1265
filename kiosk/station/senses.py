"""Tells the strip what the lane finds out about its thermometer: that it is stuck, or warms up.

A stuck thermometer is lost like one that is silent, with a cause of its own; it is back as soon as
another value comes. One that warms up works, and says so.
"""

from collections.abc import Callable

from kiosk.link.messages import DeviceState, DeviceWarning
from kiosk.station.clock import Now
from kiosk.station.devices import Devices
from kiosk.station.lane import Lane

STUCK, WARMING_UP = "stuck", "warming_up"


class Senses:
    """Looks at one lane; `tell` takes a device's name, why it is lost (None: back), and when."""

    def __init__(
        self, devices: Devices, lane: Lane, tell: Callable[[str, str | None, Now], None]
    ) -> None:
        self._devices = devices
        self._lane = lane
        self._tell = tell

    def look(self, now: Now) -> bool:
        """Tell what has changed; give whether anything has."""
        sensor, sight = self._devices.thermometer, self._lane.sight
        if sensor is None:
            return False
        row = self._devices.board.rows[sensor.name]
        works = row.state is DeviceState.OK
        if works and sight.stuck:
            self._tell(sensor.name, STUCK, now)
            return True
        if row.cause == STUCK and not sight.stuck:
            self._tell(sensor.name, None, now)
            return True
        said = any(one.code == WARMING_UP for one in row.warnings)
        if not works or said == sight.warming:
            return False
        if sight.warming:
            self._devices.warn(sensor.name, DeviceWarning(WARMING_UP), now.mono)
        else:
            self._devices.board.unwarn(sensor.name, WARMING_UP)
        return True
