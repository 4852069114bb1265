"""What just happened: the last entries, newest first."""

from rich.cells import cell_len
from rich.text import Text

from kiosk.core.words import text
from kiosk.core.words_screen import BIG, SIGNS
from kiosk.link.messages import EntryShown
from kiosk.tui.cells import filled, line
from kiosk.tui.shown import Shown, degrees, who
from kiosk.tui.theme import Tone
from kiosk.tui.widgets.part import Part


class Recent(Part):
    """One line an entry, or all in one line where there is only one."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines."""
        tone = shown.palette.quiet
        if shown.state is None or shown.gone is not None or not shown.state.recent:
            return filled([], width, height, tone.style)
        entries = sorted(shown.state.recent, key=lambda entry: entry.at, reverse=True)
        if height == 1:
            return [_one_line(shown, entries, tone, width)]
        lines = [_entry(shown, entry, tone, width) for entry in entries[:height]]
        return filled(lines, width, height, tone.style)


def _one_line(shown: Shown, entries: list[EntryShown], tone: Tone, width: int) -> Text:
    """Set as many entries side by side as are whole."""
    said = f" {shown.say('recent')}"
    for entry in entries:
        longer = f"{said}  {_short(shown, entry)}"
        if cell_len(longer) > width:
            break
        said = longer
    return line(width, tone.style, said)


def _short(shown: Shown, entry: EntryShown) -> str:
    word = BIG[entry.verdict].in_language(shown.language)
    value = f" {degrees(entry.corrected_c)}" if entry.corrected_c is not None else ""
    name = who(entry.person, shown.language)
    return f"{shown.local(entry.at):%H:%M} {SIGNS[entry.verdict]} {word} {name}{value}"


def _entry(shown: Shown, entry: EntryShown, tone: Tone, width: int) -> Text:
    verdict = shown.palette.verdict(entry.verdict)
    way = text(entry.direction, shown.language)
    reason = text(entry.reason, shown.language)
    name = who(entry.person, shown.language)
    return line(
        width,
        tone.style,
        f" {shown.local(entry.at):%H:%M} {way} ",
        (f" {SIGNS[entry.verdict]} ", verdict.bold),
        f" {name} {degrees(entry.corrected_c)} {reason}",
    )
