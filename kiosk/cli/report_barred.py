"""Pupils who may not come now, per class, fit for teachers: decided by the rules of the gate."""

from collections.abc import Callable
from datetime import datetime

from kiosk.core.barred import barred_note
from kiosk.core.decide import decide
from kiosk.core.people import PersonKind, unit_covers
from kiosk.core.phases import Direction
from kiosk.core.policy import Policy
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.reports import PersonLine
from kiosk.core.request import AccessRequest, ClockTrust, CredentialKind, CredentialState, Presented
from kiosk.core.tables import Column, ReportTable
from kiosk.core.words import words
from kiosk.station.attempt import Attempt, gather
from kiosk.store.directory import Directory
from kiosk.store.log import Log


def barred(
    log: Log,
    policy: Policy,
    at: datetime,
    unit: str | None,
    named: Callable[[str], PersonLine],
) -> ReportTable:
    """List the pupils whom the gate would refuse at `at`, were they to come healthy."""
    rows = []
    with Directory.of(log) as directory:
        for person_id in directory.person_ids():
            holder = log.lookup.holder(person_id)
            if holder is None or holder.kind is not PersonKind.PUPIL:
                continue
            if unit is not None and not unit_covers(unit, holder.unit):
                continue
            note = barred_note(decide(_request(log, policy, person_id, at), policy))
            if note is not None:
                both = words(note)
                rows.append((holder.unit or "-", named(person_id).name, f"{both.zh} / {both.en}"))
    return ReportTable(
        f"今日不能到校学生 {at:%Y-%m-%d}",
        f"Pupils who cannot come {at:%Y-%m-%d}",
        (
            Column("unit", "班级", "Class"),
            Column("name", "姓名", "Name"),
            Column("note", "说明", "Note"),
        ),
        tuple(sorted(rows)),
    )


def _request(log: Log, policy: Policy, person_id: str, at: datetime) -> AccessRequest:
    card = Presented(CredentialKind.SCHOOL_CARD, CredentialState.VALID)
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
