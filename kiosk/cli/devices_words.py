"""The events of a device in words, with what to do where something is wrong; names masked."""

from drivers.events import (
    Back,
    BadFrame,
    CardRead,
    CodeSeen,
    DeviceEvent,
    DoorState,
    Locked,
    Lost,
    Noisy,
    NoTarget,
    NotUnlocked,
    OtherBaud,
    Reply,
    TemperatureSample,
    Unlocked,
    Why,
)
from kiosk.cli.devices_common import PERSONAL, Chosen
from kiosk.core import masking
from kiosk.core.text import clean

WHAT_TO_DO: dict[Why, str] = {
    Why.ABSENT: "the port is not there: plug it in, compare with `kiosk devices list`",
    Why.UNPLUGGED: "the cable was pulled or is loose: plug it in again",
    Why.REFUSED: "another program has the port, or rights are missing (group dialout)",
    Why.SILENT: "the port is there and says nothing: power, wiring (TX to RX), baud rate, driver",
    Why.NOISE: "bytes come and none makes sense: baud rate, ground wire, driver",
    Why.IMPOSSIBLE: "its values cannot be: power off and on; if it stays so, the sensor is broken",
    Why.NO_VALUE: "it answers, and never with a value: look at the options of its driver",
    Why.ENDED: "its helper process ended; it is started again",
    Why.MISCONFIGURED: "its line in devices.toml is wrong: run `kiosk check`",
}


def words_of(event: DeviceEvent, device: Chosen, *, unmasked: bool = False) -> str:
    """Say in one line what an event means and, where something is wrong, what to do."""
    match event:
        case TemperatureSample():
            return _sample(event, device.correction_c)
        case NoTarget():
            return "nobody in front of the sensor"
        case CodeSeen(payload, symbology):
            text = clean(payload, 200) if unmasked else masking.card(payload)
            return f"code {text} ({symbology})"
        case CardRead():
            return f"card {event.kind} {_name(event, unmasked)}"
        case DoorState(channel, on):
            return f"relay {channel} {'on' if on else 'off'}"
        case BadFrame(raw, why):
            return f"damaged: {clean(why, 120)}{_hex(raw, device, unmasked)}"
        case Reply(what, raw):
            return f"answer to {clean(what, 60)}{_hex(raw, device, unmasked)}"
        case _:
            return _life(event, device)


def _hex(raw: bytes, device: Chosen, unmasked: bool) -> str:
    """Show the bytes of an event, unless they may name somebody."""
    if device.kind in PERSONAL and not unmasked:
        return ""
    return f" [{raw[:24].hex(' ').upper()}]"


def _name(card: CardRead, unmasked: bool) -> str:
    if unmasked:
        return f"{clean(card.name, 60)} {clean(card.id_number, 30)}"
    return f"{masking.name(card.name)} {masking.id_number(card.id_number)}"


def _sample(sample: TemperatureSample, correction: float) -> str:
    corrected = sample.object_c + correction
    said = f"raw {sample.object_c:6.2f} C"
    if correction:
        said = f"{said}  {correction:+.2f}  = {corrected:6.2f} C"
    return said if sample.ambient_c is None else f"{said}  ambient {sample.ambient_c:.1f} C"


def _life(event: DeviceEvent, device: Chosen) -> str:
    match event:
        case Lost(why, detail):
            tail = f" ({clean(detail, 120)})" if detail else ""
            return f"LOST {why.value}: {WHAT_TO_DO.get(why, 'see docs/installer.md')}{tail}"
        case Back():
            return "BACK: the device can be used"
        case Noisy(bad, total):
            return f"NOISY: {bad} of {total} frames damaged: look at cable, ground and baud rate"
        case OtherBaud(baud, configured):
            return f"OTHER BAUD: answers at {baud}, not at {configured}: write baud = {baud}"
        case Unlocked(_, ms):
            return f"unlocked for {ms} ms"
        case Locked():
            return "locked"
        case NotUnlocked(_, why):
            return f"NOT unlocked: {clean(why, 120)}"
        case _:
            return f"{device.name}: {type(event).__name__}"
