"""Home temperatures of many people and days, decrypted in one go."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from kiosk.core.home_series import HomeValue
from kiosk.store import reading, rows
from kiosk.store.asking import Asking
from kiosk.store.errors import LogDamaged
from kiosk.store.privacy import unseal

_PLACED = (
    "SELECT person_id, day, pos AS home_pos, row_number() OVER"
    f" (PARTITION BY person_id, day ORDER BY {reading.NEWEST}) AS place"
    f" FROM home_record LEFT JOIN {reading.CURRENT} AND day BETWEEN ? AND ?"
)
_CURRENT = f"SELECT person_id, day, home_pos FROM ({_PLACED}) WHERE place = 1"
_SEALED = (
    f"SELECT person_id, day, {rows.COLUMNS} FROM ({_CURRENT})"
    " JOIN log ON log.pos = home_pos LEFT JOIN personal ON personal.pos = log.pos"
)

HomeKey = tuple[str, date]


class HomeBook(Asking):
    """Questions about home temperatures; see `Asking` for what they may raise."""

    def days_of(self, first: date, last: date) -> dict[str, set[date]]:
        """Give on which days of a span each person has a record, decrypting nothing."""
        made: dict[str, set[date]] = {}
        for person_id, day, _ in self._all(_CURRENT, first.isoformat(), last.isoformat()):
            made.setdefault(person_id, set()).add(date.fromisoformat(day))
        return made

    def values(
        self, first: date, last: date, people: Iterable[str] | None = None
    ) -> dict[str, dict[date, HomeValue]]:
        """Decrypt the records of a span of days, by person and day; an erased one is left out.

        Of everybody, or of some people only.
        """
        wanted = None if people is None else frozenset(people)
        made: dict[str, dict[date, HomeValue]] = {}
        for person_id, day, *columns in self._all(_SEALED, first.isoformat(), last.isoformat()):
            if wanted is not None and person_id not in wanted:
                continue
            value = self._value(columns)
            if value is not None:
                made.setdefault(person_id, {})[date.fromisoformat(day)] = value
        return made

    def _value(self, columns: list[Any]) -> HomeValue | None:
        row = rows.from_columns(columns)
        if row.personal is None:
            return None
        try:
            fact = json.loads(unseal(self._keys, str(row.id), row.personal)).get("fact", {})
            value = fact.get("value_c")
            return None if value is None else HomeValue(float(value), fact.get("clock"))
        except (ValueError, TypeError, AttributeError) as error:
            raise LogDamaged(f"the body of row {row.pos} cannot be read: {error}") from error
