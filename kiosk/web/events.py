"""`GET /api/v1/events`: the pull of the log, masked, for holders of a bearer token."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field

from kiosk.core.events import Actor, ActorKind, Moment
from kiosk.sheets.streaming import MEDIA_TYPE
from kiosk.store import place
from kiosk.store.answers import TokenRow
from kiosk.store.pull import Pull
from kiosk.web.answers import Problem, RefusedError
from kiosk.web.failures import Failures
from kiosk.web.stream import Asked, Frame, PullResponse, Reader, Slots
from kiosk.web.tokens import bearer, whose
from kiosk.web.words import Fault, Refusal

DEFAULT_LIMIT = 1000
MOST_WHOLE = 10_000
"""Rows of an answer that is of use only when it is whole: json and xlsx."""

MOST = 2**53
"""No position is higher: numbers of JSON are exact up to here."""

router = APIRouter(prefix="/api/v1")


class Format(StrEnum):
    """How the rows are written."""

    JSON = "json"
    NDJSON = "ndjson"
    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Side:
    """What the network side works with; `mono` gives seconds, `now` the moment of an event."""

    state: Path
    now: Callable[[], Moment]
    failures: Failures
    slots: Slots


class EventsQuery(BaseModel):
    """Parameters of a pull.

    `after` is the last `pos` that was received. `limit` 0 means up to the head as it is at the
    start, which json and xlsx do not offer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    after: int = Field(0, ge=0, le=MOST)
    limit: int = Field(DEFAULT_LIMIT, ge=0, le=MOST)
    format: Format = Format.JSON


FRAMES = {
    Format.JSON: Frame(
        "application/json", '{"events":', lambda reader: f',"next":{reader.next_after}}}\n'
    ),
    Format.NDJSON: Frame("application/x-ndjson; charset=utf-8"),
    Format.CSV: Frame("text/csv; charset=utf-8; header=present"),
    Format.XLSX: Frame(MEDIA_TYPE),
}


def side_of(request: Request) -> Side:
    """Give what the app was built with."""
    side = request.app.state.side
    if not isinstance(side, Side):
        raise TypeError("the app was built without its side")
    return side


def holder(request: Request, side: Annotated[Side, Depends(side_of)]) -> TokenRow:
    """Say whose token a request carries; runs on a worker thread, before the parameters count."""
    token = bearer(request.headers.get("authorization"))
    if token is None:
        raise RefusedError(Refusal.TOKEN_MISSING)
    with place.open_log(side.state) as log:
        found = whose(token, log.lookup.tokens())
    if found is None:
        address = request.client.host if request.client else ""
        if wait_s := side.failures.failed(address):
            raise RefusedError(Refusal.TOO_MANY_FAILURES, retry_s=wait_s)
        raise RefusedError(Refusal.TOKEN_WRONG)
    return found


@router.get("/events")
def events(
    request: Request,
    token: Annotated[TokenRow, Depends(holder)],
    query: Annotated[EventsQuery, Query()],
    side: Annotated[Side, Depends(side_of)],
) -> Response:
    """Stream the log after a position, masked; the pull itself is an event of the log."""
    problems = [(name, Fault.GIVEN_TWICE) for name in _repeated(request)]
    whole = query.format in (Format.JSON, Format.XLSX)
    if whole and not 1 <= query.limit <= MOST_WHOLE:
        problems.append(("limit", Fault.LIMIT_TOO_HIGH))
    if problems:
        raise RefusedError(Refusal.BAD_PARAMETERS, problems)
    asked = Pull(
        pull_id=secrets.token_hex(8),
        actor=Actor(ActorKind.ACCOUNT, f"token:{token.name}"),
        fmt=query.format,
        after=query.after,
        limit=query.limit or None,
    )
    headers = {}
    if query.format in (Format.CSV, Format.XLSX):
        name = f"log-{query.after}.{query.format}"
        headers["Content-Disposition"] = f'attachment; filename="{name}"'
    reader = Reader(side.state, side.now, Asked(token, asked))
    return PullResponse(reader, side.slots, FRAMES[query.format], headers)


def problems_of(error: RequestValidationError) -> list[Problem]:
    """Name every parameter that does not fit, once each; never what it held."""
    found: dict[str, Fault] = {}
    for one in error.errors():
        name = str(one["loc"][-1])
        fault = {"after": Fault.NOT_A_POSITION, "limit": Fault.NOT_A_LIMIT}.get(name)
        if one["type"] == "extra_forbidden":
            fault, name = Fault.UNKNOWN, "?"
        found[name] = fault or Fault.NO_SUCH_FORMAT
    return list(found.items())


def _repeated(request: Request) -> list[str]:
    names = [name for name, _ in request.query_params.multi_items()]
    return sorted({name for name in names if names.count(name) > 1})
