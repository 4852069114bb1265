"""Series of home temperatures: missing days, and what is shown to a person and judged by none."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core import home_series
from kiosk.core.home_series import (
    CLASS_LEAST,
    CONSTANT_DAYS,
    SAME_CLOCK_DAYS,
    Finding,
    HomeValue,
    Suspicion,
    last_days,
    missing,
)

TODAY = date(2020, 2, 20)


def series(*values: float, clocks: tuple[str | None, ...] = ()) -> dict[date, HomeValue]:
    """Give values on days in a row that end yesterday, each at another time unless told."""
    days = last_days(TODAY, len(values))
    times = clocks or tuple(f"07:{n:02d}" for n in range(len(values)))
    return {
        day: HomeValue(value, clock) for day, value, clock in zip(days, values, times, strict=True)
    }


def found(by_person: dict[str, dict[date, HomeValue]]) -> list[tuple[Suspicion, str | None, int]]:
    return [
        (one.suspicion, one.person_id, one.records) for one in home_series.suspicious(by_person)
    ]


def test_the_days_asked_for_end_yesterday() -> None:
    days = last_days(TODAY, 14)
    assert (days[0], days[-1], len(days)) == (date(2020, 2, 6), date(2020, 2, 19), 14)


@given(st.sets(st.integers(1, 20)), st.integers(1, 20))
def test_a_day_is_missing_or_on_file(back: set[int], count: int) -> None:
    known = {TODAY - timedelta(days=one) for one in back}
    days = last_days(TODAY, count)
    lacking = missing(known, days)
    assert set(lacking) | (known & set(days)) == set(days)
    assert known.isdisjoint(lacking)
    assert list(lacking) == sorted(lacking)


def test_a_value_that_never_changes_is_shown_with_its_days() -> None:
    values = [36.1, *[36.5] * CONSTANT_DAYS, 36.2]
    (one,) = home_series.suspicious({"p1": series(*values)})
    days = last_days(TODAY, len(values))
    assert one == Finding(Suspicion.CONSTANT, "p1", days[1], days[-2], CONSTANT_DAYS, "36.5")


def test_four_days_of_one_value_are_a_mans_own_and_not_shown() -> None:
    assert found({"p1": series(*[36.5] * (CONSTANT_DAYS - 1))}) == []


def test_a_day_without_a_record_breaks_no_run() -> None:
    days = series(*[36.5] * (CONSTANT_DAYS + 1))
    del days[TODAY - timedelta(days=3)]
    assert found({"p1": days}) == [(Suspicion.CONSTANT, "p1", CONSTANT_DAYS)]


def test_the_same_minute_day_after_day_is_shown() -> None:
    values = [36.0 + n / 10 for n in range(SAME_CLOCK_DAYS)]
    same = series(*values, clocks=("07:00",) * SAME_CLOCK_DAYS)
    assert found({"p1": same}) == [(Suspicion.SAME_CLOCK, "p1", SAME_CLOCK_DAYS)]
    assert found({"p1": series(*values, clocks=(None,) * SAME_CLOCK_DAYS)}) == []


def test_what_no_person_can_show_is_shown_day_by_day() -> None:
    values = series(33.9, 34.0, 42.0, 42.1)
    assert [one.seen for one in home_series.suspicious({"p1": values})] == ["33.9", "42.1"]


def test_a_class_in_which_all_have_one_value_is_shown_as_a_class() -> None:
    many = {f"p{n}": series(36.5) for n in range(CLASS_LEAST)}
    assert found(many) == [(Suspicion.CLASS_EQUAL, None, CLASS_LEAST)]
    assert found({**many, "q": series(36.6)}) == []
    assert found({f"p{n}": series(36.5) for n in range(CLASS_LEAST - 1)}) == []


@given(st.lists(st.floats(34, 42, width=16), min_size=1, max_size=30))
def test_a_series_of_values_all_unlike_the_one_before_is_never_shown(values: list[float]) -> None:
    apart = [value for n, value in enumerate(values) if not n or value != values[n - 1]]
    apart = [one for n, one in enumerate(apart) if not n or one != apart[n - 1]]
    assert (
        found({"p1": series(*apart, clocks=tuple(f"{n:02d}:00" for n in range(len(apart))))}) == []
    )


def test_a_finding_never_writes_out_what_was_seen() -> None:
    (one,) = home_series.suspicious({"p1": series(44.0)})
    assert "44" not in repr(one)
    assert "44" not in repr(series(44.0))
