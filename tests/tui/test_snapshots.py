"""The screen, letter by letter, at both sizes and in both languages.

The stored screens are updated only by KIOSK_SNAPSHOTS=update, and are read by a person then.
"""

import asyncio
import os
from pathlib import Path

import pytest

from kiosk.core.words import Language
from tests.tui.running import Gate, gate
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
    "cold_typed": ("cold_want", ("3", "6")),
}
"""Scenes that need keys: the state under them, and the keys."""


def check(name: str, lines: list[str], where: str) -> None:
    """Compare a screen with the stored one, or store it."""
    text = "\n".join(line.rstrip() for line in lines) + "\n"
    path = STORE / where / f"{name}.txt"
    if UPDATE:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path} is missing: KIOSK_SNAPSHOTS=update makes it"
    assert text == path.read_text(encoding="utf-8"), f"{where}/{name} looks different"


async def gone(one: Gate) -> list[str]:
    """Take the station away and wait twelve seconds of the terminal's clock."""
    await one.shows(SCENES["grant"])
    one.station.server.close()
    await one.until(lambda: not one.app.reached)
    one.hands.now += 12
    one.app.draw()
    await one.pilot.pause()
    return one.lines()


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
def test_every_state_of_the_screen(
    socket_path: Path, size: tuple[int, int], language: Language
) -> None:
    where = f"{size[0]}x{size[1]}-{language.value}"

    async def story() -> None:
        async with gate(socket_path, size, language) as one:
            for name, state in SCENES.items():
                check(name, await one.shows(state), where)
            for name, (scene, keys) in DIALOGUES.items():
                await one.shows(SCENES[scene])
                check(name, await one.press(*keys), where)
                await one.press("escape")
            check("station_gone", await gone(one), where)

    asyncio.run(story())


@pytest.mark.parametrize("language", list(Language))
def test_a_terminal_that_never_reached_a_station_says_so(
    socket_path: Path, language: Language
) -> None:
    async def story() -> None:
        async with gate(socket_path, (80, 24), language) as one:
            one.station.server.close()
            await one.until(lambda: not one.app.reached)
            await one.pilot.pause()
            check("never_reached", one.lines(), f"80x24-{language.value}")

    asyncio.run(story())
