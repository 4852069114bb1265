"""Permits of today: who is expected, who is inside over time, exits signed, approvals by PIN."""

from datetime import datetime

from kiosk.core.permits import PermitState
from kiosk.core.words import text
from kiosk.core.words_policy import area, purpose
from kiosk.core.words_screens_answers import APPROVE_WHY, EXIT_WHY, REJECT_WHY
from kiosk.link.messages import ApprovePermit, RejectPermit, SignExit
from kiosk.link.rows import PermitRow
from kiosk.tui.cells import pad
from kiosk.tui.screens.rows import listed
from kiosk.tui.screens.why import pin_of, say_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown, who, who_fully
from kiosk.tui.stages import Flow, Option, Outcome, Search, Sheet

_UNSIGNED = "host_signs"
_HOST, _GUARD, _APPROVE, _REJECT = "host", "guard", "approve", "reject"


def permits(shown: Shown) -> Flow:
    """List the permits of today, then show one and what can be done with it."""
    return scripted(lambda asked: _picked(shown, asked, "permits_title", "permits_today"))


def waiting_permits(shown: Shown) -> Flow:
    """List the permits that wait for an approval."""
    return scripted(lambda asked: _picked(shown, asked, "waiting_title", "permits_waiting"))


def _picked(shown: Shown, asked: Asked, title: str, what: str) -> Outcome:
    rows = listed(PermitRow, lambda row: permit_text(shown, row))
    empty = (shown.say("permits_empty"),)
    row: PermitRow = asked.take(Search(shown.say(title), what, rows, empty))
    sheet = Sheet(who_fully(row.person, shown.language), _lines(shown, row), _options(shown, row))
    picked = asked.take(sheet)
    if picked in {_HOST, _GUARD}:
        host = row.host.person_id if row.host is not None and picked == _HOST else None
        why = say_why(asked, shown, EXIT_WHY)
        return SignExit(row.person.person_id, why, row.permit_id, host)
    if picked == _APPROVE:
        why = say_why(asked, shown, APPROVE_WHY)
        return ApprovePermit(pin_of(asked, shown, "pin_approver"), row.permit_id, why)
    if picked == _REJECT:
        why = say_why(asked, shown, REJECT_WHY)
        return RejectPermit(pin_of(asked, shown, "pin_approver"), row.permit_id, why)
    return None


def permit_text(shown: Shown, row: PermitRow) -> str:
    """Write a permit in one line: window, who, what for, how it stands."""
    bounded = row.since is not None or row.until is not None
    window = f"{_time(shown, row.since)}-{_time(shown, row.until)}"
    window = window if bounded else pad(shown.say("permit_any_time"), 11)
    named = who(row.person, shown.language)
    return f"{window}  {named}  {purpose(row.purpose, shown.language)}  {_standing(shown, row)}"


def _standing(shown: Shown, row: PermitRow) -> str:
    if row.over_since is not None:
        return shown.say("permit_overstay")
    if row.inside:
        return shown.say("is_inside")
    if row.state is PermitState.APPROVED and row.used >= row.entries:
        return shown.say("permit_used")
    return text(row.state, shown.language)


def _time(shown: Shown, at: datetime | None) -> str:
    return "  -- " if at is None else f"{shown.local(at):%H:%M}"


def _lines(shown: Shown, row: PermitRow) -> tuple[str, ...]:
    places = ", ".join(area(one, shown.language) for one in row.areas)
    lines = [
        shown.say("permit_for", purpose=purpose(row.purpose, shown.language), areas=places),
        _window(shown, row),
        shown.say("permit_entries", used=row.used, of=row.entries, people=row.headcount),
        shown.say(
            "permit_state",
            state=text(row.state, shown.language),
            done=row.approvals,
            of=row.levels,
        ),
    ]
    if row.over_since is not None:
        lines.insert(0, f"! {shown.say('permit_over_since', at=_day(shown, row.over_since))}")
    if row.host is not None:
        host = who(row.host, shown.language)
        lines.append(shown.say("permit_host", host=host, phone=row.host_phone or "--"))
    if row.vehicle:
        lines.append(shown.say("permit_vehicle", plate=row.vehicle))
    return tuple(lines)


def _window(shown: Shown, row: PermitRow) -> str:
    if row.since is None and row.until is None:
        return shown.say("permit_no_window")
    return shown.say("permit_window", since=_day(shown, row.since), until=_day(shown, row.until))


def _day(shown: Shown, at: datetime | None) -> str:
    return "--" if at is None else f"{shown.local(at):%m-%d %H:%M}"


def _unsigned(shown: Shown, row: PermitRow) -> bool:
    """Tell whether he has left, and the exit waits to be signed."""
    alerts = () if shown.state is None else shown.state.alerts
    about = (row.person.person_id, row.permit_id)
    return any(
        one.code == _UNSIGNED
        and one.person is not None
        and (one.person.person_id, one.permit_id) == about
        for one in alerts
    )


def _options(shown: Shown, row: PermitRow) -> tuple[Option, ...]:
    found = [Option(shown.say("back"), None)]
    if row.inside or _unsigned(shown, row):
        if row.host is not None:
            found.append(Option(shown.say("exit_host"), _HOST))
        found.append(Option(shown.say("exit_guard"), _GUARD))
    if row.state is PermitState.SUBMITTED:
        found.append(Option(shown.say("permit_approve"), _APPROVE))
        found.append(Option(shown.say("permit_reject"), _REJECT))
    return tuple(found)
