"""Personal fields: sealed, found only with the key, gone when erased; and the file of the keys."""

import os
import stat
from pathlib import Path

import pytest

from kiosk.core.events import AccountSet, CardBound, HomeTemperatureRecorded, PersonRecorded
from kiosk.core.people import PersonKind, Role
from kiosk.store import keys
from kiosk.store.errors import KeyFileError, LogDamaged
from kiosk.store.keys import Keys
from kiosk.store.log import Log
from kiosk.store.privacy import Sealed, blind_digest, seal, unseal
from tests.store.conftest import Place
from tests.store.making import AT, GUARD, MOMENT, decided, event, infrared

NAME, NUMBER, PHONE, CARD = "欧阳小明", "32010220080101123X", "13812342210", "204177665"
KEYS = Keys(bytes(range(32)), bytes(range(1, 33)))


def bytes_of(place: Place) -> bytes:
    """Give every byte of the log, the WAL and its index included."""
    return b"".join(
        path.read_bytes() for path in sorted(place.state.iterdir()) if path.name.startswith("log")
    )


def record_people(log: Log) -> int:
    """Write what is known of a person and of a visit; give the position of the record."""
    pos = log.append(
        event(
            PersonRecorded("p1", PersonKind.PUPIL, name=NAME, id_number=NUMBER, phone=PHONE),
            why=f"{NAME}转学",
        )
    ).pos
    log.append(event(CardBound("c1", "p1", number=CARD)))
    log.append(event(AccountSet("g1", Role.GUARD, name=NAME, pin_hash="$argon2id$v=19$secret")))
    log.append(event(HomeTemperatureRecorded("p1", AT.date(), value_c=38.4567)))
    log.append(event(decided("v1", readings=(infrared(37.6543),))))
    return pos


SECRETS = [
    NAME.encode(),
    NUMBER.encode(),
    PHONE.encode(),
    CARD.encode(),
    b"argon2id",
    b"38.4567",
    b"37.6543",
    "转学".encode(),
]


def test_no_personal_text_stands_in_clear_in_the_file_or_the_wal(place: Place) -> None:
    with place.open() as log:
        record_people(log)
        in_work = bytes_of(place)
        assert len(in_work) > place.path.stat().st_size
        for secret in SECRETS:
            assert secret not in in_work
    for secret in SECRETS:
        assert secret not in bytes_of(place)
    with place.open() as log:
        details = log.lookup.details("p1")
        assert details is not None
        assert (details.name, details.id_number, details.phone) == (NAME, NUMBER, PHONE)
        assert log.read(5, 1)[0].event.fact == decided("v1", readings=(infrared(37.6543),))


def test_an_erased_body_is_gone_from_every_byte_and_the_chain_still_verifies(place: Place) -> None:
    with place.open() as log:
        pos = record_people(log)
        row = log._connection.execute(  # noqa: SLF001 - the sealed bytes themselves
            "SELECT salt, sealed FROM personal WHERE pos = ?", (pos,)
        ).fetchone()
        digest = blind_digest(place.keys, "id_number", NUMBER)
        assert all(part in bytes_of(place) for part in (*row, digest))
        erasure = log.erase(pos, MOMENT, GUARD, "保存期满")
        assert not any(part in bytes_of(place) for part in (*row, digest))
        stored = log.read(pos - 1, 1)[0]
        assert stored.erased
        assert stored.event.fact == PersonRecorded("p1", PersonKind.PUPIL)
        assert stored.event.why is None
        assert log.read(erasure.pos - 1, 1)[0].event.actor == GUARD
        assert log.verify().ok
        log.erase(pos, MOMENT, GUARD)
        assert log.verify().ok
        with pytest.raises(ValueError, match="no event at 999"):
            log.erase(999, MOMENT, GUARD)


def test_a_sealed_body_opens_only_as_it_was_and_for_its_event() -> None:
    body = seal(KEYS, "north/1/2", "{}")
    assert unseal(KEYS, "north/1/2", body) == "{}"
    with pytest.raises(LogDamaged):
        unseal(KEYS, "north/1/3", body)
    with pytest.raises(LogDamaged):
        unseal(Keys(bytes(32), KEYS.index), "north/1/2", body)
    other = seal(KEYS, "north/1/2", "{}")
    assert (body.salt, body.nonce, body.sealed) != (other.salt, other.nonce, other.sealed)
    for changed in (
        Sealed(bytes(32), body.nonce, body.sealed, body.commitment),
        Sealed(body.salt, bytes(12), body.sealed, body.commitment),
        Sealed(body.salt, body.nonce, body.sealed[:-1], body.commitment),
        Sealed(body.salt, b"", body.sealed, body.commitment),
        Sealed(body.salt, body.nonce, body.sealed, bytes(32)),
    ):
        with pytest.raises(LogDamaged):
            unseal(KEYS, "north/1/2", changed)


def test_the_blind_index_needs_the_key_and_tells_names_apart() -> None:
    digest = blind_digest(KEYS, "card", "0417x")
    assert len(digest) == 16
    assert digest == blind_digest(KEYS, "card", " 04 17X")
    assert digest == blind_digest(KEYS, "card", "０４１７Ｘ")
    assert digest != blind_digest(KEYS, "id_number", "0417X")
    assert digest != blind_digest(Keys(KEYS.encryption, bytes(32)), "card", "0417X")


# --- The file of the keys ---


def test_keys_are_made_once_for_their_user_alone(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "personal.key"
    made = keys.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert keys.load(path) == made
    assert made != keys.create(tmp_path / "other.key")
    with pytest.raises(KeyFileError, match="cannot make"):
        keys.create(path)
    assert keys.load(path) == made


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_key_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "personal.key"
    keys.create(path)
    os.chmod(path, mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        keys.load(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"form": 2}',
        '{"form": 1, "encryption": "00", "index": "11"}',
        '{"form": 1, "encryption": "' + "00" * 32 + '", "index": "' + "00" * 32 + '"}',
        '{"form": 1, "encryption": "zz", "index": 3}',
        "\xff",
    ],
)
def test_a_malformed_key_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "personal.key"
    path.write_text(text, encoding="latin-1")
    path.chmod(0o600)
    with pytest.raises(KeyFileError):
        keys.load(path)


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match=r"nothing\.key"):
        keys.load(tmp_path / "nothing.key")


def test_keys_never_show_in_a_trace() -> None:
    assert repr(KEYS) == "Keys()"
