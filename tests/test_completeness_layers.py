"""The import rules of docs/architecture.md are held, and each of them can be broken."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = ROOT / "pyproject.toml"
CONTRACTS = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
ROOMS = (
    "config",
    "drivers",
    "kiosk.cli",
    "kiosk.core",
    "kiosk.link",
    "kiosk.sheets",
    "kiosk.station",
    "kiosk.store",
    "kiosk.tui",
    "kiosk.web",
    "simulators",
)
"""Every package that the contracts speak of."""

MAY_IMPORT = {
    "config": {"kiosk.core"},
    "drivers": set[str](),
    "kiosk.cli": set(ROOMS) - {"kiosk.cli", "simulators"},
    "kiosk.core": set[str](),
    "kiosk.link": {"kiosk.core"},
    "kiosk.sheets": {"kiosk.core"},
    "kiosk.station": {
        "kiosk.store",
        "kiosk.sheets",
        "kiosk.link",
        "config",
        "drivers",
        "kiosk.core",
    },
    "kiosk.store": {"kiosk.core"},
    "kiosk.tui": {"kiosk.link", "kiosk.core"},
    "kiosk.web": {"kiosk.store", "kiosk.sheets", "kiosk.link", "config", "kiosk.core"},
    "simulators": set[str](),
}
"""The line of docs/architecture.md, copied by hand."""

LIBRARIES = {
    "cv2": {"drivers", "simulators.camera"},
    "fastapi": {"kiosk.web"},
    "pymodbus": {"drivers"},
    "python_calamine": {"kiosk.sheets"},
    "pyzbar": {"drivers"},
    "rich": {"kiosk.tui"},
    "serial": {"drivers"},
    "sqlite3": {"kiosk.store"},
    "sqlite_utils": {"kiosk.store"},
    "starlette": {"kiosk.web"},
    "textual": {"kiosk.tui"},
    "uvicorn": {"kiosk.web"},
    "xlsxwriter": {"kiosk.sheets"},
    "zxingcpp": {"drivers"},
}
"""Outside libraries that belong to one room, and the packages that may import them."""

IMPORTERS = (*ROOMS, "simulators.camera")


def check_imports(folder: Path, imports: dict[str, set[str]], passes: str = "") -> str:
    """Return what the contracts say about packages that import just this."""
    packages = {*IMPORTERS, "kiosk", *imports}
    for package in packages:
        path = folder / package.replace(".", "/")
        path.mkdir(parents=True, exist_ok=True)
        (path / "__init__.py").touch()
        lines = sorted(imports.get(package, ()))
        (path / "user.py").write_text("".join(f"import {name}\n" for name in lines))
    (folder / "kiosk" / "cli" / "simulate.py").write_text("import simulators\n")
    (folder / "kiosk" / "core" / "passes.py").write_text(passes)
    (folder / "pyproject.toml").write_text(PYPROJECT.read_text())
    code = "from importlinter.cli import lint_imports_command as check; check()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo"],
        cwd=folder,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def broken(report: str) -> set[tuple[str, str]]:
    """Return the direct imports (from, to) that a report names as forbidden."""
    return set(re.findall(r"([\w.]+)\.user -> ([\w.]+) \(l", report))


def test_every_package_is_under_the_rules() -> None:
    found = {f"kiosk.{path.parent.name}" for path in (ROOT / "kiosk").glob("*/__init__.py")}
    ruled = {name for contract in CONTRACTS for name in contract.get("source_modules", ())}
    assert found <= set(ROOMS), "give the new package its line in MAY_IMPORT"
    assert found <= ruled, "give the new package its contract in pyproject.toml"


def test_what_may_be_imported_is_allowed(tmp_path: Path) -> None:
    allowed = {room: set(others) for room, others in MAY_IMPORT.items()}
    for library, rooms in LIBRARIES.items():
        for room in rooms:
            allowed.setdefault(room, set()).add(library)

    report = check_imports(tmp_path, allowed, passes="import cbor2, cryptography\n")

    assert broken(report) == set()
    assert f"{len(CONTRACTS)} kept, 0 broken" in report


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_else_a_room_imports_is_refused(room: str, tmp_path: Path) -> None:
    ours = set(ROOMS) - {room} - MAY_IMPORT[room]
    outside = {name for name, rooms in LIBRARIES.items() if room not in rooms}

    refused = broken(check_imports(tmp_path, {room: ours | outside}))

    assert {to for importer, to in refused if importer == room} == ours | outside


def test_simulate_is_imported_by_nobody(tmp_path: Path) -> None:
    report = check_imports(tmp_path, {"kiosk.cli": {"kiosk.cli.simulate"}})
    assert "kiosk.cli.user -> kiosk.cli.simulate" in report


@pytest.mark.parametrize("library", ["cbor2", "cryptography", "numpy", "pydantic", "segno"])
def test_core_is_standard_library_but_for_the_passes(library: str, tmp_path: Path) -> None:
    report = check_imports(tmp_path, {"kiosk.core": {library}})
    assert broken(report) == {("kiosk.core", library)}


@pytest.mark.parametrize(
    ("module", "kept_out"),
    [
        ("kiosk.core.decide", {"sqlite3", "socket", "asyncio", "textual", "cv2", "fastapi"}),
        ("kiosk.station.station", {"textual", "fastapi", "uvicorn", "simulators"}),
        ("kiosk.cli.main", {"textual", "fastapi", "cv2", "simulators"}),
        ("kiosk.tui.app", {"sqlite3", "cv2", "serial", "fastapi", "drivers"}),
    ],
)
def test_a_part_does_not_load_what_it_has_no_business_with(module: str, kept_out: set[str]) -> None:
    code = f"import {module}, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert kept_out.isdisjoint(loaded)
