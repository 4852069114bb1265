"""A person picked by the guard: the forgotten card, and the wrong one taken back in time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccessDecided,
    CaseClosed,
    CaseOutcome,
    CertificateRecorded,
    IsolationBegun,
    PassIssued,
    PassRevoked,
    PermitRecorded,
    PhaseSet,
    VisitCorrected,
)
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Phase
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState
from kiosk.core.windows import Window
from kiosk.link.messages import PresentPerson, TypeReading, Undo
from tests.station.gate import SUPERVISOR_PIN, card, event, person
from tests.station.office import Office, open_office

PEOPLE = [
    *person(1), *person(2), *person(3, PersonKind.VISITOR),
    PermitRecorded("m-1", "p-0003", Permit(PermitState.APPROVED, "meeting", entries=1)),
    PassIssued("a1", "p-0003", 1, Window(), "m-1", 1),
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, PEOPLE) as made:
        made.sign_in()
        yield made


def picked(office: Office, person_id: str, skin_c: float = 36.5) -> AccessDecided:
    office.world.samples(None, 6.0)
    office.world.samples(skin_c, 1.5)
    assert office.do(PresentPerson(person_id)).code == "ok"
    return office.world.decided()[-1]


def undo(office: Office, visit_id: str) -> str:
    return office.do(Undo(visit_id)).code


# --- The forgotten card ---


def test_who_forgot_the_card_passes_by_his_name_and_the_log_says_who_picked_him(
    office: Office,
) -> None:
    fact = picked(office, "p-0001")
    assert (fact.verdict, fact.person_id) == (Verdict.GRANT, "p-0001")
    assert fact.credential_kind is CredentialKind.TYPED
    last = next(one.event for one in office.world.log.read(0, 1000) if one.event.fact == fact)
    assert last.actor.name == "guard-1"
    assert len(office.world.door.asked) == 1


def test_forgotten_cards_are_counted(office: Office) -> None:
    first = office.do(PresentPerson("p-0001"))
    assert first.data == {"without_card": 0, "days": 30}
    office.world.samples(36.5, 2.0)
    office.world.samples(None, 6.0)
    again = office.do(PresentPerson("p-0001"))
    assert again.data == {"without_card": 1, "days": 30}


@pytest.mark.parametrize("phase", [Phase.CLOSED, Phase.STAGED])
def test_every_rule_holds_for_who_is_picked(office: Office, phase: Phase) -> None:
    office.world.log.append(event(PhaseSet(phase)))
    fact = picked(office, "p-0001")
    assert (fact.verdict, fact.reason) == (Verdict.DENY, Reason.EARLY_RETURN_NOT_APPROVED)


def test_an_isolated_pupil_without_his_card_is_refused(office: Office) -> None:
    office.world.log.append(event(IsolationBegun("p-0001", office.world.now.moment.wall, "ill")))
    assert picked(office, "p-0001").reason is Reason.ISOLATED


def test_a_visitor_whose_pass_was_revoked_is_not_let_in_by_his_name(office: Office) -> None:
    office.world.log.append(event(PassRevoked("a1")))
    fact = picked(office, "p-0003")
    assert (fact.verdict, fact.reason) == (Verdict.DENY, Reason.PASS_REVOKED)
    assert fact.credential_state is CredentialState.REVOKED


def test_nobody_is_picked_who_is_not_on_record_or_while_another_waits(office: Office) -> None:
    assert office.do(PresentPerson("nobody")).code == "person_unknown"
    office.world.code(card(1))
    assert office.do(PresentPerson("p-0002")).code == "lane_busy"


# --- The wrong person ---


def test_a_wrong_person_is_taken_back_and_all_is_as_before(office: Office) -> None:
    lookup = office.world.log.lookup
    before = (lookup.inside(), office.state().passed_today)
    fact = picked(office, "p-0003")
    assert (fact.verdict, fact.permit_id) == (Verdict.GRANT, "m-1")
    answer = office.do(Undo(fact.visit_id))
    assert (answer.code, answer.data) == ("ok", {"note": "door_was_opened"})
    assert (lookup.inside(), office.state().passed_today) == before
    assert office.facts()[-1] != VisitCorrected(fact.visit_id, "p-0003"), "the passage has ended"
    assert VisitCorrected(fact.visit_id, "p-0003") in office.facts()
    assert len(office.world.door.asked) == 1, "no act of a program shuts a door that was opened"
    right = picked(office, "p-0003")
    assert right.verdict is Verdict.GRANT, "the permit's one entry was not used"
    assert office.world.log.verify().ok


def test_a_refusal_of_the_wrong_person_is_taken_back_too(office: Office) -> None:
    office.world.log.append(event(PhaseSet(Phase.CLOSED)))
    fact = picked(office, "p-0001")
    assert fact.verdict is Verdict.DENY
    assert office.do(Undo(fact.visit_id)).data is None
    assert office.state().verdict is None


def test_it_is_taken_back_within_half_a_minute_and_once(office: Office) -> None:
    first = picked(office, "p-0001")
    office.world.at += 29.0
    assert undo(office, first.visit_id) == "ok"
    assert undo(office, first.visit_id) == "undone_before"
    second = picked(office, "p-0001")
    office.world.at += 31.0
    assert undo(office, second.visit_id) == "undo_too_late"
    assert undo(office, "no-such-visit") == "nothing_to_undo"


def test_what_a_code_has_said_is_nothing_that_was_picked(office: Office) -> None:
    office.world.samples(36.5, 1.5)
    office.world.code(card(1))
    assert undo(office, office.world.decided()[-1].visit_id) == "not_picked"


def test_a_visit_that_still_waits_is_taken_back_with_the_case_it_opens(office: Office) -> None:
    assert office.do(PresentPerson("p-0001")).code == "ok"
    waiting = office.world.lane.visit.visit_id
    assert waiting is not None
    assert undo(office, waiting) == "ok"
    assert CaseClosed(1, CaseOutcome.CORRECTED) in office.facts()
    assert office.state().cases == ()
    assert office.world.lane.busy is False
    assert picked(office, "p-0002").verdict is Verdict.GRANT


def test_no_guard_alone_takes_a_warm_reading_back(office: Office) -> None:
    fact = picked(office, "p-0001", 37.4)
    assert fact.reason is Reason.RECHECK_TEMPERATURE
    assert undo(office, fact.visit_id) == "fever_not_undone"
    office.sign_in(SUPERVISOR_PIN)
    assert undo(office, fact.visit_id) == "ok"
    assert office.state().cases == ()


def test_a_confirmed_fever_is_taken_back_by_nobody_here(office: Office) -> None:
    office.do(PresentPerson("p-0001"))
    office.do(TypeReading(38.1, Instrument.CONTACT))
    fact = office.world.decided()[-1]
    assert fact.reason is Reason.ELEVATED_CONFIRMED
    office.sign_in(SUPERVISOR_PIN)
    assert undo(office, fact.visit_id) == "fever_not_undone"


def test_a_case_that_the_wrong_person_joined_goes_back_to_whose_it_is(office: Office) -> None:
    office.do(PresentPerson("p-0001"))
    office.world.samples(None, 31.0)
    (case,) = office.state().cases
    assert case.reason is Reason.NO_VALID_READING
    fact = picked(office, "p-0001")
    assert (fact.case_no, fact.case_outcome) == (1, CaseOutcome.ADMITTED)
    assert office.state().cases == ()
    assert undo(office, fact.visit_id) == "ok"
    assert office.state().cases == (case,), "he still waits for his own temperature"
    assert office.world.log.lookup.case_readings(1) == ()
    assert office.world.log.verify().ok


def test_a_correction_moves_no_certificate(office: Office) -> None:
    office.world.log.append(event(CertificateRecorded("p-0001", True, True)))
    fact = picked(office, "p-0001")
    assert undo(office, fact.visit_id) == "ok"
    facts = office.world.log.lookup.person_facts("p-0001", None, office.world.now.moment.wall, 0)
    assert facts.health.certificate is not None
