"""`kiosk devices calibrate --show`: each instrument's last calibration, when due, and its drift."""

import argparse
from datetime import datetime, timedelta, timezone

from config.site import GateConfig
from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core import drift
from kiosk.core.calibration import Due, Instrument, Standing, standings
from kiosk.core.drift import Drift
from kiosk.core.text import clean
from kiosk.store.folding import stamp
from kiosk.store.instrument_book import InstrumentBook

_STANDING = {
    Standing.VALID: "有效 / valid",
    Standing.OVERDUE: "到期 / OVERDUE",
    Standing.NEVER: "从未 / NEVER",
}


def show(args: argparse.Namespace, gate: GateConfig) -> int:
    """Print it; 1 when an instrument is overdue or was never calibrated."""
    zone = common.site_zone(common.config_folder(args))
    used = [
        one
        for one in (gate.devices.thermometer, gate.site.handheld, gate.site.contact)
        if one is not None
    ]
    instruments = [Instrument(one.name, one.calibrate_days) for one in used]
    point = gate.site.lane.access_point
    at = now().wall.astimezone(zone)
    with common.opened(args) as log:
        book = log.of(InstrumentBook)
        due = standings(instruments, book.calibrations(point), at)
        since = at.date() - timedelta(days=drift.BAND_DAYS + drift.FRESH_DAYS)
        flags = drift.drifts(book.medians(since), at.date())
    off = {one.device: one for one in flags if one.access_point == point}
    if args.json:
        common.print_json([_plain(one, off.get(one.instrument.name)) for one in due])
    else:
        head = ("instrument", "standing", "last", "by", "correction", "due", "drift")
        local = [_row(one, off.get(one.instrument.name), zone) for one in due]
        common.table([head, *local])
    bad = any(one.standing is not Standing.VALID for one in due)
    return common.FAILS if bad else common.HOLDS


def _row(one: Due, off: Drift | None, zone: timezone) -> tuple[str, ...]:
    last = one.last
    drifted = "" if off is None else f"{off.off_centi / 100:+.2f} C ({off.against.value})"
    if last is None:
        return one.instrument.name, _STANDING[one.standing], "", "", "", "", drifted
    return (
        one.instrument.name,
        _STANDING[one.standing],
        _day(last.at, zone),
        clean(last.by, 60),
        f"{last.correction_c:+.2f} C",
        "" if one.due is None else _day(one.due, zone),
        drifted,
    )


def _day(at: datetime, zone: timezone) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d}"


def _plain(one: Due, off: Drift | None) -> dict[str, object]:
    last = one.last
    found: dict[str, object] = {
        "instrument": one.instrument.name,
        "standing": one.standing.value,
        "days": one.instrument.days,
        "due": stamp(one.due),
        "drift_c": None if off is None else off.off_centi / 100,
        "drift_against": None if off is None else off.against.value,
        "last": None,
    }
    if last is not None:
        found["last"] = {
            "at": stamp(last.at),
            "by": last.by,
            "why": last.why,
            "correction_c": last.correction_c,
            "raw_c": last.raw_centi / 100,
            "reference_c": last.reference_centi / 100,
            "samples": last.samples,
            "spread_c": last.spread_centi / 100,
        }
    return found
