"""An incident as lines: what is due first, then steps, people, and what happened."""

from kiosk.core.words_incidents import entry
from kiosk.core.words_screens_incidents import (
    incident_type,
    level,
    part,
    report_stage,
    step,
)
from kiosk.link.rows import DeadlineRow, IncidentDetail, ListedRow, StepShown, TimelineRow
from kiosk.tui.shown import Shown, degrees, who_fully


def incident_title(shown: Shown, detail: IncidentDetail) -> str:
    """Name the incident, its level and when it began."""
    incident = detail.incident
    named = incident_type(incident.incident_type, shown.language)
    at = f"{shown.local(incident.opened):%m-%d %H:%M}"
    said = f"{shown.say('incident_title', no=incident.incident_no)}  {named}"
    return f"{said}  {level(incident.level, shown.language)}  {at}"


def incident_lines(shown: Shown, detail: IncidentDetail) -> tuple[str, ...]:
    """Give the lines of the sheet; what is overdue is loud."""
    lines: list[str] = []
    if detail.incident.person is not None:
        lines.append(who_fully(detail.incident.person, shown.language))
    lines += [_deadline(shown, row) for row in detail.deadlines]
    lines += [_step(shown, row) for row in detail.steps]
    if detail.people:
        lines += ["", shown.say("incident_people")]
        lines += [_person(shown, row) for row in detail.people]
    if detail.timeline:
        lines += ["", shown.say("incident_timeline")]
        lines += [_happened(shown, row) for row in detail.timeline]
    return tuple(lines)


def _deadline(shown: Shown, row: DeadlineRow) -> str:
    stage = report_stage(row.stage, shown.language)
    due = f"{shown.local(row.due):%m-%d %H:%M}"
    if row.done_at is not None:
        return shown.say("deadline_done", stage=stage, at=f"{shown.local(row.done_at):%m-%d %H:%M}")
    if shown.now is None or shown.now < row.due:
        return shown.say("deadline_left", stage=stage, due=due)
    return f"! {shown.say('deadline_over', stage=stage, due=due)}"


def _step(shown: Shown, row: StepShown) -> str:
    named = step(row.step, shown.language)
    if row.done_at is None:
        return f"[ ] {named}"
    more = "  ".join(one for one in (row.by, row.counterpart) if one)
    return f"[x] {shown.local(row.done_at):%H:%M} {named}  {more}".rstrip()


def _person(shown: Shown, row: ListedRow) -> str:
    said = f"{who_fully(row.person, shown.language)}  {part(row.part, shown.language)}"
    if row.last_c is None:
        return f"  {said}  {shown.say('not_measured_again')}"
    loud = "! " if row.elevated else "  "
    return f"{loud}{said}  {degrees(row.last_c)}"


def _happened(shown: Shown, row: TimelineRow) -> str:
    what = entry(row.what, shown.language)
    note = f"  {row.note}" if row.note else ""
    return f"  {shown.local(row.at):%H:%M} {what}  {row.by}{note}"
