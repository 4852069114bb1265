"""Writes the median of each day of the thermometer at the day end, and shows which ones drift.

The readings are decrypted for the moment of the median and are not kept. A gate that was switched
off at the day end makes up for it when it starts.
"""

from datetime import date, datetime, timedelta
from statistics import median
from typing import Any

from kiosk.core.events import InstrumentDay
from kiosk.core.facts.instruments import LEAST_COUNT
from kiosk.core.request import ClockTrust
from kiosk.link.messages import DriftShown
from kiosk.station.bench import Bench, Topic
from kiosk.station.clock import Now
from kiosk.station.day_end import last_end
from kiosk.station.recorder import system
from kiosk.store.instrument_book import InstrumentBook

MOST_READ = 500
"""Readings behind one median: more say nothing more, and the lane waits while they are read."""


class _Done:
    """The last day that was looked at, whether it gave a median or not."""

    day: date | None = None


def _look(bench: Bench, now: Now) -> bool:
    """Write the median of the day that has ended; a clock that is unsure ends no day."""
    thermometer, done = bench.lane.thermometer, bench.kept.setdefault(_Done, _Done())
    if thermometer is None or now.moment.clock is not ClockTrust.TRUSTED:
        return False
    ended = last_end(now.moment.wall.astimezone(bench.zone), bench.policy.day_end)
    if done.day == ended.date() or bench.log.lookup.drill() is not None:
        return False
    fact = _of_the_day(bench, thermometer.name, ended)
    if fact is not None and bench.write(system("station"), fact).code != "ok":
        return False
    done.day = ended.date()
    return fact is not None


def _of_the_day(bench: Bench, device: str, ended: datetime) -> InstrumentDay | None:
    book, point = bench.log.of(InstrumentBook), bench.site.lane.access_point
    if book.has_day(point, device, ended.date()):
        return None
    since = ended - timedelta(days=1)
    readings = book.first_readings(point, device, since, ended, MOST_READ)
    if len(readings) < LEAST_COUNT:
        return None
    middle = round(100 * median(readings))
    return InstrumentDay(device, ended.date(), len(readings), middle)


def _panel(bench: Bench, now: Now) -> dict[str, Any]:
    today = now.moment.wall.astimezone(bench.zone).date()
    own = bench.site.lane.access_point
    found = bench.log.of(InstrumentBook).drifts(today, bench.zone)
    return {
        "drifts": tuple(
            DriftShown(
                one.device,
                one.off_centi,
                one.against.value,
                None if one.access_point == own else one.access_point,
            )
            for one in found
        )
    }


TOPIC = Topic(panel=_panel, look=_look)
