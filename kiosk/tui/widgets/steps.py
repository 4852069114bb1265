"""The two steps of a visit: who it is, and how warm, the temperature in large digits."""

from rich.text import Text

from kiosk.core.request import CredentialState
from kiosk.core.words import text
from kiosk.link.messages import Block, Step, VisitShown
from kiosk.tui.cells import apart, filled, line, pad
from kiosk.tui.drawing import draw
from kiosk.tui.shown import Shown, degrees, who_fully
from kiosk.tui.theme import Tone
from kiosk.tui.widgets.part import Part

_LABEL = 10
_BAR = 12


class Steps(Part):
    """Identity in one line, temperature in the rest."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines; digits are drawn large where three lines or more are left for them."""
        tone = shown.palette.plain
        if shown.state is None or shown.gone is not None:
            return filled([], width, height, tone.style)
        visit = shown.state.visit
        lines = [_identity(shown, visit, width)]
        if height >= 4:
            lines += _large(shown, visit, width, scale=2 if height >= 8 else 1)
        elif height >= 2:
            lines.append(_small(shown, visit, width))
        return filled(lines, width, height, tone.style)


def step_tone(shown: Shown, step: Step) -> Tone:
    """Give the tone of a step: quiet while it waits, loud while it works."""
    palette = shown.palette
    return {Step.WAITING: palette.quiet, Step.WORKING: palette.work, Step.DONE: palette.plain}[step]


def _label(shown: Shown, number: int, code: str) -> str:
    return pad(f" {number} {shown.say(code)}", _LABEL)


def _identity(shown: Shown, visit: VisitShown, width: int) -> Text:
    tone = step_tone(shown, visit.identity)
    parts: list[str | tuple[str, str]] = [_label(shown, 1, "identity")]
    if visit.person is not None:
        parts.append((who_fully(visit.person, shown.language), tone.bold))
    if visit.credential_kind is not None:
        parts.append(f"  {text(visit.credential_kind, shown.language)}")
    if visit.credential_tail:
        parts.append(f" ****{visit.credential_tail}")
    if visit.credential_state not in {None, CredentialState.VALID}:
        state = text(visit.credential_state, shown.language) if visit.credential_state else ""
        parts.append((f" {state}", tone.bold))
    return apart(width, tone.style, parts, f" {shown.say(visit.identity.value)} ")


def _value(shown: Shown, visit: VisitShown) -> str | None:
    """Give the digits to show: those being typed, or the reading; None when there is none."""
    if shown.wants_value:
        typed = (shown.entry + "___")[:3]
        return f"{typed[:2]}.{typed[2]}"
    return None if visit.corrected_c is None else degrees(visit.corrected_c)


def _details(shown: Shown, visit: VisitShown) -> list[str]:
    if shown.wants_value:
        return [shown.say("by_handheld"), shown.say("want_cold")]
    if visit.temperature is Step.WORKING or visit.block is Block.MEASURING:
        return [_bar(visit), shown.say("settled", n=visit.settled, of=visit.settled_wanted)]
    if visit.corrected_c is None:
        return []
    site = "" if visit.site is None else text(visit.site, shown.language)
    first = "  ".join(part for part in (site, visit.device or "") if part)
    correction = "--" if visit.correction_c is None else f"{visit.correction_c:+.1f}"
    raw = shown.say("raw", raw=degrees(visit.raw_c))
    return [first, raw, shown.say("correction", correction=correction)]


def _bar(visit: VisitShown) -> str:
    wanted = max(1, visit.settled_wanted)
    full = min(_BAR, _BAR * visit.settled // wanted)
    return f"[{'=' * full}{'-' * (_BAR - full)}]"


def _small(shown: Shown, visit: VisitShown, width: int) -> Text:
    tone = step_tone(shown, visit.temperature)
    value = _value(shown, visit)
    parts: list[str | tuple[str, str]] = [_label(shown, 2, "temperature")]
    if value is not None:
        parts.append((f"{value} ", tone.bold))
    parts.append("  ".join(_details(shown, visit)))
    return apart(width, tone.style, parts, f" {shown.say(visit.temperature.value)} ")


def _large(shown: Shown, visit: VisitShown, width: int, scale: int) -> list[Text]:
    tone = step_tone(shown, visit.temperature)
    value = _value(shown, visit) or "--.-"
    digits = draw(value, scale)
    beside = _details(shown, visit) if scale == 1 else ["", *_details(shown, visit)]
    status = f" {shown.say(visit.temperature.value)} "
    lines: list[Text] = []
    for row, drawn in enumerate(digits):
        head = _label(shown, 2, "temperature") if row == 0 else " " * _LABEL
        note = beside[row] if row < len(beside) else ""
        own = tone.bold if _value(shown, visit) else shown.palette.quiet.style
        if tone is not shown.palette.plain:
            own = tone.bold
        parts: list[str | tuple[str, str]] = [head, (drawn, own), f"    {note}"]
        lines.append(apart(width, tone.style, parts, status if row == 0 else ""))
    return lines if scale == 1 else [*lines, line(width, tone.style)]
