"""`kiosk tui`: the guard's terminal at a gate, a client of the station's socket."""

import argparse
import os
import signal
import sys
from pathlib import Path

from kiosk.core.words import Language
from kiosk.tui.app import GateApp
from kiosk.tui.theme import ThemeName

_EXAMPLE = """example:
  kiosk tui --socket /run/gate/link/station.sock --lang zh --theme light
"""


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.epilog = _EXAMPLE
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = (
        "The guard's terminal; it ends by SIGTERM, or by a supervisor's PIN (exit code 10)."
    )
    parser.add_argument(
        "--socket", type=Path, required=True, metavar="PATH", help="the station's socket"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="first language")
    parser.add_argument("--theme", choices=("dark", "light"), default="dark", help="night or day")


def run(args: argparse.Namespace) -> int:
    """Run the terminal until it is told to end; 2 where there is no terminal to draw on."""
    # Textual draws on standard error, so that too must be the terminal.
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        print("kiosk tui needs a terminal: start it in one, not in a pipe", file=sys.stderr)
        return 2
    # Ctrl+C is a key like any other at a gate, and so is whatever sends its signal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    app = GateApp(args.socket, Language(args.lang), ThemeName(args.theme))
    app.run(mouse=False)
    for stream in (sys.stdout, sys.stderr):
        if not stream.isatty():
            # The window is gone: what is left to write has nowhere to go, at exit neither.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    return app.return_code or 0
