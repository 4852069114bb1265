"""The days of the people who work with the gate, each from its first to its last act."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.events import (
    AccessDecided,
    DirectoryEntrySet,
    Fact,
    HouseholdLinked,
    IncidentPersonMeasured,
    IsolationBegun,
    NotSignedOut,
    PassIssued,
    PermitRecorded,
    PersonRecorded,
    ResponsibleSet,
    UnitRecorded,
    Unmasked,
    VisitCorrected,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind
from kiosk.core.windows import Window
from kiosk.link.messages import (
    EndIsolation,
    MeasureListed,
    Override,
    SignCertificate,
    Undo,
)
from kiosk.station.day_end import DayEnd
from kiosk.station.recorder import system
from kiosk.store.place import log_path
from tests.cli.rosters import ID_NUMBERS
from tests.e2e.days import COLD, FEVER, WELL, Day, day, second_gate
from tests.station.feverish import of_kind, opened
from tests.station.gate import DOCTOR_PIN, SUPERVISOR_PIN, card, person
from tests.station.world import START

CLASSES = ("grade-7/class-1", "grade-7/class-2", "grade-7/class-3", "grade-8/class-1")
PUPILS, STAFF = range(1, 81), range(81, 93)
VISITORS, LATE_VISITOR, PARENT = range(93, 98), 98, 99
DAY_END = time(18, 30)
GUARD = "guard-1"
HOURS = timedelta(hours=1)
SCHOOL_DAY = f"{START:%Y-%m-%d}"
BY_TEACHER = ("--by", "chen", "--why", "calls the families")


def of_class(number: int) -> str:
    """Give the class of a pupil: twenty in each."""
    return CLASSES[(number - 1) // 20]


def school() -> list[Fact]:
    """Make four classes of twenty, twelve staff, visitors, and who answers for a class."""
    made: list[Fact] = [UnitRecorded("school", UnitKind.SCHOOL, "示范学校")]
    made += [UnitRecorded(one, UnitKind.CLASS) for one in CLASSES]
    for number in PUPILS:
        made += person(number, unit=of_class(number))
    for number in STAFF:
        made += person(number, PersonKind.STAFF, "office")
    for number in (*VISITORS, LATE_VISITOR):
        made += person(number, PersonKind.VISITOR)
    made += person(PARENT, PersonKind.GUARDIAN)
    made += [
        PersonRecorded("g-1", PersonKind.GUARDIAN, name="王母", phone="13900000417"),
        HouseholdLinked("p-0001", "g-1", "mother"),
        ResponsibleSet(CLASSES[0], "p-0081"),
        DirectoryEntrySet("d1", "leader", 0, name="周校长", phone="13600001111"),
    ]
    return made


def visitors() -> list[Fact]:
    """Give permits of the day to five, and to one a permit that was over an hour ago."""
    made: list[Fact] = []
    for number in (*VISITORS, LATE_VISITOR):
        until = START - HOURS if number == LATE_VISITOR else START + 5 * HOURS
        window = Window(START - 5 * HOURS, until)
        permit = Permit(PermitState.APPROVED, "meeting", areas=("office",), window=window)
        made += [
            PermitRecorded(f"m-{number}", f"p-{number:04}", permit),
            PassIssued(f"a{number}", f"p-{number:04}", 1, window, f"m-{number}", 1),
        ]
    return made


@pytest.fixture
def its(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Day]:
    with day(tmp_path, [*school(), *visitors()], capsys, monkeypatch) as made:
        yield made


def verified(its: Day) -> None:
    """Check the chain of the log and every view of it."""
    found = its.office.world.log.verify()
    assert found.ok, found


# --- The guard's morning ---


def test_the_guards_morning(its: Day) -> None:
    office = its.office
    fever, cold, no_card, taken_for, mistaken = 7, 33, 41, 42, 43
    usual = [n for n in (*PUPILS, *STAFF) if n not in {fever, cold, no_card, taken_for, mistaken}]
    for number in usual[:60]:
        assert its.comes(number).verdict is Verdict.GRANT

    # A cold ride: too low is measured again, never normal, and nobody is lost.
    decided = its.comes(cold, COLD)
    assert (decided.verdict, decided.reason) == (Verdict.REFER, Reason.NO_VALID_READING)
    assert [one.person.person_id for one in office.state().cases if one.person] == ["p-0033"]

    # A fever stands aside while the others pass, and is confirmed under the arm.
    case_no = its.comes(fever, FEVER).case_no
    assert case_no is not None
    for _ in range(3):
        decided = its.measured(case_no, FEVER, Instrument.INFRARED)
    assert decided.reason is Reason.TEMPERATURE_ELEVATED
    for number in usual[60:]:
        assert its.comes(number).verdict is Verdict.GRANT
    assert its.comes(cold, WELL).verdict is Verdict.GRANT

    # A card at home: found by name; and one picked wrongly, taken back within half a minute.
    assert its.picked(no_card).credential_kind is CredentialKind.TYPED
    wrong = its.picked(mistaken)
    assert office.do(Undo(wrong.visit_id)).ok
    assert its.picked(taken_for).verdict is Verdict.GRANT
    assert its.comes(mistaken).verdict is Verdict.GRANT

    for number in VISITORS:
        assert its.picked(number).permit_id == f"m-{number}"
    late = its.picked(LATE_VISITOR)
    assert (late.verdict, late.reason) == (Verdict.DENY, Reason.PERMIT_OVER)
    parent = its.comes(PARENT)
    assert (parent.verdict, parent.clause) == (Verdict.DENY, "N1c")

    office.world.at += 301.0
    assert its.measured(case_no, 38.4, Instrument.CONTACT).reason is Reason.ELEVATED_CONFIRMED
    assert [(one.cause, one.person_id) for one in opened(office)] == [("confirmed_fever", "p-0007")]
    assert [one.person_id for one in of_kind(office, IsolationBegun)] == ["p-0007"]
    assert of_kind(office, VisitCorrected) == [VisitCorrected(wrong.visit_id, "p-0043")]
    assert office.state().cases == ()

    with second_gate(its) as south:
        south.samples(WELL, 1.2)
        south.code(card(fever))
        assert south.decided()[-1].reason is Reason.ISOLATED

    came = {f"p-{n:04}" for n in (*PUPILS, *STAFF, *VISITORS)} - {"p-0007"}
    inside = its.must("people", "inside", "--json").json()
    assert {one["person_id"] for one in inside} == came
    counted = its.must("people", "inside", "--count", "--json").json()
    kinds = {one["code"]: one["count"] for one in counted["kinds"]}
    assert kinds == {"pupil": 79, "staff": 12, "visitor": 5}
    assert office.ask("occupancy")["one"]["total"] == counted["total"] == 96
    assert office.state().passed_today == 96
    row = report_row(its, CLASSES[0])
    assert (row["present"], row["fever_gate"], row["fever_confirmed"]) == (19, 1, 1)
    verified(its)


def report_row(its: Day, unit: str, *words: str) -> dict[str, Any]:
    """Give the line of a unit in the daily report, by the codes of its columns."""
    (table,) = its.must("report", "daily", "--json", *words).json()
    codes = [one["code"] for one in table["columns"]]
    row = next(one for one in table["rows"] if one[0] == unit)
    return dict(zip(codes, row, strict=True))


# --- The class teacher's morning list ---


def ids(found: list[dict[str, Any]]) -> list[str]:
    """Name who is on a list."""
    return [one["person_id"] for one in found]


def test_the_class_teachers_morning_list(its: Day) -> None:
    unit, class_1 = CLASSES[0], ("--class", CLASSES[0], "--json")
    its.must(
        "unit", "slot", "grade-7", "--days", "1-5", "--arrive", "06:50", "--late", "07:40",
        "--leave", "16:30", "--by", "clerk", "--why", "staggered",
    )  # fmt: skip
    its.comes(1)
    its.comes(2)
    office = its.office
    its.at(16, 40)
    office.world.lane.direction = Direction.OUT
    its.comes(1)
    office.world.lane.direction = Direction.IN
    its.at(18, 30)
    assert DayEnd(office.world.recorder, DAY_END, UTC, system("s")).look(office.world.now)
    assert [one.person_id for one in of_kind(office, NotSignedOut)] == ["p-0002"]

    table = its.desk.state.parent / "class-1.csv"
    rows = [f"p-{n:04},{SCHOOL_DAY},36.5" for n in range(1, 21) if n != 5]
    table.write_text("\n".join(["学号,日期,体温", *rows]), encoding="utf-8")
    its.must("home", "import", str(table), *BY_TEACHER)
    its.must("health", "isolate", "p-0003", "--cause", "quarantine", "--by", "doctor", "--why", "x")

    its.at(7, 20, days=1)
    its.comes(2)
    assert its.comes(3).reason is Reason.ISOLATED
    its.at(7, 50, days=1)
    its.comes(1)
    for number in range(6, 21):
        its.comes(number)

    late = its.must("roster", "late", *class_1).json()
    assert ids(late)[0] == "p-0001"
    assert len(late) == 16
    absent = {one["person_id"]: one for one in its.must("roster", "absent", *class_1).json()}
    assert set(absent) == {"p-0003", "p-0004", "p-0005"}
    assert absent["p-0003"]["excuse"] == "**", "that there is a cause, and not which"
    assert absent["p-0004"]["excuse"] is None
    assert absent["p-0004"]["class_teacher"].startswith("p-0081 ")
    yesterday = its.must("roster", "not-signed-out", "--day", SCHOOL_DAY, *class_1).json()
    assert ids(yesterday) == ["p-0002"]

    roll = its.must("health", "roll", *class_1).json()
    assert set(ids(roll["no_record"])) == {"p-0004", "p-0005", "g-1"}
    assert roll["total"]["absent_other"] == 0
    (found,) = its.must("home", "missing", "--days", "1", *class_1).json()["classes"]
    assert ids(found["missing"]) == ["p-0005"]
    (barred,) = its.must("report", "barred", *class_1).json()
    ((_, _, note),) = barred["rows"]
    assert "isolat" not in note
    assert "隔离" not in note

    before = len(of_kind(office, Unmasked))
    assert "13900000417" not in its.must("roster", "late", "--class", unit).out
    assert "138****2210" in its.must("roster", "late", "--class", unit).out
    assert its.desk.type("roster", "late", "--class", unit, "--unmask").code == 2
    assert len(of_kind(office, Unmasked)) == before
    out = its.must("roster", "late", "--class", unit, "--unmask", *BY_TEACHER).out
    assert "13900000417" in out
    assert "王母" in out
    looked = of_kind(office, Unmasked)[before:]
    assert Unmasked("p-0001", "roster_late") in looked
    assert Unmasked("g-1", "roster_late") in looked
    verified(its)


# --- The health officer's day ---


def test_the_health_officers_day(its: Day) -> None:
    office, unit = its.office, CLASSES[0]
    its.comes(10)
    first = its.confirmed(7)
    assert [one.cause for one in opened(office)] == ["confirmed_fever"]
    for number in (8, 9):
        case_no = its.comes(number, FEVER).case_no
        assert case_no is not None
        for _ in range(3):
            its.measured(case_no, FEVER, Instrument.INFRARED)
    confirmed, cluster = opened(office)
    assert (confirmed.case_no, confirmed.person_id) == (first, "p-0007")
    assert (cluster.cause, cluster.unit, cluster.trigger) == ("cluster", unit, "class_fever_day")

    # Who queued with the ill is measured again.
    detail = office.ask("incident", "1")["one"]
    queued = [one["person"]["person_id"] for one in detail["people"] if one["part"] == "queued"]
    assert "p-0010" in queued
    for one in queued:
        assert office.do(MeasureListed(1, one, 36.4, Instrument.INFRARED)).ok
    assert {one.person_id for one in of_kind(office, IncidentPersonMeasured)} == set(queued)

    # The first report of the cluster goes out before it is due.
    sent = ("--by", "officer", "--why", "sent to the health authority")
    its.must("incident", "report", "2", "--stage", "first", "--release", *sent)
    (listed,) = its.must("incident", "sent", "2", "--json").json()
    assert len(listed["rows"]) == 1
    due = office.ask("incident", "2")["one"]
    done = {one["stage"]: (one["done_at"], one["due"]) for one in due["deadlines"]}
    assert done["first"][0] < done["first"][1]
    assert done["progress"][0] is None

    # Nobody comes back without both proofs; the doctor's no wins.
    signed = SignCertificate(DOCTOR_PIN, "p-0007", False, False, "to the fever clinic")
    assert office.do(signed).ok
    assert its.comes(7).reason is Reason.ISOLATED
    its.at(7, 10, days=5)
    assert office.do(EndIsolation(DOCTOR_PIN, "p-0007", "14 days are over")).ok
    for hospital, doctor in ((False, True), (True, False)):
        assert office.do(replace(signed, hospital=hospital, school_doctor=doctor)).ok
        its.waits()
        back = its.comes(7)
        assert (back.verdict, back.reason) == (Verdict.DENY, Reason.RETURN_CERTIFICATE_MISSING)
    assert office.do(replace(signed, hospital=True, school_doctor=True, why="seen")).ok
    its.waits()
    assert its.comes(7).verdict is Verdict.GRANT
    file = its.must("health", "show", "p-0007", "--json").json()
    assert [one["school_doctor"] for one in file["certificates"]] == [False, True, False, True]
    assert file["isolations"][0]["ended"]["by"] == "doctor-1"
    verified(its)


# --- The head's evening report ---


def test_the_heads_evening_report(its: Day) -> None:
    its.comes(1)
    its.at(18)
    released = ("--release", "--by", "leader", "--why", "sent to the education office")
    out = its.must("report", "daily", *released).out
    assert f"released as daily-{SCHOOL_DAY}-1" in out
    row = report_row(its, CLASSES[0])
    assert (row["enrolled"], row["present"], row["absent_unexplained"]) == (20, 1, 19)
    assert not [key for key in row if row[key] and ("fever" in key or "isolat" in key)]
    kept = its.must("report", "show", f"daily-{SCHOOL_DAY}-1").out

    its.at(8, days=1)
    its.must(
        "health", "absence", "p-0002", "--cause", "sick", "--day", SCHOOL_DAY,
        "--by", "chen", "--why", "mother called this morning",
    )  # fmt: skip
    again = ("--day", SCHOOL_DAY, *released)
    assert f"corrects daily-{SCHOOL_DAY}-1" in its.must("report", "daily", *again).out
    assert its.desk.type("report", "daily", *again).code == 1, "there is nothing more to correct"
    assert its.must("report", "show", f"daily-{SCHOOL_DAY}-1").out == kept
    assert report_row(its, CLASSES[0], "--day", SCHOOL_DAY)["absent_sick"] == 1
    verified(its)


# --- The auditor's question ---


def test_the_auditors_question(its: Day) -> None:
    asked = its.must(
        "permit", "request", "--name", "张工", "--document", ID_NUMBERS[0], "--kind", "contractor",
        "--purpose", "maintenance", "--areas", "clinic", "--host", "p-0081",
        "--until", f"{SCHOOL_DAY}T12:00", "--entries", "3", "--by", "chen", "--why", "boiler",
        "--json",
    ).json()  # fmt: skip
    permit, visitor = asked["permit_id"], asked["person_id"]
    assert its.desk.type("pass", "issue", "--permit", permit, "--why", "x").code != 0
    its.must("permit", "approve", permit, "--by", "head", "--why", "asked for by the clinic")
    its.must("permit", "approve", permit, "--by", "leader", "--why", "this week")
    code = its.must("pass", "issue", "--permit", permit, "--why", "approved", "--json").json()
    assert its.shows(code["text"]).permit_id == permit
    its.waits()
    again = its.shows(code["text"])
    assert (again.verdict, again.reason) == (Verdict.REFER, Reason.ALREADY_INSIDE)
    lifted = Override(SUPERVISOR_PIN, "left with a crowd, seen by me", case_no=again.case_no)
    assert its.office.do(lifted).ok
    assert len([one for one in of_kind(its.office, AccessDecided) if one.override_of]) == 1

    answer = its.must("trail", visitor, "--json").json()
    assert [one["verdict"] for one in answer["passages"]] == ["grant", "refer", "grant"]
    override = answer["passages"][-1]
    assert (override["decided_by"]["by"], override["permit_id"]) == ("super-1", permit)
    assert override["override_of"] == again.visit_id
    assert {one["signed_in"]["by"] for one in answer["passages"]} == {GUARD}
    (chain,) = answer["permits"]
    assert [(one["step"], one["level"], one["by"]) for one in chain["steps"]] == [
        ("request", None, "chen"),
        ("approve", 1, "head"),
        ("approve", 2, "leader"),
    ]
    assert answer["verify"]["ok"]
    why = ("--unmask", "--by", "officer", "--why", "question of the district")
    out = its.must("trail", ID_NUMBERS[0], *why).out
    assert "left with a crowd, seen by me" in out
    assert "nothing was changed" in out

    pos = chain["steps"][1]["pos"]
    flip_a_byte(log_path(its.desk.state), pos)
    said = its.desk.type("trail", visitor)
    assert said.code == 1
    assert f"NOT verified from row {pos} on" in said.out


def flip_a_byte(path: Path, pos: int) -> None:
    """Change one byte of a row, as who can write the file might: level 1 becomes 3."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        done = raw.execute(
            "UPDATE log SET body = replace(body, '\"level\":1', '\"level\":3') WHERE pos = ?",
            (pos,),
        )
        assert done.rowcount == 1
