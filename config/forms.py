"""Forms of TOML values: texts, numbers, words from a closed list, times."""

import math
import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import TypeVar

from config.toml_table import Form, UnfitError, one_of

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")
T = TypeVar("T", bound=str)

_CODE = re.compile(r"[a-z][a-z0-9_]{0,40}")


def text(most: int = 200) -> Form[str]:
    """Give the form of a text of 1 to `most` characters."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not value or len(value) > most:
            raise UnfitError(f'must be a text in quotes, 1 to {most} characters, such as "north"')
        return value

    return Form(read, "")


def code() -> Form[str]:
    """Give the form of a code that may stand in a clear body of the log: a-z, 0-9, underscores."""

    def read(value: object) -> str:
        if not isinstance(value, str) or not _CODE.fullmatch(value):
            raise UnfitError('must be 1 to 41 of a-z, 0-9 and _ in quotes, as "class_day"')
        return value

    return Form(read, "")


def truth() -> Form[bool]:
    """Give the form of a yes or no."""

    def read(value: object) -> bool:
        if not isinstance(value, bool):
            raise UnfitError("must be true or false, without quotes")
        return value

    return Form(read, False)


def any_number() -> Form[float]:
    """Give the form of any number; what it means is left to the rules."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UnfitError("must be a number without quotes, such as 36.4")
        try:
            return float(value)
        except OverflowError:
            raise UnfitError("is too large to be meant; write a number such as 36.4") from None

    return Form(read, 0.0)


def number(low: float, high: float, unit: str) -> Form[float]:
    """Give the form of a finite number in a range, its ends included."""

    def read(value: object) -> float:
        found = any_number().read(value)
        if math.isnan(found) or not low <= found <= high:
            raise UnfitError(f"must be from {low:g} to {high:g} {unit}; it is {found:g}")
        return found

    return Form(read, low)


def whole(low: int, high: int, unit: str) -> Form[int]:
    """Give the form of a whole number in a range, its ends included."""

    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise UnfitError(f"must be a whole number from {low} to {high} {unit}")
        return value

    return Form(read, low)


def member(kind: type[E]) -> Form[E]:
    """Give the form of a code of one enum."""
    codes = [one.value for one in kind]

    def read(value: object) -> E:
        return kind(one_of(text().read(value), codes))

    return Form(read, next(iter(kind)))


def word(known: Collection[str]) -> Form[str]:
    """Give the form of one word of a closed list."""

    def read(value: object) -> str:
        return one_of(text().read(value), known)

    # A known one, so that the rest of a file with a mistake can be read to its end.
    return Form(read, min(known, default=""))


def each(form: Form[str], least: int = 0, *, once: bool = True) -> Form[tuple[str, ...]]:
    """Give the form of a list, each member in one form and, if `once`, no member twice."""
    return Form(_all_of(form.read, least, once), ())


def members(kind: type[E]) -> Form[tuple[E, ...]]:
    """Give the form of a list of codes of one enum, none twice."""
    return Form(_all_of(member(kind).read, 0, True), ())


def optional(form: Form[V]) -> Form[V | None]:
    """Give the same form for a key whose absence is None."""
    return Form(form.read, None)


def day_time() -> Form[time]:
    """Give the form of a local time of day, written 07:30:00 without quotes."""

    def read(value: object) -> time:
        if not isinstance(value, time):
            raise UnfitError("must be a time of day without quotes, such as 07:30:00")
        return value

    return Form(read, time())


def instant() -> Form[datetime]:
    """Give the form of a moment with its offset, written 2020-02-20T07:45:00+08:00."""

    def read(value: object) -> datetime:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise UnfitError("must be a time with its offset, such as 2020-02-20T07:45:00+08:00")
        return value

    return Form(read, datetime(2020, 1, 1, tzinfo=UTC))


def _all_of(
    read_one: Callable[[object], T], least: int, once: bool
) -> Callable[[object], tuple[T, ...]]:
    def read(value: object) -> tuple[T, ...]:
        if not isinstance(value, list) or len(value) < least:
            raise UnfitError(f"must be a list with at least {least} members" if least else _LIST)
        found = tuple(map(read_one, value))
        if once and len(set(found)) < len(found):
            raise UnfitError("names something twice; leave one out")
        return found

    return read


_LIST = 'must be a list, such as ["office"]'
