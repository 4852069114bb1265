"""The log as flat rows for spreadsheets and pipes; shared by the command line and the web side.

Every row has every column of `COLUMNS`, empty where it does not apply. Masked rows show no name,
number or free text in full and no temperature at all: verdict and reason tell enough.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kiosk.core import masking
from kiosk.core.codec import to_bodies
from kiosk.core.events import Event
from kiosk.core.readings import Reading
from kiosk.core.text import clean, csv_cell
from kiosk.store.folding import stamp
from kiosk.store.log import Log
from kiosk.store.rows import Stored

PAGE = 200
_LONGEST_CELL = 4000
BOM = "\ufeff"
"""Tells a spreadsheet that the file is UTF-8."""

COLUMNS: dict[str, str] = {
    "pos": "local order of arrival, the cursor of the next pull",
    "event_id": "node/incarnation/seq: the identity of the event in the whole world",
    "time": "wall time, ISO 8601 in UTC",
    "clock": "state of the clock: trusted or unsure",
    "kind": "what kind of fact it is",
    "actor_kind": "who did it: guard, supervisor, school_doctor, account, device, system",
    "actor": "account, device or part of the system",
    "access_point": "where",
    "person_id": "id of the person concerned",
    "person_kind": "pupil, staff, guardian, visitor, contractor, supplier, courier",
    "unit": "class or department",
    "direction": "in or out",
    "verdict": "grant, deny or refer",
    "reason": "code of the reason",
    "clause": "clause the reason rests on",
    "also": "further reasons, joined by blanks",
    "phase": "campus phase",
    "policy": "name of the policy",
    "credential_kind": "pass, school_card, id_card or typed",
    "credential_state": "what became of the credential",
    "visit_id": "visit",
    "pass_id": "signed pass",
    "permit_id": "permit",
    "case_no": "number of the held case",
    "case_outcome": "how the held case ended",
    "outcome": "passage after a grant, or how a guard ended a held case",
    "override_of": "visit whose refusal a supervisor lifted",
    "name": "name (masked: first character)",
    "id_number": "ID number (masked: first three, last four; of a short one first, last two)",
    "phone": "phone (masked: first three, last four)",
    "contact_name": "contact's name (masked: first character)",
    "contact_phone": "contact's phone (masked: first three, last four)",
    "card_number": "number of the school card (masked: last four)",
    "instrument": "of the last reading judged: infrared or contact (unmasked only)",
    "raw_c": "what the instrument gave, degrees C (unmasked only)",
    "correction_c": "amount added, degrees C (unmasked only)",
    "corrected_c": "their sum, degrees C (unmasked only)",
    "ambient_c": "ambient temperature of the sensor, degrees C (unmasked only)",
    "readings": "number of readings judged (unmasked only)",
    "home_c": "home temperature, degrees C (unmasked only)",
    "why": "reason a person typed (unmasked only)",
    "late": "true for a way out that was let go while appending failed",
    "drill": "true for an exercise",
    "erased": "true when the personal fields were erased",
    "detail": "the other fields of the fact, as JSON",
    "hash": "hash of the row in the chain, hex",
    "paper": "true for what was entered afterwards from a paper sheet",
}
"""Columns in their order, with what each holds. New ones are added at the end only."""

_MASKS: dict[str, tuple[str, Callable[[str | None], str | None]]] = {
    "name": ("name", masking.name),
    "id_number": ("id_number", masking.id_number),
    "phone": ("phone", masking.phone),
    "contact_name": ("contact_name", masking.name),
    "contact_phone": ("contact_phone", masking.phone),
    "number": ("card_number", masking.card),
}
"""Personal fields of a fact: their column and their mask."""

_FACT_COLUMNS = frozenset(
    list(COLUMNS)[list(COLUMNS).index("person_id") : list(COLUMNS).index("name")]
)
"""Columns that hold a clear field of the fact by its own name; the others go to `detail`."""

_LONG_NUMBER = 12
"""Digits from which on a spreadsheet would round a number instead of showing it."""

_ACTS_ON_A_TERMINAL = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""Characters that JSON leaves as they are although a terminal or an editor obeys them."""


def rows(
    log: Log, after: int, limit: int | None, masked: bool, head: int | None = None
) -> Iterator[dict[str, Any]]:
    """Give the rows after a position, in constant memory, up to `head` or the head right now.

    Raises LogDamaged when a row cannot be read.
    """
    until = log.head() if head is None else head
    left = until - after if limit is None else limit
    while left > 0 and after < until:
        page = log.read(after, min(PAGE, left, until - after))
        if not page:
            return
        for stored in page:
            yield row(stored, masked)
        after = page[-1].pos
        left -= len(page)


def row(stored: Stored, masked: bool) -> dict[str, Any]:
    """Turn one event into a flat row with every column; None where it does not apply."""
    event = stored.event
    made: dict[str, Any] = dict.fromkeys(COLUMNS)
    clear, _ = to_bodies(event)
    fact: dict[str, Any] = clear["fact"]
    made |= {
        "pos": stored.pos,
        "event_id": str(stored.id),
        "time": stamp(event.moment.wall),
        "clock": str(event.moment.clock),
        "kind": clear["kind"],
        "actor_kind": str(event.actor.kind),
        "actor": event.actor.name,
        "access_point": event.access_point,
        "late": event.late,
        "drill": event.drill,
        "erased": stored.erased,
        "hash": stored.hash.hex(),
        "paper": event.paper,
    }
    made |= _clear_columns(fact)
    made |= _personal_columns(event, masked)
    return made


def to_ndjson(source: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write each row as one line of JSON."""
    for one in source:
        text = json.dumps(one, ensure_ascii=False)
        yield _ACTS_ON_A_TERMINAL.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def to_json(source: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write one JSON list, a row a line."""
    lead = "[\n"
    for line in to_ndjson(source):
        yield lead + line
        lead = ","
    yield "]\n" if lead == "," else "[]\n"


def to_csv(source: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Write a header and the rows for a spreadsheet: BOM, every cell quoted and formula-safe."""
    yield BOM + _line(list(COLUMNS))
    for one in source:
        yield _line([_cell(one[column]) for column in COLUMNS])


FORMATS: dict[str, Callable[[Iterable[dict[str, Any]]], Iterator[str]]] = {
    "csv": to_csv,
    "json": to_json,
    "ndjson": to_ndjson,
}
"""Writers by the name of their format."""


def _clear_columns(fact: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    detail: dict[str, Any] = {}
    for field, value in fact.items():
        column = {"kind": "person_kind"}.get(field, field)
        if field == "also":
            made["also"] = " ".join(value)
        elif column in _FACT_COLUMNS and not isinstance(value, dict | list):
            made[column] = value
        else:
            detail[field] = value
    made["detail"] = json.dumps(detail, ensure_ascii=False, sort_keys=True) if detail else None
    return made


def _personal_columns(event: Event, masked: bool) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for field, (column, mask) in _MASKS.items():
        value = getattr(event.fact, field, None)
        # The clear field `name` of a token or a policy names no person.
        if isinstance(value, str) and _is_personal(event, field):
            made[column] = mask(value) if masked else value
    if not masked:
        made["why"] = event.why
        made["home_c"] = getattr(event.fact, "value_c", None)
        made |= _reading_columns(getattr(event.fact, "readings", ()))
    return made


def _is_personal(event: Event, field: str) -> bool:
    return bool(type(event.fact).__dataclass_fields__[field].metadata.get("personal"))


def _reading_columns(readings: tuple[Reading, ...]) -> dict[str, Any]:
    if not readings:
        return {}
    last = readings[-1]
    return {
        "instrument": str(last.by),
        "raw_c": last.raw_c,
        "correction_c": last.correction_c,
        "corrected_c": last.corrected_c,
        "ambient_c": last.ambient_c,
        "readings": len(readings),
    }


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = clean(str(value), _LONGEST_CELL)
    return f"'{text}" if text.isdigit() and len(text) >= _LONG_NUMBER else csv_cell(text)


def _line(cells: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()
