"""`kiosk trail`: who let this person in, under which approval, and whether the log was changed.

The answer is read from the log row by row, with its verification; people and reasons are masked
unless `--unmask` writes down who looks and why.
"""

import argparse
from datetime import UTC, datetime, time, timedelta, timezone

from kiosk.cli import common
from kiosk.cli.days import day_of
from kiosk.cli.moment import now
from kiosk.cli.permit_naming import Naming, chain, read
from kiosk.cli.trail_lines import Found, trail_lines
from kiosk.core.documents import Document, parse_document
from kiosk.core.events import AccessDecided, Event, PaperEntered
from kiosk.core.text import clean
from kiosk.store.folding import stamp
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook
from kiosk.store.trail_book import Passage, TrailBook
from kiosk.store.verify import Verified

_EXAMPLE = """\
  kiosk trail p-3f21c09a --on 2026-02-24
  kiosk trail 9f3c1d2e77ab01cd --unmask --by li --why "question of the district"
  kiosk trail p-3f21c09a --json
"""
_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC))


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(
        parser,
        "Say who let a person in, under which approval, and whether the log was changed.",
        _EXAMPLE,
    )
    parser.add_argument("who", metavar="PERSON|VISIT", help="id, or number of an ID document")
    parser.add_argument("--on", metavar="DAY", help="passages of this day only")
    parser.add_argument(
        "--unmask", action="store_true", help="names and reasons in full; needs --why, is logged"
    )
    common.add_author(parser)
    common.add_json(parser)
    common.add_config(parser)
    common.add_state(parser)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when the log holds, 1 when it does not, 2 for nobody of that id."""
    return common.guarded("trail", _trail, args)


def _trail(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    with common.opened(args) as log:
        # What follows is read from a log that was looked through first.
        verified = log.verify()
        person_id, passages = _passages(log, args, zone)
        naming = Naming.of(log, args, _shown(log, person_id, passages), "trail")
        found = _gathered(log, person_id, passages, naming)
        found["later"] = _later(log, args, person_id, zone, naming)
        found["verify"] = _vouched(verified, sorted(_rows(found)))
        if args.json:
            common.print_json(found)
        else:
            for line in trail_lines(found, zone):
                print(line)
    if not verified.ok:
        return common.say(
            "trail",
            common.FAILS,
            f"{verified.problem}; run `kiosk log verify` and keep the file",
        )
    return common.HOLDS


# --- What is asked for ---


def _passages(
    log: Log, args: argparse.Namespace, zone: timezone
) -> tuple[str | None, list[Passage]]:
    book = log.of(TrailBook)
    passages = book.visit(args.who)
    if passages:
        return book.whose(args.who), passages
    document = parse_document(args.who)
    person_id = args.who
    if log.lookup.holder(person_id) is None and isinstance(document, Document):
        person_id = log.lookup.person_by_id_number(document.number) or person_id
    if log.lookup.holder(person_id) is None:
        raise common.RefusedError(
            f"there is no person or visit {clean(args.who, 40)}; see `kiosk people list`"
        )
    return person_id, book.passages(person_id, *_span(args, zone))


def _span(args: argparse.Namespace, zone: timezone) -> tuple[datetime, datetime]:
    if args.on is None:
        return _EVER
    start = datetime.combine(day_of(args.on, zone), time(), zone)
    return start, start + timedelta(days=1)


def _shown(log: Log, person_id: str | None, passages: list[Passage]) -> list[str]:
    """Name whom the answer shows: the person and the hosts; without anybody the visit it is of."""
    book = log.of(PermitBook)
    files = [book.file(one.permit_id) for one in passages if one.permit_id is not None]
    people = [person_id, *(one.host_id for one in files if one is not None)]
    return [one for one in people if one] or [one.visit_id for one in passages[:1]]


def _gathered(log: Log, person_id: str | None, passages: list[Passage], naming: Naming) -> Found:
    book = log.of(PermitBook)
    permits = dict.fromkeys(one.permit_id for one in passages if one.permit_id is not None)
    return {
        "person_id": person_id,
        "person": None if person_id is None else naming.person(person_id),
        "passages": [_passage(log, one, naming) for one in passages],
        "permits": [_permit(log, book, one, naming) for one in permits],
    }


def _passage(log: Log, passage: Passage, naming: Naming) -> Found:
    stored = read(log, passage.pos)
    found: Found = {
        "pos": passage.pos,
        "visit_id": passage.visit_id,
        "readable": stored is not None,
    }
    if stored is None:
        return found
    event = stored.event
    seat = log.of(TrailBook).signed_in(passage.pos, event.access_point)
    return (
        found
        | {"at": stamp(event.moment.wall), "access_point": event.access_point}
        | {"drill": event.drill, "late": event.late, "paper": event.paper}
        | _decision(event)
        | {
            "decided_by": naming.account(event.actor.name),
            "permit_id": passage.permit_id,
            "override_of": passage.override_of,
            "why": naming.secret(event.why),
            "signed_in": None if seat is None else _seat(log, seat, naming),
        }
    )


def _decision(event: Event) -> Found:
    match event.fact:
        case AccessDecided() as fact:
            return {
                "direction": fact.direction,
                "verdict": fact.verdict,
                "reason": fact.reason,
                "clause": fact.clause,
                "also": fact.also,
                "credential": fact.credential_kind,
                "phase": fact.phase,
                "policy": fact.policy,
            }
        case PaperEntered() as fact:
            return {"direction": fact.direction, "verdict": fact.verdict, "at": stamp(fact.at)}
        case _:
            return {}


def _seat(log: Log, pos: int, naming: Naming) -> Found:
    stored = read(log, pos)
    if stored is None:
        return {"pos": pos, "at": None, "by": None, "role": None, "name": None}
    event = stored.event
    return {"pos": pos, "at": stamp(event.moment.wall)} | naming.account(event.actor.name)


def _permit(log: Log, book: PermitBook, permit_id: str, naming: Naming) -> Found:
    file = book.file(permit_id)
    return {
        "permit_id": permit_id,
        "standing": None if file is None else file.standing(now().wall),
        "purpose": None if file is None else file.permit.purpose,
        "areas": () if file is None else file.permit.areas,
        "host": None if file is None or not file.host_id else naming.person(file.host_id),
        "steps": chain(log, book, permit_id, naming),
    }


def _later(
    log: Log, args: argparse.Namespace, person_id: str | None, zone: timezone, naming: Naming
) -> list[Found]:
    if person_id is None:
        return []
    made: list[Found] = []
    for pos, kind in log.of(TrailBook).later(person_id, *_span(args, zone)):
        made.append({"kind": kind, **_seat(log, pos, naming)})
    return made


def _rows(found: Found) -> set[int]:
    """Name every row of the log that the answer rests on."""
    rows: set[int] = set()
    parts: list[object] = [found]
    while parts:
        part = parts.pop()
        if isinstance(part, dict):
            if isinstance(part.get("pos"), int):
                rows.add(part["pos"])
            parts.extend(part.values())
        elif isinstance(part, list):
            parts.extend(part)
    return rows


def _vouched(verified: Verified, rows: list[int]) -> Found:
    """Say of which rows the verification can vouch: those before the first that does not fit."""
    bad = verified.first_bad_pos
    good = [one for one in rows if verified.ok or (bad is not None and one < bad)]
    return {
        "ok": verified.ok,
        "rows": verified.rows,
        "first_bad_pos": bad,
        "problem": verified.problem,
        "vouched": good,
        "doubtful": [one for one in rows if one not in set(good)],
    }
