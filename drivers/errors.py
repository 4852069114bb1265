"""What can go wrong with a device, sorted by what the person who reads the error must do.

The names say the condition, as the guard's screen does, so they go without the suffix Error.
"""


class DeviceError(Exception):
    """Root of everything a driver raises; the text is one line for the guard or the installer."""


class LinkLost(DeviceError):  # noqa: N818  named for the condition
    """The port is not there, or went away: plug it in."""


class Refused(DeviceError):  # noqa: N818  named for the condition
    """The device, or the system that owns its port, said no: rights, or another program."""


class NoAnswer(DeviceError):  # noqa: N818  named for the condition
    """The port is there but the device is not: check power, wiring and baud rate."""
