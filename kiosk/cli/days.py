"""The day that a command is about: the one named, or today at the school."""

from datetime import date, timezone

from kiosk.cli.common import RefusedError
from kiosk.cli.moment import now


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
    return found


def past_day(text: str | None, zone: timezone) -> date:
    """Read a day on which something has happened: today at the latest. Raises RefusedError."""
    found = day_of(text, zone)
    if found > day_of(None, zone):
        raise RefusedError(f"{found} is still to come; write the day on which it was")
    return found
