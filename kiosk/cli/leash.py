"""Runs a command that ends when its parent does, however the parent ends; for child processes.

    python -m kiosk.cli.leash PARENT_PID COMMAND [ARGUMENT ...]

Linux sends SIGTERM to the command when the thread that started it is gone (prctl(2),
PR_SET_PDEATHSIG), so start it from a thread that lives as long as the process.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def leashed(command: list[str]) -> list[str]:
    """Give the command line that runs `command` on a leash of this process."""
    return [sys.executable, "-m", "kiosk.cli.leash", str(os.getpid()), *command]


def main(arguments: list[str]) -> int:
    """Become the command; returns only when the parent is gone already."""
    parent, command = int(arguments[0]), arguments[1:]
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        return 1
    os.execv(command[0], command)  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
