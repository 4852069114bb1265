"""Answers the terminal's questions: paged, masked; what is shown unmasked is logged first."""

from collections.abc import Callable, Sequence
from typing import Any

from kiosk.core.events import Actor, Unmasked
from kiosk.core.plain import plain
from kiosk.link import messages as link
from kiosk.station.bench import Bench, Topic
from kiosk.station.clock import Now
from kiosk.station.lane import Lane
from kiosk.station.recorder import Recorder
from kiosk.station.shown import Screen
from kiosk.store.errors import StoreError


class Queries:
    """Answers queries for one lane; `code_seen_at` is when any code was last in view, s."""

    def __init__(
        self,
        lane: Lane,
        recorder: Recorder,
        screen: Screen,
        bench: Bench,
        topics: Sequence[Topic],
    ) -> None:
        self.code_seen_at: float | None = None
        self._lane = lane
        self._recorder = recorder
        self._screen = screen
        self._bench = bench
        self._asked = {what: ask for topic in topics for what, ask in topic.queries.items()}
        self._open = frozenset().union(*(topic.open_queries for topic in topics))
        self._known: dict[str, Callable[[link.Query, Now], dict[str, Any]]] = {
            "sensor": self._sensor,
            "latency": self._latency,
        }

    def answer(self, query: link.Query, actor: Actor | None, now: Now) -> link.Answer:
        """Answer one query; `actor` is who is signed in, if anybody."""
        try:
            if query.what == "person":
                return self._person(query, actor, now)
            if query.what in self._asked:
                return self._ask_topic(query, actor, now)
            found = self._known.get(query.what)
            if found is None:
                return link.Answer(query.id, ok=False, code="unknown_query")
            return link.Answer(query.id, ok=True, code="ok", data=found(query, now))
        except StoreError:
            return link.Answer(query.id, ok=False, code="log_not_readable")

    def _ask_topic(self, query: link.Query, actor: Actor | None, now: Now) -> link.Answer:
        """Answer by a topic; who is not signed in sees only what lets people get to safety."""
        if actor is None and query.what not in self._open:
            return link.Answer(query.id, ok=False, code="sign_in_first")
        if self._bench.locked and query.what not in self._open:
            return link.Answer(query.id, ok=False, code="locked")
        data = self._asked[query.what](self._bench, query, actor, now)
        return link.Answer(query.id, ok=True, code="ok", data=data)

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
        if self._bench.locked:
            return link.Answer(query.id, ok=False, code="locked")
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
