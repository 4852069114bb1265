"""From what was presented to an access request: who it is, and what the log knows of him."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from kiosk.core.credentials import CredentialProblem, ParsedCredential, parse
from kiosk.core.documents import DocumentProblem, parse_document
from kiosk.core.id_cards import IdCard, same_name, state_on
from kiosk.core.passes import PassClaims, PassProblem, PublicKeyInfo, state_at, verify
from kiosk.core.phases import Direction, Phase
from kiosk.core.policy import Policy
from kiosk.core.readings import Reading
from kiosk.core.request import (
    NOBODY,
    AccessRequest,
    ClockTrust,
    CredentialKind,
    CredentialState,
    Presented,
)
from kiosk.store.answers import PassRow
from kiosk.store.lookup import Lookup


@dataclass(frozen=True, slots=True)
class Attempt:
    """One presentation: the credential, who it belongs to, and what was read of its text.

    `tail` is the last part of a number that may be shown; nothing of a code that is not a valid
    credential is kept.
    """

    presented: Presented
    person_id: str | None = None
    permit_id: str | None = None
    card_id: str | None = None
    tail: str | None = None
    typed_by: str | None = None


def identify(
    payload: str,
    lookup: Lookup,
    keys: Mapping[int, PublicKeyInfo],
    at: datetime,
    typed_by: str | None = None,
) -> Attempt:
    """Say whose credential a text is; never raises for any text."""
    parsed = parse(payload, typed=typed_by is not None)
    if isinstance(parsed, CredentialProblem):
        kind = CredentialKind.TYPED if typed_by else CredentialKind.PASS
        return Attempt(Presented(kind, parsed.state), typed_by=typed_by)
    found = (
        _by_pass(parsed.text, lookup, keys, at)
        if parsed.kind is CredentialKind.PASS
        else _by_number(parsed, lookup)
    )
    if typed_by is None:
        return found
    presented = replace(found.presented, kind=CredentialKind.TYPED)
    return replace(found, presented=presented, typed_by=typed_by)


def identify_card(card: IdCard | None, lookup: Lookup, today: date) -> Attempt:
    """Say whose ID card lies on a reader; None is one that could not be read.

    Another name than the one on record means that this number, with this name, is nobody's.
    """
    kind = CredentialKind.ID_CARD
    document = None if card is None else parse_document(card.number)
    if card is None or document is None or isinstance(document, DocumentProblem):
        return Attempt(Presented(kind, CredentialState.UNREADABLE))
    found = _by_document(document.number, lookup)
    if found is None or found.person_id is None:
        return Attempt(Presented(kind, CredentialState.UNKNOWN))
    details = lookup.details(found.person_id)
    if details is not None and details.name and not same_name(card.name, details.name):
        return Attempt(Presented(kind, CredentialState.UNKNOWN))
    return replace(found, presented=Presented(kind, state_on(card, today)))


def _by_number(parsed: ParsedCredential, lookup: Lookup) -> Attempt:
    """Look a number up as what it looks like, and if nobody has it, as the other.

    Travel permits and passports look like cards; a card may look like a foreigner's old number.
    """
    looks_up = [_by_card, _by_document]
    if parsed.kind is CredentialKind.ID_CARD:
        looks_up.reverse()
    for look_up in looks_up:
        found = look_up(parsed.text, lookup)
        if found is not None:
            return found
    return Attempt(Presented(parsed.kind, CredentialState.UNKNOWN))


def _by_document(number: str, lookup: Lookup) -> Attempt | None:
    person_id = lookup.person_by_id_number(number)
    if person_id is None:
        return None
    valid = Presented(CredentialKind.ID_CARD, CredentialState.VALID)
    return Attempt(valid, person_id, tail=number[-4:] if len(number) >= 14 else number[-2:])


def _by_card(number: str, lookup: Lookup) -> Attempt | None:
    card = lookup.card(number)
    if card is None:
        return None
    state = CredentialState.REVOKED if card.revoked else CredentialState.VALID
    presented = Presented(CredentialKind.SCHOOL_CARD, state)
    return Attempt(presented, card.person_id, card_id=card.card_id, tail=number[-4:])


def _by_pass(text: str, lookup: Lookup, keys: Mapping[int, PublicKeyInfo], at: datetime) -> Attempt:
    claims = verify(text, keys)
    if isinstance(claims, PassProblem):
        return Attempt(Presented(CredentialKind.PASS, claims.state))
    row = lookup.pass_row(claims.pass_id)
    if row is None:
        return Attempt(Presented(CredentialKind.PASS, CredentialState.UNKNOWN))
    state = _pass_state(claims, row, at)
    presented = Presented(CredentialKind.PASS, state, claims.pass_id)
    return Attempt(presented, row.person_id, row.permit_id, tail=claims.pass_id[-4:])


def _pass_state(claims: PassClaims, row: PassRow, at: datetime) -> CredentialState:
    if row.revoked:
        return CredentialState.REVOKED
    by_time = state_at(claims, at)
    if by_time is not CredentialState.VALID:
        return by_time
    if row.uses is not None and row.used >= row.uses:
        return CredentialState.USED
    return CredentialState.VALID


def renewed(attempt: Attempt, lookup: Lookup, at: datetime) -> Attempt:
    """Look at a credential again that was read a while ago: it may be revoked or used by now.

    One that was refused stays refused until it is shown again.
    """
    presented = attempt.presented
    state = presented.state
    if state in NOBODY:
        return attempt
    if attempt.card_id is not None and lookup.card_revoked(attempt.card_id):
        state = CredentialState.REVOKED
    row = None if presented.pass_id is None else lookup.pass_row(presented.pass_id)
    if row is not None and row.revoked:
        state = CredentialState.REVOKED
    elif row is not None and state is CredentialState.VALID:
        state = _row_state(row, at)
    return replace(attempt, presented=replace(presented, state=state))


def _row_state(row: PassRow, at: datetime) -> CredentialState:
    if row.window.over(at):
        return CredentialState.EXPIRED
    if row.uses is not None and row.used >= row.uses:
        return CredentialState.USED
    return CredentialState.VALID


def gather(
    attempt: Attempt,
    lookup: Lookup,
    policy: Policy,
    *,
    direction: Direction,
    access_point: str,
    at: datetime,
    clock: ClockTrust,
    readings: tuple[Reading, ...],
) -> tuple[AccessRequest, str | None]:
    """Build the request from what the log knows now; also gives the id of the permit used.

    Without a phase in the log the campus counts as closed: unknown is never open.
    """
    phase = lookup.phase()
    request = AccessRequest(
        at=at,
        phase=Phase.CLOSED if phase is None else phase.phase,
        credential=attempt.presented,
        holder=None,
        direction=direction,
        access_point=access_point,
        released=() if phase is None else phase.released,
        readings=readings,
        clock=clock,
    )
    if attempt.person_id is None:
        return request, None
    permit_id = attempt.permit_id
    if direction is Direction.OUT:
        # On the way out the permit that the entry rested on is looked at, not a newer one.
        permit_id = lookup.entry_permit(attempt.person_id) or permit_id
    facts = lookup.person_facts(attempt.person_id, permit_id, at, policy.home_record_days)
    return (
        replace(
            request,
            holder=facts.holder,
            permit=facts.permit,
            duty=facts.duty,
            health=facts.health,
            inside=facts.inside,
        ),
        facts.permit_id,
    )
