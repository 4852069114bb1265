"""What an auditor asks of one person: his passages, who was signed in, what was corrected since."""

from dataclasses import dataclass
from datetime import datetime

from kiosk.store.asking import Asking
from kiosk.store.folding import stamp

_SEATS = "('signed_in', 'signed_out', 'station_started')"
_LATER = "('passage_ended', 'visit_corrected', 'exit_signed', 'not_signed_out')"


@dataclass(frozen=True, slots=True)
class Passage:
    """A decision, or a line of paper, by its event."""

    pos: int
    visit_id: str
    permit_id: str | None
    override_of: str | None


class TrailBook(Asking):
    """Questions to views and log that follow one person; made by `Log.of`."""

    def passages(self, person_id: str, since: datetime, until: datetime) -> list[Passage]:
        """List a person's passages from `since` to before `until`, in the order of arrival."""
        found = self._all(
            "SELECT pos, visit_id, permit_id, override_of FROM visit"
            " WHERE person_id = ? AND wall >= ? AND wall < ? ORDER BY pos",
            person_id,
            stamp(since),
            stamp(until),
        )
        return [Passage(*row) for row in found]

    def visit(self, visit_id: str) -> list[Passage]:
        """List the decisions of one visit, and those that lifted one of them."""
        found = self._all(
            "SELECT pos, visit_id, permit_id, override_of FROM visit"
            " WHERE visit_id = ? OR override_of = ? ORDER BY pos",
            visit_id,
            visit_id,
        )
        return [Passage(*row) for row in found]

    def later(self, person_id: str, since: datetime, until: datetime) -> list[tuple[int, str]]:
        """List what was said of a person's passages afterwards: position and kind."""
        found = self._all(
            f"SELECT log.pos, log.kind FROM subject JOIN log ON log.pos = subject.pos"  # noqa: S608 - constants
            f" WHERE subject = ? AND log.kind IN {_LATER} AND log.wall >= ? AND log.wall < ?"
            " ORDER BY log.pos",
            f"person:{person_id}",
            stamp(since),
            stamp(until),
        )
        return [(int(pos), str(kind)) for pos, kind in found]

    def whose(self, visit_id: str) -> str | None:
        """Give the person of a visit."""
        row = self._one(
            "SELECT person_id FROM visit WHERE visit_id = ? AND person_id IS NOT NULL"
            " ORDER BY pos DESC LIMIT 1",
            visit_id,
        )
        return None if row is None else str(row[0])

    def signed_in(self, pos: int, access_point: str | None) -> int | None:
        """Give the event by which the guard of that gate had signed in when `pos` was written.

        None when nobody was signed in: after a sign-out, or since the station has started.
        """
        row = self._one(
            f"SELECT pos, kind FROM log WHERE pos < ? AND kind IN {_SEATS}"  # noqa: S608 - constants
            " AND json_extract(body, '$.access_point') IS ? ORDER BY pos DESC LIMIT 1",
            pos,
            access_point,
        )
        return None if row is None or row[1] != "signed_in" else int(row[0])
