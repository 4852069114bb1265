"""Incidents (clauses M3, M4): their types, whom each calls in order, and the steps each asks for.

The steps of an infectious disease follow rules.md 2d; those of the other types follow clause M4:
report to the head at once, lead the others away, wait for help, keep the scene, follow up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kiosk.core.directory import Line


class IncidentType(StrEnum):
    """What kind of incident it is; `fire` and `other` are local practice, the rest is M3."""

    INFECTIOUS_DISEASE = "infectious_disease"
    FOOD_POISONING = "food_poisoning"
    VIOLENCE = "violence"
    OUTSIDE_DISTURBANCE = "outside_disturbance"
    TRAFFIC = "traffic"
    FIRE = "fire"
    OTHER = "other"


class IncidentCause(StrEnum):
    """What opened an incident: a key or a command, the gate on a fever, a cluster of cases."""

    KEY = "key"
    CONFIRMED_FEVER = "confirmed_fever"
    CLUSTER = "cluster"


class IncidentLevel(StrEnum):
    """How grave it is; the deadlines follow it (rules.md 3c)."""

    GENERAL = "general"
    LARGE = "large"
    MAJOR = "major"


class IncidentPart(StrEnum):
    """What part a listed person has."""

    ILL = "ill"
    QUEUED = "queued"
    CONTACT = "contact"
    WITNESS = "witness"


class IncidentOutcome(StrEnum):
    """How an incident ended, by the word of whoever closes it."""

    RULED_OUT = "ruled_out"
    DIAGNOSED = "diagnosed"
    RECOVERED = "recovered"
    HANDED_OVER = "handed_over"
    RESOLVED = "resolved"
    FALSE_ALARM = "false_alarm"


class SystemOutcome(StrEnum):
    """How an incident ended that nobody has closed."""

    DRILL_OVER = "drill_over"


class ReportStage(StrEnum):
    """Which of the three reports (rules.md 3c)."""

    FIRST = "first"
    PROGRESS = "progress"
    CLOSING = "closing"


class ReportField(StrEnum):
    """What a report says; the order within a report is that of `kiosk.core.incident_reports`."""

    REPORT = "report"
    CORRECTS = "corrects"
    SCHOOL = "school"
    ADDRESS = "address"
    HEAD = "head"
    REPORTER = "reporter"
    TYPE = "type"
    FOUND_BY = "found_by"
    LEVEL = "level"
    UNIT = "unit"
    OCCURRED_AT = "occurred_at"
    OPENED_AT = "opened_at"
    FIRST_REPORTED_AT = "first_reported_at"
    REPORTED_AT = "reported_at"
    ILL = "ill"
    QUEUED = "queued"
    SYMPTOMS = "symptoms"
    COURSE = "course"
    STEPS = "steps"
    DEVELOPMENT = "development"
    SITUATION = "situation"
    OUTCOME = "outcome"
    CAUSE = "cause"
    CORRECTIONS = "corrections"
    IMPROVEMENTS = "improvements"


class IncidentStep(StrEnum):
    """A step of a procedure, done by somebody named at a time."""

    CALL_SCHOOL_DOCTOR = "call_school_doctor"
    ESCORT_TO_ISOLATION = "escort_to_isolation"
    CALL_GUARDIAN = "call_guardian"
    TELL_CLASS_TEACHER = "tell_class_teacher"
    TELL_LEADER = "tell_leader"
    ASK_SYMPTOMS = "ask_symptoms"
    INFORM_AUTHORITIES = "inform_authorities"
    HAND_OVER = "hand_over"
    DISINFECT_PATH = "disinfect_path"
    REMEASURE_QUEUE = "remeasure_queue"
    DAILY_CALL = "daily_call"
    LEARN_OUTCOME = "learn_outcome"
    CHECK_RETURN = "check_return"
    LEAD_AWAY = "lead_away"
    CALL_POLICE = "call_police"
    CALL_TRAFFIC_POLICE = "call_traffic_police"
    CALL_AMBULANCE = "call_ambulance"
    CALL_FIRE_BRIGADE = "call_fire_brigade"
    LOCK_GATE = "lock_gate"
    EVACUATE = "evacuate"
    STOP_MEALS = "stop_meals"
    LIST_EATERS = "list_eaters"
    KEEP_SCENE = "keep_scene"
    RECEIVE_HELP = "receive_help"
    FOLLOW_UP = "follow_up"


class IncidentEntry(StrEnum):
    """A line of the timeline that is no step."""

    OPENED = "opened"
    NOTED = "note"
    LEVEL_SET = "level"
    LISTED = "listed"
    MEASURED = "measured"
    REPORTED = "reported"
    ISOLATION_ENDED = "isolation_ended"
    CERTIFICATE = "certificate"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Procedure:
    """What a type asks for: lines of the directory to call, and steps, both in order."""

    lines: tuple[Line, ...]
    steps: tuple[IncidentStep, ...]


NAMES_WHO_TOOK_OVER = frozenset({IncidentStep.HAND_OVER})
"""Steps that are nothing without the name of who took over (rules.md 1, 4)."""

_L = Line
_S = IncidentStep
_TELL = (_S.TELL_LEADER, _S.LEAD_AWAY)
_AFTER = (_S.KEEP_SCENE, _S.RECEIVE_HELP, _S.INFORM_AUTHORITIES, _S.FOLLOW_UP)

PROCEDURES: Mapping[IncidentType, Procedure] = MappingProxyType(
    {
        IncidentType.INFECTIOUS_DISEASE: Procedure(
            (
                _L.SCHOOL_DOCTOR,
                _L.DUTY_LEADER,
                _L.LEADER,
                _L.HEALTH_AUTHORITY,
                _L.EDUCATION,
                _L.HOSPITAL,
            ),
            (
                _S.CALL_SCHOOL_DOCTOR,
                _S.ESCORT_TO_ISOLATION,
                _S.CALL_GUARDIAN,
                _S.TELL_CLASS_TEACHER,
                _S.TELL_LEADER,
                _S.ASK_SYMPTOMS,
                _S.INFORM_AUTHORITIES,
                _S.HAND_OVER,
                _S.DISINFECT_PATH,
                _S.REMEASURE_QUEUE,
                _S.DAILY_CALL,
                _S.LEARN_OUTCOME,
                _S.CHECK_RETURN,
            ),
        ),
        IncidentType.FOOD_POISONING: Procedure(
            (
                _L.LEADER,
                _L.SCHOOL_DOCTOR,
                _L.AMBULANCE,
                _L.FOOD_AUTHORITY,
                _L.HEALTH_AUTHORITY,
                _L.EDUCATION,
                _L.POLICE,
            ),
            (
                _S.TELL_LEADER,
                _S.CALL_SCHOOL_DOCTOR,
                _S.CALL_AMBULANCE,
                _S.STOP_MEALS,
                _S.LIST_EATERS,
                _S.CALL_GUARDIAN,
                _S.TELL_CLASS_TEACHER,
                _S.KEEP_SCENE,
                _S.INFORM_AUTHORITIES,
                _S.HAND_OVER,
                _S.LEARN_OUTCOME,
                _S.FOLLOW_UP,
            ),
        ),
        IncidentType.VIOLENCE: Procedure(
            (_L.LEADER, _L.POLICE, _L.AMBULANCE, _L.SCHOOL_DOCTOR, _L.EDUCATION),
            (
                _S.TELL_LEADER,
                _S.CALL_POLICE,
                _S.LOCK_GATE,
                _S.LEAD_AWAY,
                _S.CALL_AMBULANCE,
                _S.CALL_GUARDIAN,
                *_AFTER,
            ),
        ),
        IncidentType.OUTSIDE_DISTURBANCE: Procedure(
            (_L.LEADER, _L.POLICE, _L.EDUCATION),
            (_S.TELL_LEADER, _S.LOCK_GATE, _S.CALL_POLICE, _S.LEAD_AWAY, *_AFTER),
        ),
        IncidentType.TRAFFIC: Procedure(
            (_L.LEADER, _L.TRAFFIC_POLICE, _L.AMBULANCE, _L.SCHOOL_DOCTOR, _L.EDUCATION),
            (*_TELL, _S.CALL_TRAFFIC_POLICE, _S.CALL_AMBULANCE, _S.CALL_GUARDIAN, *_AFTER),
        ),
        IncidentType.FIRE: Procedure(
            (_L.LEADER, _L.FIRE, _L.AMBULANCE, _L.POLICE, _L.EDUCATION),
            (_S.TELL_LEADER, _S.CALL_FIRE_BRIGADE, _S.EVACUATE, _S.CALL_AMBULANCE, *_AFTER),
        ),
        IncidentType.OTHER: Procedure((_L.LEADER, _L.POLICE, _L.EDUCATION), (*_TELL, *_AFTER)),
    }
)
"""Every type has one; M3 gives each line of contacts a department in charge."""


def procedure(incident_type: str) -> Procedure:
    """Give the procedure of a type as the log names it; one that is not known asks for nothing."""
    known = incident_type in list(IncidentType)
    return PROCEDURES[IncidentType(incident_type)] if known else Procedure((), ())


def steps_done(incident_type: str, taken: frozenset[str]) -> int:
    """Count the steps of the procedure that were taken, each once however often it was done."""
    return sum(step in taken for step in procedure(incident_type).steps)
