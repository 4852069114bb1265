"""Pictures that something else puts into a folder: snapshots of an old camera, or stored ones."""

import threading
from collections import deque
from pathlib import Path

import cv2

from drivers.camera.picture import Gray, as_gray
from drivers.errors import LinkLost

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".pgm"})
POLL_S = 0.1
LARGEST_BYTES = 32 * 1024 * 1024


class FolderTransport:
    """Gives every picture of a folder once, by name, then each one that appears.

    Write a new picture under another ending and rename it, so that it is never read half done.
    """

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)
        self._given: dict[str, int] = {}
        self._waiting: deque[Path] = deque()
        self._closed = threading.Event()

    def open(self) -> None:
        """See that the folder is there."""
        if not self._folder.is_dir():
            raise LinkLost(f"no folder {self._folder}")

    def read(self) -> bytes | Gray | None:
        """Give the next picture; None after a tenth of a second without one."""
        if not self._waiting:
            self._look()
        # Also the pace at which stored pictures pass.
        self._closed.wait(POLL_S)
        if not self._waiting:
            return None
        return _load(self._waiting.popleft())

    def close(self) -> None:
        """End a pause; nothing else is held open."""
        self._closed.set()

    def _look(self) -> None:
        try:
            seen = {path.name: path.stat().st_mtime_ns for path in sorted(self._folder.iterdir())}
        except OSError as error:
            raise LinkLost(f"the folder {self._folder} cannot be read: {error}") from error
        fresh = [name for name, changed in seen.items() if self._given.get(name) != changed]
        self._given = seen
        self._waiting.extend(
            self._folder / name for name in fresh if Path(name).suffix.lower() in ENDINGS
        )


def _load(path: Path) -> bytes | Gray | None:
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return None
        if path.suffix.lower() in {".jpg", ".jpeg"}:
            return path.read_bytes()
        picture = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    except (OSError, cv2.error):
        # Taken away between looking and reading, or broken: no picture, the next may be one.
        return None
    return None if picture is None else as_gray(picture)
