"""The health file of one person as text, section by section; what is empty is left out."""

from collections.abc import Callable
from datetime import timezone
from typing import Any

from kiosk.cli import common
from kiosk.cli.health_common import moment_text
from kiosk.core.health_file import AbsenceCause, HealthFlag, Symptom
from kiosk.core.words import words

Json = dict[str, Any]


def show(found: Json, zone: timezone) -> None:
    """Print a file that `kiosk health show` has gathered."""
    print(f"{found['person_id']}  {found['name']}  {found['phone']}")
    for flag in found["flags"]:
        print("  !", _said(HealthFlag(flag)))
    for title, key, line in _SECTIONS:
        if found[key]:
            print(f"\n{title}")
            common.table([line(one, zone) for one in found[key]])
    if found["masked"]:
        print("\n** 有记录, 未显示; 用 --unmask / on file, not shown; see --unmask")


def _relative_line(one: Json, _: timezone) -> tuple[str, ...]:
    flags = "; ".join(_said(HealthFlag(flag)) for flag in one["flags"])
    return (one["person_id"], one["relation"], one["name"], one["phone"], flags)


def _gate_line(one: Json, zone: timezone) -> tuple[str, ...]:
    at, point = moment_text(one["at"], zone), one["access_point"] or "-"
    return (at, point, one["device"], one["typed_by"] or "-", _sum(one))


def _home_line(one: Json, _: timezone) -> tuple[str, ...]:
    return (one["day"], str(one["value_c"] or "-"), one["clock"] or "", one["by"])


def _sum(one: Json) -> str:
    if one["raw_c"] is None:
        return "无效 / not valid"
    if isinstance(one["raw_c"], str):
        return str(one["raw_c"])
    return f"{one['raw_c']:.2f} {one['correction_c']:+.2f} = {one['corrected_c']:.2f}"


def _check_line(one: Json, _: timezone) -> tuple[str, ...]:
    found = one["symptoms"]
    if isinstance(found, list):
        found = ", ".join(_code_said(Symptom, code) for code in found) or "无 / none"
    return (one["day"], one["check"], found or "已删除 / erased", one["note"] or "", one["by"])


def _absence_line(one: Json, _: timezone) -> tuple[str, ...]:
    cause = one["cause"] or "-"
    return (one["day"], _code_said(AbsenceCause, cause), one["note"] or "", one["by"])


def _isolation_line(one: Json, zone: timezone) -> tuple[str, ...]:
    ended = one["ended"]
    return (
        moment_text(one["since"], zone),
        one["cause"] or "-",
        f"始 by {one['begun']['by']}",
        "未解除 / lasts" if ended is None else f"{moment_text(ended['at'], zone)} {ended['by']}",
    )


def _proofs_line(one: Json, zone: timezone) -> tuple[str, ...]:
    return (
        moment_text(one["at"], zone),
        f"医院 hospital {_yes(one['hospital'])}",
        f"校医 doctor {_yes(one['school_doctor'])}",
        one["by"],
    )


def _placement_line(one: Json, _: timezone) -> tuple[str, ...]:
    return (one["placement_id"], one["firm"] or "-", f"观察 observed {len(one['observed'])}")


def _watch_line(one: Json, zone: timezone) -> tuple[str, ...]:
    ended = one["ended"]
    return (
        one["watch_id"],
        one["reason"],
        one["region"] or "",
        f"{moment_text(one['from'], zone)} .. {moment_text(one['until'], zone)}",
        f"随访 asked {len(one['follow_ups'])}",
        "" if ended is None else f"解除 released {moment_text(ended['at'], zone)} {ended['by']}",
    )


def _code_said(kind: type[Symptom] | type[AbsenceCause], code: str) -> str:
    return _said(kind(code)) if code in list(kind) else code


def _said(code: Symptom | AbsenceCause | HealthFlag) -> str:
    both = words(code)
    return f"{both.zh} / {both.en}"


def _yes(value: bool) -> str:
    return "有 yes" if value else "无 no"


_SECTIONS: tuple[tuple[str, str, Callable[[Json, timezone], tuple[str, ...]]], ...] = (
    ("家庭 / household", "household", _relative_line),
    ("校门体温 / gate temperatures", "gate", _gate_line),
    ("居家体温 / home temperatures", "home", _home_line),
    ("检查 / checks", "checks", _check_line),
    ("缺勤 / absences", "absences", _absence_line),
    ("隔离 / isolation", "isolations", _isolation_line),
    ("复课证明 / return certificate", "certificates", _proofs_line),
    ("重点关注 / watch list", "watch", _watch_line),
    ("实习 / placements", "placements", _placement_line),
)
"""Title, key and line of each section."""
