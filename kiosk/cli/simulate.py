"""`kiosk simulate`: a scripted crowd passes a real station on simulated devices.

The only module of the kiosk that knows the simulators: it turns a scenario into records for the
log and into turns for the crowd.
"""

import argparse
import json
import math
import random
import re
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from kiosk.cli import common
from kiosk.cli.crowd import plan as plans
from kiosk.cli.crowd.devices import DevicesFailedError
from kiosk.cli.crowd.files import Filing
from kiosk.cli.crowd.plan import Code, Deed, Expected, Plan, Settings, Turn, Via
from kiosk.cli.crowd.run import Build, for_ever, once
from kiosk.cli.crowd.watch import NotSeenError, RefusedError
from kiosk.cli.moment import now
from kiosk.core.events import PhaseSet
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.link.client import LinkLostError
from kiosk.store.pass_keys import IssuingKey
from kiosk.store.place import log_path
from simulators import crowd as crowds
from simulators import scenario as scenarios
from simulators.scenario import Act, Approach, Expect, Person, Scenario

_EXAMPLE = """\
  kiosk simulate --scenario closed --people 60 --seed 7 --speed 20
  kiosk simulate --scenario open --people 12 --start 23:58 --json
"""
_DAY = "2020-02-24"
_FASTEST = 50.0
_STRANGE = {("card", "unknown"), ("pass", "unknown"), ("pass", "forged")}
"""Credentials of people who are not on file."""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(
        parser, "Let a scripted crowd pass a real station on simulated devices.", _EXAMPLE
    )
    parser.add_argument(
        "--state", type=Path, metavar="DIR", help="new directory, kept (default: a temporary one)"
    )
    common.add_json(parser)
    parser.add_argument("--scenario", choices=scenarios.names(), default="open")
    parser.add_argument("--people", type=int, default=60, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--seed", type=int, default=7, metavar="S", help="order, timing and pictures (%(default)s)"
    )
    parser.add_argument(
        "--speed", type=float, default=1.0, metavar="X", help="1 to 50 times as fast (%(default)s)"
    )
    parser.add_argument(
        "--start", metavar="TIME", help="HH:MM or a whole time (default: the scenario's)"
    )
    parser.add_argument(
        "--attach", type=Path, metavar="SOCKET", help="crowd after crowd at a station started there"
    )


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when every verdict was right and nothing lost, 1 if not, 2 for wrong use."""
    return common.guarded("simulate", _simulate, args)


def _simulate(args: argparse.Namespace) -> int:
    if args.people < 1:
        raise common.RefusedError("--people must be at least 1")
    if not (math.isfinite(args.speed) and 1 <= args.speed <= _FASTEST):
        raise common.RefusedError(f"--speed must be from 1 to {_FASTEST:.0f}")
    if args.attach is not None and args.state is None:
        raise common.RefusedError("--attach needs --state, an empty or new directory")
    if args.state is not None and log_path(args.state).exists():
        raise common.RefusedError(f"there is a kiosk in {args.state} already; name a new --state")
    try:
        if args.attach is not None:
            return _attach(args)
        if args.state is not None:
            return _once(args, args.state)
        with tempfile.TemporaryDirectory(prefix="kiosk-") as folder:
            return _once(args, Path(folder))
    except (DevicesFailedError, LinkLostError, NotSeenError, RefusedError) as error:
        raise common.RefusedError(
            f"the crowd could not go on: {error}; with --state DIR look into DIR/run/station.log",
            code=common.FAILS,
        ) from error


def _once(args: argparse.Namespace, state: Path) -> int:
    scenario = scenarios.load(args.scenario)
    settings = _settings(args, scenario, state, _start(args.start or scenario.start))
    asked = {"scenario": scenario.name, "seed": args.seed, "speed": args.speed}
    found = once(settings, builder(scenario, args.people, args.seed))
    found = {**asked, "people": args.people, **found}
    print(json.dumps(found, ensure_ascii=False) if args.json else _text(found))
    right = not found["wrong_verdicts"] and not found["lost_entries"] and found["chain_verified"]
    return common.HOLDS if right else common.FAILS


def _attach(args: argparse.Namespace) -> int:
    scenario = scenarios.load(args.scenario)
    zone = common.site_zone(common.PACKAGED_CONFIG)
    settings = _settings(args, scenario, args.state, now().wall.astimezone(zone))

    def ready() -> None:
        print(json.dumps({"ready": str(args.state)}), flush=True)

    for_ever(settings, builder(scenario, args.people, args.seed), args.attach, ready)
    return common.HOLDS


def _start(text: str) -> datetime:
    zone = common.site_zone(common.PACKAGED_CONFIG)
    return common.time_of(f"{_DAY}T{text}" if re.fullmatch(r"\d\d:\d\d", text) else text, zone)


def _settings(
    args: argparse.Namespace, scenario: Scenario, state: Path, begins: datetime
) -> Settings:
    zone = common.site_zone(common.PACKAGED_CONFIG)
    return Settings(
        state=state,
        begins=begins.astimezone(zone),
        speed=args.speed,
        seed=args.seed,
        phase=PhaseSet(Phase(scenario.phase), scenario.released),
        ambient_c=scenario.ambient_c,
        cold_mode=scenario.cold_mode,
    )


def _text(found: dict[str, Any]) -> str:
    """Write a report for people."""
    rows = [
        f"{found['scenario']}: {found['people']} people, {found['visits']} visits,"
        f" seed {found['seed']}, speed {found['speed']:g}"
    ]
    for name in ("verdicts", "reasons"):
        rows += [f"  {count:4}  {what}" for what, count in found[name].items()]
    rows += [f"wrong: {line}" for line in found["wrong"]]
    rows.append(
        f"wrong verdicts {found['wrong_verdicts']}, lost entries {found['lost_entries']}, chain"
        f" {'verified' if found['chain_verified'] else 'BROKEN'}, {found['people_per_minute']}"
        " people a minute"
    )
    for name, one in (found["latency_ms"] or {}).items():
        rows.append(f"latency {name}: p50 {one['p50']} ms, p99 {one['p99']} ms")
    return "\n".join(rows)


# --- From a scenario to records and turns ---


def builder(scenario: Scenario, people: int, seed: int) -> Build:
    """Give what makes the plan of each round of a crowd."""

    def build(issuing: IssuingKey, begins: datetime, number: int) -> Plan:
        crowd = crowds.crowd(scenario, people, seed + number)
        chance = random.Random(f"{seed} {number}")  # noqa: S311 - names, not secrets
        begins = begins.astimezone(common.site_zone(common.PACKAGED_CONFIG))
        filing = Filing(begins, issuing, chance, first=number * 1000)
        prefix = f"r{number}-" if number else ""
        codes = {
            one.id: _file(filing, one, prefix + one.id, Phase(scenario.phase))
            for one in crowd.school
        }
        facts = sorted(filing.facts, key=lambda fact: fact[0])
        turns = [
            _turn(coming.person, coming.number, prefix, codes[coming.person.id], scenario)
            for coming in crowd.order
        ]
        return Plan(tuple(facts), tuple(turns))

    return build


def _file(filing: Filing, person: Person, person_id: str, phase: Phase) -> dict[Via, Code]:
    """Put a person on file; gives the code he shows, and the number that a guard would type."""
    credential = person.credential
    if (credential.kind, credential.state) in _STRANGE:
        code = (
            filing.card(person_id, known=False)
            if credential.kind == "card"
            else filing.signed_pass(person_id, credential.state, None)[0]
        )
        return dict.fromkeys(Via, code)
    kind = PersonKind(person.kind)
    id_number = filing.person(person_id, kind, person.unit, person.name)
    permit_id = None if person.permit is None else filing.permit(person_id, _permit(filing, person))
    pass_id = None
    typed = Code(id_number)
    shown = typed
    match credential.kind:
        case "pass":
            shown, pass_id = filing.signed_pass(person_id, credential.state, permit_id)
        case "card":
            shown = typed = filing.card(person_id, revoked=credential.state == "revoked")
        case "text":
            shown = Code(credential.text)
    _file_health(filing, person, person_id)
    if person.shift is not None:
        filing.shift(person_id, filing.window(person.shift.since, person.shift.until))
    filing.passages((person_id, kind, person.unit), person.earlier, phase, pass_id, permit_id)
    return {Via.CAMERA: shown, Via.SCANNER: shown, Via.TYPED: typed}


def _file_health(filing: Filing, person: Person, person_id: str) -> None:
    if person.home is not None:
        home = person.home
        filing.home_records(person_id, home.days, home.missing, home.max_c)
    if person.watch is not None:
        filing.watch(person_id, filing.window(person.watch.since, person.watch.until))
    if person.isolated is not None:
        filing.isolate(person_id, person.isolated.since)
    if person.certificate is not None:
        proofs = person.certificate
        filing.certificate(person_id, hospital=proofs.hospital, school_doctor=proofs.school_doctor)


def _permit(filing: Filing, person: Person) -> Permit:
    permit = person.permit
    assert permit is not None  # noqa: S101 - asked for only then
    return Permit(
        state=PermitState(permit.state),
        purpose=permit.purpose,
        areas=permit.areas,
        access_points=permit.access_points,
        window=filing.window(permit.hours.since, permit.hours.until),
        entries=permit.entries,
    )


def _turn(
    person: Person, number: int, prefix: str, codes: dict[Via, Code], scenario: Scenario
) -> Turn:
    approach: Approach = person.approach[number]
    via = Via(approach.via)
    credential = person.credential
    nobody = (credential.kind, credential.state) in _STRANGE or credential.state == "tampered"
    ambient_c = scenario.ambient_c if approach.ambient_c is None else approach.ambient_c
    return Turn(
        person=prefix + person.id,
        number=number,
        code=codes[via],
        via=via,
        expected=_expected(approach.expect),
        known=not nobody and (credential.kind != "text" or via is Via.TYPED),
        shown_c=approach.shown,
        typed_c=approach.typed_c,
        ambient_c=ambient_c,
        behind=approach.behind,
        direction=Direction(approach.direction),
        acts=tuple(_act(one) for one in approach.then),
    )


def _act(act: Act) -> plans.Act:
    expected = None if act.expect is None else _expected(act.expect)
    return plans.Act(Deed(act.do), act.c or 0.0, act.text, act.rest, expected)


def _expected(expect: Expect) -> Expected:
    return Expected(
        Verdict(expect.verdict),
        Reason(expect.reason),
        tuple(Reason(one) for one in expect.also),
        tuple(Reason(one) for one in expect.may),
        plans.CaseMove(expect.case),
    )
