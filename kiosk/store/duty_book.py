"""Questions about duty at the gate: own temperatures, hand-overs, phases to come, slips, paper."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from kiosk.core.events import GuardMeasured, ShiftHandedOver
from kiosk.core.phases import Phase
from kiosk.core.readings import Reading
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.folding import stamp


@dataclass(frozen=True, slots=True)
class ScheduledPhase:
    """A phase change that was decided for a moment to come; `pos` is that of the decision."""

    schedule_id: str
    phase: Phase
    released: tuple[str, ...]
    at: datetime
    pos: int


@dataclass(frozen=True, slots=True)
class Handover:
    """The last hand-over at an access point: who left whom which note."""

    at: datetime
    from_account: str
    to_account: str
    note: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Slip:
    """An early leave that was allowed, by its id, and when."""

    slip_id: str
    at: datetime


class DutyBook(Asking):
    """Questions about duty; what a drill has written is answered within that drill only."""

    # --- Phases ---

    def schedules(self) -> list[ScheduledPhase]:
        """List the phase changes to come, the next one first."""
        found = self._all(
            "SELECT schedule_id, phase, released, at, pos FROM phase_schedule ORDER BY at, pos"
        )
        return [
            ScheduledPhase(
                schedule_id,
                Phase(phase),
                reading.texts(released),
                datetime.fromisoformat(at),
                pos,
            )
            for schedule_id, phase, released, at, pos in found
        ]

    # --- The guard ---

    def own_readings(self, account_id: str, since: datetime) -> tuple[Reading, ...]:
        """Decrypt what somebody measured of himself since a moment, in its order."""
        found = self._all(
            "SELECT pos FROM own_temperature WHERE account_id = ? AND wall >= ?"  # noqa: S608 - constants
            f" AND drill <= {reading.DRILL} ORDER BY pos",
            account_id,
            stamp(since),
        )
        facts = (self.at(pos).event.fact for (pos,) in found)
        return tuple(
            one for fact in facts if isinstance(fact, GuardMeasured) for one in fact.readings
        )

    def measured_since(self, since: datetime) -> dict[str, datetime]:
        """Give the accounts whose holders measured themselves since, with when they last did."""
        found = self._all(
            "SELECT account_id, max(wall) FROM own_temperature WHERE wall >= ?"  # noqa: S608 - constants
            f" AND drill <= {reading.DRILL} GROUP BY account_id ORDER BY account_id",
            stamp(since),
        )
        return {account_id: datetime.fromisoformat(wall) for account_id, wall in found}

    def last_handover(self, access_point: str) -> Handover | None:
        """Decrypt the last hand-over at an access point."""
        row = self._one(
            "SELECT pos FROM handover WHERE access_point = ?"  # noqa: S608 - constants
            f" AND drill <= {reading.DRILL} ORDER BY pos DESC LIMIT 1",
            access_point,
        )
        if row is None:
            return None
        event = self.at(row[0]).event
        fact = event.fact
        assert isinstance(fact, ShiftHandedOver)  # noqa: S101 - the view names no other
        return Handover(event.moment.wall, fact.from_account, fact.to_account, fact.note)

    # --- People who are picked ---

    def newest_pass(self, person_id: str) -> tuple[str, bool] | None:
        """Give a person's newest signed pass, and whether it was revoked."""
        row = self._one(
            "SELECT pass_id, EXISTS (SELECT 1 FROM pass_revoked"
            " WHERE pass_revoked.pass_id = pass.pass_id)"
            " FROM pass WHERE person_id = ? ORDER BY pos DESC LIMIT 1",
            person_id,
        )
        return None if row is None else (row[0], bool(row[1]))

    def typed_since(self, person_id: str, since: datetime) -> int:
        """Count the visits since for which somebody was picked or typed: no card with him."""
        row = self._one(
            "SELECT count(*) FROM visit WHERE person_id = ? AND wall >= ?"
            " AND credential_kind = 'typed' AND paper = 0 AND drill = 0 AND corrected = 0",
            person_id,
            stamp(since),
        )
        return 0 if row is None else int(row[0])

    def corrected(self, visit_id: str) -> bool:
        """Tell whether a visit was taken back already."""
        row = self._one(
            "SELECT 1 FROM visit WHERE visit_id = ? AND corrected = 1 LIMIT 1", visit_id
        )
        return row is not None

    def slip_of(self, person_id: str, day: date, zone: tzinfo) -> Slip | None:
        """Give the newest early-leave slip of a pupil on a day of the school."""
        begun = datetime.combine(day, time(), zone)
        row = self._one(
            "SELECT slip_id, wall FROM leave_slip WHERE person_id = ? AND wall >= ? AND wall < ?"
            " ORDER BY pos DESC LIMIT 1",
            person_id,
            stamp(begun),
            stamp(begun + timedelta(days=1)),
        )
        return None if row is None else Slip(row[0], datetime.fromisoformat(row[1]))

    def permit_of(self, permit_id: str) -> str | None:
        """Give the person whose permit this is, None when there is none of that id."""
        row = self._one("SELECT person_id FROM permit WHERE permit_id = ?", permit_id)
        return None if row is None else str(row[0])

    # --- Paper ---

    def is_known(self, visit_id: str) -> bool:
        """Tell whether a visit is on record, whatever became of it."""
        return self._one("SELECT 1 FROM visit WHERE visit_id = ? LIMIT 1", visit_id) is not None
