"""A copy of the set-up in a folder of its own, with two tiny wheels instead of the real ones.

The real set-up code, the real pip and a real environment, but no network and no 300 MB.
"""

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SETUP_FILES = ("run", "bootstrap.py", "bootstrap_install.py")

# Stands in for the kiosk: tells where it runs, with what, and whether its library is there.
KIOSK = """\
import json, os, sys


def main() -> int:
    import gate_probe

    print(json.dumps({
        "arguments": sys.argv[1:],
        "name": os.path.basename(sys.argv[0]),
        "code": __file__,
        "library": gate_probe.VERSION,
        "folder": os.getcwd(),
        "environment": dict(os.environ),
    }))
    return 0
"""

# Stands in for uv: unpacks the locked wheels, the fastest way to fill an environment. Where its
# home has a pipe named "hold" it waits there, so that a test can act in the middle of a set-up.
UV = """\
import os, pathlib, sys, zipfile

home = pathlib.Path(os.environ["HOME"])
with (home / "uv-was-asked").open("a") as told:
    told.write(" ".join(sys.argv) + "\\n")
if (home / "hold").exists():
    (home / "hold").read_text()
if (home / "uv-fails").exists():
    sys.exit(1)
environment = pathlib.Path(sys.argv[sys.argv.index("--python") + 1]).parents[1]
site = next(environment.glob("lib/python*/site-packages"))
for line in pathlib.Path(sys.argv[sys.argv.index("-r") + 1]).read_text().splitlines():
    name, version = line.split()[0].replace("-", "_").split("==")
    wheel = f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(pathlib.Path(os.environ["UV_FIND_LINKS"]) / wheel) as archive:
        archive.extractall(site)
"""


def make_wheel(folder: Path, name: str, version: str) -> str:
    """Write a wheel with one module that knows its version; return its SHA-256 in hex."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f'VERSION = "{version}"\n',
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = []
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record.append(f"{path},sha256={digest.decode()},{len(text)}\n")
    files[f"{info}/RECORD"] = "".join(record) + f"{info}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


@dataclass
class SetupFolder:
    """A folder with the set-up of this project, its wheels, and the tools it may find on PATH."""

    root: Path
    wheels: Path
    tools: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def lock(self, version: str, sha256: str | None = None) -> None:
        """Lock the library to this version, by the hash of its wheel unless another is given."""
        digest = sha256 or make_wheel(self.wheels, "gate_probe", version)
        line = f"gate-probe=={version} --hash=sha256:{digest}\n"
        tools = f"gate-tools==1.0 --hash=sha256:{make_wheel(self.wheels, 'gate_tools', '1.0')}\n"
        (self.root / "requirements.lock").write_text(line)
        (self.root / "requirements-dev.lock").write_text(line + tools)

    def start(
        self, *arguments: str, cwd: Path | None = None, program: Path | None = None
    ) -> subprocess.Popen[str]:
        """Start `./run` with these arguments, in a session of its own."""
        return subprocess.Popen(
            [program or self.root / "run", *arguments],
            cwd=cwd or self.root,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, *arguments: str, cwd: Path | None = None, program: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run `./run` with these arguments to its end."""
        with self.start(*arguments, cwd=cwd, program=program) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def use_pip(self) -> None:
        """Take uv away; pip finds the wheels in their folder and no network."""
        (self.tools / "uv").unlink()
        self.environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}

    def uv_was_asked(self) -> list[str]:
        """Return the command lines uv was called with, oldest first."""
        told = self.home / "uv-was-asked"
        return told.read_text().splitlines() if told.exists() else []

    def environments(self) -> list[Path]:
        """Return all environments, complete or not."""
        return [path for path in self.root.glob(".venv-*") if path.is_dir()]


def make_folder(base: Path) -> SetupFolder:
    """Make a set-up folder whose path has a blank and Chinese in it, with uv on PATH."""
    folder = SetupFolder(base / "校门 gate", base / "wheels", base / "tools", base / "home")
    package = folder.root / "kiosk" / "cli"
    for path in (package, folder.wheels, folder.tools, folder.home):
        path.mkdir(parents=True)
    for name in SETUP_FILES:
        shutil.copy(PROJECT / name, folder.root / name)
    (package / "main.py").write_text(KIOSK)
    for tool in ("sh", "env", "readlink", "dirname"):
        (folder.tools / tool).symlink_to(shutil.which(tool) or tool)
    python = os.path.realpath(sys.executable)
    (folder.tools / "python3").symlink_to(python)
    write_program(folder.tools / "uv", f"#!{python} -IS\n{UV}")
    folder.environment.update(
        PATH=str(folder.tools), HOME=str(folder.home), UV_FIND_LINKS=str(folder.wheels)
    )
    folder.lock("1.0")
    return folder


def write_program(path: Path, text: str) -> None:
    """Write a program that may be executed."""
    path.write_text(text)
    path.chmod(0o755)


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Return as soon as the condition holds; fail after this many seconds."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        pause.wait(0.005)
