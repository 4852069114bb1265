"""Makes the environment from the hash-locked requirements, then starts what was asked for.

Standard library only: on a bare Debian there is nothing else. A complete set-up costs one
comparison of hashes; an interrupted one is made again; a failed one leaves the old one in use.
"""

import contextlib
import errno
import fcntl
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# A link to the directory of the current set-up, so that a new one takes its place in one step.
VENV = ROOT / ".venv"
LOG = ROOT / ".venv-setup.log"
LOCK = ROOT / ".venv-setup.lock"
REQUIREMENTS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
# Measured, rounded up: what the environment and the unpacking of its largest wheel take.
NEEDED_MB = {"run": 500, "dev": 650}

USAGE = """\
用法 / usage: ./run COMMAND [arguments]
  demo    演示闸机(模拟设备) / the gate on simulators
  test    全部测试 / the whole test suite (arguments go to pytest)
  bench   性能测量 / the measures
  kiosk   任何 kiosk 命令 / any kiosk command, e.g. ./run kiosk log verify
  setup   只做安装 / only set up (--dev: also the tools for development)
"""

# An entry script of a package tool would hold the path of this folder in its first line, where
# a blank or a length over 127 bytes breaks it. sh finds Python beside the script instead.
LAUNCHER = """\
#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" -I "$0" "$@"
' '''
import sys

from kiosk.cli.main import main

sys.exit(main())
"""

# Where packages come from is the user's choice (a mirror, a proxy, a folder on a stick): the
# hashes hold whatever the source. How they are installed is not.
SOURCE_SETTINGS = re.compile(
    r"PIP_((EXTRA_)?INDEX_URL|FIND_LINKS|NO_INDEX|(CLIENT_)?CERT|PROXY|TRUSTED_HOST"
    r"|(DEFAULT_)?TIMEOUT|(NO_)?CACHE_DIR|CONFIG_FILE)"
    r"|UV_((DEFAULT_|EXTRA_)?INDEX(_URL)?|FIND_LINKS|OFFLINE|NATIVE_TLS|SYSTEM_CERTS"
    r"|HTTP_TIMEOUT|(NO_)?CACHE(_DIR)?|CONFIG_FILE)"
)


class SetupError(Exception):
    """What is missing, in both languages, and the next step that brings it."""

    def __init__(self, chinese: str, english: str, next_step: str) -> None:
        super().__init__(f"{chinese} / {english}: {next_step}")


def apt(packages: str) -> str:
    """Return the command that installs Debian packages, to be typed by the user."""
    return f"{'' if os.geteuid() == 0 else 'sudo '}apt install {packages}"


def fingerprint() -> str:
    """Return what the environment depends on as one hash: locks, this file, Python, place."""
    facts = [".".join(map(str, sys.version_info[:2])), platform.machine(), str(ROOT)]
    digest = hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape"))
    for name in (*REQUIREMENTS.values(), "bootstrap.py"):
        digest.update(hashlib.sha256((ROOT / name).read_bytes()).digest())
    return digest.hexdigest()


def is_ready(level: str, wanted: str) -> bool:
    """Whether the environment in use is complete for this level and made from these locks."""
    try:
        return (VENV / f"ready-{level}").read_text() == wanted
    except (OSError, ValueError):
        return False


def clean_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment without settings meant for another Python."""
    return {
        name: value
        for name, value in environ.items()
        if not name.startswith("PYTHON") and name not in {"VIRTUAL_ENV", "CONDA_PREFIX"}
    }


def installer_environments(environ: Mapping[str, str], temporary: Path) -> list[dict[str, str]]:
    """Return the environments to install with: the user's sources first, then without them."""
    base = clean_environment(environ)
    plain = {n: v for n, v in base.items() if not n.startswith(("PIP_", "UV_"))}
    # Not /tmp, which is often too small in memory: the disk of the environment has the room.
    plain["TMPDIR"] = str(temporary)
    chosen = {n: v for n, v in base.items() if SOURCE_SETTINGS.fullmatch(n)}
    if not chosen:
        return [plain]
    return [plain | chosen] if "PIP_NO_INDEX" in chosen else [plain | chosen, plain]


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


def say(line: str) -> None:
    """Tell progress on stderr; stdout belongs to the command that was asked for."""
    print(line, file=sys.stderr, flush=True)


def check_host(level: str) -> None:
    """Raise SetupError for what no installer can mend: a 32-bit system, a full disk."""
    if sys.maxsize <= 2**32:
        raise SetupError(
            "系统是32位的",
            "this system is 32-bit, for which there are no ready-made packages",
            "install the 64-bit Debian 12 or 13, or Raspberry Pi OS (64-bit)",
        )
    if importlib.util.find_spec("venv") is None:
        raise SetupError("缺少 venv", "venv is missing", apt("python3-venv"))
    free_mb = shutil.disk_usage(ROOT).free // 2**20
    if free_mb < NEEDED_MB[level]:
        raise disk_full(f"{NEEDED_MB[level]} MB needed, {free_mb} MB free")


def disk_full(detail: str) -> SetupError:
    """Return the error of a disk without room."""
    return SetupError("磁盘已满", "the disk is full", f"free some room in {ROOT} ({detail})")


def run_logged(command: list[str], environ: Mapping[str, str], held: int) -> str | None:
    """Run a command with its output in the log; return that output if it failed, else None."""
    with LOG.open("ab") as log:
        begin = log.tell()
        with subprocess.Popen(  # noqa: S603 # fixed commands, no shell
            command,
            cwd=ROOT,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(held,),
        ) as process:
            seconds = 0
            while True:
                try:
                    if process.wait(timeout=15) == 0:
                        return None
                    break
                except subprocess.TimeoutExpired:
                    seconds += 15
                    say(f"  ... {seconds} s")
    with LOG.open("rb") as log:
        log.seek(begin)
        return log.read().decode("utf-8", "replace")


def install(directory: Path, requirements: str, held: int) -> None:
    """Install the locked wheels with uv where there is one, else with pip."""
    python = str(directory / "bin" / "python")
    temporary = directory / "tmp"
    temporary.mkdir(exist_ok=True)
    wanted = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", requirements]
    environments = installer_environments(os.environ, temporary)
    uv = shutil.which("uv")
    if uv is not None:
        cache = [] if home_is_writable() else ["--no-cache"]
        command = [uv, "pip", "install", *cache, "--no-progress", "--python", python, *wanted]
        if run_logged(command, environments[0], held) is None:
            shutil.rmtree(temporary)
            return
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupError("缺少 pip 和 venv", "pip and venv are missing", apt(venv_package()))
    if (output := run_logged([python, "-Im", "ensurepip"], environments[-1], held)) is not None:
        raise explain(output)
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command = [python, "-Im", "pip", "install", "--retries", "2", *options, *wanted]
    for environ in environments:
        output = run_logged(command, environ, held)
        if output is None:
            shutil.rmtree(temporary)
            return
    raise explain(output or "")


def home_is_writable() -> bool:
    """Whether a cache can be kept in the home directory."""
    home = os.environ.get("HOME", "")
    return bool(home) and os.access(home, os.W_OK | os.X_OK)


def venv_package() -> str:
    """Return the Debian package with pip for the Python that runs this."""
    running = os.path.realpath(sys.executable)
    if running == os.path.realpath("/usr/bin/python3"):
        return "python3-venv"
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def explain(output: str) -> SetupError:
    """Return the one line that names the cause found in an installer's output."""
    rest = f"./run setup  ({LOG.name} 有详情 / has the details)"
    if re.search(r"No space left|Disk quota exceeded|os error 28", output):
        return disk_full("No space left on device")
    if "not yet valid" in output:
        return SetupError(
            "系统时间不对", "the system clock is wrong", "sudo timedatectl set-ntp true"
        )
    if re.search(r"CERTIFICATE_VERIFY_FAILED|TLS CA certificate|SSLError|certificate", output):
        if not Path("/etc/ssl/certs/ca-certificates.crt").exists():
            return SetupError("缺少根证书", "root certificates are missing", apt("ca-certificates"))
        return SetupError(
            "服务器证书不受信任", "the server's certificate is not trusted", "PIP_CERT=FILE " + rest
        )
    if re.search(r"DO NOT MATCH|HashMismatch|hash mismatch|Hash mismatch", output):
        return SetupError(
            "下载的文件与锁定的不符",
            "a download is not the locked file; it was not installed",
            rest,
        )
    if re.search(
        r"name resolution|NewConnection|ConnectionError|ConnectTimeout|unreachable|timed out"
        r"|Connection (refused|reset)|Name or service not known|ProxyError|dns error",
        output,
    ):
        return SetupError(
            "连不上软件包服务器",
            "the package server cannot be reached",
            "check the network or set PIP_INDEX_URL (a mirror) or PIP_FIND_LINKS (a folder); "
            + rest,
        )
    if re.search(r"No matching distribution|Could not find a version", output):
        return SetupError(
            "没有适合本机的软件包",
            f"no ready-made package for Python {platform.python_version()} on {platform.machine()}",
            "use Debian 12 or 13, 64-bit; " + rest,
        )
    return SetupError("安装失败", "the set-up failed", rest)


def build(level: str, wanted: str, held: int) -> None:
    """Make a complete environment beside the one in use, then let it take its place."""
    directory = ROOT / f".venv-{wanted[:12]}"
    remove(directory)
    python = os.path.realpath(sys.executable)
    command = [python, "-Im", "venv", "--without-pip", str(directory)]
    if (output := run_logged(command, clean_environment(os.environ), held)) is not None:
        raise explain(output)
    install(directory, REQUIREMENTS[level], held)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    # The code is run where it lies: nothing is built, so nothing can be stale.
    path_file = directory / "lib" / version / "site-packages" / "kiosk-project.pth"
    path_file.write_bytes(os.fsencode(ROOT) + b"\n")
    launcher = directory / "bin" / "kiosk"
    launcher.write_text(LAUNCHER)
    launcher.chmod(0o755)
    for ready in {"run", level}:
        (directory / f"ready-{ready}").write_text(wanted)
    put_in_place(directory)


def put_in_place(directory: Path) -> None:
    """Point .venv at this directory in one step and remove what was there before."""
    link = ROOT / ".venv-next"
    remove(link)
    link.symlink_to(directory.name)
    if not VENV.is_symlink():
        remove(VENV)
    link.replace(VENV)
    for other in ROOT.glob(".venv-*/"):
        if other != directory:
            remove(other)


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
    check_host(level)
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


def command_for(verb: str, arguments: list[str]) -> tuple[str, list[str]] | None:
    """Return the level a verb needs and the command it runs; None for an unknown verb."""
    python, kiosk = str(VENV / "bin" / "python"), str(VENV / "bin" / "kiosk")
    match verb:
        case "demo":
            return "run", [kiosk, "demo", *arguments]
        case "kiosk":
            return "run", [kiosk, *arguments]
        case "test":
            return "dev", [python, "-m", "pytest", *arguments]
        case "bench":
            return "dev", [python, "-m", "tests.bench", *arguments]
        case "setup" if arguments in ([], ["--dev"]):
            return ("dev" if arguments else "run"), []
        case _:
            return None


def main(arguments: list[str]) -> int:
    """Set up, then become the command; return the exit code if there is none to become."""
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
        os.execve(command[0], command, clean_environment(os.environ))  # noqa: S606 # no shell wanted
    except SetupError as problem:
        say(str(problem))
    except KeyboardInterrupt:
        say("已中断,可重新开始 / interrupted; start again: ./run setup")
        return 130
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        say(
            str(
                disk_full(str(error))
                if full
                else SetupError("无法写入项目文件夹", "cannot set up in this folder", f"{error}")
            )
        )
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
