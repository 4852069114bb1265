"""What the commands of the school share: units and people that exist, and who is who."""

import argparse
import hashlib
import sys
from collections.abc import Iterable, Sequence

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core import masking
from kiosk.core.events import Event, Fact
from kiosk.core.people import PersonKind
from kiosk.core.tables import Column, ReportTable
from kiosk.core.text import clean
from kiosk.sheets.writing import to_csv
from kiosk.store import home_import
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

NOBODY = "-"


def unit_named(log: Log, text: str | None) -> str | None:
    """Find a unit by its path or its name; one that units or people lie below counts as well.

    Raises RefusedError for one that is not.
    """
    if text is None:
        return None
    book = log.of(SchoolBook)
    found = home_import.unit_of(text, book)
    if found is None and (
        any(path.startswith(f"{text}/") for path in book.units()) or book.people_of(text)
    ):
        found = text
    if found is None:
        raise common.RefusedError(
            f"there is no unit {clean(text, 64)}; see `kiosk unit list`", code=common.FAILS
        )
    return found


def person_named(log: Log, person_id: str, kinds: Iterable[PersonKind] = ()) -> str:
    """Check that somebody is on record, and of the kinds asked for; raises RefusedError."""
    holder = log.lookup.holder(person_id)
    if holder is None:
        raise common.RefusedError(
            f"there is no person {clean(person_id, 32)}; see `kiosk people list`",
            code=common.FAILS,
        )
    wanted = tuple(kinds)
    if wanted and holder.kind not in wanted:
        needed = " or ".join(wanted)
        raise common.RefusedError(
            f"{person_id} is a {holder.kind}; this needs {needed}", code=common.FAILS
        )
    return person_id


def source_of(what: str, data: bytes) -> str:
    """Give the code that tells a file that was imported: its name may hold that of a person."""
    return f"{what}-{hashlib.sha256(data).hexdigest()[:16]}"


def masked(log: Log, person_id: str | None) -> str:
    """Name somebody by id and masked name; a dash for nobody."""
    if person_id is None:
        return NOBODY
    details = log.lookup.details(person_id)
    name = None if details is None else masking.name(details.name)
    return person_id if name is None else f"{person_id} {name}"


def print_csv(columns: Sequence[tuple[str, str, str]], rows: Iterable[Sequence[str]]) -> None:
    """Print rows for a spreadsheet; a column is its code and its two headings."""
    table = ReportTable("", "", tuple(Column(*one) for one in columns), tuple(map(tuple, rows)))
    sys.stdout.write(to_csv(table))


def record(log: Log, args: argparse.Namespace, *facts: Fact) -> None:
    """Append facts by who types, with the reason; raises RefusedError without one."""
    author, why = common.author(log, args.by), common.why_of(args, required=True)
    moment = now()
    made = [Event(moment, author, fact, why=why) for fact in facts]
    log.append(made[0], *made[1:])
