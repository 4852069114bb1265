"""An index in memory of everybody on record, so that a guard's search is answered at once.

It is built and kept up to date in small steps, as each name has to be decrypted; it never holds
the thread it runs on for longer than a step.
"""

import json
import sqlite3
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kiosk.core import search
from kiosk.core.people import PersonKind
from kiosk.core.search import Findable
from kiosk.store import rows
from kiosk.store.asking import Asking
from kiosk.store.keys import Keys
from kiosk.store.privacy import unseal

Letters = Callable[[str], tuple[str, ...]]

_COLUMNS = {
    "person_record": "found.person_id, found.kind, found.unit, found.boards",
    "card_record": "found.person_id, found.card_id, NULL, 0",
}
_PAGE = (
    "SELECT found.pos, coalesce(closed_pos, 0), {columns}, {stored}"
    " FROM (SELECT * FROM {table} WHERE pos > ? AND pos <= ? AND import_id IS ?"
    " ORDER BY pos LIMIT ?) AS found"
    " LEFT JOIN import_file USING (import_id)"
    " JOIN log ON log.pos = found.pos LEFT JOIN personal ON personal.pos = log.pos"
    " ORDER BY found.pos"
)
TAIL = 4
"""Digits of a card that tell people of one name apart on the screen."""

ENDS = 8
"""Digits of a number that are kept to be searched: nobody types more of it than that."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on record as the index holds him; `card_tail` is the end of the newest card."""

    person_id: str
    kind: PersonKind
    unit: str | None
    boards: bool
    name: str | None
    card_tail: str | None = None


@dataclass(frozen=True, slots=True)
class _Task:
    """A stretch of the log to be read: rows of one import, or those of none."""

    table: str
    after: int
    until: int
    import_id: str | None


@dataclass(frozen=True, slots=True)
class _Card:
    """The number of a card and from where on it counts."""

    number: str
    counts: tuple[int, int]


class PeopleIndex(Asking):
    """The index of one log; each `step` may raise what `Asking` says."""

    def __init__(self, connection: sqlite3.Connection, keys: Keys) -> None:
        super().__init__(connection, keys)
        self._erased = 0
        self._clear()

    def _clear(self) -> None:
        self._head = 0
        self._tasks: deque[_Task] = deque()
        self._people: dict[str, Known] = {}
        self._findable: dict[str, Findable] = {}
        self._all_keys: list[str] | None = None
        self._letters: dict[str, tuple[str, ...]] = {}
        self._counts: dict[str, tuple[int, int]] = {}
        self._cards: dict[str, dict[str, _Card]] = {}
        self._numbers: dict[str, str | None] = {}

    @property
    def complete(self) -> bool:
        """Tell whether everything was read that there was at the last step."""
        return self._head > 0 and not self._tasks

    def person(self, person_id: str) -> Known | None:
        """Give somebody as the index knows him."""
        return self._people.get(person_id)

    def find(self, typed: str, among: Iterable[str] | None = None) -> list[str]:
        """Give the ids of those that what was typed fits, best first."""
        if among is None and not typed.strip():
            if self._all_keys is None:
                self._all_keys = [one.key for one in search.found(self._findable.values(), "")]
            return self._all_keys
        if among is None:
            people: Iterable[Findable] = self._findable.values()
        else:
            people = (self._findable[one] for one in among if one in self._findable)
        return [one.key for one in search.found(people, typed)]

    def step(self, most: int, letters: Letters) -> bool:
        """Read at most `most` rows; tell whether there was anything to read."""
        if not self._tasks:
            self._look_for_new()
        if not self._tasks:
            return False
        task = self._tasks.popleft()
        found = self._page(task, most)
        for row in found:
            self._take(task.table, row, letters)
        if len(found) == most:
            self._tasks.appendleft(replace(task, after=found[-1][0]))
        return True

    def _look_for_new(self) -> None:
        (head,) = self._one("SELECT coalesce(max(pos), 0) FROM log")
        if head == self._head:
            return
        (erased,) = self._one("SELECT count(*) FROM erased")
        if erased != self._erased:
            # What was erased must leave the memory as well.
            self._clear()
            self._erased = erased
        seen, self._head = self._head, head
        imports = self._all(
            "SELECT import_id, coalesce(begun_pos, 0) FROM import_file"
            " WHERE closed_pos > ? AND closed_pos <= ? ORDER BY closed_pos",
            seen,
            head,
        )
        for table in _COLUMNS:
            self._tasks.append(_Task(table, seen, head, None))
            self._tasks += [_Task(table, begun, head, one) for one, begun in imports]

    def _page(self, task: _Task, most: int) -> list[Any]:
        sql = _PAGE.format(columns=_COLUMNS[task.table], stored=rows.COLUMNS, table=task.table)
        return self._all(sql, task.after, task.until, task.import_id, most)

    def _take(self, table: str, row: Sequence[Any], letters: Letters) -> None:
        pos, closed_pos, person_id, second, unit, boards, *stored = row
        counts = (max(pos, closed_pos), pos)
        personal = self._personal(rows.from_columns(stored))
        if table == "card_record":
            self._take_card(person_id, second, counts, personal.get("number"))
        elif counts > self._counts.get(person_id, (0, 0)):
            self._counts[person_id] = counts
            self._numbers[person_id] = personal.get("id_number")
            name = personal.get("name")
            known = Known(person_id, PersonKind(second), unit, bool(boards), name)
            self._people[person_id] = known
            self._letters[person_id] = letters(name or "")
            self._settle(person_id)

    def _take_card(
        self, person_id: str, card_id: str, counts: tuple[int, int], number: str | None
    ) -> None:
        cards = self._cards.setdefault(person_id, {})
        if number is not None and (card_id not in cards or counts > cards[card_id].counts):
            cards[card_id] = _Card(number[-ENDS:], counts)
            if person_id in self._people:
                self._settle(person_id)

    def _personal(self, row: rows.Row) -> dict[str, Any]:
        """Open a personal body; the fact itself is not needed, and making it costs more."""
        if row.personal is None:
            return {}
        found: dict[str, Any] = json.loads(unseal(self._keys, str(row.id), row.personal))
        return found.get("fact") or {}

    def _settle(self, person_id: str) -> None:
        """Bring what is searched up to what is known of a person."""
        known = self._people[person_id]
        cards = sorted(self._cards.get(person_id, {}).values(), key=lambda one: one.counts)
        number = self._numbers[person_id]
        numbers = [one.number for one in cards] + ([number[-ENDS:].lower()] if number else [])
        unit = known.unit or ""
        self._all_keys = None
        if cards:
            known = replace(known, card_tail=cards[-1].number[-TAIL:])
            self._people[person_id] = known
        self._findable[person_id] = Findable(
            person_id,
            (known.name or "").lower(),
            self._letters[person_id],
            unit.lower(),
            search.places_of(unit),
            tuple(one.lower() for one in numbers),
        )
