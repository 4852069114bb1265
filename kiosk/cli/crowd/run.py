"""Runs a crowd: once to its end at a station of its own, or for ever at one that others started."""

import random
import threading
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.cli.crowd import outcome as outcomes
from kiosk.cli.crowd.devices import DevicesFailedError, SimulatedDevices
from kiosk.cli.crowd.drive import Crowd
from kiosk.cli.crowd.outcome import Outcome
from kiosk.cli.crowd.place import make_state, on_file, record, write_config
from kiosk.cli.crowd.plan import Plan, Settings
from kiosk.cli.crowd.station import StationProcess
from kiosk.cli.crowd.watch import Guard, NotSeenError, RefusedError, Watch
from kiosk.cli.crowd.wires import listen
from kiosk.link.client import LinkLostError
from kiosk.store.pass_keys import IssuingKey
from kiosk.store.place import open_log

Build = Callable[[IssuingKey, datetime, int], Plan]
"""Makes the plan of a round from the key of the passes, its beginning, and its number."""

_LINK_WAIT_S = 60.0
_SEEN_LOST_S = 8.0
_ROOM_S = 12.0
_NEVER = threading.Event()


def once(settings: Settings, build: Build) -> dict[str, Any]:
    """Run one crowd at a station of its own; gives what is to be reported.

    Raises StoreError, DevicesFailedError, LinkLostError, NotSeenError or RefusedError when it
    cannot be run to its end.
    """
    state = settings.state
    issuing = make_state(state, settings.begins, settings.phase)
    plan = build(issuing, settings.begins, 0)
    record(state, plan.facts)
    outcome = Outcome()
    latency: dict[str, Any] | None = None
    with ExitStack() as stack:
        devices = stack.enter_context(started(settings))
        config = write_config(state, devices.addresses)
        station = StationProcess(state, config, settings.begins, settings.speed)
        stack.enter_context(station)
        watch = stack.enter_context(closing(Watch(station.socket, settings.speed)))
        crowd_at(watch, devices, settings, outcome).run(plan.turns)
        if settings.speed == 1:
            answer = watch.client.query("latency")
            latency = outcomes.latency_ms(answer.data or {})
    return reported(state, outcome, latency)


def for_ever(settings: Settings, build: Build, socket: Path, ready: Callable[[], None]) -> None:
    """Let crowds come, round after round, at a station that somebody else starts at `socket`.

    Whoever sits at the terminal may do anything: a turn that goes another way is passed over.
    Ends only when the log cannot be written or a simulator cannot be started, or by a signal.
    """
    issuing = make_state(settings.state, settings.begins, settings.phase)
    record(settings.state, on_file(settings.begins))
    with started(settings) as devices:
        listen(settings.state, devices)
        write_config(settings.state, devices.addresses)
        ready()
        number = 0
        while True:
            try:
                with closing(Watch(socket, settings.speed, _LINK_WAIT_S)) as watch:
                    while True:
                        crowd = crowd_at(watch, devices, settings, Outcome())
                        crowd.room_s = _ROOM_S
                        number += 1
                        plan = build(issuing, watch.sensor().at, number)
                        record(settings.state, plan.facts)
                        crowd.run(plan.turns)
                        crowd.close_cases()
            except (LinkLostError, NotSeenError, RefusedError):
                # The station is being started again, or somebody sits at the terminal.
                continue
            except DevicesFailedError:
                # Whoever has stopped a simulator wants to see what the gate makes of it.
                _NEVER.wait(_SEEN_LOST_S)
                devices.mend()


def started(settings: Settings) -> SimulatedDevices:
    """Give the simulated devices of a run, to be entered."""
    return SimulatedDevices(settings.state / "ports", settings.seed, settings.speed)


def crowd_at(
    watch: Watch, devices: SimulatedDevices, settings: Settings, outcome: Outcome
) -> Crowd:
    """Have the guard begin his day, and give the crowd that may come now."""
    for order in ("leave", "hide"):
        devices.order(order)
    devices.order("ambient", c=settings.ambient_c)
    guard = Guard(watch)
    guard.begin(cold_mode=settings.cold_mode)
    return Crowd(
        watch,
        guard,
        devices,
        random.Random(settings.seed),  # noqa: S311 - timing, not secret
        cold_mode=settings.cold_mode,
        hurried=settings.speed > 1,
        outcome=outcome,
    )


def reported(state: Path, outcome: Outcome, latency: dict[str, Any] | None) -> dict[str, Any]:
    """Compare with the log, verify it, and give what is to be reported."""
    with open_log(state) as log:
        verified = log.verify()
    return {
        "visits": len(outcome.seen),
        "verdicts": dict(sorted(outcome.verdicts.items())),
        "reasons": dict(sorted(outcome.reasons.items())),
        "wrong_verdicts": len(outcome.wrong),
        "wrong": outcome.wrong,
        "lost_entries": outcomes.lost_entries(state, outcome),
        "chain_verified": verified.ok,
        "latency_ms": latency,
        "people_per_minute": outcome.people_per_minute(),
    }
