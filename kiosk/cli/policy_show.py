"""`kiosk policy show`: says a policy in plain language, each figure with where it comes from."""

import argparse
from pathlib import Path

from config.policy_editions import find_policy
from config.policy_loader import PolicyFile, load_policy_file
from config.policy_sources import LOCAL_PRACTICE, Note
from config.site import load_gate
from kiosk.cli import common
from kiosk.core.policy import Policy
from kiosk.core.policy_figures import Figure, figures
from kiosk.core.text import clean
from kiosk.core.words import Words
from kiosk.core.words_figures import GROUPS

_TEXT_LIMIT = 500
_NOBODY_SAID = Words("没有说明来源", "no source given")
_LOCAL = Words("本地做法", LOCAL_PRACTICE)
_DEFAULT = Words("程序默认", "default of the program")
_GRADES = Words(
    "来源等级: O 官方文件, N 新闻转述, S 一所学校的规定",
    "Grades of sources: O official text, N news, S one school's rule",
)
_NORMAL = Words("日常管理: 无需许可, 不设限制", "Phase normal: no permit needed, nothing barred")


def show(args: argparse.Namespace) -> int:
    """Show one policy. Raises ConfigError."""
    found = load_policy_file(_path(args))
    if args.json:
        common.print_json(_record(found))
        return common.HOLDS
    policy = found.policy
    print(f"{clean(policy.name)}  {clean(policy.title_zh)} / {clean(policy.title_en)}")
    if policy.source:
        print(f"来源 / source: {clean(policy.source, _TEXT_LIMIT)}")
    print(f"sha256 {policy.digest}")
    print(f"{_GRADES.zh}\n{_GRADES.en}")
    everything = figures(policy)
    for beginnings, title in GROUPS:
        _print_group(title, _of_group(everything, beginnings), found)
    print(f"\n{_NORMAL.zh} / {_NORMAL.en}")
    return common.HOLDS


def _path(args: argparse.Namespace) -> Path:
    folder = common.config_folder(args)
    if args.policy is None:
        return folder / load_gate(folder).site.policy
    return find_policy(args.policy, folder)


def _of_group(everything: tuple[Figure, ...], beginnings: str) -> list[Figure]:
    wanted = tuple(beginnings.split())
    return [one for one in everything if one.key in wanted or one.key.startswith(_tables(wanted))]


def _tables(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{name}." for name in names)


def _print_group(title: Words, group: list[Figure], found: PolicyFile) -> None:
    if not group:
        return
    print(f"\n{title.zh} / {title.en}")
    for figure in group:
        print(f"  {clean(figure.meaning.zh, _TEXT_LIMIT)}")
        print(f"  {clean(figure.meaning.en, _TEXT_LIMIT)}")
        print(f"      {clean(figure.key)}: {_said(found.notes[figure.key])}")


def _said(note: Note) -> str:
    match note.text:
        case None:
            text = f"{_NOBODY_SAID.zh} / {_NOBODY_SAID.en}"
        case "local practice":
            text = f"{_LOCAL.zh} / {_LOCAL.en}"
        case _:
            text = clean(note.text, _TEXT_LIMIT)
    return f"{text} [{_DEFAULT.zh} / {_DEFAULT.en}]" if note.by_default else text


def _record(found: PolicyFile) -> dict[str, object]:
    policy = found.policy
    return {
        "name": policy.name,
        "title": {"zh": policy.title_zh, "en": policy.title_en},
        "source": policy.source or None,
        "digest": policy.digest,
        "areas": sorted(policy.areas),
        "purposes": sorted(policy.purposes),
        "public_purposes": sorted(policy.public_purposes),
        "access_points": sorted(policy.access_points),
        "figures": [_figure_record(one, found.notes[one.key]) for one in figures(policy)],
    } | _tree(policy)


def _figure_record(figure: Figure, note: Note) -> dict[str, object]:
    return {
        "key": figure.key,
        "value": figure.value,
        "zh": figure.meaning.zh,
        "en": figure.meaning.en,
        "source": note.text,
        "default": note.by_default,
    }


def _tree(policy: Policy) -> dict[str, object]:
    """Give the figures once more, as tables within tables like those of the file."""
    tree: dict[str, object] = {}
    for figure in figures(policy):
        table = tree
        *above, last = figure.key.split(".")
        for name in above:
            inner = table.setdefault(name, {})
            if not isinstance(inner, dict):
                raise TypeError(f"{figure.key} stands both for a value and for a table")
            table = inner
        table[last] = figure.value
    return tree
