"""What is plugged in: serial ports by their stable names, keyboards, cameras, known USB things."""

from dataclasses import dataclass
from pathlib import Path

from serial.tools import list_ports

from drivers.likely import CAMERA, KEYBOARD, NOT_SERIAL, Likely, likely

_KEYBOARD_TAIL = "-event-kbd"


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the system lists devices."""

    serial: Path = Path("/dev/serial/by-id")
    video: Path = Path("/dev/v4l/by-id")
    input: Path = Path("/dev/input/by-id")
    usb: Path = Path("/sys/bus/usb/devices")


@dataclass(frozen=True, slots=True)
class Port:
    """Something plugged in; `path` is its stable name where the system gives one.

    `kind` is serial, keyboard, video or usb (on the bus, without a port that could be opened);
    `usb` the USB ids as `1a86:7523`, None where they are not known.
    """

    kind: str
    path: str
    device: str
    usb: str | None
    description: str

    @property
    def likely(self) -> Likely | None:
        """What it likely is; None where that cannot be guessed."""
        return {"keyboard": KEYBOARD, "video": CAMERA}.get(self.kind) or likely(self.usb)


def plugged_in(folders: Folders = Folders()) -> list[Port]:
    """List what a kiosk could use, and what looks as if it could; opens none of it."""
    stable = _stable(folders.serial)
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
    keyboards = [
        Port("keyboard", name, device, None, Path(name).name.removesuffix(_KEYBOARD_TAIL))
        for device, name in sorted(_stable(folders.input).items())
        if name.endswith(_KEYBOARD_TAIL)
    ]
    video = [
        Port("video", name, device, None, Path(name).name)
        for device, name in sorted(_stable(folders.video).items())
    ]
    taken = {port.usb for port in serial}
    others = [port for port in _known_usb(folders.usb) if port.usb not in taken]
    return sorted(serial, key=lambda port: port.path) + keyboards + video + others


def _known_usb(folder: Path) -> list[Port]:
    """List things on the bus that are worth a word although they have no serial port."""
    if not folder.is_dir():
        return []
    found = []
    for one in sorted(folder.iterdir()):
        usb = f"{_read(one / 'idVendor')}:{_read(one / 'idProduct')}"
        if usb in NOT_SERIAL:
            found.append(Port("usb", one.name, one.name, usb, _read(one / "product")))
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        # An interface has no ids, and a thing may be pulled out while it is looked at.
        return ""


def _stable(folder: Path) -> dict[str, str]:
    """Map each device to its name in a folder of links that do not change from boot to boot."""
    if not folder.is_dir():
        return {}
    return {str(link.resolve()): str(link) for link in sorted(folder.iterdir())}
