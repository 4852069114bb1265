"""Code seen to verdict on disk: visits fed straight to the lane, with the real rules and log."""

import tempfile
import time
from pathlib import Path
from statistics import quantiles

from kiosk.core.reasons import Verdict
from tests.station.gate import card, make_state, person
from tests.station.world import open_world

PUPILS = 500


def run(args: list[str]) -> dict[str, object]:
    """Measure 1,000 visits, half with the temperature first; times in milliseconds."""
    visits = int(args[0]) if args else 1000
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder)
        make_state(state, [fact for number in range(1, PUPILS + 1) for fact in person(number)])
        world = open_world(state)
        took: list[float] = []
        for visit in range(visits):
            number = visit % PUPILS + 1
            first = visit % 2 == 0
            if not first:
                world.code(card(number))
            world.samples(36.4, 0.8)
            start = time.perf_counter()
            world.sample(36.4)
            if first:
                world.code(card(number))
            took.append((time.perf_counter() - start) * 1000)
            world.samples(None, 11.0)
        decided = world.decided()
        assert len(decided) == visits, "a visit is missing in the log"
        granted = sum(one.verdict is Verdict.GRANT for one in decided)
        verified = world.log.verify().ok
        world.log.close()
    cuts = quantiles(took, n=100)
    return {
        "visits": visits,
        "granted": granted,
        "chain_verified": verified,
        "p50_ms": round(cuts[49], 2),
        "p99_ms": round(cuts[98], 2),
        "max_ms": round(max(took), 2),
    }


if __name__ == "__main__":
    print(run([]))
