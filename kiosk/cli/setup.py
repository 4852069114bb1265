"""`kiosk setup`: state directory, keys, log and first supervisor of a new kiosk; no default PIN."""

import argparse
import sys
from pathlib import Path

from config.site import GateConfig
from kiosk.cli import common
from kiosk.cli.account import account_set, new_pin
from kiosk.cli.moment import now
from kiosk.core.events import Event, PolicyLoaded
from kiosk.core.people import Role
from kiosk.core.policy import Policy
from kiosk.store import keys, pass_keys, place
from kiosk.store.log import Log

FIRST_KID = 1

_EXAMPLE = """\
  kiosk setup --state /var/lib/kiosk --config /etc/kiosk --school 3201 --account wang
  echo 4711 | kiosk setup --state demo --school 1 --account wang --pin-stdin
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(
        parser,
        "Make the state directory of a new kiosk: keys, log, key of passes, first supervisor.",
        _EXAMPLE,
    )
    common.add_state(parser)
    common.add_config(parser)
    common.add_json(parser)
    parser.add_argument("--node", metavar="N", help="name of this machine (default: site.toml)")
    parser.add_argument("--school", type=int, metavar="NUMBER", help="number of the school")
    parser.add_argument(
        "--account", default="supervisor", metavar="NAME", help="first supervisor (%(default)s)"
    )
    parser.add_argument("--name", metavar="TEXT", help="how the screen names that supervisor")
    parser.add_argument("--pin-stdin", action="store_true", help="read the PIN from standard input")


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when the kiosk is made, 1 when it cannot be, 2 for wrong use."""
    return common.guarded("setup", _setup, args)


def _setup(args: argparse.Namespace) -> int:
    state = common.state_of(args)
    gate, policy = common.load(common.config_folder(args))
    node = common.id_of(args.node or gate.site.node, "--node")
    account = common.id_of(args.account, "--account")
    _refuse_finished(state)
    school = _school(args)
    pin = new_pin(account, [], from_stdin=args.pin_stdin)
    _make_folder(state)
    folder = common.keys_folder(state)
    issuing = _pass_key(folder, school)
    with _log(state, node) as log:
        author = common.author(log, None)
        moment = now()
        log.append(
            Event(moment, author, PolicyLoaded(policy.name, policy.digest)),
            Event(moment, author, account_set(account, Role.SUPERVISOR, args.name, pin)),
        )
        node = log.node
    return _report(args, state, gate, policy, node, issuing)


def _refuse_finished(state: Path) -> None:
    """Let only a directory without a kiosk pass, or one whose set-up was interrupted."""
    if not place.log_path(state).exists():
        return
    with place.open_log(state) as log:
        if log.lookup.accounts():
            raise common.RefusedError(
                f"there is a kiosk in {state} already; name another --state",
                code=common.FAILS,
            )


def _school(args: argparse.Namespace) -> int:
    number = args.school
    if number is None:
        if not sys.stdin.isatty() or args.pin_stdin:
            raise common.RefusedError("the number of the school is missing; give it with --school")
        text = input("学校编号 / number of the school: ").strip()
        if not (text.isascii() and text.isdigit()):
            raise common.RefusedError("the number of the school must be digits; start again")
        number = int(text)
    if not 0 <= number < 1 << 32:
        raise common.RefusedError("the number of the school must be from 0 to 4294967295")
    return int(number)


def _make_folder(state: Path) -> None:
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(state.iterdir()):
            state.chmod(0o700)
        open_to_others = bool(state.stat().st_mode & 0o077)
    except OSError as error:
        raise common.RefusedError(
            f"cannot make {state}: {error.strerror}; name another --state", code=common.FAILS
        ) from error
    if open_to_others:
        raise common.RefusedError(f"{state} is open to others; chmod 700 it", code=common.FAILS)


def _pass_key(folder: Path, school: int) -> pass_keys.IssuingKey:
    if not (folder / pass_keys.PRIVATE).exists():
        return pass_keys.create(folder, FIRST_KID, school)
    issuing = pass_keys.load_private(folder)
    if issuing.school != school:
        raise common.RefusedError(
            f"the pass key in {folder} is that of school {issuing.school}; give that number, or"
            " move the key away",
            code=common.FAILS,
        )
    pass_keys.publish(folder, issuing)
    return issuing


def _log(state: Path, node: str) -> Log:
    path, key_path = place.log_path(state), place.key_path(state)
    if path.exists():
        return place.open_log(state)
    found = keys.load(key_path) if key_path.exists() else keys.create(key_path)
    return Log.create(path, found, node, 1, now())


def _report(
    args: argparse.Namespace,
    state: Path,
    gate: GateConfig,
    policy: Policy,
    node: str,
    issuing: pass_keys.IssuingKey,
) -> int:
    found = {
        "state": str(state),
        "node": node,
        "school": issuing.school,
        "kid": issuing.kid,
        "account": args.account,
        "policy": policy.name,
    }
    if args.json:
        common.print_json(found)
        return common.HOLDS
    print(f"{gate.site.school_zh} / {gate.site.school_en}: kiosk {node} is set up in {state}")
    print(f"supervisor {args.account}, policy {policy.name}, pass key {issuing.kid}")
    print(f"keep a copy of {common.keys_folder(state)} in a safe place: without it no name can")
    print("be read again. The campus counts as closed until `kiosk phase set` says otherwise.")
    return common.HOLDS
