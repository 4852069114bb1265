"""Colours of the screen, for day and for night; the block keeps a contrast of 7:1 in both.

Colour never says anything alone: each state has a sign and a word too.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.core.reasons import Verdict


class ThemeName(StrEnum):
    """The two themes: dark for the night, light for the sun."""

    DARK = "dark"
    LIGHT = "light"


@dataclass(frozen=True, slots=True)
class Tone:
    """Ink on a ground, both as `#rrggbb`."""

    ink: str
    ground: str

    @property
    def style(self) -> str:
        """The tone as Rich and Textual write it."""
        return f"{self.ink} on {self.ground}"

    @property
    def bold(self) -> str:
        """The same, bold."""
        return f"bold {self.style}"


@dataclass(frozen=True, slots=True)
class Palette:
    """All tones of a theme; `up` marks a timer that has ended, `shut` a gate that does not work."""

    name: ThemeName
    plain: Tone
    quiet: Tone
    bar: Tone
    work: Tone
    idle: Tone
    grant: Tone
    deny: Tone
    refer: Tone
    fault: Tone
    shut: Tone
    up: Tone
    dialogue: Tone
    chosen: Tone

    def verdict(self, verdict: Verdict) -> Tone:
        """Give the tone of a verdict."""
        return {
            Verdict.GRANT: self.grant,
            Verdict.DENY: self.deny,
            Verdict.REFER: self.refer,
        }[verdict]


_GRANT = Tone("#000000", "#00d75f")
_DENY = Tone("#ffffff", "#a80000")
_SHUT = Tone("#ffffff", "#4b0082")
_REFER = Tone("#000000", "#ffaf00")

PALETTES: Mapping[ThemeName, Palette] = MappingProxyType(
    {
        ThemeName.DARK: Palette(
            name=ThemeName.DARK,
            plain=Tone("#ffffff", "#000000"),
            quiet=Tone("#b0b0b0", "#000000"),
            bar=Tone("#ffffff", "#303030"),
            work=Tone("#ffffff", "#00395c"),
            idle=Tone("#d0d0d0", "#101418"),
            grant=_GRANT,
            deny=_DENY,
            refer=_REFER,
            fault=Tone("#000000", "#ffd75f"),
            shut=_SHUT,
            up=Tone("#ffffff", "#a80000"),
            dialogue=Tone("#ffffff", "#262626"),
            chosen=Tone("#000000", "#ffffff"),
        ),
        ThemeName.LIGHT: Palette(
            name=ThemeName.LIGHT,
            plain=Tone("#000000", "#ffffff"),
            quiet=Tone("#444444", "#ffffff"),
            bar=Tone("#000000", "#d7d7d7"),
            work=Tone("#000000", "#afd7ff"),
            idle=Tone("#000000", "#eeeeee"),
            grant=_GRANT,
            deny=_DENY,
            refer=_REFER,
            fault=Tone("#000000", "#ffd75f"),
            shut=_SHUT,
            up=Tone("#ffffff", "#a80000"),
            dialogue=Tone("#000000", "#e4e4e4"),
            chosen=Tone("#ffffff", "#000000"),
        ),
    }
)


def contrast(tone: Tone) -> float:
    """Give the contrast ratio of a tone by WCAG 2, from 1 to 21."""
    light, dark = sorted((_luminance(tone.ink), _luminance(tone.ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
