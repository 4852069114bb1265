"""What every test shares: things a test may need, counted skips, and hypothesis settings.

A test that needs something a machine may lack says so:

    @pytest.mark.needs("zbar")

It is skipped where the thing is missing, and the end of the run lists every skip with its reason
and their count. `./run test --require zbar,browser` turns such a skip into a failure; the names:

    atheris     the coverage-guided fuzzer of the decoders
    browser     Chromium, to look at pages as a visitor's phone does
    postgres    the PostgreSQL server programs, for a pull into a foreign database
    ptrace      the right to trace a child process, for the power-cut proof
    venv        Python's ensurepip, for the tests of the set-up itself
    zbar        the library behind pyzbar, the second code decoder
"""

import ctypes
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

# A shared school machine stalls now and then: a slow example is no failure, a hung test is one.
settings.register_profile("kiosk", deadline=None, print_blob=True)
settings.load_profile("kiosk")

PTRACE_SEIZE = 0x4206
"""Request number of ptrace(2); attaches without stopping the child."""


def has_browser() -> bool:
    """Whether a Chromium is on PATH."""
    return any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))


def has_postgres() -> bool:
    """Whether PostgreSQL's server programs are installed; Debian keeps them off PATH."""
    return shutil.which("initdb") is not None or any(
        Path("/usr/lib/postgresql").glob("*/bin/initdb")
    )


def may_trace() -> bool:
    """Whether a child process may be traced; containers often forbid it."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    with subprocess.Popen(
        [sys.executable, "-ISc", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        allowed = bool(libc.ptrace(PTRACE_SEIZE, child.pid, None, None) == 0)
        child.kill()
    return allowed


def has_atheris() -> bool:
    """Tell whether decoders can be fuzzed guided by coverage."""
    return importlib.util.find_spec("atheris") is not None


def has_venv() -> bool:
    """Whether Python can put pip into a new environment; Debian packs that apart."""
    return importlib.util.find_spec("ensurepip") is not None


def has_zbar() -> bool:
    """Whether pyzbar finds its library."""
    try:
        import pyzbar.pyzbar  # noqa: F401 # the import itself looks for the library
    except ImportError:
        return False
    return True


NEEDS: dict[str, tuple[Callable[[], bool], str]] = {
    "atheris": (has_atheris, "a wheel for Python 3.11 on x86-64 only"),
    "browser": (has_browser, "no Chromium: apt install chromium"),
    "postgres": (has_postgres, "no PostgreSQL server: apt install postgresql"),
    "ptrace": (may_trace, "tracing a child process is not allowed here"),
    "venv": (has_venv, "no ensurepip: apt install python3-venv"),
    "zbar": (has_zbar, "no libzbar: apt install libzbar0"),
}
"""Each name a test may need: how it is probed, and the reason shown where it is missing."""


@cache
def missing(name: str) -> str | None:
    """Return why the named thing cannot be used here, None if it can; probed once a run."""
    probe, reason = NEEDS[name]
    return None if probe() else f"needs {name}: {reason}"


def known_names(text: str) -> frozenset[str]:
    """Return the names in a comma-separated list; raise UsageError for one nobody knows."""
    names = frozenset(filter(None, (part.strip() for part in text.split(","))))
    if unknown := names - NEEDS.keys():
        raise pytest.UsageError(f"{', '.join(sorted(unknown))}: not one of {', '.join(NEEDS)}")
    return names


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--require NAMES`."""
    parser.addoption(
        "--require",
        action="append",
        default=[],
        metavar="NAMES",
        help=f"fail, instead of skip, tests that need these: {','.join(NEEDS)}",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse a misspelt name at once: a requirement nobody checks is worse than none."""
    known_names(",".join(config.getoption("--require")))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose need is missing, or fail it where that need is required."""
    required = known_names(",".join(item.config.getoption("--require")))
    for mark in item.iter_markers("needs"):
        for name in sorted(known_names(",".join(mark.args))):
            if (reason := missing(name)) is None:
                continue
            if name in required:
                pytest.fail(f"required: {reason}", pytrace=False)
            pytest.skip(reason)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List every skipped test with its reason, and say how many there are."""
    skipped = terminalreporter.getreports("skipped")
    terminalreporter.section(f"{len(skipped)} skipped")
    for report in sorted(skipped, key=lambda report: report.nodeid):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.line(f"{report.nodeid}: {reason}")
