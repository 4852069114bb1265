"""Acts about permits: a visitor registered, a permit approved or rejected, an exit signed."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.core.documents import Document, DocumentProblem, parse_document
from kiosk.core.events import (
    Actor,
    Event,
    ExitSigned,
    Fact,
    PermitApproved,
    PermitRejected,
    PermitRequested,
)
from kiosk.core.id_cards import same_name
from kiosk.core.people import PersonKind
from kiosk.core.permit_life import (
    PermitFault,
    PermitFile,
    PermitProblem,
    PermitStep,
    level_due,
    step_problems,
)
from kiosk.core.permit_limits import (
    Setting,
    approval_problems,
    campus_problems,
    window_problems,
)
from kiosk.core.permits import Permit, PermitState
from kiosk.core.text import clean
from kiosk.core.visitors import (
    MOST_HEADS,
    NAME_LIMIT,
    PHONE_LIMIT,
    PLATE_LIMIT,
    Registered,
    Visitor,
    VisitorFault,
)
from kiosk.core.visitors import register as register_visitor
from kiosk.core.windows import Window
from kiosk.link import messages as link
from kiosk.station.bench import WHY_LIMIT, Bench, Done
from kiosk.station.topics import laid_card
from kiosk.station.topics.permits_shown import day_start, phase_of
from kiosk.store.errors import StoreError
from kiosk.store.permit_book import PermitBook, person_with
from kiosk.store.permit_writing import append_step


class _Refused(Exception):  # noqa: N818 - not an error: the step is not taken
    """What is found in the transaction stands against the step."""

    def __init__(self, problem: PermitProblem) -> None:
        self.problem = problem
        super().__init__(problem.fault.value)


def _said(problem: PermitProblem) -> Done:
    return Done(problem.fault.value, {"detail": list(problem.detail)})


# --- Registered at the gate ---


def register(bench: Bench, intent: link.Intent, act: link.RegisterVisitor, actor: Actor) -> Done:
    """Put a visitor on record by real name and ask for his permit, both or neither.

    Of a card that was laid on the reader name and number never leave the station.
    """
    if act.card is not None:
        laid = laid_card.kept(bench, act.card)
        if laid is None:
            return Done("card_gone")
        act = replace(act, name=_name_on_file(bench, laid), document=laid.document.number)
    document = parse_document(act.document)
    if isinstance(document, DocumentProblem):
        return Done(f"document_{document.why.value}")
    permit = _permit(bench, act)
    problem = _unfit(bench, act) or _not_here(bench, permit)
    if problem is not None:
        return problem
    person = _person(bench, act, document)
    if isinstance(person, VisitorFault):
        return Done(person.value)
    request = _request(bench, act, permit, person.record.person_id)
    facts: tuple[Fact, ...] = (person.record, request) if person.changed else (request,)
    done = bench.write(actor, *facts, intent=intent)
    if done.code != "ok":
        return done
    laid_card.forget(bench)
    return Done(data={"permit_id": request.permit_id, "person_id": request.person_id})


def _name_on_file(bench: Bench, laid: laid_card.LaidCard) -> str:
    """Give the name as it is on record where the card's differs only in how it is written."""
    known = person_with(bench.log.lookup, laid.document.number)
    name = None if known is None else known.name
    return name if name and same_name(laid.name, name) else laid.name


def _permit(bench: Bench, act: link.RegisterVisitor) -> Permit:
    at = bench.clock.now().moment.wall
    return Permit(
        state=PermitState.SUBMITTED,
        purpose=act.purpose,
        areas=tuple(dict.fromkeys(act.areas)),
        window=Window(at.replace(microsecond=0), act.until),
    )


def _unfit(bench: Bench, act: link.RegisterVisitor) -> Done | None:
    """Say what of the act names nothing that there is."""
    policy, lookup = bench.policy, bench.log.lookup
    host = None if act.host_id is None else lookup.holder(act.host_id)
    checks = (
        ("purpose_unknown", act.purpose not in policy.purposes),
        ("area_unknown", not act.areas or not policy.areas.issuperset(act.areas)),
        (
            "host_unknown",
            act.host_id is not None and (host is None or host.kind is not PersonKind.STAFF),
        ),
        ("companion_unknown", any(lookup.holder(one) is None for one in act.companions)),
        ("headcount_wrong", not len(act.companions) < act.headcount <= MOST_HEADS),
    )
    return next((Done(code) for code, found in checks if found), None)


def _not_here(bench: Bench, permit: Permit) -> Done | None:
    """Say what nobody may approve now: whoever stands at the gate is told at once."""
    at = bench.clock.now().moment.wall
    problems = (
        *campus_problems(permit, phase_of(bench), bench.policy),
        *window_problems(permit.window, bench.policy, at),
    )
    return _said(problems[0]) if problems else None


def _person(
    bench: Bench, act: link.RegisterVisitor, document: Document
) -> Registered | VisitorFault:
    lookup = bench.log.lookup
    name, phone = clean(act.name, NAME_LIMIT), clean(act.phone or "", PHONE_LIMIT) or None
    known = person_with(lookup, document.number)
    new_id = _new_id(bench, "p", lambda one: lookup.holder(one) is not None)
    return register_visitor(Visitor(act.kind, name, document.number, phone), known, new_id)


def _request(
    bench: Bench, act: link.RegisterVisitor, permit: Permit, person_id: str
) -> PermitRequested:
    book = bench.log.of(PermitBook)
    permit_id = _new_id(bench, "q", lambda one: book.file(one) is not None)
    host = act.host_id and bench.log.lookup.holder(act.host_id)
    return PermitRequested(
        permit_id,
        person_id,
        replace(permit, permit_id=permit_id),
        bench.policy.permits.levels_for(permit.purpose),
        host_id=act.host_id,
        department=host.unit if host else None,
        companions=act.companions,
        headcount=act.headcount,
        vehicle=clean(act.vehicle or "", PLATE_LIMIT).upper() or None,
    )


def _new_id(bench: Bench, letter: str, taken: Callable[[str], bool]) -> str:
    while taken(found := f"{letter}-{bench.new_id()[:8]}"):
        pass
    return found


# --- Decided by PIN ---


def approve(bench: Bench, intent: link.Intent, act: link.ApprovePermit, actor: Actor) -> Done:
    """Approve at the level that is due, by whoever's PIN it was."""
    return _decide(bench, intent, act, actor, PermitStep.APPROVE)


def reject(bench: Bench, intent: link.Intent, act: link.RejectPermit, actor: Actor) -> Done:
    """Reject at the level that is due, by whoever's PIN it was."""
    return _decide(bench, intent, act, actor, PermitStep.REJECT)


def _decide(
    bench: Bench,
    intent: link.Intent,
    act: link.ApprovePermit | link.RejectPermit,
    actor: Actor,
    step: PermitStep,
) -> Done:
    why = clean(act.why, WHY_LIMIT)
    if not why:
        return Done("why_missing")
    file = bench.log.of(PermitBook).file(act.permit_id)
    if file is None:
        return Done("permit_unknown")
    level = level_due(file)
    made = PermitApproved if step is PermitStep.APPROVE else PermitRejected
    moment = bench.clock.now().moment
    event = Event(
        moment,
        actor,
        made(act.permit_id, level),
        access_point=bench.site.lane.access_point,
        intent=intent.id,
        drill=bench.log.lookup.drill() is not None,
        why=why,
    )
    try:
        append_step(bench.log, event, lambda: _check(bench, act.permit_id, level, step, actor))
    except _Refused as refused:
        return _said(refused.problem)
    except StoreError:
        return Done("log_not_writable")
    return _decided(bench, act.permit_id)


def _check(bench: Bench, permit_id: str, level: int, step: PermitStep, actor: Actor) -> None:
    """Raise _Refused for the first that stands against the step; reads inside the transaction."""
    book, at = bench.log.of(PermitBook), bench.clock.now().moment.wall
    file, who = book.file(permit_id), book.approver(actor.name)
    if file is None or who is None or level_due(file) != level:
        raise _Refused(PermitProblem(PermitFault.NOT_DUE))
    if step is PermitStep.REJECT:
        problems = step_problems(file, step, who, at)
    else:
        setting = Setting(bench.policy, phase_of(bench), at, book.held(permit_id, at))
        problems = approval_problems(file, who, setting)
    if problems:
        raise _Refused(problems[0])


def _decided(bench: Bench, permit_id: str) -> Done:
    file = bench.log.of(PermitBook).file(permit_id)
    if file is None:
        return Done()
    return Done(
        data={
            "permit_id": permit_id,
            "state": file.permit.state.value,
            "approvals": file.approvals,
            "levels": file.levels,
        }
    )


# --- Signed out by name ---


def sign_exit(bench: Bench, intent: link.Intent, act: link.SignExit, actor: Actor) -> Done:
    """Sign that a visitor has gone, by the guard who is signed in or by the permit's host."""
    why = clean(act.why, WHY_LIMIT)
    if not why:
        return Done("why_missing")
    book = bench.log.of(PermitBook)
    if bench.log.lookup.holder(act.person_id) is None:
        return Done("person_unknown")
    found = _to_sign(bench, book, act.person_id)
    if found is None:
        return Done("nothing_to_sign")
    permit_id = act.permit_id or found[0]
    file = None if permit_id is None else book.file(permit_id)
    if act.permit_id is not None and not _covers(file, act.person_id):
        return Done("permit_unknown")
    if act.host_id is not None and (file is None or file.host_id != act.host_id):
        return Done("not_host")
    fact = ExitSigned(act.person_id, permit_id, act.host_id)
    return bench.write(actor, fact, why=why, intent=intent)


def _to_sign(bench: Bench, book: PermitBook, person_id: str) -> tuple[str | None] | None:
    """Give the permit, if any, of a visitor who is inside or has left unsigned today."""
    inside = next((one for one in book.inside() if one.person_id == person_id), None)
    if inside is not None:
        return (inside.permit_id,)
    gone = book.unsigned_exits(day_start(bench, bench.clock.now()))
    left = next((one for one in gone if one.person_id == person_id), None)
    return None if left is None else (left.permit_id,)


def _covers(file: PermitFile | None, person_id: str) -> bool:
    return file is not None and person_id in file.people
