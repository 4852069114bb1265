"""Alerts, then held cases, oldest first, each with its timer, loud when the rest is over."""

from rich.text import Text

from kiosk.core.words import text
from kiosk.link.messages import CaseShown, State
from kiosk.tui.cells import filled, line
from kiosk.tui.shown import Shown, age, degrees, who
from kiosk.tui.widgets.alerts import alert_lines
from kiosk.tui.widgets.part import Part


class Cases(Part):
    """One line a case; two where the place is narrow and high."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines; what does not fit is counted in the last one."""
        style = shown.palette.plain.style
        if shown.state is None or shown.gone is not None:
            return filled([], width, height, style)
        alerts = alert_lines(shown, width, max(1, height // 3))
        held = _held(shown, shown.state, width, height - len(alerts))
        return filled([*alerts, *held], width, height, style)


def _held(shown: Shown, state: State, width: int, height: int) -> list[Text]:
    """Give the held cases; what does not fit is counted in the last line."""
    cases = sorted(state.cases, key=lambda case: (case.opened, case.case_no))
    if not cases:
        return [line(width, shown.palette.quiet.style, f" {shown.say('none_held')}")]
    lines = [part for case in cases for part in _case(shown, case, width)]
    if len(lines) > height:
        each = len(lines) // len(cases)
        fitting = max(0, height - 1) // each
        more = shown.say("more", n=len(cases) - fitting)
        lines = [*lines[: fitting * each], line(width, shown.palette.bar.bold, f" {more}")]
    return lines


def timer(shown: Shown, case: CaseShown) -> tuple[str, bool]:
    """Say what a case waits for, and whether its time is up."""
    if case.rest_until is not None and shown.now is not None:
        left = (case.rest_until - shown.now).total_seconds()
        if left > 0:
            return shown.say("rest_wait", left=age(left + 0.999)), False
        return shown.say("rest_over", over=age(-left)), True
    if case.needs_contact:
        return shown.say("needs_contact"), True
    if case.recheck_wanted:
        done, wanted = case.recheck_done, case.recheck_wanted
        return shown.say("recheck", done=done, wanted=wanted), False
    return text(case.reason, shown.language), False


def _case(shown: Shown, case: CaseShown, width: int) -> list[Text]:
    waits, up = timer(shown, case)
    tone = shown.palette.up if up else shown.palette.plain
    head = f" {case.case_no:>3}  {who(case.person, shown.language)}  {degrees(case.last_c)}"
    phone = f"  {case.contact_phone}" if case.contact_phone else ""
    if width >= 60:
        return [line(width, tone.style, (head, tone.bold), f"  {waits}{phone}")]
    return [line(width, tone.bold, f"{head}{phone}"), line(width, tone.style, f"      {waits}")]
