"""Makes the environment from the hash-locked requirements, then starts what was asked for.

Standard library only: on a bare Debian there is nothing else. A complete set-up costs one
comparison of hashes; an interrupted one is made again; a failed one leaves the old one in use.
"""

import contextlib
import errno
import fcntl
import hashlib
import io
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bootstrap_install import (
    LOG,
    ROOT,
    SetupError,
    check_installer,
    clean_environment,
    disk_full,
    explain,
    install,
    run_logged,
    say,
)

# A link to the directory of the current set-up, so that a new one takes its place in one step.
VENV = ROOT / ".venv"
LOCK = ROOT / ".venv-setup.lock"
REQUIREMENTS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
# Measured, rounded up: what the environment and the unpacking of its largest wheel take.
NEEDED_MB = {"run": 400, "dev": 700}

USAGE = """\
用法 / usage: ./run COMMAND [arguments]
  demo    演示闸机(模拟设备) / the gate on simulators
  test    全部测试 / the whole test suite (arguments go to pytest)
  bench   性能测量 / the measures
  fuzz    模糊测试解码器 / fuzz the decoders (x86-64, Python 3.11)
  kiosk   任何 kiosk 命令 / any kiosk command, e.g. ./run kiosk log verify
  setup   只做安装 / only set up (--dev: also the tools for development)
"""

# An entry script of a package tool would hold the path of this folder in its first line, where
# a blank or a length over 127 bytes breaks it. sh finds Python beside the script instead, and
# keeps the settings of another Python from it and from the processes it starts.
LAUNCHER = """\
#!/bin/sh
'''exec' env -u PYTHONHOME -u PYTHONPATH PYTHONUTF8=1 \\
    "$(dirname -- "$(readlink -f -- "$0")")/python" -P "$0" "$@"
' '''
import sys

from kiosk.cli.main import main

sys.exit(main())
"""


def fingerprint() -> str:
    """Return what the environment depends on as one hash: locks, this file, Python, place."""
    facts = [".".join(map(str, sys.version_info[:2])), platform.machine(), str(ROOT)]
    digest = hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape"))
    for name in (*REQUIREMENTS.values(), "bootstrap.py", "bootstrap_install.py"):
        digest.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return digest.hexdigest()


def is_ready(level: str, wanted: str) -> bool:
    """Whether the environment in use is complete for this level and made from these locks."""
    try:
        return (VENV / f"ready-{level}").read_text() == wanted
    except (OSError, ValueError):
        return False


@contextlib.contextmanager
def only_one() -> Iterator[int]:
    """Hold the set-up lock; yield its descriptor, which installers inherit to keep it held."""
    with LOCK.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个安装正在进行,等待它结束 / waiting for another set-up to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def check_host() -> None:
    """Raise SetupError for what must be there before: a 64-bit system, uv or pip."""
    if sys.maxsize <= 2**32:
        raise SetupError(
            "系统是32位的",
            "this system is 32-bit, for which there are no ready-made packages",
            "install the 64-bit Debian 12 or 13, or Raspberry Pi OS (64-bit)",
        )
    check_installer()


def check_room(level: str) -> None:
    """Raise SetupError where the disk has no room for this level."""
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if free_mb < NEEDED_MB[level]:
        raise disk_full(f"{NEEDED_MB[level]} MB needed, {free_mb} MB free")


def build(level: str, wanted: str, held: int) -> None:
    """Make a complete environment beside the one in use, then let it take its place."""
    remove_environments(kept=VENV.resolve())
    check_room(level)
    directory = Path(tempfile.mkdtemp(prefix=".venv-", dir=ROOT))
    directory.chmod(0o755)
    try:
        fill(directory, level, held)
        for ready in {"run", level}:
            (directory / f"ready-{ready}").write_text(wanted)
        put_in_place(directory)
    finally:
        remove_environments(kept=VENV.resolve())


def fill(directory: Path, level: str, held: int) -> None:
    """Make an environment with the locked packages, the way to our code, and `kiosk`."""
    python = os.path.realpath(sys.executable)
    command = [python, "-Im", "venv", "--without-pip", str(directory)]
    if (output := run_logged(command, clean_environment(os.environ), held)) is not None:
        raise explain(output)
    install(directory, REQUIREMENTS[level], held)
    site = next(directory.glob("lib/python*/site-packages"))
    # The code is run where it lies: nothing is built, so nothing can be stale. The way from here
    # to there is relative, as Python 3.11 cannot read a Chinese path here under LC_ALL=C.
    (site / "kiosk-project.pth").write_text(f"{os.path.relpath(ROOT, site)}\n")
    launcher = directory / "bin" / "kiosk"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)


def put_in_place(directory: Path) -> None:
    """Point .venv at this directory in one step."""
    link = ROOT / ".venv-next"
    remove(link)
    link.symlink_to(directory.name)
    if not VENV.is_symlink():
        remove(VENV)
    link.replace(VENV)


def remove_environments(kept: Path) -> None:
    """Remove what interrupted set-ups and old ones left, all but the one in use."""
    for directory in ROOT.glob(".venv-*/"):
        if directory != kept:
            remove(directory)


def remove(path: Path) -> None:
    """Remove a file, link or directory, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def add_tools(wanted: str, held: int) -> None:
    """Add the tools for development to a complete environment, which stays usable meanwhile."""
    begun = VENV / "dev-begun"
    begun.touch()
    install(VENV.resolve(), REQUIREMENTS["dev"], held)
    (VENV / "ready-dev").write_text(wanted)
    begun.unlink()


def ensure(level: str) -> None:
    """Make the environment complete for this level ("run" or "dev"); cheap if it already is."""
    wanted = fingerprint()
    if is_ready(level, wanted):
        return
    check_host()
    with only_one() as held:
        if is_ready(level, wanted):
            return
        LOG.write_bytes(b"")
        say("首次准备,约需一分钟 / setting up, this takes about a minute the first time")
        # Tools half added may be half there: only a new environment is sure to be whole.
        if is_ready("run", wanted) and not (VENV / "dev-begun").exists():
            add_tools(wanted, held)
        else:
            build(level, wanted, held)


def _workers(arguments: list[str]) -> list[str]:
    """Spread the whole suite: on two cores two of four always wait; a part runs as typed."""
    part = any(one.startswith("-n") or (ROOT / one.split("::")[0]).exists() for one in arguments)
    return [] if part else ["-n", "4", "--dist", "loadgroup"]


def command_for(verb: str, arguments: list[str]) -> tuple[str, list[str]] | None:
    """Return the level a verb needs and the command it runs; None for an unknown verb."""
    python, kiosk = str(VENV / "bin" / "python"), str(VENV / "bin" / "kiosk")
    match verb:
        case "demo":
            return "run", [kiosk, "demo", *arguments]
        case "kiosk":
            return "run", [kiosk, *arguments]
        case "test":
            return "dev", [python, "-m", "pytest", *_workers(arguments), *arguments]
        case "bench":
            return "dev", [python, "-m", "tests.bench", *arguments]
        case "fuzz":
            return "dev", [python, "-m", "tests.fuzz", *arguments]
        case "setup" if arguments in ([], ["--dev"]):
            return ("dev" if arguments else "run"), []
        case _:
            return None


def explain_os_error(error: OSError) -> SetupError:
    """Return the one line for what the system refused."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return disk_full(str(error))
    return SetupError("无法在此文件夹中准备", "cannot set up in this folder", str(error))


def main(arguments: list[str]) -> int:
    """Set up, then become the command; return the exit code if there is none to become."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without Chinese still gets English
    if arguments in (["--help"], ["-h"]):
        print(USAGE, end="")
        return 0
    plan = command_for(arguments[0], arguments[1:]) if arguments else None
    if plan is None:
        print(USAGE, end="", file=sys.stderr)
        return 2
    level, command = plan
    try:
        ensure(level)
        if not command:
            return 0
        if level == "dev":
            os.chdir(ROOT)  # the paths given to pytest are those of the project
        environ = clean_environment(os.environ) | {"PYTHONUTF8": "1"}
        os.execve(command[0], command, environ)  # noqa: S606 # no shell wanted
    except SetupError as problem:
        say(str(problem))
    except KeyboardInterrupt:
        say("已中断,可重新开始 / interrupted; start again: ./run setup")
        return 130
    except OSError as error:
        say(str(explain_os_error(error)))
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
