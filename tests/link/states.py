"""Hand-written states for the tests of the link and the terminal; never made by the station."""

from dataclasses import replace
from datetime import UTC, datetime

from kiosk.core.phases import Direction, Phase
from kiosk.core.request import ClockTrust
from kiosk.link.messages import Block, State, Step, VisitShown

AT = datetime(2020, 2, 19, 23, 12, 41, tzinfo=UTC)
"""07:12:41 on 20 February 2020 in China."""

IDLE_VISIT = VisitShown(Block.IDLE, Step.WAITING, Step.WAITING)

IDLE = State(
    number=1,
    at=AT,
    access_point="north",
    direction=Direction.IN,
    phase=Phase.CLOSED,
    policy="notice-2020-02",
    clock=ClockTrust.TRUSTED,
    inside=12,
    passed_today=38,
    visit=IDLE_VISIT,
)


def numbered(number: int) -> State:
    """Return the idle state with this number."""
    return replace(IDLE, number=number)
