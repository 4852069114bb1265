"""Pupils who may not come now, per class, fit for teachers: decided by the rules of the gate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kiosk.core.barred import BarredNote, barred_note
from kiosk.core.decide import decide
from kiosk.core.people import PersonKind, unit_covers
from kiosk.core.phases import Direction
from kiosk.core.policy import Policy
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.request import AccessRequest, ClockTrust, CredentialKind, CredentialState, Presented
from kiosk.core.tables import Column, ReportTable
from kiosk.core.words import words
from kiosk.station.attempt import Attempt, gather
from kiosk.store.directory import Directory
from kiosk.store.log import Log


@dataclass(frozen=True, slots=True)
class Barred:
    """A pupil whom the gate would refuse, with the note for the teacher."""

    person_id: str
    unit: str
    note: BarredNote


def barred(log: Log, policy: Policy, at: datetime, unit: str | None) -> list[Barred]:
    """List the pupils whom the gate would refuse at `at`, were they to come healthy."""
    found = []
    with Directory.of(log) as directory:
        for person_id in directory.person_ids():
            holder = log.lookup.holder(person_id)
            if holder is None or holder.kind is not PersonKind.PUPIL:
                continue
            if unit is not None and not unit_covers(unit, holder.unit):
                continue
            note = barred_note(decide(_request(log, policy, person_id, at), policy))
            if note is not None:
                found.append(Barred(person_id, holder.unit or "-", note))
    return sorted(found, key=lambda one: (one.unit, one.person_id))


def barred_table(found: Sequence[Barred], names: Mapping[str, str], at: datetime) -> ReportTable:
    """Make the list of it."""
    return ReportTable(
        f"今日不能到校学生 {at:%Y-%m-%d}",
        f"Pupils who cannot come {at:%Y-%m-%d}",
        (
            Column("unit", "班级", "Class"),
            Column("name", "姓名", "Name"),
            Column("note", "说明", "Note"),
        ),
        tuple((one.unit, names[one.person_id], _said(one.note)) for one in found),
    )


def _said(note: BarredNote) -> str:
    both = words(note)
    return f"{both.zh} / {both.en}"


def _request(log: Log, policy: Policy, person_id: str, at: datetime) -> AccessRequest:
    card = Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID)
    # What the list asks is who could come if he were well; this reading is never on file.
    healthy = Reading(
        Instrument.INFRARED,
        policy.screening.plausible_low_c,
        0.0,
        policy.screening.plausible_low_c,
        None,
        "report",
        BodySite.FOREHEAD,
    )
    request, _ = gather(
        Attempt(card, person_id),
        log.lookup,
        policy,
        direction=Direction.IN,
        access_point=min(policy.access_points),
        at=at,
        clock=ClockTrust.TRUSTED,
        readings=(healthy,),
    )
    return request
