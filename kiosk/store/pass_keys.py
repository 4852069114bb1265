"""The keys of signed passes: the private one on the issuing machine, public ones for the gates.

Both are files beside the log's keys and outside the database. A gate needs `pass-public.json`
only, which holds nothing secret.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core.passes import PublicKeyInfo
from kiosk.store.errors import KeyFileError

PRIVATE = "pass-private.json"
PUBLIC = "pass-public.json"


@dataclass(frozen=True, slots=True)
class IssuingKey:
    """The key that passes are signed with, its number on the wire, and the school's number."""

    kid: int
    school: int
    key: Ed25519PrivateKey


def create(folder: Path, kid: int, school: int) -> IssuingKey:
    """Make a key and write both files; raises KeyFileError when there is a private key already."""
    key = Ed25519PrivateKey.generate()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    body = {"kid": kid, "school": school, "seed": key.private_bytes_raw().hex()}
    try:
        handle = os.open(folder / PRIVATE, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise KeyFileError(f"{PRIVATE} is there already; move it away to make another") from error
    with os.fdopen(handle, "w") as file:
        json.dump(body, file)
        file.flush()
        os.fsync(file.fileno())
    _publish(folder, kid, school, key.public_key())
    return IssuingKey(kid, school, key)


def load_private(folder: Path) -> IssuingKey:
    """Read the issuing key; raises KeyFileError when it is missing or readable by others."""
    path = folder / PRIVATE
    body = _read(path)
    if path.stat().st_mode & 0o077:
        raise KeyFileError(f"{PRIVATE} can be read by others; run chmod 600 on it")
    try:
        seed = bytes.fromhex(body["seed"])
        key = Ed25519PrivateKey.from_private_bytes(seed)
        return IssuingKey(int(body["kid"]), int(body["school"]), key)
    except (KeyError, TypeError, ValueError) as error:
        raise KeyFileError(f"{PRIVATE} is not a pass key") from error


def load_public(folder: Path) -> dict[int, PublicKeyInfo]:
    """Read the public keys by their number; empty when no pass was ever issued here."""
    path = folder / PUBLIC
    if not path.exists():
        return {}
    body = _read(path)
    try:
        return {
            int(one["kid"]): PublicKeyInfo(
                Ed25519PublicKey.from_public_bytes(bytes.fromhex(one["key"])), int(one["school"])
            )
            for one in body["keys"]
        }
    except (KeyError, TypeError, ValueError) as error:
        raise KeyFileError(f"{PUBLIC} is not a list of pass keys") from error


def _publish(folder: Path, kid: int, school: int, key: Ed25519PublicKey) -> None:
    path = folder / PUBLIC
    known = _read(path)["keys"] if path.exists() else []
    known = [one for one in known if one["kid"] != kid]
    known.append({"kid": kid, "school": school, "key": key.public_bytes_raw().hex()})
    building = path.with_suffix(".new")
    building.write_text(json.dumps({"keys": known}))
    building.replace(path)


def _read(path: Path) -> Any:
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise KeyFileError(f"{path.name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise KeyFileError(f"{path.name} is not JSON") from error
    if not isinstance(body, dict):
        raise KeyFileError(f"{path.name} is not a key file")
    return body
