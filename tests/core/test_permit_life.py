"""The life of a permit: each step by the right role in its turn, no party decides, limits hold."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.people import Role
from kiosk.core.permit_life import (
    FIRST_LEVEL,
    LIFE,
    REVOKERS,
    SECOND_LEVEL,
    Approver,
    PermitFault,
    PermitFile,
    PermitProblem,
    PermitStanding,
    PermitStep,
    level_due,
    step_problems,
)
from kiosk.core.permit_limits import (
    Held,
    Setting,
    approval_problems,
    area_problems,
    campus_problems,
    most_at_once,
    window_problems,
)
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Phase
from kiosk.core.windows import Window
from tests.core.strategies import POLICY

AT = datetime(2020, 5, 11, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
PERMIT = Permit(PermitState.SUBMITTED, "maintenance", ("office",), window=Window(AT, AT + HOUR))
WAITS = PermitFile(PERMIT, "q-1", "p-1", levels=2, requested_by="asker")
HEAD = Approver("head", Role.DEPARTMENT_HEAD)
LEADER = Approver("leader", Role.SCHOOL_LEADER)


def file(state: PermitState, approvals: int = 0, **more: object) -> PermitFile:
    permit = replace(PERMIT, state=state)
    return replace(WAITS, permit=permit, approvals=approvals, **more)  # type: ignore[arg-type]  # its fields


STANDINGS = {
    PermitStanding.DRAFT: file(PermitState.DRAFT),
    PermitStanding.WAITS_DEPARTMENT: file(PermitState.SUBMITTED),
    PermitStanding.WAITS_LEADER: file(PermitState.SUBMITTED, 1, approved_by=("head",)),
    PermitStanding.APPROVED: file(PermitState.APPROVED, 2),
    PermitStanding.USED: file(PermitState.APPROVED, 2, entered={"p-1": 1}),
    PermitStanding.REJECTED: file(PermitState.REJECTED),
    PermitStanding.REVOKED: file(PermitState.REVOKED, 2),
    PermitStanding.OVER: replace(
        WAITS, permit=replace(PERMIT, window=Window(AT - 2 * HOUR, AT - HOUR))
    ),
}


def faults(*found: PermitProblem) -> list[PermitFault]:
    return [one.fault for one in found]


@pytest.mark.parametrize("standing", list(PermitStanding))
def test_a_permit_stands_where_its_steps_entries_and_time_say(standing: PermitStanding) -> None:
    assert STANDINGS[standing].standing(AT) is standing


def test_an_approved_permit_is_over_at_its_end_and_used_when_nobody_has_an_entry_left() -> None:
    granted = file(PermitState.APPROVED, 2, companions=("p-2",))
    assert granted.standing(AT + HOUR - timedelta(microseconds=1)) is PermitStanding.APPROVED
    assert granted.standing(AT + HOUR) is PermitStanding.OVER
    assert replace(granted, entered={"p-1": 1}).standing(AT) is PermitStanding.APPROVED
    assert replace(granted, entered={"p-1": 1, "p-2": 1}).standing(AT) is PermitStanding.USED


@pytest.mark.parametrize(("step", "standing"), list(product(PermitStep, PermitStanding)))
def test_a_step_is_taken_from_where_it_may_and_by_whom_it_may_and_never_else(
    step: PermitStep, standing: PermitStanding
) -> None:
    for role in Role:
        found = step_problems(STANDINGS[standing], step, Approver("somebody", role), AT)
        roles = LIFE.get((step, standing))
        if roles is None:
            assert faults(*found) == [PermitFault.NOT_DUE]
        elif role not in roles:
            assert faults(*found) == [PermitFault.WRONG_ROLE]
        else:
            assert found == ()


def test_the_department_approves_first_and_the_leader_second() -> None:
    assert LIFE[PermitStep.APPROVE, PermitStanding.WAITS_DEPARTMENT] == FIRST_LEVEL
    assert LIFE[PermitStep.APPROVE, PermitStanding.WAITS_LEADER] == SECOND_LEVEL
    assert FIRST_LEVEL.isdisjoint(SECOND_LEVEL)
    assert Role.GUARD not in REVOKERS
    assert [level_due(file(PermitState.SUBMITTED, n)) for n in (0, 1)] == [1, 2]


def test_nothing_leads_on_from_an_end() -> None:
    ends = {
        PermitStanding.REJECTED, PermitStanding.REVOKED, PermitStanding.USED, PermitStanding.OVER,
    }  # fmt: skip
    assert not [standing for _, standing in LIFE if standing in ends]


@pytest.mark.parametrize(
    ("who", "on", "fault"),
    [
        (Approver("asker", Role.SUPERVISOR), {}, PermitFault.OWN_REQUEST),
        (
            Approver("head", Role.DEPARTMENT_HEAD, accounts=frozenset({"asker"})),
            {},
            PermitFault.OWN_REQUEST,
        ),
        (Approver("head", Role.DEPARTMENT_HEAD, person_id="p-1"), {}, PermitFault.OWN_PERMIT),
        (
            Approver("head", Role.DEPARTMENT_HEAD, person_id="p-2"),
            {"companions": ("p-2",)},
            PermitFault.OWN_PERMIT,
        ),
        (
            Approver("leader", Role.SCHOOL_LEADER, accounts=frozenset({"head"})),
            {"approvals": 1, "approved_by": ("head",)},
            PermitFault.APPROVED_BEFORE,
        ),
        (
            Approver("head", Role.DEPARTMENT_HEAD, unit="science"),
            {"department": "office"},
            PermitFault.OTHER_DEPARTMENT,
        ),
    ],
)
def test_no_party_approves(who: Approver, on: dict[str, object], fault: PermitFault) -> None:
    case = replace(WAITS, **on)  # type: ignore[arg-type]  # its fields
    assert faults(*step_problems(case, PermitStep.APPROVE, who, AT)) == [fault]


def test_the_head_of_a_department_decides_for_what_is_under_it() -> None:
    case = replace(WAITS, department="office/archive")
    assert step_problems(case, PermitStep.APPROVE, replace(HEAD, unit="office"), AT) == ()
    assert step_problems(replace(WAITS, department=None), PermitStep.REJECT, HEAD, AT) == ()


# --- Limits ---


@pytest.mark.parametrize(
    ("phase", "purpose", "areas", "found"),
    [
        (Phase.STAGED, "maintenance", ("office",), []),
        (Phase.STAGED, "maintenance", ("gym", "office"), [PermitFault.AREA_SHUT]),
        (Phase.CLOSED, "maintenance", ("office",), [PermitFault.PURPOSE_NOT_ADMITTED]),
        (Phase.CLOSED, "public-use", ("gym",), [PermitFault.PUBLIC_USE, PermitFault.AREA_SHUT]),
        (Phase.OPEN, "public-use", ("gym",), [PermitFault.PUBLIC_USE]),
        (Phase.CLOSED, "delivery", ("outdoors",), []),
        (Phase.CLOSED, "delivery", ("office",), [PermitFault.AREA_NOT_REACHED]),
        (
            Phase.CLOSED,
            "delivery",
            ("library", "clinic"),
            [PermitFault.AREA_SHUT, PermitFault.AREA_NOT_REACHED],
        ),
    ],
)
def test_the_phase_bounds_purpose_and_areas(
    phase: Phase, purpose: str, areas: tuple[str, ...], found: list[PermitFault]
) -> None:
    permit = replace(PERMIT, purpose=purpose, areas=areas)
    assert faults(*campus_problems(permit, phase, POLICY)) == found


def test_a_fault_names_the_areas_it_is_about() -> None:
    permit = replace(PERMIT, areas=("gym", "office", "library"))
    (problem,) = campus_problems(permit, Phase.STAGED, POLICY)
    assert problem.detail == ("gym", "library")


def test_a_window_is_as_long_as_the_policy_allows_and_no_longer() -> None:
    longest = timedelta(hours=POLICY.permits.longest_hours)
    assert window_problems(Window(AT, AT + longest), POLICY, AT) == ()
    assert window_problems(Window(None, AT + longest), POLICY, AT) == ()
    more = longest + timedelta(seconds=1)
    for window in (Window(AT, AT + more), Window(None, AT + more)):
        assert faults(*window_problems(window, POLICY, AT)) == [PermitFault.WINDOW_TOO_LONG]
    assert faults(*window_problems(Window(AT, None), POLICY, AT)) == [PermitFault.NO_END]
    assert faults(*window_problems(Window(None, AT), POLICY, AT)) == [PermitFault.WINDOW_OVER]


def test_an_approval_that_fills_an_area_is_refused_with_the_numbers() -> None:
    policy = replace(POLICY, area_limits={"office": 10, "clinic": 1})
    case = replace(WAITS, headcount=4)
    held = (Held(PERMIT.window, ("office", "clinic"), 7), Held(PERMIT.window, ("clinic",), 99))
    (problem,) = area_problems(case, held, policy)
    assert (problem.fault, problem.detail) == (PermitFault.AREA_FULL, ("office", "11", "10"))
    assert area_problems(replace(case, headcount=3), held, policy) == ()
    assert area_problems(case, held, POLICY) == ()
    setting = Setting(policy, Phase.OPEN, AT, held)
    assert faults(*approval_problems(case, HEAD, setting)) == [PermitFault.AREA_FULL]
    assert faults(*approval_problems(case, LEADER, setting)) == [PermitFault.WRONG_ROLE]


def test_companions_count_also_where_the_headcount_forgets_them() -> None:
    assert replace(WAITS, headcount=1, companions=("p-2", "p-3")).heads == 3


WINDOWS = st.builds(
    lambda since, length: Window(
        None if since is None else AT + since * HOUR,
        None if since is None or length is None else AT + (since + length) * HOUR,
    ),
    st.none() | st.integers(-5, 5),
    st.none() | st.integers(1, 6),
)


@given(WINDOWS, st.lists(st.tuples(WINDOWS, st.integers(1, 4)), max_size=6))
def test_the_most_at_once_is_the_most_at_any_hour(
    window: Window, others: list[tuple[Window, int]]
) -> None:
    held = [Held(one, ("office",), heads) for one, heads in others]
    hours = [AT + n * HOUR for n in range(-10, 14)]
    counted = [
        sum(one.heads for one in held if one.window.holds(at)) for at in hours if window.holds(at)
    ]
    assert most_at_once(window, held) == max(counted)


def test_permits_that_follow_one_another_do_not_add_up() -> None:
    hours = [Window(AT + n * HOUR, AT + (n + 1) * HOUR) for n in range(4)]
    assert all(one.until == two.since for one, two in pairwise(hours))
    assert (
        most_at_once(Window(AT, AT + 4 * HOUR), [Held(one, ("office",), 5) for one in hours]) == 5
    )
