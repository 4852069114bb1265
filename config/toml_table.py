"""Reads a TOML table key by key and collects every problem instead of stopping at the first."""

import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from config.errors import ConfigError, Problem
from config.toml_lines import line_of

T = TypeVar("T")


class UnfitError(Exception):
    """A value that has not the form asked for; the message says what it must be."""


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """The form of a value: `read` gives it or raises `UnfitError`.

    `stand_in` is handed on after a problem, so that the rest can be checked as well; it is never
    used, since whoever reads a table raises when there were problems.
    """

    read: Callable[[object], T]
    stand_in: T


@dataclass(slots=True)
class Table:
    """One table of a file, its place in it, and the problems found so far in all of the file."""

    values: Mapping[str, object]
    file: str = ""
    source: str = ""
    path: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)

    def take(self, key: str, form: Form[T]) -> T:
        """Read a key that must be there."""
        if key not in self.values:
            self._seen.add(key)
            self.report(key, "is missing; add it")
            return form.stand_in
        return self._read(key, form)

    def take_or(self, key: str, form: Form[T], default: T) -> T:
        """Read a key that may be left out, which means `default`."""
        self._seen.add(key)
        return self._read(key, form) if key in self.values else default

    def table(self, key: str) -> "Table":
        """Give a table that must be there.

        After a problem it is an empty one that reports nothing: what is in it is not missing too.
        """
        before = len(self.problems)
        values = self.take(key, _MAPPING)
        found = self._table(key, values)
        if len(self.problems) > before:
            found.problems = []
        return found

    def table_or_none(self, key: str) -> "Table | None":
        """Give a table that may be left out."""
        self._seen.add(key)
        return self.table(key) if key in self.values else None

    def tables(self, key: str) -> "list[Table] | None":
        """Give the tables of a list that may be left out."""
        self._seen.add(key)
        if key not in self.values:
            return None
        found = self.take(key, _MAPPINGS)
        return [self._table(f"{key}.{place}", one) for place, one in enumerate(found, 1)]

    def refuse_unknown(self) -> None:
        """Report every key that nobody has asked for; called when all known ones were read."""
        known = ", ".join(sorted(self._seen))
        for key in self.values:
            if key not in self._seen:
                self.report(key, f"is not a known key here; remove it or use one of: {known}")

    def report(self, key: str, what: str) -> None:
        """Add a problem at a key of this table."""
        path = (*self.path, key)
        line = line_of(self.source, path) if self.source else None
        self.problems.append(Problem(self.file, ".".join(path), what, line))

    def raise_problems(self) -> None:
        """Raise `ConfigError` if anything was found in the whole file, in the order of lines."""
        if self.problems:
            raise ConfigError(sorted(self.problems, key=lambda problem: problem.line or 0))

    def _read(self, key: str, form: Form[T]) -> T:
        self._seen.add(key)
        try:
            return form.read(self.values[key])
        except UnfitError as unfit:
            self.report(key, str(unfit))
            return form.stand_in

    def _table(self, key: str, values: Mapping[str, object]) -> "Table":
        path = (*self.path, *key.split("."))
        return Table(values, self.file, self.source, path, self.problems)


def read_table(path: Path) -> Table:
    """Read a file as its root table; `ConfigError` when it cannot be read or is no TOML."""
    try:
        source = path.read_bytes().decode()
        return Table(tomllib.loads(source), file=str(path), source=source)
    except OSError as error:
        what = f"cannot be read ({error.strerror}); check the name and the rights"
    except UnicodeDecodeError:
        what = "is not UTF-8; save it as UTF-8"
    except RecursionError:
        what = "is nested too deep to be meant; mend its brackets"
    except ValueError as error:
        # Beside its own error the reader lets through that of a number of thousands of digits.
        what = f"is not TOML: {error}"
    raise ConfigError([Problem(str(path), "", what)])


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise UnfitError("must be a table, { key = value }")
    return value


def _mappings(value: object) -> list[dict[str, object]]:
    if not isinstance(value, list):
        raise UnfitError("must be a list of tables, [{ key = value }]")
    return [_mapping(one) for one in value]


def one_of(value: str, known: Collection[str]) -> str:
    """Give the value when it is one of the known words, else raise `UnfitError` naming them."""
    if value not in known:
        raise UnfitError(f"{value!r} is not known; use one of: {', '.join(sorted(known))}")
    return value


_MAPPING: Form[dict[str, object]] = Form(_mapping, {})
_MAPPINGS: Form[list[dict[str, object]]] = Form(_mappings, [])
