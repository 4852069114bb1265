"""The screen is whole at every size, and the verdict is always on it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from kiosk.core.reasons import FACTS, Reason
from kiosk.core.words import Language, text
from kiosk.core.words_screen import BIG, SIGNS
from kiosk.tui.plan import places, plan, with_dialogue
from kiosk.tui.screens.cases import cases
from kiosk.tui.screens.help import help_keys
from kiosk.tui.screens.temperature import temperature
from kiosk.tui.shown import Shown, effective
from kiosk.tui.stages import Form
from kiosk.tui.theme import ThemeName
from kiosk.tui.widgets.dialogue import Dialogue, DialoguePart
from tests.tui.moments import PARTS, moment
from tests.tui.scenes import SCENES, WANG, made, told

scenes = st.sampled_from(sorted(SCENES))
languages = st.sampled_from(list(Language))
themes = st.sampled_from(list(ThemeName))
widths = st.integers(60, 160)
heights = st.integers(20, 50)


def drawn(shown: Shown, width: int, height: int) -> dict[str, list[Text]]:
    """Draw every part that has a place at this size."""
    found: dict[str, list[Text]] = {}
    for name, (_, _, wide, high) in places(plan(width, height), width).items():
        if wide > 0 and high > 0:
            lines = PARTS[name].draw(shown, wide, high)
            assert len(lines) == high, f"{name} is {len(lines)} lines, not {high}"
            for line in lines:
                assert cell_len(line.plain) == wide, f"{name}: {line.plain!r} is not {wide} cells"
            found[name] = lines
    return found


@given(scenes, languages, themes, widths, heights, st.booleans())
@settings(max_examples=200, deadline=None)
def test_every_part_fills_its_place_exactly(
    scene: str, language: Language, theme: ThemeName, width: int, height: int, reached: bool
) -> None:
    drawn(moment(SCENES[scene], language, theme, reached=reached), width, height)


@given(st.sampled_from(list(Reason)), languages, st.integers(30, 160), st.integers(4, 50))
@settings(max_examples=200, deadline=None)
def test_verdict_word_and_next_step_are_seen_at_every_size(
    reason: Reason, language: Language, width: int, height: int
) -> None:
    shown = moment(told(made(reason)), language)
    block = "".join(line.plain for line in drawn(shown, width, height)["block"])
    assert shown.verdict is not None
    verdict = effective(shown.verdict)
    seen = block.replace(" ", "")
    assert SIGNS[verdict] in seen
    assert BIG[verdict].zh in seen
    assert BIG[verdict].en in seen
    step = text(FACTS[reason].next_step, language).replace(" ", "")
    assert step in seen


@given(st.integers(0, 90), languages, st.integers(60, 160), st.integers(20, 50))
@settings(max_examples=100, deadline=None)
def test_a_long_unit_never_cuts_the_temperature(
    letters: int, language: Language, width: int, height: int
) -> None:
    person = replace(WANG, unit="x" * letters)
    verdict = replace(made(Reason.RELEASED), person=person, corrected_c=36.6)
    block = "".join(
        line.plain for line in drawn(moment(told(verdict), language), width, height)["block"]
    )
    assert "36.6 C" in block


@given(st.integers(1, 200), st.integers(1, 80))
@settings(max_examples=300, deadline=None)
def test_the_places_cover_the_terminal_once(width: int, height: int) -> None:
    cells = 0
    for left, top, wide, high in places(plan(width, height), width).values():
        assert left >= 0
        assert top >= 0
        assert left + wide <= width
        assert top + high <= height
        cells += wide * high
    assert cells == width * height


@given(widths, heights, languages, scenes)
@settings(max_examples=200, deadline=None)
def test_a_dialogue_fits_and_shows_its_question(
    width: int, height: int, language: Language, scene: str
) -> None:
    shown = moment(SCENES[scene], language)
    for flow in (cases(shown), temperature(shown), help_keys(shown)):
        dialogue = Dialogue(Form(flow), 0.0)
        part = DialoguePart(id="dialogue")
        part.dialogue = dialogue
        block = with_dialogue(plan(width, height), 15).block
        lines = part.draw(shown, width, block)
        assert len(lines) == block
        assert all(cell_len(line.plain) == width for line in lines)
        assert lines[1].plain.strip()
        assert lines[-1].plain.strip()


def test_no_wide_letter_is_cut_in_half() -> None:
    for width in range(20, 60):
        for lines in drawn(moment(SCENES["many_cases"]), width, 24).values():
            assert all(
                cell_len(line.plain) == places(plan(width, 24), width)["header"][2]
                for line in lines
            )
