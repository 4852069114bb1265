"""`kiosk serve`: the network side in its own process, and the tokens that may pull from it."""

import argparse
import ipaddress
import logging
import sys
import time

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.core.events import Event, TokenAdded, TokenRemoved
from kiosk.web import app, server, tokens

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8090

_EXAMPLE = """\
  kiosk serve --add-token health-bureau --why "daily pull of the district"
  kiosk serve --host 127.0.0.1 --port 8090
  curl -H "Authorization: Bearer $TOKEN" 'http://127.0.0.1:8090/api/v1/events?after=0&format=csv'
  kiosk serve --remove-token health-bureau
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Fill in the arguments of the verb."""
    common.describe(
        parser, "Serve the log to the network, masked, to holders of a token.", _EXAMPLE
    )
    common.add_state(parser)
    parser.add_argument("--host", default=DEFAULT_HOST, help="address (default: %(default)s)")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help="port (default: %(default)s; 0: any free)"
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--add-token", metavar="NAME", help="print a new token, once, and end")
    what.add_argument("--remove-token", metavar="NAME", help="let a token no longer pull, and end")
    what.add_argument("--list-tokens", action="store_true", help="list the names, and end")
    common.add_author(parser)
    common.add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Run the verb; 0 when done, 1 when it cannot be, 2 for wrong use."""
    if args.add_token is not None:
        return common.guarded("serve", _add_token, args)
    if args.remove_token is not None:
        return common.guarded("serve", _remove_token, args)
    return common.guarded("serve", _list_tokens if args.list_tokens else _serve, args)


def _serve(args: argparse.Namespace) -> int:
    if not 0 <= args.port <= 65535:
        raise common.RefusedError("--port must be from 0 to 65535")
    state = common.state_of(args)
    # Whoever starts this hears at once that there is no log, not with the first pull.
    common.opened(args).close()
    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s: %(message)s"
    )
    try:
        listening = server.listen(args.host, args.port)
    except OSError as error:
        raise common.RefusedError(
            f"cannot listen on {args.host} port {args.port}: {error.strerror};"
            " choose another with --host and --port",
            code=common.FAILS,
        ) from error
    if not _loopback(args.host):
        common.say("serve", common.HOLDS, "tokens cross the network unencrypted; put TLS in front")
    address = server.address_of(listening)
    built = app.build(state, now, time.monotonic)
    server.serve(built, listening, lambda: print(address, flush=True))
    return common.HOLDS


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _add_token(args: argparse.Namespace) -> int:
    name = common.id_of(args.add_token, "NAME")
    token = tokens.new_token()
    with common.opened(args) as log:
        if any(row.name == name for row in log.lookup.tokens()):
            raise common.RefusedError(
                f"there is a token {name}; `kiosk serve --remove-token {name}` first",
                code=common.FAILS,
            )
        author = common.author(log, args.by)
        fact = TokenAdded(name, tokens.digest(token))
        log.append(Event(now(), author, fact, why=common.why_of(args)))
    if args.json:
        common.print_json({"name": name, "token": token})
    else:
        print(token)
        common.say("serve", common.HOLDS, f"the token of {name} is shown only this once; keep it")
    return common.HOLDS


def _remove_token(args: argparse.Namespace) -> int:
    name = common.id_of(args.remove_token, "NAME")
    with common.opened(args) as log:
        if all(row.name != name for row in log.lookup.tokens()):
            raise common.RefusedError("there is no such token; see `kiosk serve --list-tokens`")
        author = common.author(log, args.by)
        log.append(Event(now(), author, TokenRemoved(name), why=common.why_of(args)))
    print(f"token {name} can no longer pull")
    return common.HOLDS


def _list_tokens(args: argparse.Namespace) -> int:
    with common.opened(args) as log:
        names = [row.name for row in log.lookup.tokens()]
    if args.json:
        common.print_json(names)
    else:
        print("\n".join(names) or "there is no token; see `kiosk serve --add-token`")
    return common.HOLDS
