"""The screen, letter by letter, at both sizes and in both languages.

The stored screens are updated only by KIOSK_SNAPSHOTS=update, and are read by a person then.
"""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.words import Language
from kiosk.link.aio import Reach
from kiosk.tui.begin import first, flow_of
from kiosk.tui.keys import act_of
from kiosk.tui.model import Model
from kiosk.tui.shown import Shown
from kiosk.tui.widgets.dialogue import Dialogue
from tests.tui.driving import Driven
from tests.tui.moments import composed, moment
from tests.tui.running import gate
from tests.tui.scenes import SCENES

STORE = Path(__file__).parent / "snapshots"
UPDATE = os.environ.get("KIOSK_SNAPSHOTS") == "update"

DIALOGUES = {
    "dialogue_sign_in": ("idle_signed_out", ("1", "4", "7")),
    "dialogue_temperature": ("deny", ("2", "1", "1", "3", "7")),
    "dialogue_open": ("idle", ("4", "2")),
    "dialogue_supervisor": ("deny_override", ("3",)),
    "dialogue_cases": ("many_cases", ("6",)),
    "help": ("idle", ("question_mark",)),
    "menu": ("idle", ("9",)),
    "people_found": ("idle", ("f", "wxm")),
    "in_clear": ("deny", ("s",)),
    "forgotten": ("idle", ("f", "enter")),
    "inside": ("idle", ("i",)),
    "person": ("idle", ("i", "enter", "2")),
    "evacuation": ("idle", ("x",)),
    "directory": ("idle", ("7",)),
    "directory_entry": ("idle", ("7", "enter")),
    "permits": ("idle", ("p",)),
    "permit": ("idle", ("p", "enter")),
    "incidents": ("incident", ("8",)),
    "incident_sheet": ("incident", ("8", "1")),
    "incident_step": ("incident", ("8", "1", "2")),
    "case_detail": ("idle", ("6", "1", "5")),
    "visitor": ("idle", ("r", "zhou wei", "enter", "110105", "enter", "1")),
    "early_leave": ("idle", ("e", "enter")),
    "family": ("idle", ("g", "enter")),
    "vehicle": ("idle", ("v", "A1", "enter", "enter", "enter")),
    "handover": ("alerts", ("h",)),
    "notices": ("idle_notices", ("n",)),
    "paper": ("idle", ("w", "enter", "1", "2017", "enter", "7")),
    "undo": ("idle", ("u",)),
    "drill_begin": ("idle", ("d",)),
    "unlock": ("locked", ("6",)),
    "list_under_verdict": ("deny", ("p",)),
}
"""Scenes that need keys: the state under them, and the keys."""


RUN = (
    "dialogue_temperature",
    "dialogue_open",
    "people_found",
    "person",
    "incident_step",
    "early_leave",
    "notices",
)
"""The dialogues that are also looked at in a running terminal."""


def check(name: str, lines: list[str], where: str) -> None:
    """Compare a screen with the stored one, or store it."""
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    path = STORE / where / f"{name}.txt"
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path} is missing: KIOSK_SNAPSHOTS=update makes it"
    assert text == path.read_text(encoding="utf-8"), f"{where}/{name} looks different"


def screens(size: tuple[int, int], language: Language) -> Iterator[tuple[str, list[str]]]:
    """Give every screen by its name."""
    for name, state in SCENES.items():
        yield name, composed(moment(state, language), size)
    for name, (scene, pressed) in DIALOGUES.items():
        shown = moment(SCENES[scene], language)
        yield name, composed(shown, size, open_dialogue(shown, pressed))
    shown = moment(SCENES["cold_want"], language)
    yield "cold_typed", composed(replace(shown, entry="36"), size)
    model = Model(language)
    model.take_reach(Reach(False, 0.0), 0.0)
    yield "never_reached", composed(model.shown(3.0), size)
    model.take_reach(Reach(True, 5.0), 5.0)
    model.take_state(SCENES["grant"], 10.0)
    model.take_reach(Reach(False, 10.0), 10.0)
    yield "station_gone", composed(model.shown(22.0), size)


def open_dialogue(shown: Shown, pressed: tuple[str, ...]) -> Dialogue:
    """Begin a dialogue by its key and press further keys in it."""
    act = act_of(pressed[0], cold_mode=False)
    assert act is not None
    flow = first(act, shown) or flow_of(act, shown, lambda: shown.now)
    return Dialogue(Driven(flow).keys(*pressed[1:]).form, 0.0)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_every_state_of_the_screen(size: tuple[int, int], language: Language) -> None:
    for name, lines in screens(size, language):
        check(name, lines, f"{size[0]}x{size[1]}-{language.value}")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_the_running_terminal_shows_the_stored_screens(
    socket_path: Path, size: tuple[int, int]
) -> None:
    where = f"{size[0]}x{size[1]}-zh"

    async def story() -> None:
        async with gate(socket_path, size, Language.ZH) as one:
            for name in ("idle", "grant", "deny", "refer_recheck", "many_cases", "cold_want"):
                check(name, await one.shows(SCENES[name]), where)
            for name in RUN:
                scene, pressed = DIALOGUES[name]
                await one.shows(SCENES[scene])
                check(name, await one.drive(*pressed), where)
                await one.press("escape")
            await one.shows(SCENES["grant"])
            one.station.server.close()
            await one.until(lambda: not one.app.reached)
            one.hands.now += 12
            one.app.draw()
            await one.pilot.pause()
            check("station_gone", one.lines(), where)

    asyncio.run(story())
