"""`kiosk pass`: issues signed passes as text and picture, checks and revokes one, lists keys."""

import argparse
import hashlib
import re
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, timezone
from pathlib import Path

from kiosk.cli import common, pass_picture
from kiosk.cli.initials import initials
from kiosk.cli.moment import now
from kiosk.core.events import Event, PassIssued, PassRevoked
from kiosk.core.passes import (
    LONGEST,
    PassCheck,
    PassClaims,
    PassProblem,
    area_bitmap,
    area_names,
    issue,
    state_at,
    verify,
)
from kiosk.core.permits import PermitState
from kiosk.core.windows import Window
from kiosk.store import pass_keys
from kiosk.store.answers import PassRow, PersonDetails
from kiosk.store.directory import Directory, PermitRow
from kiosk.store.folding import stamp
from kiosk.store.log import Log

MOST_USES = 100_000

_EXAMPLE = """\
  kiosk pass issue --permit q-51e0aa07 --qr
  kiosk pass issue --person p-3f21c09a --from 2026-02-24 --until 2026-03-31 --svg pass.svg
  kiosk pass show 'GP1:...'
  kiosk pass revoke 1f0a9c2b77d3e415 --why "phone lost"
  kiosk pass keys --json
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Issue, check and revoke signed passes.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="pass_verb", required=True, metavar="issue|show|revoke|keys")
    _issue_arguments(verbs.add_parser("issue", help="sign a pass and print its text"))
    show = verbs.add_parser("show", help="verify a pass and say which check failed")
    show.add_argument("text", metavar="TEXT", help="text of the pass, or - for standard input")
    revoke = verbs.add_parser("revoke", help="let a pass no longer count")
    revoke.add_argument("pass_id", metavar="ID", help="id of the pass, 16 digits")
    keys = verbs.add_parser("keys", help="list the keys that passes are checked with")
    common.add_author(revoke)
    for one in (show, keys):
        common.add_json(one)
    common.add_config(show)
    common.finish(verbs, "pass", _EXAMPLE)


def _issue_arguments(new: argparse.ArgumentParser) -> None:
    whom = new.add_mutually_exclusive_group(required=True)
    whom.add_argument("--permit", metavar="ID", help="for the holder of this permit")
    whom.add_argument("--person", metavar="ID", help="for this person, without a permit")
    new.add_argument("--from", dest="since", metavar="TIME", help="default: the permit's, or now")
    new.add_argument("--until", metavar="TIME", help="end, not included; default: the permit's")
    new.add_argument("--uses", type=int, metavar="N", help="entries (default: any number)")
    new.add_argument("--host", type=int, default=0, metavar="NUMBER", help="number of the host")
    new.add_argument("--initials", metavar="A-Z", help="default: made from the name")
    new.add_argument("--last-four", metavar="0019", help="default: end of the ID number")
    new.add_argument("--qr", action="store_true", help="draw the code on the terminal")
    new.add_argument("--svg", type=Path, metavar="FILE", help="draw the code into a file")
    new.add_argument("--png", type=Path, metavar="FILE", help="draw the code into a file")
    common.add_author(new)
    common.add_config(new)
    common.add_json(new)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when it holds, 1 when it does not, 2 for wrong use."""
    return common.guarded(f"pass {args.pass_verb}", _VERBS[args.pass_verb], args)


def _issue(args: argparse.Namespace) -> int:
    if args.uses is not None and not 1 <= args.uses <= MOST_USES:
        raise common.RefusedError(f"--uses must be from 1 to {MOST_USES}")
    zone = common.site_zone(common.config_folder(args))
    issuing = pass_keys.load_private(common.keys_folder(common.state_of(args)))
    with common.opened(args) as log:
        permit = _approved(log, args.permit) if args.permit else None
        person_id = permit.person_id if permit else args.person
        details = log.lookup.details(person_id)
        if details is None:
            raise common.RefusedError("there is no such person; see `kiosk people list`")
        claims = _claims(args, zone, permit, details, issuing.school)
        try:
            text = issue(claims, issuing.key, issuing.kid)
        except ValueError as error:
            raise common.RefusedError(str(error)) from error
        author = common.author(log, args.by)
        fact = PassIssued(
            claims.pass_id,
            person_id,
            issuing.kid,
            _window(claims),
            permit.permit_id if permit else None,
            args.uses,
        )
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    return _hand_out(args, claims, person_id, text)


def _approved(log: Log, permit_id: str) -> PermitRow:
    with Directory.of(log) as directory:
        row = directory.permit(permit_id)
    if row is None:
        raise common.RefusedError("there is no such permit; see `kiosk permit list`")
    if row.permit.state is not PermitState.APPROVED:
        raise common.RefusedError(
            f"permit {permit_id} is {row.permit.state}; `kiosk permit approve {permit_id}` first",
            code=common.FAILS,
        )
    return row


def _claims(
    args: argparse.Namespace,
    zone: timezone,
    permit: PermitRow | None,
    details: PersonDetails,
    school: int,
) -> PassClaims:
    asked = common.window_of(args.since, args.until, zone)
    held = permit.permit.window if permit else Window()
    since = asked.since or held.since or now().wall
    until = asked.until or held.until
    if until is None:
        raise common.RefusedError("the end of the pass is missing; give it with --until")
    last_four = args.last_four or (details.id_number or "")[-4:]
    if not last_four:
        raise common.RefusedError("no ID number is on record; give the end of one with --last-four")
    try:
        areas = area_bitmap(permit.permit.areas) if permit else 0
    except ValueError as error:
        raise common.RefusedError(
            "the permit names an area that a pass has no bit for", code=common.FAILS
        ) from error
    return PassClaims(
        pass_id=secrets.token_hex(8),
        not_before=since.astimezone(UTC).replace(microsecond=0),
        expires=until.astimezone(UTC).replace(microsecond=0),
        school=school,
        areas=areas,
        host=args.host,
        last_four=last_four.upper(),
        initials=(args.initials or initials(details.name or "")).upper(),
    )


def _hand_out(args: argparse.Namespace, claims: PassClaims, person_id: str, text: str) -> int:
    if args.json:
        found = {"pass_id": claims.pass_id, "person_id": person_id, "text": text}
        common.print_json({**found, **common.bounds(_window(claims))})
    else:
        print(text)
    if args.qr:
        print(pass_picture.drawn(text))
    # The text comes first: it is issued, and must not be lost with a picture that fails.
    for path, kind in ((args.svg, "svg"), (args.png, "png")):
        if path is not None:
            pass_picture.save(text, path, kind)
    return common.HOLDS


def _show(args: argparse.Namespace) -> int:
    text = sys.stdin.readline(LONGEST * 4) if args.text == "-" else args.text
    folder = common.keys_folder(common.state_of(args))
    found = verify(text.strip(" \t\r\n"), pass_keys.load_public(folder))
    checks = _checks(found)
    row, state = None, None
    if isinstance(found, PassClaims):
        with common.opened(args) as log:
            row = log.lookup.pass_row(found.pass_id)
        state = _standing(found, row)
    holds = isinstance(found, PassClaims) and state == "valid"
    if args.json:
        claims = _claims_record(found) if isinstance(found, PassClaims) else None
        common.print_json({"ok": holds, "checks": checks, "claims": claims, "log": state})
    else:
        lines = [(name, said) for name, said in checks.items()]
        if isinstance(found, PassClaims):
            zone = common.site_zone(common.config_folder(args))
            window = common.span(_window(found), zone)
            lines += [(key, str(value)) for key, value in _claims_record(found).items()]
            lines += [("valid for", window), ("log", str(state))]
        common.table(lines)
    return common.HOLDS if holds else common.FAILS


def _checks(found: PassClaims | PassProblem) -> dict[str, str]:
    """Say of each check whether it held; those after the one that failed were not made."""
    failed = found.check if isinstance(found, PassProblem) else None
    said: dict[str, str] = {}
    mark = "ok"
    for check in PassCheck:
        if check is failed:
            said[check.value], mark = "failed", "not made"
        else:
            said[check.value] = mark
    return said


def _standing(claims: PassClaims, row: PassRow | None) -> str:
    """Judge a genuine pass as the gate does: unknown, revoked, by time, used up."""
    if row is None:
        return "unknown"
    if row.revoked:
        return "revoked"
    by_time = state_at(claims, now().wall)
    if by_time.value == "valid" and row.uses is not None and row.used >= row.uses:
        return "used"
    return by_time.value


def _claims_record(claims: PassClaims) -> dict[str, object]:
    return {
        "pass_id": claims.pass_id,
        "not_before": stamp(claims.not_before),
        "expires": stamp(claims.expires),
        "school": claims.school,
        "areas": " ".join(area_names(claims.areas)),
        "host": claims.host,
        "last_four": claims.last_four,
        "initials": claims.initials,
    }


def _revoke(args: argparse.Namespace) -> int:
    if not re.fullmatch(r"[0-9a-f]{16}", args.pass_id, re.ASCII):
        raise common.RefusedError(
            "the id of a pass is 16 digits 0-9 and a-f; see `kiosk pass show`"
        )
    with common.opened(args) as log:
        if log.lookup.pass_row(args.pass_id) is None:
            raise common.RefusedError("no pass of this id was issued here", code=common.FAILS)
        author = common.author(log, args.by)
        log.append(Event(now(), author, PassRevoked(args.pass_id), why=common.why_of(args)))
    print(f"pass {args.pass_id} no longer counts")
    return common.HOLDS


def _keys(args: argparse.Namespace) -> int:
    folder = common.keys_folder(common.state_of(args))
    public = pass_keys.load_public(folder)
    private = (folder / pass_keys.PRIVATE).exists()
    mine = pass_keys.load_private(folder).kid if private else None
    found = [
        {
            "kid": kid,
            "school": info.school,
            "sha256": hashlib.sha256(info.public_key.public_bytes_raw()).hexdigest(),
            "issues_here": kid == mine,
        }
        for kid, info in sorted(public.items())
    ]
    if args.json:
        common.print_json(found)
    elif found:
        heads = ("kid", "school", "sha256 of the public key", "issues here")
        common.table([heads, *(tuple(map(str, one.values())) for one in found)])
    else:
        print("there is no key of passes; see `kiosk setup`")
    return common.HOLDS


def _window(claims: PassClaims) -> Window:
    return Window(claims.not_before, claims.expires)


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "issue": _issue,
    "show": _show,
    "revoke": _revoke,
    "keys": _keys,
}
