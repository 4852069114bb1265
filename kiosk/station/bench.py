"""What the topics of a station work with, and what a topic is.

A topic is one module in `kiosk.station.topics`: the acts it carries out, the queries it answers,
what it adds to the screen, and what it looks after every second. It runs on the station's thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from config.site import SiteConfig
from kiosk.core.events import Actor, Event, Fact
from kiosk.core.people import Role
from kiosk.core.plain import plain
from kiosk.core.policy import Policy
from kiosk.link import messages as link
from kiosk.station.clock import Clock, Now
from kiosk.station.lane import Lane
from kiosk.station.pins import PinAccount
from kiosk.station.recorder import Recorder
from kiosk.store.errors import StoreError
from kiosk.store.log import Log

WHY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Done:
    """How an act ended: `ok`, or the code of why not; `data` goes to the terminal."""

    code: str = "ok"
    data: dict[str, Any] | None = None


Shown = Callable[[str | None], link.PersonShown | None]


@dataclass
class Bench:
    """Everything an act, a query or a look may need; `person` gives a person masked.

    `guard` is who is signed in. `locked` tells that every act needs a PIN first.
    """

    site: SiteConfig
    policy: Policy
    log: Log
    lane: Lane
    recorder: Recorder
    clock: Clock
    zone: tzinfo
    new_id: Callable[[], str]
    person: Shown
    guard: PinAccount | None = None
    locked: bool = False
    touched_at: float = field(default=0.0)
    """When somebody last did something at the terminal, seconds of the station."""
    kept: dict[type, Any] = field(default_factory=dict)
    """What topics keep between two steps, by its type; a restart may lose it."""

    def write(
        self,
        actor: Actor,
        *facts: Fact,
        why: str | None = None,
        intent: link.Intent | None = None,
    ) -> Done:
        """Append facts in one transaction, the first with the intent that makes it act once."""
        try:
            self.recorder.append_together(
                self.clock.now(),
                actor,
                facts,
                why=why,
                intent=None if intent is None else intent.id,
                access_point=self.site.lane.access_point,
            )
        except StoreError:
            return Done("log_not_writable")
        return Done()


Run = Callable[[Bench, link.Intent, Any, Actor], Done]
Ask = Callable[[Bench, link.Query, Actor | None, Now], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Handler:
    """How an act is carried out.

    `roles` names who may do it by PIN, the act's own `pin`; None: whoever is signed in.
    `while_locked` tells that it needs no unlocking first, `by_anybody` that nobody needs to be
    signed in: what brings people to safety. What a drill would not keep is not `in_drill`: it is
    refused there, so that nobody relies on what ends with the drill.
    """

    run: Run
    roles: frozenset[Role] | None = None
    while_locked: bool = False
    by_anybody: bool = False
    in_drill: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """What one topic brings.

    `panel` gives fields of `State` by name, read anew when the log has grown and every few
    seconds; fields that hold tuples are joined over the topics. `look` runs every second and
    tells whether something changed; it may raise StoreError.
    """

    handlers: Mapping[type, Handler] = field(default_factory=dict)
    queries: Mapping[str, Ask] = field(default_factory=dict)
    open_queries: frozenset[str] = frozenset()
    panel: Callable[[Bench, Now], dict[str, Any]] | None = None
    look: Callable[[Bench, Now], bool] | None = None


Followers = Callable[[Event], tuple[Event, ...]]


def page(rows: list[Any], query: link.Query, most: int = 100) -> dict[str, Any]:
    """Give one page of rows as an answer's data: `rows`, `next`, `total`."""
    place = query.after or ""
    after = int(place) if place.isascii() and place.isdecimal() and len(place) < 10 else 0
    limit = max(1, min(query.limit, most))
    following = after + limit
    return {
        "rows": [plain(one) for one in rows[after:following]],
        "next": str(following) if following < len(rows) else None,
        "total": len(rows),
    }
