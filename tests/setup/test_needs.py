"""A skipped test is listed with its reason and counted, and a promised thing may not be missing."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MISSING_ZBAR = '\nNEEDS["zbar"] = (lambda: False, "no libzbar: apt install libzbar0")\n'
THERE_IS_A_BROWSER = '\nNEEDS["browser"] = (lambda: True, "never said")\n'
TESTS = """\
import pytest


@pytest.mark.needs("zbar")
def test_with_zbar() -> None: ...


@pytest.mark.needs("browser")
def test_with_a_browser() -> None: ...


@pytest.mark.needs("browser", "zbar")
def test_with_both() -> None: ...


def test_with_nothing() -> None: ...
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Return a folder with four tests on a machine that has a browser and no zbar."""
    conftest = (ROOT / "tests" / "conftest.py").read_text()
    (tmp_path / "conftest.py").write_text(conftest + MISSING_ZBAR + THERE_IS_A_BROWSER)
    (tmp_path / "test_four.py").write_text(TESTS)
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    return tmp_path


def run(suite: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the suite with the settings of this project."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments, "."]
    return subprocess.run(command, cwd=suite, capture_output=True, text=True, check=False)


def test_skips_are_listed_with_their_reasons_and_counted_at_the_end(suite: Path) -> None:
    result = run(suite)

    assert result.returncode == 0, result.stdout
    assert "2 passed, 2 skipped" in result.stdout
    end = result.stdout.split(" 2 skipped ")[-2]
    assert "test_four.py::test_with_zbar: Skipped: needs zbar: no libzbar: apt install" in end
    assert "test_four.py::test_with_both: Skipped: needs zbar: no libzbar: apt install" in end
    assert "test_with_a_browser" not in end


@pytest.mark.parametrize("names", ["zbar", "browser,zbar"])
def test_a_required_thing_that_is_missing_is_a_failure(suite: Path, names: str) -> None:
    result = run(suite, "--require", names)

    assert result.returncode == 1
    assert "2 passed" in result.stdout
    assert "skipped" not in result.stdout.splitlines()[-1]
    assert "required: needs zbar: no libzbar" in result.stdout


def test_requiring_what_is_there_changes_nothing(suite: Path) -> None:
    assert run(suite, "--require", "browser").returncode == 0


def test_a_misspelt_requirement_is_refused_at_once(suite: Path) -> None:
    result = run(suite, "--require", "zbra")

    assert result.returncode == 4
    assert "zbra: not one of atheris, browser, postgres, ptrace, venv, zbar" in result.stderr


def test_a_misspelt_need_is_an_error(suite: Path) -> None:
    (suite / "test_four.py").write_text(TESTS.replace('"zbar"', '"zbra"'))
    assert run(suite).returncode != 0
