"""People at the terminal: search by initials, class or number, and households."""

from collections.abc import Callable
from typing import Any

from kiosk.core import masking
from kiosk.core.events import Actor
from kiosk.core.plain import plain
from kiosk.link import messages as link
from kiosk.link.rows import PersonRow
from kiosk.link.shown import PersonShown
from kiosk.station.bench import Bench, Topic, page
from kiosk.station.clock import Now
from kiosk.station.topics.index import read_on
from kiosk.store.inside_book import InsideBook
from kiosk.store.people_index import PeopleIndex
from kiosk.store.school_book import SchoolBook


def _people(bench: Bench, query: link.Query, _: Actor | None, __: Now) -> dict[str, Any]:
    """Answer who fits what was typed, best first; `complete` tells that all are in the index."""
    index = read_on(bench)
    found = index.find(query.text or "")
    row = _rows(bench, index)
    data = page(list(range(len(found))), query)
    data["rows"] = [plain(row(found[place], None)) for place in data["rows"]]
    return data | {"complete": index.complete}


def _household(bench: Bench, query: link.Query, _: Actor | None, __: Now) -> dict[str, Any]:
    """Answer the guardians of a pupil, or the children of a guardian, with the relation."""
    found = bench.log.of(SchoolBook).household(query.text or "")
    row = _rows(bench, read_on(bench))
    made = [row(one.person_id, one.relation) for one in found]
    return page([one for one in made if one is not None], query)


def _rows(bench: Bench, index: PeopleIndex) -> Callable[[str, str | None], PersonRow | None]:
    """Give what makes a row of a person: from the index, else from the log."""
    inside = bench.log.of(InsideBook).inside_ids()

    def row(person_id: str, relation: str | None) -> PersonRow | None:
        known = index.person(person_id)
        if known is None:
            person = bench.person(person_id)
        else:
            name = masking.name(known.name) or person_id[-4:]
            person = PersonShown(person_id, name, known.kind, known.unit)
        if person is None:
            return None
        tail = None if known is None else known.card_tail
        return PersonRow(person, tail, person_id in inside, relation)

    return row


def _look(bench: Bench, _: Now) -> bool:
    read_on(bench)
    return False


TOPIC = Topic(queries={"people": _people, "household": _household}, look=_look)
