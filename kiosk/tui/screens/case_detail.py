"""A held case in full: every reading with who took it, and whom to call."""

from kiosk.core.words import text
from kiosk.link.rows import CaseDetail, ReadingShown
from kiosk.tui.screens.person import in_clear
from kiosk.tui.screens.rows import one
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, degrees, who_fully
from kiosk.tui.stages import Fetch, Flow, Option, Outcome, Sheet


def case_detail(shown: Shown, case_no: int) -> Flow:
    """Show the case; Enter leaves."""

    def script(asked: Asked) -> Outcome:
        title = shown.say("case_title", no=case_no, who="").rstrip()
        detail: CaseDetail = asked.take(Fetch(title, "case", one(CaseDetail), str(case_no)))
        named = f"{title}  {who_fully(detail.person, shown.language)}"
        if detail.person is None:
            asked.take(Sheet(named, _lines(shown, detail)))
            return None
        options = (Option(shown.say("back"), False), Option(shown.say("unmask"), True))
        if not asked.take(Sheet(named, _lines(shown, detail), options)):
            return None
        return in_clear(asked, shown, detail.person)

    return scripted(script)


def _lines(shown: Shown, detail: CaseDetail) -> tuple[str, ...]:
    opened = f"{shown.local(detail.opened):%m-%d %H:%M}"
    lines = [f"{opened}  {text(detail.reason, shown.language)}"]
    if detail.contact_name or detail.contact_phone:
        name, phone = detail.contact_name or "", detail.contact_phone or "--"
        lines.append(f"! {shown.say('case_call', name=name, phone=phone)}")
    lines += [_reading(shown, reading) for reading in detail.readings]
    return tuple(lines)


def _reading(shown: Shown, reading: ReadingShown) -> str:
    by = text(reading.by, shown.language)
    raw = shown.say("raw", raw=degrees(reading.raw_c))
    corrected = shown.say("correction", correction=f"{reading.correction_c:+.1f}")
    typed = f"  {shown.say('case_typed', who=reading.typed_by)}" if reading.typed_by else ""
    at = f"{shown.local(reading.at):%H:%M:%S}"
    value = degrees(reading.corrected_c)
    return f"{at}  {value}  {by}  {raw}  {corrected}  {reading.device}{typed}"
