"""`kiosk question`: what families asked, by the hotline or otherwise, and the answers (M2)."""

import argparse
import secrets
from collections.abc import Callable
from datetime import timezone

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.naming import NOBODY, add_unmask, let_others_write, named, unit_on_record
from kiosk.cli.report_output import add_output, put
from kiosk.core import masking
from kiosk.core.events import Event, QuestionAnswered, QuestionLogged, Unmasked
from kiosk.core.people import unit_covers
from kiosk.core.tables import Column, ColumnKind, ReportTable, Value
from kiosk.core.text import clean
from kiosk.store.filing_book import FilingBook, QuestionRow
from kiosk.store.log import Log

TEXT_LIMIT = 1000
PHONE_LIMIT = 20

_EXAMPLE = """\
  kiosk question log --text "几号开学?" --phone 13800000417 --class grade-7/class-3
  kiosk question log --text "May she come back early?" --person p-3f21c09a --by li
  kiosk question answer q-51e0aa07 --text "2 月 24 日, 以通知为准" --by wang
  kiosk question list --open
  kiosk question list --format xlsx --out questions.xlsx --unmask --by wang --why "to call back"
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Families' questions and what they were told.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="question_verb", required=True, metavar="log|answer|list")
    asked = verbs.add_parser("log", help="write down a question")
    asked.add_argument("--person", metavar="ID", help="who asked, or the pupil it is about")
    asked.add_argument("--class", dest="unit", metavar="UNIT", help="the class it is about")
    asked.add_argument("--phone", metavar="NUMBER", help="number to call back")
    answered = verbs.add_parser("answer", help="write down what the family was told")
    answered.add_argument("question", metavar="QUESTION", help="id of the question")
    for one in (asked, answered):
        one.add_argument("--text", required=True, metavar="TEXT", help="what was said")
        common.add_author(one)
        common.add_json(one)
    shown = verbs.add_parser("list", help="list questions and answers under the hotline's number")
    shown.add_argument("--open", action="store_true", help="those that nobody has answered")
    shown.add_argument("--class", dest="unit", metavar="UNIT", help="those about one class")
    add_unmask(shown)
    common.add_config(shown)
    add_output(shown)
    common.finish(verbs, "question", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"question {args.question_verb}", _VERBS[args.question_verb], args)


def _log(args: argparse.Namespace) -> int:
    text, phone = _text(args), _phone(args.phone)
    question_id = f"q-{secrets.token_hex(4)}"
    with common.opened(args) as log:
        author = common.author(log, args.by)
        # A unit stands in clear in the log: only one that is on record, never what was typed.
        unit = unit_on_record(log, args.unit)
        if args.person is not None:
            holder = log.lookup.holder(args.person)
            if holder is None:
                raise common.RefusedError("there is no such person; see `kiosk people list`")
            unit = unit or holder.unit
        fact = QuestionLogged(question_id, args.person, unit, question=text, phone=phone)
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    if args.json:
        common.print_json({"question_id": question_id, "person_id": args.person, "unit": unit})
    else:
        print(f"{question_id}: 已登记 / logged")
    return common.HOLDS


def _answer(args: argparse.Namespace) -> int:
    text = _text(args)
    with common.opened(args) as log:
        author = common.author(log, args.by)
        if all(one.question_id != args.question for one in log.of(FilingBook).questions()):
            raise common.RefusedError("there is no such question; see `kiosk question list`")
        fact = QuestionAnswered(args.question, answer=text)
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    if args.json:
        common.print_json({"question_id": args.question})
    else:
        print(f"{args.question}: 已答复 / answered")
    return common.HOLDS


def _list(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    gate, _ = common.load(folder)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        unit = unit_on_record(log, args.unit)
        found = [
            one
            for one in log.of(FilingBook).questions(unanswered=args.open)
            if unit is None or unit_covers(unit, one.unit)
        ]
        names = named(log, args, (one.person_id for one in found if one.person_id), "question")
        if args.unmask:
            _write_down_numbers(log, args, found)
    rows = tuple(
        _row(one, names[one.person_id].name if one.person_id else NOBODY, zone, clear=args.unmask)
        for one in found
    )
    put(args, [_table(gate.site.hotline, rows)])
    return common.HOLDS


def _write_down_numbers(log: Log, args: argparse.Namespace, found: list[QuestionRow]) -> None:
    """Log the look at a number that belongs to nobody on record, under the question's own id."""
    author, why = common.author(log, args.by), common.why_of(args, required=True)
    facts = [Unmasked(one.question_id, "question") for one in found if one.person_id is None]
    log.append_many((Event(now(), author, one, why=why) for one in facts), let_others_write)


def _row(one: QuestionRow, name: str, zone: timezone, *, clear: bool) -> tuple[Value, ...]:
    asked, answered = (
        None if at is None else at.astimezone(zone).replace(tzinfo=None)
        for at in (one.asked, one.answered)
    )
    phone = one.phone if clear else masking.phone(one.phone)
    told = "未答复 / not answered" if one.answered is None else (one.answer or NOBODY)
    question = one.question or NOBODY
    return (one.question_id, asked, one.unit, name, phone, question, answered, told)


def _table(hotline: str | None, rows: tuple[tuple[Value, ...], ...]) -> ReportTable:
    number = clean(hotline or "", 40)
    zh = f"家长问答 热线 {number}" if number else "家长问答"
    en = f"Families' questions, hotline {number}" if number else "Families' questions"
    columns = (
        Column("question_id", "编号", "Question"),
        Column("asked", "来电时间", "Asked", ColumnKind.MOMENT),
        Column("unit", "班级", "Class"),
        Column("name", "姓名", "Name"),
        Column("phone", "电话", "Phone"),
        Column("question", "问题", "Question asked"),
        Column("answered", "答复时间", "Answered", ColumnKind.MOMENT),
        Column("answer", "答复", "Answer"),
    )
    notes = () if number else ("未设热线, 见 site.toml / no hotline is set; see site.toml",)
    return ReportTable(zh, en, columns, rows, notes)


def _text(args: argparse.Namespace) -> str:
    text = clean(args.text, TEXT_LIMIT)
    if not text:
        raise common.RefusedError("the text is empty; write it with --text TEXT")
    return text


def _phone(text: str | None) -> str | None:
    if text is None:
        return None
    phone = clean(text, PHONE_LIMIT)
    if not phone or not set(phone) <= set("+0123456789- "):
        raise common.RefusedError("--phone takes digits, with + before and - or blanks between")
    return phone


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "log": _log,
    "answer": _answer,
    "list": _list,
}
