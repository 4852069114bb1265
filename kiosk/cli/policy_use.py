"""`kiosk policy list` and `use`: which policies there are, and a named switch to another one."""

import argparse
import os
from pathlib import Path

from config.errors import ConfigError, Problem
from config.policy_editions import Edition, editions, find_policy
from config.policy_loader import load_policy, load_policy_file
from config.site import load_gate
from config.site_policy import NewSite
from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import Event, PolicyLoaded
from kiosk.core.people import Role
from kiosk.core.policy import Policy
from kiosk.core.text import clean

_SWITCHERS = frozenset({Role.SUPERVISOR})
_VARIABLE = "KIOSK_SITE__POLICY"
_TEXT_LIMIT = 300


def list_all(args: argparse.Namespace) -> int:
    """List the policies; 1 when the one in use cannot be used. Raises ConfigError."""
    folder = common.config_folder(args)
    used = (folder / load_gate(folder).site.policy).resolve()
    found = _with_used(editions(folder), used)
    if args.json:
        common.print_json([_record(one, used) for one in found])
    else:
        for one in found:
            _print_edition(one, used)
    usable = any(one.path.resolve() == used and one.found is not None for one in found)
    return common.HOLDS if usable else common.FAILS


def _with_used(found: tuple[Edition, ...], used: Path) -> list[Edition]:
    """Add the policy in use where it stands in neither folder."""
    if any(one.path.resolve() == used for one in found):
        return list(found)
    try:
        return [Edition(used.stem, used, load_policy_file(used)), *found]
    except ConfigError as error:
        return [Edition(used.stem, used, None, error.problems), *found]


def _print_edition(edition: Edition, used: Path) -> None:
    mark = "*" if edition.path.resolve() == used else " "
    if edition.found is None:
        first, more = edition.problems[0], len(edition.problems) - 1
        said = clean(str(first), _TEXT_LIMIT) + (f" (and {more} more)" if more else "")
        print(f"{mark} {clean(edition.name)}  不能使用 / cannot be used\n    {said}")
        return
    policy = edition.found.policy
    print(f"{mark} {clean(edition.name)}  {clean(policy.title_zh)} / {clean(policy.title_en)}")
    if policy.source:
        print(f"    {clean(policy.source, _TEXT_LIMIT)}")


def _record(edition: Edition, used: Path) -> dict[str, object]:
    policy = edition.found.policy if edition.found else None
    return {
        "name": edition.name,
        "file": str(edition.path),
        "in_use": edition.path.resolve() == used,
        "title": {"zh": policy.title_zh, "en": policy.title_en} if policy else None,
        "source": (policy.source or None) if policy else None,
        "digest": policy.digest if policy else None,
        "problems": list(map(str, edition.problems)),
    }


def use(args: argparse.Namespace) -> int:
    """Switch to another policy by name and reason. Raises ConfigError and RefusedError."""
    folder = common.config_folder(args)
    why = common.why_of(args, required=True)
    _refuse_overridden()
    path = find_policy(args.policy, folder)
    policy = load_policy(path)
    gate = load_gate(folder)
    _refuse_unfit(policy, gate.site.lane.access_point)
    written = _as_written(path, folder)
    with common.opened(args) as log:
        author = common.author(log, args.by, _SWITCHERS)
        known = log.lookup.policy()
        if gate.site.policy == written and known and known.digest == policy.digest:
            print(f"{clean(policy.name)} is in use already; nothing was changed")
            return common.HOLDS
        with NewSite(folder / "site.toml", written) as site:
            log.append(Event(now(), author, PolicyLoaded(policy.name, policy.digest), why=why))
            site.take_over()
    print(f"{clean(policy.name)}  {clean(policy.title_zh)} / {clean(policy.title_en)}")
    print("请重启站点程序后生效 / stop `kiosk run` and start it again: it takes effect then")
    return common.HOLDS


def _refuse_overridden() -> None:
    """Refuse where the environment names a policy, which would win over the file."""
    if any(name.upper() == _VARIABLE for name in os.environ):
        raise common.RefusedError(
            f"{_VARIABLE} is set and wins over site.toml; remove it from the service first",
            code=common.FAILS,
        )


def _refuse_unfit(policy: Policy, access_point: str) -> None:
    if access_point not in policy.access_points:
        what = f"{access_point} is not an access point of {policy.name}; add it to its list"
        raise ConfigError([Problem("site.toml", "lane.access_point", what)])


def _as_written(path: Path, folder: Path) -> str:
    """Give the path as `site.toml` has it: from its own folder where it lies below."""
    target, above = path.resolve(), folder.resolve()
    return target.relative_to(above).as_posix() if target.is_relative_to(above) else str(target)
