"""Incidents: opened by type, then followed: what is due, steps, calls, notes, the end (M3, M4)."""

from kiosk.core.incidents import IncidentType
from kiosk.core.words import text
from kiosk.link.messages import OpenIncident
from kiosk.link.rows import IncidentRow
from kiosk.tui.screens.incident import follow
from kiosk.tui.screens.rows import listed
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Search
from kiosk.tui.widgets.alerts import incident_text

_EARLIER = "earlier"


def incidents(shown: Shown) -> Flow:
    """Offer the open ones, a new one of each type, and the list of all."""
    running = () if shown.state is None else shown.state.incidents
    options = (
        *(Option(incident_text(shown, one), one.incident_no) for one in running),
        *(
            Option(shown.say("incident_new", type=text(one, shown.language)), one)
            for one in IncidentType
        ),
        Option(shown.say("incident_earlier"), _EARLIER),
    )

    def script(asked: Asked) -> Outcome:
        picked = asked.take(Choice(shown.say("incidents_title"), options))
        number = picked if isinstance(picked, int) else _other(asked, shown, picked)
        return None if number is None else follow(asked, shown, number)

    return scripted(script)


def incident(shown: Shown, incident_no: int) -> Flow:
    """Follow one incident."""
    return scripted(lambda asked: follow(asked, shown, incident_no))


def _other(asked: Asked, shown: Shown, picked: IncidentType | str) -> int | None:
    """Give the number of one from the list, or of a new one."""
    if not isinstance(picked, IncidentType):
        rows = listed(IncidentRow, lambda row: _row(shown, row))
        title = shown.say("incidents_title")
        found: IncidentRow = asked.take(Search(title, "incidents", rows))
        return found.incident.incident_no
    title = shown.say("incident_sure", type=text(picked, shown.language))
    if not asked.sure(shown, title, shown.say("incident_open")):
        return None
    number = asked.do(OpenIncident(picked.value)).get("incident_no")
    return number if isinstance(number, int) else None


def _row(shown: Shown, row: IncidentRow) -> str:
    at = f"{shown.local(row.incident.opened):%m-%d %H:%M}"
    closed = "" if row.is_open else f"  {shown.say('incident_closed')}"
    return f"{at}  {incident_text(shown, row.incident)}{closed}"
