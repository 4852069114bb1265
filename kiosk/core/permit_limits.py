"""What bounds the approval of a permit: phase, areas, time, how many an area holds (N1c, N8).

The limits of purpose and area are those of the gate, so that nothing is approved it would refuse.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk.core.permit_life import (
    Approver,
    PermitFault,
    PermitFile,
    PermitProblem,
    PermitStep,
    step_problems,
)
from kiosk.core.permits import Permit
from kiosk.core.phases import Phase
from kiosk.core.policy import Policy
from kiosk.core.windows import Window


def campus_problems(permit: Permit, phase: Phase, policy: Policy) -> tuple[PermitProblem, ...]:
    """Say what of a permit the phase does not admit: the same as the gate would refuse."""
    rules = policy.phases[phase]
    found: list[PermitProblem] = []
    if permit.purpose not in rules.purposes:
        public = permit.purpose in policy.public_purposes
        fault = PermitFault.PUBLIC_USE if public else PermitFault.PURPOSE_NOT_ADMITTED
        found.append(PermitProblem(fault, (permit.purpose,)))
    shut = tuple(one for one in permit.areas if one in rules.shut_areas)
    reached = rules.purpose_areas.get(permit.purpose, policy.areas)
    beyond = tuple(one for one in permit.areas if one not in reached and one not in shut)
    if shut:
        found.append(PermitProblem(PermitFault.AREA_SHUT, shut))
    if beyond:
        found.append(PermitProblem(PermitFault.AREA_NOT_REACHED, beyond))
    return tuple(found)


def window_problems(window: Window, policy: Policy, at: datetime) -> tuple[PermitProblem, ...]:
    """Say what is wrong with the limits of time; one without a start begins at `at`."""
    if window.until is None:
        return (PermitProblem(PermitFault.NO_END),)
    if window.over(at):
        return (PermitProblem(PermitFault.WINDOW_OVER),)
    longest = policy.permits.longest_hours
    if window.until - (window.since or at) > timedelta(hours=longest):
        return (PermitProblem(PermitFault.WINDOW_TOO_LONG, (str(longest),)),)
    return ()


@dataclass(frozen=True, slots=True)
class Held:
    """An approved permit as the limit of an area counts it."""

    window: Window
    areas: tuple[str, ...]
    heads: int


def area_problems(
    file: PermitFile, others: Iterable[Held], policy: Policy
) -> tuple[PermitProblem, ...]:
    """Say which area would hold too many people on permits at one time (clause N8).

    `detail` is the area, the most there would be at one moment, and the limit.
    """
    known = tuple(others)
    found: list[PermitProblem] = []
    for area in file.permit.areas:
        limit = policy.area_limits.get(area)
        if limit is None:
            continue
        there = [one for one in known if area in one.areas]
        most = file.heads + most_at_once(file.permit.window, there)
        if most > limit:
            found.append(PermitProblem(PermitFault.AREA_FULL, (area, str(most), str(limit))))
    return tuple(found)


def most_at_once(window: Window, held: Sequence[Held]) -> int:
    """Count the most people whose windows hold at one and the same moment of `window`."""
    begins = window.since or _ALWAYS
    # Between two starts nobody is added, so that the most is reached at one of them.
    moments = [begins, *(one.window.since for one in held if one.window.since is not None)]
    return max(
        sum(one.heads for one in held if one.window.holds(at))
        for at in moments
        if at >= begins and not window.over(at)
    )


_ALWAYS = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Setting:
    """What an approval is measured against: policy, phase, time and the permits approved so far."""

    policy: Policy
    phase: Phase
    at: datetime
    others: tuple[Held, ...] = ()


def approval_problems(
    file: PermitFile, who: Approver, setting: Setting
) -> tuple[PermitProblem, ...]:
    """Say everything that stands against an approval, at whatever level is due."""
    mine = step_problems(file, PermitStep.APPROVE, who, setting.at)
    if mine:
        return mine
    return (
        *campus_problems(file.permit, setting.phase, setting.policy),
        *window_problems(file.permit.window, setting.policy, setting.at),
        *area_problems(file, setting.others, setting.policy),
    )
