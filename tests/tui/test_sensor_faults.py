"""What the screen says of a thermometer that is stuck, warms up or drifts, and what to do."""

from dataclasses import replace

import pytest

from kiosk.core.language import Language
from kiosk.link.messages import DeviceShown, DeviceState, DeviceWarning, DriftShown, State
from kiosk.tui.shown import Shown
from kiosk.tui.theme import PALETTES, ThemeName
from kiosk.tui.widgets.faults import faults
from tests.tui.scenes import IDLE


def said(state: State, language: Language) -> str:
    return "\n".join(faults(Shown(state, state.at, language, PALETTES[ThemeName.DARK])))


def thermometer(**how: object) -> State:
    row = DeviceShown("forehead", "thermometer", DeviceState.OK)
    return replace(IDLE, devices=(replace(row, **how),))  # type: ignore[arg-type]  # any field


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.EN, ["stuck", "by hand"]), (Language.ZH, ["读数不变", "手持"])],
)
def test_a_stuck_thermometer_names_cause_and_way_out(language: Language, words: list[str]) -> None:
    text = said(thermometer(state=DeviceState.LOST, cause="stuck"), language)
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.EN, ["warms up", "by hand"]), (Language.ZH, ["预热", "手持"])],
)
def test_one_that_warms_up_says_so(language: Language, words: list[str]) -> None:
    text = said(thermometer(warnings=(DeviceWarning("warming_up"),)), language)
    assert all(word in text for word in words)


@pytest.mark.parametrize(
    ("drift", "zh", "en"),
    [
        (
            DriftShown("forehead", -30, "its_own"),
            "forehead 比近 14 天低 0.30 C: 请校准",
            "forehead reads 0.30 C lower than in 14 days: calibrate",
        ),
        (
            DriftShown("forehead", 25, "others", "south"),
            "south forehead 比其他门高 0.25 C: 请校准",
            "south forehead reads 0.25 C higher than other gates: calibrate",
        ),
    ],
)
def test_a_drift_says_how_much_against_what_and_what_to_do(
    drift: DriftShown, zh: str, en: str
) -> None:
    state = replace(IDLE, drifts=(drift,))
    assert zh in said(state, Language.ZH)
    assert en in said(state, Language.EN)
