"""Every key does what the key line says; nothing at the keyboard or mouse ends the gate."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual import events

from kiosk.core.readings import Instrument
from kiosk.core.words import Language
from kiosk.core.words_screen import label as said
from kiosk.link.messages import (
    Answer,
    Dismiss,
    PresentPerson,
    PrintEvacuation,
    SetColdMode,
    SignIn,
    State,
    TakeStep,
    TypeCredential,
    TypeReading,
    Unlock,
)
from kiosk.tui.begin import flow_of
from kiosk.tui.keys import KEYS, Act, Key, act_of, label, word
from kiosk.tui.stages import Form, stage_of
from kiosk.tui.widgets.keyline import fitting
from tests.tui.answers import DATA, NOTHING
from tests.tui.moments import PARTS, moment
from tests.tui.running import Gate, gate
from tests.tui.scenes import COLD, DENY, GRANT, IDLE, INCIDENT, SCENES

Story = Callable[[Gate], Awaitable[None]]


def play(path: Path, story: Story, size: tuple[int, int] = (120, 40)) -> None:
    """Run a story on a terminal."""

    async def run() -> None:
        async with gate(path, size) as one:
            await story(one)

    asyncio.run(run())


TITLES = {
    Act.NUMBER: "number_title",
    Act.TEMPERATURE: "target_title",
    Act.SUPERVISOR: "supervisor_title",
    Act.OPEN: "why_title",
    Act.CASES: "cases_title",
    Act.DIRECTORY: "directory_title",
    Act.INCIDENTS: "incidents_title",
    Act.MORE: "more_title",
    Act.SIGN: "sign_out_title",
    Act.HELP: "key_help",
    Act.FORGOTTEN: "forgotten_title",
    Act.PERMITS: "permits_title",
    Act.INSIDE: "inside_title",
    Act.EVACUATION: "evacuation_title",
    Act.VISITOR: "visitor_name",
    Act.EARLY_LEAVE: "early_pupil",
    Act.VEHICLE: "vehicle_plate",
    Act.FAMILY: "family_title",
    Act.UNDO: "undo_title",
    Act.ME: "me_title",
    Act.HANDOVER: "handover_title",
    Act.NOTICES: "notices_title",
    Act.PAPER: "paper_sheet",
    Act.DRILL: "drill_title",
    Act.LOCK: "lock_title",
    Act.COLD: "cold_title",
}
UNTITLED = {Act.CLEAR, Act.DIRECTION, Act.LANGUAGE, Act.THEME}


@pytest.mark.parametrize("key", [key for key in KEYS if key.act not in UNTITLED])
def test_every_key_begins_what_it_says(key: Key) -> None:
    shown = moment(IDLE)
    for name in (key.name, key.name.upper(), key.function):
        if name is not None:
            assert act_of(name, cold_mode=False) is key.act
    title = stage_of(Form(flow_of(key.act, shown, lambda: shown.now))).title
    assert title == said(TITLES[key.act], Language.ZH)


def test_keys_open_dialogues_and_escape_goes_back_to_the_gate(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        before = await one.shows(IDLE)
        for key in ("f3", "6", "question_mark", "p", "9"):
            assert await one.press(key) != before
            assert await one.press("escape") == before
        assert "改变方向" in "\n".join(await one.press("5"))
        assert one.station.acts == []

    play(socket_path, story)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("state", [IDLE, COLD, replace(IDLE, guard=None)])
def test_the_key_line_shows_whole_words_and_the_key_for_the_rest(
    language: Language, width: int, state: State
) -> None:
    shown = moment(state, language)
    line = PARTS["keys"].draw(shown, width, 1)[0].plain
    kept = fitting(shown, width)
    assert Act.HELP in {key.act for key in kept}
    assert line.rstrip() == "".join(f" {label(key, shown)} {word(key, shown)}" for key in kept)


@pytest.mark.parametrize("language", list(Language))
def test_the_number_row_is_whole_at_eighty_columns(language: Language) -> None:
    kept = {key.shown for key in fitting(moment(IDLE, language), 80)}
    assert {*"1234567890", "?"} <= kept


def test_one_key_switches_the_language_and_one_the_colours(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        assert "North gate" in "\n".join(await one.press("l"))
        assert "北门" in "\n".join(await one.press("L"))
        before = one.app.screen.query_one("#block").render_line(0)
        await one.press("t")
        assert one.app.screen.query_one("#block").render_line(0) != before

    play(socket_path, story)


def test_who_is_not_signed_in_signs_in_first_and_goes_on(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(IDLE, guard=None))
        assert said("sign_title", Language.ZH) in "\n".join(await one.press("1"))
        await one.press("4", "7", "1", "1", "enter")
        assert await one.acted() == SignIn("4711")
        await one.until(lambda: said("number_title", Language.ZH) in one.text())
        await one.press("4", "1", "7", "enter")
        assert await one.acted(2) == TypeCredential("417")
        await one.until(lambda: said("done_ok", Language.ZH) in one.text())

    play(socket_path, story)


def test_what_cannot_be_done_says_why_in_place(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(IDLE, guard=None))
        one.station.code = "pin_wrong"
        await one.press("0", "1", "2", "3", "4", "enter")
        await one.until(lambda: "PIN 不对" in one.text() and "Wrong PIN" in one.text())
        one.station.code = "some_new_code"
        await one.press("1", "2", "3", "4", "enter")
        await one.until(lambda: "some_new_code" in one.text())
        assert said("sign_title", Language.ZH) in one.text()

    play(socket_path, story)


def test_a_typed_number_stays_while_somebody_passes_and_enter_tries_again(
    socket_path: Path,
) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        one.station.code = "lane_busy"
        await one.press("1", *"GPS3001", "enter")
        await one.until(lambda: "正有人通过" in one.text())
        assert "GPS3001" in one.text()
        one.station.code = "ok"
        await one.press("enter")
        assert await one.acted(2) == TypeCredential("GPS3001")

    play(socket_path, story)


def test_a_wrong_pin_does_not_stay(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(IDLE, guard=None))
        one.station.code = "pin_wrong"
        await one.press("0", "1", "2", "3", "4", "enter")
        await one.until(lambda: "PIN 不对" in one.text())
        await one.press("9", "8", "7", "6", "enter")
        assert await one.acted(2) == SignIn("9876")

    play(socket_path, story)


def test_a_verdict_that_comes_under_a_dialogue_is_in_its_top_line(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        await one.press("1", "4", "1")
        screen = await one.shows(DENY)
        text = "\n".join(screen)
        assert "禁  止  进  入   S T O P" in text
        assert "41_" in text

    play(socket_path, story, (80, 24))


def test_a_dialogue_gives_way_after_thirty_seconds_if_somebody_stands_there(
    socket_path: Path,
) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        await one.press("1")
        one.hands.now += 31
        await one.shows(IDLE)
        await asyncio.sleep(0.3)
        assert said("number_title", Language.ZH) in one.text()
        await one.shows(SCENES["want_temperature"])
        await one.until(lambda: said("number_title", Language.ZH) not in one.text())

    play(socket_path, story)


def test_escape_puts_a_refusal_away(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        await one.press("escape")
        await one.shows(DENY)
        await one.press("escape")
        assert await one.acted() == Dismiss()
        assert len(one.station.acts) == 1

    play(socket_path, story)


def test_cold_mode_is_scan_three_digits_enter(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(COLD, visit=replace(COLD.visit, visit_id="v7")))
        await one.press("3", "6", "5", "enter")
        assert await one.acted() == TypeReading(36.5, Instrument.INFRARED, None, "v7")
        await one.press("3", "6", "enter")
        assert said("need_digits", Language.ZH) in one.text()
        await one.press("escape", "3", "7", "backspace", "6", "6", "enter")
        assert await one.acted(2) == TypeReading(36.6, Instrument.INFRARED, None, "v7")

    play(socket_path, story)


def test_in_cold_mode_a_late_digit_opens_nothing(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(COLD, visit=IDLE.visit))
        screen = "\n".join(await one.press("4"))
        assert said("scan_first", Language.ZH) in screen
        assert said("why_title", Language.ZH) in "\n".join(await one.press("f4"))
        await one.press("escape")
        await one.press("c", "2")
        assert await one.acted() == SetColdMode(False)

    play(socket_path, story)


ENDING = ["ctrl+q", "ctrl+c", "ctrl+p", "ctrl+z", "ctrl+d", "ctrl+backslash", "ctrl+w", "q"]


@pytest.mark.parametrize("under", ["gate", "dialogue"])
def test_no_key_ends_the_gate(socket_path: Path, under: str) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        if under == "dialogue":
            await one.press("1")
        await one.press(*ENDING, "tab", "shift+tab", "f12")
        assert one.app.is_running
        assert len(one.app.screen_stack) == 1
        screen = "\n".join(await one.shows(replace(GRANT)))
        assert "P A S S" in screen
        assert one.station.acts == []

    play(socket_path, story)


def test_a_mouse_does_nothing(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        before = one.lines()
        for place in ((0, 0), (40, 12), (119, 39), (5, 39)):
            await one.pilot.click(offset=place)
            await one.pilot.double_click(offset=place)
            await one.pilot.hover(offset=place)
        assert one.app.is_running
        assert one.lines() == before
        assert one.station.acts == []

    play(socket_path, story)


def test_pasted_text_acts_on_nothing(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        before = one.lines()
        one.app.post_message(events.Paste("4\r2\r2\rq"))
        await one.pilot.pause()
        assert one.lines() == before
        await one.press("1")
        one.app.post_message(events.Paste("2017\r0417"))
        await one.pilot.pause()
        assert one.station.acts == []

    play(socket_path, story)


def test_a_resize_keeps_the_screen_whole(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(DENY)
        for size in ((160, 50), (60, 20), (111, 33), (80, 24), (40, 8), (80, 24)):
            await one.pilot.resize_terminal(*size)
            await one.until(lambda: "S T O P" in one.text())
            assert "下一步" in one.text()

    play(socket_path, story)


def test_a_list_asks_the_station_and_shows_its_rows(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        await one.press("f")
        await one.until(lambda: "****0417" in one.text())
        one.station.data["people"] = NOTHING
        await one.press("w", "x", "m")
        await one.until(lambda: said("search_empty", Language.ZH) in one.text())
        assert [query.text for query in one.station.queries] == ["", "wxm"], (
            "typing is one question"
        )
        one.station.data["people"] = DATA["people"]
        await one.press("backspace")
        await one.until(lambda: "****0417" in one.text())
        await one.press("enter", "enter")
        assert await one.acted() == PresentPerson("p-wang")

    play(socket_path, story, (80, 24))


def test_the_evacuation_list_is_printed_and_shown_by_one_key(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(IDLE, guard=None, locked=True))
        await one.press("x")
        assert await one.acted() == PrintEvacuation()
        await one.until(lambda: "孙丽华" in one.text())

    play(socket_path, story, (80, 24))


def test_a_locked_terminal_shows_verdicts_and_asks_for_the_pin(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        screen = "\n".join(await one.shows(replace(DENY, locked=True)))
        assert "S T O P" in screen
        await one.press("escape")
        screen = "\n".join(await one.press("7"))
        assert said("unlock_title", Language.ZH) in screen
        await one.press("4", "7", "1", "1", "enter")
        assert await one.acted() == Unlock("4711")
        await one.until(lambda: "0571-8888 0001" in one.text())
        assert one.station.acts == [Unlock("4711")]

    play(socket_path, story)


def test_an_incident_goes_on_from_step_to_step(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(replace(IDLE, incidents=(INCIDENT,)))
        await one.press("8", "1")
        await one.until(lambda: "通知家属" in one.text())
        await one.press("2", "1")
        assert await one.acted() == TakeStep(3, "call_guardian")
        await one.until(lambda: "经过" in one.text())
        assert [query.what for query in one.station.queries] == ["incident", "incident"]

    play(socket_path, story)


def test_an_incident_that_is_open_already_is_gone_on_with(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        await one.press("8")
        await one.drive("3")
        one.station.refused["OpenIncident"] = Answer("", False, "incident_open", {"incident_no": 3})
        await one.drive("2")
        assert one.station.queries[-1].what == "incident"
        assert one.station.queries[-1].text == "3"
        assert one.app.dialogue is not None
        assert not one.app.dialogue.sending
        assert "此人已有未办结的事件" in one.text()

    play(socket_path, story)


def test_a_question_that_is_refused_says_why_and_can_be_asked_again(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        one.station.code = "log_not_readable"
        await one.press("h")
        await one.until(lambda: "日志读不出" in one.text())
        one.station.code = "ok"
        await one.press("enter")
        await one.until(lambda: said("handover_do", Language.ZH) in one.text())

    play(socket_path, story, (80, 24))


def test_what_is_shown_unmasked_goes_away_after_ten_seconds(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        screen = "\n".join(await one.drive("i", "enter", "2"))
        assert "13800000417" in screen
        one.hands.now += 9
        await asyncio.sleep(0.3)
        assert "13800000417" in one.text()
        one.hands.now += 2
        await one.until(lambda: "13800000417" not in one.text())

    play(socket_path, story, (80, 24))


def test_what_else_is_to_be_known_is_told(socket_path: Path) -> None:
    async def story(one: Gate) -> None:
        await one.shows(IDLE)
        one.station.told = {"without_card": 3, "days": 30}
        await one.drive("f", "enter", "enter")
        await one.until(lambda: "30 天内已忘卡 3 次" in one.text())
        one.station.told = {"detail": ["library"]}
        one.station.code = "area_shut"
        await one.press("k", "1")
        await one.until(lambda: "图书馆" in one.text())

    play(socket_path, story)
