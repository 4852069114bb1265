"""The lists of `kiosk home`: days without a record with whom to call, and series that look odd."""

import argparse
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kiosk.cli import common
from kiosk.cli.days import day_of
from kiosk.cli.health_common import HIDDEN
from kiosk.cli.naming import Named, named
from kiosk.core import home_series
from kiosk.core.home_series import Finding
from kiosk.core.people import PersonKind
from kiosk.core.words import words
from kiosk.store import home_import
from kiosk.store.home_book import HomeBook
from kiosk.store.log import Log
from kiosk.store.school_book import Member, SchoolBook

MOST_DAYS = 366


def unit_of(log: Log, text: str | None) -> str | None:
    """Find the unit that was named, None for none; raises RefusedError for one that is not."""
    if text is None:
        return None
    found = home_import.unit_of(text, log.of(SchoolBook))
    if found is None:
        raise common.RefusedError(f"there is no unit {text}; see `kiosk unit list`")
    return found


def missing(args: argparse.Namespace) -> int:
    """List by class who is missing which of the last days that end yesterday."""
    today, count = _span(args)
    days = home_series.last_days(today, count)
    with common.opened(args) as log:
        classes = _classes(log, unit_of(log, args.unit))
        known = log.of(HomeBook).days_of(days[0], days[-1])
        lacking = {
            one.person_id: home_series.missing(known.get(one.person_id, ()), days)
            for pupils in classes.values()
            for one in pupils
        }
        lacking = {person_id: found for person_id, found in lacking.items() if found}
        guardians = log.of(SchoolBook).households()
        people = [one for pupil in lacking for one in (pupil, *guardians.get(pupil, ()))]
        names = named(log, args, people, "home_missing")
    found = [
        {
            "unit": unit,
            "pupils": len(pupils),
            "missing": [
                _lacking(one.person_id, lacking[one.person_id], guardians, names)
                for one in pupils
                if one.person_id in lacking
            ],
        }
        for unit, pupils in classes.items()
    ]
    if args.json:
        span = {"from": days[0].isoformat(), "until": days[-1].isoformat(), "days": count}
        common.print_json({**span, "classes": found})
    else:
        _print_missing(found, days)
    return common.HOLDS


def _lacking(
    person_id: str,
    days: tuple[date, ...],
    guardians: Mapping[str, tuple[str, ...]],
    names: dict[str, Named],
) -> dict[str, Any]:
    contacts = [
        {"person_id": one, "name": names[one].name, "phone": names[one].phone}
        for one in guardians.get(person_id, ())
    ]
    return {
        "person_id": person_id,
        "name": names[person_id].name,
        "days": [day.isoformat() for day in days],
        # Who has no guardian on record has a number to call in the record itself.
        "guardians": contacts or [{"person_id": None, "phone": names[person_id].phone}],
    }


def _print_missing(found: list[dict[str, Any]], days: tuple[date, ...]) -> None:
    print(f"缺少居家体温 / home temperatures missing, {days[0]} .. {days[-1]}")
    for each in found:
        lacking = each["missing"]
        print(f"\n{each['unit'] or '-'}: {len(lacking)} / {each['pupils']} 人 / pupils")
        rows = [
            (
                one["person_id"],
                one["name"],
                str(len(one["days"])),
                shortened([date.fromisoformat(day) for day in one["days"]]),
                ", ".join(who["phone"] for who in one["guardians"] if who["phone"]),
            )
            for one in lacking
        ]
        if rows:
            common.table(rows)


def shortened(days: list[date]) -> str:
    """Write days as spans: `02-01..02-05, 02-09`."""
    spans: list[list[date]] = []
    for day in days:
        if spans and day - spans[-1][-1] == timedelta(days=1):
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(
        f"{one[0]:%m-%d}" if len(one) == 1 else f"{one[0]:%m-%d}..{one[-1]:%m-%d}" for one in spans
    )


def suspicious(args: argparse.Namespace) -> int:
    """List what a person should look at in the series of the last days, today included."""
    today, count = _span(args)
    first = today - timedelta(days=count - 1)
    with common.opened(args) as log:
        classes = _classes(log, unit_of(log, args.unit))
        pupils = [one.person_id for each in classes.values() for one in each]
        values = log.of(HomeBook).values(first, today, pupils)
        found = [
            (unit, finding)
            for unit, pupils in classes.items()
            for finding in home_series.suspicious(
                {one.person_id: values.get(one.person_id, {}) for one in pupils}
            )
        ]
        seen = [one.person_id for _, one in found if one.person_id is not None]
        if args.unmask:
            # The values of a whole class are shown with it.
            seen += [
                one.person_id
                for unit in {unit for unit, finding in found if finding.person_id is None}
                for one in classes[unit]
            ]
        names = named(log, args, seen, "home_series")
    rows = [_odd(unit, finding, names, clear=args.unmask) for unit, finding in found]
    if args.json:
        common.print_json(rows)
        return common.HOLDS
    if not rows:
        print("没有可疑记录 / nothing looks odd")
        return common.HOLDS
    print("请人工核实, 不影响通行 / for a person to look at; no decision depends on it")
    common.table(
        [tuple("-" if value is None else str(value) for value in one.values()) for one in rows]
    )
    return common.HOLDS


def _odd(
    unit: str | None, finding: Finding, names: dict[str, Named], *, clear: bool
) -> dict[str, Any]:
    both = words(finding.suspicion)
    who = finding.person_id
    return {
        "suspicion": finding.suspicion.value,
        "zh": both.zh,
        "en": both.en,
        "unit": unit,
        "person_id": who,
        "name": None if who is None else names[who].name,
        "from": finding.first.isoformat(),
        "until": finding.last.isoformat(),
        "records": finding.records,
        "seen": finding.seen if clear else HIDDEN,
    }


def _span(args: argparse.Namespace) -> tuple[date, int]:
    """Give today at the school, and how many days are looked at."""
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    count = policy.home_record_days if args.days is None else args.days
    if not 1 <= count <= MOST_DAYS:
        raise common.RefusedError(f"--days must be from 1 to {MOST_DAYS}")
    return day_of(None, common.site_zone(folder)), count


def _classes(log: Log, unit: str | None) -> dict[str | None, list[Member]]:
    """Give the pupils by class, of everybody or of one unit and those below it."""
    school = log.of(SchoolBook)
    members = school.members() if unit is None else school.people_of(unit)
    made: dict[str | None, list[Member]] = {}
    for one in members:
        if one.kind is PersonKind.PUPIL:
            made.setdefault(one.unit, []).append(one)
    return dict(sorted(made.items(), key=lambda item: (item[0] is None, item[0] or "")))
