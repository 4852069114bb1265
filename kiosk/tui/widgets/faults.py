"""Lines that stay blank while the gate is well: what is wrong, in words, and how an act ended."""

from datetime import datetime

from rich.cells import cell_len
from rich.text import Text

from kiosk.core.request import ClockTrust
from kiosk.core.text import clean
from kiosk.core.words_screen import CAUSES, FAMILIES, FAULTS, SHUT, WARNINGS, coded
from kiosk.link.messages import DeviceState, DriftShown, State
from kiosk.tui.cells import cut, filled, line
from kiosk.tui.shown import Shown, age, degrees
from kiosk.tui.widgets.part import Part

NAMES_LIMIT = 40

TURN_S = 4
"""How long each fault stands where there is no line for all; local practice."""


class Faults(Part):
    """The outcome of the last act first, then faults, the worst first."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines; faults that do not fit are shown in turn, each with its number."""
        palette = shown.palette
        lines: list[Text] = []
        if shown.notice is not None:
            tone = palette.chosen if shown.notice.good else palette.deny
            lines.append(line(width, tone.bold, f" {shown.notice.text}"))
        found = faults(shown)
        room = max(0, height - len(lines))
        for number, said in in_turn(found, room, shown.now):
            tail = f"  {number}/{len(found)}" if len(found) > room else ""
            body = cut(said, width - 3 - cell_len(tail))
            lines.append(line(width, palette.fault.bold, f" ! {body}{tail}"))
        return filled(lines, width, height, palette.plain.style)


def in_turn(found: list[str], room: int, now: datetime | None) -> list[tuple[int, str]]:
    """Choose the faults to show now, with their numbers from 1: those above the last line stay.

    The last line is shared by all that have no line of their own, for `TURN_S` each.
    """
    numbered = list(enumerate(found, 1))
    if len(found) <= room or room == 0:
        return numbered[:room]
    kept, waiting = numbered[: room - 1], numbered[room - 1 :]
    turn = 0 if now is None else int(now.timestamp()) // TURN_S
    return [*kept, waiting[turn % len(waiting)]]


def faults(shown: Shown) -> list[str]:
    """List what is wrong, the worst first, each with what to do."""
    state = shown.state
    if state is None or shown.gone is not None:
        return []
    found: list[str] = []
    if shown.silent_s is not None:
        found.append(coded(FAULTS, "stale", shown.language, age=age(shown.silent_s)))
    if state.way_in_shut is not None:
        found.append(f"{shown.say('shut_title')}: {coded(SHUT, state.way_in_shut, shown.language)}")
    if state.clock is ClockTrust.UNSURE:
        found.append(coded(FAULTS, "clock", shown.language))
    return found + _device_faults(shown, state) + _lesser(shown, state)


def _device_faults(shown: Shown, state: State) -> list[str]:
    found: list[str] = []
    for device in state.devices:
        if device.state is not DeviceState.LOST:
            continue
        said = coded(FAULTS, device.family, shown.language)
        cause = CAUSES.get(device.cause or "")
        told = [] if cause is None else [cause.in_language(shown.language)]
        told += [] if device.since is None else [f"{shown.local(device.since):%H:%M}"]
        found.append(f"{said} ({', '.join(told)})" if told else said)
    return found


def _lesser(shown: Shown, state: State) -> list[str]:
    found: list[str] = []
    if state.ambient_c is not None and not state.ambient_ok:
        code = "ambient_cold" if state.cold_mode else "ambient"
        found.append(coded(FAULTS, code, shown.language, c=degrees(state.ambient_c)))
    if state.guard is not None and not state.guard_measured:
        found.append(coded(FAULTS, "not_measured", shown.language))
    if state.late_waiting:
        found.append(coded(FAULTS, "late", shown.language, n=state.late_waiting))
    found += _warnings(shown, state)
    if state.uncalibrated:
        names = clean(", ".join(state.uncalibrated), NAMES_LIMIT)
        found.append(coded(FAULTS, "uncalibrated", shown.language, names=names))
    return found + [_drift(shown, one) for one in state.drifts]


def _drift(shown: Shown, drift: DriftShown) -> str:
    way = coded(FAULTS, "higher" if drift.off_centi > 0 else "lower", shown.language)
    name = drift.device if drift.access_point is None else f"{drift.access_point} {drift.device}"
    return coded(
        FAULTS,
        f"drift_{drift.against}",
        shown.language,
        name=clean(name, NAMES_LIMIT),
        way=way,
        off=f"{abs(drift.off_centi) / 100:.2f}",
    )


def _warnings(shown: Shown, state: State) -> list[str]:
    """List what is to be mended on devices that work."""
    return [
        coded(
            WARNINGS,
            one.code,
            shown.language,
            family=coded(FAMILIES, device.family, shown.language),
            baud=one.baud,
            configured=one.configured,
        )
        for device in state.devices
        if device.state is DeviceState.OK
        for one in device.warnings
    ]
