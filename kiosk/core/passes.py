"""The signed pass of a visitor: compact claims in COSE_Sign1, shown as a QR code.

    GP1: base45( 18( [ protected {1: alg, 4: kid}, {}, claims, signature ] ) )
    claims  {4: expires, 5: not before, 7: id of 8 bytes,
             -65537: [school, areas, host, last four of the ID or card, initials]}

COSE is RFC 9052, the claims RFC 8392, EdDSA on Ed25519 RFC 8032, base45 RFC 9285. Nothing is
compressed: it would be longer. A pass has one form only; anything else is refused before its
signature is looked at. What a pass says is not secret: whoever holds it can read it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum, StrEnum

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.core import base45
from kiosk.core.pass_areas import AREA_BITS as AREA_BITS
from kiosk.core.pass_areas import area_bitmap as area_bitmap
from kiosk.core.pass_areas import area_names as area_names
from kiosk.core.pass_form import MisshapenError, Reader
from kiosk.core.request import CredentialState

PREFIX = "GP1:"
LONGEST = 400
"""The most characters a pass may have, the prefix included."""

MOST_BYTES = 200
"""The most bytes inside the base45; the longest claims need 134."""

_ID_BYTES = 8

_COSE_SIGN1 = 18
_PRIVATE_CLAIM = -65537
_UINT32 = 1 << 32
_PASS_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_LAST_FOUR = re.compile(r"[0-9A-Z]{4}", re.ASCII)
_INITIALS = re.compile(r"[A-Z]{1,6}", re.ASCII)


class Algorithm(IntEnum):
    """Signature algorithms by their COSE number; a key is bound to one."""

    EDDSA = -8


class PassCheck(StrEnum):
    """The check at which a pass failed, in the order made; for the log, not for the visitor."""

    LENGTH = "length"
    PREFIX = "prefix"
    ALPHABET = "alphabet"
    SIZE = "size"
    SHAPE = "shape"
    KEY = "key"
    ALGORITHM = "algorithm"
    SIGNATURE = "signature"
    ISSUER = "issuer"


@dataclass(frozen=True, slots=True)
class PassClaims:
    """What a pass says.

    `pass_id` is 16 hexadecimal digits, small letters, that no other
    pass has. `not_before` is included, `expires` is not; whole
    seconds of aware datetimes up to the year 2106. `school` and `host` are numbers below 2**32,
    `areas` a bitmap by `AREA_BITS`, `last_four` the end of the ID or card number, `initials` those
    of the name, 1 to 6 letters A to Z.
    """

    pass_id: str
    not_before: datetime
    expires: datetime
    school: int
    areas: int
    host: int
    last_four: str
    initials: str


@dataclass(frozen=True, slots=True)
class PublicKeyInfo:
    """A key that passes may be signed with: its algorithm, and the only school it signs for."""

    public_key: Ed25519PublicKey
    school: int
    algorithm: Algorithm = Algorithm.EDDSA


@dataclass(frozen=True, slots=True)
class PassProblem:
    """Why a text is not a pass; holds nothing of the text."""

    check: PassCheck
    state: CredentialState


def issue(claims: PassClaims, private_key: Ed25519PrivateKey, kid: int) -> str:
    """Sign claims and give the text of the pass.

    `kid` is the number, 0 to 255, under which gates know the key. Raises `ValueError` naming the
    claim that is out of its range.
    """
    if not 0 <= kid <= 255:
        raise ValueError(f"kid must be from 0 to 255; it is {kid}")
    if fault := _fault(claims):
        raise ValueError(fault)
    protected = _protected(Algorithm.EDDSA, kid)
    payload = _payload(claims)
    signature = private_key.sign(_signed_bytes(protected, payload))
    return PREFIX + base45.encode(_message(protected, payload, signature))


def verify(text: str, keys: Mapping[int, PublicKeyInfo]) -> PassClaims | PassProblem:
    """Check everything about a pass but its time, revocation and use.

    Never raises, whatever the text. The checks are those of `PassCheck`, in that order.
    """
    if len(text) > LONGEST:
        return PassProblem(PassCheck.LENGTH, CredentialState.UNREADABLE)
    if not text.startswith(PREFIX):
        return PassProblem(PassCheck.PREFIX, CredentialState.UNREADABLE)
    message = base45.decode(text.removeprefix(PREFIX))
    if message is None:
        return _invalid(PassCheck.ALPHABET)
    if len(message) > MOST_BYTES:
        return _invalid(PassCheck.SIZE)
    try:
        form = _read(message)
    except MisshapenError:
        return _invalid(PassCheck.SHAPE)
    failed = _failed_check(form, keys)
    return form.claims if failed is None else _invalid(failed)


def state_at(claims: PassClaims, at: datetime) -> CredentialState:
    """Judge a pass by the clock of the gate: valid, not yet, or expired."""
    if at < claims.not_before:
        return CredentialState.NOT_YET
    return CredentialState.EXPIRED if at >= claims.expires else CredentialState.VALID


@dataclass(frozen=True, slots=True)
class _Form:
    """A message of the right shape whose signature has not been looked at."""

    algorithm: int
    kid: int
    claims: PassClaims
    signed: bytes
    signature: bytes


def _failed_check(form: _Form, keys: Mapping[int, PublicKeyInfo]) -> PassCheck | None:
    key = keys.get(form.kid)
    if key is None:
        return PassCheck.KEY
    if form.algorithm != key.algorithm:
        return PassCheck.ALGORITHM
    try:
        key.public_key.verify(form.signature, form.signed)
    except InvalidSignature:
        return PassCheck.SIGNATURE
    return None if form.claims.school == key.school else PassCheck.ISSUER


def _invalid(check: PassCheck) -> PassProblem:
    return PassProblem(check, CredentialState.INVALID)


def _protected(algorithm: int, kid: int) -> bytes:
    return cbor2.dumps({1: algorithm, 4: bytes([kid])}, canonical=True)


def _payload(claims: PassClaims) -> bytes:
    private = [claims.school, claims.areas, claims.host, claims.last_four, claims.initials]
    return cbor2.dumps(
        {
            4: int(claims.expires.timestamp()),
            5: int(claims.not_before.timestamp()),
            7: bytes.fromhex(claims.pass_id),
            _PRIVATE_CLAIM: private,
        },
        canonical=True,
    )


def _signed_bytes(protected: bytes, payload: bytes) -> bytes:
    """Give the Sig_structure of RFC 9052, section 4.4."""
    return cbor2.dumps(["Signature1", protected, b"", payload], canonical=True)


def _message(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    tagged = cbor2.CBORTag(_COSE_SIGN1, [protected, {}, payload, signature])
    return cbor2.dumps(tagged, canonical=True)


def _read(message: bytes) -> _Form:
    """Read a message of exactly our shape; `MisshapenError` for any other.

    The general decoder of the CBOR library is kept away from text of strangers: what it does with
    tags, nesting and doubled keys is not needed here. Encoding again settles the one form.
    """
    outer = Reader(message)
    outer.expect_tag(_COSE_SIGN1)
    outer.expect_array(4)
    protected = outer.byte_string()
    outer.expect_map(0)
    payload = outer.byte_string()
    signature = outer.byte_string(64)
    outer.expect_end()
    algorithm, kid = _read_protected(protected)
    claims = _read_claims(payload)
    again = _message(_protected(algorithm, kid), _payload(claims), signature)
    if _fault(claims) or again != message:
        raise MisshapenError
    return _Form(algorithm, kid, claims, _signed_bytes(protected, payload), signature)


def _read_protected(protected: bytes) -> tuple[int, int]:
    reader = Reader(protected)
    reader.expect_map(2)
    reader.expect_integer(1)
    algorithm = reader.integer()
    reader.expect_integer(4)
    kid = reader.byte_string(1)
    reader.expect_end()
    return algorithm, kid[0]


def _read_claims(payload: bytes) -> PassClaims:
    reader = Reader(payload)
    reader.expect_map(4)
    reader.expect_integer(4)
    expires = _moment(reader.integer())
    reader.expect_integer(5)
    not_before = _moment(reader.integer())
    reader.expect_integer(7)
    pass_id = reader.byte_string(_ID_BYTES).hex()
    reader.expect_integer(_PRIVATE_CLAIM)
    reader.expect_array(5)
    claims = PassClaims(
        pass_id=pass_id,
        not_before=not_before,
        expires=expires,
        school=reader.integer(),
        areas=reader.integer(),
        host=reader.integer(),
        last_four=reader.text(),
        initials=reader.text(),
    )
    reader.expect_end()
    return claims


def _moment(seconds: int) -> datetime:
    if not 0 <= seconds < _UINT32:
        raise MisshapenError
    return datetime.fromtimestamp(seconds, UTC)


def _fault(claims: PassClaims) -> str | None:
    """Name the first claim that is out of its range."""
    numbers = {"school": claims.school, "areas": claims.areas, "host": claims.host}
    for name, number in numbers.items():
        if not 0 <= number < _UINT32:
            return f"{name} must be from 0 to 2**32 - 1"
    for name, moment in (("not_before", claims.not_before), ("expires", claims.expires)):
        if moment.tzinfo is None or moment.microsecond or not _in_range(moment):
            return f"{name} must be a whole second with an offset, 1970 to 2106"
    if claims.not_before >= claims.expires:
        return "expires must be later than not_before"
    if not _PASS_ID.fullmatch(claims.pass_id):
        return "pass_id must be 16 hexadecimal digits, small letters"
    if not _LAST_FOUR.fullmatch(claims.last_four):
        return "last_four must be 4 digits or letters A to Z"
    return None if _INITIALS.fullmatch(claims.initials) else "initials must be 1 to 6 letters A-Z"


def _in_range(moment: datetime) -> bool:
    return 0 <= moment.timestamp() < _UINT32
