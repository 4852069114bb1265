"""The rows that queries answer with; names and numbers are masked unless a row says otherwise.

An answer's data is `{"rows": [...], "next": place of the next page or null}`, or `{"one": ...}`
for a question about one thing. `text` of a query is what was typed into the search field, or the
id of the one thing.

    what            text            answer
    people          search          PersonRow
    household       person id       PersonRow: guardians of a pupil, children of a guardian
    inside          search          InsideRow
    evacuation      -               EvacuationRow in clear, everybody, logged
    occupancy       -               one: OccupancyShown
    directory       search          DirectoryRow, phones in clear: they are there to be called
    permits_today   search          PermitRow
    permits_waiting -               PermitRow: those that wait for an approval
    incidents       -               IncidentRow, open ones first
    incident        number          one: IncidentDetail
    case            number          one: CaseDetail
    notices         -               NoticeShown
    handover        -               one: HandoverShown
    person          person id       one person unmasked, logged (see station/queries.py)
"""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.people import PersonKind
from kiosk.core.permits import PermitState
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason
from kiosk.link.shown import IncidentShown, PersonShown


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person found; `card_tail` the last digits of the school card, `relation` a code."""

    person: PersonShown
    card_tail: str | None = None
    inside: bool = False
    relation: str | None = None


@dataclass(frozen=True, slots=True)
class InsideRow:
    """Somebody inside, since when, by which access point, and whether he lives there."""

    person: PersonShown
    since: datetime
    access_point: str | None = None
    areas: tuple[str, ...] = ()
    boards: bool = False


@dataclass(frozen=True, slots=True)
class EvacuationRow:
    """Somebody inside for the evacuation list: name in clear, unit, since when."""

    name: str
    kind: PersonKind
    unit: str | None
    since: datetime


@dataclass(frozen=True, slots=True)
class OccupancyShown:
    """How many are inside: (code, count) by kind, by unit and by area of their permit."""

    total: int
    kinds: tuple["Counted", ...] = ()
    units: tuple["Counted", ...] = ()
    areas: tuple["Counted", ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of one code; `limit` where the policy has one."""

    code: str
    count: int
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class DirectoryRow:
    """A line of the directory, to be called; nothing masked."""

    entry_id: str
    line: str
    title: str | None
    name: str | None
    phone: str | None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PermitRow:
    """A permit with its person, host and state; `over_since` is set for an overstay."""

    permit_id: str
    person: PersonShown
    state: PermitState
    purpose: str
    areas: tuple[str, ...]
    entries: int
    used: int
    inside: bool
    since: datetime | None = None
    until: datetime | None = None
    host: PersonShown | None = None
    host_phone: str | None = None
    department: str | None = None
    headcount: int = 1
    vehicle: str | None = None
    approvals: int = 0
    levels: int = 1
    over_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of a procedure: done when, by whom, with whom; not done yet without `done_at`."""

    step: str
    done_at: datetime | None = None
    by: str | None = None
    counterpart: str | None = None


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A line of the timeline; `what` is a code, `note` what was typed."""

    at: datetime
    by: str
    what: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A person with a part in an incident; `last_c` the second measurement, degrees C."""

    person: PersonShown
    part: str
    last_c: float | None = None
    elevated: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """When a report is due, and when it was released."""

    stage: str
    due: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident in a list."""

    incident: IncidentShown
    is_open: bool
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class IncidentDetail:
    """Everything about one incident that the guard needs, with whom to call in order."""

    incident: IncidentShown
    is_open: bool
    steps: tuple[StepShown, ...] = ()
    contacts: tuple[DirectoryRow, ...] = ()
    people: tuple[ListedRow, ...] = ()
    deadlines: tuple[DeadlineRow, ...] = ()
    timeline: tuple[TimelineRow, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """A reading of a case, degrees C, with who typed it if anybody did."""

    at: datetime
    by: Instrument
    raw_c: float | None
    correction_c: float
    corrected_c: float | None
    device: str
    typed_by: str | None = None


@dataclass(frozen=True, slots=True)
class CaseDetail:
    """A held case with all its readings and whom to call."""

    case_no: int
    opened: datetime
    reason: Reason
    person: PersonShown | None = None
    readings: tuple[ReadingShown, ...] = ()
    contact_name: str | None = None
    contact_phone: str | None = None
    incident_no: int | None = None


@dataclass(frozen=True, slots=True)
class HandoverShown:
    """What the next guard must know: open cases, open incidents, the last note and whose it is."""

    open_cases: tuple[int, ...] = ()
    open_incidents: tuple[int, ...] = ()
    note: str | None = None
    note_at: datetime | None = None
    note_by: str | None = None


@dataclass(frozen=True, slots=True)
class LaidCardShown:
    """The ID card that was laid on the reader last: `token` names it, the rest is masked."""

    token: str
    name: str
    number: str
