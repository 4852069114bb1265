"""The command `kiosk`: finds the verb and hands over to its module, which is loaded only then."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

VERBS = {
    "setup": ("kiosk.cli.setup", "make state, keys, log and the first account"),
    "check": ("kiosk.cli.check", "check the configuration"),
    "run": ("kiosk.cli.run", "station, network side and terminal of one gate"),
    "station": ("kiosk.cli.station", "the daemon that owns devices and log"),
    "tui": ("kiosk.cli.tui", "the guard's terminal"),
    "serve": ("kiosk.cli.serve", "the network side, and its tokens"),
    "demo": ("kiosk.cli.demo", "the gate on simulators"),
    "simulate": ("kiosk.cli.simulate", "a scripted crowd on simulators"),
    "log": ("kiosk.cli.log", "export and verify the log"),
    "policy": ("kiosk.cli.policy", "test, explain, show and choose the policy"),
    "phase": ("kiosk.cli.phase", "set, schedule and show the campus phase"),
    "drill": ("kiosk.cli.drill", "begin, end, report and list drills"),
    "paper": ("kiosk.cli.paper", "print fallback sheets, enter them later"),
    "account": ("kiosk.cli.account", "who may sign in at the terminal"),
    "people": ("kiosk.cli.people", "import and list people, set shifts"),
    "unit": ("kiosk.cli.unit", "the tree of units, who answers for each, arrival slots"),
    "directory": ("kiosk.cli.directory", "who leads and whom to call"),
    "notice": ("kiosk.cli.notice", "notices on the idle screen and on paper"),
    "roster": ("kiosk.cli.roster", "late, absent, left early, not signed out, by class"),
    "readiness": ("kiosk.cli.readiness", "what is missing before the school reopens"),
    "permit": ("kiosk.cli.permit", "ask for, approve, list and show permits"),
    "trail": ("kiosk.cli.trail", "who let a person in, and whether the log was changed"),
    "pass": ("kiosk.cli.pass_", "issue, show and revoke signed passes"),
    "report": ("kiosk.cli.report", "make, release and show the reports of a day"),
    "plan": ("kiosk.cli.plan", "the reopening plan: filed, reviewed, trained for"),
    "reach": ("kiosk.cli.reach", "who was told about a matter, and who was not"),
    "question": ("kiosk.cli.question", "families' questions and the answers"),
    "home": ("kiosk.cli.home", "home temperatures: import, missing days, odd series"),
    "health": ("kiosk.cli.health", "health files, the daily roll, placements"),
    "watch": ("kiosk.cli.watch", "people to follow up one by one"),
    "incident": ("kiosk.cli.incident", "incidents: open, follow, report, close"),
    "devices": ("kiosk.cli.devices", "find, watch, record, try and calibrate devices"),
}
"""Module and one line of help for each verb; a module has `add(parser)` and `run(args)`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; 0 ok, 1 the thing checked does not hold, 2 wrong use."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="kiosk", description="The school gate kiosk.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    wanted = next((one for one in arguments if not one.startswith("-")), None)
    for name, (module, line) in VERBS.items():
        verb = verbs.add_parser(name, help=line)
        if name == wanted:
            import_module(module).add(verb)
    args = parser.parse_args(arguments)
    found: int = import_module(VERBS[args.verb][0]).run(args)
    return found
