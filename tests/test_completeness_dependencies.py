"""Every dependency has its reason, its row, its lock and its use; nothing is installed unnamed."""

import ast
import re
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "dependencies.md").read_text()
PYPROJECT = (ROOT / "pyproject.toml").read_text()
PROJECT = tomllib.loads(PYPROJECT)["project"]
SECTIONS = {
    "To run": PROJECT["dependencies"],
    "Only for some gates": PROJECT["optional-dependencies"]["gpio"],
    "To develop": PROJECT["optional-dependencies"]["dev"],
}
OURS = {"config", "drivers", "kiosk", "simulators"}
ROOT_MODULES = {"bootstrap", "bootstrap_install", "tests"}

IMPORT_NAMES = {
    "argon2": "argon2-cffi",
    "casbin": "pycasbin",
    "cv2": "opencv-python-headless",
    "osdp": "libosdp",
    "osdp_sys": "libosdp",
    "python_calamine": "python-calamine",
    "serial": "pyserial",
    "sqlite_utils": "sqlite-utils",
    "zxingcpp": "zxing-cpp",
}
"""Modules that are not called like the package that brings them."""


@cache
def rows(section: str) -> dict[str, list[str]]:
    """Return the table under a heading of docs/dependencies.md: first cell -> the others."""
    text = PAGE.split(f"## {section}\n")[1].split("\n## ")[0]
    table = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return {first.strip(): [cell.strip() for cell in cells] for first, *cells in table[2:]}


@cache
def locked(name: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a lock installs: package -> its (version, marker) lines; checks the hashes."""
    packages: dict[str, list[tuple[str, str]]] = {}
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text().strip())
    for entry in entries:
        head, *hashes = entry.replace("\\", "").split("--hash=")
        assert hashes, f"{name}: {head.strip()} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", digest) for digest in hashes), head
        requirement, _, marker = head.partition(";")
        package, version = requirement.strip().split("==")
        packages.setdefault(package, []).append((version, marker.strip()))
    return packages


@pytest.mark.parametrize("section", SECTIONS)
def test_each_dependency_has_a_row_with_its_reason_and_its_version_policy(section: str) -> None:
    named = {Requirement(line).name for line in SECTIONS[section]}
    assert rows(section).keys() == named
    for package, cells in rows(section).items():
        assert len(cells) == 2, package
        assert all(cells), f"{package}: say why it is here, and why these versions"


@pytest.mark.parametrize("line", [line for lines in SECTIONS.values() for line in lines])
def test_each_dependency_has_its_reason_above_its_line(line: str) -> None:
    name = Requirement(line).name
    before = PYPROJECT.split(f'    "{line}",')[0].splitlines()
    comment: list[str] = []
    while before[-1].lstrip().startswith("#"):
        comment.insert(0, before.pop().strip("# "))
    assert " ".join(comment).startswith(f"{name}: "), f"{name}: say why above its line"


@pytest.mark.parametrize(
    ("lock", "lines"),
    [
        ("requirements.lock", SECTIONS["To run"]),
        ("requirements-dev.lock", [*SECTIONS["To run"], *SECTIONS["To develop"]]),
    ],
)
def test_the_lock_holds_each_dependency_in_a_version_the_code_relies_on(
    lock: str, lines: list[str]
) -> None:
    for line in lines:
        requirement = Requirement(line)
        versions = locked(lock).get(canonicalize_name(requirement.name), [])
        assert versions, f"{lock}: {requirement.name} is missing; see docs/dependencies.md"
        for version, _ in versions:
            assert version in SpecifierSet(str(requirement.specifier)), (lock, line, version)


def test_the_tools_lock_installs_the_same_kiosk() -> None:
    run, dev = locked("requirements.lock"), locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_place_to_load_from(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-i|-f|--(?!hash=sha256))", text, re.MULTILINE)


def test_textual_is_pinned_exactly() -> None:
    assert "textual==8.2.8" in PROJECT["dependencies"]


def test_the_client_s_opencv_is_named_with_why_it_has_no_windows() -> None:
    assert "opencv-python" not in {Requirement(line).name for line in PROJECT["dependencies"]}
    for text in (PYPROJECT, PAGE, (ROOT / "README.md").read_text()):
        assert "opencv-python-headless" in text
        assert re.search(r"without\s+(its\s+)?windows", text.replace("# ", ""))


def imported_packages(path: Path) -> set[str]:
    """Return the outside packages a file imports, anywhere in it."""
    modules: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            modules |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            modules.add(node.module.split(".")[0])
    return {IMPORT_NAMES.get(m, m) for m in modules - OURS - ROOT_MODULES - sys.stdlib_module_names}


@pytest.mark.parametrize(
    ("folders", "lines"),
    [
        (sorted(OURS), [*SECTIONS["To run"], *SECTIONS["Only for some gates"]]),
        (["tests"], [*SECTIONS["To run"], *SECTIONS["To develop"]]),
    ],
)
def test_the_code_imports_what_is_declared_and_nothing_else(
    folders: list[str], lines: list[str]
) -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    undeclared = {
        f"{path.relative_to(ROOT)} imports {package}"
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for package in imported_packages(path)
        if canonicalize_name(package) not in declared
    }
    assert not undeclared, "add to pyproject.toml, docs/dependencies.md and the locks"


def test_everything_a_wheel_needs_is_packed() -> None:
    tools = tomllib.loads(PYPROJECT)["tool"]["setuptools"]
    assert {pattern.rstrip("*") for pattern in tools["packages"]["find"]["include"]} == OURS
    patterns = tools["package-data"]["*"]
    for name in OURS:
        for path in (ROOT / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".md":
                packed = path.suffix == ".py" or any(map(path.match, patterns))
                assert packed, f"{path.relative_to(ROOT)}: add its kind to package-data"
