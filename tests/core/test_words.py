"""What people read: every code in both languages, short enough, and of certain width."""

import unicodedata
from enum import StrEnum

import pytest

from kiosk.core.barred import BarredNote
from kiosk.core.credentials import CodeFault
from kiosk.core.directory import Line
from kiosk.core.documents import DocumentFault, DocumentKind
from kiosk.core.duties import Duty
from kiosk.core.filing import Channel, PlanResult
from kiosk.core.health_file import AbsenceCause, HealthCheck, HealthFlag, Symptom
from kiosk.core.health_roll import Presence, RecordKind
from kiosk.core.home_series import Suspicion
from kiosk.core.incidents import (
    IncidentCause,
    IncidentEntry,
    IncidentLevel,
    IncidentOutcome,
    IncidentPart,
    IncidentStep,
    IncidentType,
    ReportField,
    ReportStage,
    SystemOutcome,
)
from kiosk.core.people import PersonKind, Role, UnitKind
from kiosk.core.permit_life import PermitFault, PermitStanding, PermitStep
from kiosk.core.permit_watch import Overdue
from kiosk.core.permits import PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.readiness import Missing
from kiosk.core.readings import BodySite, Instrument
from kiosk.core.reasons import Clause, NextStep, Override, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState
from kiosk.core.roster import FormKind, Relation
from kiosk.core.roster_change import Status
from kiosk.core.rosters import Excuse, Punctuality
from kiosk.core.screening import Outcome
from kiosk.core.text import clean
from kiosk.core.visitors import VisitorFault
from kiosk.core.words import WORDS, Language, Words, text, words
from kiosk.core.words_credentials import CODE_FAULTS
from kiosk.core.words_incidents import ANSWERS as INCIDENT_ANSWERS
from kiosk.core.words_permits import ANSWERS as PERMIT_ANSWERS
from kiosk.core.words_policy import ACCESS_POINTS, AREAS, PURPOSES, access_point, area, purpose
from kiosk.core.words_school import ANSWERS as SCHOOL_ANSWERS
from tests.core.strategies import POLICY

SHOWN: list[type[StrEnum]] = [
    Verdict, Reason, NextStep, Override, Clause, PersonKind, Role, UnitKind, Phase, Direction,
    CredentialKind, CredentialState, PermitState, Instrument, BodySite, ClockTrust, Outcome,
    Language,
    AbsenceCause, HealthCheck, HealthFlag, Symptom, Presence, RecordKind, Suspicion,
    IncidentType, IncidentCause, IncidentLevel, IncidentPart, IncidentOutcome, IncidentStep,
    IncidentEntry, ReportStage, ReportField, SystemOutcome,
    BarredNote, Duty, DocumentKind, DocumentFault, FormKind, Relation, Status,
    Channel, PlanResult,
    PermitStanding, PermitStep, PermitFault, Overdue, VisitorFault,
    Line, Punctuality, Excuse, Missing,
]  # fmt: skip
EVERYTHING = [
    *WORDS.values(), *CODE_FAULTS.values(), *PURPOSES.values(), *AREAS.values(),
    *ACCESS_POINTS.values(),
    *INCIDENT_ANSWERS.values(), *PERMIT_ANSWERS.values(), *SCHOOL_ANSWERS.values(),
]  # fmt: skip


def cells(shown: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in shown)


@pytest.mark.parametrize("kind", SHOWN)
def test_no_code_lacks_words(kind: type[StrEnum]) -> None:
    for code in kind:
        assert words(code).zh != "", code
        assert words(code).en != "", code


def test_no_words_are_left_of_codes_that_are_gone() -> None:
    assert {kind for kind, _ in WORDS} == set(SHOWN)
    assert all(code in list(kind) for kind, code in WORDS)


@pytest.mark.parametrize("both", EVERYTHING, ids=lambda both: both.en)
def test_no_glyph_has_a_width_that_a_terminal_may_doubt(both: Words) -> None:
    for shown in both:
        assert all(unicodedata.east_asian_width(one) != "A" for one in shown), shown
        assert shown == clean(shown)


@pytest.mark.parametrize("both", EVERYTHING, ids=lambda both: both.en)
def test_chinese_is_chinese_and_english_is_ascii(both: Words) -> None:
    assert both.en.isascii()
    assert any("\u4e00" <= one <= "\u9fff" for one in both.zh)


@pytest.mark.parametrize("reason", list(Reason))
def test_the_title_of_a_reason_fits_its_line_in_both_languages(reason: Reason) -> None:
    assert cells(text(reason, Language.ZH)) + 2 + cells(text(reason, Language.EN)) <= 68


@pytest.mark.parametrize("step", list(NextStep))
def test_a_next_step_fits_its_line(step: NextStep) -> None:
    assert cells(text(step, Language.ZH)) <= 34
    assert cells(text(step, Language.EN)) <= 60


def test_codes_that_are_spelt_alike_have_words_of_their_own() -> None:
    assert text(PermitState.APPROVED, Language.EN) == "Approved"
    assert text(Verdict.GRANT, Language.ZH) == "通行"
    assert text(Reason.PERMIT, Language.EN) != text(CredentialKind.PASS, Language.EN)
    assert text(Outcome.NORMAL, Language.ZH) != text(Phase.NORMAL, Language.ZH)


def test_the_default_policy_names_nothing_without_words() -> None:
    assert set(PURPOSES) == POLICY.purposes
    assert set(AREAS) == POLICY.areas
    assert set(ACCESS_POINTS) == POLICY.access_points


def test_a_word_of_a_schools_own_is_shown_as_written() -> None:
    assert purpose("meeting", Language.ZH) == "会面"
    assert area("greenhouse", Language.ZH) == "greenhouse"
    assert access_point("north", Language.EN) == "North gate"


def test_every_fault_of_a_code_has_words() -> None:
    assert set(CODE_FAULTS) == set(CodeFault)
