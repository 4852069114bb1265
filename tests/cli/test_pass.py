"""`kiosk pass`: what is issued is what a gate verifies, and every check is told."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import cv2
import pytest
import zxingcpp

from kiosk.cli.initials import initials
from kiosk.core.events import PassIssued
from kiosk.core.passes import PassCheck, PassClaims, verify
from kiosk.store import pass_keys
from kiosk.store.place import key_path
from tests.cli.rosters import ID_NUMBERS
from tests.cli.test_people import bring_in
from tests.cli.typing_it import Desk

BY = ("--by", "wang", "--why", "boiler")
ALWAYS = ("--from", "2020-01-01", "--until", "2100-01-01")


@pytest.fixture
def visitor(desk: Desk) -> str:
    """Bring in a visitor while the return is staged."""
    desk.must("phase", "set", "staged", "--by", "wang", "--why", "plan")
    (person,) = bring_in(desk, f"访客,欧阳小明,{ID_NUMBERS[0]},,,,,").json()["people"]
    return str(person["person_id"])


@pytest.fixture
def permit(desk: Desk, visitor: str) -> str:
    """Approve a permit of the visitor."""
    said = desk.must(
        "permit",
        "add",
        "--person",
        visitor,
        "--purpose",
        "meeting",
        "--areas",
        "office,outdoors",
        *ALWAYS,
        "--status",
        "approved",
        *BY,
        "--json",
    )
    return str(said.json()["permit_id"])


def test_a_pass_of_a_permit_says_what_the_permit_says(
    desk: Desk, visitor: str, permit: str
) -> None:
    issued = desk.must("pass", "issue", "--permit", permit, "--uses", "3", "--json").json()
    keys = pass_keys.load_public(key_path(desk.state).parent)
    claims = verify(issued["text"], keys)
    assert isinstance(claims, PassClaims)
    assert (claims.pass_id, claims.school) == (issued["pass_id"], 3201)
    assert (claims.last_four, claims.initials) == (ID_NUMBERS[0][-4:], "OYXM")
    with desk.log() as log:
        row = log.lookup.pass_row(claims.pass_id)
        fact = log.read(log.head() - 1, 1)[0].event.fact
    assert isinstance(fact, PassIssued)
    assert row is not None
    assert (row.person_id, row.permit_id, row.uses, row.key_id) == (visitor, permit, 3, 1)
    assert (row.window.since, row.window.until) == (claims.not_before, claims.expires)


def test_a_pass_is_printed_as_its_text_alone(desk: Desk, permit: str) -> None:
    said = desk.must("pass", "issue", "--permit", permit)
    assert re.fullmatch(r"GP1:[0-9A-Z $%*+\-./:]+\n", said.out)


def test_the_picture_is_read_back_by_a_decoder(desk: Desk, permit: str, tmp_path: Path) -> None:
    png, svg = tmp_path / "pass.png", tmp_path / "pass.svg"
    said = desk.must(
        "pass", "issue", "--permit", permit, "--qr", "--png", str(png), "--svg", str(svg)
    )
    text = said.out.splitlines()[0]
    picture = cv2.imread(str(png), cv2.IMREAD_GRAYSCALE)
    assert picture is not None
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == [text]
    assert ET.parse(svg).getroot().tag.endswith("svg")  # noqa: S314 - we drew it
    assert len(said.out.splitlines()) > 20


def test_a_picture_that_cannot_be_written_does_not_lose_the_pass(
    desk: Desk, permit: str, tmp_path: Path
) -> None:
    said = desk.type("pass", "issue", "--permit", permit, "--png", str(tmp_path / "no" / "x.png"))
    assert (said.code, len(said.lines)) == (1, 1)
    assert said.out.startswith("GP1:")


def test_a_pass_of_a_person_needs_an_end(desk: Desk, visitor: str) -> None:
    said = desk.type("pass", "issue", "--person", visitor)
    assert (said.code, len(said.lines)) == (2, 1)
    desk.must("pass", "issue", "--person", visitor, "--until", "2100-01-01")


@pytest.mark.parametrize(
    "words",
    [
        ("--uses", "0"),
        ("--host", "-1"),
        ("--host", str(1 << 32)),
        ("--initials", "王"),
        ("--last-four", "12"),
        ("--until", "2020-01-01", "--from", "2021-01-01"),
        ("--until", "2107-01-01"),
    ],
)
def test_a_claim_out_of_its_range_issues_nothing(
    desk: Desk, permit: str, words: tuple[str, ...]
) -> None:
    with desk.log() as log:
        before = log.head()
    said = desk.type("pass", "issue", "--permit", permit, *words)
    assert (said.code, len(said.lines), said.out) == (2, 1, "")
    with desk.log() as log:
        assert log.head() == before


def test_no_pass_is_issued_for_a_permit_that_is_not_approved(desk: Desk, permit: str) -> None:
    desk.must("permit", "revoke", permit, *BY)
    assert desk.type("pass", "issue", "--permit", permit).code == 1
    assert desk.type("pass", "issue", "--permit", "q-none").code == 2
    assert desk.type("pass", "issue", "--person", "p-none", "--until", "2100-01-01").code == 2


def test_somebody_without_an_id_number_needs_the_digits_said(desk: Desk) -> None:
    (person,) = bring_in(desk, "教职工,Lee Ann,,,T000001,,,").json()["people"]
    words = ("pass", "issue", "--person", person["person_id"], "--until", "2100-01-01", "--json")
    assert desk.type(*words).code == 2
    text = desk.must(*words, "--last-four", "0001").json()["text"]
    claims = verify(text, pass_keys.load_public(key_path(desk.state).parent))
    assert isinstance(claims, PassClaims)
    assert (claims.last_four, claims.initials) == ("0001", "LA")


def test_a_good_pass_shows_every_check_held(desk: Desk, permit: str) -> None:
    text = desk.must("pass", "issue", "--permit", permit).out.strip()
    said = desk.must("pass", "show", text, "--json").json()
    assert said["checks"] == dict.fromkeys(map(str, PassCheck), "ok")
    assert (said["ok"], said["log"]) == (True, "valid")
    assert said["claims"]["areas"] == "office outdoors"
    assert desk.must("pass", "show", "-", stdin=text + "\n").out.count(" ok\n") == len(PassCheck)


@pytest.mark.parametrize("place", [5, 40, 90, -1])
def test_a_changed_pass_shows_the_check_that_failed(desk: Desk, permit: str, place: int) -> None:
    text = desk.must("pass", "issue", "--permit", permit).out.strip()
    other = "A" if text[place] != "A" else "B"
    forged = text[:place] + other + text[place:][1:]
    said = desk.type("pass", "show", forged, "--json")
    assert said.code == 1
    assert list(said.json()["checks"].values()).count("failed") == 1
    assert said.json()["claims"] is None


@pytest.mark.parametrize(
    "text", ["", "\x1b]52;c;eA==\x07", "[bold red]PASS[/]", "GP1:" + "A" * 4000, "=1+1", "' OR 1=1"]
)
def test_a_text_that_is_no_pass_is_never_echoed(desk: Desk, text: str) -> None:
    said = desk.type("pass", "show", "--", text)
    assert said.code == 1
    assert not text or text not in said.out + said.err


def test_a_pass_of_another_school_s_key_fails(desk: Desk, permit: str, tmp_path: Path) -> None:
    text = desk.must("pass", "issue", "--permit", permit).out.strip()
    folder = key_path(desk.state).parent
    for path in (folder / pass_keys.PRIVATE, folder / pass_keys.PUBLIC):
        path.unlink()
    pass_keys.create(folder, 1, 3201)
    said = desk.type("pass", "show", text, "--json").json()
    assert (said["ok"], said["checks"]["signature"]) == (False, "failed")


def test_a_revoked_pass_is_told_by_the_log(desk: Desk, permit: str) -> None:
    issued = desk.must("pass", "issue", "--permit", permit, "--json").json()
    desk.must("pass", "revoke", issued["pass_id"], "--why", "phone lost")
    said = desk.type("pass", "show", issued["text"], "--json")
    assert (said.code, said.json()["log"]) == (1, "revoked")
    assert desk.type("pass", "revoke", "0" * 16).code == 1
    assert desk.type("pass", "revoke", "x").code == 2


def test_an_expired_and_a_future_pass_are_told(desk: Desk, visitor: str) -> None:
    words = ("pass", "issue", "--person", visitor)
    for since, until, state in (
        ("2020-01-01", "2020-01-02", "expired"),
        ("2099-01-01", "2100-01-01", "not_yet"),
    ):
        text = desk.must(*words, "--from", since, "--until", until).out.strip()
        assert desk.type("pass", "show", text, "--json").json()["log"] == state


def test_the_keys_are_listed_without_their_secret(desk: Desk) -> None:
    (key,) = desk.must("pass", "keys", "--json").json()
    assert (key["kid"], key["school"], key["issues_here"]) == (1, 3201, True)
    seed = pass_keys.load_private(key_path(desk.state).parent).key.private_bytes_raw().hex()
    assert seed not in desk.must("pass", "keys").out


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("王小明", "WXM"),
        ("张伟", "ZW"),
        ("单雄信", "SXX"),
        ("仇英", "QY"),
        ("欧阳娜娜", "OYNN"),
        ("安一", "AY"),
        ("Lee Ann", "LA"),
        ("Ólafur Þ", "OX"),
        ("", "X"),
        ("=1+1", "XXXX"),
        ("一二三四五六七八", "YESSWL"),
    ],
)
def test_initials_are_letters_whatever_the_name(name: str, letters: str) -> None:
    assert initials(name) == letters
