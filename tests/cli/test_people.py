"""`kiosk people`: a roster comes in, everybody is listed masked, shifts are set."""

from pathlib import Path

import pytest

from kiosk.core.events import ImportBegun, ImportClosed, PersonRecorded
from tests.cli.rosters import ID_NUMBERS, roster
from tests.cli.typing_it import Desk, Said

PUPIL = f"学生,王小明,{ID_NUMBERS[0]},九年级/2班,S000417,13800000417,王父,13900000417"
TEACHER = f"教职工,李安,{ID_NUMBERS[1]},数学组,T000001,,,"


def bring_in(desk: Desk, *rows: str, options: tuple[str, ...] = ()) -> Said:
    path = desk.state.parent / "roster.csv"
    path.write_bytes(roster(*rows))
    return desk.type("people", "import", str(path), "--json", *options)


def test_a_roster_comes_in_and_counts(desk: Desk) -> None:
    said = bring_in(desk, PUPIL, TEACHER)
    assert said.code == 0
    found = said.json()
    assert [one["line"] for one in found["people"]] == [2, 3]
    with desk.log() as log:
        person = log.lookup.person_by_id_number(ID_NUMBERS[0])
        card = log.lookup.card("S000417")
        assert log.verify().ok
    assert person == found["people"][0]["person_id"]
    assert card is not None
    assert card.person_id == person


def test_good_rows_are_kept_and_bad_ones_are_told(desk: Desk) -> None:
    said = bring_in(desk, PUPIL, "外星人,某,,,S1,,,", TEACHER)
    assert said.code == 1
    assert len(said.json()["people"]) == 2
    assert [one["line"] for one in said.json()["left_out"]] == [3]
    assert said.lines == [f"kiosk people import: line 3: {said.json()['left_out'][0]['reason']}"]


def test_a_file_can_be_checked_without_bringing_it_in(desk: Desk) -> None:
    with desk.log() as log:
        before = log.head()
    said = bring_in(desk, PUPIL, options=("--check",))
    assert (said.code, said.json()["import_id"]) == (0, None)
    with desk.log() as log:
        assert log.head() == before


def test_an_import_is_closed_by_its_last_event_with_the_count(desk: Desk) -> None:
    bring_in(desk, PUPIL, TEACHER)
    with desk.log() as log:
        facts = [stored.event.fact for stored in log.read(3, 100)]
    assert isinstance(facts[0], ImportBegun)
    assert isinstance(facts[-1], ImportClosed)
    assert facts[-1].rows == sum(isinstance(fact, PersonRecorded) for fact in facts) == 2


def test_an_import_names_who_and_why(desk: Desk) -> None:
    bring_in(desk, PUPIL, options=("--by", "wang", "--why", "new term"))
    with desk.log() as log:
        event = log.read(3, 1)[0].event
    assert event.actor.name.startswith("wang/os:")
    assert event.why == "new term"
    assert isinstance(event.fact, ImportBegun)
    assert event.fact.source.startswith("roster-")


def test_the_same_roster_again_makes_nobody_twice(desk: Desk) -> None:
    first = bring_in(desk, PUPIL, TEACHER).json()["people"]
    again = bring_in(desk, PUPIL.replace("九年级", "十年级"), TEACHER).json()["people"]
    assert [one["person_id"] for one in again] == [one["person_id"] for one in first]
    assert [one["card_id"] for one in again] == [None, None]
    listed = desk.must("people", "list", "--json").json()
    assert len(listed) == 2
    assert "十年级/2班" in {one["unit"] for one in listed}


def test_a_card_that_belongs_to_somebody_else_is_told(desk: Desk) -> None:
    bring_in(desk, PUPIL)
    said = bring_in(
        desk, f"学生,李小红,{ID_NUMBERS[2]},九年级/2班,S000417,,,", "学生,李,,,S000417,,,"
    )
    assert (said.code, said.json()["people"]) == (1, [])
    reasons = [one["reason"] for one in said.json()["left_out"]]
    assert all("card" in reason for reason in reasons)
    with desk.log() as log:
        assert log.lookup.person_by_id_number(ID_NUMBERS[2]) is None


def test_a_person_known_by_card_alone_is_the_same_while_the_name_agrees(desk: Desk) -> None:
    (first,) = bring_in(desk, "学生,王,,九年级,S000001,,,").json()["people"]
    (again,) = bring_in(desk, "学生,王,,十年级,S000001,,,").json()["people"]
    assert again["person_id"] == first["person_id"]


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("http://x")',
        "+1",
        "-1",
        "@SUM(A1)",
        "a\x1b]52;c;eA==\x07b",
        "[bold red]PASS[/]",
        "'; DROP TABLE log; --",
        "x\u202egpj",
        "\ufeff王",
    ],
)
def test_hostile_names_reach_neither_terminal_nor_spreadsheet(desk: Desk, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    said = bring_in(desk, f"学生,{quoted},,=1+1,S000417,,{quoted},")
    assert said.code == 0, said.err
    shown = desk.must("people", "list").out
    assert not any(bad in shown for bad in ("\x1b", "\x07", "\u202e"))
    csv = desk.must("log", "export", "--format", "csv").out
    cells = [cell for line in csv.splitlines() for cell in line.split('","')]
    assert not any(cell.lstrip('"').startswith(("=", "+", "-", "@")) for cell in cells)


def test_people_are_listed_masked(desk: Desk) -> None:
    bring_in(desk, PUPIL)
    (one,) = desk.must("people", "list", "--json").json()
    assert (one["name"], one["kind"], one["unit"]) == ("王**", "pupil", "九年级/2班")
    shown = desk.must("people", "list").out
    assert not any(secret in shown for secret in ("王小明", ID_NUMBERS[0], "13800000417"))


def test_a_long_list_is_whole(desk: Desk) -> None:
    rows = [f"学生,王{n},,九年级,S{n:06d},,," for n in range(450)]
    assert len(bring_in(desk, *rows).json()["people"]) == 450
    listed = [one["person_id"] for one in desk.must("people", "list", "--json").json()]
    assert len(set(listed)) == 450
    assert listed == sorted(listed)


def test_a_shift_is_in_the_school_s_zone(desk: Desk) -> None:
    (person,) = bring_in(desk, TEACHER).json()["people"]
    words = ("people", "shift", person["person_id"], "--json", "--from")
    shift = desk.must(*words, "2026-02-24T07:00", "--until", "2026-02-24T19:00").json()
    assert shift["from"] == "2026-02-23T23:00:00.000000+00:00"
    day = desk.must(*words, "2026-02-24", "--until", "2026-02-24").json()
    assert day["until"] == "2026-02-24T16:00:00.000000+00:00"


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-02-24T07:00", "2026-02-24T07:00"),
        ("tomorrow", "2026-02-24"),
        ("2026-02-30", "2026-03-01"),
        ("2026-W09-1", "2026-03-01"),
        ("0001-01-01", "9999-12-31"),
    ],
)
def test_a_shift_without_sense_is_not_set(desk: Desk, since: str, until: str) -> None:
    (person,) = bring_in(desk, TEACHER).json()["people"]
    said = desk.type("people", "shift", person["person_id"], "--from", since, "--until", until)
    assert (said.code, len(said.lines)) == (2, 1)


def test_a_shift_of_nobody_is_not_set(desk: Desk) -> None:
    said = desk.type("people", "shift", "p-none", "--from", "2026-02-24", "--until", "2026-02-24")
    assert (said.code, len(said.lines)) == (2, 1)


def test_a_missing_file_is_one_line(desk: Desk, tmp_path: Path) -> None:
    said = desk.type("people", "import", str(tmp_path / "none.csv"))
    assert (said.code, len(said.lines)) == (2, 1)
