"""The life of a permit (clause N1c): which step leads on from where, who may take it, and when not.

Pure: what the log knows of a permit comes in as a `PermitFile`, who acts as an `Approver`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.core.people import Role, unit_covers
from kiosk.core.permits import Permit, PermitState

MOST_LEVELS = 2
"""The department approves first, then the school leader (rules.md 2e)."""


class PermitStanding(StrEnum):
    """Where a permit stands at a moment; `used` and `over` follow from entries and time."""

    DRAFT = "draft"
    WAITS_DEPARTMENT = "waits_department"
    WAITS_LEADER = "waits_leader"
    APPROVED = "approved"
    USED = "used"
    OVER = "over"
    REJECTED = "rejected"
    REVOKED = "revoked"


class PermitStep(StrEnum):
    """What somebody does with a permit; `record` states it as it stands, without a course."""

    REQUEST = "request"
    RECORD = "record"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    REVOKE = "revoke"


class PermitFault(StrEnum):
    """Why a step cannot be taken; also the code that the terminal is answered with."""

    NOT_DUE = "permit_not_due"
    WRONG_ROLE = "permit_wrong_role"
    OTHER_DEPARTMENT = "permit_other_department"
    OWN_REQUEST = "permit_own_request"
    OWN_PERMIT = "permit_own_permit"
    APPROVED_BEFORE = "permit_approved_before"
    PURPOSE_NOT_ADMITTED = "permit_purpose_not_admitted"
    PUBLIC_USE = "permit_public_use"
    AREA_SHUT = "permit_area_shut"
    AREA_NOT_REACHED = "permit_area_not_reached"
    NO_END = "permit_no_end"
    WINDOW_OVER = "permit_window_over"
    WINDOW_TOO_LONG = "permit_window_too_long"
    AREA_FULL = "permit_area_full"


@dataclass(frozen=True, slots=True)
class PermitProblem:
    """A fault with what it is about: areas, roles, or numbers as text; never a name."""

    fault: PermitFault
    detail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PermitFile:
    """A permit with all that its life rests on.

    `entered` counts the entries of each person made on it. `requested_by` and `approved_by` are
    accounts; `approvals` is how many of the `levels` have approved.
    """

    permit: Permit
    permit_id: str
    person_id: str
    levels: int = 1
    approvals: int = 0
    host_id: str | None = None
    department: str | None = None
    companions: tuple[str, ...] = ()
    headcount: int = 1
    requested_by: str | None = None
    approved_by: tuple[str, ...] = ()
    entered: Mapping[str, int] = field(default_factory=dict)

    @property
    def people(self) -> tuple[str, ...]:
        """Name everybody whom the permit covers: its holder and who is named to come along."""
        return (self.person_id, *self.companions)

    @property
    def heads(self) -> int:
        """Count the people it stands for; a headcount alone gives nobody a right."""
        return max(self.headcount, len(self.people))

    def standing(self, at: datetime) -> PermitStanding:
        """Say where it stands at `at`."""
        match self.permit.state:
            case PermitState.REJECTED:
                return PermitStanding.REJECTED
            case PermitState.REVOKED:
                return PermitStanding.REVOKED
            case PermitState.APPROVED:
                return self._approved(at)
            case _ if self.permit.window.over(at):
                return PermitStanding.OVER
            case PermitState.DRAFT:
                return PermitStanding.DRAFT
            case PermitState.SUBMITTED:
                waits_leader = self.approvals > 0
                return (
                    PermitStanding.WAITS_LEADER if waits_leader else PermitStanding.WAITS_DEPARTMENT
                )

    @property
    def used_up(self) -> bool:
        """Tell whether nobody whom it covers has an entry left."""
        return all(self.entered.get(one, 0) >= self.permit.entries for one in self.people)

    def _approved(self, at: datetime) -> PermitStanding:
        if self.used_up:
            return PermitStanding.USED
        over = self.permit.window.over(at)
        return PermitStanding.OVER if over else PermitStanding.APPROVED


@dataclass(frozen=True, slots=True)
class Approver:
    """Who acts: an account with its role, and `unit` for which it is held.

    `person_id` is whose account it is, `accounts` all of that person's, this one included.
    """

    account_id: str
    role: Role
    unit: str | None = None
    person_id: str | None = None
    accounts: frozenset[str] = frozenset()

    @property
    def own(self) -> frozenset[str]:
        """Name every account of the same person."""
        return self.accounts | {self.account_id}


FIRST_LEVEL = frozenset({Role.DEPARTMENT_HEAD, Role.SUPERVISOR})
"""Who approves first; a supervisor stands in for the head of a department."""

SECOND_LEVEL = frozenset({Role.SCHOOL_LEADER})
APPROVERS = FIRST_LEVEL | SECOND_LEVEL
REVOKERS = APPROVERS | {Role.HEALTH_OFFICER, Role.SCHOOL_DOCTOR, Role.ADMINISTRATOR}
"""Who may take a right of entry away: more than may give it."""

_ANYBODY = frozenset(Role)

LIFE: Mapping[tuple[PermitStep, PermitStanding], frozenset[Role]] = {
    (PermitStep.SUBMIT, PermitStanding.DRAFT): _ANYBODY,
    (PermitStep.APPROVE, PermitStanding.WAITS_DEPARTMENT): FIRST_LEVEL,
    (PermitStep.APPROVE, PermitStanding.WAITS_LEADER): SECOND_LEVEL,
    (PermitStep.REJECT, PermitStanding.WAITS_DEPARTMENT): FIRST_LEVEL,
    (PermitStep.REJECT, PermitStanding.WAITS_LEADER): SECOND_LEVEL,
    (PermitStep.REVOKE, PermitStanding.DRAFT): REVOKERS,
    (PermitStep.REVOKE, PermitStanding.WAITS_DEPARTMENT): REVOKERS,
    (PermitStep.REVOKE, PermitStanding.WAITS_LEADER): REVOKERS,
    (PermitStep.REVOKE, PermitStanding.APPROVED): REVOKERS,
}
"""Every step there is, from where it may be taken, and by which roles; no other exists."""


def level_due(file: PermitFile) -> int:
    """Give the level whose turn it is: 1 the department, 2 the school leader."""
    return file.approvals + 1


def step_problems(
    file: PermitFile, step: PermitStep, who: Approver, at: datetime
) -> tuple[PermitProblem, ...]:
    """Say why `who` may not take the step at `at`; empty when he may."""
    standing = file.standing(at)
    roles = LIFE.get((step, standing))
    if roles is None:
        return (PermitProblem(PermitFault.NOT_DUE, (standing.value,)),)
    if who.role not in roles:
        return (PermitProblem(PermitFault.WRONG_ROLE, tuple(sorted(roles))),)
    if _other_department(file, step, who):
        return (PermitProblem(PermitFault.OTHER_DEPARTMENT, (str(file.department),)),)
    return _partial(file, who) if step is PermitStep.APPROVE else ()


def _other_department(file: PermitFile, step: PermitStep, who: Approver) -> bool:
    """Tell whether the head of one department decides for another (clause N8)."""
    if step not in {PermitStep.APPROVE, PermitStep.REJECT} or who.role is not Role.DEPARTMENT_HEAD:
        return False
    if who.unit is None or file.department is None:
        return False
    return not unit_covers(who.unit, file.department)


def _partial(file: PermitFile, who: Approver) -> tuple[PermitProblem, ...]:
    """Say what makes an approver a party: own request, own permit, the other level."""
    checks = (
        (PermitFault.OWN_REQUEST, file.requested_by in who.own),
        (PermitFault.OWN_PERMIT, who.person_id is not None and who.person_id in file.people),
        (PermitFault.APPROVED_BEFORE, not who.own.isdisjoint(file.approved_by)),
    )
    return tuple(PermitProblem(fault) for fault, found in checks if found)
