"""The ASGI app of the network side. It never touches the gate: it reads the file and appends."""

import logging
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from kiosk.core.events import Moment
from kiosk.store import place
from kiosk.store.errors import StoreError
from kiosk.web import events
from kiosk.web.answers import RefusedError, SafeHeaders, refuse
from kiosk.web.failures import Failures
from kiosk.web.stream import Slots
from kiosk.web.words import Refusal

MOST_PULLS = 8

_logger = logging.getLogger(__name__)


def build(state: Path, now: Callable[[], Moment], mono: Callable[[], float]) -> FastAPI:
    """Build the app over a state directory; `mono` gives seconds that never go back.

    The pages of FastAPI that load scripts from elsewhere are off; the description stays.
    """
    app = FastAPI(
        title="Kiosk",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,  # a redirect would go wherever the Host header says
    )
    app.state.side = events.Side(state, now, Failures(mono), Slots(MOST_PULLS))
    app.include_router(events.router)
    app.add_api_route("/healthz", _healthz, include_in_schema=False)
    app.add_middleware(SafeHeaders)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(RequestValidationError, _misfit)
    app.add_exception_handler(HTTPException, _no_such)
    app.add_exception_handler(StoreError, _unavailable)
    return app


def _healthz(request: Request) -> Response:
    """Say whether the log can be read; nothing else, to anybody."""
    with place.open_log(events.side_of(request).state) as log:
        log.head()
    return JSONResponse({"ok": True})


def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, RefusedError):
        raise error
    return refuse(error)


def _misfit(_: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return refuse(RefusedError(Refusal.BAD_PARAMETERS, events.problems_of(error)))


def _no_such(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    refusal = Refusal.METHOD_NOT_ALLOWED if status == 405 else Refusal.NOT_FOUND
    return refuse(RefusedError(refusal))


def _unavailable(_: Request, error: Exception) -> Response:
    _logger.error("the log cannot be read: %s", error)
    return refuse(RefusedError(Refusal.LOG_UNAVAILABLE))
