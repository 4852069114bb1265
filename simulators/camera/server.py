"""Serves the simulated camera over HTTP as an IP camera does: multipart JPEG, newest first."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable

from simulators.camera.shows import Show, Shown
from simulators.camera.stage import Stage

MOST_FRAMES_PER_S = 60.0
"""Real frames a second above which a faster simulation skips frames instead of burning a core."""
MOST_CLIENTS = 4
BOUNDARY = "frame"
_STUCK_S = 2.0
_ANSWER = (
    "HTTP/1.0 200 OK\r\nCache-Control: no-store\r\n"
    f"Content-Type: multipart/x-mixed-replace; boundary={BOUNDARY}\r\n\r\n"
).encode()


class CameraServer:
    """A camera at `url` that sees an empty gatehouse until it is told to `show` something.

    `now` gives simulated seconds; without it real time runs `speed` times as fast. All methods may
    be called from any thread.
    """

    def __init__(
        self,
        port: int = 0,
        size: tuple[int, int] = (640, 480),
        fps: float = 15.0,
        seed: int = 1,
        speed: float = 1.0,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._now = now or (lambda: time.monotonic() * speed)
        self._period_s = 1 / min(fps * speed, MOST_FRAMES_PER_S)
        self._stage = Stage(size, seed)
        self._seed = seed
        self._count = 0
        self._show: Show | None = None
        self._undrawn: Show | None = None
        self._changed = threading.Condition()
        self._closed = False
        self._fault: str | None = None
        self._frozen = b""
        self._drawer = threading.Thread(target=self._draw_ahead, name="camera drawer", daemon=True)
        self._port = port
        self._listener: socket.socket | None = None
        self._clients: set[socket.socket] = set()
        self.replug()
        self._drawer.start()

    @property
    def url(self) -> str:
        """The address of the stream."""
        return f"http://127.0.0.1:{self._port}/stream"

    def show(
        self,
        text: str,
        symbology: str = "QR",
        manner: str = "phone",
        *,
        beside: Shown | None = None,
    ) -> None:
        """Begin an approach with a code, or with two beside each other.

        Raises ValueError for a symbology, manner or text that cannot be drawn.
        """
        codes = [Shown(text, symbology, manner), *([beside] if beside else [])]
        with self._changed:
            self._count += 1
            seed = f"{self._seed} {self._count}"
        show = Show(codes, seed, self._stage, self._now())
        with self._changed:
            self._show = self._undrawn = show
            self._changed.notify_all()

    def leave(self) -> None:
        """Take away what is shown."""
        with self._changed:
            if self._show is not None:
                self._show.leave(self._now())

    def unplug(self) -> None:
        """Vanish: every connection breaks, a new one is refused."""
        with self._changed:
            listener, self._listener = self._listener, None
            clients, self._clients = self._clients, set()
        for one in (*([listener] if listener else []), *clients):
            _break(one)

    def replug(self) -> None:
        """Come back at the same address; does nothing while plugged in."""
        with self._changed:
            if self._listener is not None or self._closed:
                return
            listener = socket.create_server(("127.0.0.1", self._port), backlog=MOST_CLIENTS)
            self._port = listener.getsockname()[1]
            self._listener = listener
        thread = threading.Thread(
            target=self._accept, args=(listener,), name="camera server", daemon=True
        )
        thread.start()

    def freeze(self) -> None:
        """Send the picture of this moment again and again."""
        self._frozen = self._frame(0)
        self._fault = "freeze"

    def black(self) -> None:
        """See nothing but darkness, as with a cover over the lens."""
        self._fault = "black"

    def clear(self) -> None:
        """See again as before."""
        self._fault = None

    def close(self) -> None:
        """Stop everything."""
        with self._changed:
            self._closed = True
            self._show = None
            self._changed.notify_all()
        self.unplug()
        self._drawer.join(timeout=5)

    def _frame(self, tick: int) -> bytes:
        fault = self._fault
        if fault == "freeze":
            return self._frozen
        if fault == "black":
            return self._stage.black[tick % len(self._stage.black)]
        with self._changed:
            show, now = self._show, self._now()
            if show is not None and show.is_over(now):
                show = self._show = None
        shown = show.frame(now) if show is not None else None
        # The light of the room goes round slowly, whatever the frame rate.
        empty = self._stage.empty
        return shown or empty[int(now * 2) % len(empty)]

    def _draw_ahead(self) -> None:
        while (show := self._next_to_draw()) is not None:
            for _ in show.draw():
                if self._show is not show:
                    break

    def _next_to_draw(self) -> Show | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._undrawn is not None)
            show, self._undrawn = self._undrawn, None
            return None if self._closed else show

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return  # unplugged
            with self._changed:
                welcome = self._listener is listener and len(self._clients) < MOST_CLIENTS
                if welcome:
                    self._clients.add(client)
            if welcome:
                threading.Thread(
                    target=self._serve, args=(client,), name="camera client", daemon=True
                ).start()
            else:
                _break(client)

    def _serve(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            client.settimeout(_STUCK_S)
            client.recv(4096)
            client.sendall(_ANSWER)
            tick = 0
            due = time.monotonic()
            while client in self._clients:
                frame = self._frame(tick)
                head = f"--{BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame)}"
                client.sendall(head.encode() + b"\r\n\r\n" + frame + b"\r\n")
                tick += 1
                due = max(due + self._period_s, time.monotonic())
                with self._changed:
                    self._changed.wait_for(lambda: self._closed, due - time.monotonic())
        with self._changed:
            self._clients.discard(client)
        _break(client)


def _break(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
