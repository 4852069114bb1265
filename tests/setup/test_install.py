"""What the set-up takes from the environment, and what it says when it cannot go on."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bootstrap
import bootstrap_install
from bootstrap_install import SetupError, clean_environment, explain, installer_environments

OUTPUTS = Path(__file__).parent / "outputs"
"""What pip printed on bare Debian roots; `wrong_clock` and `school_proxy` are made after it."""

NAMES = st.sampled_from(["PIP_", "UV_", "PYTHON", "HTTPS_", ""]).flatmap(
    lambda prefix: st.from_regex(r"[A-Z_]{1,12}", fullmatch=True).map(prefix.__add__)
)


class Usage(NamedTuple):
    """What a disk has left, in bytes."""

    free: int


@pytest.mark.parametrize(
    ("output", "english"),
    [
        ("disk_full", "the disk is full"),
        ("no_network", "the package server cannot be reached"),
        ("no_package", "no package for Python"),
        ("other_file", "was not installed"),
        ("school_proxy", "PIP_CERT"),
        ("wrong_clock", "the system clock is wrong"),
    ],
)
def test_what_stopped_the_installer_is_told_in_one_line(
    output: str, english: str, tmp_path: Path
) -> None:
    certificates = tmp_path / "ca-certificates.crt"
    certificates.touch()

    line = str(explain((OUTPUTS / f"{output}.txt").read_text(), certificates))

    assert english in line
    assert "./run setup" in line
    assert len(line.splitlines()) == 1


@pytest.mark.parametrize("debian", [12, 13])
def test_missing_root_certificates_are_told_with_the_package_that_brings_them(
    debian: int, tmp_path: Path
) -> None:
    output = (OUTPUTS / f"no_certificates_debian_{debian}.txt").read_text()
    assert str(explain(output, tmp_path / "none")).endswith("apt install ca-certificates")


def test_every_recorded_output_has_a_cause_of_its_own() -> None:
    for path in OUTPUTS.iterdir():
        assert "the set-up failed" not in str(explain(path.read_text())), path.name


def test_an_output_nobody_knows_points_to_the_details() -> None:
    assert ".venv-setup.log" in str(explain("something else"))


def test_a_system_of_32_bits_is_told_to_take_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.maxsize", 2**31 - 1)
    with pytest.raises(SetupError, match="64-bit Debian 12 or 13"):
        bootstrap.check_host()


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: Usage(free=2**20))
    with pytest.raises(SetupError, match="400 MB needed, 1 MB free"):
        bootstrap.check_room("run")


@pytest.mark.parametrize(("user", "command"), [(0, ": apt install"), (1000, ": sudo apt install")])
def test_a_python_without_pip_is_told_with_the_package_that_brings_it(
    monkeypatch: pytest.MonkeyPatch, user: int, command: str
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setattr("os.geteuid", lambda: user)
    with pytest.raises(SetupError, match=rf"{command} python3(\.\d+)?-venv$"):
        bootstrap_install.check_installer()


@given(st.dictionaries(NAMES, st.text(max_size=5)))
def test_no_setting_of_another_python_reaches_the_gate(environ: dict[str, str]) -> None:
    kept = clean_environment(environ)
    assert not [name for name in kept if name.startswith("PYTHON")]
    assert kept.items() <= environ.items()


@given(st.dictionaries(NAMES, st.text(max_size=5)))
def test_only_the_source_of_packages_is_the_users_choice(environ: dict[str, str]) -> None:
    chosen = {"PIP_INDEX_URL": "https://mirror.example/simple", "HTTPS_PROXY": "proxy.example"}
    how = {"PIP_TARGET": "/x", "PIP_NO_DEPS": "0", "PIP_REQUIREMENT": "x", "UV_SYSTEM_PYTHON": "1"}

    first, *_ = environments = installer_environments(environ | chosen | how, Path("/room"))

    assert chosen.items() <= first.items()
    assert all(how.keys().isdisjoint(each) for each in environments)
    assert all(each["TMPDIR"] == "/room" for each in environments)


def test_a_source_that_fails_is_tried_once_more_without_the_users_settings() -> None:
    junk = {"PIP_INDEX_URL": "junk", "PIP_CERT": "/nowhere", "PATH": "/bin"}
    _, second = installer_environments(junk, Path("/room"))
    assert second == {"PATH": "/bin", "TMPDIR": "/room"}


def test_who_forbids_the_network_gets_none() -> None:
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/media/stick"}
    (only,) = installer_environments(offline, Path("/room"))
    assert offline.items() <= only.items()
