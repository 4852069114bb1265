"""What the administration commands share: state, configuration, who acts, one line an error."""

import argparse
import getpass
import json
import os
import pwd
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import config
from config.errors import ConfigError
from config.policy_loader import load_policy
from config.site import GateConfig, load_gate
from kiosk.core.events import Actor, ActorKind
from kiosk.core.people import Role
from kiosk.core.policy import Policy
from kiosk.core.text import clean
from kiosk.core.windows import Window
from kiosk.store import errors, place
from kiosk.store.folding import stamp
from kiosk.store.log import Log

HOLDS, FAILS, WRONG_USE = 0, 1, 2

WHY_LIMIT = 200
CONFIG_VARIABLE = "KIOSK_CONFIG"
PACKAGED_CONFIG = Path(config.__file__).parent

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,31}", re.ASCII)
"""What an id may be: ids stand in clear bodies and on screens."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(_DAY.pattern + r"[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_WHAT_TO_DO: dict[type[errors.StoreError], str] = {
    errors.LogMissing: "make one with `kiosk setup`, or name another --state",
    errors.LogExists: "name another --state",
    errors.LogNotWritable: "nothing was written; mend that and try again",
    errors.LogDamaged: "keep the file and run `kiosk log verify`",
    errors.LogTooNew: "use the newer program",
    errors.SettingRefused: "use the Python that `./run` sets up",
}
"""Errors of the store that leave open what to do, with what to do."""


class RefusedError(Exception):
    """A command that is not carried out; each line says what is wrong and what to do."""

    def __init__(self, *lines: str, code: int = WRONG_USE) -> None:
        self.lines = lines
        self.code = code
        super().__init__("; ".join(lines))


def describe(parser: argparse.ArgumentParser, what: str, example: str) -> None:
    """Give a parser its description and an example at the end of its help."""
    parser.description = what
    parser.epilog = f"example:\n{example}"
    parser.formatter_class = argparse.RawDescriptionHelpFormatter


def add_state(parser: argparse.ArgumentParser) -> None:
    """Add `--state`."""
    parser.add_argument(
        "--state", type=Path, metavar="DIR", help=f"state directory (default: ${place.VARIABLE})"
    )


def add_config(parser: argparse.ArgumentParser) -> None:
    """Add `--config`."""
    parser.add_argument(
        "--config",
        type=Path,
        metavar="DIR",
        help=f"folder of site.toml, devices.toml (default: ${CONFIG_VARIABLE}, else our example)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help="print JSON")


def add_author(parser: argparse.ArgumentParser, *, required: bool = False) -> None:
    """Add `--by` and `--why`."""
    parser.add_argument(
        "--by", required=required, metavar="ACCOUNT", help="account on whose word this is done"
    )
    parser.add_argument("--why", required=required, metavar="TEXT", help="reason, kept in the log")


def example_of(examples: str, command: str) -> str:
    """Pick from the examples of a verb those of one of its commands."""
    each = re.split(r"^(?=  (?! ))", examples, flags=re.MULTILINE)
    return "example:\n" + "".join(one for one in each if re.search(rf"kiosk {command}\s", one))


def finish(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", verb: str, examples: str
) -> None:
    """Give every command of a verb its `--state` and its examples."""
    for name, one in verbs.choices.items():
        one.formatter_class = argparse.RawDescriptionHelpFormatter
        one.epilog = example_of(examples, f"{verb} {name}")
        add_state(one)


def guarded(verb: str, act: Callable[[argparse.Namespace], int], args: argparse.Namespace) -> int:
    """Carry out a command; what goes wrong becomes lines on stderr and an exit code."""
    try:
        return act(args)
    except RefusedError as refused:
        return say(verb, refused.code, *refused.lines)
    except ConfigError as error:
        return say(verb, FAILS, *map(str, error.problems))
    except errors.StoreError as error:
        what = next((one for kind, one in _WHAT_TO_DO.items() if isinstance(error, kind)), None)
        return say(verb, FAILS, f"{error}; {what}" if what else str(error))
    except BrokenPipeError:
        # The reader of our output went away; what is left has nowhere to go, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILS
    except (KeyboardInterrupt, EOFError):
        return say(verb, FAILS, "stopped; start it again")


def say(verb: str, code: int, *lines: str) -> int:
    """Print lines on stderr and give the code."""
    for line in lines:
        print(f"kiosk {verb}: {clean(line, 400)}", file=sys.stderr)
    return code


def state_of(args: argparse.Namespace) -> Path:
    """Choose the state directory."""
    return place.state_dir(args.state, os.environ)


def keys_folder(state: Path) -> Path:
    """Give the folder of every key of a state directory."""
    return place.key_path(state).parent


def opened(args: argparse.Namespace) -> Log:
    """Open the log of the state directory; raises StoreError."""
    return place.open_log(state_of(args))


def config_folder(args: argparse.Namespace) -> Path:
    """Choose the folder of the configuration."""
    if args.config is not None:
        return Path(args.config)
    named = os.environ.get(CONFIG_VARIABLE)
    return Path(named) if named else PACKAGED_CONFIG


def load(folder: Path) -> tuple[GateConfig, Policy]:
    """Load site, devices and the policy that the site names; raises ConfigError."""
    gate = load_gate(folder)
    return gate, load_policy(folder / gate.site.policy)


def site_zone(folder: Path) -> timezone:
    """Give the zone in which times without an offset are meant; raises ConfigError."""
    text = load_gate(folder).site.utc_offset
    hours, minutes = text[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if text[0] == "-" else offset)


def time_of(text: str, zone: timezone, *, end: bool = False) -> datetime:
    """Read a time of the command line: ISO 8601, in the school's zone when it names none.

    A day alone means its start, or with `end` the moment when it is over.
    """
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text) + timedelta(days=1 if end else 0)
            return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
        if not _TIME.fullmatch(text):
            raise ValueError(text)
        found = datetime.fromisoformat(text)
        at = found if found.tzinfo else found.replace(tzinfo=zone)
        return at.replace(microsecond=0).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RefusedError(f"{text} is not a time; write 2026-02-24 or 2026-02-24T08:30") from error


def window_of(since: str | None, until: str | None, zone: timezone) -> Window:
    """Read the two ends of a window; the end is not included. Raises RefusedError."""
    begin = None if since is None else time_of(since, zone)
    end = None if until is None else time_of(until, zone, end=True)
    if begin is not None and end is not None and begin >= end:
        raise RefusedError("--until must be later than --from")
    return Window(begin, end)


def span(window: Window, zone: timezone) -> str:
    """Show a window in the school's zone."""
    ends = (
        "" if at is None else at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        for at in (window.since, window.until)
    )
    return " .. ".join(ends)


def bounds(window: Window) -> dict[str, str | None]:
    """Give the ends of a window as JSON values, in UTC."""
    return {"from": stamp(window.since), "until": stamp(window.until)}


def author(log: Log, by: str | None, roles: frozenset[Role] = frozenset(Role)) -> Actor:
    """Name who acts: the account, if one is named, and always the system user who typed.

    No PIN is asked for: whoever may run this holds the key of the log already. Raises
    RefusedError for an account that does not exist, is closed, or has another role.
    """
    user = f"os:{pwd.getpwuid(os.getuid()).pw_name}"
    if by is None:
        return Actor(ActorKind.ACCOUNT, user)
    account = next((one for one in log.lookup.accounts() if one.account_id == by), None)
    if account is None or account.pin_hash is None:
        raise RefusedError(f"there is no account {by}; see `kiosk account list`")
    if account.role not in roles:
        needed = " or ".join(sorted(roles))
        raise RefusedError(f"{by} is a {account.role}; this needs a {needed}", code=FAILS)
    return Actor(ActorKind.ACCOUNT, f"{by}/{user}")


def why_of(args: argparse.Namespace, *, required: bool = False) -> str | None:
    """Read the reason; raises RefusedError for an empty one where one is needed."""
    text = clean(args.why or "", WHY_LIMIT)
    if required and not text:
        raise RefusedError("the reason is empty; say why with --why TEXT")
    return text or None


def id_of(text: str, what: str) -> str:
    """Check an id that becomes part of the log."""
    if not ID.fullmatch(text):
        raise RefusedError(f"{what} must be 1 to 32 letters A-Z, digits, - and _")
    return text


def ask_secret(prompt: str, *, from_stdin: bool) -> str:
    """Read a secret twice from the terminal, or once as a line of stdin."""
    if from_stdin:
        return sys.stdin.readline(256).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise RefusedError("there is no terminal to ask on; give the PIN with --pin-stdin")
    first = getpass.getpass(f"{prompt}: ")
    if getpass.getpass(f"{prompt} again / 再输一次: ") != first:
        raise RefusedError("the two were not the same; start again")
    return first


def print_json(found: object) -> None:
    """Print JSON that people can read."""
    print(json.dumps(found, ensure_ascii=False))


def table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print rows in columns; texts must be clean."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Count columns of a terminal: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
