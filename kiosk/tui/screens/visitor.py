"""A visitor without a phone: registered by real name here, approved by PIN or on the page."""

from datetime import datetime, timedelta

from kiosk.core.people import PersonKind
from kiosk.core.permits import PermitState
from kiosk.core.words import text
from kiosk.core.words_policy import AREAS, PURPOSES, area, purpose
from kiosk.core.words_screens_answers import APPROVE_WHY
from kiosk.link.messages import ApprovePermit, PresentPerson, RegisterVisitor
from kiosk.link.rows import LaidCardShown, PersonRow
from kiosk.tui.screens.finding import find_person, row_text
from kiosk.tui.screens.visitor_card import laid_card
from kiosk.tui.screens.why import pin_of, say_why
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Sheet, Typed

_KINDS = (
    PersonKind.VISITOR,
    PersonKind.GUARDIAN,
    PersonKind.CONTRACTOR,
    PersonKind.SUPPLIER,
)
_NOT_HERE = frozenset({"early-return", "public-use"})
"""Purposes that nobody registers at the gate."""

_HOURS = (1, 2, 4, 8)
_APPROVE, _LATER, _BEGIN = "approve", "later", "begin"


def visitor(shown: Shown) -> Flow:
    """Ask for everything a permit needs, have it registered, then offer the approvals."""

    def script(asked: Asked) -> Outcome:
        if shown.now is None:
            return None
        card = laid_card(asked, shown)
        act, host = _form(asked, shown, shown.now, card)
        who = (act.name, act.document) if card is None else (card.name, card.number)
        lines = _lines(shown, act, host, *who)
        if not asked.take(Sheet(shown.say("visitor_title"), lines, _sure(shown))):
            return None
        made = asked.do(act)
        return _approvals(asked, shown, str(made.get("permit_id")), str(made.get("person_id")))

    return scripted(script)


def _form(
    asked: Asked, shown: Shown, now: datetime, card: LaidCardShown | None
) -> tuple[RegisterVisitor, PersonRow]:
    name = document = ""
    if card is None:
        name = asked.take(Typed(shown.say("visitor_name"), Kind.TEXT))
        document = asked.take(Typed(shown.say("visitor_document"), Kind.NUMBER))
    kinds = tuple(Option(text(one, shown.language), one) for one in _KINDS)
    kind = asked.take(Choice(shown.say("visitor_kind"), kinds))
    codes = [code for code in PURPOSES if code not in _NOT_HERE]
    purposes = tuple(Option(purpose(one, shown.language), one) for one in codes)
    what_for = asked.take(Choice(shown.say("visitor_purpose"), purposes))
    host = asked.take(find_person(shown, shown.say("visitor_host")))
    areas = _areas(asked, shown)
    ends = [now + timedelta(hours=hours) for hours in _HOURS]
    until = asked.take(
        Choice(shown.say("visitor_until"), tuple(Option(f"{one:%m-%d %H:%M}", one) for one in ends))
    )
    phone = asked.take(Typed(shown.say("phone_title"), Kind.NUMBER, optional=True)) or None
    heads = asked.take(Typed(shown.say("visitor_heads"), Kind.COUNT, optional=True)) or 1
    vehicle = asked.take(Typed(shown.say("visitor_vehicle"), Kind.TEXT, optional=True)) or None
    act = RegisterVisitor(
        name,
        document,
        kind,
        what_for,
        areas,
        host.person.person_id,
        until,
        phone,
        headcount=int(heads),
        vehicle=vehicle,
        card=None if card is None else card.token,
    )
    return act, host


def _areas(asked: Asked, shown: Shown) -> tuple[str, ...]:
    chosen: list[str] = []
    while True:
        left = [Option(area(one, shown.language), one) for one in AREAS if one not in chosen]
        enough = [Option(shown.say("visitor_enough"), None)] if chosen else []
        picked = asked.take(Choice(shown.say("visitor_areas", n=len(chosen)), (*enough, *left)))
        if picked is None:
            return tuple(chosen)
        chosen.append(picked)


def _lines(
    shown: Shown, act: RegisterVisitor, host: PersonRow, name: str, number: str
) -> tuple[str, ...]:
    places = ", ".join(area(one, shown.language) for one in act.areas)
    return (
        f"{name}  {text(act.kind, shown.language)}  {number}",
        shown.say("permit_for", purpose=purpose(act.purpose, shown.language), areas=places),
        shown.say("visitor_host_is", host=row_text(shown, host)),
        shown.say("permit_entries", used=0, of=1, people=act.headcount),
        shown.say("visitor_until_is", until=f"{act.until:%m-%d %H:%M}"),
    )


def _sure(shown: Shown) -> tuple[Option, ...]:
    return Option(shown.say("back"), False), Option(shown.say("visitor_do"), True)


def _approvals(asked: Asked, shown: Shown, permit_id: str, person_id: str) -> Outcome:
    """Offer an approval by PIN for each level, then the visit itself."""
    title, approved = shown.say("visitor_registered"), False
    while True:
        approve = () if approved else (Option(shown.say("permit_approve"), _APPROVE),)
        options = (
            Option(shown.say("back_to_gate" if approved else "approve_later"), _LATER),
            *approve,
            Option(shown.say("present_do"), _BEGIN),
        )
        picked = asked.take(Choice(title, options))
        if picked == _LATER:
            return None
        if picked == _BEGIN:
            return PresentPerson(person_id)
        why = say_why(asked, shown, APPROVE_WHY)
        made = asked.do(ApprovePermit(pin_of(asked, shown, "pin_approver"), permit_id, why))
        approved = made.get("state") == PermitState.APPROVED
        title = shown.say(
            "permit_state",
            state=text(PermitState.APPROVED if approved else PermitState.SUBMITTED, shown.language),
            done=made.get("approvals", "?"),
            of=made.get("levels", "?"),
        )
