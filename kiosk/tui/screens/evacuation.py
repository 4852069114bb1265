"""The evacuation list: everybody inside by name; the key prints it and shows it at once."""

from datetime import datetime
from typing import Any

from kiosk.core.words import text
from kiosk.core.words_screen import unit
from kiosk.link.messages import PrintEvacuation
from kiosk.link.rows import EvacuationRow
from kiosk.tui.cells import pad
from kiosk.tui.screens.rows import all_rows
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Fetch, Flow, Option, Outcome, Sheet

_MOST_PAGES = 50
"""Pages of one list, each for about 2,000 people; a station that never ends is not followed."""


def evacuation(shown: Shown) -> Flow:
    """Show everybody inside, by unit and name."""

    def script(asked: Asked) -> Outcome:
        title = shown.say("evacuation_title")
        rows = _everybody(asked, title)
        ordered = sorted(rows, key=lambda row: (row.unit or "", row.kind, row.name))
        lines = tuple(_line(shown, row) for row in ordered) or (shown.say("nobody_inside"),)
        options = (Option(shown.say("back"), False), Option(shown.say("print_again"), True))
        again = asked.take(Sheet(f"{title}: {len(rows)}", lines, options))
        return PrintEvacuation() if again else None

    return scripted(script)


def _everybody(asked: Asked, title: str) -> tuple[EvacuationRow, ...]:
    """Take page after page until the station says that there is no more."""
    found: tuple[EvacuationRow, ...] = ()
    after: str | None = None
    for _ in range(_MOST_PAGES):
        rows, after = asked.take(Fetch(title, "evacuation", _page, after=after))
        found += rows
        if after is None or not rows:
            break
    return found


def _page(data: dict[str, Any]) -> tuple[tuple[EvacuationRow, ...], str | None]:
    following = data.get("next")
    return all_rows(EvacuationRow)(data), None if following is None else str(following)


def _line(shown: Shown, row: EvacuationRow) -> str:
    where = text(row.kind, shown.language) if row.unit is None else unit(row.unit, shown.language)
    since: datetime = shown.local(row.since)
    return f"[ ] {pad(where, 20)}{pad(row.name, 24)}{since:%m-%d %H:%M}"
