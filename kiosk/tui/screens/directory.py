"""The directory of joint prevention: who leads, whom to call, in clear (clause M1)."""

from kiosk.core.words_school import line as line_named
from kiosk.core.words_screen import unit
from kiosk.link.rows import DirectoryRow
from kiosk.tui.cells import pad
from kiosk.tui.screens.rows import listed
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Outcome, Search, Sheet


def directory(shown: Shown) -> Flow:
    """List the entries, then show one by itself."""

    def script(asked: Asked) -> Outcome:
        rows = listed(DirectoryRow, lambda row: entry_text(shown, row))
        empty = (shown.say("search_less"),)
        row = asked.take(Search(shown.say("directory_title"), "directory", rows, empty))
        asked.take(Sheet(line_name(shown, row), _lines(shown, row)))
        return None

    return scripted(script)


def line_name(shown: Shown, row: DirectoryRow) -> str:
    """Name the line of the directory that an entry belongs to."""
    return line_named(row.line, shown.language)


def entry_text(shown: Shown, row: DirectoryRow) -> str:
    """Write an entry in one line, the number in a column of its own."""
    line = line_name(shown, row)
    # A title that says no more than the line takes the room of the name.
    named = "  ".join(part for part in (row.title, row.name) if part and part != line)
    return f"{pad(line, 16)}{pad(row.phone or '--', 16)}{named}"


def _lines(shown: Shown, row: DirectoryRow) -> tuple[str, ...]:
    where = "" if row.unit is None else unit(row.unit, shown.language)
    named = "  ".join(part for part in (row.name, row.title, where) if part)
    return ("", named, "", f"! {row.phone}" if row.phone else shown.say("no_phone"))
