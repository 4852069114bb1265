"""What is plugged in: serial ports by their stable names, and video devices."""

from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports

_SERIAL_BY_ID = Path("/dev/serial/by-id")
_VIDEO_BY_ID = Path("/dev/v4l/by-id")


@dataclass(frozen=True, slots=True)
class Port:
    """Something plugged in; `path` is its stable name where the system gives one.

    `kind` is serial or video; `usb` the USB ids as `1a86:7523`, None for what is not on USB.
    """

    kind: str
    path: str
    device: str
    usb: str | None
    description: str


def plugged_in() -> list[Port]:
    """List serial ports and cameras; opens none of them."""
    stable = _stable(_SERIAL_BY_ID)
    serial = [
        Port(
            "serial",
            stable.get(one.device, one.device),
            one.device,
            None if one.vid is None else f"{one.vid:04x}:{one.pid:04x}",
            one.description,
        )
        for one in list_ports.comports()
    ]
    video = [
        Port("video", name, device, None, Path(name).name)
        for device, name in sorted(_stable(_VIDEO_BY_ID).items())
    ]
    return sorted(serial, key=lambda port: port.path) + video


def _stable(folder: Path) -> dict[str, str]:
    """Map each device to its name in a folder of links that do not change from boot to boot."""
    if not folder.is_dir():
        return {}
    return {str(link.resolve()): str(link) for link in sorted(folder.iterdir())}
