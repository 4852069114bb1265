"""Which correction each instrument has by its newest calibration, and which ones are due."""

from typing import Any

from kiosk.core.calibration import Instrument, Standing, standings
from kiosk.station.bench import Bench, Topic
from kiosk.station.clock import Now
from kiosk.store.instrument_book import InstrumentBook


class _Seen:
    """How far the log was read for corrections."""

    head: int = -1


def _look(bench: Bench, _now: Now) -> bool:
    """Take over what somebody has calibrated meanwhile, also from a command line."""
    seen = bench.kept.setdefault(_Seen, _Seen())
    head = bench.log.head()
    if head == seen.head:
        return False
    seen.head = head
    point = bench.site.lane.access_point
    corrections = bench.log.of(InstrumentBook).corrections(point)
    changed = corrections != bench.lane.sight.corrections
    bench.lane.sight.corrections = corrections
    return changed


def _panel(bench: Bench, now: Now) -> dict[str, Any]:
    site = bench.site
    instruments = [
        Instrument(one.name, one.calibrate_days) for one in (site.handheld, site.contact)
    ]
    thermometer = bench.lane.thermometer
    if thermometer is not None:
        instruments.insert(0, Instrument(thermometer.name, thermometer.calibrate_days))
    found = bench.log.of(InstrumentBook).calibrations(site.lane.access_point)
    due = standings(instruments, found, now.moment.wall)
    names = (one.instrument.name for one in due if one.standing is not Standing.VALID)
    return {"uncalibrated": tuple(names)}


TOPIC = Topic(panel=_panel, look=_look)
