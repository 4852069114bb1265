"""A pass is accepted only as issued: signed by a known key, whole, in its one form, in time."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core import base45
from kiosk.core.passes import (
    AREA_BITS,
    LONGEST,
    PREFIX,
    PassCheck,
    PassClaims,
    PassProblem,
    PublicKeyInfo,
    area_bitmap,
    area_names,
    issue,
    state_at,
    verify,
)
from kiosk.core.request import CredentialState

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KID, SCHOOL = 7, 320_506
KEYS = {KID: PublicKeyInfo(KEY.public_key(), SCHOOL)}
START = datetime(2020, 5, 11, 8, tzinfo=UTC)
CLAIMS = PassClaims(
    pass_id="00112233445566ff",  # noqa: S106 - an identity, not a secret
    not_before=START,
    expires=START + timedelta(hours=4),
    school=SCHOOL,
    areas=area_bitmap(["office", "outdoors"]),
    host=4711,
    last_four="002X",
    initials="WXM",
)
PASS = issue(CLAIMS, KEY, KID)
BODY = base45.decode(PASS.removeprefix(PREFIX))
assert BODY is not None

uint32 = st.integers(0, 2**32 - 1)
claims = st.builds(
    PassClaims,
    pass_id=st.binary(min_size=8, max_size=8).map(bytes.hex),
    not_before=st.integers(0, 2**31).map(lambda second: datetime.fromtimestamp(second, UTC)),
    expires=st.integers(2**31 + 1, 2**32 - 1).map(
        lambda second: datetime.fromtimestamp(second, UTC)
    ),
    school=st.just(SCHOOL),
    areas=uint32,
    host=uint32,
    last_four=st.from_regex(r"[0-9A-Z]{4}", fullmatch=True),
    initials=st.from_regex(r"[A-Z]{1,6}", fullmatch=True),
)


def failed(text: str) -> PassCheck | None:
    found = verify(text, KEYS)
    return found.check if isinstance(found, PassProblem) else None


def sealed(
    payload: bytes, *, protected: bytes | None = None, outer: object = None, tag: int = 18
) -> str:
    """Sign any payload with the right key, as a careless issuer would."""
    head = cbor2.dumps({1: -8, 4: bytes([KID])}) if protected is None else protected
    signature = KEY.sign(cbor2.dumps(["Signature1", head, b"", payload]))
    body = [head, {}, payload, signature] if outer is None else outer
    return PREFIX + base45.encode(cbor2.dumps(cbor2.CBORTag(tag, body)))


def claim_map(**changes: object) -> dict[object, object]:
    private = [SCHOOL, CLAIMS.areas, CLAIMS.host, CLAIMS.last_four, CLAIMS.initials]
    found: dict[object, object] = {
        4: int(CLAIMS.expires.timestamp()),
        5: int(CLAIMS.not_before.timestamp()),
        7: bytes.fromhex(CLAIMS.pass_id),
        -65537: private,
    }
    names = {"expires": 4, "not_before": 5, "pass_id": 7, "private": -65537}
    return found | {names[name]: value for name, value in changes.items()}


@given(claims)
def test_a_pass_says_what_was_issued_and_is_short(given_: PassClaims) -> None:
    text = issue(given_, KEY, KID)
    assert verify(text, KEYS) == given_
    assert len(text) <= 210
    assert set(text) <= set(base45.ALPHABET)


def test_a_pass_is_a_cose_sign1_over_a_cwt_for_any_other_reader() -> None:
    assert BODY is not None
    message = cbor2.loads(BODY)
    assert message.tag == 18
    protected, unprotected, payload, signature = message.value
    assert cbor2.loads(protected) == {1: -8, 4: bytes([KID])}
    assert unprotected == {}
    assert cbor2.loads(payload) == claim_map()
    signed = b"\x84\x6aSignature1" + cbor2.dumps(protected) + b"\x40" + cbor2.dumps(payload)
    KEY.public_key().verify(signature, signed)


def test_the_test_itself_seals_what_the_gate_accepts() -> None:
    assert sealed(cbor2.dumps(claim_map(), canonical=True)) == PASS


@given(st.text(max_size=420))
def test_no_text_makes_it_raise(text: str) -> None:
    assert isinstance(verify(text, KEYS), PassProblem)
    assert isinstance(verify(PREFIX + text, KEYS), PassProblem)


@given(st.binary(max_size=220))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert isinstance(verify(PREFIX + base45.encode(data), KEYS), PassProblem)
    inside = cbor2.dumps(cbor2.CBORTag(18, [data[:8], {}, data[8:], bytes(64)]))
    assert isinstance(verify(PREFIX + base45.encode(inside), KEYS), PassProblem)


def test_every_flipped_bit_is_found() -> None:
    assert BODY is not None
    for place in range(len(BODY) * 8):
        flipped = bytearray(BODY)
        flipped[place // 8] ^= 1 << place % 8
        assert failed(PREFIX + base45.encode(bytes(flipped))) is not None, place


def test_every_lost_byte_and_every_added_one_is_found() -> None:
    assert BODY is not None
    for place in range(len(BODY)):
        assert failed(PREFIX + base45.encode(BODY[:place] + BODY[place + 1 :])) is not None
    assert failed(PREFIX + base45.encode(BODY + b"\x00")) is PassCheck.SHAPE


@given(claims, st.binary(min_size=32, max_size=32))
def test_nothing_signed_by_another_key_is_accepted(given_: PassClaims, seed: bytes) -> None:
    stranger = Ed25519PrivateKey.from_private_bytes(seed)
    if seed != bytes(range(32)):
        assert failed(issue(given_, stranger, KID)) is PassCheck.SIGNATURE


@pytest.mark.parametrize(
    ("text", "check", "state"),
    [
        ("", PassCheck.PREFIX, CredentialState.UNREADABLE),
        ("gp1:" + PASS[4:], PassCheck.PREFIX, CredentialState.UNREADABLE),
        (" " + PASS, PassCheck.PREFIX, CredentialState.UNREADABLE),
        (PREFIX + "0" * (LONGEST - 3), PassCheck.LENGTH, CredentialState.UNREADABLE),
        (PREFIX, PassCheck.SHAPE, CredentialState.INVALID),
        (PASS[:-1] + "a", PassCheck.ALPHABET, CredentialState.INVALID),
        (PREFIX + "000" * 101, PassCheck.SIZE, CredentialState.INVALID),
        (issue(CLAIMS, KEY, 8), PassCheck.KEY, CredentialState.INVALID),
        (issue(CLAIMS, OTHER, KID), PassCheck.SIGNATURE, CredentialState.INVALID),
        (
            issue(replace(CLAIMS, school=1), KEY, KID),
            PassCheck.ISSUER,
            CredentialState.INVALID,
        ),
    ],
    ids=str,
)
def test_each_check_is_named_for_the_log(
    text: str, check: PassCheck, state: CredentialState
) -> None:
    assert verify(text, KEYS) == PassProblem(check, state)


@pytest.mark.parametrize("algorithm", [-7, -35, -37, 5, 0, -257])
def test_the_algorithm_is_that_of_the_key_never_that_of_the_pass(algorithm: int) -> None:
    payload = cbor2.dumps(claim_map(), canonical=True)
    protected = cbor2.dumps({1: algorithm, 4: bytes([KID])})
    assert failed(sealed(payload, protected=protected)) is PassCheck.ALGORITHM


@pytest.mark.parametrize(
    "claims_",
    [
        claim_map(expires=2**32),
        claim_map(expires=-1),
        claim_map(expires=1.5e9),
        claim_map(not_before=int(CLAIMS.expires.timestamp())),
        claim_map(pass_id=b"1234567"),
        claim_map(pass_id="12345678"),  # noqa: S106 - an identity, not a secret
        claim_map(private=[SCHOOL, 1, 1, "002X"]),
        claim_map(private=[SCHOOL, 1, 1, "002X", "WXM", 0]),
        claim_map(private=[SCHOOL, -1, 1, "002X", "WXM"]),
        claim_map(private=[SCHOOL, 1, 2**32, "002X", "WXM"]),
        claim_map(private=[SCHOOL, 1, 1, "002x", "WXM"]),
        claim_map(private=[SCHOOL, 1, 1, "002X", ""]),
        claim_map(private=[SCHOOL, 1, 1, "002X", "王"]),
        claim_map(private=[SCHOOL, True, 1, "002X", "WXM"]),
        claim_map() | {6: 1},
        {4: 1, 5: 0, 7: b"12345678"},
        {},
    ],
    ids=str,
)
def test_claims_of_another_shape_are_refused_even_when_rightly_signed(
    claims_: dict[object, object],
) -> None:
    assert failed(sealed(cbor2.dumps(claims_, canonical=True))) is PassCheck.SHAPE


GOOD = cbor2.dumps(claim_map(), canonical=True)


@pytest.mark.parametrize(
    "payload",
    [
        b"\xb8\x04" + GOOD[1:],  # the length of the map in two bytes
        b"\xbf" + GOOD[1:] + b"\xff",  # a map without a length
        b"\xa5" + GOOD[1:] + b"\x04\x01",  # a key twice
        GOOD + b"\xf6",  # something after the claims
        GOOD[:2] + b"\x1b" + bytes(4) + GOOD[3:],  # a number in eight bytes instead of four
        b"\x81" * 60,  # nested lists
        b"\x9f" * 60,  # nested lists without end
        b"\xbb" + b"\xff" * 8,  # a map that claims to be huge
        b"\xd8\x1c" * 30,  # tags
    ],
    ids=bytes.hex,
)
def test_a_pass_has_one_form_only(payload: bytes) -> None:
    assert failed(sealed(payload)) is PassCheck.SHAPE


def test_the_outer_message_has_one_form_only() -> None:
    head = cbor2.dumps({1: -8, 4: bytes([KID])})
    signature = KEY.sign(cbor2.dumps(["Signature1", head, b"", GOOD]))
    for outer in (
        [head, {4: b"x"}, GOOD, signature],
        [head, {}, GOOD, signature, 0],
        [head, {}, GOOD, signature + b"\x00"],
        [head, {}, GOOD.hex(), signature],
        [b"", {}, GOOD, signature],
    ):
        assert failed(sealed(GOOD, outer=outer)) is PassCheck.SHAPE
    assert failed(sealed(GOOD, tag=61)) is PassCheck.SHAPE
    other = cbor2.dumps({4: bytes([KID]), 1: -8})
    assert failed(sealed(GOOD, protected=other)) is PassCheck.SHAPE


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        (-1, CredentialState.NOT_YET),
        (0, CredentialState.VALID),
        (4 * 3600 - 1, CredentialState.VALID),
        (4 * 3600, CredentialState.EXPIRED),
    ],
)
def test_a_pass_holds_from_its_start_included_to_its_end_excluded(
    seconds: int, state: CredentialState
) -> None:
    assert state_at(CLAIMS, START + timedelta(seconds=seconds)) is state


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"pass_id": "00"}, "pass_id"),
        ({"expires": START}, "expires"),
        ({"not_before": START.replace(tzinfo=None)}, "not_before"),
        ({"expires": START + timedelta(hours=1, microseconds=1)}, "expires"),
        ({"school": -1}, "school"),
        ({"areas": 2**32}, "areas"),
        ({"last_four": "02X"}, "last_four"),
        ({"initials": "wxm"}, "initials"),
    ],
    ids=str,
)
def test_nothing_is_issued_that_no_gate_would_accept(change: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        issue(replace(CLAIMS, **change), KEY, KID)  # type: ignore[arg-type]  # wrong on purpose


def test_a_kid_is_one_byte() -> None:
    with pytest.raises(ValueError, match="kid"):
        issue(CLAIMS, KEY, 256)


@given(st.sets(st.sampled_from(AREA_BITS)))
def test_areas_come_back_from_their_bitmap(areas: set[str]) -> None:
    assert set(area_names(area_bitmap(sorted(areas)))) == areas


def test_an_area_without_a_bit_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="roof"):
        area_bitmap(["roof"])


@settings(max_examples=50)
@given(st.text(base45.ALPHABET, min_size=390, max_size=396))
def test_the_longest_text_is_judged_within_five_milliseconds(text: str) -> None:
    quickest = min(_seconds(lambda: verify(PREFIX + text, KEYS)) for _ in range(3))
    assert quickest < 0.005


def test_a_good_pass_is_judged_within_five_milliseconds() -> None:
    assert min(_seconds(lambda: verify(PASS, KEYS)) for _ in range(5)) < 0.005


def _seconds(work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
