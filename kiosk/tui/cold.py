"""Digits at the gate in cold mode: the temperature of the one who stands there."""

from kiosk.core.readings import Instrument
from kiosk.link.messages import State, TypeReading
from kiosk.tui.form import temperature
from kiosk.tui.model import Model
from kiosk.tui.shown import Shown

_DIGITS = 3


def cold_key(model: Model, shown: Shown, key: str, mono: float) -> TypeReading | bool:
    """Take a key while cold mode is on: an act, or whether the key was part of a temperature."""
    state = shown.state
    if state is None or not state.cold_mode or state.locked:
        return False
    if not shown.wants_value:
        if key.isdigit():
            model.tell(shown.say("scan_first"), good=False, mono=mono)
        return key.isdigit()
    if key == "enter":
        return _entered(model, shown, mono)
    return _typed(model, state, key)


def _typed(model: Model, state: State, key: str) -> bool:
    if key.isdigit():
        if not model.entry:
            model.entry_visit = state.visit.visit_id
        model.entry = (model.entry + key)[:_DIGITS]
    elif key == "backspace":
        model.entry = model.entry[:-1]
    elif key == "escape" and model.entry:
        model.entry = ""
    else:
        return False
    return True


def _entered(model: Model, shown: Shown, mono: float) -> TypeReading | bool:
    value = temperature(model.entry)
    if value is None:
        model.tell(shown.say("need_digits"), good=False, mono=mono)
        return True
    model.entry = ""
    return TypeReading(value, Instrument.INFRARED, visit_id=model.entry_visit)
