"""Everything a decoder or the owner of a device can say: frozen values without time or place."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

CardKind = Literal["citizen", "hk_mo_tw", "foreign_2017", "foreign_2023"]


@dataclass(frozen=True, slots=True)
class TemperatureSample:
    """One frame of a thermometer, raw as the sensor sends it, in degrees C.

    `ambient_c` is None when the device does not send it. `body_c` is the device's own conversion
    of forehead to body temperature; it is recorded and never decides.
    """

    object_c: float
    ambient_c: float | None
    body_c: float | None = None


@dataclass(frozen=True, slots=True)
class NoTarget:
    """The thermometer says that nobody is in front of it: not a temperature of 0 C."""


@dataclass(frozen=True, slots=True)
class CodeSeen:
    """A code as it was read, neither cleaned nor judged: text from outside.

    `symbology` is "QR", "Code128", "Code39" or "PDF417", "unknown" when the device does not tell.
    """

    payload: str
    symbology: str


@dataclass(frozen=True, slots=True)
class CardRead:
    """What a resident ID card says, without address, ethnic group, photo or fingerprint.

    `valid_to` is None on a card that is valid for the long term; `nationality` (three letters) is
    set for foreign cards only. Name and number are left out of `repr`, so that no trace shows them.
    """

    kind: CardKind
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    sex: Literal["male", "female", "unknown"]
    birth: date = field(repr=False)
    valid_from: date
    valid_to: date | None
    nationality: str | None = None


@dataclass(frozen=True, slots=True)
class DoorState:
    """A relay board reports one of its channels (counted from 1)."""

    channel: int
    on: bool


IMPOSSIBLE = (
    "outside the sensor's range",
    "is a failed sensor",
    "the sensor was not read",
    "is not four decimal digits",
)
"""How the reason of a bad frame ends or begins whose bytes were whole: not cable nor rate."""


@dataclass(frozen=True, slots=True)
class BadFrame:
    """Bytes that began like a frame and were not one; `why` is one line for the installer."""

    raw: bytes
    why: str

    @property
    def impossible(self) -> bool:
        """Tell whether the frame was whole and its value is one that no sensor measures."""
        return any(said in self.why for said in IMPOSSIBLE)


@dataclass(frozen=True, slots=True)
class Reply:
    """The device answered a command: `what` it was about, and the bytes of the answer."""

    what: str
    raw: bytes


DriverEvent = TemperatureSample | NoTarget | CodeSeen | CardRead | DoorState | BadFrame | Reply


class Why(StrEnum):
    """Why a device cannot be used, as a code that the kiosk has words for."""

    ABSENT = "absent"
    """The port is not there."""
    UNPLUGGED = "unplugged"
    """The port was there and went away."""
    REFUSED = "refused"
    """The port belongs to another program, or rights are missing."""
    SILENT = "silent"
    """The port is there and the device says nothing."""
    NOISE = "noise"
    """Bytes come and none makes sense: wrong baud rate, or a bad cable."""
    IMPOSSIBLE = "impossible"
    """Whole frames come, and what they say cannot have been measured: the sensor has failed."""
    NO_VALUE = "no_value"
    """The device answers, and never with a value: it is asked for what it does not have."""
    BLIND = "blind"
    """The camera gives pictures, and they are dark, covered, frozen or broken."""
    ENDED = "ended"
    """The helper process of the device ended."""
    MISCONFIGURED = "misconfigured"
    """The configuration names a driver, an option or a channel that there is not."""


@dataclass(frozen=True, slots=True)
class Lost:
    """The device cannot be used from now on; said once. `detail` is for the installer."""

    why: Why
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """The device can be used from now on; said once, also at the first start."""


@dataclass(frozen=True, slots=True)
class Noisy:
    """Within one minute, `bad` of `total` frames were damaged: look at cable and baud rate."""

    bad: int
    total: int


@dataclass(frozen=True, slots=True)
class OtherBaud:
    """The device answers, but at `baud` and not at the `configured` rate: mend the configuration.

    The owner goes on at the rate that works.
    """

    baud: int
    configured: int


OwnerEvent = Lost | Back | Noisy | OtherBaud


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The door was told to open for request `id`, and will be shut after `ms` milliseconds."""

    id: str
    ms: int


@dataclass(frozen=True, slots=True)
class Locked:
    """The door was told to shut; request `id` is over."""

    id: str


@dataclass(frozen=True, slots=True)
class NotUnlocked:
    """Request `id` did not open the door; `why` is for the installer."""

    id: str
    why: str


DoorEvent = Unlocked | Locked | NotUnlocked
DeviceEvent = DriverEvent | OwnerEvent | DoorEvent


@dataclass(frozen=True, slots=True)
class Seen:
    """An event of a device, with its name in the configuration and its owner's clock in seconds."""

    device: str
    at: float
    event: DeviceEvent
