"""The fever procedure: elevated waits, confirmed isolates and opens an incident, never by habit."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccessDecided,
    Actor,
    ActorKind,
    DrillBegun,
    IncidentOpened,
    IncidentPersonListed,
    IncidentPersonMeasured,
    IncidentStepTaken,
    IsolationBegun,
)
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState, Presented
from kiosk.link.messages import (
    EndIsolation,
    MeasureListed,
    SignCertificate,
    TypeCredential,
    TypeReading,
)
from kiosk.station.attempt import Attempt
from kiosk.station.recorder import Ask
from tests.station.feverish import (
    REST_S,
    arrive,
    confirmed,
    elevated,
    of_kind,
    opened,
    typed,
)
from tests.station.gate import DOCTOR_PIN, card, person
from tests.station.office import Office, open_office

SUPERVISOR = Actor(ActorKind.SUPERVISOR, "super-1")
PEOPLE = [fact for number in range(1, 7) for fact in person(number)]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, PEOPLE) as made:
        made.sign_in()
        yield made


# --- Confirmed ---


def test_a_confirmed_fever_isolates_opens_its_incident_and_lists_the_queue_at_once(
    office: Office,
) -> None:
    arrive(office, 2, 36.4)
    office.world.at += 30 * 60
    arrive(office, 3, 36.5)
    arrive(office, 4, 36.6)
    case_no = elevated(office, 1)
    arrive(office, 5, 36.5)
    office.world.at += REST_S
    before = office.world.log.head()
    assert typed(office, case_no, 38.2, Instrument.CONTACT).ok
    written = [one.event for one in office.world.log.read(before, 100)]
    facts = [one.fact for one in written]
    decided, isolated, opening, *listed = facts
    assert isinstance(decided, AccessDecided)
    assert (decided.verdict, decided.reason) == (Verdict.DENY, Reason.ELEVATED_CONFIRMED)
    assert isinstance(isolated, IsolationBegun)
    assert opening == IncidentOpened(
        1,
        "infectious_disease",
        "confirmed_fever",
        case_no=case_no,
        person_id="p-0001",
        unit="grade-7/class-3",
    )
    # Who passed half an hour earlier is not among those who queued.
    assert listed == [IncidentPersonListed(1, f"p-000{n}", "queued") for n in (3, 4, 5)]
    assert len({one.moment for one in written}) == 1
    assert {one.access_point for one in written} == {"north"}


def test_a_confirmed_fever_on_the_way_out_does_the_same_and_nobody_is_held(office: Office) -> None:
    world = office.world
    world.lane.direction = Direction.OUT
    world.samples(38.0, 1.5)
    world.code(card(1))
    assert world.decided()[-1].verdict is Verdict.GRANT
    office.world.at += REST_S
    assert typed(office, 1, 38.1, Instrument.CONTACT).ok
    assert world.decided()[-1].verdict is Verdict.GRANT
    assert [(one.cause, one.person_id) for one in opened(office)] == [("confirmed_fever", "p-0001")]
    assert len(of_kind(office, IsolationBegun)) == 1


def test_several_cases_go_on_at_once_and_incidents_are_numbered_in_a_row(office: Office) -> None:
    first, second = elevated(office, 1), elevated(office, 2)
    office.world.at += REST_S
    assert typed(office, second, 37.9, Instrument.CONTACT).ok
    assert typed(office, first, 37.9, Instrument.CONTACT).ok
    assert [(one.incident_no, one.person_id) for one in opened(office)] == [
        (1, "p-0002"),
        (2, "p-0001"),
    ]
    assert office.state().cases == ()
    # Two who stood in one queue are in each other's lists.
    assert IncidentPersonListed(1, "p-0001", "queued") in office.facts()


def test_who_is_confirmed_again_while_his_incident_is_open_gets_no_second_one(
    office: Office,
) -> None:
    confirmed(office, 1)
    arrive(office, 1, 38.0)
    office.do(TypeCredential(card(1)))
    office.do(TypeReading(38.3, Instrument.CONTACT))
    assert office.world.decided()[-1].also.count(Reason.ELEVATED_CONFIRMED) == 1
    assert len(opened(office)) == 1
    assert len(of_kind(office, IsolationBegun)) == 1


def test_a_fever_of_nobody_on_record_is_an_incident_as_well(office: Office) -> None:
    world = office.world
    world.lane.cold_mode = True
    world.code("")
    assert world.decided()[-1].reason is Reason.CREDENTIAL_UNREADABLE
    case_no = world.decided()[-1].case_no
    assert case_no is not None
    assert typed(office, case_no, 38.5, Instrument.CONTACT).ok
    assert [(one.person_id, one.case_no) for one in opened(office)] == [(None, case_no)]
    assert of_kind(office, IsolationBegun) == []


def test_in_a_drill_all_of_it_is_marked_as_drill(office: Office) -> None:
    office.bench.recorder.append(office.world.now, SUPERVISOR, DrillBegun("d1"))
    confirmed(office, 1)
    events = [one.event for one in office.world.log.read(0, 1000)]
    following = [one for one in events if isinstance(one.fact, IncidentOpened | IsolationBegun)]
    assert len(following) == 2
    assert all(one.drill for one in following)


# --- The rest before the contact thermometer ---


def test_nobody_is_cleared_before_his_rest_is_over(office: Office) -> None:
    case_no = elevated(office, 1)
    decisions = len(office.world.decided())
    answer = typed(office, case_no, 36.6, Instrument.CONTACT)
    assert (answer.ok, answer.code) == (False, "rest_first")
    assert answer.data == {"seconds": 294}
    assert len(office.world.decided()) == decisions
    office.world.at += 294
    assert office.do(TypeReading(36.6, Instrument.CONTACT, case_no=case_no)).ok
    assert office.world.decided()[-1].reason is Reason.CLEARED


def test_a_contact_value_that_confirms_counts_at_once(office: Office) -> None:
    case_no = elevated(office, 1)
    assert typed(office, case_no, 37.3, Instrument.CONTACT).ok
    assert office.world.decided()[-1].reason is Reason.ELEVATED_CONFIRMED


def test_coming_back_to_the_lane_does_not_shorten_the_rest(office: Office) -> None:
    elevated(office, 1)
    office.world.at += 60
    office.do(TypeCredential(card(1)))
    answer = office.do(TypeReading(36.6, Instrument.CONTACT))
    assert answer.code == "rest_first"
    assert answer.data is not None
    assert 0 < answer.data["seconds"] <= 240


def test_a_policy_without_a_rest_asks_for_none(office: Office) -> None:
    policy = office.world.recorder.policy
    office.world.recorder.policy = replace(
        policy, screening=replace(policy.screening, rest_minutes=0)
    )
    case_no = elevated(office, 1)
    assert typed(office, case_no, 36.6, Instrument.CONTACT).ok
    assert office.world.decided()[-1].reason is Reason.CLEARED


def test_the_timer_on_the_screen_counts_from_the_elevated_reading_also_after_a_restart(
    office: Office,
) -> None:
    case_no = elevated(office, 1)
    at = office.world.now.moment.wall
    office.world.at += 60
    typed(office, case_no, 37.9, Instrument.INFRARED)
    (shown,) = office.state().cases
    assert shown.rest_until is not None
    assert (shown.rest_until - at).total_seconds() == REST_S - 1
    assert (shown.contact_name, shown.contact_phone) == ("李**", "138****2210")
    office.restart()
    assert office.state().cases[0].rest_until == shown.rest_until


# --- Nothing is normal that was not measured ---


def test_too_low_is_measured_again_and_three_times_leads_to_the_contact_thermometer(
    office: Office,
) -> None:
    # A cold ride: the handheld gives 33, which nobody living has.
    decided = arrive(office, 1, 33.0)
    assert (decided.verdict, decided.reason) == (Verdict.REFER, Reason.NO_VALID_READING)
    assert decided.case_no is not None
    wanted = [office.state()]
    for _ in range(2):
        typed(office, decided.case_no, 33.0, Instrument.INFRARED)
        wanted.append(office.state())
    assert [one.cases[0].needs_contact for one in wanted] == [False, False, True]
    verdicts = [one.verdict for one in wanted]
    assert [one is not None and one.needs_contact for one in verdicts] == [False, False, True]
    # He has not rested because nothing said that he is warm: no wait is asked for.
    assert typed(office, decided.case_no, 36.4, Instrument.CONTACT).ok
    assert office.world.decided()[-1].verdict is Verdict.GRANT


def test_visits_without_any_reading_count_as_well(office: Office) -> None:
    world = office.world
    for _ in range(3):
        world.samples(None, 3.0)
        world.code(card(1))
        world.samples(None, 9.0)
    assert world.decided()[-1].reason is Reason.NO_VALID_READING
    assert office.state().cases[0].needs_contact


def test_the_sensor_out_of_its_range_asks_for_the_contact_thermometer_at_once(
    office: Office,
) -> None:
    reading = arrive(office, 2, 36.5).readings[0]
    world = office.world
    presented = Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID)
    attempt = Attempt(presented, "p-0001", card_id="c-0001")
    frozen = replace(reading, ambient_c=2.0)
    ask = Ask("v", attempt, Direction.IN, "north", (frozen,), world.now, SUPERVISOR)
    assert world.recorder.decide(ask).decision.reason is Reason.AMBIENT_OUT_OF_RANGE
    assert office.state().cases[0].needs_contact


def test_a_handheld_value_is_infrared_with_its_own_device_and_all_of_them_are_kept(
    office: Office,
) -> None:
    case_no = elevated(office, 1)
    readings = [one for decided in office.world.decided() for one in decided.readings]
    wanted = office.world.recorder.policy.screening.further_readings
    assert len(readings) == 1 + wanted
    assert {(one.by, one.device, one.typed_by) for one in readings} == {
        (Instrument.INFRARED, "handheld", "guard-1")
    }
    assert all(one.corrected_c == one.raw_c for one in readings)
    # More readings than the policy fixed in advance are kept and change nothing.
    for _ in range(3):
        typed(office, case_no, 36.2, Instrument.INFRARED)
    assert office.world.decided()[-1].reason is Reason.TEMPERATURE_ELEVATED
    detail = office.ask("case", str(case_no))["one"]
    assert len(detail["readings"]) == 1 + wanted + 3
    assert {one["typed_by"] for one in detail["readings"]} == {"guard-1"}
    assert detail["incident_no"] is None


# --- Those who queued, and the return ---


def test_those_who_queued_are_measured_again_and_the_elevated_are_shown(office: Office) -> None:
    arrive(office, 2, 36.4)
    arrive(office, 3, 36.4)
    confirmed(office, 1)
    answer = office.do(MeasureListed(1, "p-0002", 37.4, Instrument.INFRARED))
    assert answer.data == {"elevated": True, "outcome": "unfinished"}
    assert office.do(MeasureListed(1, "p-0003", 33.0, Instrument.INFRARED)).ok
    assert office.do(MeasureListed(1, "p-0004", 36.5, Instrument.INFRARED)).code == "not_listed"
    rows = office.ask("incident", "1")["one"]["people"]
    shown = [(one["person"]["person_id"], one["last_c"], one["elevated"]) for one in rows]
    assert shown == [("p-0002", 37.4, True), ("p-0003", None, False)]
    # What gave no value is no measurement; the step is done when everybody has one.
    assert of_kind(office, IncidentStepTaken) == []
    assert office.do(MeasureListed(1, "p-0003", 36.5, Instrument.INFRARED)).ok
    assert [one.step for one in of_kind(office, IncidentStepTaken)] == ["remeasure_queue"]
    assert len(of_kind(office, IncidentPersonMeasured)) == 3


def test_a_contact_reading_of_the_listed_that_confirms_isolates_at_once(office: Office) -> None:
    arrive(office, 2, 36.4)
    confirmed(office, 1)
    answer = office.do(MeasureListed(1, "p-0002", 37.8, Instrument.CONTACT))
    assert answer.data == {"elevated": True, "outcome": "confirmed"}
    assert [one.person_id for one in of_kind(office, IsolationBegun)] == ["p-0001", "p-0002"]
    assert IncidentPersonListed(1, "p-0002", "ill") in office.facts()
    assert arrive(office, 2, 36.4).reason is Reason.ISOLATED


def test_the_doctor_signs_the_return_and_the_incident_says_so(office: Office) -> None:
    confirmed(office, 1)
    assert office.do(EndIsolation(DOCTOR_PIN, "p-0001", "no symptoms")).ok
    half = SignCertificate(DOCTOR_PIN, "p-0001", True, False, "still coughs")
    assert office.do(half).ok
    assert arrive(office, 1, 36.4).reason is Reason.RETURN_CERTIFICATE_MISSING
    assert office.do(replace(half, school_doctor=True, why="seen")).ok
    assert arrive(office, 1, 36.4).verdict is Verdict.GRANT
    detail = office.ask("incident", "1")["one"]
    said = [one["what"] for one in detail["timeline"]]
    assert said == ["opened", "isolation_ended", "certificate", "check_return"]
    done = {one["step"]: one["by"] for one in detail["steps"] if one["done_at"]}
    assert done == {"check_return": "doctor-1"}


def test_only_the_doctor_signs_and_never_without_a_reason(office: Office) -> None:
    act = SignCertificate("2580", "p-0001", True, True, "seen")
    assert office.do(act).code == "pin_wrong"
    assert office.do(replace(act, pin=DOCTOR_PIN, why=" ")).code == "why_missing"
    assert office.do(replace(act, pin=DOCTOR_PIN, person_id="p-9")).code == "person_unknown"
