"""The wrong person was picked: take that visit back, within half a minute, as a correction."""

from datetime import timedelta

from kiosk.link.messages import Block, State, Undo
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who_fully
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Sheet

UNDO_SECONDS = 30


def undo(shown: Shown) -> Flow:
    """Offer the visit under way and the last entries that are young enough."""
    picks = () if shown.state is None else _picks(shown, shown.state)

    def script(asked: Asked) -> Outcome:
        title = shown.say("undo_title")
        if not picks:
            asked.take(Sheet(title, (shown.say("undo_none"),)))
            return None
        visit_id = asked.take(Choice(title, (Option(shown.say("back"), None), *picks)))
        return None if visit_id is None else Undo(visit_id)

    return scripted(script)


def _picks(shown: Shown, state: State) -> tuple[Option, ...]:
    found: dict[str, str] = {}
    visit = state.visit
    if visit.block is not Block.IDLE and visit.visit_id is not None and visit.person is not None:
        found[visit.visit_id] = who_fully(visit.person, shown.language)
    for entry in sorted(state.recent, key=lambda one: one.at, reverse=True):
        young = shown.now is not None and shown.now - entry.at <= timedelta(seconds=UNDO_SECONDS)
        if young and entry.person is not None:
            named = f"{shown.local(entry.at):%H:%M}  {who_fully(entry.person, shown.language)}"
            found.setdefault(entry.visit_id, named)
    return tuple(Option(shown.say("undo_do", who=said), key) for key, said in found.items())
