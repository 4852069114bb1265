"""The strip of devices with clock, phase and policy: quiet while all is well."""

from rich.text import Text

from kiosk.core.request import ClockTrust
from kiosk.core.words import text
from kiosk.core.words_screen import DEVICE_STATES, FAMILIES, coded
from kiosk.link.messages import DeviceShown, DeviceState
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
        parts: list[str | tuple[str, str]] = [" "]
        for device in state.devices:
            loud = palette.fault.bold if device.state is DeviceState.LOST else quiet
            parts += [(_device(shown, device), loud), "  "]
        sure = state.clock is ClockTrust.TRUSTED
        clock = f"{shown.say('clock')} {text(state.clock, shown.language)}"
        parts += [(clock, quiet if sure else palette.fault.bold), "  "]
        if state.ambient_c is not None:
            ambient = shown.say("ambient", c=degrees(state.ambient_c))
            parts += [(ambient, quiet if state.ambient_ok else palette.fault.bold), "  "]
        if state.policy is not None:
            parts.append(f"{shown.say('policy')} {state.policy}")
        return filled([line(width, quiet, *parts)], width, height, quiet)


def _device(shown: Shown, device: DeviceShown) -> str:
    family = coded(FAMILIES, device.family, shown.language)
    return f"{family} {coded(DEVICE_STATES, device.state.value, shown.language)}"
