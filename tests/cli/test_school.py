"""The school from the command line: units, directory, notices, lists of a day, readiness."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from kiosk.cli.moment import now
from kiosk.core.events import (
    AbsenceRecorded,
    Actor,
    ActorKind,
    ArrivalSlotSet,
    CardBound,
    DirectoryEntrySet,
    DrillReported,
    EvacuationListed,
    Event,
    Fact,
    HouseholdLinked,
    NotSignedOut,
    PersonRecorded,
    PhaseSet,
    PlacementRecorded,
    PlanFiled,
    PlanReviewed,
    TrainingAttended,
    TrainingHeld,
    UnitRecorded,
    Unmasked,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.windows import Window
from kiosk.store.errors import LogNotWritable
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook
from tests.cli.typing_it import Desk
from tests.store.making import MOMENT, decided

CLASS = "grade-7/class-3"
BY = ("--by", "wang", "--why", "new term")
DAY = datetime(2020, 3, 2, tzinfo=UTC)
_INSTALLER = Actor(ActorKind.ACCOUNT, "installer")
_PLAN: tuple[Fact, ...] = (
    PlanFiled("plan-1", date(2020, 2, 10)),
    PlanReviewed("plan-1", date(2020, 2, 20), "passed"),
    DrillReported("drill-1"),
    TrainingHeld("tr-1", date(2020, 2, 12)),
    TrainingAttended("tr-1", "head"),
    TrainingAttended("tr-1", "t1"),
)
SCHOOL_OFFSET = timedelta(hours=8)
"""The shipped example is of a school east of Greenwich by so much."""


def tell(desk: Desk, *facts: Fact, clock: str | None = None) -> None:
    """Append facts, at a local time of the day if one is given."""
    moment = now()
    if clock is not None:
        hour, minute = map(int, clock.split(":"))
        wall = DAY + timedelta(hours=hour, minutes=minute) - SCHOOL_OFFSET
        moment = MOMENT.__class__(wall, MOMENT.boot_ns, MOMENT.boot_id, MOMENT.clock)
    with desk.log() as log:
        for fact in facts:
            log.append(Event(moment, _INSTALLER, fact, "north"))


def staff(desk: Desk, *person_ids: str) -> None:
    tell(desk, *(PersonRecorded(one, PersonKind.STAFF, name="李老师") for one in person_ids))


def pupils(desk: Desk) -> None:
    """Make a class of four: late, absent, gone early with a guardian, and a boarder."""
    tell(
        desk,
        UnitRecorded(CLASS, UnitKind.CLASS, "七年级3班"),
        PersonRecorded("p1", PersonKind.PUPIL, CLASS, name="王小明", contact_phone="13800000001"),
        PersonRecorded("p2", PersonKind.PUPIL, CLASS, name="单小红"),
        PersonRecorded("p3", PersonKind.PUPIL, CLASS, name="赵小兰"),
        PersonRecorded("p4", PersonKind.PUPIL, CLASS, name="钱小军", boards=True),
        PersonRecorded("g2", PersonKind.GUARDIAN, name="单母", phone="13900000002"),
        HouseholdLinked("p2", "g2", "mother"),
    )
    tell(desk, PhaseSet(Phase.OPEN), clock="00:01")
    tell(desk, ArrivalSlotSet("grade-7", (1,), "07:10", "07:40", "16:30"), clock="00:02")
    passes(desk, ("p4", "06:00"), ("p1", "07:55"), ("p3", "07:20"))
    passes(desk, ("p3", "11:00"), way=Direction.OUT)


def passes(desk: Desk, *who: tuple[str, str], way: Direction = Direction.IN) -> None:
    for person_id, clock in who:
        tell(desk, decided(f"{person_id}-{clock}", person_id, direction=way), clock=clock)


def listed(desk: Desk, what: str, *more: str) -> list[dict[str, Any]]:
    found = desk.must("roster", what, "--day", "2020-03-02", "--json", *more).json()
    return list(found)


def people(desk: Desk, what: str, *more: str) -> list[str]:
    return [str(one["person_id"]) for one in listed(desk, what, *more)]


# --- Units ---


def test_units_are_recorded_and_shown_as_a_tree(desk: Desk) -> None:
    staff(desk, "t1", "t2")
    desk.must("unit", "add", "school", "--kind", "school", "--zh", "示范学校", *BY)
    desk.must("unit", "add", CLASS, "--zh", "七年级3班", *BY)
    desk.must("unit", "set-responsible", "school", "--person", "t1", *BY)
    desk.must("unit", "set-responsible", "七年级3班", "--person", "t2", "--deputy", "t1", *BY)
    rows = {one["unit"]: one for one in desk.must("unit", "tree", "--json").json()}
    assert [(one, rows[one]["depth"]) for one in rows] == [
        ("school", 0), ("grade-7", 1), (CLASS, 2),
    ]  # fmt: skip
    assert (rows["grade-7"]["responsible"], rows["grade-7"]["from_unit"]) == ("t1", "school")
    assert rows[CLASS]["responsible"] == "t2"
    assert "t2 李** " in desk.must("unit", "list").out
    desk.must("unit", "remove", CLASS, *BY)
    assert [one["unit"] for one in desk.must("unit", "list", "--json").json()] == ["school"]


def test_who_acts_for_somebody_is_shown_while_it_lasts(desk: Desk) -> None:
    staff(desk, "t1", "t2")
    desk.must("unit", "add", CLASS, *BY)
    desk.must("unit", "set-responsible", CLASS, "--person", "t1", *BY)
    window = ("--from", "2020-01-01", "--until", "2099-12-31")
    desk.must("unit", "act-for", "t1", "--acting", "t2", "--id", "a1", *window, *BY)
    (row,) = desk.must("unit", "list", "--json").json()
    assert (row["responsible"], row["acts"]) == ("t1", "t2")
    over = ("--from", "2020-01-01", "--until", "2020-01-02")
    desk.must("unit", "act-for", "t1", "--acting", "t2", "--id", "a1", *over, *BY)
    (row,) = desk.must("unit", "list", "--json").json()
    assert row["acts"] == "t1"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("set-responsible", CLASS, "--person", "nobody"), 1),
        (("set-responsible", CLASS, "--person", "p1"), 1),
        (("set-responsible", CLASS, "--person", "t1", "--deputy", "t1"), 2),
        (("set-responsible", CLASS), 2),
        (("set-responsible", "grade-12", "--person", "t1"), 1),
        (("act-for", "t1", "--acting", "t1", "--from", "2020-01-01", "--until", "2020-01-02"), 2),
        (("slot", CLASS, "--days", "0-5", "--arrive", "7", "--late", "8", "--leave", "9"), 2),
        (("slot", CLASS, "--days", "1", "--arrive", "07:00", "--late", "06:00",
          "--leave", "16:00"), 2),
        (("slot", CLASS, "--days", "1", "--arrive", "07:00"), 2),
        (("slot", CLASS, "--days", "1"), 2),
        (("slot", CLASS, "--days", "5-1", "--clear"), 2),
        (("remove", "grade-99"), 2),
        (("add", "grade//class"), 2),
    ],
)  # fmt: skip
def test_what_makes_no_sense_of_a_unit_is_refused_in_one_line(
    desk: Desk, words: tuple[str, ...], code: int
) -> None:
    staff(desk, "t1")
    tell(desk, UnitRecorded(CLASS, UnitKind.CLASS), PersonRecorded("p1", PersonKind.PUPIL, CLASS))
    with desk.log() as log:
        before = log.head()
    said = desk.type("unit", *words, *BY)
    assert (said.code, len(said.lines)) == (code, 1)
    with desk.log() as log:
        assert log.head() == before


def test_a_slot_holds_for_its_days_until_it_is_taken_back(desk: Desk) -> None:
    tell(desk, UnitRecorded(CLASS, UnitKind.CLASS))
    times = ("--arrive", "07:10", "--late", "07:40", "--leave", "16:30")
    desk.must("unit", "slot", "grade-7", "--days", "1-3,5", *times, *BY)
    with desk.log() as log:
        book = log.of(SchoolBook)
        week = [book.slot_of(CLASS, (DAY + timedelta(days=n)).date()) for n in range(7)]
    assert [one is not None for one in week] == [True, True, True, False, True, False, False]
    desk.must("unit", "slot", "grade-7", "--days", "1", "--clear", *BY)
    today = now().wall.date()
    week_after = [today + timedelta(days=n) for n in range(7, 14)]
    with desk.log() as log:
        book = log.of(SchoolBook)
        later = {one.isoweekday(): book.slot_of(CLASS, one) for one in week_after}
    assert (later[1], later[2] is None) == (None, False)


def test_on_a_holiday_nobody_is_absent_and_a_saturday_may_be_a_school_day(desk: Desk) -> None:
    pupils(desk)
    tell(desk, UnitRecorded("school", UnitKind.SCHOOL))
    assert people(desk, "absent") == ["p2"]
    desk.must("unit", "slot", "school", "--on", "2020-03-02", "--clear", *BY)
    assert (people(desk, "absent"), people(desk, "late"), people(desk, "left-early")) == (
        [],
        [],
        [],
    )
    saturday = ("--day", "2020-03-07", "--json")
    assert desk.must("roster", "absent", *saturday).json() == []
    times = ("--arrive", "07:10", "--late", "07:40", "--leave", "11:30")
    desk.must("unit", "slot", "school", "--on", "2020-03-07", *times, *BY)
    found = desk.must("roster", "absent", *saturday).json()
    assert [one["person_id"] for one in found] == ["p1", "p2", "p3"]
    desk.must("unit", "slot", CLASS, "--on", "2020-03-07", "--clear", *BY)
    assert desk.must("roster", "absent", *saturday).json() == []
    assert desk.type("unit", "slot", CLASS, "--on", "7 March", "--clear", *BY).code == 2
    assert (
        desk.type("unit", "slot", CLASS, "--on", "2020-03-07", "--days", "1", "--clear").code == 2
    )
    with desk.log() as log:
        assert log.verify().ok


# --- Lists of a day ---


def test_the_lists_of_a_day_name_the_pupils_with_the_guardian_to_call(desk: Desk) -> None:
    pupils(desk)
    assert people(desk, "late") == ["p1"]
    assert people(desk, "absent", "--class", "七年级3班") == ["p2"]
    assert people(desk, "left-early") == ["p3"]
    (absent,) = listed(desk, "absent")
    assert (absent["name"], absent["guardian"], absent["phone"]) == ("单**", "单**", "139****0002")
    (late,) = listed(desk, "late", "--unmask", *BY)
    assert (late["name"], late["phone"], late["late_from"]) == ("王小明", "13800000001", "07:40")
    with desk.log() as log:
        looked = [one.event for one in log.read(0, 1000) if isinstance(one.event.fact, Unmasked)]
    assert [(one.fact.person_id, one.why) for one in looked] == [("p1", "new term")]  # type: ignore[union-attr]  # only Unmasked


def test_who_is_absent_with_a_cause_is_listed_with_it(desk: Desk) -> None:
    pupils(desk)
    tell(desk, AbsenceRecorded("p2", DAY.date(), cause="sick"))
    (one,) = listed(desk, "absent")
    assert (one["excuse"], one["cause"]) == ("reported", "**"), "an illness is no clear value"
    assert "病" not in desk.must("roster", "absent", "--day", "2020-03-02").out
    (one,) = listed(desk, "absent", "--unmask", *BY)
    assert (one["excuse"], one["cause"]) == ("reported", "sick")
    refused = decided("v9", "p2", verdict=Verdict.DENY, reason=Reason.ISOLATED)
    tell(desk, AbsenceRecorded("p2", DAY.date(), present=True))
    tell(desk, refused, clock="07:30")
    (one,) = listed(desk, "absent")
    assert (one["excuse"], one["refused"]) == ("refused", "**"), "no detail of health"
    assert "隔离" not in desk.must("roster", "absent", "--day", "2020-03-02").out
    (one,) = listed(desk, "absent", "--unmask", *BY)
    assert one["refused"] == "isolated"
    tell(desk, PhaseSet(Phase.STAGED, ("grade-9",)), clock="00:03")
    assert {one["excuse"] for one in listed(desk, "absent")} == {"not_released"}


def test_a_placement_excuses_its_own_days_only(desk: Desk) -> None:
    pupils(desk)
    window = Window(DAY - timedelta(days=30), DAY + timedelta(days=1) - SCHOOL_OFFSET)
    tell(desk, PlacementRecorded("pl-1", "p2", window))
    tell(desk, PlacementRecorded("pl-2", "p1", Window(DAY + timedelta(days=9), None)))
    assert {one["person_id"]: one["excuse"] for one in listed(desk, "absent")} == {
        "p2": "placement"
    }
    (late,) = listed(desk, "late")
    assert late["excuse"] is None


def test_who_never_signed_out_is_not_taken_to_be_there_the_next_day(desk: Desk) -> None:
    pupils(desk)
    tell(desk, ArrivalSlotSet("grade-7", (2,), "07:10", "07:40", "16:30"), clock="00:03")
    found = desk.must("roster", "absent", "--day", "2020-03-03", "--json").json()
    # p1 has no exit of the day before and no mark yet: a day pupil slept at home all the same.
    assert [one["person_id"] for one in found] == ["p1", "p2", "p3"]
    passes(desk, ("p1", "32:00"))
    late = desk.must("roster", "late", "--day", "2020-03-03", "--json").json()
    assert [one["person_id"] for one in late] == ["p1"]


def test_missing_exits_are_listed_for_the_class_with_the_boarders_inside(desk: Desk) -> None:
    pupils(desk)
    tell(desk, NotSignedOut("p1"), clock="18:30")
    found = listed(desk, "not-signed-out", "--class", CLASS)
    assert [(one["person_id"], one["boards"]) for one in found] == [("p4", True), ("p1", False)]
    assert "住校" in desk.must("roster", "not-signed-out", "--day", "2020-03-02").out
    passes(desk, ("p4", "19:00"), way=Direction.OUT)
    assert people(desk, "not-signed-out") == ["p1"]


def test_a_night_without_an_exit_belongs_to_the_day_of_the_entry(desk: Desk) -> None:
    pupils(desk)
    tell(desk, NotSignedOut("p1"), clock="31:00")
    assert "p1" in people(desk, "not-signed-out")
    next_day = desk.must("roster", "not-signed-out", "--day", "2020-03-03", "--json").json()
    assert [one["person_id"] for one in next_day] == ["p4"]


def test_somebody_who_is_not_there_is_signed_out_by_name(desk: Desk) -> None:
    pupils(desk)
    said = desk.must("roster", "sign-out", "p4", *BY)
    assert said.out == "p4 钱**\n"
    with desk.log() as log:
        assert "p4" not in {one.person_id for one in log.lookup.inside()}
        assert log.read(log.head() - 1, 1)[0].event.why == "new term"
    assert desk.type("roster", "sign-out", "p4", *BY).code == 1


def test_a_day_without_a_slot_says_so(desk: Desk) -> None:
    pupils(desk)
    said = desk.must("roster", "absent", "--day", "2020-03-03")
    assert said.out == "2020-03-03: nobody\n"
    assert CLASS in said.err


def test_a_list_for_a_spreadsheet_has_no_formula(desk: Desk) -> None:
    pupils(desk)
    tell(desk, PersonRecorded("p2", PersonKind.PUPIL, CLASS, name='=1+1"'))
    out = desk.must("roster", "absent", "--day", "2020-03-02", "--csv", "--unmask", *BY).out
    assert '"\'=1+1""' in out


# --- Inside ---


def test_who_is_inside_is_read_from_the_file_alone(desk: Desk) -> None:
    pupils(desk)
    shown = desk.must("people", "inside").out
    assert "校内 Inside: 2" in shown
    assert "七年级3班  grade-7/class-3: 2" in shown
    assert "王小明" not in shown
    clear = desk.must("people", "inside", "--unmask", "--why", "fire")
    assert "王小明" in clear.out
    with desk.log() as log:
        event = log.read(log.head() - 1, 1)[0].event
    assert (event.fact, event.why) == (EvacuationListed(2), "fire")
    rows = desk.must("people", "inside", "--json").json()
    assert [(one["person_id"], one["boards"]) for one in rows] == [("p1", False), ("p4", True)]
    assert desk.must("people", "inside", "--csv").out.count("grade-7/class-3") == 2
    assert desk.type("people", "inside", "--unmask").code == 2


def test_the_list_is_shown_also_when_the_look_cannot_be_logged(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pupils(desk)

    def full(*_: object) -> None:
        raise LogNotWritable("disk full")

    monkeypatch.setattr(Log, "append", full)
    said = desk.must("people", "inside", "--unmask", "--why", "fire")
    assert "王小明" in said.out
    assert "not in the log" in said.err


def test_the_numbers_of_who_is_inside(desk: Desk) -> None:
    pupils(desk)
    found = desk.must("people", "inside", "--count", "--json").json()
    assert found["total"] == 2
    assert {one["code"]: one["count"] for one in found["areas"] if one["count"]} == {"campus": 2}
    assert "inside: 2" in desk.must("people", "inside", "--count").out


# --- Directory ---


def directory(desk: Desk, *words: str) -> list[dict[str, Any]]:
    return list(desk.must("directory", "list", *words, "--json").json())


def test_the_directory_is_set_found_and_removed(desk: Desk) -> None:
    staff(desk, "t1")
    desk.must("directory", "set", "--line", "leader", "--name", "曾校长", "--phone", "12345", *BY)
    desk.must("directory", "set", "--line", "police", "--name", "某所", "--phone", "110",
              "--id", "d-p", *BY)  # fmt: skip
    desk.must("directory", "set", "--line", "school_doctor", "--person", "t1", *BY)
    assert [one["line"] for one in directory(desk)] == ["leader", "school_doctor", "police"]
    assert [one["entry_id"] for one in directory(desk, "pcs")] == ["d-p"]
    assert [one["name"] for one in directory(desk, "zxz")] == ["曾校长"]
    assert [one["name"] for one in directory(desk, "--line", "school_doctor")] == ["李老师"]
    desk.must("directory", "remove", "d-p", *BY)
    assert "police" in desk.must("directory", "list").err


@pytest.mark.parametrize(
    "words",
    [
        ("set", "--line", "moon", "--name", "x", "--phone", "12345"),
        ("set", "--line", "leader", "--name", "x"),
        ("set", "--line", "leader", "--name", "x", "--phone", "call me"),
        ("set", "--line", "leader", "--name", "x", "--phone", "12345", "--place", "-1"),
        ("remove", "d-none"),
    ],
)
def test_an_entry_without_sense_is_refused(desk: Desk, words: tuple[str, ...]) -> None:
    said = desk.type("directory", *words, *BY)
    assert (said.code, len(said.lines)) == (2, 1)


def test_a_directory_file_comes_in_once_and_its_bad_rows_are_told(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "directory.csv"
    file.write_text(
        "类别,姓名,电话,职务\n派出所,某派出所,110,值班室\nhospital,人民医院,025-1234567,\n"
        "月亮,x,12345,\n交警,交警队,abc,\n派出所,某派出所,111,\n",
        encoding="utf-8",
    )
    dry = desk.type("directory", "import", str(file), "--dry-run", "--json", *BY)
    assert (dry.code, dry.json()["changed"], directory(desk)) == (1, 2, [])
    said = desk.type("directory", "import", str(file), "--json", *BY)
    assert [one["line"] for one in said.json()["left_out"]] == [4, 5, 6]
    assert [(one["line"], one["phone"]) for one in directory(desk)] == [
        ("hospital", "025-1234567"), ("police", "110"),
    ]  # fmt: skip
    again = desk.type("directory", "import", str(file), "--json", *BY)
    assert again.json()["changed"] == 0
    tell(desk, UnitRecorded("security", UnitKind.DEPARTMENT, "保卫处"))
    file.write_text(
        "类别,姓名,电话,部门\nfire,消防队,119,保卫处\nhospital,二院,120,王医生 13800000001\n",
        encoding="utf-8",
    )
    said = desk.must("directory", "import", str(file), "--json", *BY)
    assert "王医生" in said.err
    units = {one["name"]: one["unit"] for one in directory(desk)}
    assert (units["消防队"], units["二院"]) == ("security", None), "a unit is a code, no text"
    file.write_text("类别,姓名,电话\n派出所,某派出所,119\n", encoding="utf-8")
    assert desk.must("directory", "import", str(file), "--json", *BY).json()["changed"] == 1
    assert [one["phone"] for one in directory(desk, "--line", "police")] == ["119"]


# --- Notices ---


def test_a_notice_is_posted_printed_and_withdrawn(desk: Desk, tmp_path: Path) -> None:
    text = ("--zh", "家长请勿入校", "--en", "Parents stay outside")
    desk.must("notice", "post", *text, "--id", "n-1", *BY)
    desk.must("notice", "post", *text, "--id", "n-2", "--until", "2020-01-01", *BY)
    shown = {one["notice_id"]: one["shown"] for one in desk.must("notice", "list", "--json").json()}
    assert shown == {"n-1": True, "n-2": False}
    picture = tmp_path / "code.svg"
    paper = desk.must("notice", "print", "--svg", str(picture)).out
    assert paper.count("家长请勿入校") == 1
    assert "█▀▀▀▀▀█" in paper
    assert ElementTree.parse(picture).getroot().tag.endswith("svg")  # noqa: S314 - our own file
    desk.must("notice", "withdraw", "n-1", *BY)
    assert "家长" not in desk.must("notice", "print").out
    assert "家长" in desk.must("notice", "print", "n-2").out
    assert desk.type("notice", "print", "n-9").code == 2
    assert desk.type("notice", "withdraw", "n-1", *BY).code == 2


def test_a_notice_says_something_in_both_languages(desk: Desk) -> None:
    assert desk.type("notice", "post", "--zh", " ", "--en", "x", *BY).code == 2


def test_a_hostile_notice_reaches_no_printer(desk: Desk) -> None:
    desk.must("notice", "post", "--zh", "甲\x1b[2J乙", "--en", "a\u202eb", *BY)
    out = desk.must("notice", "print").out
    assert not any(bad in out for bad in ("\x1b", "\u202e"))


# --- Readiness ---


def lacks(desk: Desk, *words: str) -> dict[str, list[dict[str, Any]]]:
    said = desk.type("readiness", "--json", *words)
    found: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(said.out)["missing"]:
        found.setdefault(one["what"], []).append(one)
    return found


def test_readiness_of_an_empty_school_names_everything_and_fails(desk: Desk) -> None:
    said = desk.type("readiness")
    assert said.code == 1
    for words in ("未定开学日期", "Reopening plan not filed", "No drill is reported"):
        assert words in said.out


def test_readiness_names_who_lacks_what_and_who_should_act_a_week_ahead(desk: Desk) -> None:
    pupils(desk)
    staff(desk, "head", "t1")
    tell(desk, UnitRecorded("school", UnitKind.SCHOOL))
    tell(desk, CardBound("c1", "p1", number="GPS20200001"))
    desk.must("unit", "set-responsible", "school", "--person", "head", "--deputy", "t1", *BY)
    desk.must("unit", "set-responsible", CLASS, "--person", "t1", *BY)
    found = lacks(desk, "--on", "2026-03-02")
    (card,) = [one for one in found["credential"] if one["about"] == CLASS]
    assert (card["people"], card["who"], card["due"]) == (["p2", "p3", "p4"], "t1", "2026-02-23")
    (guardian,) = found["guardian"]
    assert guardian["people"] == ["p3", "p4"]
    # Whose mother teaches at the school can be called as well.
    tell(desk, PersonRecorded("t2", PersonKind.STAFF, name="赵老师", phone="13900000009"))
    tell(desk, HouseholdLinked("p3", "t2", "mother"))
    assert lacks(desk, "--on", "2026-03-02")["guardian"][0]["people"] == ["p4"]
    assert [one["about"] for one in found["deputy"]] == [CLASS]
    assert found["deputy"][0]["who"] == "head"
    assert "responsible" not in found
    assert "slot" not in found
    assert [one["about"] for one in lacks(desk, "--on", "2026-03-03")["slot"]] == [CLASS]
    (records,) = found["home_records"]
    assert (records["count"], records["due"]) == (4, "2026-03-02")
    assert [one["about"] for one in found["calibration"]] == ["contact", "handheld"]
    assert "phase" not in found


def test_a_school_that_has_everything_is_ready(desk: Desk, tmp_path: Path) -> None:
    staff(desk, "head", "t1")
    tell(desk, UnitRecorded("school", UnitKind.SCHOOL), UnitRecorded(CLASS, UnitKind.CLASS))
    tell(desk, CardBound("c1", "head", number="GPS1001"), CardBound("c2", "t1", number="GPS1002"))
    for unit, person, deputy in (("school", "head", "t1"), (CLASS, "t1", "head")):
        desk.must("unit", "set-responsible", unit, "--person", person, "--deputy", deputy, *BY)
    desk.must("notice", "post", "--zh", "告示", "--en", "notice", *BY)
    for line in ("leader", "duty_leader", "school_doctor", "hospital", "health_authority",
                 "education", "police", "traffic_police"):  # fmt: skip
        tell(desk, DirectoryEntrySet(f"d-{line}", line, name="x", phone="12345"))
    tell(desk, PhaseSet(Phase.OPEN))
    missing = lacks(desk, "--on", "2020-03-02")
    assert set(missing) == {
        "plan_filed", "plan_reviewed", "drill", "training", "duty_roster", "calibration",
    }  # fmt: skip
    for what in _PLAN:
        tell(desk, what)
    desk.must("people", "shift", "t1", "--from", "2020-03-02", "--until", "2020-03-02")
    for name in ("handheld", "contact"):
        desk.must("devices", "calibrate", name, "--reference", "37", "--measured", "37", *BY)
    said = desk.must("readiness", "--on", "2020-03-02")
    assert "ready / 就绪" in said.out
