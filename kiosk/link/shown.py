"""What a state holds: everything a terminal shows; names and numbers are masked."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.core.people import PersonKind, Role
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import BodySite
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState


class Step(StrEnum):
    """How far one of the two steps of a visit is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"


class Block(StrEnum):
    """What the large block shows."""

    IDLE = "idle"
    WANT_TEMPERATURE = "want_temperature"
    MEASURING = "measuring"
    VERDICT = "verdict"


class DeviceState(StrEnum):
    """Whether a device works; `absent` is one that the configuration does not have."""

    OK = "ok"
    LOST = "lost"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person on the screen, masked."""

    person_id: str
    name: str
    kind: PersonKind
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class VisitShown:
    """The visit of the lane: its two steps and what is known; temperatures in degrees C."""

    block: Block
    identity: Step
    temperature: Step
    credential_kind: CredentialKind | None = None
    credential_state: CredentialState | None = None
    credential_tail: str | None = None
    person: PersonShown | None = None
    settled: int = 0
    settled_wanted: int = 5
    corrected_c: float | None = None
    raw_c: float | None = None
    correction_c: float | None = None
    device: str | None = None
    site: BodySite | None = None
    visit_id: str | None = None


@dataclass(frozen=True, slots=True)
class VerdictShown:
    """The last verdict, while it is to be shown.

    `case_no` is the held case it opened or joined; `recheck` (done, wanted) when a recheck is
    under way; `contact_name` and `contact_phone` whom to call, masked; `may_override` whether a
    supervisor may lift it. `guard_checks` are what the policy has the guard look at as well;
    `slot` says how the arrival stands to the timetable (early, on_time, late, early_leave).
    `needs_contact` tells that enough was tried without a valid value: the contact thermometer.
    """

    visit_id: str
    verdict: Verdict
    reason: Reason
    clause: Clause
    also: tuple[Reason, ...] = ()
    case_no: int | None = None
    recheck_done: int = 0
    recheck_wanted: int = 0
    contact_name: str | None = None
    contact_phone: str | None = None
    may_override: bool = False
    overridden: bool = False
    person: PersonShown | None = None
    corrected_c: float | None = None
    at: datetime | None = None
    guard_checks: tuple[str, ...] = ()
    slot: str | None = None
    needs_contact: bool = False


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A held case; `rest_until` is when the contact thermometer may be used, if rest is due."""

    case_no: int
    reason: Reason
    opened: datetime
    person: PersonShown | None = None
    rest_until: datetime | None = None
    last_c: float | None = None
    recheck_done: int = 0
    recheck_wanted: int = 0
    may_override: bool = False
    needs_contact: bool = False
    contact_name: str | None = None
    contact_phone: str | None = None


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One of the last entries."""

    visit_id: str
    at: datetime
    direction: Direction
    verdict: Verdict
    reason: Reason
    person: PersonShown | None = None
    corrected_c: float | None = None


@dataclass(frozen=True, slots=True)
class DeviceWarning:
    """What is to be mended on a device that works: `noisy`, or `other_baud` with both rates."""

    code: str
    baud: int | None = None
    configured: int | None = None


@dataclass(frozen=True, slots=True)
class DriftShown:
    """A thermometer that is off: by hundredths of a degree C, against `its_own` days or `others`.

    `access_point` is None for that of this gate.
    """

    device: str
    off_centi: int
    against: str
    access_point: str | None = None


@dataclass(frozen=True, slots=True)
class DeviceShown:
    """One device of the strip; `family` is thermometer, camera, door, scanner or card_reader."""

    name: str
    family: str
    state: DeviceState
    since: datetime | None = None
    cause: str | None = None
    warnings: tuple[DeviceWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class GuardShown:
    """Who is signed in."""

    account_id: str
    role: Role
    name: str


@dataclass(frozen=True, slots=True)
class AlertShown:
    """Something that must not be missed, loud until it is dealt with.

    `code` is one of overstay, never_out, host_signs, incident_deadline, follow_up_overdue,
    cluster; `person`, `permit_id` and `incident_no` say about whom or what; `since` is when it
    began to be due.
    """

    code: str
    since: datetime
    person: PersonShown | None = None
    permit_id: str | None = None
    incident_no: int | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class NoticeShown:
    """A notice of the idle screen in both languages."""

    notice_id: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class IncidentShown:
    """An open incident: how far it is and what is due next; `steps` done and wanted."""

    incident_no: int
    incident_type: str
    level: str
    opened: datetime
    person: PersonShown | None = None
    steps_done: int = 0
    steps_wanted: int = 0
    due: datetime | None = None
    due_stage: str | None = None
    case_no: int | None = None


@dataclass(frozen=True, slots=True)
class PhaseToCome:
    """A scheduled phase change."""

    phase: Phase
    at: datetime
    released: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Everything a terminal shows; `number` grows with each state of one station run.

    `way_in_shut` says why nobody can be let in by program (policy_missing, log_not_writable);
    `late_waiting` counts ways out that wait to be written. `ambient_c` is the sensor's own value
    when it must be shown (cold morning, or out of its range) with `ambient_ok`.
    `utc_offset_min` is the school's zone at `at`, in minutes east; None leaves it to the terminal.
    `gate_zh` and `gate_en` are the gate's name as the school writes it, None leaves the word to
    the terminal. `drill` is the id of the drill under way. `locked` tells that every act needs a
    PIN first. `guard_measured` is False while who is signed in has not measured himself yet.
    `uncalibrated` names the instruments whose calibration is overdue, or was never done;
    `drifts` the thermometers whose newest daily median is off.
    """

    number: int
    at: datetime
    access_point: str
    direction: Direction
    phase: Phase | None
    policy: str | None
    clock: ClockTrust
    inside: int
    passed_today: int
    visit: VisitShown
    verdict: VerdictShown | None = None
    cases: tuple[CaseShown, ...] = ()
    recent: tuple[EntryShown, ...] = ()
    devices: tuple[DeviceShown, ...] = ()
    guard: GuardShown | None = None
    cold_mode: bool = False
    ambient_c: float | None = None
    ambient_ok: bool = True
    way_in_shut: str | None = None
    late_waiting: int = 0
    visits: int = 0
    utc_offset_min: int | None = None
    gate_zh: str | None = None
    gate_en: str | None = None
    alerts: tuple[AlertShown, ...] = ()
    notices: tuple[NoticeShown, ...] = ()
    incidents: tuple[IncidentShown, ...] = ()
    phase_next: PhaseToCome | None = None
    drill: str | None = None
    locked: bool = False
    registration_url: str | None = None
    hotline: str | None = None
    guard_measured: bool = True
    school_zh: str | None = None
    school_en: str | None = None
    uncalibrated: tuple[str, ...] = ()
    drifts: tuple[DriftShown, ...] = ()
