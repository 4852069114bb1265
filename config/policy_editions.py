"""The policies that can be chosen by name: those shipped with the program and a school's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from config.errors import ConfigError, Problem
from config.policy_loader import DEFAULT_POLICY, PolicyFile, load_policy_file

SHIPPED = DEFAULT_POLICY.parent
"""The folder of the policies shipped with the program."""

_SUFFIX = ".toml"


@dataclass(frozen=True, slots=True)
class Edition:
    """One policy file; `found` is None when it cannot be used, and `problems` say why."""

    name: str
    path: Path
    found: PolicyFile | None
    problems: tuple[Problem, ...] = ()


def editions(folder: Path) -> tuple[Edition, ...]:
    """List the policies of a configuration folder and those shipped, by name.

    A file of the folder hides a shipped one of the same name, as `find_policy` does.
    """
    files: dict[str, Path] = {}
    for place in _places(folder):
        for path in place.glob(f"*{_SUFFIX}"):
            files.setdefault(path.stem, path)
    return tuple(_edition(name, path) for name, path in sorted(files.items()))


def find_policy(named: str, folder: Path) -> Path:
    """Find a policy by its name, or take `named` as a file; raises ConfigError without either.

    A name is that of a file in `folder`/policies, then of a shipped one, without `.toml`.
    """
    is_name = not named.endswith(_SUFFIX) and "/" not in named
    places = [place / f"{named}{_SUFFIX}" for place in _places(folder)] if is_name else []
    for path in (*places, Path(named)):
        if path.is_file():
            return path
    known = ", ".join(edition.name for edition in editions(folder))
    raise ConfigError(
        [Problem(named, "", f"is no file and no policy; use a file or one of {known}")]
    )


def _places(folder: Path) -> Iterator[Path]:
    yield folder / SHIPPED.name
    yield SHIPPED


def _edition(name: str, path: Path) -> Edition:
    try:
        return Edition(name, path, load_policy_file(path))
    except ConfigError as error:
        return Edition(name, path, None, error.problems)
