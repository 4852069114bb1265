"""Brings the locked packages in with uv or pip, and names in one line what stopped them.

Standard library only, like bootstrap.py, which decides when and where.
"""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOG = ROOT / ".venv-setup.log"
# Where packages come from is the user's choice (a mirror, a proxy, a folder on a stick): the
# hashes hold whatever the source. How they are installed is not.
SOURCE_SETTINGS = re.compile(
    r"PIP_((EXTRA_)?INDEX_URL|FIND_LINKS|NO_INDEX|(CLIENT_)?CERT|PROXY|TRUSTED_HOST"
    r"|(DEFAULT_)?TIMEOUT|(NO_)?CACHE_DIR|CONFIG_FILE)"
    r"|UV_((DEFAULT_|EXTRA_)?INDEX(_URL)?|FIND_LINKS|OFFLINE|NATIVE_TLS|SYSTEM_CERTS"
    r"|HTTP_TIMEOUT|(NO_)?CACHE(_DIR)?|CONFIG_FILE)"
)
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
TRUST = "set PIP_CERT to the certificate file of your network"
# What installers print, the most telling cause first: a lost network also ends in "No matching
# distribution", a wrong clock also in a failed certificate.
CAUSES = (
    (
        r"No space left|Disk quota exceeded",
        "磁盘已满",
        "the disk is full",
        f"free some room in {ROOT}",
    ),
    (
        r"not yet valid",
        "系统时间不对",
        "the system clock is wrong",
        "set the clock (date -s)",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|TLS CA certificate|load_verify_locations",
        "服务器证书不受信任",
        "the server's certificate is not trusted",
        TRUST,
    ),
    (
        r"DO NOT MATCH THE HASHES",
        "下载的文件与锁定的不符,未安装",
        "a download is not the locked file and was not installed",
        "try again, or another source",
    ),
    (
        r"NewConnectionError|ConnectTimeout|ReadTimeout|ConnectionResetError|ProxyError|timed out",
        "连不上软件包服务器",
        "the package server cannot be reached",
        "check the network, or set PIP_INDEX_URL (a mirror) or PIP_FIND_LINKS (a folder)",
    ),
    (
        r"No matching distribution|Could not find a version",
        "没有适合本机的软件包",
        f"no package for Python {platform.python_version()} on {platform.machine()} here",
        "use Debian 12 or 13, 64-bit",
    ),
    ("", "安装失败", "the set-up failed", "read the details"),
)


class SetupError(Exception):
    """What is missing, in both languages, and the next step that brings it."""

    def __init__(self, chinese: str, english: str, next_step: str) -> None:
        super().__init__(f"{chinese} / {english}: {next_step}")


def apt(packages: str) -> str:
    """Return the command that installs Debian packages, to be typed by the user."""
    return f"{'' if os.geteuid() == 0 else 'sudo '}apt install {packages}"


def disk_full(detail: str) -> SetupError:
    """Return the error of a disk without room."""
    return SetupError("磁盘已满", "the disk is full", f"free some room in {ROOT} ({detail})")


def say(line: str) -> None:
    """Tell progress on stderr; stdout belongs to the command that was asked for."""
    print(line, file=sys.stderr, flush=True)


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
    temporary = directory / "tmp"
    temporary.mkdir(exist_ok=True)
    environments = installer_environments(os.environ, temporary)
    wanted = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", requirements]
    python = str(directory / "bin" / "python")
    if not installed_with_uv(python, wanted, environments[0], held):
        install_with_pip(python, wanted, environments, held)
    shutil.rmtree(temporary)


def installed_with_uv(
    python: str, wanted: list[str], environ: Mapping[str, str], held: int
) -> bool:
    """Whether uv is there, obeys the user's choice of source, and has installed everything."""
    uv = shutil.which("uv")
    if uv is None or not environ.keys().isdisjoint({"PIP_NO_INDEX", "PIP_INDEX_URL"}):
        return False
    home = os.environ.get("HOME", "")
    # Unlike pip, uv stops where it cannot write its cache.
    cache = [] if home and os.access(home, os.W_OK | os.X_OK) else ["--no-cache"]
    command = [uv, "pip", "install", *cache, "--no-progress", "--python", python, *wanted]
    return run_logged(command, environ, held) is None


def install_with_pip(
    python: str, wanted: list[str], environments: list[dict[str, str]], held: int
) -> None:
    """Install with the pip that comes with Python; raise SetupError if no source works."""
    output = run_logged([python, "-Im", "ensurepip"], environments[-1], held)
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    command = [python, "-Im", "pip", "install", "--retries", "2", *options, *wanted]
    if output is None:
        for environ in environments:
            output = run_logged(command, environ, held)
            if output is None:
                return
    raise explain(output or "")


def check_installer() -> None:
    """Raise SetupError where neither uv nor a Python with pip is there."""
    if shutil.which("uv") is None and importlib.util.find_spec("ensurepip") is None:
        raise SetupError("缺少 pip 和 venv", "pip and venv are missing", apt(venv_package()))


def venv_package() -> str:
    """Return the Debian package with pip for the Python that runs this."""
    if os.path.realpath(sys.executable) == os.path.realpath("/usr/bin/python3"):
        return "python3-venv"
    return f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"


def explain(output: str, certificates: Path = CERTIFICATES) -> SetupError:
    """Return the one line that names the cause found in an installer's output."""
    _, chinese, english, next_step = next(row for row in CAUSES if re.search(row[0], output))
    if next_step == TRUST and not certificates.exists():
        return SetupError("缺少根证书", "root certificates are missing", apt("ca-certificates"))
    return SetupError(chinese, english, f"{next_step}; ./run setup ({LOG.name})")
