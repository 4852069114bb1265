"""Verification finds every change of what was written, and says where."""

# ruff: noqa: S608 - the statements are joined from names of tables and positions

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccountSet,
    CardBound,
    CardRevoked,
    CaseClosed,
    CaseOutcome,
    CertificateRecorded,
    ClockConfirmed,
    ColdModeSet,
    DeviceLost,
    DirectionSet,
    DrillBegun,
    ExitSigned,
    HomeTemperatureRecorded,
    ImportBegun,
    ImportClosed,
    IncidentOpened,
    IncidentPersonListed,
    IncidentReported,
    IsolationBegun,
    LogPulled,
    PassageEnded,
    PassageOutcome,
    PassIssued,
    PassRevoked,
    PermitApproved,
    PermitRecorded,
    PermitRequested,
    PersonRecorded,
    PhaseSet,
    PolicyLoaded,
    PullEnded,
    ShiftSet,
    SignedIn,
    TokenAdded,
    WatchListed,
)
from kiosk.core.health import WatchEntry
from kiosk.core.people import PersonKind, Role
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.windows import Window
from kiosk.store import schema
from kiosk.store.errors import StoreError
from kiosk.store.log import Log
from kiosk.store.rows import chained
from kiosk.store.verify import Verified
from tests.store.conftest import Place
from tests.store.filling import EVERYTHING_ELSE
from tests.store.making import AT, GUARD, MOMENT, decided, event, infrared


def fill(log: Log) -> None:
    """Write something into every table."""
    log.append(event(ImportBegun("i1", "roster.csv")))
    log.append(
        event(
            PersonRecorded(
                "p1", PersonKind.PUPIL, "grade-7/class-3", "i1", name="王小明", id_number="1"
            )
        ),
        event(CardBound("c1", "p1", "i1", number="0417")),
        event(ImportClosed("i1", 2)),
        event(CardRevoked("c1", "lost")),
        event(ShiftSet("s1", "p2", Window(AT, None))),
        event(PermitRecorded("m1", "p1", Permit(PermitState.APPROVED, "meeting"))),
        event(
            PermitRequested(
                "m2", "p2", Permit(PermitState.SUBMITTED, "meeting"), 2, "p3", "office", ("p4",)
            )
        ),
        event(PermitApproved("m2", 1)),
        event(ExitSigned("p2", "m2", "p3")),
        event(PassIssued("a1", "p1", 1, Window(None, AT), "m1", 1)),
        event(PassRevoked("a1")),
        event(HomeTemperatureRecorded("p1", AT.date(), value_c=36.4)),
        event(WatchListed("w1", "p1", WatchEntry("region", Window()))),
        event(IsolationBegun("p1", AT, "elevated_confirmed", 1)),
        event(CertificateRecorded("p1", hospital=True, school_doctor=False)),
    )
    log.append(
        event(PolicyLoaded("notice-2020-02", "00" * 32)),
        event(PhaseSet(Phase.STAGED, ("grade-9",))),
        event(ClockConfirmed("boot-1")),
        event(DeviceLost("thermometer-1", "link_lost")),
        event(DirectionSet(Direction.OUT)),
        event(ColdModeSet(on=True)),
        event(TokenAdded("office", "00" * 32)),
        event(LogPulled("x1", "csv", 0, None, masked=True)),
        event(PullEnded("x1", 3, complete=True)),
    )
    log.append(*map(event, EVERYTHING_ELSE))
    log.append(event(DrillBegun("d1"), drill=True))
    refused = decided("v1", verdict=Verdict.REFER, reason=Reason.TEMPERATURE_ELEVATED, case_no=1)
    log.append(
        event(AccountSet("guard-1", Role.GUARD, name="李雷", pin_hash="$argon2id$")),
        event(refused),
        event(decided("v2", readings=(infrared(36.5),))),
        event(PassageEnded("v2", PassageOutcome.PASSED)),
        event(CaseClosed(1, CaseOutcome.LEFT)),
    )
    log.append(
        event(IncidentOpened(1, "traffic", "key")),
        event(IncidentPersonListed(1, "p1", "ill")),
        event(IncidentReported(1, "first", "r1", "00" * 32)),
    )
    log.erase(log.append(event(decided("v3", readings=(infrared(36.9),)))).pos, MOMENT, GUARD)


@pytest.fixture
def filled(place: Place) -> Place:
    with place.open() as log:
        fill(log)
    return place


def damaged(place: Place, *statements: str) -> Verified:
    """Change the file behind the log's back, and verify it."""
    with closing(sqlite3.connect(place.path, isolation_level=None)) as raw:
        for statement in statements:
            raw.execute(statement)
    with place.open() as log:
        return log.verify()


def test_a_log_that_nobody_touched_holds(filled: Place) -> None:
    with filled.open() as log:
        assert log.verify() == Verified(True, log.head())


def cells(path: Path) -> Iterator[tuple[str, str, int]]:
    """Name a cell with a value in every column: table, column, number of the row."""
    with closing(sqlite3.connect(path)) as raw:
        for table in ("log", "personal", "blind", "origin", *schema.VIEWS):
            columns = [row[1] for row in raw.execute(f"PRAGMA table_info({table})")]
            rows = raw.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            assert rows, f"{table} is empty, so that nothing would be tried"
            for column, values in zip(columns, zip(*rows, strict=True), strict=True):
                known = [number for number, value in enumerate(values) if value is not None]
                if known:
                    yield table, column, known[len(known) // 2]


def flipped(value: int | str | bytes) -> int | str | bytes:
    """Change one bit of a value, as a fault of the disk or a hand does."""
    if isinstance(value, int):
        return value ^ 1
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    if not raw:
        return "x"
    raw[len(raw) // 2] ^= 1
    return raw.decode(errors="replace") if isinstance(value, str) else bytes(raw)


def flip(path: Path, table: str, column: str, number: int) -> None:
    """Flip a bit of one cell."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        keys = [row[1] for row in raw.execute(f"PRAGMA table_info({table})") if row[5]]
        names = ", ".join([*keys, column])
        row = raw.execute(f"SELECT {names} FROM {table} LIMIT 1 OFFSET {number}").fetchone()
        where = " AND ".join(f"{key} = ?" for key in keys)
        raw.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (flipped(row[-1]), *row[:-1]))


def test_one_flipped_bit_in_any_column_of_any_table_is_found(filled: Place) -> None:
    original = filled.path.read_bytes()
    tried = set()
    for table, column, number in list(cells(filled.path)):
        filled.path.write_bytes(original)
        try:
            flip(filled.path, table, column, number)
        except (sqlite3.IntegrityError, sqlite3.OperationalError):
            # SQL itself refuses that value; the next test flips such bytes in the file.
            continue
        try:
            with filled.open() as log:
                found = log.verify()
        except StoreError:
            tried.add((table, column))
            continue
        assert not found.ok, f"a flipped bit in {table}.{column} of row {number} was not found"
        assert found.problem
        tried.add((table, column))
    assert {table for table, _ in tried} == {"log", "personal", "blind", "origin", *schema.VIEWS}
    assert {("log", "hash"), ("log", "prev"), ("log", "commitment")} <= tried
    assert {("personal", "salt"), ("personal", "nonce"), ("personal", "sealed")} <= tried


@pytest.mark.parametrize("table", ["log", "personal", "blind", "origin", *schema.VIEWS])
def test_a_deleted_row_is_found(filled: Place, table: str) -> None:
    key = ", ".join(schema.VIEWS[table].key) if table in schema.VIEWS else "1"
    order = f"(SELECT {key} FROM {table} LIMIT 1)"
    where = f"({key}) = {order}" if table in schema.VIEWS else f"{table}.rowid = 2"
    if table == "log":
        where = "pos = 5"
    if table == "blind":
        where = "pos = (SELECT min(pos) FROM blind)"
    if table == "origin":
        where = "one = 1"
    if table == "personal":
        where = "pos = (SELECT min(pos) FROM personal)"
    try:
        found = damaged(filled, f"DELETE FROM {table} WHERE {where}")
    except StoreError:
        return
    assert not found.ok


def test_a_row_deleted_with_all_that_hangs_on_it_is_found(filled: Place) -> None:
    for pos in (1, 7):
        copy = filled.path.read_bytes()
        found = damaged(
            filled,
            f"DELETE FROM personal WHERE pos = {pos}",
            f"DELETE FROM blind WHERE pos = {pos}",
            f"DELETE FROM subject WHERE pos = {pos}",
            f"DELETE FROM log WHERE pos = {pos}",
        )
        assert (found.ok, found.first_bad_pos) == (False, pos)
        filled.path.write_bytes(copy)


def test_two_swapped_rows_are_found(filled: Place) -> None:
    found = damaged(
        filled,
        "UPDATE log SET pos = 1000 WHERE pos = 15",
        "UPDATE log SET pos = 15 WHERE pos = 16",
        "UPDATE log SET pos = 16 WHERE pos = 1000",
    )
    assert (found.ok, found.first_bad_pos) == (False, 15)


def test_the_first_row_that_does_not_fit_is_named(filled: Place) -> None:
    found = damaged(filled, "UPDATE log SET body = replace(body, 'roster', 'r0ster') WHERE pos = 2")
    assert (found.ok, found.first_bad_pos, found.rows) == (False, 2, 1)
    assert found.problem is not None
    assert "row 2" in found.problem


def test_a_last_row_that_is_cut_off_alone_is_found_by_what_followed_from_it(filled: Place) -> None:
    with filled.open() as log:
        log.append(event(decided("v9")))
        last = log.head()
    assert not damaged(filled, f"DELETE FROM log WHERE pos = {last}").ok


def test_a_last_row_that_touched_no_view_leaves_a_gap_for_ever(filled: Place) -> None:
    with filled.open() as log:
        last = log.append(event(SignedIn("guard-1"))).pos
    cut = damaged(filled, f"DELETE FROM log WHERE pos = {last}")
    assert (cut.ok, cut.first_bad_pos) == (False, last)
    with filled.open() as log:
        log.append(event(SignedIn("guard-1")))
        assert (log.verify().ok, log.verify().first_bad_pos) == (False, last)


def test_a_personal_body_that_is_gone_without_an_erasure_is_found(filled: Place) -> None:
    with filled.open() as log:
        pos = log.append(event(decided("v9", readings=(infrared(38.5),)))).pos
    found = damaged(filled, f"DELETE FROM personal WHERE pos = {pos}")
    assert (found.ok, found.first_bad_pos) == (False, pos)
    assert found.problem is not None
    assert "without an erasure" in found.problem


def test_a_table_more_or_less_is_found(filled: Place) -> None:
    copy = filled.path.read_bytes()
    assert not damaged(filled, "CREATE TABLE names (name TEXT)").ok
    filled.path.write_bytes(copy)
    assert not damaged(filled, "DROP INDEX log_intent").ok
    filled.path.write_bytes(copy)
    assert not damaged(filled, "DROP TABLE subject").ok


def test_a_flipped_byte_of_a_body_in_the_file_itself_is_found(filled: Place) -> None:
    with filled.open() as log:
        pos = log.append(event(decided("lonely"))).pos
        log.append(event(decided("last")))
    with closing(sqlite3.connect(filled.path)) as raw:
        (body,) = raw.execute("SELECT body FROM log WHERE pos = ?", (pos,)).fetchone()
    whole = filled.path.read_bytes()
    start = whole.index(body.encode())
    for at in range(start, start + len(body), 5):
        filled.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with filled.open() as log:
            found = log.verify()
        assert (found.ok, found.first_bad_pos) == (False, pos)


def test_others_append_while_the_log_is_verified(filled: Place) -> None:
    with filled.open() as log, filled.open() as gate:
        for number in range(600):
            gate.append(event(decided(f"n{number}", f"p{number}")))
        before = log.head()
        found = log.verify()
        assert (found.ok, found.rows) == (True, before)


def test_a_row_rewritten_with_a_hash_that_fits_is_found_by_the_row_after_it(filled: Place) -> None:
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as raw:
        body, commitment, prev = raw.execute(
            "SELECT body, commitment, prev FROM log WHERE pos = 2"
        ).fetchone()
        forged = body.replace("roster.csv", "forged.csv")
        assert forged != body
        raw.execute(
            "UPDATE log SET body = ?, hash = ? WHERE pos = 2",
            (forged, chained(prev, forged, commitment)),
        )
    with filled.open() as log:
        found = log.verify()
    assert (found.ok, found.first_bad_pos) == (False, 3)


def test_a_body_moved_to_another_number_is_found(filled: Place) -> None:
    with filled.open() as log:
        log.append(event(decided("v8")))
        last = log.head()
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as raw:
        body, prev = raw.execute("SELECT body, prev FROM log WHERE pos = ?", (last,)).fetchone()
        forged = body.replace(f'"north",1,{last}]', f'"north",1,{last - 1}]')
        assert forged != body
        raw.execute(
            "UPDATE log SET body = ?, hash = ? WHERE pos = ?",
            (forged, chained(prev, forged, None), last),
        )
    with filled.open() as log:
        found = log.verify()
    assert (found.ok, found.first_bad_pos) == (False, last)


def test_a_personal_body_or_a_digest_that_belongs_to_no_event_is_found(filled: Place) -> None:
    copy = filled.path.read_bytes()
    assert not damaged(filled, "INSERT INTO personal VALUES (9999, x'00', x'00', x'00')").ok
    filled.path.write_bytes(copy)
    assert not damaged(filled, "INSERT INTO blind VALUES ('card', x'00', 9999)").ok


def test_a_flipped_byte_of_an_index_is_found(filled: Place) -> None:
    intent = b"intent-that-stands-in-its-index-too"
    with filled.open() as log:
        log.append(event(decided("v8"), intent=intent.decode()))
    whole = filled.path.read_bytes()
    places = [at for at in range(len(whole)) if whole.startswith(intent, at)]
    assert len(places) == 2
    for at in places:
        filled.path.write_bytes(whole[:at] + b"j" + whole[at + 1 :])
        with filled.open() as log:
            assert not log.verify().ok
