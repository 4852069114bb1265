"""Who is inside now: found by initials, class or number, and looked at one by one."""

from kiosk.link.rows import InsideRow
from kiosk.tui.screens.person import look_at
from kiosk.tui.screens.rows import listed
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Flow, Outcome, Search


def inside(shown: Shown) -> Flow:
    """List who is inside, then show the one that is picked."""

    def said(row: InsideRow) -> str:
        boards = f"  {shown.say('boards')}" if row.boards else ""
        since = f"{shown.local(row.since):%m-%d %H:%M}"
        return f"{since}  {who_fully(row.person, shown.language)}{boards}"

    def script(asked: Asked) -> Outcome:
        rows, empty = listed(InsideRow, said), (shown.say("search_less"),)
        row = asked.take(Search(shown.say("inside_title"), "inside", rows, empty))
        return look_at(asked, shown, row.person)

    return scripted(script)
