"""The quiet block: what the gate expects, a notice in both languages, and a registration code.

The code is drawn only where it fits beside the words, and only while nobody stands at the gate.
"""

from rich.cells import cell_len
from rich.text import Text

from kiosk.core.words import Language, text
from kiosk.core.words_screen import FAULTS, coded, label
from kiosk.link.messages import DeviceState, State, Step
from kiosk.tui.cells import line, pad, spaced, wrapped
from kiosk.tui.qr import qr_lines
from kiosk.tui.shown import Shown, somebody_stands_there
from kiosk.tui.theme import Tone

NOTICE_SECONDS = 12
"""How long one notice stands before the next one."""

CODE = Tone("#000000", "#ffffff")
"""A code is black on white, by day and by night."""

_BESIDE = 38
"""Cells that the words want beside a code."""

_NOTICE_LINES = 3

Said = tuple[str, bool]
"""A line of words, and whether it is bold."""


def idle_lines(shown: Shown, state: State, width: int, height: int) -> list[Text]:
    """Give the lines of the quiet block, at most `height` of them."""
    code = _code(state, width, height)
    beside = len(code[0]) + 3 if code else 0
    said = _said(shown, state, width - beside, height)
    high = max(len(said), len(code))
    above = (high - len(said)) // 2
    said = [("", False)] * above + said
    over = (high - len(code)) // 2
    lines: list[Text] = []
    for row in range(high):
        body, bold = said[row] if row < len(said) else ("", False)
        drawn = code[row - over] if 0 <= row - over < len(code) else ""
        lines.append(_line(shown, (body, bold), drawn, width, beside))
    return lines


def code_lines(shown: Shown) -> int:
    """Give how many lines the registration code wants with its address.

    None while anything is under way: the two steps of a visit come before it.
    """
    state = shown.state
    if state is None or shown.gone is not None or somebody_stands_there(shown):
        return 0
    visit = state.visit
    at_rest = visit.identity is visit.temperature is Step.WAITING and visit.corrected_c is None
    shut = state.way_in_shut is not None and shown.inward
    drawn = qr_lines(state.registration_url or "") if at_rest and not shut else ()
    return len(drawn) + 1 if drawn else 0


def thermometer_works(state: State) -> bool:
    """Tell whether a thermometer measures by itself."""
    return any(d.family == "thermometer" and d.state is DeviceState.OK for d in state.devices)


def _line(shown: Shown, said: Said, drawn: str, width: int, beside: int) -> Text:
    tone = shown.palette.idle
    own = tone.bold if said[1] else tone.style
    body = _middle(said[0], width - beside)
    if not drawn:
        return line(width, tone.style, (body, own))
    return line(width, tone.style, (body, own), " ", (drawn, CODE.style))


def _middle(body: str, width: int) -> str:
    """Set a text in the middle of its place, filled with blanks."""
    room = max(0, width)
    bare = wrapped(body, room, 1)
    first = bare[0] if bare else ""
    return pad(" " * ((room - cell_len(first)) // 2) + first, room)


def _code(state: State, width: int, height: int) -> tuple[str, ...]:
    """Draw the registration code with its address below, or nothing where it does not fit."""
    drawn = qr_lines(state.registration_url or "")
    if not drawn or len(drawn) + 1 > height or len(drawn[0]) + 3 + _BESIDE > width:
        return ()
    return (*drawn, pad(state.registration_url or "", len(drawn[0])))


def _said(shown: Shown, state: State, width: int, height: int) -> list[Said]:
    """List what is said: the first need first, the rest as long as there is room."""
    lines = _rows(_first(shown, state), width, 2)
    for more in _further(shown, state):
        rows = [("", False), *((part, False) for one in more for part in _broken(one, width))]
        if len(lines) + len(rows) <= height:
            lines += rows
    return lines


def _rows(texts: list[str], width: int, bold: int) -> list[Said]:
    rows: list[Said] = []
    for number, said in enumerate(texts):
        wide = spaced(said)
        body = wide if number == 0 and len(wide) < width // 2 else said
        rows += [(part, number < bold) for part in wrapped(body, width - 2) or [""]]
    return rows


def _broken(said: str, width: int) -> list[str]:
    return wrapped(said, width - 4, _NOTICE_LINES)


def _first(shown: Shown, state: State) -> list[str]:
    lines = list(shown.both("idle_title" if shown.inward else "idle_out"))
    if state.cold_mode:
        lines += ["", *shown.both("cold_how")]
    elif shown.inward and not thermometer_works(state):
        lines += ["", coded(FAULTS, "thermometer", shown.language)]
    if state.locked:
        lines += ["", *shown.both("locked_how")]
    elif state.guard is None:
        lines += ["", f"{shown.say('signed_out')}: 0 {shown.say('key_sign')}"]
    return lines


def _further(shown: Shown, state: State) -> list[tuple[str, ...]]:
    """List what may stay out: the notice of this moment, the phase to come, the hotline."""
    found: list[tuple[str, ...]] = []
    if state.notices:
        seconds = 0 if shown.now is None else int(shown.now.timestamp())
        notice = state.notices[seconds // NOTICE_SECONDS % len(state.notices)]
        both = (notice.zh, notice.en)
        found.append(both if shown.language is Language.ZH else both[::-1])
    if state.phase_next is not None:
        found.append(tuple(_phase_next(shown, state, one) for one in (shown.language, shown.other)))
    if state.hotline:
        found.append(("   ".join(shown.both("hotline", phone=state.hotline)),))
    return found


def _phase_next(shown: Shown, state: State, language: Language) -> str:
    if state.phase_next is None:
        return ""
    at = shown.local(state.phase_next.at)
    phase = text(state.phase_next.phase, language)
    return label("phase_next", language, at=f"{at:%m-%d %H:%M}", phase=phase)
