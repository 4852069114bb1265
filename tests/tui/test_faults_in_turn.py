"""Every fault is read by the guard also where the screen has one line for them, and stays calm."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.core.language import Language
from kiosk.core.request import ClockTrust
from kiosk.link.messages import DeviceState, State
from kiosk.tui.screens.help import help_keys
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Sheet
from kiosk.tui.widgets.faults import TURN_S, faults
from tests.tui.moments import composed, moment
from tests.tui.scenes import IDLE

LOST = replace(IDLE.devices[0], state=DeviceState.LOST, cause="unplugged")
MANY: State = replace(
    IDLE,
    clock=ClockTrust.UNSURE,
    uncalibrated=("forehead",),
    devices=(LOST, *IDLE.devices[1:]),
)


def lines(shown: Shown, size: tuple[int, int]) -> list[str]:
    return [one.strip() for one in composed(shown, size) if one.startswith(" ! ")]


def over_time(size: tuple[int, int], language: Language, seconds: int) -> list[list[str]]:
    shown = moment(MANY, language)
    assert shown.now is not None
    return [
        lines(replace(shown, now=shown.now + timedelta(seconds=s)), size) for s in range(seconds)
    ]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(80, 24), (80, 18), (120, 40)])
def test_every_fault_is_shown_whole_within_its_turns(
    size: tuple[int, int], language: Language
) -> None:
    wanted = faults(moment(MANY, language))
    assert len(wanted) >= 3
    told = {
        said for moment_of in over_time(size, language, TURN_S * len(wanted)) for said in moment_of
    }
    for number, said in enumerate(wanted, 1):
        assert any(one.startswith(f"! {said}") for one in told), said
        assert any(f"{number}/{len(wanted)}" in one for one in told) or size[1] >= 30


def test_a_fault_stands_long_enough_to_be_read() -> None:
    shown = over_time((80, 24), Language.ZH, 20 * TURN_S)
    changes = sum(one != after for one, after in itertools.pairwise(shown))
    assert changes <= 20
    assert all(len(one) == 1 for one in shown)


def test_the_worst_stays_where_there_are_two_lines() -> None:
    first = faults(moment(MANY, Language.EN))[0]
    for shown in over_time((120, 40), Language.EN, 3 * TURN_S):
        assert shown[0].startswith(f"! {first}")
        assert len(shown) == 2


def test_faults_that_fit_stand_still_and_have_no_number() -> None:
    one = replace(IDLE, clock=ClockTrust.UNSURE)
    assert lines(moment(one, Language.EN), (80, 24)) == ["! Clock not confirmed: supervisor, key 3"]


@pytest.mark.parametrize("language", list(Language))
def test_help_lists_every_fault_before_the_keys(language: Language) -> None:
    shown = moment(MANY, language)
    page = help_keys(shown)(())
    assert isinstance(page, Sheet)
    found = faults(shown)
    assert list(page.lines[: len(found)]) == [f"! {said}" for said in found]
    assert page.lines[len(found)].startswith("1 ")
