"""Exports: flat, masked, formula-safe, in constant memory, and each one written down."""

import csv
import io
import json
import tracemalloc
from dataclasses import dataclass
from typing import Any

import pytest

from kiosk.core.events import (
    AccountSet,
    CardBound,
    HomeTemperatureRecorded,
    LogPulled,
    PersonRecorded,
    PolicyLoaded,
    PullEnded,
    StationStarted,
)
from kiosk.core.people import PersonKind, Role
from kiosk.core.reasons import Reason, Verdict
from kiosk.store import export
from kiosk.store.errors import LogNotWritable
from kiosk.store.log import Log
from kiosk.store.pull import Progress, Pull, pull
from tests.store.making import AT, GUARD, MOMENT, decided, event, infrared

SECRETS = ("王小明", "320102200801011234", "13812342210", "204177665", "$argon2id$", "37.6", "36.9")


@pytest.fixture
def written(log: Log) -> Log:
    log.append(
        event(
            PersonRecorded(
                "p1",
                PersonKind.PUPIL,
                "grade-7/class-3",
                name="王小明",
                id_number="320102200801011234",
                phone="13812342210",
                contact_name="王大明",
                contact_phone="13912340000",
            ),
            why="王小明转学",
        ),
        event(CardBound("c1", "p1", number="204177665")),
        event(AccountSet("g1", Role.GUARD, name="李雷", pin_hash="$argon2id$")),
        event(HomeTemperatureRecorded("p1", AT.date(), value_c=36.9)),
        event(
            decided(
                "v1",
                verdict=Verdict.REFER,
                reason=Reason.TEMPERATURE_ELEVATED,
                also=(Reason.ALREADY_INSIDE, Reason.CLOCK_UNSURE),
                case_no=7,
                readings=(infrared(37.2), infrared(37.6)),
            )
        ),
        event(PolicyLoaded("notice-2020-02", "00" * 32)),
    )
    return log


def rows(log: Log, *, masked: bool, fmt: str = "csv") -> list[dict[str, Any]]:
    """Export the whole log and read it back as a spreadsheet or a pipe would."""
    text = "".join(export.FORMATS[fmt](export.rows(log, 0, None, masked)))
    if fmt == "ndjson":
        return [json.loads(line) for line in text.splitlines()]
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("fmt", ["csv", "ndjson"])
def test_a_masked_export_shows_no_name_number_or_temperature(written: Log, fmt: str) -> None:
    found = rows(written, masked=True, fmt=fmt)
    for secret in SECRETS:
        assert secret not in json.dumps(found, ensure_ascii=False)
    person, card, account, home, visit, _ = found[1:]
    assert (person["name"], person["phone"]) == ("王**", "138****2210")
    assert (person["id_number"], person["contact_name"]) == ("320***********1234", "王**")
    assert (card["card_number"], account["name"]) == ("****7665", "李**")
    assert (visit["verdict"], visit["reason"]) == ("refer", "temperature_elevated")
    for row in found:
        for column in ("raw_c", "corrected_c", "ambient_c", "home_c", "why", "readings"):
            assert not row[column]
    assert home["person_id"] == "p1"


def test_an_unmasked_export_shows_them_but_never_the_hash_of_a_pin(written: Log) -> None:
    found = rows(written, masked=False, fmt="ndjson")
    person, card, account, home, visit, _ = found[1:]
    assert (person["name"], person["id_number"]) == ("王小明", "320102200801011234")
    assert (person["why"], card["card_number"], home["home_c"]) == ("王小明转学", "204177665", 36.9)
    assert (visit["raw_c"], visit["correction_c"], visit["corrected_c"]) == (
        pytest.approx(34.9),
        2.7,
        37.6,
    )
    assert (visit["readings"], visit["instrument"]) == (2, "infrared")
    assert "argon2id" not in json.dumps(found)
    assert account["name"] == "李雷"


def test_every_row_has_every_column(written: Log) -> None:
    for row in rows(written, masked=True, fmt="ndjson"):
        assert list(row) == list(export.COLUMNS)
    visit = rows(written, masked=True)[5]
    assert (visit["also"], visit["case_no"], visit["kind"]) == (
        "already_inside clock_unsure",
        "7",
        "access_decided",
    )
    assert (visit["time"], visit["actor"]) == ("2020-02-19T23:30:00.000000+00:00", "guard-1")


def test_fields_without_a_column_are_in_detail(written: Log) -> None:
    policy = rows(written, masked=True, fmt="ndjson")[6]
    assert policy["name"] is None
    assert json.loads(policy["detail"]) == {"name": "notice-2020-02", "digest": "00" * 32}


HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-2+3",
    "@SUM(A1)",
    "＝1",
    "\t=1",
    'a","b',
    "two\nlines",
    "\x1b[2J",
    "\x1b]52;c;AA\x07",
    "\x9b2J",
    "\u202egnp",
    "'; DROP TABLE log; --",
    "nul\x00",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_in_its_cell_and_does_nothing(log: Log, text: str) -> None:
    log.append(event(StationStarted(text), why=text), event(decided(text, unit=text)))
    found = rows(log, masked=False)
    assert len(found) == 3
    for row in found:
        assert None not in row
        for value in row.values():
            assert value[:1] not in set("=+-@＝＋－＠\t\r\n")
            assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 for one in value)
            assert "\u202e" not in value
    lines = "".join(export.to_ndjson(export.rows(log, 0, None, False))).splitlines()
    assert [json.loads(line)["unit"] for line in lines][2] == text
    for line in lines:
        assert all(one.isprintable() for one in line)


def test_a_long_number_keeps_its_digits_in_a_spreadsheet(written: Log) -> None:
    assert rows(written, masked=False)[1]["id_number"] == "'320102200801011234"


def test_a_position_and_a_limit_choose_the_rows(written: Log) -> None:
    assert [row["pos"] for row in export.rows(written, 2, 3, True)] == [3, 4, 5]
    assert [row["pos"] for row in export.rows(written, 6, None, True)] == [7]
    assert list(export.rows(written, 99, None, True)) == []
    assert list(export.rows(written, 0, 0, True)) == []


def test_an_erased_event_is_exported_without_its_personal_fields(written: Log) -> None:
    written.erase(2, MOMENT, GUARD)
    person = rows(written, masked=False, fmt="ndjson")[1]
    assert (person["erased"], person["name"], person["person_id"]) == (True, None, "p1")


def test_memory_does_not_grow_with_the_log(log: Log) -> None:
    def peak(count: int) -> int:
        log.append(*(event(decided(f"v{n}", f"p{n}")) for n in range(count)))
        tracemalloc.start()
        assert sum(len(text) for text in export.to_csv(export.rows(log, 0, None, True))) > count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(1500) < 1.5 * peak(300) < 5_000_000


# --- Pulls ---


@dataclass
class Asked:
    """A pull by the guard, with what is left out filled in."""

    fmt: str = "ndjson"
    masked: bool = True
    why: str | None = None

    def make(self) -> Pull:
        """Give the request."""
        return Pull("x1", GUARD, self.fmt, masked=self.masked, why=self.why)


def test_a_pull_is_on_disk_before_its_first_byte_and_its_end_after(written: Log) -> None:
    head, progress = written.head(), Progress(0)
    texts = pull(written, Asked().make(), lambda: MOMENT, progress)
    next(texts)
    (begun,) = written.read(head, 10)
    assert (begun.event.fact, begun.event.actor) == (
        LogPulled("x1", "ndjson", 0, None, masked=True),
        GUARD,
    )
    assert len(list(texts)) == head - 1
    assert written.read(head + 1, 10)[0].event.fact == PullEnded("x1", head, complete=True)
    assert progress == Progress(head, head)


def test_a_pull_that_breaks_off_says_so(written: Log) -> None:
    texts = pull(written, Asked().make(), lambda: MOMENT)
    next(texts)
    next(texts)
    texts.close()
    assert written.read(written.head() - 1, 1)[0].event.fact == PullEnded("x1", 1, complete=False)


def test_an_unmasked_pull_needs_a_reason_and_keeps_it(written: Log) -> None:
    with pytest.raises(ValueError, match="reason"):
        Asked(masked=False).make()
    with pytest.raises(ValueError, match="reason"):
        Asked(masked=False, why=" ").make()
    list(pull(written, Asked(masked=False, why="病例 17").make(), lambda: MOMENT))
    (begun, _) = written.read(written.head() - 2, 2)
    assert (begun.event.why, begun.event.fact) == (
        "病例 17",
        LogPulled("x1", "ndjson", 0, None, masked=False),
    )


def test_nothing_leaves_when_the_pull_cannot_be_written_down(written: Log) -> None:
    pages = written._connection.execute("PRAGMA page_count").fetchone()[0]  # noqa: SLF001 - a full disk, made on the very connection that appends
    written._connection.execute(f"PRAGMA max_page_count={pages}")  # noqa: SLF001 - a full disk, made on the very connection that appends
    big = event(StationStarted("x" * 2000))
    with pytest.raises(LogNotWritable):
        written.append(*[big] * 100)
    written.append(event(StationStarted("small")))
    with pytest.raises(LogNotWritable):
        next(pull(written, Asked(masked=False, why="x" * 4000).make(), lambda: MOMENT))
