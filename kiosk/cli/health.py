"""`kiosk health`: health files, the daily roll, what a check found, placements in firms."""

import argparse
from collections.abc import Callable

from kiosk.cli import common, health_placement, health_roll, health_show, health_write
from kiosk.cli.naming import add_unmask
from kiosk.core.health_file import AbsenceCause, HealthCheck, Symptom

_EXAMPLE = """\
  kiosk health show p-3f21c09a
  kiosk health show p-3f21c09a --unmask --by doctor --why "comes back tomorrow"
  kiosk health roll --class grade-7/class-3
  kiosk health roll --day 2026-02-24 --json
  kiosk health reported grade-7/class-3 --check morning --by chen
  kiosk health symptoms p-3f21c09a --check morning --found cough,fever --by chen --why "seen"
  kiosk health symptoms p-3f21c09a --check morning --found none --by chen --why "asked again"
  kiosk health absence p-3f21c09a --cause sick --by chen --why "mother called"
  kiosk health absence p-3f21c09a --present --by chen --why "came at ten"
  kiosk health isolate p-3f21c09a --cause quarantine --by doctor --why "contact of a case"
  kiosk health release p-3f21c09a --by doctor --why "seen, well for 14 days"
  kiosk health certificate p-3f21c09a --hospital no --by chen --why "chickenpox"
  kiosk health certificate p-3f21c09a --doctor yes --by doctor --why "seen, no rash left"
  kiosk health placement add p-3f21c09a --firm 机械厂 --contact 李工 --phone 13900000002 \\
    --until 2026-06-30 --by chen --why "placement of spring"
  kiosk health placement observe pl-51e0aa07 --temperature 36.5 --by chen
  kiosk health placement list --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Health files and the daily roll (clause N5).", _EXAMPLE)
    verbs = parser.add_subparsers(dest="health_verb", required=True, metavar="VERB")
    show = verbs.add_parser("show", help="everything on file of one person")
    show.add_argument("person", metavar="PERSON")
    roll = verbs.add_parser("roll", help="who has which record of a day, who has none, counts")
    roll.add_argument("--day", metavar="DAY", help="(default: today)")
    roll.add_argument("--class", dest="unit", metavar="UNIT", help="the class, or any unit")
    for one in (show, roll):
        add_unmask(one)
    _add_writing(verbs)
    for one in verbs.choices.values():
        common.add_config(one)
        common.add_json(one)
    common.finish(verbs, "health", _EXAMPLE)
    placement = verbs.add_parser("placement", help="pupils on placements in firms (clause N2)")
    health_placement.add(placement, _EXAMPLE)


def _add_writing(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    symptoms = verbs.add_parser("symptoms", help="what a check found")
    symptoms.add_argument("--check", required=True, metavar="CHECK", help=", ".join(HealthCheck))
    symptoms.add_argument(
        "--found", required=True, metavar="A,B", help=f"none, or of: {', '.join(Symptom)}"
    )
    absence = verbs.add_parser("absence", help="absent, and why; or present after all")
    what = absence.add_mutually_exclusive_group(required=True)
    what.add_argument("--cause", metavar="CAUSE", help=", ".join(AbsenceCause))
    what.add_argument("--present", action="store_true", help="take the absence back")
    absence.add_argument("--until", metavar="DAY", help="last day, when there are several")
    for one in (symptoms, absence):
        one.add_argument("--day", metavar="DAY", help="(default: today)")
        one.add_argument("--note", default="", metavar="TEXT", help="kept as personal")
    certificate = verbs.add_parser(
        "certificate", help="an illness is on file; nobody comes back without both proofs"
    )
    for option, help_ in (("--hospital", "the hospital's paper"), ("--doctor", "the doctor's own")):
        certificate.add_argument(option, choices=("yes", "no"), help=help_)
    isolate = verbs.add_parser("isolate", help="isolation, until the school doctor ends it")
    isolate.add_argument("--cause", required=True, metavar="CODE", help="as quarantine, suspect")
    release = verbs.add_parser("release", help="the school doctor ends an isolation")
    for one in (symptoms, absence, certificate, isolate, release):
        one.add_argument("person", metavar="PERSON")
        common.add_author(one, required=True)
    reported = verbs.add_parser("reported", help="a class has handed in its check of a day")
    reported.add_argument("unit", metavar="UNIT")
    reported.add_argument("--check", default="morning", metavar="CHECK", help="(%(default)s)")
    reported.add_argument("--day", metavar="DAY", help="(default: today)")
    common.add_author(reported)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"health {args.health_verb}", _VERBS[args.health_verb], args)


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "show": health_show.show,
    "roll": health_roll.roll,
    "symptoms": health_write.symptoms,
    "absence": health_write.absence,
    "certificate": health_write.certificate,
    "isolate": health_write.isolate,
    "release": health_write.release,
    "reported": health_write.reported,
    "placement": health_placement.run,
}
