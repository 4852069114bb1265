"""Who is inside now: found by initials, class or number, looked at, and visitors signed out."""

from kiosk.core.people import OUTSIDERS
from kiosk.core.words_screens_answers import EXIT_WHY
from kiosk.link.messages import SignExit
from kiosk.link.rows import InsideRow
from kiosk.tui.screens.person import in_clear, look_at, picked_of
from kiosk.tui.screens.rows import listed
from kiosk.tui.screens.why import say_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Flow, Option, Outcome, Search

_EXIT = "exit"


def inside(shown: Shown) -> Flow:
    """List who is inside, then show the one picked; who came from outside can be signed out."""

    def said(row: InsideRow) -> str:
        boards = f"  {shown.say('boards')}" if row.boards else ""
        since = f"{shown.local(row.since):%m-%d %H:%M}"
        return f"{since}  {who_fully(row.person, shown.language)}{boards}"

    def script(asked: Asked) -> Outcome:
        rows, empty = listed(InsideRow, said), (shown.say("search_less"),)
        row = asked.take(Search(shown.say("inside_title"), "inside", rows, empty))
        if row.person.kind not in OUTSIDERS:
            return look_at(asked, shown, row.person)
        exits = Option(shown.say("exit_guard"), _EXIT)
        picked = picked_of(asked, shown, row.person, exits)
        if picked == _EXIT:
            return SignExit(row.person.person_id, say_why(asked, shown, EXIT_WHY))
        return in_clear(asked, shown, row.person) if picked else None

    return scripted(script)
