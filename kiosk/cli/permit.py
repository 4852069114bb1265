"""`kiosk permit`: asks for permits, takes each step by name with a reason, shows how they stand.

Each group of commands is in a file of its own: `permit_request`, `permit_decide`, `permit_show`.
"""

import argparse
from collections.abc import Callable

from kiosk.cli import common, permit_decide, permit_request, permit_show

_EXAMPLE = """\
  kiosk permit request --name 张工 --document 110101200801010019 --kind contractor \\
    --purpose maintenance --areas clinic,outdoors --host t-001 --until 2026-02-24T12:00 \\
    --by li --why "boiler"
  kiosk permit request --person p-3f21c09a --purpose meeting --until 2026-02-24 --draft \\
    --companions p-77ab01cd --vehicle 苏A12345 --by li --why "asked by phone"
  kiosk permit add --person p-3f21c09a --purpose maintenance --areas clinic,outdoors \\
    --from 2026-02-24T08:00 --until 2026-02-24T12:00 --status approved --by wang --why "on paper"
  kiosk permit submit q-51e0aa07 --by li --why "complete"
  kiosk permit approve q-51e0aa07 --by wang --why "asked for by the clinic"
  kiosk permit reject q-51e0aa07 --by wang --why "not in this phase"
  kiosk permit revoke q-51e0aa07 --by wang --why "work is done"
  kiosk permit show q-51e0aa07
  kiosk permit show q-51e0aa07 --unmask --why "question of the district"
  kiosk permit list --today --json
  kiosk permit waiting
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Ask for, approve, reject, revoke, list and show permits.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="permit_verb", required=True, metavar="|".join(_VERBS))
    permit_request.add_request(verbs.add_parser("request", help="ask for a permit by real name"))
    permit_request.add_stated(verbs.add_parser("add", help="record a permit as it stands"))
    for name, (_, line) in permit_decide.STEPS.items():
        one = verbs.add_parser(name, help=line)
        one.add_argument("permit", metavar="PERMIT", help="id of the permit")
        common.add_author(one, required=True)
        common.add_config(one)
    permit_show.add_show(verbs.add_parser("show", help="show a permit with its whole chain"))
    permit_show.add_list(verbs.add_parser("list", help="list permits"))
    common.add_config(verbs.add_parser("waiting", help="list what waits for an approval"))
    for one in verbs.choices.values():
        common.add_json(one)
    common.finish(verbs, "permit", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"permit {args.permit_verb}", _VERBS[args.permit_verb], args)


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "request": permit_request.request,
    "add": permit_request.stated,
    **dict.fromkeys(permit_decide.STEPS, permit_decide.decide),
    "show": permit_show.show,
    "list": permit_show.listed,
    "waiting": permit_show.waiting,
}
