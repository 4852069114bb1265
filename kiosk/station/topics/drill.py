"""The drill of the whole gate at the terminal (clause N3): begun and ended by a supervisor."""

from collections.abc import Callable
from typing import Any

from kiosk.core.events import Actor, Event, Fact
from kiosk.core.people import Role
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.station.bench import WHY_LIMIT, Bench, Done, Handler, Topic
from kiosk.station.clock import Now
from kiosk.station.recorder import event
from kiosk.store import drills
from kiosk.store.errors import StoreError
from kiosk.store.log import Log

_LEADS = frozenset({Role.SUPERVISOR})


def _begin(bench: Bench, intent: link.Intent, act: link.BeginDrill, actor: Actor) -> Done:
    why = clean(act.why, WHY_LIMIT)
    if not why:
        return Done("why_missing")
    drill_id = f"drill-{bench.new_id()[:8]}"
    done = _turn(
        bench, actor, why, lambda make: drills.begin(bench.log, make, drill_id, intent=intent.id)
    )
    return Done("ok", {"drill_id": drill_id}) if done.code == "ok" else done


def _end(bench: Bench, intent: link.Intent, _: link.EndDrill, actor: Actor) -> Done:
    return _turn(bench, actor, None, lambda make: drills.end(bench.log, make, intent=intent.id))


def _turn(
    bench: Bench, actor: Actor, why: str | None, turn: Callable[[drills.Make], object]
) -> Done:
    if bench.lane.busy:
        # Whoever waits for his verdict came in the other world.
        return Done("lane_busy")
    now = bench.clock.now()
    bench.lane.dismiss(now)

    def make(fact: Fact) -> Event:
        return event(now, actor, fact, access_point=bench.site.lane.access_point, why=why)

    try:
        turn(make)
    except drills.DrillRefusedError as refused:
        return Done(refused.code)
    except StoreError:
        return Done("log_not_writable")
    return Done()


class _Watch:
    """Puts a verdict away that is of the other world, when somebody else begins or ends a drill."""

    def __init__(self) -> None:
        self._seen: tuple[Log, str | None] | None = None

    def __call__(self, bench: Bench, now: Now) -> bool:
        """Look once; raises StoreError."""
        seen = (bench.log, bench.log.lookup.drill())
        if self._seen == seen:
            return False
        turned = self._seen is not None and self._seen[0] is bench.log
        self._seen = seen
        if turned and not bench.lane.busy:
            bench.lane.dismiss(now)
        return turned


def _panel(bench: Bench, _: Now) -> dict[str, Any]:
    return {"drill": bench.log.lookup.drill()}


TOPIC = Topic(
    handlers={
        link.BeginDrill: Handler(_begin, _LEADS),
        link.EndDrill: Handler(_end, _LEADS),
    },
    panel=_panel,
    look=_Watch(),
)
