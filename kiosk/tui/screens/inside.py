"""Who is inside now: found by initials, class or number, and looked at one by one."""

from typing import Any

from kiosk.link.rows import InsideRow
from kiosk.tui.screens.person import person
from kiosk.tui.screens.rows import listed
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Flow, Outcome, Search, Stage


def inside(shown: Shown) -> Flow:
    """List who is inside, then show the one that is picked."""

    def said(row: InsideRow) -> str:
        boards = f"  {shown.say('boards')}" if row.boards else ""
        since = f"{shown.local(row.since):%m-%d %H:%M}"
        return f"{since}  {who_fully(row.person, shown.language)}{boards}"

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if not answers:
            empty = (shown.say("search_less"),)
            return Search(shown.say("inside_title"), "inside", listed(InsideRow, said), empty)
        return person(shown, answers[0].person, answers[1:])

    return flow
