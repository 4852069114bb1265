"""Held people: pick one, then type a temperature, or note that he left or was handed over."""

from typing import Any

from kiosk.link.messages import CloseCase
from kiosk.tui.screens.case_detail import case_detail
from kiosk.tui.screens.incidents import incident
from kiosk.tui.screens.temperature import case_text, temperature
from kiosk.tui.script import nested
from kiosk.tui.shown import Shown, who
from kiosk.tui.stages import Choice, Flow, Option, Outcome, Sheet, Stage

_MEASURE = "measure"
_DETAIL = "detail"


def cases(shown: Shown) -> Flow:
    """Ask for the case and for what to do with it."""
    held = () if shown.state is None else shown.state.cases
    by_number = {case.case_no: case for case in held}
    ordered = sorted(held, key=lambda case: (case.opened, case.case_no))
    picks = tuple(Option(case_text(shown, case), case.case_no) for case in ordered)

    def flow(answers: tuple[Any, ...]) -> Stage | Outcome:
        if not picks:
            return Sheet(shown.say("cases_title"), (shown.say("none_held"),))
        match answers:
            case ():
                return Choice(shown.say("cases_title"), picks)
            case (case_no,):
                name = who(by_number[case_no].person, shown.language)
                return Choice(shown.say("case_title", no=case_no, who=name), _acts(shown, case_no))
            case (case_no, what, *rest) if what == _MEASURE:
                return temperature(shown, only=case_no)(tuple(rest))
            case (case_no, what, *_) if what == _DETAIL:
                return nested(case_detail(shown, case_no), 2, answers)
            case (_, (number,), *_):
                return nested(incident(shown, number), 2, answers)
            case (_, None):
                return None
            case (case_no, outcome):
                return CloseCase(case_no, outcome)
            case _:
                return None

    return flow


def _acts(shown: Shown, case_no: int) -> tuple[Option, ...]:
    incidents = () if shown.state is None else shown.state.incidents
    procedures = (
        Option(shown.say("case_incident", no=one.incident_no), (one.incident_no,))
        for one in incidents
        if one.case_no == case_no
    )
    return (
        Option(shown.say("back"), None),
        Option(shown.say("case_temperature"), _MEASURE),
        Option(shown.say("case_left"), "left"),
        Option(shown.say("case_handed"), "handed_over"),
        Option(shown.say("case_detail"), _DETAIL),
        *procedures,
    )
