"""`kiosk watch`: people with contact to a key region, followed one by one (clause N6)."""

import argparse
import secrets
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from typing import Any

from kiosk.cli import common
from kiosk.cli.days import day_of
from kiosk.cli.health_common import (
    HIDDEN,
    NOTE_LIMIT,
    code_of,
    known_person,
    moment_text,
    write,
    write_on_what_stands,
)
from kiosk.cli.moment import now
from kiosk.cli.naming import Named, add_unmask, named
from kiosk.core import home_series
from kiosk.core.events import Event, WatchEnded, WatchFollowedUp, WatchListed
from kiosk.core.health import WatchEntry
from kiosk.core.people import Role
from kiosk.core.text import clean
from kiosk.core.windows import Window
from kiosk.store.folding import stamp
from kiosk.store.health_book import HealthBook
from kiosk.store.health_rows import WatchRow
from kiosk.store.log import Log

REGION_LIMIT = 80

DECIDERS = frozenset({Role.HEALTH_OFFICER, Role.SCHOOL_DOCTOR, Role.SCHOOL_LEADER, Role.SUPERVISOR})
"""Whose word sets the end of an entry or releases it; local practice, the notice names nobody."""

_EXAMPLE = """\
  kiosk watch add p-3f21c09a --reason key_region --region 湖北 --until 2026-03-10 \\
    --follower chen --by officer --why "came back on 24 February"
  kiosk watch extend w-51e0aa07 --until 2026-03-17 --by officer --why "contact became ill"
  kiosk watch follow w-51e0aa07 --note "well, 36.4" --by chen
  kiosk watch end w-51e0aa07 --by officer --why "never left the city, ticket seen"
  kiosk watch list --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(
        parser,
        "The watch list. An entry ends at its --until, which is set by name; an earlier end, and"
        " the end of one without, is a release by name and with a reason.",
        _EXAMPLE,
    )
    verbs = parser.add_subparsers(
        dest="watch_verb", required=True, metavar="add|extend|follow|end|list"
    )
    _add_arguments(verbs.add_parser("add", help="put a person on the watch list"))
    extend = verbs.add_parser("extend", help="set the end of an entry, or a later one")
    extend.add_argument("--until", required=True, metavar="TIME", help="the end is not included")
    follow = verbs.add_parser("follow", help="write down that the person was asked")
    follow.add_argument("--note", default="", metavar="TEXT", help="what was said")
    end = verbs.add_parser("end", help="release a person, by name and with a reason")
    for one in (extend, follow, end):
        one.add_argument("watch", metavar="ENTRY", help="id of the entry")
        common.add_author(one, required=one is not follow)
    shown = verbs.add_parser("list", help="who is listed, and who was not asked on which days")
    shown.add_argument("--all", action="store_true", help="also entries that are over")
    add_unmask(shown)
    for one in verbs.choices.values():
        common.add_config(one)
        common.add_json(one)
    common.finish(verbs, "watch", _EXAMPLE)


def _add_arguments(new: argparse.ArgumentParser) -> None:
    new.add_argument("person", metavar="PERSON", help="id of the person")
    new.add_argument("--reason", required=True, metavar="CODE", help="as key_region, close_contact")
    new.add_argument("--region", metavar="TEXT", help="which region, kept as personal")
    new.add_argument("--from", dest="since", metavar="TIME", help="begins (default: now)")
    new.add_argument("--until", metavar="TIME", help="ends, not included (default: when released)")
    new.add_argument("--follower", metavar="ID", help="person or account in charge")
    common.add_author(new, required=True)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"watch {args.watch_verb}", _VERBS[args.watch_verb], args)


def _add(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    since = now().wall if args.since is None else common.time_of(args.since, zone)
    until = None if args.until is None else common.time_of(args.until, zone, end=True)
    if until is not None and until <= max(since, now().wall):
        raise common.RefusedError("--until must be later than --from, and still to come")
    region = clean(args.region or "", REGION_LIMIT) or None
    entry = WatchEntry(code_of(args.reason, "--reason"), Window(since, until))
    with common.opened(args) as log:
        known_person(log, args.person)
        _refuse_stranger(log, args.follower)
        watch_id = f"w-{secrets.token_hex(4)}"
        write(log, args, WatchListed(watch_id, args.person, entry, args.follower, region))
        return _report(log, args, watch_id, zone)


def _refuse_stranger(log: Log, follower: str | None) -> None:
    if follower is None or log.lookup.holder(follower) is not None:
        return
    if all(one.account_id != follower for one in log.lookup.accounts()):
        raise common.RefusedError(f"{follower} is neither a person nor an account")


def _extend(args: argparse.Namespace) -> int:
    zone = common.site_zone(common.config_folder(args))
    until = common.time_of(args.until, zone, end=True)
    if until <= now().wall:
        raise common.RefusedError(
            "that time is over; release the person with `kiosk watch end`", code=common.FAILS
        )
    with common.opened(args) as log:
        write_on_what_stands(log, args, lambda: _extended(log, args.watch, until), DECIDERS)
        return _report(log, args, args.watch, zone)


def _extended(log: Log, watch_id: str, until: datetime) -> WatchListed:
    """Give an entry as it stands, with a later end; raises RefusedError for an earlier one."""
    row = _entry(log, watch_id)
    known = row.window.until
    if known is not None and until <= known:
        raise common.RefusedError(
            "the entry ends later than that; release the person with `kiosk watch end`",
            code=common.FAILS,
        )
    region = log.of(HealthBook).watch_listing(row).region
    entry = WatchEntry(row.reason, Window(row.window.since, until))
    return WatchListed(row.watch_id, row.person_id, entry, row.follower_id, region)


def _follow(args: argparse.Namespace) -> int:
    if args.by is None:
        raise common.RefusedError("say who asked with --by ACCOUNT")
    zone = common.site_zone(common.config_folder(args))
    with common.opened(args) as log:
        row = _entry(log, args.watch)
        note = clean(args.note, NOTE_LIMIT) or None
        fact = WatchFollowedUp(row.watch_id, row.person_id, note=note)
        log.append(Event(now(), common.author(log, args.by), fact, why=common.why_of(args)))
        return _report(log, args, row.watch_id, zone)


def _end(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        row = _entry(log, args.watch)
        write(log, args, WatchEnded(row.watch_id), roles=DECIDERS)
    if args.json:
        common.print_json({"watch_id": row.watch_id, "person_id": row.person_id, "ended": True})
    else:
        print(f"{row.watch_id}: {row.person_id} 已解除 / released")
    return common.HOLDS


def _entry(log: Log, watch_id: str) -> WatchRow:
    row = log.of(HealthBook).watch(watch_id)
    if row is None:
        raise common.RefusedError(
            f"there is no entry {watch_id}, or it is released; see `kiosk watch list`"
        )
    return row


def _list(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    at = now().wall
    with common.opened(args) as log:
        book = log.of(HealthBook)
        rows = book.watch_open(None if args.all else at)
        names = named(log, args, [one.person_id for one in rows], "watch_list")
        late = {one.watch_id for one in book.follow_ups_overdue(at, policy.roll.follow_up_hours)}
        found = [_shown(book, one, zone, late, names, clear=args.unmask) for one in rows]
    if args.json:
        common.print_json(found)
    elif found:
        common.table([_line(one, zone) for one in found])
    else:
        print("名单为空 / nobody is listed")
    return common.HOLDS


def _report(log: Log, args: argparse.Namespace, watch_id: str, zone: timezone) -> int:
    book = log.of(HealthBook)
    row = _entry(log, watch_id)
    shown = _shown(book, row, zone, set(), None, clear=False)
    if args.json:
        common.print_json(shown)
    else:
        common.table([_line(shown, zone)])
    return common.HOLDS


def _shown(
    book: HealthBook,
    row: WatchRow,
    zone: timezone,
    late: set[str],
    names: dict[str, Named] | None,
    *,
    clear: bool,
) -> dict[str, Any]:
    region = book.watch_listing(row).region
    ups = book.follow_ups(row.watch_id)
    return {
        "watch_id": row.watch_id,
        "person_id": row.person_id,
        "name": None if names is None else names[row.person_id].name,
        "phone": None if names is None else names[row.person_id].phone,
        "reason": row.reason,
        "region": region if clear or region is None else HIDDEN,
        **common.bounds(row.window),
        "follower_id": row.follower_id,
        "listed": stamp(row.listed),
        "last_follow_up": stamp(row.last),
        "follow_ups": len(ups),
        "days_without": [day.isoformat() for day in _days_without(row, ups, zone)],
        "overdue": row.watch_id in late,
    }


def _days_without(row: WatchRow, ups: list[datetime], zone: timezone) -> tuple[date, ...]:
    """Give the days of the listing that are over and on which nobody asked."""
    since = row.window.since
    first = (row.listed if since is None else max(row.listed, since)).astimezone(zone).date()
    today = day_of(None, zone)
    last = today - timedelta(days=1)
    if row.window.until is not None:
        until = row.window.until - timedelta(microseconds=1)
        last = min(last, until.astimezone(zone).date())
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return home_series.missing({one.astimezone(zone).date() for one in ups}, days)


def _line(shown: dict[str, Any], zone: timezone) -> tuple[str, ...]:
    last, without = shown["last_follow_up"], len(shown["days_without"])
    return (
        shown["watch_id"],
        shown["person_id"],
        shown["name"] or "",
        shown["reason"],
        shown["region"] or "",
        f"{moment_text(shown['from'], zone)} .. {moment_text(shown['until'], zone)}",
        shown["follower_id"] or "-",
        f"最近 last {moment_text(last, zone) or '-'}",
        f"未随访 without {without}" + (" !" if shown["overdue"] else ""),
    )


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "extend": _extend,
    "follow": _follow,
    "end": _end,
    "list": _list,
}
