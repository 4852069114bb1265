"""A station side of the link for tests: answers what it is told to and keeps what it heard."""

import os
import threading
from pathlib import Path

from kiosk.link.messages import Answer, Intent, Query
from kiosk.link.server import LinkServer


class Station:
    """Serves the link, answers every message once an id, and counts what was acted on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.heard: list[Intent | Query] = []
        self.acted: list[str] = []
        self.silent = threading.Event()
        self.server = LinkServer(path, self._hear, frozenset({os.getuid()}))

    def _hear(self, client_id: int, message: Intent | Query) -> None:
        self.heard.append(message)
        if message.id not in self.acted:
            self.acted.append(message.id)
        if not self.silent.is_set():
            self.server.answer(client_id, Answer(message.id, True, "done"))
