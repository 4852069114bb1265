"""Permits in the log: levels in their turn, companions, exits signed, limits under the lock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kiosk.core.events import (
    AccountSet,
    Actor,
    ActorKind,
    DrillBegun,
    Event,
    ExitSigned,
    Fact,
    PassageEnded,
    PassageOutcome,
    PermitApproved,
    PermitRecorded,
    PermitRejected,
    PermitRequested,
    PermitRevoked,
    PermitSubmitted,
)
from kiosk.core.people import PersonKind, Role
from kiosk.core.permit_life import PermitFile, PermitStep
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.reasons import Clause, Reason
from kiosk.core.windows import Window
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook
from kiosk.store.permit_writing import append_step
from tests.store.conftest import Place
from tests.store.making import AT, MOMENT, decided, event

HOUR = timedelta(hours=1)
PERMIT = Permit(PermitState.SUBMITTED, "meeting", ("office",), window=Window(AT, AT + HOUR))
ASKED = PermitRequested("q1", "p1", PERMIT, 2, "host", "office", ("p2",), 3)


def by(account: str, fact: Fact) -> Event:
    return Event(MOMENT, Actor(ActorKind.ACCOUNT, account), fact)


def write(log: Log, *facts: Fact) -> None:
    for fact in facts:
        log.append(by("li/os:root", fact))


def file(log: Log, permit_id: str = "q1") -> PermitFile:
    found = log.of(PermitBook).file(permit_id)
    assert found is not None
    return found


def state(log: Log) -> tuple[PermitState, int]:
    found = file(log)
    return found.permit.state, found.approvals


def test_every_level_approves_in_its_turn_and_only_all_of_them_approve(log: Log) -> None:
    write(log, ASKED)
    assert state(log) == (PermitState.SUBMITTED, 0)
    write(log, PermitApproved("q1", 2))
    assert state(log) == (PermitState.SUBMITTED, 0)
    write(log, PermitApproved("q1", 1), PermitApproved("q1", 1))
    assert state(log) == (PermitState.SUBMITTED, 1)
    log.append(by("zhao", PermitApproved("q1", 2)))
    assert state(log) == (PermitState.APPROVED, 2)
    found = file(log)
    assert (found.requested_by, found.approved_by) == ("li", ("li", "zhao"))
    steps = log.of(PermitBook).steps("q1")
    assert [(one.step, one.level, one.counted) for one in steps] == [
        (PermitStep.REQUEST, None, True),
        (PermitStep.APPROVE, 2, False),
        (PermitStep.APPROVE, 1, True),
        (PermitStep.APPROVE, 1, False),
        (PermitStep.APPROVE, 2, True),
    ]
    assert log.verify().ok


def test_a_request_approves_nothing_whatever_it_says_and_a_new_one_begins_anew(log: Log) -> None:
    claims = replace(ASKED, permit=replace(PERMIT, state=PermitState.APPROVED), levels=0)
    write(log, claims)
    assert state(log) == (PermitState.SUBMITTED, 0)
    write(log, PermitApproved("q1", 1))
    assert state(log) == (PermitState.APPROVED, 1)
    write(log, replace(ASKED, companions=()))
    assert state(log) == (PermitState.SUBMITTED, 0)
    assert (file(log).companions, file(log).approved_by) == ((), ())


def test_a_draft_waits_for_nobody_and_an_end_stays_one(log: Log) -> None:
    write(log, replace(ASKED, permit=replace(PERMIT, state=PermitState.DRAFT)))
    write(log, PermitApproved("q1", 1), PermitRejected("q1", 1))
    assert state(log) == (PermitState.DRAFT, 0)
    assert log.of(PermitBook).waiting() == []
    write(log, PermitSubmitted("q1"))
    assert [one.permit_id for one in log.of(PermitBook).waiting()] == ["q1"]
    write(log, PermitRejected("q1", 1), PermitRevoked("q1"), PermitSubmitted("q1"))
    assert state(log) == (PermitState.REJECTED, 0)


def test_what_was_stated_on_one_word_has_one_level(log: Log) -> None:
    write(log, PermitRecorded("q1", "p1", replace(PERMIT, state=PermitState.APPROVED)))
    assert (file(log).levels, file(log).approvals) == (1, 1)
    assert log.of(PermitBook).steps("q1")[0].step is PermitStep.RECORD


def test_a_drill_asks_for_and_signs_nothing_in_earnest(log: Log) -> None:
    write(log, ASKED, DrillBegun("d1"))
    log.append(replace(event(PermitApproved("q1", 1)), drill=True))
    log.append(replace(event(ExitSigned("p1", "q1")), drill=True))
    assert state(log) == (PermitState.SUBMITTED, 0)
    assert log.verify().ok


# --- Whom it covers ---


def permit_of(log: Log, person_id: str) -> tuple[str | None, int]:
    found = log.lookup.person_facts(person_id, None, AT, 14).permit
    return (None, 0) if found is None else (found.permit_id, found.used)


def entry(person_id: str, visit_id: str, direction: Direction = Direction.IN) -> Fact:
    return decided(
        visit_id,
        person_id,
        direction=direction,
        permit_id="q1",
        person_kind=PersonKind.VISITOR,
        reason=Reason.PERMIT,
        clause=Clause.N1C,
    )


def test_a_companion_rests_on_the_permit_with_entries_of_his_own(log: Log) -> None:
    write(log, ASKED, entry("p2", "v1"))
    assert permit_of(log, "p1") == ("q1", 0)
    assert permit_of(log, "p2") == ("q1", 1)
    assert permit_of(log, "p3") == (None, 0)
    assert log.lookup.person_facts("p2", "q1", AT, 14).permit is not None
    assert file(log).entered == {"p2": 1}
    write(log, replace(ASKED, companions=("p3",)))
    assert permit_of(log, "p2") == (None, 0)
    assert permit_of(log, "p3") == ("q1", 0)


# --- Lists ---


def ids(found: list[PermitFile]) -> list[str]:
    return [one.permit_id for one in found]


def test_permits_of_a_day_hold_at_some_time_of_it_or_still_hold_somebody(log: Log) -> None:
    before = replace(ASKED, permit_id="q0", permit=replace(PERMIT, window=Window(None, AT)))
    after = replace(ASKED, permit_id="q2", permit=replace(PERMIT, window=Window(AT + HOUR)))
    draft = replace(ASKED, permit_id="q3", permit=replace(PERMIT, state=PermitState.DRAFT))
    write(log, before, ASKED, after, draft)
    book = log.of(PermitBook)
    assert ids(book.between(AT, AT + HOUR)) == ["q1"]
    assert ids(book.between(AT - HOUR, AT + 2 * HOUR)) == ["q0", "q1", "q2"]
    write(log, entry("p1", "v1"))
    assert ids(book.between(AT + 48 * HOUR, AT + 72 * HOUR)) == ["q1", "q2"]


def test_all_permits_are_given_page_by_page(log: Log) -> None:
    wanted = sorted(f"q{number}" for number in range(205))
    log.append(*(event(replace(ASKED, permit_id=one)) for one in wanted))
    book = log.of(PermitBook)
    assert ids(list(book.files())) == wanted
    assert ids(list(book.files("p2"))) == wanted
    assert list(book.files("p9")) == []


def test_an_area_counts_what_is_approved_and_not_over_or_used_up(log: Log) -> None:
    write(log, ASKED, replace(ASKED, permit_id="q2"), replace(ASKED, permit_id="q3"))
    for permit_id in ("q1", "q2"):
        write(log, PermitApproved(permit_id, 1), PermitApproved(permit_id, 2))
    book = log.of(PermitBook)
    assert [one.heads for one in book.held("q2", AT)] == [3]
    assert len(book.held("q3", AT)) == 2
    assert book.held("q3", AT + HOUR) == ()
    write(log, entry("p1", "v1"), entry("p2", "v2"))
    assert len(book.held("q3", AT)) == 2
    write(log, entry("p1", "v3", Direction.OUT), entry("p2", "v4", Direction.OUT))
    assert len(book.held("q3", AT)) == 1
    write(log, PermitRevoked("q2"))
    assert book.held("q3", AT) == ()


def test_the_accounts_of_one_person_are_one_approver(log: Log) -> None:
    write(
        log,
        AccountSet("li", Role.DEPARTMENT_HEAD, person_id="t1", unit="office"),
        AccountSet("li2", Role.SCHOOL_LEADER, person_id="t1"),
        AccountSet("zhao", Role.SCHOOL_LEADER),
    )
    book = log.of(PermitBook)
    found, other = book.approver("li"), book.approver("zhao")
    assert found is not None
    assert other is not None
    assert (found.role, found.unit, found.own) == (
        Role.DEPARTMENT_HEAD, "office", frozenset({"li", "li2"}),
    )  # fmt: skip
    assert other.own == frozenset({"zhao"})
    assert book.approver("nobody") is None


# --- Out ---


def unsigned(log: Log, since: datetime = AT) -> list[str]:
    return [one.person_id for one in log.of(PermitBook).unsigned_exits(since)]


def test_an_exit_waits_for_a_signature_that_came_after_the_entry(log: Log) -> None:
    write(log, ASKED, ExitSigned("p1", "q1"), entry("p1", "v1"))
    assert unsigned(log) == []
    write(log, entry("p1", "v2", Direction.OUT))
    assert unsigned(log) == ["p1"]
    assert unsigned(log, AT + timedelta(seconds=1)) == []
    write(log, ExitSigned("p1", "q1", "host"))
    assert unsigned(log) == []


def test_a_host_who_signed_at_the_door_before_the_gate_has_signed(log: Log) -> None:
    write(log, ASKED, entry("p1", "v1"), ExitSigned("p1", "q1", "host"))
    write(log, entry("p1", "v2", Direction.OUT))
    assert unsigned(log) == []


@pytest.mark.parametrize(
    "more",
    [
        (PassageEnded("v2", PassageOutcome.NOT_PASSED),),
        (entry("p1", "v3"),),
    ],
    ids=["did not pass", "came back"],
)
def test_who_has_not_left_needs_no_signature(log: Log, more: tuple[Fact, ...]) -> None:
    write(log, ASKED, entry("p1", "v1"), entry("p1", "v2", Direction.OUT), *more)
    assert unsigned(log) == []


def test_a_permit_without_a_host_has_nobody_to_sign(log: Log) -> None:
    write(log, replace(ASKED, host_id=None), entry("p1", "v1"))
    write(log, entry("p1", "v2", Direction.OUT))
    assert unsigned(log) == []


def test_pupils_are_the_end_of_days_and_not_of_permits(log: Log) -> None:
    pupil = {"permit_id": "q1", "person_kind": PersonKind.PUPIL}
    write(log, ASKED, decided("v1", "p1", **pupil))
    write(log, decided("v2", "p2", person_kind=PersonKind.STAFF))
    write(log, decided("v3", "p3", person_kind=PersonKind.VISITOR))
    assert [one.person_id for one in log.of(PermitBook).inside()] == ["p3"]


# --- Written ---


class Stop(Exception):  # noqa: N818 - not an error: a check that refuses
    """What a check raises."""


def test_a_step_is_checked_on_what_another_process_wrote_before_the_lock(
    log: Log, place: Place
) -> None:
    write(log, ASKED)
    seen: list[PermitState] = []

    def check() -> None:
        seen.append(file(log).permit.state)
        if seen[-1] is not PermitState.SUBMITTED:
            raise Stop

    append_step(log, event(PermitApproved("q1", 1)), check)
    with place.open() as other:
        write(other, PermitRevoked("q1"))
    head = log.head()
    with pytest.raises(Stop):
        append_step(log, event(PermitApproved("q1", 2)), check)
    assert seen == [PermitState.SUBMITTED, PermitState.REVOKED]
    assert log.head() == head
    write(log, ASKED)
    assert log.verify().ok
