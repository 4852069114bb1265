"""`kiosk plan`: the reopening plan filed and reviewed, the day of reopening, trainings (N3)."""

import argparse
import hashlib
import secrets
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from kiosk.cli import common, plan_training
from kiosk.cli.days import day_of, past_day
from kiosk.cli.moment import now
from kiosk.cli.report_output import add_output, put
from kiosk.core.events import Event, PlanFiled, PlanReviewed, ReopeningSet
from kiosk.core.filing import REVIEW_DAYS_BEFORE, PlanResult, reviewed_in_time
from kiosk.core.people import Role
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.filing_book import FilingBook, PlanRow

TITLE_LIMIT = 100
_FILERS = frozenset({Role.SUPERVISOR, Role.SCHOOL_LEADER, Role.HEALTH_OFFICER, Role.ADMINISTRATOR})
_DECIDERS = frozenset({Role.SUPERVISOR, Role.SCHOOL_LEADER})
_EXAMPLE = """\
  kiosk plan file plan.pdf --title "开学工作方案" --by wang --why "sent to the district"
  kiosk plan review plan-5e1f --result conditions --reviewer "district office" --day 2026-02-10 \\
    --by wang --why "letter 14"
  kiosk plan reopen 2026-02-24 --by wang --why "notice of the district"
  kiosk plan training held --topic "gate and isolation room" --day 2026-02-12
  kiosk plan list
  kiosk plan list --format xlsx --out plan.xlsx
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "The reopening plan: filed, reviewed, trained for.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="plan_verb", required=True, metavar="file|review|reopen|training|list"
    )
    file = verbs.add_parser("file", help="file the plan; its SHA-256 says later which text it was")
    file.add_argument("file", type=Path, metavar="FILE")
    file.add_argument("--title", metavar="TEXT", help="(default: the name of the file)")
    file.add_argument("--plan", metavar="ID", help="id of the plan (default: a new one)")
    review = verbs.add_parser("review", help="write down what the authority said of it")
    review.add_argument("plan", metavar="PLAN", help="id of the plan")
    review.add_argument("--result", required=True, choices=[one.value for one in PlanResult])
    review.add_argument("--reviewer", required=True, metavar="TEXT", help="who reviewed it")
    reopen = verbs.add_parser("reopen", help="set the day on which the school reopens")
    reopen.add_argument("day", metavar="DAY", help="as 2026-02-24")
    for one in (file, review):
        one.add_argument("--day", metavar="DAY", help="as 2026-02-24 (default: today)")
    for one in (file, review, reopen):
        common.add_author(one, required=True)
        common.add_config(one)
        common.add_json(one)
    training = verbs.add_parser("training", help="trainings on the plan, and who was there")
    shown = verbs.add_parser("list", help="list plans, reviews and drills, and what is missing")
    common.add_config(shown)
    add_output(shown)
    common.finish(verbs, "plan", _EXAMPLE)
    plan_training.add(training)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"plan {args.plan_verb}", _VERBS[args.plan_verb], args)


def _file(args: argparse.Namespace) -> int:
    day = past_day(args.day, common.site_zone(common.config_folder(args)))
    try:
        with args.file.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise common.RefusedError(f"cannot read {args.file}: {error.strerror}") from error
    title = clean(args.title or args.file.name, TITLE_LIMIT)
    if not title:
        raise common.RefusedError("the title is empty; name the plan with --title TEXT")
    plan_id = common.id_of(args.plan or f"plan-{secrets.token_hex(2)}", "--plan")
    with common.opened(args) as log:
        author = common.author(log, args.by, _FILERS)
        why = common.why_of(args, required=True)
        if any(one.plan_id == plan_id for one in log.of(FilingBook).plans()):
            raise common.RefusedError(
                f"plan {plan_id} is filed already; another text is another plan", code=common.FAILS
            )
        log.append(Event(now(), author, PlanFiled(plan_id, day, digest, title=title), why=why))
    if args.json:
        common.print_json({"plan_id": plan_id, "day": day.isoformat(), "digest": digest})
    else:
        print(f"{plan_id}: {day} 备案 / filed, SHA-256 {digest}")
    return common.HOLDS


def _review(args: argparse.Namespace) -> int:
    day = past_day(args.day, common.site_zone(common.config_folder(args)))
    reviewer = clean(args.reviewer, TITLE_LIMIT)
    if not reviewer:
        raise common.RefusedError("the reviewer is empty; say who with --reviewer TEXT")
    with common.opened(args) as log:
        author = common.author(log, args.by, _FILERS)
        why = common.why_of(args, required=True)
        plan = next((one for one in log.of(FilingBook).plans() if one.plan_id == args.plan), None)
        if plan is None:
            raise common.RefusedError("there is no such plan; see `kiosk plan list`")
        if day < plan.day:
            raise common.RefusedError(f"the plan was filed on {plan.day} only; mend --day")
        fact = PlanReviewed(args.plan, day, args.result, reviewer=reviewer)
        log.append(Event(now(), author, fact, why=why))
    both = words(PlanResult(args.result))
    if args.json:
        common.print_json({"plan_id": args.plan, "day": day.isoformat(), "result": args.result})
    else:
        print(f"{args.plan}: {day} {both.zh} / {both.en}")
    return common.HOLDS


def _reopen(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    day = day_of(args.day, zone)
    with common.opened(args) as log:
        author = common.author(log, args.by, _DECIDERS)
        why = common.why_of(args, required=True)
        log.append(Event(now(), author, ReopeningSet(day), why=why))
        plans = log.of(FilingBook).plans()
    if args.json:
        common.print_json({"reopening": day.isoformat()})
        return common.HOLDS
    print(f"开学日 / reopening: {day}")
    for line in _lacking(plans, day, day_of(None, zone)):
        print(line)
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    with common.opened(args) as log:
        book = log.of(FilingBook)
        plans, reopening, drills = book.plans(), book.reopening(), book.drills_reported()
    notes = _lacking(plans, reopening, day_of(None, zone))
    local = [(one, at.astimezone(zone).replace(tzinfo=None)) for one, at in drills]
    put(args, [_plans(plans, notes), _drills(local)])
    return common.HOLDS


def _lacking(plans: list[PlanRow], reopening: date | None, today: date) -> tuple[str, ...]:
    """Say when the school reopens, and what of the plan is missing for that."""
    if reopening is None:
        return ("未设开学日; kiosk plan reopen / no day of reopening is set; kiosk plan reopen",)
    left = (reopening - today).days
    found = [f"开学日 / reopening: {reopening}" + (f" ({left} 天 / days)" if left >= 0 else "")]
    if not plans:
        found.append("方案未备案 / no plan is filed")
    elif not any(reviewed_in_time(one.reviews, reopening) for one in plans):
        found.append(
            f"开学前 {REVIEW_DAYS_BEFORE} 天没有通过审核的方案"
            f" / no plan has passed its review {REVIEW_DAYS_BEFORE} days before"
        )
    return tuple(found)


def _plans(plans: list[PlanRow], notes: tuple[str, ...]) -> ReportTable:
    rows: list[tuple[Value, ...]] = []
    for plan in plans:
        head = (plan.plan_id, plan.day, plan.title or "-", plan.digest)
        rows += [(*head, day, _result(result), by) for day, result, by in plan.reviews] or [
            (*head, None, "未审核 / not reviewed", None)
        ]
    columns = (
        Column("plan_id", "编号", "Plan"),
        Column("filed", "备案日期", "Filed", ColumnKind.DAY),
        Column("title", "名称", "Title"),
        Column("digest", "SHA-256", "SHA-256"),
        Column("reviewed", "审核日期", "Reviewed", ColumnKind.DAY),
        Column("result", "结果", "Result"),
        Column("reviewer", "审核人", "Reviewer"),
    )
    return ReportTable("开学方案备案与审核", "Reopening plan", columns, tuple(rows), notes)


def _drills(drills: list[tuple[str, datetime]]) -> ReportTable:
    columns = (
        Column("drill_id", "演练", "Drill"),
        Column("reported", "报告时间", "Reported", ColumnKind.MOMENT),
    )
    return ReportTable("演练报告", "Drill reports", columns, tuple(drills))


def _result(code: str) -> str:
    return "{0.zh} / {0.en}".format(words(PlanResult(code)))


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "file": _file,
    "review": _review,
    "reopen": _reopen,
    "training": plan_training.run,
    "list": _list,
}
