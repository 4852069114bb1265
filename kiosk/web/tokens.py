"""Bearer tokens: made at random, kept as SHA-256, compared in constant time."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable

from kiosk.store.answers import TokenRow

TOKEN_BYTES = 32
LONGEST = 200
"""Most characters of a token that are looked at."""


def new_token() -> str:
    """Make a token of 256 bits, in characters that a shell and a URL leave alone."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """Give what is kept of a token. A random one of 256 bits needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(header: str | None) -> str | None:
    """Read the token of an Authorization header; None where there is none."""
    scheme, _, token = (header or "").strip().partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and 0 < len(token) <= LONGEST else None


def whose(token: str, known: Iterable[TokenRow]) -> TokenRow | None:
    """Find whose token it is; every known one is compared, whatever the first ones say."""
    presented = digest(token)
    found: TokenRow | None = None
    for row in known:
        if hmac.compare_digest(row.sha256, presented):
            found = row
    return found
