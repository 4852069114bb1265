"""Notices in both languages, the phase to come, and the hotline."""

from kiosk.core.words import text
from kiosk.core.words_screen import label, unit
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Flow, Outcome, Sheet


def notices(shown: Shown) -> Flow:
    """Show all of them in one sheet."""
    lines = _lines(shown) or (shown.say("notices_none"),)

    def script(asked: Asked) -> Outcome:
        asked.take(Sheet(shown.say("notices_title"), lines))
        return None

    return scripted(script)


def _lines(shown: Shown) -> tuple[str, ...]:
    state = shown.state
    if state is None:
        return ()
    lines: list[str] = []
    if state.phase_next is not None:
        at = f"{shown.local(state.phase_next.at):%m-%d %H:%M}"
        for language in (shown.language, shown.other):
            phase = text(state.phase_next.phase, language)
            named = ", ".join(unit(one, language) for one in state.phase_next.released)
            lines.append(
                " ".join((label("phase_next", language, at=at, phase=phase), named)).strip()
            )
        lines.append("")
    for notice in state.notices:
        lines += [notice.zh, notice.en, ""]
    if state.hotline:
        lines.append("   ".join(shown.both("hotline", phone=state.hotline)))
    if state.registration_url:
        lines.append(shown.say("registration", url=state.registration_url))
    return tuple(lines)
