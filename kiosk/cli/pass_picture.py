"""The QR code of a pass as a picture; the text decides the mode, the school's printer the size."""

import io
from pathlib import Path

import segno

from kiosk.cli.common import FAILS, RefusedError

SCALE = 8
"""Pixels of one module in a PNG; a pass then prints about 4 cm wide at 300 dpi."""


def drawn(text: str) -> str:
    """Draw the code for a terminal, two modules a character."""
    out = io.StringIO()
    _code(text).terminal(out=out, compact=True)
    return out.getvalue().rstrip("\n")


def save(text: str, path: Path, kind: str) -> None:
    """Write the code to a file, as "svg" or "png"; raises RefusedError."""
    try:
        with path.open("wb") as file:
            _code(text).save(file, kind=kind, scale=SCALE)
    except OSError as error:
        raise RefusedError(f"cannot write {path}: {error.strerror}", code=FAILS) from error


def _code(text: str) -> segno.QRCode:
    # Medium correction: glare on a phone costs some modules; more would make them smaller.
    return segno.make_qr(text, error="m", boost_error=False)
