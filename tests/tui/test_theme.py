"""The block is readable in the sun and at night: contrast 7:1, and never by colour alone."""

import pytest

from kiosk.tui.theme import PALETTES, ThemeName, Tone, contrast


def test_contrast_is_that_of_wcag() -> None:
    assert contrast(Tone("#000000", "#ffffff")) == pytest.approx(21)
    assert contrast(Tone("#777777", "#777777")) == pytest.approx(1)
    assert contrast(Tone("#767676", "#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", list(ThemeName))
@pytest.mark.parametrize(
    "name",
    [
        "grant",
        "deny",
        "refer",
        "idle",
        "work",
        "fault",
        "shut",
        "up",
        "plain",
        "bar",
        "dialogue",
        "chosen",
        "quiet",
    ],
)
def test_ink_stands_out_from_its_ground(theme: ThemeName, name: str) -> None:
    tone = getattr(PALETTES[theme], name)
    assert contrast(tone) >= 7, f"{theme.value} {name}: {contrast(tone):.1f}"


@pytest.mark.parametrize("theme", list(ThemeName))
def test_the_three_verdicts_have_three_grounds(theme: ThemeName) -> None:
    palette = PALETTES[theme]
    assert len({palette.grant.ground, palette.deny.ground, palette.refer.ground}) == 3
