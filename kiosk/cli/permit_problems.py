"""What stands against a step of a permit, as one line that says what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.cli import common
from kiosk.core.permit_life import PermitFault, PermitProblem
from kiosk.core.permits import Permit
from kiosk.core.phases import Phase
from kiosk.store.log import Log


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried: on which permit, in which phase, on whose word."""

    permit_id: str
    permit: Permit
    phase: Phase
    account: str = ""


_LINES: dict[PermitFault, str] = {
    PermitFault.NOT_DUE: "{permit} is {what}: this is not its next step; see `kiosk permit show"
    " {permit}`",
    PermitFault.WRONG_ROLE: "{account} may not do this; it needs a {what_or}",
    PermitFault.OTHER_DEPARTMENT: "{permit} is of {what}; the head of that department decides",
    PermitFault.OWN_REQUEST: "{account} has asked for {permit}; somebody else must approve it",
    PermitFault.OWN_PERMIT: "{permit} is for {account} in person; somebody else must approve it",
    PermitFault.APPROVED_BEFORE: "{account} has approved {permit} already; the other level needs"
    " another person",
    PermitFault.PURPOSE_NOT_ADMITTED: "{what} is not admitted in phase {phase} (clause N1c);"
    " approve it later",
    PermitFault.PUBLIC_USE: "{what} is use by the public, not admitted in phase {phase}"
    " (clause N1d); reject it",
    PermitFault.AREA_SHUT: "{what} is shut in phase {phase} (clause N1d); leave it out of --areas",
    PermitFault.AREA_NOT_REACHED: "{purpose} does not reach {what} in phase {phase} (clause N1d);"
    " leave it out of --areas",
    PermitFault.NO_END: "{permit} has no end (clause N1c limits the time); ask again with --until",
    PermitFault.WINDOW_OVER: "the time of {permit} is over; ask again for another time",
    PermitFault.WINDOW_TOO_LONG: "{permit} lasts longer than {what} hours (longest_hours of the"
    " policy); ask for less",
}


def refuse(problems: Iterable[PermitProblem], tried: Tried) -> None:
    """Raise RefusedError with a line for each problem, if there is any."""
    lines = [line_of(one, tried) for one in problems]
    if lines:
        raise common.RefusedError(*lines, code=common.FAILS)


def line_of(problem: PermitProblem, tried: Tried) -> str:
    """Write a problem as a line."""
    if problem.fault is PermitFault.AREA_FULL:
        area, most, limit = problem.detail
        return (
            f"{area} would hold {most} people on permits at one time, its limit is {limit}"
            " (clause N8); choose another time or fewer people"
        )
    return _LINES[problem.fault].format(
        permit=tried.permit_id,
        account=tried.account,
        phase=tried.phase,
        purpose=tried.permit.purpose,
        what=", ".join(problem.detail) or "not there any more",
        what_or=" or ".join(problem.detail),
    )


def phase_of(log: Log) -> Phase:
    """Give the phase that holds now; without one in the log the campus counts as closed."""
    found = log.lookup.phase()
    return Phase.CLOSED if found is None else found.phase
