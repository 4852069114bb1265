"""Every type of incident has its contacts and steps, and a fever has those of rules.md 2d."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk.core.directory import NEEDED, Line
from kiosk.core.incident_reports import (
    BLANK,
    FILLED,
    OF_STAGE,
    CourseLine,
    PersonLine,
    ReportFacts,
    make,
    says_the_same,
)
from kiosk.core.incidents import (
    PROCEDURES,
    IncidentStep,
    IncidentType,
    ReportField,
    ReportStage,
    procedure,
    steps_done,
)
from kiosk.core.language import Language
from kiosk.core.words_incidents import entry

AT = datetime(2020, 5, 11, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize("incident_type", list(IncidentType))
def test_every_type_tells_the_head_and_calls_somebody(incident_type: IncidentType) -> None:
    found = PROCEDURES[incident_type]
    assert Line.LEADER in found.lines
    assert IncidentStep.TELL_LEADER in found.steps
    assert IncidentStep.INFORM_AUTHORITIES in found.steps
    assert len(set(found.steps)) == len(found.steps)
    assert len(set(found.lines)) == len(found.lines)


def test_a_fever_goes_from_the_doctor_to_the_return_in_order() -> None:
    steps = PROCEDURES[IncidentType.INFECTIOUS_DISEASE].steps
    wanted = [
        "call_school_doctor", "escort_to_isolation", "call_guardian", "tell_class_teacher",
        "tell_leader", "ask_symptoms", "inform_authorities", "hand_over", "disinfect_path",
        "remeasure_queue", "daily_call", "learn_outcome", "check_return",
    ]  # fmt: skip
    assert list(steps) == wanted
    assert set(PROCEDURES[IncidentType.INFECTIOUS_DISEASE].lines) <= set(NEEDED)


def test_a_step_counts_once_and_only_if_the_type_has_it() -> None:
    assert steps_done("traffic", frozenset({"tell_leader", "stop_meals"})) == 1
    assert steps_done("unknown", frozenset({"tell_leader"})) == 0
    assert procedure("unknown").lines == ()


def test_a_line_of_the_timeline_is_named_in_both_languages() -> None:
    assert entry("hand_over", Language.ZH).startswith("移交")
    assert entry("opened", Language.EN) == "Opened"
    assert entry("else", Language.EN) == "else"


# --- The three reports ---


def facts(**changed: object) -> ReportFacts:
    base: dict[str, object] = {
        "incident_no": 3,
        "incident_type": "infectious_disease",
        "cause": "confirmed_fever",
        "level": "general",
        "school": "示范学校 / Model School",
        "at": AT,
        "occurred": AT - timedelta(minutes=20),
        "opened": AT - timedelta(minutes=10),
        "head": "周校长  13600001111",
        "steps_taken": frozenset({"call_school_doctor"}),
        "people": (PersonLine("王小1", "学生", "初一(3)班", "患者", "38.2 接触"),),
        "ill": 1,
        "course": (CourseLine(AT, "guard-1", "叫校医"),),
    }
    return ReportFacts(**{**base, **changed})  # type: ignore[arg-type]  # the fields are named above


def said(stage: ReportStage, made: ReportFacts) -> dict[str, str]:
    table = make(stage, made)[0]
    return {str(row[0]).split(" / ", 1)[1]: str(row[1]) for row in table.rows}


@pytest.mark.parametrize("stage", list(ReportStage))
def test_a_report_has_the_fields_of_its_stage_and_leaves_none_out(stage: ReportStage) -> None:
    table = make(stage, facts())[0]
    assert len(table.rows) == len(OF_STAGE[stage])
    assert all(row[1] for row in table.rows)


def test_what_only_a_person_knows_is_a_line_to_write_on() -> None:
    found = said(ReportStage.CLOSING, facts())
    assert {found["Cause"], found["Improvements"], found["Address"]} == {BLANK}
    filled = facts(texts={ReportField.CAUSE: "influenza"})
    assert said(ReportStage.CLOSING, filled)["Cause"] == "influenza"
    assert {one for stage in OF_STAGE.values() for one in stage} >= FILLED


def test_what_was_not_done_is_said() -> None:
    notes = make(ReportStage.FIRST, facts())[0].notes
    assert len(notes) == 12
    assert not any("School doctor called" in one for one in notes)


def test_a_progress_report_tells_what_has_happened_since_the_last() -> None:
    course = tuple(CourseLine(AT + timedelta(hours=n), "guard-1", f"line {n}") for n in range(4))
    sent = (("first", "incident-3-first-1", AT + timedelta(hours=1)),)
    made = facts(course=course, sent=sent)
    rows = make(ReportStage.PROGRESS, made)[2].rows
    assert [row[2] for row in rows] == ["line 2", "line 3"]
    assert len(make(ReportStage.CLOSING, made)[2].rows) == 4
    assert said(ReportStage.PROGRESS, made)["First reported at"] == "2020-05-11 10:00"


def test_a_closing_report_lists_the_reports_before_it() -> None:
    sent = (("first", "incident-3-first-1", AT), ("first", "incident-3-first-2", AT))
    found = said(ReportStage.CLOSING, facts(sent=sent, outcome="recovered"))
    assert "incident-3-first-1" in found["Reports before, corrections"]
    assert "incident-3-first-2" in found["Reports before, corrections"]
    assert found["Outcome"] == "已康复 / Recovered"


def test_a_report_of_a_drill_says_so_in_its_title() -> None:
    title = make(ReportStage.FIRST, facts(drill=True))[0].title
    assert "演练" in title
    assert "DRILL" in title


def test_two_reports_that_differ_in_time_and_number_only_say_the_same() -> None:
    first = make(ReportStage.FIRST, facts(report_id="a"))
    again = make(ReportStage.FIRST, facts(report_id="b", corrects="a", at=AT + timedelta(hours=1)))
    worse = make(ReportStage.FIRST, facts(report_id="b", level="large"))
    assert says_the_same(first, again)
    assert not says_the_same(first, worse)
