"""The strip of devices with clock, phase and policy: quiet while all is well."""

from rich.cells import cell_len
from rich.text import Text

from kiosk.core.request import ClockTrust
from kiosk.core.words import text
from kiosk.core.words_screen import DEVICE_STATES, FAMILIES, WARNINGS, coded
from kiosk.link.messages import DeviceShown, DeviceState, State
from kiosk.tui.cells import filled, line
from kiosk.tui.shown import Shown, degrees
from kiosk.tui.widgets.part import Part


class Devices(Part):
    """One line: each device by family, then clock and policy."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the line."""
        state, palette = shown.state, shown.palette
        quiet = palette.quiet.style
        if state is None or shown.gone is not None:
            return filled([], width, height, quiet)
        parts: list[str | tuple[str, str]] = []
        left = width
        for said, loud in _said(shown, state):
            left -= cell_len(said) + 2
            if left < 0:
                break
            parts += [" ", (f"{said}", palette.fault.bold if loud else quiet), " "]
        return filled([line(width, quiet, *parts)], width, height, quiet)


def _said(shown: Shown, state: State) -> list[tuple[str, bool]]:
    """List what the strip says, and whether it says it loudly."""
    said = [(_device(shown, one), _loud(one)) for one in state.devices]
    clock = f"{shown.say('clock')} {text(state.clock, shown.language)}"
    said.append((clock, state.clock is not ClockTrust.TRUSTED))
    if state.ambient_c is not None:
        said.append((shown.say("ambient", c=degrees(state.ambient_c)), not state.ambient_ok))
    if state.policy is not None:
        said.append((state.policy, False))
    return said


def _device(shown: Shown, device: DeviceShown) -> str:
    family = coded(FAMILIES, device.family, shown.language)
    if _warned(device):
        return f"{family} {coded(WARNINGS, 'warned', shown.language)}"
    return f"{family} {coded(DEVICE_STATES, device.state.value, shown.language)}"


def _loud(device: DeviceShown) -> bool:
    return device.state is DeviceState.LOST or _warned(device)


def _warned(device: DeviceShown) -> bool:
    """Tell whether a device works and has something to be mended."""
    return device.state is DeviceState.OK and bool(device.warnings)
