"""Every device that can be named in the configuration, one line each, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from drivers.card_reader import sam_v, sam_v_talk
from drivers.door import gpio, hw_667, kmtronic, lcus, numato, osdp
from drivers.door.board import Board, Place, relays
from drivers.framing import Decoder
from drivers.link import Link, SerialLink
from drivers.scanner import gm65, gm65_talk, honeywell, keyboard_wedge, line, newland
from drivers.scanner.evdev_link import EvdevLink
from drivers.talk import Greeting, Options, Talk
from drivers.thermometer import (
    chuwo_m23,
    dm21056,
    gy_614v,
    gy_mcu90615,
    gy_mcu90640,
    heimann_hm,
    mlx90614_ascii,
    modbus_rtu,
    rqvk002,
)

Kind = Literal["thermometer", "scanner", "card_reader", "door"]
KINDS: tuple[Kind, ...] = ("thermometer", "scanner", "card_reader", "door")

USUAL_BAUDS = (9600, 115200)
"""What most modules can be set to."""
FAST_BAUD = 460800


class UnknownDriverError(LookupError):
    """No driver has this name; the text lists the names there are."""


class NoDecoder(LookupError):  # noqa: N818  named for the condition
    """The device exists but sends nothing that could be decoded."""


def _says_nothing(_options: Options) -> Talk:
    return Greeting()


def greets(text: bytes) -> Callable[[Options], Talk]:
    """Return what makes the talk of a device that is told one thing when its port opens."""

    def make(_options: Options) -> Talk:
        return Greeting(text)

    return make


def usb_board(port: str, baud: int) -> Link:
    """Return the link of a GY-MCU90640, whose USB board may wait for its lines at 460800 baud."""
    return SerialLink(port, baud, wake_lines=baud >= FAST_BAUD)


@dataclass(frozen=True, slots=True)
class Device:
    """What the owner of a port has to know about a device beyond its bytes.

    `baud` is the factory setting, `bauds` what else it can be set to; `talk` makes what the owner
    says to it. A device that speaks all the time, by itself or because it is asked (`streams`), is
    lost when it says nothing; any other may be silent for hours. `period_s` is the time between two
    samples. `owner_options` are options of the talk that the decoder does not know. `board` makes
    what a door's helper process speaks to; ValueError says what is wrong with the place.

    Of a thermometer, `ambient_is_air` tells whether its ambient value is that of the air before
    it, and not of its own warm chip. Where it is not, or there is none, somebody stands there from
    `target_c` on, raw degrees C. `floor_c` is what it says of everything that is cooler, where its
    frame cannot say less: nobody's temperature.
    """

    kind: Kind
    make: Callable[..., Decoder] | None
    baud: int = 9600
    bauds: tuple[int, ...] = ()
    streams: bool = False
    period_s: float = 0.1
    talk: Callable[[Options], Talk] = _says_nothing
    owner_options: frozenset[str] = frozenset()
    link: Callable[[str, int], Link] = SerialLink
    board: Callable[[Place], Board] | None = None
    ambient_is_air: bool = True
    target_c: float | None = None
    floor_c: float | None = None


SKIN_FROM_C = 27.0
"""Raw: over most rooms, and under a forehead that came in from the cold; local practice."""

DEVICES: dict[str, Device] = {
    "gy_mcu90615": Device(
        "thermometer",
        gy_mcu90615.decoder,
        9600,
        bauds=USUAL_BAUDS,
        streams=True,
        talk=greets(gy_mcu90615.CONTINUOUS),
    ),
    "gy_614v": Device(
        "thermometer",
        gy_614v.decoder,
        9600,
        bauds=gy_614v.BAUDS,
        streams=True,
        talk=greets(gy_614v.BY_ITSELF_TEN_A_SECOND),
    ),
    "heimann_hm": Device(
        "thermometer",
        heimann_hm.decoder,
        115200,
        streams=True,
        period_s=heimann_hm.PERIOD_S,
        talk=heimann_hm.talk,
        target_c=SKIN_FROM_C,
    ),
    "dm21056": Device("thermometer", dm21056.decoder, 115200, streams=True, target_c=SKIN_FROM_C),
    "rqvk002": Device("thermometer", rqvk002.decoder, 19200, streams=True, floor_c=rqvk002.LEAST_C),
    "gy_mcu90640": Device(
        "thermometer",
        gy_mcu90640.decoder,
        115200,
        bauds=(460800,),
        streams=True,
        period_s=gy_mcu90640.PERIOD_S,
        talk=gy_mcu90640.talk,
        owner_options=gy_mcu90640.OWNER_OPTIONS,
        link=usb_board,
        ambient_is_air=False,
        target_c=SKIN_FROM_C,
    ),
    "chuwo_m23": Device(
        "thermometer",
        chuwo_m23.decoder,
        115200,
        streams=True,
        period_s=chuwo_m23.ASK_EVERY_S,
        talk=chuwo_m23.talk,
        ambient_is_air=False,
        target_c=SKIN_FROM_C,
    ),
    "modbus_rtu": Device(
        "thermometer",
        modbus_rtu.decoder,
        9600,
        bauds=(9600, 19200, 115200),
        streams=True,
        period_s=modbus_rtu.ASK_EVERY_S,
        talk=modbus_rtu.talk,
    ),
    "mlx90614_ascii": Device(
        "thermometer",
        mlx90614_ascii.decoder,
        9600,
        bauds=USUAL_BAUDS,
        streams=True,
        period_s=mlx90614_ascii.PERIOD_S,
    ),
    "line": Device("scanner", line.decoder, 9600, bauds=USUAL_BAUDS),
    "gm65": Device(
        "scanner",
        gm65.decoder,
        9600,
        bauds=(57600, 115200),
        talk=gm65_talk.talk,
        owner_options=gm65_talk.OWNER_OPTIONS,
    ),
    "honeywell": Device(
        "scanner",
        honeywell.decoder,
        9600,
        bauds=USUAL_BAUDS,
        talk=honeywell.talk,
        owner_options=honeywell.OWNER_OPTIONS,
    ),
    "newland": Device("scanner", newland.decoder, 9600, bauds=USUAL_BAUDS),
    "keyboard_wedge": Device("scanner", keyboard_wedge.decoder, link=EvdevLink),
    "sam_v": Device(
        "card_reader",
        sam_v.decoder,
        115200,
        bauds=(9600, 57600, 38400, 19200),
        streams=True,
        period_s=sam_v_talk.PERIOD_S,
        talk=sam_v_talk.talk,
        owner_options=sam_v_talk.OPTIONS,
    ),
    "lcus": Device("door", lcus.decoder, 9600, board=relays(lcus.switch)),
    "kmtronic": Device("door", kmtronic.decoder, 9600, board=relays(kmtronic.switch)),
    "numato": Device("door", numato.decoder, 9600, board=relays(numato.switch)),
    "hw_667": Device("door", hw_667.decoder, 9600, board=hw_667.board),
    "osdp": Device("door", None, 9600, bauds=osdp.BAUDS, board=osdp.board),
    "gpio": Device("door", None, board=gpio.board),
}


def device(name: str) -> Device:
    """Look a device up by its configuration name; UnknownDriverError lists the names."""
    try:
        return DEVICES[name]
    except KeyError:
        known = ", ".join(sorted(DEVICES))
        raise UnknownDriverError(f"no driver is named {name!r}; there are: {known}") from None


def decoder(name: str, **options: object) -> Decoder:
    """Return a fresh sans-I/O decoder.

    Raises UnknownDriverError for a name, NoDecoder for a device that sends nothing, and TypeError
    for an option that the device does not have.
    """
    make = device(name).make
    if make is None:
        raise NoDecoder(f"{name} sends nothing to decode")
    return make(**options)


def board(name: str, place: Place) -> Board:
    """Return the board of a door, not yet opened; ValueError says why there cannot be one."""
    make = device(name).board
    if make is None:
        raise ValueError(f"{name} is not a door")
    return make(place)


def decoder_options(name: str, given: Options) -> dict[str, object]:
    """Return those of a device's configured options that its decoder takes."""
    owner = device(name).owner_options
    return {key: value for key, value in given.items() if key not in owner}


def names(kind: Kind | None = None) -> list[str]:
    """List the names of one kind, or of all, sorted."""
    return sorted(name for name, entry in DEVICES.items() if kind in (None, entry.kind))
