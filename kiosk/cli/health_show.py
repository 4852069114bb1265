"""`kiosk health show`: the health file of one person, with values only for a named reader."""

import argparse
from datetime import date
from typing import Any

from kiosk.cli import common, health_text
from kiosk.cli.days import day_of
from kiosk.cli.health_common import HIDDEN, hidden, known_person
from kiosk.cli.naming import Named, named
from kiosk.core.health_file import (
    AbsentDay,
    CheckMade,
    GateReading,
    HealthFile,
    HealthFlag,
    HomeDay,
    IsolationSpan,
    Noted,
    PlacementRecord,
    WatchRecord,
)
from kiosk.core.health_roll import flags_of, relatives
from kiosk.store.folding import stamp
from kiosk.store.health_book import HealthBook
from kiosk.store.log import Log
from kiosk.store.roll_book import Flags, RollBook
from kiosk.store.school_book import SchoolBook

Json = dict[str, Any]


def show(args: argparse.Namespace) -> int:
    """Show one file; without --unmask it says what there is, not what it says."""
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    with common.opened(args) as log:
        kind = known_person(log, args.person)
        near = relatives(log.of(SchoolBook).households())
        family = sorted(near.get(args.person, ()))
        # What is shown unmasked is in the log before it is read.
        names = named(log, args, [args.person, *family], "health_file")
        people = {args.person, *family}
        own = log.of(RollBook).own_flags(day_of(None, zone), zone, policy.home_record_c, people)
        found: Json = {
            "person_id": args.person,
            "kind": kind.value,
            "name": names[args.person].name,
            "phone": names[args.person].phone,
            "flags": _codes(flags_of(args.person, own, near)),
            "household": _household(log, args.person, family, names, own),
            **_file(log.of(HealthBook).file(args.person), clear=args.unmask),
        }
    if args.json:
        common.print_json(found)
    else:
        health_text.show(found, zone)
    return common.HOLDS


def _household(
    log: Log, person_id: str, family: list[str], names: dict[str, Named], own: Flags
) -> list[Json]:
    """Give everybody of the household with their own flags; siblings by way of a guardian."""
    linked = {one.person_id: one for one in log.of(SchoolBook).household(person_id)}
    return [
        {
            "person_id": one,
            "relation": linked[one].relation if one in linked else "household",
            "guards": one in linked and linked[one].guards,
            "name": names[one].name,
            "phone": names[one].phone,
            "flags": _codes(own.get(one, frozenset())),
        }
        for one in family
    ]


def _codes(flags: frozenset[HealthFlag]) -> list[str]:
    return [one.value for one in HealthFlag if one in flags]


# --- The file as JSON values ---


def _file(file: HealthFile, *, clear: bool) -> Json:
    return {
        "masked": not clear,
        "gate": [_gate(one, clear=clear) for one in file.gate],
        "home": [_home(day, one, clear=clear) for day, one in file.home.items()],
        "checks": [_check(*key, one, clear=clear) for key, one in file.checks.items()],
        "absences": [_absence(day, one, clear=clear) for day, one in file.absences.items()],
        "isolations": [_isolation(one, clear=clear) for one in file.isolations],
        "certificates": [
            {
                **_noted(one.noted, clear=clear),
                "hospital": one.hospital,
                "school_doctor": one.school_doctor,
            }
            for one in file.proofs
        ],
        "watch": [_watch(one, clear=clear) for one in file.watch],
        "placements": [_placement(one, clear=clear) for one in file.placements],
    }


def _home(day: date, one: HomeDay, *, clear: bool) -> Json:
    return {
        **_noted(one.noted, clear=clear),
        "day": day.isoformat(),
        "value_c": hidden(one.value_c, clear=clear),
        "clock": hidden(one.clock, clear=clear),
    }


def _check(day: date, check: str, one: CheckMade, *, clear: bool) -> Json:
    shown = None if one.symptoms is None else list(one.symptoms)
    return {
        **_noted(one.noted, clear=clear),
        "day": day.isoformat(),
        "check": check,
        # That a check was made is no health value; whether it found something is.
        "symptoms": shown if clear else HIDDEN,
        "note": hidden(one.note, clear=clear),
    }


def _absence(day: date, one: AbsentDay, *, clear: bool) -> Json:
    return {
        **_noted(one.noted, clear=clear),
        "day": day.isoformat(),
        "cause": hidden(one.cause, clear=clear),
        "note": hidden(one.note, clear=clear),
    }


def _isolation(one: IsolationSpan, *, clear: bool) -> Json:
    return {
        "since": stamp(one.since),
        "cause": hidden(one.cause, clear=clear),
        "case_no": one.case_no,
        "begun": _noted(one.begun, clear=clear),
        "ended": None if one.ended is None else _noted(one.ended, clear=clear),
    }


def _watch(one: WatchRecord, *, clear: bool) -> Json:
    return {
        "watch_id": one.watch_id,
        "reason": one.reason,
        "region": hidden(one.region, clear=clear),
        **common.bounds(one.window),
        "follower_id": one.follower_id,
        "listed": _noted(one.listed, clear=clear),
        "follow_ups": [
            {**_noted(up.noted, clear=clear), "note": hidden(up.note, clear=clear)}
            for up in one.follow_ups
        ],
        "ended": None if one.ended is None else _noted(one.ended, clear=clear),
    }


def _placement(one: PlacementRecord, *, clear: bool) -> Json:
    return {
        "placement_id": one.placement_id,
        "firm": hidden(one.firm, clear=clear),
        **common.bounds(one.window),
        "observed": [
            {
                **_noted(noted, clear=clear),
                "day": day.isoformat(),
                "value_c": hidden(value, clear=clear),
                "note": hidden(note, clear=clear),
            }
            for day, (noted, value, note) in sorted(one.observed.items())
        ],
    }


def _gate(one: GateReading, *, clear: bool) -> Json:
    reading = one.reading
    return {
        **_noted(one.noted, clear=clear),
        "access_point": one.access_point,
        "instrument": reading.by.value,
        "site": reading.site.value,
        "device": reading.device,
        "typed_by": reading.typed_by,
        "raw_c": hidden(reading.raw_c, clear=clear),
        "correction_c": hidden(reading.correction_c, clear=clear),
        "corrected_c": hidden(reading.corrected_c, clear=clear),
    }


def _noted(noted: Noted, *, clear: bool) -> Json:
    return {"at": stamp(noted.at), "by": noted.by, "why": hidden(noted.why, clear=clear)}
