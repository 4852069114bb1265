"""The keys of signed passes: the private one on the issuing machine, public ones for the gates.

Both are files beside the log's keys and outside the database. A gate needs `pass-public.json`
only, which holds nothing secret.
"""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core.passes import PublicKeyInfo
from kiosk.store.errors import KeyFileError
from kiosk.store.keys import sync_folder

PRIVATE = "pass-private.json"
PUBLIC = "pass-public.json"

_LARGEST = 256 * 1024
_SCHOOLS = 1 << 32


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """The key that passes are signed with, its number on the wire, and the school's number."""

    kid: int
    school: int
    key: Ed25519PrivateKey = field(repr=False)


def create(folder: Path, kid: int, school: int) -> IssuingKey:
    """Make a key and write both files.

    `kid` is from 0 to 255, `school` below 2**32. Raises KeyFileError when there is a private key
    already or a file cannot be written.
    """
    made = IssuingKey(_kid(kid), _school(school), Ed25519PrivateKey.generate())
    body = {"kid": kid, "school": school, "seed": made.key.private_bytes_raw().hex()}
    path = folder / PRIVATE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise KeyFileError(f"{path} is there already; move it away to make another") from error
    except OSError as error:
        raise KeyFileError(f"cannot make {path}: {error.strerror}") from error
    _write(handle, body)
    publish(folder, made)
    return made


def publish(folder: Path, issuing: IssuingKey) -> None:
    """Put the public half among the public keys, in place of one with the same number.

    The file is replaced whole, so that a gate never reads half of it.
    """
    path = folder / PUBLIC
    raw = issuing.key.public_key().public_bytes_raw()
    entries = {
        kid: {"kid": kid, "school": info.school, "key": info.public_key.public_bytes_raw().hex()}
        for kid, info in load_public(folder).items()
    }
    entries[issuing.kid] = {"kid": issuing.kid, "school": issuing.school, "key": raw.hex()}
    building = folder / f"{PUBLIC}.{os.getpid()}.new"
    try:
        flags = os.O_CREAT | os.O_TRUNC | os.O_WRONLY
        _write(os.open(building, flags, 0o644), {"keys": [entries[kid] for kid in sorted(entries)]})
        building.replace(path)
        sync_folder(folder)
    except OSError as error:
        raise KeyFileError(f"cannot write {path}: {error.strerror}") from error


def load_private(folder: Path) -> IssuingKey:
    """Read the issuing key; raises KeyFileError when it is missing or readable by others."""
    path = folder / PRIVATE
    body = _read(path, secret=True)
    try:
        key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(body["seed"]))
        return IssuingKey(_kid(body["kid"]), _school(body["school"]), key)
    except (KeyError, TypeError, ValueError) as error:
        raise KeyFileError(f"{path} is not a pass key") from error


def load_public(folder: Path) -> dict[int, PublicKeyInfo]:
    """Read the public keys by their number; empty when no pass was ever issued here."""
    path = folder / PUBLIC
    if not path.exists():
        return {}
    body = _read(path)
    try:
        return {
            _kid(one["kid"]): PublicKeyInfo(
                Ed25519PublicKey.from_public_bytes(bytes.fromhex(one["key"])),
                _school(one["school"]),
            )
            for one in body["keys"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise KeyFileError(f"{path} is not a list of pass keys") from error


def _kid(value: Any) -> int:
    return _number(value, 256, "the number of a pass key must be from 0 to 255")


def _school(value: Any) -> int:
    return _number(value, _SCHOOLS, "the number of a school must be from 0 to 2**32 - 1")


def _number(value: Any, end: int, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < end:
        raise KeyFileError(what)
    return value


def _write(handle: int, body: object) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump(body, file)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path, *, secret: bool = False) -> dict[str, Any]:
    try:
        with path.open(encoding="ascii") as file:
            mode = os.fstat(file.fileno()).st_mode & 0o777
            text = file.read(_LARGEST + 1)
    except OSError as error:
        raise KeyFileError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise KeyFileError(f"{path} is not a key file") from error
    if secret and mode & 0o077:
        raise KeyFileError(f"{path} can be read by others (mode {mode:04o}): chmod 600 it")
    try:
        body = json.loads(text)
    except ValueError as error:
        raise KeyFileError(f"{path} is not JSON") from error
    if not isinstance(body, dict) or len(text) > _LARGEST:
        raise KeyFileError(f"{path} is not a key file")
    return body
