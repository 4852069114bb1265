"""`kiosk account`: who may sign in or act by name; each account has a PIN nobody else has."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.phase import unit_of
from kiosk.core.events import AccountSet, Event
from kiosk.core.people import Role
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.station.pins import PinAccount, find, hash_pin, pin_problem
from kiosk.store.answers import AccountRow
from kiosk.store.log import Log

NAME_LIMIT = 40

_EXAMPLE = """\
  kiosk account add li --role guard --name 李师傅
  kiosk account add sun --role class_teacher --unit grade-7/class-3 --person t-0103
  kiosk account pin li
  kiosk account close li --why "left the school"
  kiosk account list
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(parser, "Accounts: who may sign in or act by name.", _EXAMPLE)
    verbs = parser.add_subparsers(dest="account_verb", required=True, metavar="add|pin|close|list")
    new = verbs.add_parser("add", help="add an account; asks for its PIN twice")
    new.add_argument("--role", required=True, choices=[role.value for role in Role])
    new.add_argument("--name", metavar="TEXT", help="how the screen names the account")
    new.add_argument("--person", metavar="ID", help="whose account it is")
    new.add_argument("--unit", metavar="UNIT", help="what the role is held for, a class say")
    pin = verbs.add_parser("pin", help="give an account another PIN")
    close = verbs.add_parser("close", help="nobody can sign in with the account any more")
    for one in (new, pin, close):
        one.add_argument("account", metavar="NAME", help="id of the account")
        common.add_author(one)
    for one in (new, pin):
        one.add_argument(
            "--pin-stdin", action="store_true", help="read the PIN from standard input"
        )
    shown = verbs.add_parser("list", help="list the accounts")
    common.add_json(shown)
    common.finish(verbs, "account", _EXAMPLE)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    return common.guarded(f"account {args.account_verb}", _VERBS[args.account_verb], args)


def account_set(account: str, role: Role, name: str | None, pin: str) -> AccountSet:
    """Make the fact of an account; only the hash of its PIN is kept."""
    shown = clean(name or account, NAME_LIMIT) or account
    return AccountSet(account, role, shown, hash_pin(pin))


def new_pin(account: str, others: Sequence[AccountRow], *, from_stdin: bool) -> str:
    """Ask for a PIN; raises RefusedError for a weak one, or one that another account has.

    A PIN alone says who signs in, so no two accounts may share one.
    """
    pin = common.ask_secret(f"PIN of {account} / {account} 的 PIN", from_stdin=from_stdin)
    if problem := pin_problem(pin):
        raise common.RefusedError(f"{problem}; choose another")
    taken = [
        PinAccount(one.account_id, one.role, one.account_id, one.pin_hash)
        for one in others
        if one.pin_hash is not None and one.account_id != account
    ]
    if find(pin, taken) is not None:
        raise common.RefusedError("another account has this PIN; choose another", code=common.FAILS)
    return pin


def _add(args: argparse.Namespace) -> int:
    account = common.id_of(args.account, "NAME")
    with common.opened(args) as log:
        accounts = log.lookup.accounts()
        if any(one.account_id == account and one.pin_hash for one in accounts):
            raise common.RefusedError(
                f"there is an account {account}; `kiosk account pin {account}` changes its PIN",
                code=common.FAILS,
            )
        author = common.author(log, args.by)
        pin = new_pin(account, accounts, from_stdin=args.pin_stdin)
        if args.person is not None and log.lookup.holder(args.person) is None:
            raise common.RefusedError("there is no such person; see `kiosk people list`")
        fact = replace(
            account_set(account, Role(args.role), args.name, pin),
            person_id=args.person,
            unit=None if args.unit is None else unit_of(args.unit),
        )
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    print(f"account {account} ({args.role}) is set")
    return common.HOLDS


def _pin(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        old = _existing(log, args.account)
        author = common.author(log, args.by)
        pin = new_pin(old.account_id, log.lookup.accounts(), from_stdin=args.pin_stdin)
        fact = replace(
            account_set(old.account_id, old.role, old.name, pin),
            person_id=old.person_id,
            unit=old.unit,
        )
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    print(f"account {old.account_id} has another PIN")
    return common.HOLDS


def _close(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        old = _existing(log, args.account)
        author = common.author(log, args.by)
        fact = AccountSet(old.account_id, old.role, old.name, None, old.person_id, old.unit)
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    print(f"account {old.account_id} is closed")
    return common.HOLDS


def _existing(log: Log, account: str) -> AccountRow:
    for one in log.lookup.accounts():
        if one.account_id == account:
            return one
    raise common.RefusedError("there is no such account; see `kiosk account list`")


def _list(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        accounts = log.lookup.accounts()
    if args.json:
        common.print_json(
            [
                {
                    "account": one.account_id,
                    "role": one.role,
                    "name": one.name,
                    "person_id": one.person_id,
                    "unit": one.unit,
                    "open": one.pin_hash is not None,
                }
                for one in accounts
            ]
        )
        return common.HOLDS
    common.table(
        [
            (
                one.account_id,
                "{0.zh} / {0.en}".format(words(one.role)),
                clean(one.name or "", NAME_LIMIT),
                one.unit or "",
                "" if one.pin_hash else "已停用 / closed",
            )
            for one in accounts
        ]
    )
    return common.HOLDS


_VERBS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": _add,
    "pin": _pin,
    "close": _close,
    "list": _list,
}
