"""How a view is described: its columns, key and indexes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A table of a view: columns with their types, its key, what may be NULL, what is indexed."""

    columns: dict[str, type]
    key: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    indexes: tuple[tuple[str, ...], ...] = ()


def view(
    key: str, texts: str = "", numbers: str = "", optional: str = "", indexes: str = ""
) -> View:
    """Describe a view by the names of its columns, parted by blanks; indexes by commas."""
    columns: dict[str, type] = dict.fromkeys(texts.split(), str)
    columns |= dict.fromkeys(numbers.split(), int)
    return View(
        columns,
        tuple(key.split()),
        frozenset(optional.split()),
        tuple(tuple(one.split()) for one in indexes.split(",") if one.strip()),
    )
