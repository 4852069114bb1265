"""What must not be missed, above the held cases: alerts loudly, open incidents with what is due."""

from rich.text import Text

from kiosk.core.words_screen import coded, unit
from kiosk.core.words_screens_alerts import ALERTS
from kiosk.core.words_screens_incidents import incident_type, report_stage
from kiosk.link.messages import AlertShown, IncidentShown
from kiosk.tui.cells import line
from kiosk.tui.shown import Shown, age, who

_WIDE = 60
"""Cells from which on a line says what kind of incident it is."""

TURN_SECONDS = 4
"""Where not all of them fit, this long until the next ones are shown."""


def alert_lines(shown: Shown, width: int, height: int) -> list[Text]:
    """Give at most `height` lines; where there are more, they take turns and are counted."""
    said = _said(shown, narrow=width < _WIDE)
    if not said or height <= 0:
        return []
    count = len(said)
    first = 0
    if count > height:
        seconds = 0 if shown.now is None else int(shown.now.timestamp())
        first = seconds // TURN_SECONDS * height % count
    picked = [(first + n) % count for n in range(min(count, height))]
    lines: list[Text] = []
    for number in picked:
        body, loud = said[number]
        place = f" ({number + 1}/{count})" if count > height else ""
        tone = shown.palette.up if loud else shown.palette.bar
        lines.append(line(width, tone.bold, f" ! {body}{place}"))
    return lines


def alert_text(shown: Shown, alert: AlertShown) -> str:
    """Say one alert in the language of the screen."""
    overdue = 0.0 if shown.now is None else (shown.now - alert.since).total_seconds()
    detail = alert.detail or ""
    said = coded(
        ALERTS,
        alert.code,
        shown.language,
        who=who(alert.person, shown.language),
        age=age(overdue),
        no=alert.incident_no or "",
        detail=unit(report_stage(detail, shown.language), shown.language),
    )
    return " ".join(said.split())


def incident_text(shown: Shown, incident: IncidentShown, *, narrow: bool = False) -> str:
    """Say one open incident: what it is, how far its steps are, which report is due when.

    Where it is narrow, what it is stays out.
    """
    due = ""
    if incident.due is not None:
        stage = report_stage(incident.due_stage or "", shown.language)
        due = shown.say("incident_due", stage=stage, at=f"{shown.local(incident.due):%H:%M}")
    said = shown.say(
        "incident_line",
        no=incident.incident_no,
        type="" if narrow else incident_type(incident.incident_type, shown.language),
        done=incident.steps_done,
        of=incident.steps_wanted,
        due=due,
    )
    return " ".join(said.split())


def _said(shown: Shown, *, narrow: bool) -> list[tuple[str, bool]]:
    state = shown.state
    if state is None:
        return []
    alerts = sorted(state.alerts, key=lambda one: one.since)
    incidents = sorted(state.incidents, key=lambda one: one.incident_no)
    return [(alert_text(shown, one), True) for one in alerts] + [
        (incident_text(shown, one, narrow=narrow), _late(shown, one)) for one in incidents
    ]


def _late(shown: Shown, incident: IncidentShown) -> bool:
    return incident.due is not None and shown.now is not None and incident.due <= shown.now
