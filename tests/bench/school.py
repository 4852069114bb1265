"""A school for the measures: its people with made-up names, and the requests of a morning."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from kiosk.core.health import Health
from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.request import AccessRequest, CredentialKind, CredentialState, Holder, Presented
from tests.names import chinese_names

ZONE = timezone(timedelta(hours=8))
CLASS_SIZE = 45
GRADES = tuple(f"grade-{number}" for number in range(1, 13))
STAFF_SHARE = 0.08
GATE_OPENS = datetime(2020, 5, 11, 7, 0, tzinfo=ZONE)
CARD = Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID)
FEVER_SHARE, COLD_SHARE, SICK_SHARE = 0.01, 0.03, 0.02
"""Of a morning: who shows a high first reading, whose is too low to count, who stays at home."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """A pupil or member of staff of the made-up school."""

    person_id: str
    kind: PersonKind
    unit: str
    name: str


def people(count: int, seed: int = 1) -> list[Somebody]:
    """Make a school: pupils in classes of 45 over twelve grades, and staff in departments."""
    names = chinese_names(count, seed)
    staff = round(count * STAFF_SHARE)
    return [
        _staff(number, name) if number < staff else _pupil(number, number - staff, name)
        for number, name in enumerate(names)
    ]


def morning_requests(count: int, seed: int) -> list[AccessRequest]:
    """Make the requests of pupils who come in an open school: most are well and on the roster."""
    lot = random.Random(seed)
    pupils = (one for one in people(2 * count + 60, seed) if one.kind is PersonKind.PUPIL)
    return [
        AccessRequest(
            at=GATE_OPENS + timedelta(seconds=1.5 * number),
            phase=Phase.OPEN,
            credential=CARD,
            holder=Holder(one.kind, one.unit, one.person_id),
            health=Health(first_return=False),
            readings=tuple(readings(lot)),
        )
        for number, one in zip(range(count), pupils, strict=False)
    ]


def readings(lot: random.Random) -> Iterator[Reading]:
    """Give what the thermometer says of one who comes: normal, high with its recheck, or cold."""
    drawn = lot.random()
    if drawn < COLD_SHARE:
        yield infrared(round(lot.uniform(30.0, 33.8), 1))
    if drawn > 1 - FEVER_SHARE:
        yield from (infrared(round(lot.gauss(37.4, 0.3), 1)) for _ in range(4))
    else:
        yield infrared(round(min(lot.gauss(36.4, 0.2), 36.9), 1))


def infrared(celsius: float) -> Reading:
    """Make an infrared reading at the wrist."""
    raw = round(celsius - 2.7, 2)
    return Reading(Instrument.INFRARED, raw, 2.7, celsius, 20.0, "thermometer-1", BodySite.WRIST)


def _staff(number: int, name: str) -> Somebody:
    return Somebody(f"s{number:05}", PersonKind.STAFF, f"department-{number % 12}", name)


def _pupil(number: int, place: int, name: str) -> Somebody:
    class_no = place // CLASS_SIZE
    grade = GRADES[class_no % len(GRADES)]
    unit = f"{grade}/class-{class_no // len(GRADES) + 1}"
    return Somebody(f"p{number:05}", PersonKind.PUPIL, unit, name)
