"""The last fallback: pyzbar, used only where its system library is installed.

zbar guesses character sets wrongly and trips over itself (pyzbar 14, 29, 83): so only symbols we
want, only plain ASCII believed, and every error of it is an unread frame.
"""

import functools
import importlib
from types import ModuleType
from typing import Any

from drivers.camera.picture import Gray, Point

NAMES = {"QRCODE": "QR", "CODE128": "Code128", "CODE39": "Code39"}


@functools.cache
def library() -> ModuleType | None:
    """Import pyzbar if its system library is there, else None; looked for once."""
    try:
        return importlib.import_module("pyzbar.pyzbar")
    except ImportError:
        return None


def find(gray: Gray) -> list[tuple[str, str, list[Point]]]:
    """Read text, symbology and corners of each code; nothing without the library."""
    module = library()
    if module is None:
        return []
    wanted = [module.ZBarSymbol[name] for name in NAMES]
    try:
        symbols: list[Any] = module.decode(gray, symbols=wanted)
    except (ValueError, AssertionError, module.PyZbarError):
        # "4294967295 is not a valid ZBarOrientation": parts of split messages, pyzbar 0.1.9.
        return []
    return [
        (symbol.data.decode("ascii"), NAMES[symbol.type], _corners(symbol))
        for symbol in symbols
        if symbol.data.isascii()
    ]


def _corners(symbol: Any) -> list[Point]:
    box = symbol.rect
    right, bottom = box.left + box.width, box.top + box.height
    return [(box.left, box.top), (right, box.top), (right, bottom), (box.left, bottom)]
