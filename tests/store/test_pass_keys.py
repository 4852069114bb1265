"""The keys of passes: the secret one readable by its user only, the public ones replaced whole."""

from pathlib import Path

import pytest

from kiosk.store import pass_keys
from kiosk.store.errors import KeyFileError


def test_a_key_is_made_once_and_found_again(tmp_path: Path) -> None:
    made = pass_keys.create(tmp_path / "keys", 1, 3201)
    found = pass_keys.load_private(tmp_path / "keys")
    assert (found.kid, found.school) == (1, 3201)
    assert found.key.private_bytes_raw() == made.key.private_bytes_raw()
    info = pass_keys.load_public(tmp_path / "keys")[1]
    assert info.school == 3201
    assert info.public_key.public_bytes_raw() == made.key.public_key().public_bytes_raw()


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    pass_keys.create(tmp_path, 1, 3201)
    before = (tmp_path / pass_keys.PRIVATE).read_bytes()
    with pytest.raises(KeyFileError, match="already"):
        pass_keys.create(tmp_path, 2, 3201)
    assert (tmp_path / pass_keys.PRIVATE).read_bytes() == before


def test_a_second_key_keeps_the_first_public_one(tmp_path: Path) -> None:
    pass_keys.create(tmp_path, 1, 3201)
    (tmp_path / pass_keys.PRIVATE).rename(tmp_path / "old.json")
    pass_keys.create(tmp_path, 2, 3201)
    assert set(pass_keys.load_public(tmp_path)) == {1, 2}
    assert not list(tmp_path.glob("*.new"))


def test_the_secret_file_is_for_its_user_only(tmp_path: Path) -> None:
    pass_keys.create(tmp_path, 1, 3201)
    path = tmp_path / pass_keys.PRIVATE
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        pass_keys.load_private(tmp_path)


def test_the_secret_is_not_in_what_a_key_shows_of_itself(tmp_path: Path) -> None:
    made = pass_keys.create(tmp_path, 1, 3201)
    assert "key" not in repr(made)
    public = (tmp_path / pass_keys.PUBLIC).read_text()
    assert made.key.private_bytes_raw().hex() not in public


def test_where_no_pass_was_ever_issued_there_is_no_key(tmp_path: Path) -> None:
    assert pass_keys.load_public(tmp_path) == {}
    with pytest.raises(KeyFileError, match="cannot be read"):
        pass_keys.load_private(tmp_path)


@pytest.mark.parametrize(("kid", "school"), [(-1, 1), (256, 1), (1, -1), (1, 1 << 32)])
def test_numbers_that_fit_no_pass_are_refused(tmp_path: Path, kid: int, school: int) -> None:
    with pytest.raises(KeyFileError):
        pass_keys.create(tmp_path, kid, school)
    assert not (tmp_path / pass_keys.PRIVATE).exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"keys": 1}',
        '{"keys": [1]}',
        '{"keys": [{"kid": 1, "school": 1, "key": "00"}]}',
        '{"keys": [{"kid": true, "school": 1, "key": "' + "00" * 32 + '"}]}',
        '{"kid": 1, "school": 1, "seed": "00"}',
        '{"kid": "1", "school": 1, "seed": "' + "00" * 32 + '"}',
        "\xff",
    ],
)
def test_a_file_that_is_no_key_is_told(tmp_path: Path, text: str) -> None:
    for name in (pass_keys.PRIVATE, pass_keys.PUBLIC):
        path = tmp_path / name
        path.write_text(text, encoding="latin-1")
        path.chmod(0o600)
    with pytest.raises(KeyFileError):
        pass_keys.load_private(tmp_path)
    with pytest.raises(KeyFileError):
        pass_keys.load_public(tmp_path)
