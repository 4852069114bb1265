"""`kiosk permit list`, `waiting` and `show`: how permits stand, and the whole chain of one by name.

People are masked; with `--unmask` names, plate and reasons are in clear, and the look is logged.
"""

import argparse
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.permit_naming import Naming, chain, chain_lines
from kiosk.core.events import PermitRequested
from kiosk.core.permit_life import LIFE, PermitFile, PermitStanding, PermitStep
from kiosk.core.permit_watch import OverdueSince, overdue
from kiosk.core.policy import Policy
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.store.folding import stamp
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook

_WAITING = frozenset({PermitStanding.WAITS_DEPARTMENT, PermitStanding.WAITS_LEADER})
_DAY = timedelta(days=1)


def add_list(shown: argparse.ArgumentParser) -> None:
    """Fill in the arguments of `list`."""
    shown.add_argument("--person", metavar="ID", help="those that cover one person")
    shown.add_argument(
        "--today", action="store_true", help="those of today, and who is still inside on one"
    )
    common.add_config(shown)


def add_show(shown: argparse.ArgumentParser) -> None:
    """Fill in the arguments of `show`."""
    shown.add_argument("permit", metavar="PERMIT", help="id of the permit")
    shown.add_argument(
        "--unmask", action="store_true", help="names and reasons in full; needs --why, is logged"
    )
    common.add_author(shown)
    common.add_config(shown)


# --- Lists ---


def listed(args: argparse.Namespace) -> int:
    """List permits, by their ids or those of today."""
    folder = common.config_folder(args)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        book = log.of(PermitBook)
        files = _today(book, zone) if args.today else list(book.files(args.person))
        if args.today and args.person:
            files = [one for one in files if args.person in one.people]
        late = _late(book, common.load(folder)[1], zone)
        _print(args, files, zone, late, "there is no permit; see `kiosk permit request`")
    return common.HOLDS


def waiting(args: argparse.Namespace) -> int:
    """List what waits for an approval, the longest waiting first."""
    zone, at = common.site_zone(common.config_folder(args)), now().wall
    with common.opened(args) as log:
        files = [one for one in log.of(PermitBook).waiting() if one.standing(at) in _WAITING]
        _print(args, files, zone, {}, "no permit waits for an approval")
    return common.HOLDS


def told(args: argparse.Namespace, log: Log, file: PermitFile | None, zone: timezone) -> int:
    """Print one permit after it was changed."""
    if file is None:
        raise common.RefusedError(
            "the permit is not in the log; run `kiosk log verify`", code=common.FAILS
        )
    late = _late(log.of(PermitBook), common.load(common.config_folder(args))[1], zone)
    if args.json:
        common.print_json(record(file, late))
    else:
        common.table([_line(file, zone, late)])
    return common.HOLDS


def _today(book: PermitBook, zone: timezone) -> list[PermitFile]:
    local = now().wall.astimezone(zone)
    start = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return book.between(start, start + _DAY)


Late = dict[tuple[str | None, str], OverdueSince | None]
"""Who is inside on which permit, and since when he should not be."""


def _late(book: PermitBook, policy: Policy, zone: timezone) -> Late:
    at = now().wall.astimezone(zone)
    patience = timedelta(minutes=policy.permits.overstay_minutes)
    return {
        (one.permit_id, one.person_id): overdue(
            one.since.astimezone(zone), one.window, at, policy.day_end, patience
        )
        for one in book.inside()
    }


def _print(
    args: argparse.Namespace, files: Iterable[PermitFile], zone: timezone, late: Late, none: str
) -> None:
    found = list(files)
    if args.json:
        common.print_json([record(one, late) for one in found])
    elif found:
        common.table([_line(one, zone, late) for one in found])
    else:
        print(none)


def record(file: PermitFile, late: Late) -> dict[str, object]:
    """Give a permit as JSON values: ids and codes only."""
    permit = file.permit
    inside = [one for one in file.people if (file.permit_id, one) in late]
    over = [found for one in inside if (found := late[file.permit_id, one]) is not None]
    return {
        "permit_id": file.permit_id,
        "person_id": file.person_id,
        "status": permit.state,
        "standing": file.standing(now().wall),
        "purpose": permit.purpose,
        "areas": permit.areas,
        "access_points": permit.access_points,
        "entries": permit.entries,
        "used": permit.used,
        **common.bounds(permit.window),
        "host_id": file.host_id,
        "department": file.department,
        "companions": file.companions,
        "headcount": file.heads,
        "levels": file.levels,
        "approvals": file.approvals,
        "inside": inside,
        "overdue": over[0].what if over else None,
        "overdue_since": stamp(over[0].since) if over else None,
    }


def _line(file: PermitFile, zone: timezone, late: Late) -> tuple[str, ...]:
    permit = file.permit
    both = words(file.standing(now().wall))
    over = [late[file.permit_id, one] for one in file.people if (file.permit_id, one) in late]
    alarm = next((words(one.what) for one in over if one is not None), None)
    return (
        file.permit_id,
        file.person_id,
        f"{both.zh} / {both.en}",
        permit.purpose,
        ",".join(permit.areas),
        "all" if permit.access_points is None else ",".join(permit.access_points),
        f"{permit.used}/{permit.entries}",
        common.span(permit.window, zone),
        ("inside" if over else "") if alarm is None else f"{alarm.zh} / {alarm.en}",
    )


# --- One permit ---


def show(args: argparse.Namespace) -> int:
    """Print one permit with every step, who took it and when."""
    zone = common.site_zone(common.config_folder(args))
    policy = common.load(common.config_folder(args))[1]
    with common.opened(args) as log:
        book = log.of(PermitBook)
        file = book.file(args.permit)
        if file is None:
            raise common.RefusedError(
                f"there is no permit {clean(args.permit, 40)}; see `kiosk permit list`"
            )
        naming = Naming.of(log, args, file.people, "permit")
        late = _late(book, policy, zone)
        steps = chain(log, book, file.permit_id, naming)
        if args.json:
            found = record(file, late) | _named(book, file, naming) | {"steps": steps}
            common.print_json(found)
            return common.HOLDS
        for line in _lines(book, file, naming, zone):
            print(line)
        for line in chain_lines(steps, zone):
            print(line)
    return common.HOLDS


def _named(book: PermitBook, file: PermitFile, naming: Naming) -> dict[str, object]:
    asked = _asked(book, file)
    return {
        "person": naming.person(file.person_id),
        "host": None if file.host_id is None else naming.person(file.host_id),
        "companion_names": [naming.person(one) for one in file.companions],
        "vehicle": naming.secret(None if asked is None else asked.vehicle),
        "note": naming.secret(None if asked is None else asked.purpose_note),
        "needs": _needs(file, now().wall),
    }


def _asked(book: PermitBook, file: PermitFile) -> PermitRequested | None:
    asked = [one.pos for one in book.steps(file.permit_id) if one.step is PermitStep.REQUEST]
    fact = book.at(asked[-1]).event.fact if asked else None
    return fact if isinstance(fact, PermitRequested) else None


def _needs(file: PermitFile, at: datetime) -> list[str]:
    """Name the roles whose approval is due now."""
    return sorted(LIFE.get((PermitStep.APPROVE, file.standing(at)), ()))


def _lines(book: PermitBook, file: PermitFile, naming: Naming, zone: timezone) -> Iterable[str]:
    found, permit, both = _named(book, file, naming), file.permit, words(file.standing(now().wall))
    yield f"{file.permit_id}: {both.zh} / {both.en}"
    needs = _needs(file, now().wall)
    if needs:
        yield f"  waits for: {' or '.join(needs)}"
    yield f"  person: {found['person']}"
    yield f"  purpose: {permit.purpose}; areas: {', '.join(permit.areas)}"
    points = "all" if permit.access_points is None else ", ".join(permit.access_points)
    yield f"  access points: {points}; entries: {permit.used} of {permit.entries}"
    yield f"  time: {common.span(permit.window, zone)}"
    yield f"  host: {found['host'] or '-'}; department: {file.department or '-'}"
    for one in naming.people(file.companions):
        yield f"  with: {one}"
    yield f"  people: {file.heads}; vehicle: {found['vehicle'] or '-'}"
    if found["note"]:
        yield f"  note: {found['note']}"
