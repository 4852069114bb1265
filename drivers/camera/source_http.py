"""An IP camera or a phone over HTTP, read by us over a socket so that nothing waits for ever."""

import base64
import contextlib
import socket
import time
from urllib.parse import unquote, urlsplit

from drivers.camera.multipart import MultipartPictures
from drivers.errors import LinkLost, NoAnswer

CONNECT_S = 1.0
# A far end that drips bytes without finishing a picture is as good as silent.
PICTURE_S = 1.5
POLL_S = 0.25
CHUNK_BYTES = 262_144


class HttpTransport:
    """Pictures of `http://[user:password@]host[:port]/path`, multipart/x-mixed-replace only.

    Raises ValueError for an address of another kind; no redirect is followed.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"a camera's address begins with http:// and a host: {url!r}")
        if not (url.isascii() and url.isprintable()) or " " in url:
            raise ValueError("a camera's address has only printable ASCII without spaces")
        self._address = (parts.hostname, parts.port or 80)
        path = parts.path or "/"
        lines = [f"GET {path}?{parts.query}" if parts.query else f"GET {path}"]
        # HTTP/1.0: the answer then comes neither in chunks nor compressed.
        lines[0] += " HTTP/1.0"
        lines.append(f"Host: {parts.netloc.rpartition('@')[2]}")
        if parts.username is not None:
            user = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            lines.append(f"Authorization: Basic {base64.b64encode(user.encode()).decode()}")
        self._request = ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")
        self._socket: socket.socket | None = None
        self._pictures = MultipartPictures()
        self._picture_at = 0.0

    def open(self) -> None:
        """Connect and ask."""
        try:
            self._socket = socket.create_connection(self._address, timeout=CONNECT_S)
            self._socket.sendall(self._request)
            self._socket.settimeout(POLL_S)
        except OSError as error:
            raise LinkLost(f"the camera does not answer: {error}") from error
        self._pictures = MultipartPictures()
        self._picture_at = time.monotonic()

    def read(self) -> bytes | None:
        """Give the newest complete picture of what has come; None when none was completed."""
        if self._socket is None:
            raise LinkLost("the camera is not connected")
        try:
            data = self._socket.recv(CHUNK_BYTES)
        except TimeoutError:
            data = None
        except OSError as error:
            raise LinkLost(f"the camera's connection broke: {error}") from error
        if data == b"":
            raise LinkLost("the camera ended the connection")
        parts = self._pictures.receive(data) if data else []
        if parts:
            self._picture_at = time.monotonic()
            return parts[-1]
        if time.monotonic() - self._picture_at > PICTURE_S:
            raise NoAnswer("the camera finishes no picture")
        return None

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.close()
            self._socket = None
