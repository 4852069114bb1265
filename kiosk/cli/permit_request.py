"""`kiosk permit request` and `add`: a permit asked for by real name, or stated as it stands."""

import argparse
import secrets
from collections.abc import Callable
from dataclasses import replace

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.permit_problems import Tried, phase_of, refuse
from kiosk.cli.permit_show import told
from kiosk.cli.phase import unit_of
from kiosk.core.documents import DocumentProblem, parse_document
from kiosk.core.events import Event, Fact, PermitRecorded, PermitRequested
from kiosk.core.people import OUTSIDERS, PersonKind, Role
from kiosk.core.permit_life import APPROVERS, PermitFile, PermitStep
from kiosk.core.permit_limits import area_problems, campus_problems, window_problems
from kiosk.core.permits import Permit, PermitState
from kiosk.core.policy import Policy
from kiosk.core.text import clean
from kiosk.core.visitors import (
    MOST_HEADS,
    NAME_LIMIT,
    NOTE_LIMIT,
    PHONE_LIMIT,
    PLATE_LIMIT,
    Registered,
    Visitor,
    VisitorFault,
    register,
)
from kiosk.core.words_documents import FAULTS as DOCUMENT_FAULTS
from kiosk.core.words_permits import VISITOR_FAULTS
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook, person_with

MOST_ENTRIES = 1000

_ASKED = frozenset({PermitState.DRAFT, PermitState.SUBMITTED})


def add_request(new: argparse.ArgumentParser) -> None:
    """Fill in the arguments of `request`."""
    new.add_argument("--person", metavar="ID", help="who may enter, on record already")
    new.add_argument("--name", help="or a visitor by real name, with --document and --kind")
    new.add_argument("--document", metavar="NUMBER", help="number of the ID document")
    new.add_argument(
        "--kind", choices=sorted(OUTSIDERS), default=PersonKind.VISITOR.value, help="(%(default)s)"
    )
    new.add_argument("--phone", help="phone of the visitor")
    new.add_argument("--draft", action="store_true", help="keep it as a draft, `submit` it later")
    _add_permit(new)


def add_stated(new: argparse.ArgumentParser) -> None:
    """Fill in the arguments of `add`."""
    new.add_argument("--person", required=True, metavar="ID", help="who may enter")
    new.add_argument(
        "--status",
        default=PermitState.SUBMITTED.value,
        choices=[one.value for one in PermitState],
        help="draft or submitted ask for it; others state what was decided on paper",
    )
    _add_permit(new)


def _add_permit(new: argparse.ArgumentParser) -> None:
    new.add_argument("--purpose", required=True, help="a purpose of the policy")
    new.add_argument("--areas", default="office", metavar="A,B", help="areas (%(default)s)")
    new.add_argument("--points", metavar="A,B", help="access points (default: all)")
    new.add_argument("--from", dest="since", metavar="TIME", help="begins (default: no bound)")
    new.add_argument("--until", metavar="TIME", help="ends, not included; needed for approval")
    new.add_argument("--entries", type=int, default=1, metavar="N", help="entries (%(default)s)")
    new.add_argument("--host", metavar="ID", help="who fetches, accompanies and sees out")
    new.add_argument("--department", metavar="UNIT", help="who answers (default: the host's unit)")
    new.add_argument("--companions", metavar="ID,ID", help="people on record who come along")
    new.add_argument("--headcount", type=int, metavar="N", help="everybody with the holder")
    new.add_argument("--vehicle", metavar="PLATE", help="number plate")
    new.add_argument("--note", metavar="TEXT", help="what for, in words")
    new.add_argument("--permit", metavar="ID", help="replace the permit of this id; begins anew")
    common.add_author(new, required=True)
    common.add_config(new)


def request(args: argparse.Namespace) -> int:
    """Ask for a permit, with the visitor's record if he has none yet; both or neither."""
    state = PermitState.DRAFT if args.draft else PermitState.SUBMITTED
    return _ask(args, state)


def stated(args: argparse.Namespace) -> int:
    """Record a permit in the form of `add`."""
    state = PermitState(args.status)
    return _ask(args, state) if state in _ASKED else _state(args, state)


def _ask(args: argparse.Namespace, state: PermitState) -> int:
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        book = log.of(PermitBook)
        author = common.author(log, args.by)
        why = common.why_of(args, required=True)
        permit = _permit(args, policy, state)
        person = None if getattr(args, "name", None) is None else _registered(log, args)
        person_id = _holder(log, args) if person is None else person.record.person_id
        asked = _request(log, args, policy, permit, person_id)
        if state is PermitState.SUBMITTED and args.permit_verb == "request":
            tried = Tried(asked.permit_id, permit, phase_of(log))
            refuse(window_problems(permit.window, policy, now().wall), tried)
        facts: list[Fact] = [person.record] if person is not None and person.changed else []
        events = [Event(now(), author, fact, why=why) for fact in (*facts, asked)]
        log.append(*events)
        return told(args, log, book.file(asked.permit_id), zone)


def _state(args: argparse.Namespace, state: PermitState) -> int:
    """Write down what was decided elsewhere, as one name states it."""
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    with common.opened(args) as log:
        book = log.of(PermitBook)
        approved = state is PermitState.APPROVED
        author = common.author(log, args.by, APPROVERS if approved else frozenset(Role))
        why = common.why_of(args, required=True)
        permit = _permit(args, policy, state)
        permit_id = _permit_id(book, args, _holder(log, args))
        if any(one.step is PermitStep.REQUEST for one in book.steps(permit_id)):
            raise common.RefusedError(
                f"{permit_id} was asked for; `kiosk permit approve {permit_id}` decides it",
                code=common.FAILS,
            )
        if approved:
            file = PermitFile(permit, permit_id, args.person)
            tried = Tried(permit_id, permit, phase_of(log))
            refuse(campus_problems(permit, tried.phase, policy), tried)
            refuse(area_problems(file, book.held(permit_id, now().wall), policy), tried)
        fact = PermitRecorded(permit_id, args.person, replace(permit, permit_id=permit_id))
        log.append(Event(now(), author, fact, why=why))
        return told(args, log, book.file(permit_id), common.site_zone(folder))


def _permit(args: argparse.Namespace, policy: Policy, state: PermitState) -> Permit:
    if not 1 <= args.entries <= MOST_ENTRIES:
        raise common.RefusedError(f"--entries must be from 1 to {MOST_ENTRIES}")
    zone = common.site_zone(common.config_folder(args))
    (purpose,) = _known("purpose", args.purpose, policy.purposes, most=1)
    points = args.points and _known("access point", args.points, policy.access_points)
    return Permit(
        state=state,
        purpose=purpose,
        areas=_known("area", args.areas, policy.areas),
        access_points=points or None,
        window=common.window_of(args.since, args.until, zone),
        entries=args.entries,
    )


def _known(
    what: str, text: str, allowed: frozenset[str], most: int | None = None
) -> tuple[str, ...]:
    """Read words of the policy, joined by commas; raises RefusedError naming those there are."""
    found = _split(text)
    if not found or not allowed.issuperset(found) or (most is not None and len(found) > most):
        raise common.RefusedError(f"{what} must be of: {', '.join(sorted(allowed))}")
    return found


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.strip() for one in (text or "").split(",") if one.strip()))


def _holder(log: Log, args: argparse.Namespace) -> str:
    if args.person is None:
        raise common.RefusedError("say whom it is for: --person ID, or --name and --document")
    return _on_record(log, args.person)


def _on_record(log: Log, person_id: str) -> str:
    if log.lookup.holder(person_id) is None:
        raise common.RefusedError(
            f"there is no person {clean(person_id, 40)}; see `kiosk people list`"
        )
    return person_id


def _registered(log: Log, args: argparse.Namespace) -> Registered:
    """Give the record of a visitor by name and document; raises RefusedError."""
    if args.person is not None or args.document is None:
        raise common.RefusedError("give --name with --document, and no --person")
    document = parse_document(args.document)
    if isinstance(document, DocumentProblem):
        raise common.RefusedError(f"--document: {DOCUMENT_FAULTS[document.why].en}")
    asked = Visitor(
        PersonKind(args.kind),
        clean(args.name, NAME_LIMIT),
        document.number,
        clean(args.phone or "", PHONE_LIMIT) or None,
    )
    new_id = _new_id("p", lambda one: log.lookup.holder(one) is not None)
    found = register(asked, person_with(log.lookup, document.number), new_id)
    if isinstance(found, VisitorFault):
        raise common.RefusedError(f"--document: {VISITOR_FAULTS[found].en}", code=common.FAILS)
    return found


def _request(
    log: Log, args: argparse.Namespace, policy: Policy, permit: Permit, person_id: str
) -> PermitRequested:
    permit_id = _permit_id(log.of(PermitBook), args, person_id)
    host = None if args.host is None else log.lookup.holder(_on_record(log, args.host))
    if host is not None and host.kind is not PersonKind.STAFF:
        raise common.RefusedError("--host must be a member of staff")
    companions = tuple(_on_record(log, one) for one in _split(args.companions))
    heads = 1 + len(companions) if args.headcount is None else args.headcount
    if not len(companions) < heads <= MOST_HEADS:
        raise common.RefusedError(f"--headcount must be from {1 + len(companions)} to {MOST_HEADS}")
    return PermitRequested(
        permit_id,
        person_id,
        replace(permit, permit_id=permit_id),
        policy.permits.levels_for(permit.purpose),
        host_id=args.host,
        department=_department(args, host.unit if host else None),
        companions=companions,
        headcount=heads,
        vehicle=clean(args.vehicle or "", PLATE_LIMIT).upper() or None,
        purpose_note=clean(args.note or "", NOTE_LIMIT) or None,
    )


def _department(args: argparse.Namespace, of_host: str | None) -> str | None:
    return of_host if args.department is None else unit_of(args.department)


def _permit_id(book: PermitBook, args: argparse.Namespace, person_id: str) -> str:
    if args.permit is None:
        return _new_id("q", lambda one: book.file(one) is not None)
    permit_id = common.id_of(args.permit, "--permit")
    known = book.file(permit_id)
    if known is not None and known.person_id != person_id:
        raise common.RefusedError(f"permit {permit_id} is another person's", code=common.FAILS)
    return permit_id


def _new_id(letter: str, taken: Callable[[str], bool]) -> str:
    while taken(found := f"{letter}-{secrets.token_hex(4)}"):
        pass
    return found
