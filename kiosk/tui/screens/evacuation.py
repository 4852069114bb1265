"""The evacuation list: everybody inside by name; the key prints it and shows it at once."""

from datetime import datetime

from kiosk.core.words import text
from kiosk.core.words_screen import unit
from kiosk.link.messages import PrintEvacuation
from kiosk.link.rows import EvacuationRow
from kiosk.tui.cells import pad
from kiosk.tui.screens.rows import all_rows
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Fetch, Flow, Option, Outcome, Sheet


def evacuation(shown: Shown) -> Flow:
    """Show everybody inside, by unit and name."""

    def script(asked: Asked) -> Outcome:
        title = shown.say("evacuation_title")
        rows = asked.take(Fetch(title, "evacuation", all_rows(EvacuationRow)))
        ordered = sorted(rows, key=lambda row: (row.unit or "", row.kind, row.name))
        lines = tuple(_line(shown, row) for row in ordered) or (shown.say("nobody_inside"),)
        options = (Option(shown.say("back"), False), Option(shown.say("print_again"), True))
        again = asked.take(Sheet(f"{title}: {len(rows)}", lines, options))
        return PrintEvacuation() if again else None

    return scripted(script)


def _line(shown: Shown, row: EvacuationRow) -> str:
    where = text(row.kind, shown.language) if row.unit is None else unit(row.unit, shown.language)
    since: datetime = shown.local(row.since)
    return f"[ ] {pad(where, 20)}{pad(row.name, 24)}{since:%m-%d %H:%M}"
