"""`kiosk plan training`: a training on the plan was held, and who of the staff was there."""

import argparse
import secrets
from collections.abc import Callable

from kiosk.cli import common
from kiosk.cli.days import past_day
from kiosk.cli.moment import now
from kiosk.cli.naming import NOBODY, add_unmask, let_others_write, named
from kiosk.cli.report_output import add_output, put
from kiosk.core.events import Event, TrainingAttended, TrainingHeld
from kiosk.core.people import PersonKind
from kiosk.core.tables import Column, ColumnKind, ReportTable
from kiosk.core.text import clean
from kiosk.store.filing_book import FilingBook, TrainingRow
from kiosk.store.log import Log
from kiosk.store.school_book import Member, SchoolBook

TOPIC_LIMIT = 100
_EXAMPLE = """\
  kiosk plan training held --topic "gate and isolation room" --day 2026-02-12 --by wang
  kiosk plan training attended t-51e0aa07 p-3f21c09a p-77aa01bc --by wang
  kiosk plan training list
  kiosk plan training list t-51e0aa07 --unmask --by wang --why "to invite them again"
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the command."""
    common.describe(parser, "Trainings on the plan, and who was there.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="training_verb", required=True, metavar="held|attended|list")
    held = verbs.add_parser("held", help="write down that a training was held")
    held.add_argument("--topic", required=True, metavar="TEXT", help="what it was about")
    held.add_argument("--day", metavar="DAY", help="as 2026-02-24 (default: today)")
    held.add_argument("--training", metavar="ID", help="replace the training of this id")
    attended = verbs.add_parser("attended", help="write down who was there")
    attended.add_argument("training", metavar="TRAINING", help="id of the training")
    attended.add_argument("people", nargs="+", metavar="PERSON", help="ids of the people")
    for one in (held, attended):
        common.add_author(one)
        common.add_config(one)
        common.add_json(one)
    shown = verbs.add_parser("list", help="list the trainings, or who of the staff missed one")
    shown.add_argument("training", nargs="?", metavar="TRAINING")
    add_unmask(shown)
    common.add_config(shown)
    add_output(shown)
    common.finish(verbs, "plan training", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the command; raises RefusedError."""
    return _VERBS[args.training_verb](args)


def _held(args: argparse.Namespace) -> int:
    day = past_day(args.day, common.site_zone(common.config_folder(args)))
    topic = clean(args.topic, TOPIC_LIMIT)
    if not topic:
        raise common.RefusedError("the topic is empty; say what it was about with --topic TEXT")
    training_id = common.id_of(args.training or f"t-{secrets.token_hex(4)}", "--training")
    with common.opened(args) as log:
        author = common.author(log, args.by)
        fact = TrainingHeld(training_id, day, topic=topic)
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    if args.json:
        common.print_json({"training_id": training_id, "day": day.isoformat()})
    else:
        print(f"{training_id}: {day} 培训 / training")
    return common.HOLDS


def _attended(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        author, why = common.author(log, args.by), common.why_of(args)
        before = _training(log, args.training).attended
        unknown = [one for one in args.people if log.lookup.holder(one) is None]
        if unknown:
            raise common.RefusedError(
                *(f"there is no person {one}; see `kiosk people list`" for one in unknown)
            )
        new = [one for one in dict.fromkeys(args.people) if one not in before]
        facts = [TrainingAttended(args.training, one) for one in new]
        log.append_many((Event(now(), author, one, why=why) for one in facts), let_others_write)
    if args.json:
        common.print_json({"training_id": args.training, "people": new})
    else:
        print(f"{args.training}: {len(new)} 人 / people, {len(before) + len(new)} 共 / in all")
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        if args.training is not None:
            table = _staff_of(log, args, _training(log, args.training))
        else:
            table = _trainings(log)
    put(args, [table])
    return common.HOLDS


def _training(log: Log, training_id: str) -> TrainingRow:
    for one in log.of(FilingBook).trainings():
        if one.training_id == training_id:
            return one
    raise common.RefusedError("there is no such training; see `kiosk plan training list`")


def _trainings(log: Log) -> ReportTable:
    staff = {one.person_id for one in _staff(log)}
    rows = tuple(
        (
            one.training_id,
            one.day,
            one.topic or NOBODY,
            len(one.attended),
            len(staff - set(one.attended)),
        )
        for one in log.of(FilingBook).trainings()
    )
    columns = (
        Column("training_id", "编号", "Training"),
        Column("day", "日期", "Day", ColumnKind.DAY),
        Column("topic", "内容", "Topic"),
        Column("attended", "参加", "Attended", ColumnKind.WHOLE),
        Column("staff_missing", "教职工未参加", "Staff not there", ColumnKind.WHOLE),
    )
    return ReportTable("开学培训", "Trainings", columns, rows)


def _staff_of(log: Log, args: argparse.Namespace, training: TrainingRow) -> ReportTable:
    """List all staff and whoever else was there, with whether they were."""
    units = {one.person_id: one.unit for one in _staff(log)}
    people = sorted({*units, *training.attended}, key=lambda one: (units.get(one) or "~", one))
    names = named(log, args, people, "training")
    rows = tuple(
        (
            units.get(one) or NOBODY,
            names[one].name,
            "参加 / there" if one in training.attended else "未参加 / not there",
            one,
        )
        for one in people
    )
    columns = (
        Column("unit", "单位", "Unit"),
        Column("name", "姓名", "Name"),
        Column("attended", "情况", "State"),
        Column("person_id", "编号", "Id"),
    )
    title = f"{training.topic or NOBODY} {training.day}"
    return ReportTable(f"培训签到 {title}", f"Training {title}", columns, rows)


def _staff(log: Log) -> list[Member]:
    return log.of(SchoolBook).members(PersonKind.STAFF)


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "held": _held,
    "attended": _attended,
    "list": _list,
}
