"""A device that works and has something to be mended: told on the strip, in both languages."""

from dataclasses import replace

import pytest
from rich.cells import cell_len

from kiosk.core.language import Language
from kiosk.core.request import ClockTrust
from kiosk.core.words_screen import CAUSES, FAMILIES, FAULTS, WARNINGS, coded
from kiosk.link.messages import DeviceShown, DeviceState, DeviceWarning, State
from tests.tui.moments import composed, moment
from tests.tui.scenes import IDLE

RATES = {"baud": 115200, "configured": 9600}


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_warning_fits_the_smallest_screen(language: Language, family: str) -> None:
    named = coded(FAMILIES, family, language)
    for code in WARNINGS:
        said = coded(WARNINGS, code, language, family=named, **RATES)
        assert cell_len(f" ! {said}  3/4") <= 80, said
        assert "{" not in said


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_what_to_do_about_a_lost_device_fits_with_its_cause(
    language: Language, family: str
) -> None:
    for cause in CAUSES:
        said = f"{coded(FAULTS, family, language)} ({coded(CAUSES, cause, language)}, 07:10)"
        assert cell_len(f" ! {said}  3/4") <= 80, said


def screen(language: Language, state: State) -> str:
    return "\n".join(composed(moment(state, language), (80, 24)))


@pytest.mark.parametrize(
    ("language", "words", "strip"),
    [
        (Language.ZH, "体温 以 115200 应答", "体温 注意"),
        (Language.EN, "Thermo answers at 115200, devices.toml says 9600", "Thermo CHECK"),
    ],
)
def test_another_rate_is_told_with_both_rates_while_the_device_works(
    language: Language, words: str, strip: str
) -> None:
    warned = DeviceShown(
        "front",
        "thermometer",
        DeviceState.OK,
        warnings=(DeviceWarning("other_baud", 115200, 9600),),
    )
    shown = screen(language, replace(IDLE, devices=(warned, *IDLE.devices[1:])))
    assert words in shown
    assert strip in shown
    assert strip not in screen(language, IDLE)


def test_a_lost_device_is_told_as_lost_whatever_else_there_was() -> None:
    warned = DeviceShown(
        "front", "thermometer", DeviceState.LOST, warnings=(DeviceWarning("noisy"),)
    )
    shown = screen(Language.EN, replace(IDLE, devices=(warned,)))
    assert "Thermo LOST" in shown
    assert "damaged" not in shown


def test_what_is_not_calibrated_is_named_after_everything_worse() -> None:
    state = replace(IDLE, uncalibrated=("forehead", "handheld"))
    assert "Calibrate forehead, handheld" in screen(Language.EN, state)
    assert "forehead, handheld 未校准" in screen(Language.ZH, state)
    worse = replace(state, clock=ClockTrust.UNSURE)
    assert "Calibrate" not in screen(Language.EN, worse).split("Clock not confirmed")[0]
