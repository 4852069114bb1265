"""A USB camera under Linux (V4L2) through OpenCV; not yet tried on hardware.

The order of the settings matters: MJPG before the size, or the camera stays at YUYV with 5 to 10
pictures a second (OpenCV 9540); V4L2 named, or OpenCV may take GStreamer (25072). OpenCV may block
in `read` for 10 s or for ever after an unplug (14044, 24393): `Source` leaves such a reader behind.
"""

from pathlib import Path

import cv2
import numpy as np

from drivers.camera.picture import Gray, to_gray
from drivers.errors import LinkLost, NoAnswer

MJPG = cv2.VideoWriter.fourcc("M", "J", "P", "G")
JPEG_START = b"\xff\xd8"


class V4l2Transport:
    """Pictures of a device node such as /dev/v4l/by-id/..., as JPEG bytes or gray."""

    def __init__(self, path: str, width: int = 1280, height: int = 720, fps: int = 30) -> None:
        self._path = path
        self._settings = (
            (cv2.CAP_PROP_FOURCC, MJPG),
            (cv2.CAP_PROP_FRAME_WIDTH, width),
            (cv2.CAP_PROP_FRAME_HEIGHT, height),
            (cv2.CAP_PROP_FPS, fps),
            (cv2.CAP_PROP_BUFFERSIZE, 1),
        )
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        """Open the node and ask for raw MJPG."""
        if not Path(self._path).exists():
            raise LinkLost(f"no camera at {self._path}")
        self._capture = cv2.VideoCapture(self._path, cv2.CAP_V4L2)
        if not self._capture.isOpened():
            raise NoAnswer(f"{self._path} is no camera that can be opened")
        for setting, value in self._settings:
            self._capture.set(setting, value)
        if int(self._capture.get(cv2.CAP_PROP_FOURCC)) == MJPG:
            # The JPEG bytes as they are: decoding them straight to gray saves 40 %.
            self._capture.set(cv2.CAP_PROP_CONVERT_RGB, 0)

    def read(self) -> bytes | Gray | None:
        """Give the next picture."""
        if self._capture is None or not Path(self._path).exists():
            raise LinkLost(f"the camera at {self._path} is gone")
        ok, picture = self._capture.read()
        if not ok or picture.dtype != np.uint8:
            raise LinkLost(f"the camera at {self._path} gives no picture")
        raw = picture.tobytes() if min(picture.shape[:2]) == 1 else b""
        return raw if raw.startswith(JPEG_START) else to_gray(picture.astype(np.uint8, copy=False))

    def close(self) -> None:
        """Let go of the node."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None
