"""Personal bodies: sealed with a key outside the database, committed to by the chain, found blind.

The chain holds only the commitment SHA-256(salt || body), so that salt and body can be erased
while the chain still verifies; without the salt a guessed body cannot be tried against it.
"""

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.errors import LogDamaged
from kiosk.store.keys import Keys

SALT_BYTES = 32
NONCE_BYTES = 12
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal body as it is stored, with its commitment, which the chain keeps."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    commitment: bytes


def seal(keys: Keys, event_id: str, text: str) -> Sealed:
    """Seal the canonical text of a personal body for one event and no other."""
    plain = text.encode()
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    sealed = AESGCM(keys.encryption).encrypt(nonce, plain, event_id.encode())
    return Sealed(salt, nonce, sealed, hashlib.sha256(salt + plain).digest())


def unseal(keys: Keys, event_id: str, body: Sealed) -> str:
    """Open a personal body; raises LogDamaged when any of its parts is not what was written."""
    try:
        plain = AESGCM(keys.encryption).decrypt(body.nonce, body.sealed, event_id.encode())
    except (InvalidTag, ValueError) as error:
        raise LogDamaged(f"the personal body of {event_id} does not open") from error
    if hashlib.sha256(body.salt + plain).digest() != body.commitment:
        raise LogDamaged(f"the personal body of {event_id} is not the one committed to")
    return plain.decode()


def normalised(value: str) -> str:
    """Write a number in the one form under which it is indexed: NFKC, no spaces, upper case."""
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()


def blind_digest(keys: Keys, name: str, value: str) -> bytes:
    """Give the digest under which a value of the index `name` is found; needs the key."""
    text = f"{name}\0{normalised(value)}".encode()
    return hmac.digest(keys.index, text, "sha256")[:DIGEST_BYTES]


def key_check(keys: Keys) -> bytes:
    """Give a value that tells whether these are the keys of a log, and nothing else."""
    parts = (hmac.digest(key, b"kiosk log key check", "sha256") for key in _both(keys))
    return hashlib.sha256(b"".join(parts)).digest()


def _both(keys: Keys) -> tuple[bytes, bytes]:
    return keys.encryption, keys.index
