"""Finds the line on which a key of a TOML file stands, so that a problem can be pointed at."""

import re
from collections.abc import Iterator

_HEADER = re.compile(r"^\s*\[(?P<list>\[)?\s*(?P<name>[^\]]+?)\s*\]")
_KEY = re.compile(r"^\s*(?P<name>[A-Za-z0-9_.\-\"' ]+?)\s*=")


def line_of(source: str, path: tuple[str, ...]) -> int | None:
    """Give the line (from 1) of the longest part of `path` that can be found, None without any.

    A member of a list of tables is named by its place, from 1: `("case", "3", "phase")`. A key
    inside an inline table is found at the line of that table.
    """
    found: int | None = None
    longest = 0
    for line, place in _places(source):
        shared = len(place)
        if longest < shared <= len(path) and path[:shared] == place:
            found, longest = line, shared
    return found


def _places(source: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each header and each key with its line and its full path."""
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for line, text in enumerate(source.splitlines(), 1):
        if header := _HEADER.match(text):
            table = _parts(header["name"])
            if header["list"]:
                yield line, table
                counts[table] = counts.get(table, 0) + 1
                table = (*table, str(counts[table]))
            yield line, table
        elif key := _KEY.match(text):
            yield line, (*table, *_parts(key["name"]))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in name.split("."))
