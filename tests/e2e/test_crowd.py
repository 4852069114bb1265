"""A crowd passes a real gate: every verdict as a hand wrote it, every entry in the log."""

from pathlib import Path

import pytest

from config import site
from kiosk.core.events import AccessDecided
from kiosk.store.place import open_log
from tests.e2e.crowds import headless

POLICY = Path(site.__file__).parent / "policies" / "notice-2020-02.toml"


def test_forty_people_of_all_kinds_pass_an_open_campus() -> None:
    code, found = headless("--people=40")
    assert found["wrong"] == []
    assert (code, found["wrong_verdicts"], found["lost_entries"]) == (0, 0, 0)
    assert found["chain_verified"] is True
    assert found["visits"] > found["people"] == 40, "second approaches are visits too"
    assert sum(found["verdicts"].values()) == sum(found["reasons"].values()) == found["visits"]
    wanted = {"roster", "permit", "step_back", "cleared", "elevated_confirmed", "exit", "isolated"}
    assert wanted <= set(found["reasons"])
    assert found["latency_ms"] is None, "a latency at speed 20 is none"
    assert found["people_per_minute"] > 0


def test_a_closed_campus_over_midnight(tmp_path: Path) -> None:
    code, found = headless(
        "--scenario=closed", "--people=14", "--start=23:58", f"--state={tmp_path / 'state'}"
    )
    assert found["wrong"] == []
    assert (code, found["lost_entries"], found["chain_verified"]) == (0, 0, True)
    with open_log(tmp_path / "state") as log:
        events = [one.event for one in log.read(0, 10_000)]
    # Midnight of the school, at +08:00.
    days = {
        (one.moment.wall.hour * 60 + one.moment.wall.minute + 480) // 1440
        for one in events
        if isinstance(one.fact, AccessDecided)
    }
    assert days == {0, 1}, "the run has not crossed midnight"


def test_a_cold_morning_with_three_digits_for_each_person() -> None:
    code, found = headless("--scenario=cold", "--people=9")
    assert found["wrong"] == []
    assert (code, found["lost_entries"], found["chain_verified"]) == (0, 0, True)
    assert {"released", "recheck_temperature", "no_valid_reading"} <= set(found["reasons"])


def test_the_same_seed_gives_the_same_verdicts() -> None:
    first, again = (headless("--people=4", "--seed=3")[1] for _ in range(2))
    for name in ("visits", "verdicts", "reasons", "wrong"):
        assert first[name] == again[name]


def test_a_broken_rule_is_seen_as_wrong_verdicts(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    text = POLICY.read_text(encoding="utf-8")
    assert 'barred_kinds = ["courier"]' in text
    broken.write_text(text.replace('barred_kinds = ["courier"]', "barred_kinds = []"))
    code, found = headless("--people=6", KIOSK_SITE__POLICY=str(broken))
    assert code == 1
    assert found["wrong_verdicts"] == 1
    assert found["wrong"] == ["courier/0: expected deny category_never, got grant permit"]
    assert (found["lost_entries"], found["chain_verified"]) == (0, True)


@pytest.mark.parametrize("arguments", [["--people=0"], ["--speed=nan"], ["--start=25:00"]])
def test_what_cannot_be_run_is_wrong_use(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    from kiosk.cli.main import main

    assert main(["demo", "--headless", *arguments]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
