"""A morning of 1,500 pupils replayed through the course of a visit and the decision.

`pure` is in memory: `visit.step` and `decide`, as the lane runs them. `with_log` is the same
morning where each card is looked up in the log of a school and each decision and passage is on
disk (fsync) before the next, which the disk of the machine bounds.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from config.policy_loader import load_policy
from kiosk.core import visit as visits
from kiosk.core.decide import AccessDecision, decide
from kiosk.core.events import CardBound, Fact, Moment, PassageEnded, PassageOutcome, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction
from kiosk.core.readings import Reading
from kiosk.core.reasons import Verdict
from kiosk.core.request import AccessRequest, ClockTrust
from kiosk.station.attempt import identify
from kiosk.station.clock import Now
from kiosk.station.recorder import Ask, Recorder, system
from kiosk.store.log import Log
from kiosk.store.place import open_log
from tests.bench.school import GATE_OPENS, ZONE, Somebody, morning_requests, people
from tests.station.gate import make_state

POLICY = load_policy()
PASSAGE_S = 3.0
STEP_S = 1.5
"""Between two approaches; the replay only names it, nobody waits."""

Decider = Callable[[visits.Decide, float], AccessDecision]
LANE = system("lane")


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench morning --")
    options.add_argument("--pupils", type=int, default=1500, help="(default: %(default)s)")
    options.add_argument("--pairs", type=int, default=5, help="pure rounds (default: %(default)s)")
    options.add_argument("--dir", type=Path, help="make the log on the disk of this directory")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Measure both; the aim is a pure morning of 1,500 pupils in under 3 s."""
    # The other measures of one run get the same arguments.
    options, _ = parser().parse_known_args(args)
    requests = morning_requests(options.pupils, seed=11)
    rounds = [_pure(requests) for _ in range(options.pairs)]
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        logged = _with_log(Path(folder), options.pupils)
    return {"pure": min(rounds, key=lambda one: one.seconds).figures(), "with_log": logged}


@dataclass
class Morning:
    """What a replay came to."""

    pupils: int = 0
    decisions: int = 0
    granted: int = 0
    referred: int = 0
    seconds: float = 0.0

    def figures(self) -> dict[str, object]:
        """Give the figures, rounded."""
        return {
            "pupils": self.pupils,
            "decisions": self.decisions,
            "entered": self.granted,
            "referred": self.referred,
            "seconds": round(self.seconds, 3),
        }


def replay(found: Morning, visit_id: str, readings: tuple[Reading, ...], act: Decider) -> bool:
    """Let one pupil come as often as readings are wanted; tell whether the pupil entered.

    Each approach is a visit of its own: code, reading, decision, passage.
    """
    found.pupils += 1
    for number, reading in enumerate(readings):
        now = STEP_S * found.decisions
        here = f"{visit_id}-{number}"
        begun = visits.Presented(here, (), measure=True, patience_s=8.0)
        visit, _ = visits.step(visits.Visit(), begun, now)
        visit, commands = visits.step(visit, visits.Measured(reading), now)
        (command,) = commands
        assert isinstance(command, visits.Decide)
        decision = act(command, now)
        found.decisions += 1
        granted = decision.verdict is Verdict.GRANT
        visit, _ = visits.step(visit, visits.Decided(granted, PASSAGE_S), now)
        if granted:
            found.granted += 1
            _, ended = visits.step(visit, visits.DoorShut(), now)
            assert isinstance(ended[0], visits.EndPassage)
            return True
    found.referred += 1
    return False


def _pure(requests: list[AccessRequest]) -> Morning:
    found = Morning()
    began = time.perf_counter()
    for number, request in enumerate(requests):
        earlier: list[Reading] = []

        def act(
            command: visits.Decide,
            _: float,
            request: AccessRequest = request,
            earlier: list[Reading] = earlier,
        ) -> AccessDecision:
            earlier += command.readings
            return decide(replace(request, readings=tuple(earlier)), POLICY)

        replay(found, f"v{number}", request.readings, act)
    found.seconds = time.perf_counter() - began
    return found


def _with_log(folder: Path, count: int) -> dict[str, object]:
    pupils = [one for one in people(2 * count + 60, seed=11) if one.kind is PersonKind.PUPIL]
    requests = morning_requests(count, seed=11)
    state = folder / "state"
    make_state(state, [fact for one in pupils for fact in _facts(one)])
    found = Morning()
    with open_log(state) as log:
        began = time.perf_counter()
        recorder = Recorder(log, POLICY, ZONE)
        for number, (request, pupil) in enumerate(zip(requests, pupils, strict=False)):
            _come(found, recorder, log, f"v{number}", pupil, request.readings)
        found.seconds = time.perf_counter() - began
        verified = log.verify().ok
    per_decision = 1000 * found.seconds / max(found.decisions, 1)
    return {
        **found.figures(),
        "people_on_record": len(pupils),
        "ms_a_decision": round(per_decision, 2),
        "chain_verified": verified,
    }


def _come(
    found: Morning,
    recorder: Recorder,
    log: Log,
    visit_id: str,
    pupil: Somebody,
    readings: tuple[Reading, ...],
) -> None:
    """Let one pupil come: the card is looked up, the decision and the passage are appended."""

    def act(command: visits.Decide, at: float) -> AccessDecision:
        now = _now(at)
        attempt = identify(_card(pupil), log.lookup, {}, now.moment.wall)
        ask = Ask(command.visit_id, attempt, Direction.IN, "north", command.readings, now, LANE)
        ruling = recorder.decide(ask)
        if ruling.decision.verdict is Verdict.GRANT:
            passed = PassageEnded(command.visit_id, PassageOutcome.UNOBSERVED)
            recorder.append(now, LANE, passed, access_point="north")
        return ruling.decision

    replay(found, visit_id, readings, act)


def _facts(one: Somebody) -> list[Fact]:
    return [
        PersonRecorded(one.person_id, one.kind, one.unit, name=one.name),
        CardBound(f"c-{one.person_id}", one.person_id, number=_card(one)),
    ]


def _card(one: Somebody) -> str:
    return f"GPS2020{one.person_id[1:]}"


def _now(at: float) -> Now:
    wall = GATE_OPENS + timedelta(seconds=at)
    return Now(at, Moment(wall, int(at * 1e9), "boot", ClockTrust.TRUSTED))


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=2))
