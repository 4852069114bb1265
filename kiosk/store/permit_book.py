"""The read side of permits: how each stands, its steps by name, who is inside on one, exits."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.core.events import AccountSet, PersonRecorded
from kiosk.core.people import PersonKind, Role
from kiosk.core.permit_life import Approver, PermitFile, PermitStep
from kiosk.core.permit_limits import Held
from kiosk.core.permits import PermitState
from kiosk.core.windows import Window
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.folding import stamp
from kiosk.store.lookup import Lookup

PAGE = 200

_FILE = (
    f"SELECT {reading.PERMIT}, person_id, levels, approvals, host_id, department, companions,"
    " headcount, begun_pos FROM permit"
)
_BEGINS = (PermitStep.REQUEST, PermitStep.RECORD)
_LEFT = (
    "visit.direction = 'out' AND visit.verdict = 'grant' AND visit.outcome IS NOT 'not_passed'"
    " AND visit.drill = 0 AND visit.corrected = 0"
)
"""What counts as an exit, as `reading.ENTRY` does for an entry."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of a permit; `pos` is its event, `counted` False for one that changed nothing."""

    pos: int
    step: PermitStep
    level: int | None
    account: str
    counted: bool


@dataclass(frozen=True, slots=True)
class InsideRow:
    """Somebody from outside, or on a permit, who is inside; `permit_id` is what the entry rests on.

    `window` is that of the permit, without bounds where there is none.
    """

    person_id: str
    kind: PersonKind
    since: datetime
    permit_id: str | None
    host_id: str | None
    window: Window


@dataclass(frozen=True, slots=True)
class UnsignedExit:
    """Somebody has left on a permit with a host, and nobody has signed it yet."""

    person_id: str
    permit_id: str
    host_id: str
    left_at: datetime


class PermitBook(Asking):
    """Questions about permits; made by `Log.of`, and used on the same thread."""

    # --- Permits ---

    def file(self, permit_id: str) -> PermitFile | None:
        """Give a permit with all that its life rests on."""
        row = self._one(f"{_FILE} WHERE permit_id = ?", permit_id)
        return None if row is None else self._file(row)

    def files(self, person_id: str | None = None) -> Iterator[PermitFile]:
        """Give every permit, or those that cover a person, by their ids."""
        after = ""
        while True:
            found = self._all(
                f"{_FILE} WHERE permit_id > ? AND (? IS NULL OR person_id = ? OR permit_id IN"
                " (SELECT permit_id FROM permit_companion WHERE person_id = ?))"
                " ORDER BY permit_id LIMIT ?",
                after,
                person_id,
                person_id,
                person_id,
                PAGE,
            )
            yield from map(self._file, found)
            if len(found) < PAGE:
                return
            after = found[-1][0]

    def waiting(self) -> list[PermitFile]:
        """List what waits for an approval, the longest waiting first."""
        found = self._all(
            f"{_FILE} WHERE state = ? ORDER BY begun_pos, permit_id", PermitState.SUBMITTED
        )
        return [self._file(row) for row in found]

    def between(self, since: datetime, until: datetime) -> list[PermitFile]:
        """List the permits that hold at some time from `since` to before `until`.

        Also those on which somebody is inside, however long they are over; drafts are left out.
        """
        inside = {one.permit_id for one in self.inside()}
        found = self._all(
            f"{_FILE} WHERE state != ? AND (since IS NULL OR since < ?)"
            " AND (until IS NULL OR until > ?) ORDER BY since, permit_id",
            PermitState.DRAFT,
            stamp(until),
            stamp(since),
        )
        files = [self._file(row) for row in found]
        known = {one.permit_id for one in files}
        late = [self.file(one) for one in sorted(filter(None, inside)) if one not in known]
        return [*(one for one in late if one is not None), *files]

    def held(self, besides: str, at: datetime) -> tuple[Held, ...]:
        """List the approved permits that an area's limit counts, all but one.

        One that is over by `at` or has no entry left counts while somebody is inside on it.
        """
        inside = {one.permit_id for one in self.inside()}
        found = self._all(
            f"{_FILE} WHERE state = ? AND permit_id != ? AND (until IS NULL OR until > ?)",
            PermitState.APPROVED,
            besides,
            stamp(at),
        )
        files = [self._file(row) for row in found]
        return tuple(
            Held(one.permit.window, one.permit.areas, one.heads)
            for one in files
            if one.permit_id in inside or not one.used_up
        )

    def steps(self, permit_id: str) -> list[StepRow]:
        """List the steps of a permit in the order they were taken."""
        found = self._all(
            "SELECT pos, step, level, account, counted FROM permit_step"
            " WHERE permit_id = ? ORDER BY pos",
            permit_id,
        )
        return [
            StepRow(pos, PermitStep(step), level, account, bool(counted))
            for pos, step, level, account, counted in found
        ]

    def _file(self, row: Sequence[Any]) -> PermitFile:
        person_id, levels, approvals, host_id, department, companions, heads, begun = row[8:]
        entered = self._all(
            f"SELECT person_id, count(*) FROM visit WHERE permit_id = ? AND {reading.ENTRY}"
            " AND person_id IS NOT NULL GROUP BY person_id",
            row[0],
        )
        counts = {str(who): int(count) for who, count in entered}
        steps = self._all(
            "SELECT step, account FROM permit_step WHERE permit_id = ? AND pos >= ? AND counted = 1"
            " ORDER BY pos",
            row[0],
            begun,
        )
        return PermitFile(
            permit=reading.permit(row[:8], counts.get(person_id, 0)),
            permit_id=row[0],
            person_id=person_id,
            levels=levels,
            approvals=approvals,
            host_id=host_id,
            department=department,
            companions=tuple(json.loads(companions)),
            headcount=heads,
            requested_by=next((who for step, who in steps if step in _BEGINS), None),
            approved_by=tuple(who for step, who in steps if step == PermitStep.APPROVE),
            entered=counts,
        )

    # --- Who decides ---

    def approver(self, account_id: str) -> Approver | None:
        """Give an account as one who acts, with every account of the same person."""
        facts = [self.at(pos).event.fact for (pos,) in self._all("SELECT pos FROM account")]
        known = [one for one in facts if isinstance(one, AccountSet)]
        mine = next((one for one in known if one.account_id == account_id), None)
        if mine is None:
            return None
        whose = mine.person_id
        same = [one for one in known if whose is not None and one.person_id == whose]
        return Approver(
            account_id,
            Role(mine.role),
            mine.unit,
            whose,
            frozenset({account_id, *(one.account_id for one in same)}),
        )

    # --- Inside, and gone ---

    def inside(self) -> list[InsideRow]:
        """List who is inside from outside or on a permit, the longest first.

        Pupils are not: the end of the day is theirs, and a permit to return early lets them stay.
        """
        found = self._all(
            "SELECT occupancy.person_id, visit.person_kind, visit.wall, visit.permit_id,"
            " permit.host_id, permit.since, permit.until FROM occupancy"
            " JOIN visit ON visit.pos = since_pos"
            " LEFT JOIN permit ON permit.permit_id = visit.permit_id"
            " WHERE inside = 1 AND occupancy.drill = 0 AND visit.person_kind != ?"
            " AND (visit.permit_id IS NOT NULL OR visit.person_kind != ?) ORDER BY since_pos",
            PersonKind.PUPIL,
            PersonKind.STAFF,
        )
        return [
            InsideRow(
                person_id,
                PersonKind(kind),
                datetime.fromisoformat(wall),
                permit_id,
                host_id,
                reading.window(since, until),
            )
            for person_id, kind, wall, permit_id, host_id, since, until in found
        ]

    def unsigned_exits(self, since: datetime) -> list[UnsignedExit]:
        """List who left since a wall time on a permit with a host, unsigned, and has not come back.

        One signature after the entry is enough, also one that was given before he passed the gate.
        """
        entry = (
            "(SELECT max(pos) FROM visit AS entry WHERE entry.person_id = visit.person_id"
            f" AND entry.permit_id = visit.permit_id AND entry.pos < visit.pos AND {_ENTERED})"
        )
        found = self._all(
            "SELECT visit.person_id, visit.permit_id, permit.host_id, visit.wall FROM visit"
            " JOIN permit ON permit.permit_id = visit.permit_id"
            " LEFT JOIN occupancy ON occupancy.person_id = visit.person_id AND occupancy.drill = 0"
            f" WHERE visit.wall >= ? AND {_LEFT} AND permit.host_id IS NOT NULL"
            " AND coalesce(occupancy.inside, 0) = 0"
            f" AND {entry} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM exit_signed"
            f" WHERE exit_signed.person_id = visit.person_id AND exit_signed.pos > {entry})"
            " ORDER BY visit.pos",
            stamp(since),
        )
        newest = {row[0]: row for row in found}
        return [
            UnsignedExit(person_id, permit_id, host_id, datetime.fromisoformat(wall))
            for person_id, permit_id, host_id, wall in newest.values()
        ]


_ENTERED = (
    "entry.direction = 'in' AND entry.verdict = 'grant' AND entry.outcome IS NOT 'not_passed'"
    " AND entry.drill = 0 AND entry.corrected = 0"
)


def person_with(lookup: Lookup, number: str) -> PersonRecorded | None:
    """Give what is on record of whoever has the document of that number, None for nobody."""
    person_id = lookup.person_by_id_number(number)
    if person_id is None:
        return None
    holder, details = lookup.holder(person_id), lookup.details(person_id)
    if holder is None or details is None:
        return None
    return PersonRecorded(
        person_id,
        holder.kind,
        holder.unit,
        name=details.name,
        id_number=details.id_number,
        phone=details.phone,
        contact_name=details.contact_name,
        contact_phone=details.contact_phone,
    )
