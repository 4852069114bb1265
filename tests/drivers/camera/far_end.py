"""A camera's server for the tests that does exactly what a test says, over a real socket."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
Talk = Callable[[socket.socket], None]


def jpeg(picture: NDArray[np.uint8]) -> bytes:
    """Encode a picture as a camera does."""
    done, data = cv2.imencode(".jpg", picture)
    assert done
    return data.tobytes()


def part(body: bytes) -> bytes:
    """Wrap a picture as one part of the stream."""
    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body + b"\r\n"


class FarEnd:
    """Listens on a free port; each connection is answered by `talk`, then broken off."""

    def __init__(self, talk: Talk) -> None:
        self.talk = talk
        self.connections = 0
        self.requests: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/stream"
        self.closing = threading.Event()
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept)
        self._accepting.start()

    def close(self) -> None:
        """End all conversations."""
        self.closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._accepting.join()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            thread = threading.Thread(target=self._answer, args=(client,))
            self._threads.append(thread)
            thread.start()

    def _answer(self, client: socket.socket) -> None:
        with client, contextlib.suppress(OSError):
            client.settimeout(2)
            self.requests.append(client.recv(4096))
            self.talk(client)


@contextlib.contextmanager
def far_end(talk: Talk) -> Iterator[FarEnd]:
    """Serve for the length of a test."""
    server = FarEnd(talk)
    try:
        yield server
    finally:
        server.close()


def until(condition: Callable[[], bool], within_s: float) -> float:
    """Wait for a condition and give the seconds it took; fails when it does not come in time."""
    pause = threading.Event()
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within_s, f"did not happen within {within_s} s"
        pause.wait(0.01)
    return time.monotonic() - began
