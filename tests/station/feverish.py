"""Fevers for tests: values typed off a handheld at an office's gate, a clock moved by hand."""

from typing import TypeVar

from kiosk.core.events import AccessDecided, IncidentOpened
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.link.messages import Answer, TypeReading
from tests.station.gate import card
from tests.station.office import Office

Kind = TypeVar("Kind")

APART_S = 6.0
REST_S = 301.0


def arrive(office: Office, number: int, value_c: float) -> AccessDecided:
    """Let somebody show a card and be measured by the handheld; the decision it makes."""
    world = office.world
    world.lane.cold_mode = True
    world.at += APART_S
    world.lane.tick(world.now)
    world.lane.dismiss(world.now)
    world.code(card(number))
    visit_id = world.lane.visit.visit_id
    answer = office.do(TypeReading(value_c, Instrument.INFRARED, visit_id=visit_id))
    assert answer.ok, answer
    return world.decided()[-1]


def typed(office: Office, case_no: int, value_c: float, by: Instrument) -> Answer:
    """Type a value for a case, a little later."""
    office.world.at += APART_S
    return office.do(TypeReading(value_c, by, case_no=case_no))


def elevated(office: Office, number: int, value_c: float = 37.8) -> int:
    """Bring somebody to an elevated recheck; the number of his case."""
    decided = arrive(office, number, value_c)
    assert decided.case_no is not None
    for _ in range(3):
        assert typed(office, decided.case_no, value_c, Instrument.INFRARED).ok
    last = office.world.decided()[-1]
    assert Reason.TEMPERATURE_ELEVATED in {last.reason, *last.also}
    return decided.case_no


def confirmed(office: Office, number: int) -> int:
    """Bring somebody to a confirmed fever; the number of his case."""
    case_no = elevated(office, number)
    office.world.at += REST_S
    assert typed(office, case_no, 38.2, Instrument.CONTACT).ok
    return case_no


def opened(office: Office) -> list[IncidentOpened]:
    """Give every incident that was opened."""
    return of_kind(office, IncidentOpened)


def of_kind(office: Office, kind: type[Kind]) -> list[Kind]:
    """Give the facts of one kind in the log."""
    return [one for one in office.facts() if isinstance(one, kind)]
