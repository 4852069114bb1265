"""The two keys of the personal bodies, kept in a file outside the database."""

import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store.errors import KeyFileError

KEY_BYTES = 32
FORM = 1


@dataclass(frozen=True, slots=True)
class Keys:
    """`encryption` seals personal bodies (AES-256-GCM), `index` finds them (HMAC-SHA-256)."""

    encryption: bytes = field(repr=False)
    index: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if {len(self.encryption), len(self.index)} != {KEY_BYTES}:
            raise KeyFileError(f"both keys must have {KEY_BYTES} bytes")
        if self.encryption == self.index:
            raise KeyFileError("the two keys must differ")


def create(path: Path) -> Keys:
    """Make two keys from the system's randomness and write them to a new file of mode 0600.

    Raises KeyFileError when the file exists: a key that is overwritten is data that is lost.
    """
    keys = Keys(os.urandom(KEY_BYTES), os.urandom(KEY_BYTES))
    text = json.dumps(
        {"form": FORM, "encryption": keys.encryption.hex(), "index": keys.index.hex()}
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise KeyFileError(f"cannot make the key file {path}: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return keys


def load(path: Path) -> Keys:
    """Read the key file; raises KeyFileError when it is missing, malformed or open to others."""
    try:
        with path.open(encoding="ascii") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            text = file.read(4096)
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"cannot read the key file {path}: {error}") from error
    if mode & 0o077:
        raise KeyFileError(
            f"the key file {path} can be read by others (mode {mode:04o}): chmod 600 {path}"
        )
    try:
        data = json.loads(text)
        if data["form"] != FORM:
            raise KeyFileError(f"the key file {path} has a form that is not known")
        return Keys(bytes.fromhex(data["encryption"]), bytes.fromhex(data["index"]))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyFileError(f"the key file {path} is malformed") from error


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
