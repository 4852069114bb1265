"""The day that a command is about: the one named, or today at the school."""

from datetime import date, timezone

from kiosk.cli.common import RefusedError
from kiosk.cli.moment import now

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Years of a day that is meant; a calendar ends, and with it what can be reckoned from a day."""


def day_of(text: str | None, zone: timezone) -> date:
    """Read a day as `2026-02-24`; None is today in the school's zone. Raises RefusedError."""
    if text is None:
        return now().wall.astimezone(zone).date()
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise RefusedError(f"{text} is not a day; write 2026-02-24") from error
    if found.isoformat() != text:
        raise RefusedError(f"{text} is not written as a day; write {found}")
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise RefusedError(f"{text} is not of {FIRST_YEAR} to {LAST_YEAR}; mend the year")
    return found


def past_day(text: str | None, zone: timezone) -> date:
    """Read a day on which something has happened: today at the latest. Raises RefusedError."""
    found = day_of(text, zone)
    if found > day_of(None, zone):
        raise RefusedError(f"{found} is still to come; write the day on which it was")
    return found
