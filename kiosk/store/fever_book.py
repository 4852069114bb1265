"""What the gate's own log says of a fever: who has one, since when, and who queued with him."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.core.events import Unmasked
from kiosk.core.people import PersonKind
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.folding import stamp
from kiosk.store.views_incidents import CONFIRMED


@dataclass(frozen=True, slots=True)
class Fever:
    """Somebody found elevated at the gate and not cleared; `confirmed` by contact."""

    case_no: int
    person_id: str
    kind: PersonKind | None
    unit: str | None
    at: datetime
    confirmed: bool


class FeverBook(Asking):
    """Questions about fevers at the gate; see `Asking` for what they may raise."""

    def first_seen(self, case_no: int) -> datetime | None:
        """Give when the first decision of a case was made."""
        row = self._one(
            "SELECT min(wall) FROM visit WHERE pos IN"
            " (SELECT pos FROM case_decision WHERE case_no = ?)",
            case_no,
        )
        return None if row is None else reading.time(row[0])

    def decided_between(
        self, access_point: str | None, since: datetime, until: datetime, *, drill: bool
    ) -> list[str]:
        """Name who was decided at an access point in a time, both ends included, in that order."""
        found = self._all(
            "SELECT person_id FROM visit WHERE wall >= ? AND wall <= ? AND access_point IS ?"
            " AND person_id IS NOT NULL AND corrected = 0 AND drill = ? ORDER BY pos",
            stamp(since),
            stamp(until),
            access_point,
            drill,
        )
        return list(dict.fromkeys(row[0] for row in found))

    def fevers(self, since: datetime, *, drill: bool) -> list[Fever]:
        """List the fevers at the gate found since a time, oldest first."""
        found = self._all(
            "SELECT case_no, person_id, person_kind, unit, wall, state FROM fever"
            " WHERE wall >= ? AND drill = ? ORDER BY wall, case_no",
            stamp(since),
            drill,
        )
        return [
            Fever(
                case_no,
                person_id,
                None if kind is None else PersonKind(kind),
                unit,
                datetime.fromisoformat(wall),
                state == CONFIRMED,
            )
            for case_no, person_id, kind, unit, wall, state in found
        ]

    def unmasked_since(self, person_id: str, actor: str, pos: int) -> bool:
        """Tell whether somebody has looked at a person unmasked after a position."""
        found = self._all(
            "SELECT pos FROM subject WHERE subject = ? AND pos > ? ORDER BY pos DESC",
            f"person:{person_id}",
            pos,
        )
        events = (self.at(row[0]).event for row in found)
        return any(
            isinstance(event.fact, Unmasked) and event.actor.name == actor for event in events
        )

    def marks(self) -> tuple[int, ...]:
        """Give numbers that change whenever a fever, an illness or a drill may have changed."""
        row = self._one(
            "SELECT (SELECT count(*) FROM fever), (SELECT coalesce(max(pos), 0) FROM fever),"
            " (SELECT coalesce(max(latest_pos), 0) FROM held_case),"
            " (SELECT coalesce(max(pos), 0) FROM absence),"
            " (SELECT coalesce(max(pos), 0) FROM symptom_check),"
            " (SELECT coalesce(max(closed_pos), 0) FROM import_file),"
            " (SELECT coalesce(max(pos), 0) FROM drill)"
        )
        return tuple(int(one) for one in row)

    def cases_of(self, person_id: str, since: datetime) -> list[int]:
        """Give the held cases that a person has had since a time, oldest first."""
        found = self._all(
            "SELECT DISTINCT case_no FROM visit WHERE person_id = ? AND case_no IS NOT NULL"
            " AND wall >= ? ORDER BY case_no",
            person_id,
            stamp(since),
        )
        return [row[0] for row in found]
