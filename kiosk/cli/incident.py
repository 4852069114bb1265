"""`kiosk incident`: lists, opens and follows incidents, makes and releases their reports."""

import argparse
from collections.abc import Callable

from kiosk.cli import common
from kiosk.cli.incident_facts import gather
from kiosk.cli.incident_report import add_report, add_sent, known, report, sent
from kiosk.cli.incident_sheet import list_table, sheet
from kiosk.cli.moment import now
from kiosk.cli.naming import add_unmask
from kiosk.cli.report_output import add_output, put, text_columns
from kiosk.core.events import (
    Event,
    Fact,
    IncidentClosed,
    IncidentLevelSet,
    IncidentNoted,
    IncidentOpened,
    IncidentPersonListed,
    IncidentStepTaken,
)
from kiosk.core.incidents import (
    NAMES_WHO_TOOK_OVER,
    IncidentCause,
    IncidentLevel,
    IncidentOutcome,
    IncidentPart,
    IncidentType,
    procedure,
)
from kiosk.core.people import Role
from kiosk.core.text import clean
from kiosk.store.incident_book import Incident, IncidentBook

NAME_LIMIT, PHONE_LIMIT = 60, 40

CLOSERS = frozenset({Role.SUPERVISOR, Role.SCHOOL_DOCTOR, Role.SCHOOL_LEADER})
"""Who may end an incident, as at the terminal."""

_EXAMPLE = """\
  kiosk incident list --open
  kiosk incident show 3
  kiosk incident open traffic --level large --by wang --why "a car at the north gate"
  kiosk incident step 3 call_guardian --with "mother" --phone 13812342210 --by wang
  kiosk incident note 3 "waits in the clinic" --by wang
  kiosk incident person 3 p-3f21c09a --part contact --by wang --why "shared a table"
  kiosk incident level 3 large --by wang --why "a second case"
  kiosk incident report 3 --stage first
  kiosk incident report 3 --stage first --unmask --format xlsx --out first.xlsx \\
    --release --by wang --why "sent to the health authority"
  kiosk incident report 3 --stage closing --fill "cause=influenza" --unmask \\
    --by wang --why "draft for the head"
  kiosk incident sent 3
  kiosk incident sent 3 incident-3-first-1
  kiosk incident close 3 --outcome recovered --by wang --why "back in class"
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Incidents: open, follow, report, close.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="incident_verb", required=True, metavar="|".join(_VERBS))
    listed = verbs.add_parser("list", help="list incidents, open ones first")
    listed.add_argument("--open", dest="only_open", action="store_true", help="open ones only")
    _add_open(verbs.add_parser("open", help="open an incident"))
    shown = _numbered(verbs, "show", "show one with deadlines, steps, people, timeline")
    add_unmask(shown)
    _add_step(_numbered(verbs, "step", "note that a step was done"))
    note = _numbered(verbs, "note", "add a line to the timeline")
    note.add_argument("text", metavar="TEXT")
    common.add_author(note)
    person = _numbered(verbs, "person", "list a person who has a part in it")
    person.add_argument("person", metavar="PERSON", help="id of the person")
    person.add_argument("--part", required=True, choices=[one.value for one in IncidentPart])
    level = _numbered(verbs, "level", "set the level; deadlines follow it")
    level.add_argument("level", choices=[one.value for one in IncidentLevel])
    add_report(_numbered(verbs, "report", "make a report, release it by name"))
    add_sent(_numbered(verbs, "sent", "list or show reports as they were released"))
    close = _numbered(verbs, "close", "end it, with outcome and reason")
    close.add_argument("--outcome", required=True, choices=[one.value for one in IncidentOutcome])
    for one in (person, level, close):
        common.add_author(one, required=True)
    for one in (listed, shown):
        add_output(one)
    for name in ("list", "show", "report", "sent"):
        common.add_config(verbs.choices[name])
    common.finish(verbs, "incident", _EXAMPLE)


def _numbered(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, what: str
) -> argparse.ArgumentParser:
    made = verbs.add_parser(name, help=what)
    made.add_argument("number", type=int, metavar="NO", help="number of the incident")
    return made


def _add_open(new: argparse.ArgumentParser) -> None:
    new.add_argument("type", choices=[one.value for one in IncidentType])
    new.add_argument("--level", default="general", choices=[one.value for one in IncidentLevel])
    new.add_argument("--person", metavar="ID", help="who is ill or hurt")
    new.add_argument("--unit", metavar="UNIT", help="class or department")
    new.add_argument("--case", type=int, metavar="NO", help="held case that it began with")
    common.add_author(new, required=True)
    common.add_json(new)


def _add_step(step: argparse.ArgumentParser) -> None:
    step.add_argument("step", metavar="STEP", help="code of the step, as `show` lists them")
    step.add_argument(
        "--with", dest="counterpart", metavar="NAME", help="who was called, took over"
    )
    step.add_argument("--phone", metavar="NUMBER")
    step.add_argument("--note", metavar="TEXT")
    common.add_author(step)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"incident {args.incident_verb}", _VERBS[args.incident_verb], args)


def _list(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    zone = common.site_zone(folder)
    _, policy = common.load(folder)
    with common.opened(args) as log:
        book = log.of(IncidentBook)
        found = [one for one in book.incidents() if one.is_open or not args.only_open]
        table = list_table(book, found, policy, zone, _words(args))
    put(args, [table])
    return common.HOLDS


def _show(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    gate, policy = common.load(folder)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        found = known(log, args.number)
        facts = gather(log, args, found, gate.site, zone, now().wall)
        made = sheet(log.of(IncidentBook), found, facts, policy, zone, _words(args))
    put(args, made)
    return common.HOLDS


def _words(args: argparse.Namespace) -> int | None:
    """Give the columns that words have, None for a form that programs read."""
    return text_columns(args) if args.format == "text" and not args.json else None


def _open(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        author = common.author(log, args.by)
        why = common.why_of(args, required=True)
        held = None if args.case is None else log.lookup.case(args.case)
        if args.case is not None and held is None:
            raise common.RefusedError(f"there is no held case {args.case}")
        person_id = args.person or (None if held is None else held.person_id)
        holder = None if person_id is None else log.lookup.holder(person_id)
        if person_id is not None and holder is None:
            raise common.RefusedError("there is no such person; see `kiosk people list`")
        unit = args.unit or (None if holder is None else holder.unit)

        def made() -> Event:
            opened = IncidentOpened(
                log.of(IncidentBook).next_no(),
                args.type,
                IncidentCause.KEY,
                args.level,
                case_no=args.case,
                person_id=person_id,
                unit=None if unit is None else clean(unit, NAME_LIMIT),
            )
            drill = log.lookup.drill() is not None
            return Event(now(), author, opened, drill=drill, why=why)

        appended = log.append_if(made(), log.head(), lambda _: made())
    fact = appended.event.fact
    number = fact.incident_no if isinstance(fact, IncidentOpened) else 0
    if args.json:
        common.print_json({"incident_no": number})
    else:
        print(f"incident {number} is open; next: `kiosk incident show {number}`")
    return common.HOLDS


def _step(args: argparse.Namespace) -> int:
    counterpart = clean(args.counterpart or "", NAME_LIMIT) or None
    phone = clean(args.phone or "", PHONE_LIMIT) or None
    note = clean(args.note or "", common.WHY_LIMIT) or None
    if args.step in NAMES_WHO_TOOK_OVER and counterpart is None:
        raise common.RefusedError("say who took over with --with NAME")

    def fact(found: Incident) -> Fact:
        steps = procedure(found.incident_type).steps
        if args.step not in steps:
            raise common.RefusedError(f"{found.incident_type} has the steps {', '.join(steps)}")
        return IncidentStepTaken(args.number, args.step, found.person_id, counterpart, phone, note)

    return _write(args, fact)


def _note(args: argparse.Namespace) -> int:
    note = clean(args.text, common.WHY_LIMIT)
    if not note:
        raise common.RefusedError("the note is empty")
    return _write(args, lambda _: IncidentNoted(args.number, note))


def _person(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        if log.lookup.holder(args.person) is None:
            raise common.RefusedError("there is no such person; see `kiosk people list`")
    fact = IncidentPersonListed(args.number, args.person, args.part)
    return _write(args, lambda _: fact, why=True)


def _level(args: argparse.Namespace) -> int:
    return _write(args, lambda _: IncidentLevelSet(args.number, args.level), why=True)


def _close(args: argparse.Namespace) -> int:
    fact = IncidentClosed(args.number, args.outcome)
    return _write(args, lambda _: fact, why=True, roles=CLOSERS)


def _write(
    args: argparse.Namespace,
    make: Callable[[Incident], Fact],
    *,
    why: bool = False,
    roles: frozenset[Role] = frozenset(Role),
) -> int:
    """Append a fact to an open incident; raises RefusedError for one that is closed."""
    with common.opened(args) as log:
        found = known(log, args.number)
        if not found.is_open:
            raise common.RefusedError(f"incident {args.number} is closed", code=common.FAILS)
        author = common.author(log, args.by, roles)
        reason = common.why_of(args, required=why)
        log.append(Event(now(), author, make(found), drill=found.drill, why=reason))
    print(f"incident {args.number}: {args.incident_verb} is written down")
    return common.HOLDS


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "list": _list,
    "show": _show,
    "open": _open,
    "step": _step,
    "note": _note,
    "person": _person,
    "level": _level,
    "report": report,
    "sent": sent,
    "close": _close,
}
