"""What every answer of the network side has in common: its headers, and the form of a refusal."""

from collections.abc import Mapping, Sequence

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kiosk.web.words import FAULTS, REFUSALS, Fault, Refusal

SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Nothing is cached, framed, sniffed or passed on: an answer is data for the one who asked."""

STATUS = {
    Refusal.TOKEN_MISSING: 401,
    Refusal.TOKEN_WRONG: 401,
    Refusal.TOO_MANY_FAILURES: 429,
    Refusal.BAD_PARAMETERS: 400,
    Refusal.BUSY: 503,
    Refusal.LOG_UNAVAILABLE: 503,
    Refusal.NOT_FOUND: 404,
    Refusal.METHOD_NOT_ALLOWED: 405,
}

Problem = tuple[str, Fault]
"""A parameter by its name, and what is wrong with it."""


class RefusedError(Exception):
    """A request that is refused; `retry_s` says when it may be tried again."""

    def __init__(
        self, refusal: Refusal, problems: Sequence[Problem] = (), retry_s: int | None = None
    ) -> None:
        self.refusal = refusal
        self.problems = problems
        self.retry_s = retry_s
        super().__init__(refusal.value)


def refuse(error: RefusedError) -> JSONResponse:
    """Say in both languages why there is no answer; never a word of what was asked."""
    body: dict[str, object] = {"code": error.refusal, **REFUSALS[error.refusal]._asdict()}
    if error.problems:
        body["problems"] = [
            {"parameter": name, "code": fault, **FAULTS[fault]._asdict()}
            for name, fault in error.problems
        ]
    return JSONResponse({"error": body}, STATUS[error.refusal], headers=_headers(error))


def _headers(error: RefusedError) -> Mapping[str, str]:
    headers = {}
    if STATUS[error.refusal] == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if STATUS[error.refusal] == 405:
        headers["Allow"] = "GET"
    if error.retry_s is not None:
        headers["Retry-After"] = str(error.retry_s)
    return headers


class SafeHeaders:
    """Adds the safe headers to every answer, streams included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; its answer leaves with the headers."""

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFE_HEADERS.items():
                    headers[name] = value
            await send(message)

        await self._app(scope, receive, sent if scope["type"] == "http" else send)
