"""`kiosk devices calibrate`: the correction of an instrument from a reference, by whom, until when.

With a blackbody in front of a thermometer its own samples are taken; of an instrument without a
wire somebody types what it showed.
"""

import argparse
import math
from statistics import median

from config.site import GateConfig, ThermometerConfig, TypedInstrument, load_gate
from drivers.events import Lost, TemperatureSample
from kiosk.cli import common, devices_common
from kiosk.cli.devices_common import Bytes, Listening
from kiosk.cli.devices_show import show
from kiosk.cli.devices_words import words_of
from kiosk.cli.moment import now
from kiosk.core import calibration
from kiosk.core.calibration import Measured, Unfit
from kiosk.core.events import DeviceCalibrated, Event
from kiosk.store.instrument_book import InstrumentBook

HELP = "hold an instrument to a reference; or show when each is due"
SAMPLES = 60
LONGEST_S = 60.0
MOST_SAMPLES = 500
"""What a device of ten samples a second gives in the time there is."""

_WHY: dict[Unfit, str] = {
    Unfit.REFERENCE: (
        f"the reference must be from {calibration.REFERENCE_LOW_C:.0f} to"
        f" {calibration.REFERENCE_HIGH_C:.0f} C"
    ),
    Unfit.TOO_FEW: "too few samples came; is the blackbody in front of the sensor?",
    Unfit.UNSTEADY: (
        f"the samples do not settle (four in five must lie within {calibration.SPREAD_C} C, and"
        f" not creep by more than {calibration.CREEP_C} C): wait until the blackbody is warm, fix"
        " the distance, keep draught away"
    ),
    Unfit.TOO_FAR: (
        f"the correction would be beyond {calibration.CORRECTION_LIMIT_C:.0f} C: the sensor is"
        " broken, or sees something else"
    ),
}


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments."""
    parser.add_argument("name", nargs="?", metavar="NAME", help="thermometer, or typed instrument")
    parser.add_argument("--reference", type=float, metavar="C", help="temperature of the reference")
    parser.add_argument("--measured", type=float, metavar="C", help="what a typed one showed")
    parser.add_argument(
        "--samples", type=int, default=SAMPLES, metavar="N", help=f"at least 20 (default {SAMPLES})"
    )
    parser.add_argument(
        "--emissivity", type=float, metavar="E", help="of the blackbody, where it is not skin's"
    )
    parser.add_argument("--yes", action="store_true", help="do not ask before it is written")
    parser.add_argument("--show", action="store_true", help="last calibrations and when due")
    common.add_author(parser)
    common.add_config(parser)
    common.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Calibrate, or show; 1 when the samples make no calibration."""
    gate = load_gate(common.config_folder(args))
    if args.show:
        return show(args, gate)
    _check(args)
    with common.opened(args) as log:
        # Nobody holds a blackbody for a minute to be told then that he may not.
        common.author(log, args.by)
    instrument = _instrument(gate, args.name)
    if isinstance(instrument, TypedInstrument):
        return _typed(args, gate, instrument)
    if args.measured is not None:
        raise common.RefusedError(f"{args.name} is on a wire and measures itself; no --measured")
    return _wired(args, gate, instrument)


def _check(args: argparse.Namespace) -> None:
    if args.name is None or args.reference is None or args.by is None:
        raise common.RefusedError("name the instrument, and give --reference, --by and --why")
    common.why_of(args, required=True)
    low, high = calibration.REFERENCE_LOW_C, calibration.REFERENCE_HIGH_C
    if not low <= args.reference <= high:
        raise common.RefusedError(_WHY[Unfit.REFERENCE])
    if not calibration.LEAST_SAMPLES <= args.samples <= MOST_SAMPLES:
        raise common.RefusedError(
            f"--samples must be from {calibration.LEAST_SAMPLES} to {MOST_SAMPLES}"
        )
    if args.emissivity is not None and not 0.5 <= args.emissivity <= 1.0:
        raise common.RefusedError("--emissivity must be from 0.5 to 1.0")


def _instrument(gate: GateConfig, name: str) -> ThermometerConfig | TypedInstrument:
    used = (gate.devices.thermometer, gate.site.handheld, gate.site.contact)
    found = {one.name: one for one in used if one is not None}
    if name not in found:
        known = ", ".join(found)
        raise common.RefusedError(f"there is no instrument {name}; there are {known}")
    return found[name]


# --- Typed ---


def _typed(args: argparse.Namespace, gate: GateConfig, instrument: TypedInstrument) -> int:
    if args.measured is None:
        raise common.RefusedError(f"{instrument.name} has no wire: type what it showed, --measured")
    if not math.isfinite(args.measured):
        raise common.RefusedError("--measured must be degrees C")
    correction_c = round(args.reference - args.measured, 2)
    if abs(correction_c) > calibration.CORRECTION_LIMIT_C:
        raise common.RefusedError(_WHY[Unfit.TOO_FAR], code=common.FAILS)
    fact = DeviceCalibrated(
        instrument.name, _centi(correction_c), _centi(args.measured), _centi(args.reference), 1
    )
    return _file(args, gate, fact, instrument.correction_c)


# --- On a wire ---


def _wired(args: argparse.Namespace, gate: GateConfig, config: ThermometerConfig) -> int:
    device = devices_common.named(gate, config.name)
    print(f"{config.name}: hold the reference of {args.reference} C in front, at the distance used")
    with Listening(device) as listening:
        measured = _settled(args, listening, config)
    trouble = None if measured is None else calibration.unfit(measured, args.samples)
    if measured is None or trouble is not None:
        said = _WHY[trouble or Unfit.TOO_FEW]
        tail = "" if measured is None else f" ({_figures(measured)})"
        raise common.RefusedError(f"{said}{tail}", code=common.FAILS)
    print(_figures(measured))
    if not calibration.ambient_fits(measured.ambient_c):
        low, high = calibration.AMBIENT_LOW_C, calibration.AMBIENT_HIGH_C
        said = f"warning: the air is at {measured.ambient_c} C, outside {low:.0f} to {high:.0f}"
        common.say("devices calibrate", common.FAILS, f"{said}; do it again where it is warm")
    fact = DeviceCalibrated(
        config.name,
        _centi(measured.correction_c),
        _centi(measured.raw_c),
        _centi(args.reference),
        measured.samples,
        _centi(measured.spread_c),
        None if measured.ambient_c is None else _centi(measured.ambient_c),
    )
    return _file(args, gate, fact, config.correction_c)


def _settled(
    args: argparse.Namespace, listening: Listening, config: ThermometerConfig
) -> Measured | None:
    """Take samples until the newest ones have settled; what they say when time is over."""
    raw: list[float] = []
    air: list[float] = []
    found: Measured | None = None
    for one in listening.events(LONGEST_S):
        if isinstance(one, Bytes):
            continue
        devices_common.stop_if_refused(one, listening.device)
        if isinstance(one.event, Lost):
            print(words_of(one.event, listening.device), flush=True)
            raw.clear()
        if not isinstance(one.event, TemperatureSample):
            continue
        raw = [*raw, one.event.object_c][-args.samples :]
        if one.event.ambient_c is not None:
            air = [*air, one.event.ambient_c][-args.samples :]
        if len(raw) < max(2, min(args.samples, calibration.LEAST_SAMPLES)):
            continue
        found = calibration.measure(
            raw,
            args.reference,
            round(median(air), 1) if air else None,
            emissivity=args.emissivity,
            sensor_emissivity=config.emissivity,
        )
        if len(raw) == args.samples and calibration.steady(found):
            return found
    return found


def _figures(measured: Measured) -> str:
    air = "" if measured.ambient_c is None else f", air {measured.ambient_c} C"
    said = f"{measured.samples} samples, median raw {measured.raw_c:.2f} C"
    said += f", spread {measured.spread_c:.2f} C, creep {measured.creep_c:+.2f} C{air}"
    if measured.expected_c == measured.reference_c:
        return said
    return f"{said}; a perfect sensor would show {measured.expected_c:.2f} C"


# --- Writing ---


def _file(args: argparse.Namespace, gate: GateConfig, fact: DeviceCalibrated, before: float) -> int:
    point = gate.site.lane.access_point
    with common.opened(args) as log:
        actor = common.author(log, args.by)
        old_c = log.of(InstrumentBook).corrections(point).get(fact.device, before)
        new_c = fact.correction_centi / 100
        print(f"{fact.device}: correction {old_c:+.2f} C until now, {new_c:+.2f} C from now on")
        if not args.yes and not _agreed(fact):
            raise common.RefusedError("nothing was written", code=common.FAILS)
        why = common.why_of(args, required=True)
        log.append(Event(now(), actor, fact, why=why, access_point=point))
    print("written; a station that runs uses it from its next second on")
    return common.HOLDS


def _agreed(fact: DeviceCalibrated) -> bool:
    """Ask; an instrument without a wire was typed by hand just now, and is not asked about."""
    if fact.samples == 1:
        return True
    return input("write it? y/N ").strip().lower() in ("y", "yes")


def _centi(degrees: float) -> int:
    return round(100 * degrees)
