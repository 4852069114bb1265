"""The measures run, on tiny numbers; they report times and none is asserted here."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli.report_day import day_facts
from kiosk.core.reasons import Reason
from kiosk.core.reports import daily
from kiosk.core.tables import ReportTable
from kiosk.core.text import clean
from kiosk.store.place import open_log
from tests.bench import daily_report, decide, morning, rival
from tests.bench.school import ZONE, people
from tests.bench.school_year import FIRST_DAY, build
from tests.names import chinese_names


def test_the_rival_has_a_row_for_every_reason_that_decide_can_give() -> None:
    assert set(rival.CONDITIONS) == set(Reason) - {Reason.STEP_BACK}


@pytest.mark.parametrize("name", list(decide.rivals()))
def test_both_say_the_same_on_every_policy_case(name: str) -> None:
    sample = decide.cases()
    assert len(sample) > 200
    assert decide.disagreements(sample, decide.rivals()[name]) == []


def test_a_rival_that_says_something_else_is_found() -> None:
    sample = decide.cases()[:20]
    assert decide.disagreements(sample, lambda _: (True, "exit")) != []


def test_decisions_are_measured_beside_the_rival() -> None:
    found: dict[str, Any] = decide.run(["--pairs", "1", "--requests", "20"])
    assert found["morning"]["pycasbin"]["same_verdict_and_reason"] == 20
    assert found["policy_cases"]["pycasbin"]["ratio"] > 0


def test_a_morning_is_the_same_in_memory_and_with_the_log() -> None:
    found: dict[str, Any] = morning.run(["--pupils", "60", "--pairs", "1"])
    kept = ("pupils", "decisions", "entered", "referred")
    assert [found["pure"][one] for one in kept] == [found["with_log"][one] for one in kept]
    assert found["with_log"]["chain_verified"]
    assert 0 < found["pure"]["entered"] <= 60


def test_the_daily_report_is_measured() -> None:
    found: dict[str, Any] = daily_report.run(["--people", "120", "--days", "4", "--own-days", "2"])
    assert found["visits_copied"] * 2 == found["visits"]
    for day in ("newest_day", "middle_day", "first_day"):
        assert found[day]["total_row"]["enrolled"] == 120


def test_copied_days_report_what_appended_days_report(tmp_path: Path) -> None:
    def reports(folder: Path, own: int) -> list[ReportTable]:
        build(folder, 120, 4, own)
        with open_log(folder) as log:
            days = [FIRST_DAY + timedelta(days=number) for number in range(4)]
            return [daily(day_facts(log, day, ZONE)) for day in days]

    assert reports(tmp_path / "copied", 1) == reports(tmp_path / "appended", 4)


def test_a_school_of_5000_has_plausible_names_and_some_namesakes() -> None:
    names = chinese_names(5000, seed=4)
    assert names == chinese_names(5000, seed=4) != chinese_names(5000, seed=5)
    assert all(2 <= len(one) <= 4 and clean(one) == one for one in names)
    assert all("\u4e00" <= character <= "\u9fff" for one in names for character in one)
    assert 3000 < len(set(names)) < 5000


def test_the_made_up_school_has_classes_of_a_usual_size() -> None:
    school = people(5000)
    sizes: dict[str, int] = {}
    for one in school:
        if one.person_id.startswith("p"):
            sizes[one.unit] = sizes.get(one.unit, 0) + 1
    assert len({one.person_id for one in school}) == 5000
    assert max(sizes.values()) == 45
    assert len(sizes) > 100
