"""When a visitor is overdue: an overstay on the day, never out once the day has ended."""

from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.permit_watch import Overdue, due_out, overdue
from kiosk.core.windows import Window

ZONE = timezone(timedelta(hours=8))
DAY_END = time(18, 30)
PATIENCE = timedelta(minutes=15)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 5, day, hour, minute, tzinfo=ZONE)


MORNING = Window(at(11, 8), at(11, 12))
NIGHT = Window(at(11, 20), at(12, 6))
MONTH = Window(at(1, 0), at(31, 0))


@pytest.mark.parametrize(
    ("entered", "window", "due"),
    [
        (at(11, 9), MORNING, at(11, 12)),
        (at(11, 21), NIGHT, at(12, 6)),
        (at(11, 9), MONTH, at(11, 18, 30)),
        (at(11, 19), MONTH, at(12, 18, 30)),
        (at(11, 9), Window(None, at(11, 17)), at(11, 17)),
        (at(11, 9), Window(), at(11, 18, 30)),
        (at(11, 9), Window(at(11, 8), None), at(11, 18, 30)),
    ],
)
def test_a_visitor_is_due_at_the_end_of_his_permit_or_of_the_day(
    entered: datetime, window: Window, due: datetime
) -> None:
    assert due_out(entered, window, DAY_END) == due


@pytest.mark.parametrize(
    ("window", "now", "what"),
    [
        (MORNING, at(11, 12, 14), None),
        (MORNING, at(11, 12, 15), Overdue.OVERSTAY),
        (MORNING, at(11, 18, 29), Overdue.OVERSTAY),
        (MORNING, at(11, 18, 30), Overdue.NEVER_OUT),
        (MORNING, at(20, 7), Overdue.NEVER_OUT),
        (MONTH, at(11, 18, 44), None),
        (MONTH, at(11, 18, 45), Overdue.OVERSTAY),
        (MONTH, at(12, 7), Overdue.NEVER_OUT),
        (NIGHT, at(12, 5), None),
        (NIGHT, at(12, 6, 15), Overdue.OVERSTAY),
    ],
)
def test_an_overstay_becomes_never_out_when_the_day_has_ended(
    window: Window, now: datetime, what: Overdue | None
) -> None:
    entered = at(11, 21) if window is NIGHT else at(11, 9)
    found = overdue(entered, window, now, DAY_END, PATIENCE)
    assert (found and found.what) == what


@given(st.integers(0, 60 * 24 * 5), st.sampled_from([MORNING, MONTH, Window()]))
def test_who_is_overdue_stays_it_until_he_goes(minutes: int, window: Window) -> None:
    now = at(11, 9) + timedelta(minutes=minutes)
    found = overdue(at(11, 9), window, now, DAY_END, PATIENCE)
    later = overdue(at(11, 9), window, now + timedelta(minutes=1), DAY_END, PATIENCE)
    if found is not None:
        assert later is not None
        assert later.since == found.since
        assert (found.what, later.what) != (Overdue.NEVER_OUT, Overdue.OVERSTAY)
