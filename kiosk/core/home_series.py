"""Series of home temperatures: which days are missing, and what a person should look at.

Nothing here judges anybody: a finding says what was seen and changes no decision (clause N2).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

CONSTANT_DAYS = 5
"""As many records in a row with one value are shown to a person; local practice."""

SAME_CLOCK_DAYS = 7
"""As many records in a row at one time of day are shown to a person; local practice."""

CLASS_LEAST = 5
"""A class of fewer records on a day is not looked at for equal values; local practice."""

LOWEST_C, HIGHEST_C = 34.0, 42.0
"""What a person can show (ruling 10); a value beyond is kept and shown to a person."""


class Suspicion(StrEnum):
    """What looks odd in a series."""

    CONSTANT = "constant"
    SAME_CLOCK = "same_clock"
    IMPOSSIBLE = "impossible"
    CLASS_EQUAL = "class_equal"


@dataclass(frozen=True, slots=True)
class HomeValue:
    """A home temperature of a day, degrees C, with the local time `HH:MM` where it was given."""

    value_c: float = field(repr=False)
    clock: str | None = field(default=None, repr=False)


Series = Mapping[date, HomeValue]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen, from the first to the last of `records` records: `seen` is a value or time.

    `person_id` is None for a finding about the whole class.
    """

    suspicion: Suspicion
    person_id: str | None
    first: date
    last: date
    records: int
    seen: str = field(repr=False)


def last_days(today: date, count: int) -> tuple[date, ...]:
    """Give the `count` days that end yesterday, the oldest first."""
    return tuple(today - timedelta(days=back) for back in range(count, 0, -1))


def missing(known: Iterable[date], days: Iterable[date]) -> tuple[date, ...]:
    """Give those of the days that have no record."""
    there = frozenset(known)
    return tuple(day for day in days if day not in there)


def suspicious(by_person: Mapping[str, Series]) -> tuple[Finding, ...]:
    """Look through the series of one class: each person's by itself, then each day's together."""
    found: list[Finding] = []
    for person_id, series in sorted(by_person.items()):
        found += _of_person(person_id, series)
    return (*found, *_of_class(by_person))


def _of_person(person_id: str, series: Series) -> Iterator[Finding]:
    days = sorted(series)
    values = [(day, f"{series[day].value_c:g}") for day in days]
    for run in _runs(values):
        if len(run) >= CONSTANT_DAYS:
            yield _finding(Suspicion.CONSTANT, person_id, run)
    clocks = [(day, clock) for day in days if (clock := series[day].clock) is not None]
    for run in _runs(clocks):
        if len(run) >= SAME_CLOCK_DAYS:
            yield _finding(Suspicion.SAME_CLOCK, person_id, run)
    for day in days:
        value = series[day].value_c
        if not LOWEST_C <= value <= HIGHEST_C:
            yield Finding(Suspicion.IMPOSSIBLE, person_id, day, day, 1, f"{value:g}")


def _of_class(by_person: Mapping[str, Series]) -> Iterator[Finding]:
    days = sorted({day for series in by_person.values() for day in series})
    for day in days:
        values = [series[day].value_c for series in by_person.values() if day in series]
        if len(values) >= CLASS_LEAST and len(set(values)) == 1:
            yield Finding(Suspicion.CLASS_EQUAL, None, day, day, len(values), f"{values[0]:g}")


def _runs(seen: list[tuple[date, str]]) -> Iterator[list[tuple[date, str]]]:
    """Part records into runs in which the same was seen; a day without a record breaks none."""
    run: list[tuple[date, str]] = []
    for one in seen:
        if run and run[-1][1] != one[1]:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _finding(suspicion: Suspicion, person_id: str, run: list[tuple[date, str]]) -> Finding:
    return Finding(suspicion, person_id, run[0][0], run[-1][0], len(run), run[0][1])
