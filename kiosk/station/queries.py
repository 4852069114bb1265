"""Answers the terminal's questions: paged, masked; what is shown unmasked is logged first."""

import re
from collections.abc import Callable
from typing import Any

from kiosk.core.events import Actor, Unmasked
from kiosk.core.plain import plain
from kiosk.link import messages as link
from kiosk.station.clock import Now
from kiosk.station.lane import Lane
from kiosk.station.recorder import Recorder
from kiosk.station.shown import Screen
from kiosk.store.errors import StoreError

MOST = 100
_PLACE = re.compile(r"[0-9]{1,9}")


class Queries:
    """Answers queries for one lane; `code_seen_at` is when any code was last in view, s."""

    def __init__(self, lane: Lane, recorder: Recorder, screen: Screen) -> None:
        self.code_seen_at: float | None = None
        self._lane = lane
        self._recorder = recorder
        self._screen = screen
        self._known: dict[str, Callable[[link.Query, Now], dict[str, Any]]] = {
            "inside": self._inside,
            "sensor": self._sensor,
            "latency": self._latency,
        }

    def answer(self, query: link.Query, actor: Actor | None, now: Now) -> link.Answer:
        """Answer one query; `actor` is who is signed in, if anybody."""
        try:
            if query.what == "person":
                return self._person(query, actor, now)
            found = self._known.get(query.what)
            if found is None:
                return link.Answer(query.id, ok=False, code="unknown_query")
            return link.Answer(query.id, ok=True, code="ok", data=found(query, now))
        except StoreError:
            return link.Answer(query.id, ok=False, code="log_not_readable")

    def _inside(self, query: link.Query, now: Now) -> dict[str, Any]:
        rows = self._recorder.log.lookup.inside()
        after = _place(query.after)
        limit = max(1, min(query.limit, MOST))
        page = rows[after : after + limit]
        people = [(row, self._screen.person(row.person_id)) for row in page]
        return {
            "total": len(rows),
            "next": after + limit if after + limit < len(rows) else None,
            "people": [
                {"person": plain(person), "since": plain(row.since)}
                for row, person in people
                if person is not None
            ],
        }

    def _sensor(self, query: link.Query, now: Now) -> dict[str, Any]:
        """Say what the thermometer sees: somebody there, a reading of him, gaps so far.

        `code_ago_s` says how long ago a reader last saw a code, None for never.
        """
        sampling = self._lane.sampling
        return {
            "at": plain(now.moment.wall),
            "present": sampling.presence is not None and sampling.absent_since is None,
            "measured": sampling.reading_at is not None,
            "gaps": sampling.gaps,
            "code_ago_s": None if self.code_seen_at is None else now.mono - self.code_seen_at,
        }

    def _latency(self, query: link.Query, now: Now) -> dict[str, Any]:
        return {
            "from_code": [one.from_code for one in self._lane.latencies if one.from_code],
            "from_sample": [one.from_sample for one in self._lane.latencies if one.from_sample],
        }

    def _person(self, query: link.Query, actor: Actor | None, now: Now) -> link.Answer:
        if actor is None:
            return link.Answer(query.id, ok=False, code="sign_in_first")
        person_id = query.text or ""
        details = self._recorder.log.lookup.details(person_id)
        if details is None:
            return link.Answer(query.id, ok=False, code="person_unknown")
        self._recorder.append(now, actor, Unmasked(person_id, "details"))
        data = {
            "name": details.name,
            "phone": details.phone,
            "contact_name": details.contact_name,
            "contact_phone": details.contact_phone,
        }
        return link.Answer(query.id, ok=True, code="ok", data=data)


def _place(after: str | None) -> int:
    return int(after) if after is not None and _PLACE.fullmatch(after) else 0
