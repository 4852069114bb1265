"""Short ways to write events in tests."""

import dataclasses
from datetime import datetime, timedelta, timezone
from typing import Any

from kiosk.core.events import AccessDecided, Actor, ActorKind, Event, Fact, Moment
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState

SCHOOL = timezone(timedelta(hours=8))
AT = datetime(2020, 2, 20, 7, 30, tzinfo=SCHOOL)
GUARD = Actor(ActorKind.GUARD, "guard-1")
MOMENT = Moment(AT, 1_000_000_000, "boot-1", ClockTrust.TRUSTED)


def event(fact: Fact, *, wall: datetime = AT, **more: Any) -> Event:
    """Make an event of the guard at the north gate."""
    return Event(dataclasses.replace(MOMENT, wall=wall), GUARD, fact, "north", **more)


def infrared(celsius: float) -> Reading:
    """Make an infrared reading at the wrist."""
    return Reading(
        Instrument.INFRARED, celsius - 2.7, 2.7, celsius, 20.0, "thermometer-1", BodySite.WRIST
    )


def decided(visit_id: str, person_id: str | None = "p1", **more: Any) -> AccessDecided:
    """Make a decision, a grant on the way in unless told otherwise."""
    values: dict[str, Any] = {
        "visit_id": visit_id,
        "direction": Direction.IN,
        "verdict": Verdict.GRANT,
        "reason": Reason.ROSTER,
        "clause": Clause.N5,
        "also": (),
        "credential_kind": CredentialKind.SCHOOL_CARD,
        "credential_state": CredentialState.VALID,
        "phase": Phase.OPEN,
        "policy": "notice-2020-02",
        "person_id": person_id,
        "person_kind": PersonKind.PUPIL,
        "unit": "grade-7/class-3",
    }
    return AccessDecided(**(values | more))
