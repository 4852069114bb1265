"""Changes which policy a `site.toml` names, and nothing else in it."""

import json
import os
import re
import tempfile
import tomllib
from contextlib import suppress
from pathlib import Path

from config.errors import ConfigError, Problem

KEY = "policy"
_LINE = re.compile(
    r"""^(?P<head>\s*policy\s*=\s*)(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*')(?P<tail>[ \t]*(?:\#.*)?)$"""
)
_TABLE = re.compile(r"\s*\[")


class NewSite:
    """A changed `site.toml` beside the old one, which `take_over` puts in its place at once.

    Used in a `with`; what was not taken over is removed.
    """

    def __init__(self, site: Path, policy: str) -> None:
        """Write the changed file; raises ConfigError when the line cannot be found or written."""
        self._site = site
        self._target = site.resolve()
        changed = _changed(site, self._target, policy)
        try:
            self._temporary = _beside(self._target, changed)
        except OSError as error:
            raise _unchanged(site, error) from error

    def __enter__(self) -> "NewSite":
        """Give itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was not taken over."""
        self._temporary.unlink(missing_ok=True)

    def take_over(self) -> None:
        """Put the changed file in the place of the old one; on disk when this returns.

        Raises ConfigError.
        """
        try:
            os.replace(self._temporary, self._target)
            folder = os.open(self._target.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
        except OSError as error:
            raise _unchanged(self._site, error) from error


def with_policy(source: str, policy: str) -> str | None:
    """Give the source with another policy; comments and every other line stay as they are.

    None when the result would not say just that, as with a key written in a way of its own.
    """
    lines = source.splitlines(keepends=True)
    first_table = next((n for n, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    for number, line in enumerate(lines[:first_table]):
        text = line.rstrip("\r\n")
        if found := _LINE.match(text):
            value = json.dumps(policy, ensure_ascii=False)
            lines[number] = f"{found['head']}{value}{found['tail']}{line[len(text) :]}"
            break
    else:
        lines.insert(first_table, f"{_line(policy)}\n")
        if first_table and not lines[first_table - 1].endswith("\n"):
            lines[first_table - 1] += "\n"
    changed = "".join(lines)
    return changed if _says_just_that(source, changed, policy) else None


def _changed(site: Path, target: Path, policy: str) -> str:
    """Give the changed source; raises ConfigError."""
    try:
        changed = with_policy(target.read_bytes().decode(), policy)
    except OSError as error:
        raise _unchanged(site, error) from error
    except UnicodeDecodeError as error:
        raise ConfigError([Problem(str(site), "", "is not UTF-8; save it as UTF-8")]) from error
    if changed is None:
        raise ConfigError([Problem(str(site), KEY, f"write this line by hand: {_line(policy)}")])
    return changed


def _unchanged(site: Path, error: OSError) -> ConfigError:
    what = f"cannot be changed ({error.strerror}); check the rights and the space"
    return ConfigError([Problem(str(site), "", what)])


def _says_just_that(source: str, changed: str, policy: str) -> bool:
    try:
        return tomllib.loads(changed) == tomllib.loads(source) | {KEY: policy}
    except tomllib.TOMLDecodeError:
        return False


def _line(policy: str) -> str:
    return f"{KEY} = {json.dumps(policy, ensure_ascii=False)}"


def _beside(target: Path, text: str) -> Path:
    """Write a file beside the target with its rights and owner, on disk when this returns."""
    before = target.stat()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
            os.fchmod(file.fileno(), before.st_mode & 0o7777)
            if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
                os.fchown(file.fileno(), before.st_uid, before.st_gid)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise
    return Path(name)
