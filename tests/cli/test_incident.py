"""`kiosk incident`: what happened, what is due, and reports kept as they were sent."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kiosk.core.events import (
    AccountSet,
    DirectoryEntrySet,
    IncidentReported,
    SymptomsRecorded,
    Unmasked,
)
from kiosk.core.readings import Instrument
from kiosk.link.messages import MeasureListed, TakeStep
from tests.cli.typing_it import Desk, Said
from tests.station.feverish import arrive, confirmed
from tests.station.gate import person
from tests.station.office import open_office

BY = ("--by", "super-1", "--why", "asked for by the health authority")


@pytest.fixture
def desk(empty_desk: Desk) -> Desk:
    """Make a school with one confirmed fever and one who queued with it."""
    people = [fact for number in range(1, 4) for fact in person(number)]
    leader = DirectoryEntrySet("d1", "leader", name="周校长", phone="13600001111")
    ill = SymptomsRecorded("p-0001", date(2020, 5, 11), "doctor", symptoms=("cough",))
    with open_office(empty_desk.state, [*people, leader, ill]) as office:
        office.sign_in()
        arrive(office, 2, 36.4)
        confirmed(office, 1)
        office.do(TakeStep(1, "call_guardian", "王妈妈", "13812342210", "comes at once"))
        office.do(MeasureListed(1, "p-0002", 36.5, Instrument.INFRARED))
    return empty_desk


def first(desk: Desk, *words: str) -> Said:
    return desk.type("incident", "report", "1", "--stage", "first", *words)


def tables(said: Said) -> list[Any]:
    assert said.code == 0, said.err
    return list(said.json())


def row_of(said: Said, label: str) -> str:
    """Give one field of a report by its English label."""
    rows = tables(said)[0]["rows"]
    return next(str(row[1]) for row in rows if str(row[0]).endswith(label))


def test_incidents_are_listed_with_what_is_due(desk: Desk) -> None:
    (table,) = tables(desk.must("incident", "list", "--json"))
    (row,) = table["rows"]
    assert row[:4] == [1, "infectious_disease", "general", "open"]
    assert row[5:8] == ["p-0001", "grade-7/class-3", "2/13"]
    assert row[9] == "first"


def test_a_screen_of_eighty_columns_names_an_incident_in_one_line_of_words(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    said = desk.must("incident", "list").out
    (row,) = [line for line in said.splitlines() if "传染病" in line]
    assert [word in row for word in ("一般", "未办结", "2/13", "初报")] == [True] * 4
    assert "infectious" not in said
    monkeypatch.setenv("COLUMNS", "200")
    wide = desk.must("incident", "list").out
    (row,) = [line for line in wide.splitlines() if "传染病" in line]
    assert "Infectious disease" in row
    assert "未办结 / open" in row


def test_an_incident_is_opened_followed_and_closed_by_name(desk: Desk) -> None:
    said = desk.must("incident", "open", "traffic", "--unit", "grade-7", *BY, "--json")
    assert said.json() == {"incident_no": 2}
    desk.must("incident", "step", "2", "call_traffic_police", "--with", "队长", "--by", "guard-1")
    desk.must("incident", "note", "2", "nobody is hurt", "--by", "guard-1")
    desk.must("incident", "person", "2", "p-0003", "--part", "witness", *BY)
    desk.must("incident", "level", "2", "large", *BY)
    desk.must("incident", "close", "2", "--outcome", "resolved", *BY)
    said = desk.must("incident", "show", "2", "--json")
    listed, due, steps, people, course = tables(said)
    assert "resolved" in str(listed["rows"])
    assert len(due["rows"]) == 2
    assert "guard-1/os:" in str(steps["rows"])
    assert "在场 / Witness" in str(people["rows"])
    assert "nobody is hurt" not in str(course["rows"])
    with desk.log() as log:
        events = [one.event for one in log.read(0, 1000)][-6:]
    assert [one.actor.name.split("/")[0] for one in events] == [
        "super-1", "guard-1", "guard-1", "super-1", "super-1", "super-1",
    ]  # fmt: skip


REFUSED: list[tuple[tuple[str, ...], int]] = [
    (("show", "9"), 2),
    (("open", "fire", "--person", "p-9999", *BY), 2),
    (("open", "fire", "--case", "9", *BY), 2),
    (("open", "fire", "--by", "super-1", "--why", " "), 2),
    (("step", "1", "stop_meals", "--by", "guard-1"), 2),
    (("step", "1", "hand_over", "--by", "guard-1"), 2),
    (("note", "1", " "), 2),
    (("person", "1", "p-9999", "--part", "contact", *BY), 2),
    (("close", "1", "--outcome", "recovered", "--by", "guard-1", "--why", "over"), 1),
    (("report", "1", "--stage", "closing"), 1),
    (("report", "1", "--stage", "first", "--fill", "head=me"), 2),
    (("report", "1", "--stage", "first", "--unmask"), 2),
    (("report", "1", "--stage", "first", "--release"), 2),
    (("report", "1", "--stage", "first", "--release", "--by", "guard-1", "--why", "x"), 1),
    (("report", "1", "--stage", "first", "--format", "xlsx"), 2),
    (("sent", "1", "incident-1-first-1"), 2),
]


def test_what_cannot_be_done_says_so_in_one_line_and_writes_nothing(desk: Desk) -> None:
    with desk.log() as log:
        before = log.head()
    for words, code in REFUSED:
        said = desk.type("incident", *words)
        assert (said.code, len(said.lines)) == (code, 1), (words, said.err)
    with desk.log() as log:
        assert log.head() == before


def test_a_report_is_filled_from_what_the_gate_knows_and_masked(desk: Desk) -> None:
    said = first(desk, "--json")
    assert row_of(said, "School") == "示范学校 / Model School"
    assert row_of(said, "Head and phone") == "周校长  13600001111"
    assert row_of(said, "People ill") == "1"
    assert row_of(said, "People who queued") == "1, 已复测 / measured again 1"
    assert row_of(said, "Address") == "________"
    # He was first seen six minutes before the contact reading confirmed it.
    assert row_of(said, "Occurred at") < row_of(said, "told to the school at")
    for secret in ("王小1", "王妈妈", "13812342210", "38.2", "comes at once", "Cough"):
        assert secret not in said.out
    with desk.log() as log:
        assert not any(isinstance(one.event.fact, Unmasked) for one in log.read(0, 1000))


def test_unmasked_for_the_authority_each_look_is_logged(desk: Desk) -> None:
    said = first(desk, "--unmask", *BY)
    # Cells may be broken over lines, as narrow as the paper is.
    for shown in ("王小1", "王妈妈", "13812342210", "38.2", "接触", "once", "Cough"):
        assert shown in said.out
    with desk.log() as log:
        looks = [one.event for one in log.read(0, 1000) if isinstance(one.event.fact, Unmasked)]
    assert {one.fact.person_id for one in looks if isinstance(one.fact, Unmasked)} == {
        "p-0001",
        "p-0002",
    }
    assert {one.why for one in looks} == {"asked for by the health authority"}


def test_a_released_report_is_kept_as_sent_and_a_later_fact_makes_a_correction(
    desk: Desk,
) -> None:
    words = ("--unmask", "--release", *BY, "--fill", "address=1 School Road")
    sent = first(desk, *words, "--json")
    assert row_of(sent, "Report") == "incident-1-first-1"
    assert row_of(sent, "Address") == "1 School Road"
    same = first(desk, *words)
    assert (same.code, len(same.lines)) == (1, 1)
    assert "says the same" in same.err
    desk.must("incident", "level", "1", "large", *BY)
    later = first(desk, *words, "--json")
    assert row_of(later, "Report") == "incident-1-first-2"
    assert row_of(later, "Corrects") == "incident-1-first-1"
    kept = desk.must("incident", "sent", "1", "incident-1-first-1", "--json")
    assert kept.json() == sent.json()
    (listed,) = tables(desk.must("incident", "sent", "1", "--json"))
    assert [row[0] for row in listed["rows"]] == [
        "incident-1-first-1",
        "incident-1-first-2",
    ]
    (row,) = tables(desk.must("incident", "list", "--json"))[0]["rows"]
    assert row[9] == "progress"


def test_a_report_that_was_changed_in_the_log_is_not_shown_as_sent(desk: Desk) -> None:
    first(desk, "--release", *BY)
    with desk.log() as log:
        stored = next(one for one in log.read(0, 1000) if _reported(one.event.fact))
        log.erase(stored.pos, stored.event.moment, stored.event.actor, "time is over")
    said = desk.type("incident", "sent", "1", "incident-1-first-1")
    assert (said.code, len(said.lines)) == (1, 1)
    assert "erased" in said.err
    assert desk.must("incident", "show", "1").code == 0


def test_a_report_is_still_made_when_every_personal_body_is_erased(desk: Desk) -> None:
    with desk.log() as log:
        for stored in log.read(0, 1000):
            # An account that is erased could release nothing.
            if not isinstance(stored.event.fact, AccountSet):
                log.erase(stored.pos, stored.event.moment, stored.event.actor, "time is over")
    said = first(desk, "--unmask", *BY)
    assert said.code == 0, said.err
    assert "通知家属 / Guardian called" in said.out
    assert "王小1" not in said.out
    assert "38.2" not in said.out


def test_the_closing_report_comes_after_the_end_and_goes_into_a_workbook(
    desk: Desk, tmp_path: Path
) -> None:
    desk.must("incident", "close", "1", "--outcome", "recovered", *BY)
    out = tmp_path / "closing.xlsx"
    desk.must(
        "incident", "report", "1", "--stage", "closing", "--fill", "cause==1+1",
        "--format", "xlsx", "--out", str(out), "--unmask", "--release", *BY,
    )  # fmt: skip
    book = CalamineWorkbook.from_path(str(out))
    assert book.sheet_names == ["事件 1 终报", "人员", "经过"]
    cells = [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert "已康复 / Recovered" in cells
    # What was typed is never computed.
    assert "'=1+1" in cells
    assert "王小1" in str(book.get_sheet_by_index(1).to_python())


def test_a_report_prints_as_text_in_both_languages(desk: Desk) -> None:
    said = first(desk)
    assert said.out.startswith("事件 1 初报 / Incident 1, first report")
    assert "未做 / not done: 叫校医 / School doctor called" in said.out


def test_what_is_kept_is_the_json_of_what_was_put_out(desk: Desk) -> None:
    out = first(desk, "--release", *BY, "--json")
    with desk.log() as log:
        facts = [one.event.fact for one in log.read(0, 1000)]
    (fact,) = [one for one in facts if isinstance(one, IncidentReported)]
    assert fact.content is not None
    assert json.loads(fact.content) == out.json()
    assert (fact.stage, fact.report_id) == ("first", "incident-1-first-1")


def _reported(fact: object) -> bool:
    return isinstance(fact, IncidentReported)
