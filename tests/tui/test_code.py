"""The registration code of the screen at rest is one that a phone reads, also at 80x24."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
import zxingcpp

from kiosk.core.words import Language
from kiosk.link.messages import Block, Step
from tests.tui.moments import composed, moment
from tests.tui.scenes import QUIET, SEEN

ADDRESS = "https://school.example/visit"
_INK = {" ": (0, 0), "▀": (1, 0), "▄": (0, 1), "█": (1, 1)}
_DOT = 8
"""Pixels of a dot in the picture that is taken of the screen."""


def photographed(rows: list[str], cells: int) -> np.ndarray:
    """Give what a phone sees of the right edge of the screen: dots black on white."""
    dots = [[_INK.get(one, (0, 0)) for one in row[-cells:]] for row in rows]
    dots = [row for row in dots if any(one != (0, 0) for one in row)]
    high = [[pair[half] for pair in row] for row in dots for half in (0, 1)]
    wide = max(map(len, high))
    ink = np.array([row + [0] * (wide - len(row)) for row in high], dtype=np.uint8)
    big = np.kron(1 - ink, np.ones((_DOT, _DOT), dtype=np.uint8)) * 255
    return cv2.copyMakeBorder(big, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255)


def read(rows: list[str]) -> str:
    """Read the code with a reader that shares nothing with what drew it."""
    found = zxingcpp.read_barcodes(photographed(rows, 31))
    return found[0].text if found else ""


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("address", [ADDRESS, "http://10.0.0.2:8080/r"])
def test_a_code_fits_the_smallest_gate_and_is_read(language: Language, address: str) -> None:
    rows = composed(moment(replace(QUIET, registration_url=address), language), (80, 24))
    assert read(rows) == address
    assert any(address in row for row in rows), "who has no camera types it"


def test_whoever_comes_gets_the_steps_back_at_once() -> None:
    rest = replace(QUIET, registration_url=ADDRESS)
    measured = replace(rest.visit, temperature=Step.WORKING)
    seen = replace(SEEN, block=Block.WANT_TEMPERATURE)
    for visit in (measured, seen):
        rows = composed(moment(replace(rest, visit=visit), Language.ZH), (80, 24))
        assert any(row.startswith(" 1 身份") for row in rows)
        assert not any(ADDRESS in row for row in rows)
