"""`kiosk policy`: tests a policy with cases, explains reasons, shows and changes policies."""

import argparse

from config.errors import ConfigError
from config.policy_loader import DEFAULT_POLICY
from kiosk.cli import common, policy_cases, policy_explain, policy_show, policy_use

_EXAMPLE = """\
  kiosk policy test our-cases.toml
  kiosk policy test --policy our-school.toml our-cases.toml --json
  kiosk policy explain early_return_not_approved
  kiosk policy show --policy scheme-6-2022-autumn
  kiosk policy list --config /etc/kiosk
  kiosk policy use scheme-6-2022-autumn --by wang --why "notice of the city, 15 August"
"""

_VERBS = {
    "test": policy_cases.test,
    "explain": policy_explain.explain,
    "show": policy_show.show,
    "list": policy_use.list_all,
    "use": policy_use.use,
}


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Test, explain, show and choose the policy of the gate.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="policy_verb", required=True, metavar="|".join(_VERBS))
    test = verbs.add_parser("test", help="run case files through the rules of the gate")
    test.add_argument("cases", nargs="+", metavar="CASES.toml")
    explain = verbs.add_parser("explain", help="say what a reason means and what to do")
    explain.add_argument("reason", metavar="REASON")
    show = verbs.add_parser("show", help="show what the policy says and where it comes from")
    listing = verbs.add_parser("list", help="list the policies that can be chosen")
    use = verbs.add_parser("use", help="make the site use another policy")
    use.add_argument("policy", metavar="NAME|FILE", help="name of `kiosk policy list`, or a file")
    common.add_author(use, required=True)
    for one, default in ((test, DEFAULT_POLICY.stem), (show, "the one that the site uses")):
        one.add_argument(
            "--policy", metavar="NAME|FILE", help=f"name or file of a policy (default: {default})"
        )
    for one in (test, show, listing, use):
        common.add_config(one)
    for one in (test, explain, show, listing):
        common.add_json(one)
    _add_examples(verbs, use)


def _add_examples(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", use: argparse.ArgumentParser
) -> None:
    for name, one in verbs.choices.items():
        one.formatter_class = argparse.RawDescriptionHelpFormatter
        one.epilog = common.example_of(_EXAMPLE, f"policy {name}")
    common.add_state(use)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when all holds, 1 when it does not or cannot be, 2 for wrong use."""
    return common.guarded(f"policy {args.policy_verb}", _run, args)


def _run(args: argparse.Namespace) -> int:
    try:
        return _VERBS[args.policy_verb](args)
    except ConfigError as error:
        if args.policy_verb == "use":
            raise
        # A file that was named and cannot be used is wrong use of a command that only reads.
        raise common.RefusedError(*map(str, error.problems)) from error
