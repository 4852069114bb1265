"""The ID card that was laid on the reader last: a visitor is registered by it without typing.

It is kept in memory only, for a short while, and shown masked; the terminal names it by a token.
"""

from dataclasses import dataclass, field
from typing import Any

from kiosk.core import masking
from kiosk.core.documents import Document, parse_document
from kiosk.core.events import Actor
from kiosk.core.id_cards import IdCard
from kiosk.core.plain import plain
from kiosk.core.text import clean
from kiosk.core.visitors import NAME_LIMIT
from kiosk.link import messages as link
from kiosk.link.rows import LaidCardShown
from kiosk.station.bench import Bench, Topic
from kiosk.station.clock import Now

KEPT_S = 180.0
"""How long it can be used, from when it was laid: questions and a call to the host (local
practice)."""


@dataclass(frozen=True, slots=True)
class LaidCard:
    """What of the card a registration needs; `until` in seconds of the station."""

    token: str
    name: str = field(repr=False)
    document: Document = field(repr=False)
    until: float


def keep(bench: Bench, card: IdCard | None, now: Now) -> None:
    """Keep a card that was laid just now; the one before is forgotten.

    None lies there and cannot be read: it is somebody else's all the same.
    """
    forget(bench)
    if card is None:
        return
    document = parse_document(card.number)
    if isinstance(document, Document):
        name = clean(card.name, NAME_LIMIT)
        made = LaidCard(bench.new_id(), name, document, now.mono + KEPT_S * bench.clock.rate)
        bench.kept[LaidCard] = made


def forget(bench: Bench) -> None:
    """Forget the card: it was used, or another one lies there."""
    bench.kept.pop(LaidCard, None)


def kept(bench: Bench, token: str | None = None) -> LaidCard | None:
    """Give the card that was laid, if it is the one of the token; None when its time is over."""
    found: LaidCard | None = bench.kept.get(LaidCard)
    if found is None or bench.clock.mono() >= found.until or token not in (None, found.token):
        return None
    return found


def _laid(bench: Bench, _: link.Query, __: Actor | None, ___: Now) -> dict[str, Any]:
    """Answer which card can be registered, masked; None when none was laid."""
    found = kept(bench)
    if found is None:
        return {"one": None}
    name = masking.name(found.name) or ""
    number = masking.id_number(found.document.number) or ""
    return {"one": plain(LaidCardShown(found.token, name, number))}


def _look(bench: Bench, _: Now) -> bool:
    if kept(bench) is None:
        forget(bench)
    return False


TOPIC = Topic(queries={"laid_card": _laid}, look=_look)
"""The card on the reader."""
