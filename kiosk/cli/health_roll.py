"""`kiosk health roll`: who has no record of a day by name, who is flagged, counts by unit."""

import argparse
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from kiosk.cli import common
from kiosk.cli.days import past_day
from kiosk.cli.home_lists import unit_of
from kiosk.cli.naming import Named, named
from kiosk.core.health_file import HealthFlag
from kiosk.core.health_roll import RollRow, UnitCounts, count_of, counted
from kiosk.core.language import Words
from kiosk.core.words import words
from kiosk.store.roll_book import RollBook

_HEADINGS = {
    "unit": Words("单位", "unit"),
    "enrolled": Words("应到", "enrolled"),
    "present": Words("到校", "present"),
    "absent_sick": Words("病假", "sick"),
    "absent_other": Words("他假", "other"),
    "placement": Words("实习", "placed"),
    "unknown": Words("未到", "not here"),
    "isolated": Words("隔离", "isolated"),
    "watched": Words("关注", "watched"),
    "flagged": Words("家人", "family"),
    "no_record": Words("无记录", "no record"),
    "guardians": Words("家长", "guardians"),
    "guardians_no_record": Words("家长无记录", "of these none"),
}


def roll(args: argparse.Namespace) -> int:
    """Print the roll of a day."""
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    zone = common.site_zone(folder)
    day = past_day(args.day, zone)
    with common.opened(args) as log:
        unit = unit_of(log, args.unit)
        rows = log.of(RollBook).roll(day, zone, policy.home_record_c, unit)
        shown = [one for one in rows if not one.records or one.flags]
        names = named(log, args, [one.person_id for one in shown], "health_roll")
    lacking = [_person(one, names) for one in shown if not one.records]
    flagged = [_person(one, names) for one in shown if one.flags]
    counts = counted(rows)
    total = count_of(unit, rows)
    if args.json:
        common.print_json(
            {
                "day": day.isoformat(),
                "people": len(rows),
                "units": [asdict(one) for one in counts],
                "total": asdict(total),
                "no_record": lacking,
                "flagged": flagged,
            }
        )
    else:
        _print(day, counts, total, lacking, flagged)
    return common.HOLDS


def _person(row: RollRow, names: dict[str, Named]) -> dict[str, Any]:
    return {
        "person_id": row.person_id,
        "kind": row.kind.value,
        "unit": row.unit,
        "name": names[row.person_id].name,
        "phone": names[row.person_id].phone,
        "presence": row.presence,
        "records": sorted(row.records),
        "flags": [one.value for one in HealthFlag if one in row.flags],
    }


def _print(
    day: date,
    counts: list[UnitCounts],
    total: UnitCounts,
    lacking: list[dict[str, Any]],
    flagged: list[dict[str, Any]],
) -> None:
    print(f"每日健康点名 / daily roll {day}\n")
    columns = [one.name for one in fields(UnitCounts)]
    lines = [tuple(_HEADINGS[one].zh for one in columns)]
    lines.append(tuple(_HEADINGS[one].en for one in columns))
    for place, count in enumerate((*counts, total)):
        title = (count.unit or "-") if place < len(counts) else "合计 total"
        lines.append((title, *(str(getattr(count, one)) for one in columns[1:])))
    common.table(lines)
    print(f"\n当日无任何记录 / no record of the day: {len(lacking)}")
    if lacking:
        common.table([_line(one) for one in lacking])
    print(f"\n提示 / flagged: {len(flagged)}")
    if flagged:
        common.table([(*_line(one), _flags(one)) for one in flagged])


def _line(one: dict[str, Any]) -> tuple[str, ...]:
    return (one["person_id"], one["name"], one["unit"] or "-", one["phone"])


def _flags(one: dict[str, Any]) -> str:
    both = (words(HealthFlag(flag)) for flag in one["flags"])
    return "; ".join(f"{one.zh} / {one.en}" for one in both)
