"""Reports of a day: released by name, kept as sent, corrected and never changed."""

import json
import time as clocks
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from config.policy_loader import load_policy
from kiosk.cli.moment import now
from kiosk.cli.report_overdue import overdue
from kiosk.core.events import (
    AbsenceRecorded,
    AccessDecided,
    ClassReported,
    Event,
    Fact,
    HomeTemperatureRecorded,
    IsolationBegun,
    IsolationEnded,
    NotSignedOut,
    PaperEntered,
    PermitRequested,
    PersonRecorded,
    PhaseSet,
    ReportReleased,
    ResponsibleSet,
    SymptomsRecorded,
    UnitRecorded,
    VisitCorrected,
    WatchListed,
)
from kiosk.core.health import WatchEntry
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState
from kiosk.core.windows import Window
from tests.cli.typing_it import Desk
from tests.store.making import GUARD, infrared

CLASS = "grade-7/class-3"
ZONE = timezone(timedelta(hours=8))
_STARTED = clocks.clock_gettime_ns(clocks.CLOCK_REALTIME)
DAY = datetime.fromtimestamp(_STARTED / 1e9, ZONE).date()
_NOON = int(datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=ZONE).timestamp()) * 10**9


class Noon:
    """The clock of the machine, set to the noon of today: no test begins a day before it ends."""

    CLOCK_REALTIME, CLOCK_BOOTTIME = clocks.CLOCK_REALTIME, clocks.CLOCK_BOOTTIME

    @staticmethod
    def clock_gettime_ns(which: int) -> int:
        """Read a clock, the wall clock as if it were about noon."""
        at = clocks.clock_gettime_ns(which)
        return at - _STARTED + _NOON if which == clocks.CLOCK_REALTIME else at


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.cli.moment.time", Noon)


def entry(number: int, direction: Direction = Direction.IN, **extra: object) -> AccessDecided:
    made = {"verdict": Verdict.GRANT, "reason": Reason.ROSTER, **extra}
    return AccessDecided(
        visit_id=f"v-{number}-{direction}",
        direction=direction,
        clause=Clause.N5,
        also=(),
        credential_kind=CredentialKind.SCHOOL_CARD,
        credential_state=CredentialState.VALID,
        phase=Phase.OPEN,
        policy="test",
        person_id=f"p-{number}",
        person_kind=PersonKind.PUPIL,
        unit=CLASS,
        **made,  # type: ignore[arg-type]  # the two fields above
    )


def school() -> list[Fact]:
    pupils = [
        PersonRecorded(
            f"p-{n}", PersonKind.PUPIL, CLASS, name=f"王小{n}", contact_phone="13812342210"
        )
        for n in range(1, 5)
    ]
    return [UnitRecorded(CLASS, UnitKind.CLASS, "初一(3)班"), PhaseSet(Phase.OPEN), *pupils]


def write(desk: Desk, *facts: Fact, drill: bool = False) -> None:
    with desk.log() as log:
        for fact in facts:
            log.append(Event(now(), GUARD, fact, drill=drill))


def cells(found: Any, unit: str) -> dict[str, object]:
    """Give a row of a report printed as JSON by the codes of its columns."""
    (table,) = found
    codes = [one["code"] for one in table["columns"]]
    row = next(row for row in table["rows"] if row[0] == unit)
    return dict(zip(codes, row, strict=True))


def test_an_evening_without_any_case_has_a_report_of_zeros(desk: Desk) -> None:
    write(desk, *school())
    found = desk.must("report", "daily", "--json").json()
    row = cells(found, CLASS)
    assert row.pop("unit") == CLASS
    assert (row.pop("enrolled"), row.pop("absent_unexplained")) == (4, 4)
    assert set(row.values()) == {0}


def test_the_report_counts_what_the_gate_and_the_health_file_know(desk: Desk) -> None:
    write(
        desk,
        *school(),
        entry(1),
        entry(2, verdict=Verdict.REFER, reason=Reason.TEMPERATURE_ELEVATED),
        entry(2, verdict=Verdict.DENY, reason=Reason.ELEVATED_CONFIRMED),
        IsolationBegun("p-2", now().wall, "elevated_confirmed"),
        AbsenceRecorded("p-3", DAY, cause="sick"),
        WatchListed("w-1", "p-4", WatchEntry("key_region_contact", Window())),
    )
    row = cells(desk.must("report", "daily", "--json").json(), CLASS)
    assert {key: row[key] for key in row if row[key]} == {
        "unit": CLASS,
        "enrolled": 4,
        "present": 1,
        "absent_sick": 1,
        "fever_gate": 1,
        "fever_confirmed": 1,
        "isolation_room": 1,
        "key_region": 1,
    }


def test_nothing_of_a_drill_is_in_any_report(desk: Desk) -> None:
    write(desk, *school())
    before = desk.must("report", "daily", "--json").out
    write(
        desk,
        entry(1),
        entry(2, verdict=Verdict.DENY, reason=Reason.ELEVATED_CONFIRMED),
        IsolationBegun("p-2", now().wall, "elevated_confirmed"),
        drill=True,
    )
    assert desk.must("report", "daily", "--json").out == before
    assert desk.must("report", "province", "--json").code == 0


def test_a_released_report_is_kept_as_sent_and_later_facts_make_a_correction(desk: Desk) -> None:
    write(desk, *school(), entry(1))
    sent = desk.must("report", "daily", "--json").json()
    first = desk.must("report", "daily", "--release", "--by", "wang", "--why", "evening")
    assert f"daily-{DAY}-1" in first.out
    same = desk.type("report", "daily", "--release", "--by", "wang", "--why", "again")
    assert same.code == 1
    write(desk, entry(3))
    second = desk.must("report", "daily", "--release", "--by", "wang", "--why", "one came late")
    assert f"corrects daily-{DAY}-1" in second.out
    assert "Present: 1 -> 2" in second.out
    assert desk.must("report", "show", f"daily-{DAY}-1", "--json").json() == sent
    listed = desk.must("report", "releases", "--json").json()[0]["rows"]
    assert [row[4] for row in listed] == [None, f"daily-{DAY}-1"]


def test_a_correction_says_itself_what_it_corrects_also_of_visitors_only(desk: Desk) -> None:
    visitor = {"person_id": "v-1", "person_kind": PersonKind.VISITOR, "unit": None}
    write(desk, *school(), PersonRecorded("v-1", PersonKind.VISITOR, name="许文"))
    release = ("report", "daily", "--release", "--by", "wang", "--why", "evening")
    desk.must(*release)
    write(desk, replace(entry(9), **visitor))  # type: ignore[arg-type]  # fields of the fact
    desk.must(*release)
    sent = desk.must("report", "show", f"daily-{DAY}-2", "--json").json()[0]["notes"]
    assert f"Corrects daily-{DAY}-1" in sent[1]
    assert "came in 0" in sent[2]
    assert "came in 1" in sent[2]
    assert desk.type(*release).code == 1


def test_no_report_is_released_of_a_day_to_come(desk: Desk) -> None:
    write(desk, *school())
    tomorrow = (DAY + timedelta(days=1)).isoformat()
    said = desk.type(
        "report", "daily", "--day", tomorrow, "--release", "--by", "wang", "--why", "x"
    )
    assert said.code == 2
    assert desk.must("report", "releases", "--json").json()[0]["rows"] == []


@pytest.mark.parametrize("verb", ["morning", "barred"])
def test_a_class_that_does_not_exist_is_not_reported_as_empty(desk: Desk, verb: str) -> None:
    write(desk, *school())
    assert desk.type("report", verb, "--class", "grade-7/class-33").code == 2
    assert desk.must("report", verb, "--class", CLASS).code == 0


def at(hours: float, fact: Fact) -> Event:
    """Give a fact so many hours after the beginning of today at the school."""
    begun = datetime.combine(DAY, time(), ZONE)
    return Event(replace(now(), wall=begun + timedelta(hours=hours)), GUARD, fact)


def test_a_boarder_was_here_on_the_day_on_which_he_went_home(desk: Desk) -> None:
    write(desk, *school())
    with desk.log() as log:
        log.append(at(-40, entry(1)))
        log.append(at(0.1, entry(1, Direction.OUT)))
        # Who was signed out in the evening is not here because he was yesterday.
        log.append(at(-30, entry(2)))
        log.append(at(-20, NotSignedOut("p-2")))
    row = cells(desk.must("report", "daily", "--json").json(), CLASS)
    assert (row["present"], row["absent_unexplained"]) == (1, 3)


def test_midnight_is_that_of_the_school(desk: Desk) -> None:
    write(desk, *school())
    with desk.log() as log:
        log.append(at(-0.01, entry(1)))
        log.append(at(-0.005, entry(1, Direction.OUT)))
        log.append(at(0.0, entry(2)))
        log.append(at(0.001, entry(2, Direction.OUT)))
    yesterday = (DAY - timedelta(days=1)).isoformat()
    for day in (yesterday, DAY.isoformat()):
        row = cells(desk.must("report", "daily", "--day", day, "--json").json(), CLASS)
        assert row["present"] == 1


@pytest.mark.parametrize(("celsius", "elevated"), [(38.0, 1), (36.4, 0)])
def test_who_was_elevated_on_the_way_out_counts_though_he_was_let_out(
    desk: Desk, celsius: float, elevated: int
) -> None:
    readings = tuple(infrared(one) for one in (38.0, *(celsius,) * 3))
    write(
        desk,
        *school(),
        entry(1, Direction.OUT, reason=Reason.EXIT, case_no=1, readings=readings),
    )
    row = cells(desk.must("report", "daily", "--json").json(), CLASS)
    assert (row["fever_gate"], row["fever_confirmed"]) == (elevated, 0)
    listed = desk.must("report", "morning", "--json").json()[0]["rows"]
    assert len(listed) == elevated


def test_a_fever_confirmed_on_the_way_out_counts_unless_it_was_somebody_elses(desk: Desk) -> None:
    write(desk, *school())
    with desk.log() as log:
        for number in (1, 2):
            out = entry(number, Direction.OUT, reason=Reason.EXIT)
            log.append(at(0.1 + number, out))
            since = at(0.1 + number, out).moment.wall
            begun = IsolationBegun(f"p-{number}", since, "elevated_confirmed")
            log.append(at(0.1 + number, begun))
        log.append(at(4, VisitCorrected("v-2-out", "p-2")))
    row = cells(desk.must("report", "daily", "--json").json(), CLASS)
    assert (row["fever_gate"], row["fever_confirmed"]) == (1, 1)


def test_each_day_of_an_isolation_is_counted_under_the_cause_it_had(desk: Desk) -> None:
    write(desk, *school())
    with desk.log() as log:
        for hours, cause in ((-60, "elevated_confirmed"), (-30, "suspect"), (-4, "confirmed")):
            since = at(hours, entry(1)).moment.wall
            log.append(at(hours, IsolationBegun("p-1", since, cause)))
        log.append(at(0.1, IsolationEnded("p-1")))
    counted = []
    for back in (2, 1, 0):
        day = (DAY - timedelta(days=back)).isoformat()
        row = cells(desk.must("report", "daily", "--day", day, "--json").json(), CLASS)
        counted.append([row[one] for one in ("suspect", "confirmed", "isolation_room")])
    assert counted == [[1, 0, 0], [0, 1, 0], [0, 0, 0]]


def test_a_report_that_was_never_sent_is_owed_on_the_days_after_too(desk: Desk) -> None:
    write(desk, *school())
    with desk.log() as log:
        begun = log.lookup.at(1).event.moment.wall.astimezone(ZONE)
        later = datetime.combine(begun.date() + timedelta(days=2), time(9), ZONE)
        found = overdue(log, load_policy(), later, ZONE)
    owed = [row[2] for row in found.rows if "daily" in str(row[2])]
    days = [begun.date() + timedelta(days=n) for n in (0, 1)]
    assert owed[-1] == f"daily {days[1]}"
    assert set(owed) <= {f"daily {one}" for one in days}


def test_a_line_of_paper_counts_on_the_day_on_its_sheet_and_corrects_what_was_sent(
    desk: Desk,
) -> None:
    write(desk, *school())
    yesterday = (DAY - timedelta(days=1)).isoformat()
    words = ("report", "daily", "--day", yesterday)
    release = (*words, "--release", "--by", "wang", "--why", "evening")
    desk.must(*release)
    on_sheet = at(-12, entry(1)).moment.wall
    write(
        desk,
        PaperEntered(
            "paper-1", on_sheet, Direction.IN, Verdict.GRANT, "p-1", PersonKind.PUPIL, CLASS
        ),
    )
    assert "Present: 0 -> 1" in desk.must(*release).out
    assert cells(desk.must(*words, "--json").json(), CLASS)["present"] == 1


def test_a_visitor_who_stays_over_midnight_and_an_override_are_counted(desk: Desk) -> None:
    visitor: dict[str, Any] = {
        "person_id": "v-1", "person_kind": PersonKind.VISITOR, "unit": None
    }  # fmt: skip
    write(desk, *school(), PersonRecorded("v-1", PersonKind.VISITOR, name="许文"))
    with desk.log() as log:
        log.append(at(-6, replace(entry(9), **visitor, override_of=Reason.PERMIT_NOT_YET)))
        log.append(at(1, entry(1)))
        log.append(at(1.1, VisitCorrected("v-1-in", "p-1")))
    for back, overrides in ((1, 1), (0, 0)):
        day = (DAY - timedelta(days=back)).isoformat()
        (table,) = desk.must("report", "daily", "--day", day, "--json").json()
        assert "still in 1" in table["notes"][0]
        total = cells([table], "合计 Total")
        assert (total["overrides"], total["present"]) == (overrides, 0)


def test_what_was_released_is_shown_though_somebody_writes_another_under_its_name(
    desk: Desk,
) -> None:
    write(desk, *school())
    desk.must("report", "daily", "--release", "--by", "wang", "--why", "evening")
    name = f"daily-{DAY}-1"
    before = desk.must("report", "show", name, "--json").out
    write(desk, ReportReleased(name, "daily", DAY, "0" * 64, content="{}"))
    assert desk.must("report", "show", name, "--json").out == before


def test_nobody_releases_a_report_without_a_name_and_a_reason(desk: Desk) -> None:
    write(desk, *school())
    assert desk.type("report", "daily", "--release").code == 2
    assert desk.type("report", "daily", "--release", "--by", "wang").code == 2
    assert desk.must("report", "releases", "--json").json()[0]["rows"] == []


def test_a_report_goes_out_as_a_workbook(desk: Desk, tmp_path: Path) -> None:
    write(desk, *school())
    out = tmp_path / "daily.xlsx"
    desk.must("report", "daily", "--format", "xlsx", "--out", str(out))
    assert out.read_bytes().startswith(b"PK")
    assert desk.type("report", "daily", "--format", "xlsx").code == 2


def test_the_class_summary_counts_symptoms_today_and_over_three_days(desk: Desk) -> None:
    write(
        desk,
        *school(),
        SymptomsRecorded("p-1", DAY, "morning", symptoms=("cough",)),
        SymptomsRecorded("p-2", DAY - timedelta(days=2), "morning", symptoms=("cough",)),
        SymptomsRecorded("p-3", DAY - timedelta(days=3), "morning", symptoms=("cough",)),
    )
    row = cells(desk.must("report", "class_summary", "--json").json(), CLASS)
    assert (row["today_cough"], row["days3_cough"]) == (1, 2)


def test_a_class_that_has_not_reported_is_named(desk: Desk) -> None:
    write(desk, *school(), UnitRecorded("grade-8/class-1", UnitKind.CLASS))
    write(desk, ClassReported(CLASS, DAY, "morning"))
    yesterday = (DAY - timedelta(days=1)).isoformat()
    found = desk.type("report", "late", "--day", yesterday, "--json")
    assert found.code == 1
    assert [row[0] for row in found.json()[0]["rows"]] == [CLASS, "grade-8/class-1"]


def test_a_class_that_is_known_by_its_pupils_only_owes_its_check_too(desk: Desk) -> None:
    write(desk, PersonRecorded("p-9", PersonKind.PUPIL, "grade-9/class-1", name="许文"))
    yesterday = (DAY - timedelta(days=1)).isoformat()
    found = desk.type("report", "late", "--day", yesterday, "--json")
    assert [row[0] for row in found.json()[0]["rows"]] == ["grade-9/class-1"]
    for unit in ("grade-9/class-1", "grade-9"):
        assert desk.must("report", "barred", "--class", unit).code == 0


def test_the_teachers_list_of_barred_pupils_says_nothing_of_their_health(desk: Desk) -> None:
    write(
        desk,
        *school(),
        IsolationBegun("p-2", now().wall - timedelta(days=1), "elevated_confirmed"),
        WatchListed("w-1", "p-4", WatchEntry("key_region_contact", Window())),
    )
    (table,) = desk.must("report", "barred", "--json").json()
    assert [row[1] for row in table["rows"]] == ["王**", "王**"]
    assert len({row[2] for row in table["rows"]}) == 1
    assert "isolat" not in json.dumps(table).lower()


def test_in_staged_return_who_is_not_released_is_told_apart_from_missing_records(
    desk: Desk,
) -> None:
    days = [DAY - timedelta(days=n) for n in range(1, 15)]
    write(
        desk,
        *school(),
        PhaseSet(Phase.STAGED, ("grade-7",)),
        *(HomeTemperatureRecorded("p-1", day, value_c=36.4) for day in days),
    )
    (table,) = desk.must("report", "barred", "--json").json()
    assert [row[2] for row in table["rows"]] == ["居家记录待补 / Home records to complete"] * 3


def test_names_in_full_are_for_a_named_reader_with_a_reason_and_logged(desk: Desk) -> None:
    write(desk, *school(), SymptomsRecorded("p-1", DAY, "morning", symptoms=("cough",)))
    assert "王**" in desk.must("report", "morning").out
    assert desk.type("report", "morning", "--unmask").code == 2
    clear = desk.must("report", "morning", "--unmask", "--by", "wang", "--why", "to the doctor")
    assert "王小1" in clear.out
    with desk.log() as log:
        kinds = [type(one.event.fact).__name__ for one in log.read(0, 1000)]
    assert kinds.count("Unmasked") == 1


def test_what_is_overdue_is_told_with_whose_it_is(desk: Desk) -> None:
    write(desk, *school())
    yesterday = (DAY - timedelta(days=1)).isoformat()
    found = desk.type("report", "overdue", "--day", yesterday, "--json")
    rows = found.json()[0]["rows"]
    assert found.code == 1
    assert {row[0] for row in rows} == {"未指定 / nobody named"}


def test_a_class_with_pupils_of_whom_nobody_knows_anything_today_is_overdue(desk: Desk) -> None:
    write(desk, *school(), AbsenceRecorded("p-3", DAY - timedelta(days=1), cause="sick"))
    yesterday = (DAY - timedelta(days=1)).isoformat()
    rows = desk.type("report", "overdue", "--day", yesterday, "--json").json()[0]["rows"]
    roll = [row for row in rows if row[1].endswith("No record today")]
    assert [(row[2], row[4]) for row in roll] == [(CLASS, 3)]


def test_a_permit_that_nobody_decides_before_it_begins_is_the_departments(desk: Desk) -> None:
    begun = now().wall - timedelta(hours=1)
    permit = Permit(PermitState.SUBMITTED, "inspection", window=Window(begun))
    write(
        desk,
        *school(),
        PersonRecorded("t-1", PersonKind.STAFF, "office", name="郑主任"),
        UnitRecorded("office", UnitKind.DEPARTMENT),
        ResponsibleSet("office", "t-1"),
        PersonRecorded("v-1", PersonKind.VISITOR, name="许文"),
        PermitRequested("q-1", "v-1", permit, levels=2, department="office"),
    )
    rows = desk.type("report", "overdue", "--json").json()[0]["rows"]
    found = {row[2]: row[0] for row in rows}
    assert found["q-1"] == "郑** (t-1)"


@pytest.mark.parametrize(
    "words",
    [
        ("daily", "--day", "yesterday"),
        ("daily", "--day", "0001-01-01"),
        ("late", "--day", "9999-12-31"),
        ("overdue", "--day", "0001-01-01"),
        ("barred", "--day", "9999-12-31"),
        ("show", "none"),
    ],
)
def test_what_cannot_be_reported_says_so(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.type("report", *words)
    assert said.code == 2
    assert len(said.lines) == 1
