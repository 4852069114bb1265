"""The listening socket and uvicorn around the app, with every wait and buffer bounded."""

import asyncio
import signal
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

HEADER_S = 10.0
"""Seconds in which a request must be whole."""

STOP_S = 3
"""Seconds that answers under way get at the end."""

MOST_CONNECTIONS = 64
MOST_HEADER_BYTES = 16 * 1024
SEND_BUFFER = 128 * 1024
USER_TIMEOUT_MS = 60_000


def listen(host: str, port: int) -> socket.socket:
    """Open the socket; raises OSError.

    Connections inherit a small send buffer, and are dropped by the kernel when the other end
    takes nothing for a minute.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, USER_TIMEOUT_MS)
        listening.bind((host, port))
        listening.listen(MOST_CONNECTIONS)
    except OSError:
        listening.close()
        raise
    return listening


def address_of(listening: socket.socket) -> str:
    """Give the address as a browser takes it."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: FastAPI, listening: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; answers under way get three seconds, then are cut.

    `ready` is called once a signal ends the server in good order.
    """
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            http=BoundedProtocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            log_config=None,
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=STOP_S,
            h11_max_incomplete_event_size=MOST_HEADER_BYTES,
        )
    )
    # uvicorn sets its handlers late and at the end raises the signal again for the earlier one;
    # without one of ours the process would miss the first, and die of the second too early.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, server.handle_exit)
    ready()
    server.run(sockets=[listening])


class BoundedProtocol(H11Protocol):
    """Drops a connection whose request is not whole in time; uvicorn would wait for ever."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take bytes; go on waiting while they are no whole request."""
        super().data_received(data)
        if _idle(self.cycle):
            self._wait()
        else:
            self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop to wait."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(HEADER_S, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def _idle(cycle: RequestResponseCycle | None) -> bool:
    """Tell whether no request is being answered; there is no cycle before the first."""
    return cycle is None or cycle.response_complete
