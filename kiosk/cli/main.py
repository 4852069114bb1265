"""The command `kiosk`: finds the verb and hands over to its module, which is loaded only then."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

VERBS = {
    "policy": ("kiosk.cli.policy", "test, explain and show the policy"),
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
