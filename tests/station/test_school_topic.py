"""Who is inside, the evacuation list, directory, notices, timetable and search at the terminal."""

import os
import stat
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.core.events import (
    ArrivalSlotSet,
    DirectoryEntrySet,
    EvacuationListed,
    Fact,
    HouseholdLinked,
    NoticePosted,
    NotSignedOut,
    PermitRecorded,
    PersonRecorded,
    UnitRecorded,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.windows import Window
from kiosk.link.messages import MAX_LINE, Lock, PrintEvacuation, Query, encode
from kiosk.station.printing import KEPT, Printer
from kiosk.station.recorder import system
from kiosk.station.topics import inside
from kiosk.station.topics.school import ALERT_FOR
from kiosk.store.errors import LogNotWritable
from tests.station.gate import card, event, person
from tests.station.office import Office, open_office
from tests.station.world import START

CLASS = "grade-7/class-3"
VISITOR = 902
WEEK = (1, 2, 3, 4, 5, 6, 7)


def facts() -> list[Fact]:
    made = [fact for number in range(1, 6) for fact in person(number)]
    made += person(VISITOR, PersonKind.VISITOR)
    made.append(PersonRecorded("p-0002", PersonKind.PUPIL, CLASS, name="单雄信", boards=True))
    made.append(UnitRecorded(CLASS, UnitKind.CLASS, "七年级3班", "Class 7-3"))
    permit = Permit(PermitState.APPROVED, "meeting", areas=("office", "clinic"))
    made.append(PermitRecorded("m-1", f"p-{VISITOR:04}", permit))
    made += [HouseholdLinked("p-0001", "p-0902", "mother"), HouseholdLinked("p-0002", "p-0902")]
    made += [
        DirectoryEntrySet("d-1", "police", name="王派出所", phone="02511011000"),
        DirectoryEntrySet("d-2", "leader", name="曾校长", phone="13900000002", title="校长"),
    ]
    return made


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, facts()) as made:
        yield made


def enters(office: Office, *numbers: int) -> None:
    for number in numbers:
        office.world.samples(None, 0.5)
        office.world.samples(36.5, 1.2)
        office.world.code(card(number))


def names(data: dict[str, Any], key: str = "person") -> list[str]:
    return [one[key]["person_id"] for one in data["rows"]]


def test_the_list_of_who_is_inside_is_masked_and_narrowed_by_what_is_typed(office: Office) -> None:
    office.sign_in()
    enters(office, 1, 2, VISITOR)
    data = office.ask("inside")
    assert names(data) == ["p-0001", "p-0002", "p-0902"]
    assert [one["person"]["name"] for one in data["rows"]] == ["王**", "单**", "王**"]
    assert [one["boards"] for one in data["rows"]] == [False, True, False]
    assert data["rows"][2]["areas"] == ["office", "clinic"]
    office.look()
    assert names(office.ask("inside", "sxx")) == ["p-0002"]
    assert names(office.ask("inside", "0003")) == []


def test_occupancy_is_by_area_class_and_kind_with_the_limits(office: Office) -> None:
    office.sign_in()
    enters(office, 1, 2, VISITOR)
    (one,) = [office.ask("occupancy")["one"]]
    assert one["total"] == 3
    assert {row["code"]: row["count"] for row in one["kinds"]} == {"pupil": 2, "visitor": 1}
    assert {row["code"]: row["count"] for row in one["units"]} == {CLASS: 2}
    counted = {row["code"]: row["count"] for row in one["areas"] if row["count"]}
    assert counted == {"campus": 2, "office": 1, "clinic": 1}
    limits = {row["code"]: row["limit"] for row in one["areas"] if row["limit"] is not None}
    assert limits == dict(office.bench.policy.area_limits)


def test_the_evacuation_list_needs_nobody_signed_in_and_is_logged(office: Office) -> None:
    enters(office, 2, 1, VISITOR)
    data = office.ask("evacuation")
    assert [one["name"] for one in data["rows"]] == ["单雄信", "王小1", "王小902"]
    assert (data["total"], data["next"]) == (3, None)
    assert EvacuationListed(3) in office.facts()
    office.sign_in()
    assert office.do(Lock()).ok
    assert len(office.ask("evacuation")["rows"]) == 3
    last = office.world.log.read(office.world.log.head() - 1, 1)[0].event
    assert (last.fact, last.actor.name) == (EvacuationListed(3), "terminal")


def test_a_list_longer_than_an_answer_goes_on_in_the_next_and_is_one_look(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enters(office, 1, 2, 3)
    monkeypatch.setattr(inside, "ANSWER_BYTES", 250)
    found: list[str] = []
    after: str | None = None
    while True:
        data = office.ask("evacuation", after=after)
        found += [one["name"] for one in data["rows"]]
        after = data["next"]
        if after is None:
            break
    assert found == ["单雄信", "王小1", "王小3"]
    assert office.facts().count(EvacuationListed(3)) == 1


def test_who_leaves_meanwhile_moves_nobody_off_the_next_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enters(office, 1, 2, 3)
    monkeypatch.setattr(inside, "ANSWER_BYTES", 150)
    first = office.ask("evacuation")
    office.bench.write(system("day"), NotSignedOut("p-0002"))
    second = office.ask("evacuation", after=first["next"])
    assert [one["name"] for one in (*first["rows"], *second["rows"])] == ["单雄信", "王小1"]


def test_a_page_asked_for_by_itself_is_a_look_of_its_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enters(office, 1, 2, 3)
    monkeypatch.setattr(inside, "ANSWER_BYTES", 150)
    readers = ((0.0, None), (inside.PAGES_WITHIN_S + 1, None), (0.0, "guard"))
    for looks, (later, who) in enumerate(readers, 1):
        office.world.at += later
        if who is not None:
            office.sign_in()
        assert office.ask("evacuation", after="1")["rows"]
        assert office.facts().count(EvacuationListed(3)) == looks, "nobody reads it unseen"


def test_the_other_lists_need_somebody_signed_in(office: Office) -> None:
    for what in ("inside", "occupancy", "people", "household", "directory", "notices"):
        answer = office.queries.answer(Query("q", what), None, office.world.now)
        assert (answer.ok, answer.code) == (False, "sign_in_first")


def test_the_list_is_shown_although_the_log_cannot_be_written(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    enters(office, 1)

    def full(*_: object, **__: object) -> None:
        raise LogNotWritable("disk full")

    monkeypatch.setattr(office.world.log, "append", full)
    assert [one["name"] for one in office.ask("evacuation")["rows"]] == ["王小1"]


def test_one_key_writes_the_list_for_its_owner_only(office: Office) -> None:
    enters(office, 2, 1, VISITOR)
    answer = office.do(PrintEvacuation())
    assert answer.ok
    path = Path((answer.data or {})["path"])
    assert path.parent == office.world.log.path.parent / "print"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert "校内 Inside: 3" in text
    assert "七年级3班  grade-7/class-3: 2" in text
    assert "[ ] 单雄信" in text
    assert "office, clinic" in text
    assert office.facts()[-1] == EvacuationListed(3)


def test_only_the_last_lists_are_kept(office: Office) -> None:
    enters(office, 1)
    for _ in range(KEPT + 2):
        office.world.at += 1
        assert office.do(PrintEvacuation()).ok
    assert len(list((office.world.log.path.parent / "print").iterdir())) == KEPT


def prints_by(office: Office, *command: str) -> None:
    office.bench.site = office.bench.site.model_copy(update={"print_command": command})


def python(office: Office, script: str) -> None:
    prints_by(office, sys.executable, "-c", f"import sys\n{script}")


def wait_for_the_printer(office: Office) -> None:
    printer: Printer = office.bench.kept[Printer]
    if printer.running is not None:
        printer.running.wait(10)
    office.look()


def test_the_printer_gets_the_file_as_its_last_word(office: Office, tmp_path: Path) -> None:
    python(office, f"open({str(tmp_path / 'paper')!r}, 'w').write(open(sys.argv[-1]).read())")
    enters(office, 1)
    assert office.do(PrintEvacuation()).ok
    wait_for_the_printer(office)
    assert "王小1" in (tmp_path / "paper").read_text(encoding="utf-8")
    assert office.state().alerts == ()


def test_a_printer_that_is_not_there_is_told_and_the_file_is_written(office: Office) -> None:
    prints_by(office, "/nowhere/lp")
    enters(office, 1)
    answer = office.do(PrintEvacuation())
    assert (answer.ok, answer.code) == (False, "print_failed")
    assert Path((answer.data or {})["path"]).exists()


def test_a_print_that_fails_later_is_an_alert_for_a_while(office: Office, tmp_path: Path) -> None:
    go = tmp_path / "go"
    os.mkfifo(go)
    python(office, f"open({str(go)!r}).read()\nsys.exit(1)")
    assert office.do(PrintEvacuation()).ok
    go.write_text("go", encoding="utf-8")
    wait_for_the_printer(office)
    assert [one.code for one in office.state().alerts] == ["print_failed"]
    office.world.at += ALERT_FOR.total_seconds() + 1
    assert office.state().alerts == ()


def test_people_are_found_by_initials_class_and_card(office: Office) -> None:
    office.sign_in()
    enters(office, 1)
    data = office.ask("people", "wx 7/3")
    assert data["complete"]
    assert names(data) == ["p-0001", "p-0003", "p-0004", "p-0005"]
    assert [one["inside"] for one in data["rows"]] == [True, False, False, False]
    (row,) = office.ask("people", "0002")["rows"]
    assert (row["person"]["name"], row["card_tail"]) == ("单**", "0002")
    assert office.ask("people", "zzz")["rows"] == []


def test_a_person_recorded_later_is_found_after_a_look(office: Office) -> None:
    office.sign_in()
    assert office.ask("people", "qb")["rows"] == []
    office.world.log.append(event(PersonRecorded("p-0777", PersonKind.STAFF, name="仇八")))
    office.look()
    assert names(office.ask("people", "qb")) == ["p-0777"]


def test_a_household_gives_the_guardians_or_the_children(office: Office) -> None:
    office.sign_in()
    (guardian,) = office.ask("household", "p-0001")["rows"]
    assert (guardian["person"]["person_id"], guardian["relation"]) == ("p-0902", "mother")
    assert names(office.ask("household", "p-0902")) == ["p-0001", "p-0002"]
    assert office.ask("household", "p-0005")["rows"] == []


def test_the_directory_is_in_clear_and_found_by_line_and_initials(office: Office) -> None:
    office.sign_in()
    assert [one["name"] for one in office.ask("directory")["rows"]] == ["曾校长", "王派出所"]
    for typed in ("zxz", "police", "派出所", "pcs", "1000"):
        rows = office.ask("directory", typed)["rows"]
        assert len(rows) == 1, typed
    assert office.ask("directory", "police")["rows"][0]["phone"] == "02511011000"


def test_notices_of_the_moment_are_on_the_idle_screen_newest_first(office: Office) -> None:
    now = office.world.now.moment.wall
    for notice_id, window in (
        ("n-1", Window()),
        ("n-2", Window(now + timedelta(minutes=1), now + timedelta(minutes=2))),
        ("n-3", Window(until=now)),
    ):
        office.world.log.append(event(NoticePosted(notice_id, window, f"告示{notice_id}", "")))
    assert [(one.notice_id, one.en) for one in office.state().notices] == [("n-1", "告示n-1")]
    office.world.at += 60
    assert [one.notice_id for one in office.state().notices] == ["n-2", "n-1"]


def test_the_screen_has_the_school_the_hotline_and_the_address(office: Office) -> None:
    office.bench.site = office.bench.site.model_copy(
        update={"hotline": "12345", "registration_url": "https://school.example/visit"}
    )
    state = office.state()
    assert (state.hotline, state.registration_url) == ("12345", "https://school.example/visit")
    assert (state.school_zh, state.school_en) == ("示范学校", "Model School")


@pytest.mark.parametrize(
    ("late_from", "arrive_from", "shown"),
    [(60, -60, "on_time"), (-1, -60, "late"), (60, 30, "early")],
)
def test_an_arrival_is_shown_against_the_slot_of_the_class(
    office: Office, late_from: int, arrive_from: int, shown: str
) -> None:
    def clock(minutes: int) -> str:
        return f"{START + timedelta(minutes=minutes):%H:%M}"

    slot = ArrivalSlotSet("grade-7", WEEK, clock(arrive_from), clock(late_from), "23:59")
    office.world.log.append(event(slot))
    enters(office, 1)
    verdict = office.state().verdict
    assert verdict is not None
    assert verdict.slot == shown


def test_coming_back_is_not_late_and_leaving_before_the_end_is_early(office: Office) -> None:
    office.world.log.append(event(ArrivalSlotSet("grade-7", WEEK, "00:00", "00:01", "23:59")))
    shown = []
    for direction in (Direction.IN, Direction.OUT, Direction.IN):
        office.world.lane.direction = direction
        office.world.at += 60
        enters(office, 1)
        verdict = office.state().verdict
        shown.append(verdict.slot if verdict else "nothing")
    assert shown == ["late", "early_leave", None]


def test_who_is_no_pupil_has_no_slot(office: Office) -> None:
    office.world.log.append(event(ArrivalSlotSet("grade-7", WEEK, "00:00", "00:01", "23:59")))
    enters(office, VISITOR)
    verdict = office.state().verdict
    assert verdict is not None
    assert verdict.slot is None


def test_notices_without_end_leave_a_state_that_fits_a_line(office: Office) -> None:
    window = Window(START - timedelta(days=1), START + timedelta(days=1))
    for number in range(30):
        posted = NoticePosted(f"n-{number}", window, "通" * 6000, "N" * 6000)
        office.world.log.append(event(posted))
    state = office.state()
    assert len(encode(state)) < MAX_LINE // 2
    assert len(state.notices) == 20
    assert all(one.zh.startswith("通通") and one.en.startswith("NN") for one in state.notices)
