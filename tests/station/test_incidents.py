"""Incidents at the terminal: one key, steps, deadlines, calls, clusters, the end (M3, M4)."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.core.events import (
    AbsenceRecorded,
    Actor,
    ActorKind,
    DirectoryEntrySet,
    DrillBegun,
    DrillEnded,
    Fact,
    IncidentClosed,
    IncidentNoted,
    IncidentOpened,
    IncidentPersonListed,
    IncidentStepTaken,
    PersonRecorded,
    ResponsibleSet,
    SymptomsRecorded,
    Unmasked,
)
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.link.messages import (
    Answer,
    CloseIncident,
    IntentAct,
    NoteIncident,
    OpenIncident,
    SetIncidentLevel,
    TakeStep,
)
from tests.station.feverish import confirmed, elevated, of_kind, opened, typed
from tests.station.gate import SUPERVISOR_PIN, card, person
from tests.station.office import Office, open_office

CLASS, OTHER_CLASS = "grade-7/class-3", "grade-7/class-4"
SUPERVISOR = Actor(ActorKind.SUPERVISOR, "super-1")
DAY_S = 86_400


def school() -> list[Fact]:
    """Make two classes with a teacher, and a directory of joint prevention."""
    made = [fact for number in range(1, 7) for fact in person(number)]
    for number in range(7, 10):
        made += person(number, unit=OTHER_CLASS)
    made += [
        PersonRecorded("p-teacher", PersonKind.STAFF, name="陈老师", phone="13700001111"),
        ResponsibleSet(CLASS, "p-teacher"),
        DirectoryEntrySet("d1", "leader", 0, name="周校长", phone="13600001111"),
        DirectoryEntrySet("d2", "school_doctor", 0, name="吴医生", phone="13600002222"),
        DirectoryEntrySet("d3", "police", 0, name="城东派出所", phone="110"),
        DirectoryEntrySet("d4", "health_authority", 0, name="区疾控", phone="12320"),
    ]
    return made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, school()) as made:
        made.sign_in()
        yield made


def begin(office: Office, kind: str = "violence") -> int:
    """Open an incident by key."""
    answer = office.do(OpenIncident(kind))
    assert answer.ok
    assert answer.data is not None
    return int(answer.data["incident_no"])


def close(office: Office, number: int, outcome: str = "resolved") -> Answer:
    return office.do(CloseIncident(SUPERVISOR_PIN, number, outcome, "all is done"))


def write(office: Office, *facts: Fact) -> None:
    office.bench.recorder.append_all(office.world.now, SUPERVISOR, facts)


# --- By one key ---


def test_one_key_opens_an_incident_and_its_steps_are_done_by_name_and_time(
    office: Office,
) -> None:
    number = begin(office)
    assert office.do(TakeStep(number, "tell_leader", "周校长", "13600001111")).ok
    office.world.at += 60
    assert office.do(NoteIncident(number, "two men at the gate, one with a stick")).ok
    assert office.do(TakeStep(number, "call_police", note="on their way")).ok
    (shown,) = office.state().incidents
    assert (shown.incident_type, shown.steps_done, shown.steps_wanted) == ("violence", 2, 10)
    detail = office.ask("incident", str(number))["one"]
    done = [(one["step"], one["by"], one["counterpart"]) for one in detail["steps"][:2]]
    assert done == [("tell_leader", "guard-1", "周校长"), ("call_police", "guard-1", None)]
    assert [one["what"] for one in detail["timeline"]] == [
        "opened",
        "tell_leader",
        "note",
        "call_police",
    ]
    assert detail["timeline"][2]["note"] == "two men at the gate, one with a stick"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (OpenIncident("party"), "type_unknown"),
        (OpenIncident("fire", "huge"), "level_unknown"),
        (OpenIncident("fire", person_id="p-9999"), "person_unknown"),
        (OpenIncident("fire", case_no=9), "case_unknown"),
        (TakeStep(1, "stop_meals"), "step_unknown"),
        (TakeStep(9, "tell_leader"), "incident_unknown"),
        (NoteIncident(1, " \u200b "), "note_missing"),
        (SetIncidentLevel(1, "huge"), "level_unknown"),
        (CloseIncident(SUPERVISOR_PIN, 1, "resolved", " "), "why_missing"),
        (CloseIncident(SUPERVISOR_PIN, 1, "party", "over"), "outcome_unknown"),
        (CloseIncident("2580", 1, "resolved", "over"), "pin_wrong"),
    ],
)
def test_what_cannot_be_done_says_why_and_changes_nothing(
    office: Office, act: IntentAct, code: str
) -> None:
    begin(office)
    before = office.ask("incidents")
    assert office.do(act).code == code
    assert office.ask("incidents") == before


def test_a_hand_over_names_who_took_over(office: Office) -> None:
    number = begin(office, "food_poisoning")
    assert office.do(TakeStep(number, "hand_over")).code == "counterpart_missing"
    assert office.do(TakeStep(number, "hand_over", "120 crew, Dr Lin", "120")).ok


def test_an_incident_ends_by_pin_and_takes_no_more_steps(office: Office) -> None:
    number = begin(office)
    assert close(office, number).ok
    assert office.do(TakeStep(number, "tell_leader")).code == "incident_closed"
    assert close(office, number).code == "incident_closed"
    assert office.state().incidents == ()
    (row,) = office.ask("incidents")["rows"]
    assert (row["is_open"], row["outcome"]) == (False, "resolved")
    events = [one.event for one in office.world.log.read(0, 1000)]
    ended = [one for one in events if isinstance(one.fact, IncidentClosed)]
    assert [(one.actor.name, one.why) for one in ended] == [("super-1", "all is done")]


def test_the_same_intent_opens_one_incident(office: Office) -> None:
    first = office.do(OpenIncident("traffic"), "once")
    office.restart()
    office.sign_in()
    assert office.do(OpenIncident("traffic"), "once").code == "done_before"
    assert first.data == {"incident_no": 1}
    assert len(opened(office)) == 1


def test_open_incidents_come_first_in_the_list(office: Office) -> None:
    numbers = [begin(office, "traffic") for _ in range(3)]
    close(office, numbers[2])
    rows = office.ask("incidents")["rows"]
    assert [one["incident"]["incident_no"] for one in rows] == [2, 1, 3]
    begin(office, "fire")
    for text, numbers in (("fire", [4]), ("火灾", [4]), ("3", [3]), ("nothing", [])):
        found = office.ask("incidents", text)["rows"]
        assert [one["incident"]["incident_no"] for one in found] == numbers


def test_a_number_that_none_has_is_answered_with_nothing(office: Office) -> None:
    for text in ("7", "", "x", "9" * 40, "-1"):
        assert office.ask("incident", text) == {"one": None}
        assert office.ask("case", text) == {"one": None}


# --- Deadlines ---


def test_the_first_report_is_due_by_the_schedule_and_rings_when_overdue(office: Office) -> None:
    number = begin(office)
    at = office.world.now.moment.wall
    (shown,) = office.state().incidents
    assert (shown.due, shown.due_stage) == (at + timedelta(minutes=30), "first")
    assert office.do(SetIncidentLevel(number, "large")).ok
    assert office.state().incidents[0].due == at + timedelta(minutes=10)
    office.world.at += 601
    (alert,) = office.state().alerts
    assert (alert.code, alert.incident_no, alert.detail) == ("incident_deadline", 1, "first")
    assert alert.since == at + timedelta(minutes=10)


def test_a_closed_incident_rings_until_its_closing_report_is_out(office: Office) -> None:
    number = begin(office)
    close(office, number)
    assert office.state().incidents == ()
    office.world.at += 4 * DAY_S
    assert [one.code for one in office.state().alerts] == ["incident_deadline"]


def test_a_false_alarm_that_nobody_reported_asks_for_nothing(office: Office) -> None:
    close(office, begin(office), "false_alarm")
    office.world.at += 30 * DAY_S
    assert office.state().alerts == ()


# --- Whom to call ---


def test_the_call_list_is_in_order_with_numbers_and_the_look_is_logged_once(
    office: Office,
) -> None:
    confirmed(office, 1)
    rows = office.ask("incident", "1")["one"]["contacts"]
    assert [(one["line"], one["name"], one["phone"]) for one in rows] == [
        ("school_doctor", "吴医生", "13600002222"),
        ("guardian", "李老师", "13812342210"),
        ("class_teacher", "陈老师", "13700001111"),
        ("leader", "周校长", "13600001111"),
        ("health_authority", "区疾控", "12320"),
    ]
    office.ask("incident", "1")
    assert of_kind(office, Unmasked) == [Unmasked("p-0001", "incident_call")]


def test_each_type_has_its_own_line_of_contacts(office: Office) -> None:
    begin(office, "outside_disturbance")
    rows = office.ask("incident", "1")["one"]["contacts"]
    assert [one["line"] for one in rows] == ["leader", "police"]


# --- Clusters ---


def test_three_fevers_of_a_class_in_a_day_open_one_incident_by_themselves(
    office: Office,
) -> None:
    for number in (1, 2, 7):
        elevated(office, number)
        office.look()
    assert opened(office) == []
    elevated(office, 3)
    assert office.look()
    assert opened(office) == [
        IncidentOpened(
            1,
            "infectious_disease",
            "cluster",
            unit=CLASS,
            trigger="class_fever_day",
        )
    ]
    ill = [one.person_id for one in of_kind(office, IncidentPersonListed) if one.part == "ill"]
    assert ill == ["p-0001", "p-0002", "p-0003"]
    assert not office.look()
    (alert,) = office.state().alerts
    assert (alert.code, alert.incident_no, alert.detail) == ("cluster", 1, CLASS)
    assert office.do(TakeStep(1, "tell_leader")).ok
    assert office.state().alerts == ()
    # The trigger has a deadline of its own: a day, to education and health.
    (shown,) = office.state().incidents
    assert shown.due is not None
    assert shown.due - shown.opened == timedelta(days=1)


def test_a_further_case_joins_the_open_cluster_and_opens_no_second_one(office: Office) -> None:
    for number in (1, 2, 3):
        elevated(office, number)
    assert office.look()
    elevated(office, 4)
    assert office.look()
    assert len(opened(office)) == 1
    assert IncidentPersonListed(1, "p-0004", "ill") in office.facts()


def test_who_is_cleared_by_the_contact_thermometer_is_no_case_of_a_cluster(
    office: Office,
) -> None:
    cases = [elevated(office, number) for number in (1, 2, 3)]
    office.world.at += 301
    assert typed(office, cases[0], 36.5, Instrument.CONTACT).ok
    office.look()
    assert opened(office) == []


def test_after_the_end_of_a_cluster_only_a_new_case_on_another_day_opens_one(
    office: Office,
) -> None:
    for number in (1, 2, 3):
        elevated(office, number)
    office.look()
    assert close(office, 1).ok
    elevated(office, 4)
    office.look()
    assert len(opened(office)) == 1
    office.world.at += DAY_S
    office.look()
    assert len(opened(office)) == 1
    office.sign_in()
    elevated(office, 5)
    office.look()
    # Five in three days is the second trigger of a class.
    assert [one.trigger for one in opened(office)][1:] == ["class_fever_three_days"]


def test_who_is_elevated_on_the_way_out_is_a_case_as_well(office: Office) -> None:
    office.world.lane.direction = Direction.OUT
    for number in (1, 2, 3):
        office.look()
        assert opened(office) == []
        world = office.world
        world.samples(38.0, 1.5)
        world.code(card(number))
        world.samples(None, 4.0)
        for _ in range(3):
            assert typed(office, number, 38.0, Instrument.INFRARED).ok
    assert {one.reason for one in office.world.decided()} == {Reason.EXIT}
    assert office.look()
    assert [one.trigger for one in opened(office)] == ["class_fever_day"]


def test_absent_sick_and_symptoms_on_file_make_a_cluster_too(office: Office) -> None:
    day = office.world.now.moment.wall.date()
    write(office, AbsenceRecorded("p-0001", day, cause="sick"))
    write(office, AbsenceRecorded("p-0004", day, cause="personal"))
    write(office, SymptomsRecorded("p-0002", day, "morning", symptoms=("cough",)))
    write(office, SymptomsRecorded("p-0005", day, "morning"))
    office.look()
    assert opened(office) == []
    write(office, SymptomsRecorded("p-0003", day, "morning", symptoms=("vomiting",)))
    assert office.look()
    assert [(one.trigger, one.unit) for one in opened(office)] == [("class_sick_day", CLASS)]


def test_a_drill_counts_only_within_the_drill(office: Office) -> None:
    for number in (1, 2):
        elevated(office, number)
    write(office, DrillBegun("d1"))
    elevated(office, 3)
    office.look()
    assert opened(office) == []
    for number in (4, 5):
        elevated(office, number)
    assert office.look()
    events = [one.event for one in office.world.log.read(0, 1000)]
    assert [one.drill for one in events if isinstance(one.fact, IncidentOpened)] == [True]
    assert len(office.state().incidents) == 1
    write(office, DrillEnded("d1"))
    assert office.state().incidents == ()
    assert office.ask("incidents")["rows"] == []
    office.look()
    assert len(opened(office)) == 1


def test_the_watch_looks_again_when_the_day_is_another(office: Office) -> None:
    for number in (1, 2):
        elevated(office, number)
    office.world.at += DAY_S
    elevated(office, 3)
    office.look()
    assert opened(office) == []


# --- The health officer's day ---


def test_one_confirmed_case_and_a_cluster_of_three_in_one_class(office: Office) -> None:
    confirmed(office, 1)
    assert office.look() is False
    for step in (
        TakeStep(1, "call_school_doctor", "吴医生", "13600002222"),
        TakeStep(1, "escort_to_isolation", "吴医生"),
        TakeStep(1, "call_guardian", "mother", "13812342210"),
        TakeStep(1, "tell_class_teacher", "陈老师"),
        TakeStep(1, "tell_leader", "周校长"),
    ):
        assert office.do(step).ok
    elevated(office, 2)
    confirmed(office, 3)
    assert office.look()
    kinds = [(one.incident_no, one.cause) for one in opened(office)]
    assert kinds == [(1, "confirmed_fever"), (2, "confirmed_fever"), (3, "cluster")]
    assert office.do(SetIncidentLevel(3, "large")).ok
    assert office.do(TakeStep(3, "inform_authorities", "区疾控", "12320")).ok
    assert office.do(TakeStep(1, "hand_over", "fever clinic, nurse Gu")).ok
    office.world.at += DAY_S
    assert office.do(TakeStep(1, "daily_call", "mother", note="38.4 in the evening")).ok
    office.world.at += DAY_S
    assert office.do(TakeStep(1, "daily_call", "mother", note="37.2")).ok
    state = office.state()
    assert [one.incident_no for one in state.incidents] == [1, 2, 3]
    assert {one.code for one in state.alerts} == {"incident_deadline"}
    detail = office.ask("incident", "1")["one"]
    assert detail["incident"]["steps_done"] == 7
    calls = [one for one in detail["timeline"] if one["what"] == "daily_call"]
    assert [one["note"] for one in calls] == ["mother  38.4 in the evening", "mother  37.2"]
    assert close(office, 1, "diagnosed").ok
    assert [one.incident_no for one in office.state().incidents] == [2, 3]
    assert office.world.log.verify().ok


def test_an_incident_is_read_when_every_personal_body_is_erased(office: Office) -> None:
    confirmed(office, 1)
    office.do(TakeStep(1, "call_guardian", "mother", "13812342210", "will come"))
    office.do(NoteIncident(1, "waits in the clinic"))
    log = office.world.log
    for stored in log.read(0, 1000):
        if isinstance(stored.event.fact, IncidentStepTaken | IncidentNoted | PersonRecorded):
            log.erase(stored.pos, office.world.now.moment, SUPERVISOR, "time is over")
    detail = office.ask("incident", "1")["one"]
    assert [one["what"] for one in detail["timeline"]] == ["opened", "call_guardian", "note"]
    assert {one["note"] for one in detail["timeline"]} == {None}
    assert "13812342210" not in str(detail)
    assert office.state().incidents[0].steps_done == 1
    assert log.verify().ok
