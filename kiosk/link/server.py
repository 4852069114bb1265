"""The station's end of the local socket: one thread, newest state only, no client can hold it up.

A terminal may be slow, frozen or hostile; the gate must not notice. So a client holds one newest
state that has not begun to be sent, answers are bounded, and whoever takes no byte for
`STUCK_SECONDS` while something waits for him is cut.
"""

import fcntl
import logging
import os
import selectors
import socket
import stat
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from kiosk.link.messages import MAX_LINE, Answer, Intent, Query, State, encode
from kiosk.link.peer import Peer

MAX_CLIENTS = 16
STUCK_SECONDS = 5.0
SEND_BUFFER = 8 * 1024
"""Bytes asked of the kernel for a client's unread output: about one state, so that a stopped
client is seen as stuck at once and wakes up to the newest state instead of a row of old ones."""

_SUN_PATH = 107
_log = logging.getLogger(__name__)


class LinkError(Exception):
    """The socket cannot be opened; the text says what to do."""


class LinkServer:
    """Serves terminals on a unix socket until `close`.

    `on_message` is called from the link's thread with the number of the client and must only
    enqueue; each message is to be answered once by `answer`. Peers of other uids than
    `allowed_uids` are turned away. The station publishes at least every 2 s, changed or not: a
    terminal that hears nothing for longer says that the station is silent.
    """

    def __init__(
        self,
        path: Path,
        on_message: Callable[[int, Intent | Query], None],
        allowed_uids: frozenset[int],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._on_message = on_message
        self._allowed_uids = allowed_uids
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._answers: list[tuple[int, bytes]] = []
        self._newest: bytes | None = None
        self._published = False
        self._closing = False
        self._last_id = 0
        self._peers: dict[int, Peer] = {}
        self._held = _hold(path)
        try:
            self._listener = _listen(path)
        except (OSError, LinkError):
            self._held.close()
            raise
        self._wake_out, self._wake_in = socket.socketpair()
        self._wake_out.setblocking(False)
        self._wake_in.setblocking(False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_in, selectors.EVENT_READ)
        self._thread = threading.Thread(target=self._run, name="link", daemon=True)
        self._thread.start()

    @property
    def clients(self) -> int:
        """How many clients are connected now."""
        return len(self._peers)

    def publish(self, state: State) -> None:
        """Make this the state that every client is to have; returns at once, from any thread.

        Raises ValueError for a state that does not fit in a line.
        """
        line = encode(state)
        if len(line) > MAX_LINE:
            raise ValueError(f"a state of {len(line)} bytes does not fit in a line")
        with self._lock:
            self._newest = line
            self._published = True
        self._wake()

    def answer(self, client_id: int, answer: Answer) -> None:
        """Send the outcome of a message to the client that sent it, if it is still there."""
        line = encode(answer)
        if len(line) > MAX_LINE:
            line = encode(Answer(answer.id, False, "answer_too_long"))
        with self._lock:
            self._answers.append((client_id, line))
        self._wake()

    def close(self) -> None:
        """Cut all clients, end the thread and remove the socket."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
        self._wake()
        self._thread.join()
        for peer in list(self._peers.values()):
            self._drop(peer)
        self._selector.close()
        for end in (self._listener, self._wake_in, self._wake_out):
            end.close()
        self._path.unlink(missing_ok=True)
        self._held.close()

    def _wake(self) -> None:
        try:
            self._wake_out.send(b"!")
        except BlockingIOError:
            pass  # a wake-up is waiting already
        except OSError:
            if not self._closing:
                raise

    def _run(self) -> None:
        while not self._closing:
            for key, mask in self._selector.select(self._until_next_deadline()):
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj is self._wake_in:
                    self._wake_in.recv(4096)
                elif key.data.number in self._peers:
                    self._serve(key.data, mask)
            self._hand_out()
            self._cut_the_stuck()

    def _until_next_deadline(self) -> float | None:
        now = self._monotonic()
        waits = [peer.since + STUCK_SECONDS - now for peer in self._peers.values() if peer.waits]
        return max(0.0, min(waits)) if waits else None

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError as error:
            _log.warning("a client could not be accepted: %s", error)
            return
        connection.setblocking(False)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._last_id += 1
        peer = Peer(self._last_id, connection, self._monotonic)
        self._peers[peer.number] = peer
        self._selector.register(connection, selectors.EVENT_READ, peer)
        if peer.uid not in self._allowed_uids:
            _log.warning("a client of uid %d was turned away", peer.uid)
            peer.refuse("not_allowed")
        elif len(self._peers) > MAX_CLIENTS:
            peer.refuse("too_many_clients")

    def _serve(self, peer: Peer, mask: int) -> None:
        if mask & selectors.EVENT_READ:
            for message in peer.read():
                self._on_message(peer.number, message)
        if peer.greeted and not peer.had_state:
            peer.offer(self._newest)

    def _hand_out(self) -> None:
        with self._lock:
            answers, self._answers = self._answers, []
            newest, published, self._published = self._newest, self._published, False
        for number, line in answers:
            if number in self._peers:
                self._peers[number].queue(line)
        for peer in list(self._peers.values()):
            if published and peer.greeted:
                peer.offer(newest)
            peer.write()
            if peer.gone:
                self._drop(peer)
            else:
                self._selector.modify(peer.connection, peer.interest, peer)

    def _cut_the_stuck(self) -> None:
        now = self._monotonic()
        for peer in list(self._peers.values()):
            if peer.waits and now - peer.since >= STUCK_SECONDS:
                _log.warning("client %d took nothing for %.0f s: cut", peer.number, STUCK_SECONDS)
                self._drop(peer)

    def _drop(self, peer: Peer) -> None:
        del self._peers[peer.number]
        self._selector.unregister(peer.connection)
        peer.connection.close()


def _hold(path: Path) -> TextIO:
    """Make sure that this is the only station of the socket; the lock dies with the process."""
    directory = path.parent
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    about = directory.stat()
    if about.st_uid != os.geteuid() or about.st_mode & 0o077:
        raise LinkError(f"{directory} must be this user's own: chmod 700 {directory}")
    if len(os.fsencode(path)) > _SUN_PATH:
        raise LinkError(f"{path} is too long for a socket: at most {_SUN_PATH} bytes")
    held = path.with_name(path.name + ".lock").open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        held.close()
        raise LinkError(f"another station serves {path}: stop it first") from error
    return held


def _listen(path: Path) -> socket.socket:
    """Open the socket, in the place of one that a dead station left behind."""
    if path.exists():
        if not stat.S_ISSOCK(path.stat().st_mode):
            raise LinkError(f"{path} is not a socket: move it away")
        path.unlink()
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.setblocking(False)
    listener.bind(os.fspath(path))
    path.chmod(0o660)
    listener.listen(MAX_CLIENTS)
    return listener
