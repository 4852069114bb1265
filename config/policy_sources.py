"""Where each figure of a policy comes from: the table `[sources]` of the file, and our defaults.

A note stands at the key of a figure or at a table above it, which it then covers as a whole.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from config import forms
from config.toml_table import Table
from kiosk.core.policy import Policy
from kiosk.core.policy_figures import figures, known_keys

LOCAL_PRACTICE = "local practice"
"""The note of a number that no source gives."""

_NOTE = forms.text(400)

_TWO_LEVELS = (
    "来访须两级审批 / two levels of approval of a visit "
    "(S, nayangfood.com/yiqingfangkong/43179.html)"
)
_CLASS_CLUSTER = (
    "国家规范的转述 / a school quoting the national norm: 3 in a day, 5 in 3 days, within 24 h "
    "(S, xayhny.com/newsInfo.aspx?pkId=2041)"
)
_SCHOOL_CLUSTER = (
    "7 天 10 例流感样 / 10 influenza-like in 7 days (O, wjw.huzhou.gov.cn/art/2023/9/11/"
    "art_1229210341_58898891.html); any fever is counted, which is stricter: local practice"
)
_SCHEDULE_A = "期限表 A / deadlines A (S, m.777doc.com/doc-3752602.html)"
_SCHEDULE_B = "期限表 B / deadlines B (S, a school's rule, no address known)"

_DEFAULTS: Mapping[str, str] = {
    "permits.default_levels": _TWO_LEVELS,
    "permits.levels": LOCAL_PRACTICE,
    "permits.longest_hours": LOCAL_PRACTICE,
    "permits.overstay_minutes": LOCAL_PRACTICE,
    "fever": LOCAL_PRACTICE,
    "clusters": _CLASS_CLUSTER,
    "clusters.school_fever_week": _SCHOOL_CLUSTER,
    "incidents.schedule": LOCAL_PRACTICE,
    "roll.class_due": "班级 08:00 前 / class form by 08:00 (S, 360docs.net/doc/1919041445.html)",
    "roll.report_due": (
        "湖南 2020-01-25: 每日 14:00 前 / Hunan: by 14:00 daily (N, freep.cn/hot/4876307.html)"
    ),
    "roll.follow_up_hours": "通知: 每日了解 / the notice: asked daily (N5)",
}
"""The notes of the figures in `config.policy_procedures`."""

_SCHEDULES: Mapping[str, Mapping[str, str]] = {
    "A": {"incidents": _SCHEDULE_A},
    "B": {"incidents": _SCHEDULE_B, "incidents.progress_hour": LOCAL_PRACTICE},
}


@dataclass(frozen=True, slots=True)
class Note:
    """Where a figure comes from; `text` None: nobody said. `by_default`: the file left it out."""

    text: str | None
    by_default: bool


def read_notes(table: Table | None, policy: Policy) -> dict[str, str]:
    """Read `[sources]`: dotted key -> note; a key that no figure has is reported."""
    if table is None:
        return {}
    return dict(_walk(table, (), _with_tables(known_keys(policy))))


def notes_of(
    policy: Policy, given: Mapping[str, str], written: Mapping[str, object]
) -> dict[str, Note]:
    """Give the note of each figure; `written` is the file as it was read."""
    defaults = {**_DEFAULTS, **_SCHEDULES[policy.deadlines.name]}
    return {one.key: _note(one.key, given, written, defaults) for one in figures(policy)}


def _note(
    key: str,
    given: Mapping[str, str],
    written: Mapping[str, object],
    defaults: Mapping[str, str],
) -> Note:
    by_default = not _is_written(written, key)
    found = _nearest(given, key)
    if found is None and by_default:
        found = _nearest(defaults, key)
    return Note(found, by_default)


def _walk(
    table: Table, above: tuple[str, ...], known: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Yield each note with its key; `known` holds every key that may have one."""
    for name, value in table.values.items():
        path = (*above, name)
        key = ".".join(path)
        if key not in known:
            table.report(name, "is not the key of a figure of this policy; mend or remove it")
        elif isinstance(value, dict):
            yield from _walk(table.table(name), path, known)
        else:
            yield key, table.take(name, _NOTE)


def _with_tables(keys: Collection[str]) -> frozenset[str]:
    """Add to each key the tables above it."""
    return frozenset(above for key in keys for above in _upward(key))


def _upward(key: str) -> Iterator[str]:
    """Yield the key, the table it stands in, and so on."""
    parts = key.split(".")
    for length in range(len(parts), 0, -1):
        yield ".".join(parts[:length])


def _nearest(notes: Mapping[str, str], key: str) -> str | None:
    return next((notes[above] for above in _upward(key) if above in notes), None)


def _is_written(written: Mapping[str, object], key: str) -> bool:
    """Tell whether the file itself gives a figure; a list of triggers gives all of them."""
    at: object = written
    for part in key.split("."):
        if not isinstance(at, dict):
            return isinstance(at, list)
        if part not in at:
            return False
        at = at[part]
    return True
