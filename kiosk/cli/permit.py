"""`kiosk permit`: records, decides, lists and revokes permits; each names who and why."""

import argparse
import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timezone

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import Event, PermitRecorded
from kiosk.core.people import Role
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Phase
from kiosk.core.policy import Policy
from kiosk.core.words import words
from kiosk.store.directory import Directory, PermitRow
from kiosk.store.log import Log

MOST_ENTRIES = 1000

_APPROVERS = frozenset({Role.SUPERVISOR})
_DECIDED = {
    "approve": PermitState.APPROVED,
    "reject": PermitState.REJECTED,
    "revoke": PermitState.REVOKED,
}
_EXAMPLE = """\
  kiosk permit add --person p-3f21c09a --purpose maintenance --areas clinic,outdoors \\
    --from 2026-02-24T08:00 --until 2026-02-24T12:00 --status approved --by wang --why "boiler"
  kiosk permit approve q-51e0aa07 --by wang --why "asked for by the clinic"
  kiosk permit reject q-51e0aa07 --by wang --why "not in this phase"
  kiosk permit revoke q-51e0aa07 --by wang --why "work is done"
  kiosk permit list --person p-3f21c09a --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Record, decide, list and revoke permits.", _EXAMPLE)
    verbs = parser.add_subparsers(
        dest="permit_verb", required=True, metavar="add|approve|reject|revoke|list"
    )
    _add_arguments(verbs.add_parser("add", help="record a permit"))
    for name in _DECIDED:
        one = verbs.add_parser(name, help=f"{name} a permit")
        one.add_argument("permit", metavar="PERMIT", help="id of the permit")
        common.add_author(one, required=True)
        common.add_config(one)
    shown = verbs.add_parser("list", help="list permits")
    shown.add_argument("--person", metavar="ID", help="those of one person")
    common.add_config(shown)
    for one in verbs.choices.values():
        common.add_json(one)
    common.finish(verbs, "permit", _EXAMPLE)


def _add_arguments(new: argparse.ArgumentParser) -> None:
    new.add_argument("--person", required=True, metavar="ID", help="who may enter")
    new.add_argument("--purpose", required=True, help="a purpose of the policy")
    new.add_argument("--areas", default="office", metavar="A,B", help="areas (%(default)s)")
    new.add_argument("--points", metavar="A,B", help="access points (default: all)")
    new.add_argument("--from", dest="since", metavar="TIME", help="begins (default: no bound)")
    new.add_argument("--until", metavar="TIME", help="ends, not included (default: no bound)")
    new.add_argument("--entries", type=int, default=1, metavar="N", help="entries (%(default)s)")
    new.add_argument("--permit", metavar="ID", help="replace the permit of this id")
    new.add_argument("--status", default="submitted", choices=[one.value for one in PermitState])
    common.add_author(new, required=True)
    common.add_config(new)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    act = _decide if args.permit_verb in _DECIDED else _VERBS[args.permit_verb]
    return common.guarded(f"permit {args.permit_verb}", act, args)


def _add(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    permit_id = common.id_of(args.permit or f"q-{secrets.token_hex(4)}", "--permit")
    permit = _permit(args, policy, zone, permit_id)
    with common.opened(args) as log, Directory.of(log) as directory:
        if log.lookup.holder(args.person) is None:
            raise common.RefusedError("there is no such person; see `kiosk people list`")
        known = directory.permit(permit_id)
        if known is not None and known.person_id != args.person:
            raise common.RefusedError(f"permit {permit_id} is another person's", code=common.FAILS)
        _record(log, args, policy, PermitRow(permit_id, args.person, permit))
    return _report(args, zone, PermitRow(permit_id, args.person, permit))


def _permit(args: argparse.Namespace, policy: Policy, zone: timezone, permit_id: str) -> Permit:
    if not 1 <= args.entries <= MOST_ENTRIES:
        raise common.RefusedError(f"--entries must be from 1 to {MOST_ENTRIES}")
    (purpose,) = _known("purpose", args.purpose, policy.purposes, most=1)
    points = args.points and _known("access point", args.points, policy.access_points)
    return Permit(
        state=PermitState(args.status),
        purpose=purpose,
        areas=_known("area", args.areas, policy.areas),
        access_points=points or None,
        window=common.window_of(args.since, args.until, zone),
        entries=args.entries,
        permit_id=permit_id,
    )


def _known(
    what: str, text: str, allowed: frozenset[str], most: int | None = None
) -> tuple[str, ...]:
    """Read words of the policy, joined by commas; raises RefusedError naming those there are."""
    found = tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    if not found or not allowed.issuperset(found) or (most is not None and len(found) > most):
        raise common.RefusedError(f"{what} must be of: {', '.join(sorted(allowed))}")
    return found


def _decide(args: argparse.Namespace) -> int:
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    with common.opened(args) as log, Directory.of(log) as directory:
        row = directory.permit(args.permit)
        if row is None:
            raise common.RefusedError("there is no such permit; see `kiosk permit list`")
        row = replace(row, permit=replace(row.permit, state=_DECIDED[args.permit_verb]))
        _record(log, args, policy, row)
    return _report(args, common.site_zone(folder), row)


def _record(log: Log, args: argparse.Namespace, policy: Policy, row: PermitRow) -> None:
    approved = row.permit.state is PermitState.APPROVED
    author = common.author(log, args.by, _APPROVERS if approved else frozenset(Role))
    why = common.why_of(args, required=True)
    if approved:
        _refuse_shut(log, policy, row.permit)
    # Uses are counted from entries; none is ever written down.
    fact = PermitRecorded(row.permit_id, row.person_id, replace(row.permit, used=0))
    log.append(Event(now(), author, fact, why=why))


def _refuse_shut(log: Log, policy: Policy, permit: Permit) -> None:
    """Let no permit be approved that the gate would refuse in the phase that holds now."""
    found = log.lookup.phase()
    phase = Phase.CLOSED if found is None else found.phase
    rules = policy.phases[phase]
    if permit.purpose not in rules.purposes:
        raise common.RefusedError(
            f"{permit.purpose} is not admitted in phase {phase} (clause N1c); approve it later",
            code=common.FAILS,
        )
    reached = rules.purpose_areas.get(permit.purpose, policy.areas) - rules.shut_areas
    if closed := sorted(set(permit.areas) - reached):
        raise common.RefusedError(
            f"{', '.join(closed)} is shut for {permit.purpose} in phase {phase} (clause N1d);"
            " leave it out of --areas",
            code=common.FAILS,
        )


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log, Directory.of(log) as directory:
        found = list(directory.permits(args.person))
    if args.json:
        common.print_json([_record_of(one) for one in found])
        return common.HOLDS
    zone = common.site_zone(common.config_folder(args))
    if found:
        common.table([_line(one, zone) for one in found])
    else:
        print("there is no permit; see `kiosk permit add`")
    return common.HOLDS


def _report(args: argparse.Namespace, zone: timezone, row: PermitRow) -> int:
    if args.json:
        common.print_json(_record_of(row))
    else:
        common.table([_line(row, zone)])
    return common.HOLDS


def _record_of(row: PermitRow) -> dict[str, object]:
    permit = row.permit
    return {
        "permit_id": row.permit_id,
        "person_id": row.person_id,
        "status": permit.state,
        "purpose": permit.purpose,
        "areas": permit.areas,
        "access_points": permit.access_points,
        "entries": permit.entries,
        "used": permit.used,
        **common.bounds(permit.window),
    }


def _line(row: PermitRow, zone: timezone) -> tuple[str, ...]:
    permit = row.permit
    both = words(permit.state)
    return (
        row.permit_id,
        row.person_id,
        f"{both.zh} / {both.en}",
        permit.purpose,
        ",".join(permit.areas),
        "all" if permit.access_points is None else ",".join(permit.access_points),
        f"{permit.used}/{permit.entries}",
        common.span(permit.window, zone),
    )


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {"add": _add, "list": _list}
