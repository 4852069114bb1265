"""What a thing on USB likely is, by its vendor and product id: a guess to begin with, no more.

Ids of protocols.md sections 2.4, 4.2 and 6.1; those of the adapters are their makers' own. The
same chip sits in relay boards, sensors and readers alike, so that only `watch` tells for certain.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Likely:
    """A guess in both languages; `drivers` are names to try, none where nothing of ours fits."""

    zh: str
    en: str
    drivers: tuple[str, ...] = ()


_ADAPTER = ("gy_mcu90615", "line", "lcus")

_BY_ID: dict[str, Likely] = {
    "1a86:7523": Likely(
        "CH340: 继电器板或串口模块", "CH340: a relay board or a serial module", ("lcus",)
    ),
    "0400:c35a": Likely("USB 身份证读卡器 (SAM_V)", "SAM_V ID card reader over USB", ("sam_v",)),
    "16c0:05df": Likely(
        "dcttech HID 继电器: 不是串口, 不支持",
        "dcttech HID relay: not serial, not supported; use a CH340 board",
    ),
    "067b:2303": Likely("PL2303 USB 转串口", "PL2303: a USB-serial adapter", _ADAPTER),
    "067b:23a3": Likely("PL2303 USB 转串口", "PL2303: a USB-serial adapter", _ADAPTER),
    "10c4:ea60": Likely("CP210x USB 转串口", "CP210x: a USB-serial adapter", _ADAPTER),
}
_BY_VENDOR: dict[str, Likely] = {
    "0403": Likely("FTDI USB 转串口", "FTDI: a USB-serial adapter", _ADAPTER),
}
KEYBOARD = Likely(
    "键盘或键盘口扫码器", "a keyboard, or a keyboard-wedge scanner", ("keyboard_wedge",)
)
CAMERA = Likely("摄像头", "a camera")

NOT_SERIAL = frozenset({"0400:c35a", "16c0:05df"})
"""Ids that are told although no serial port belongs to them: an installer looks for them."""


def likely(usb: str | None) -> Likely | None:
    """Guess what has this USB id, written `1a86:7523`; None where nothing is known of it."""
    if usb is None:
        return None
    return _BY_ID.get(usb) or _BY_VENDOR.get(usb.partition(":")[0])
