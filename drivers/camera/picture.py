"""Gray pictures and views into them: what every transport delivers and every decode try reads."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
Point = tuple[float, float]

# A camera of this trade has at most 8 million pixels; a JPEG that claims more is not decoded,
# because the claim alone would cost its size in memory.
MOST_PIXELS = 4096 * 4096
SHARPEN_SIGMA_PX = 1.4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of pixels, left and top included, right and bottom not."""

    left: int
    top: int
    right: int
    bottom: int

    def padded(self, share: float, least_px: int, height: int, width: int) -> "Box":
        """Grow the box on each side by a share of its longer side, inside the picture."""
        pad = max(least_px, int(share * max(self.right - self.left, self.bottom - self.top)))
        return Box(
            max(0, self.left - pad),
            max(0, self.top - pad),
            min(width, self.right + pad),
            min(height, self.bottom + pad),
        )


@dataclass(frozen=True, slots=True)
class View:
    """Part of a frame, perhaps turned a quarter and enlarged, that remembers where it came from."""

    gray: Gray
    left: int = 0
    top: int = 0
    scale: float = 1.0
    turned_from_width: int | None = None

    @classmethod
    def of(cls, gray: Gray, box: Box | None = None) -> "View":
        """Show the box of a frame, or all of it, without copying a pixel."""
        if box is None:
            return cls(gray)
        return cls(gray[box.top : box.bottom, box.left : box.right], box.left, box.top)

    def turned(self) -> "View":
        """Turn it a quarter, so that a card held upright lies; enlarge only afterwards."""
        width = self.gray.shape[1]
        return View(np.rot90(self.gray), self.left, self.top, self.scale, width)

    def scaled(self, scale: float) -> "View":
        """Enlarge (or reduce) it by a factor."""
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        size = (round(self.gray.shape[1] * scale), round(self.gray.shape[0] * scale))
        gray = as_gray(cv2.resize(self.gray, size, interpolation=how))
        return View(gray, self.left, self.top, self.scale * scale, self.turned_from_width)

    def sharpened(self) -> "View":
        """Undo some of a lens's blur (unsharp mask, as wide as the view is enlarged)."""
        soft = cv2.GaussianBlur(self.gray, (0, 0), SHARPEN_SIGMA_PX * self.scale)
        return replace(self, gray=as_gray(cv2.addWeighted(self.gray, 3, soft, -2, 0)))

    def in_frame(self, point: Point) -> Point:
        """Place a point of this view in the pixels of the frame it was cut from."""
        x, y = point[0] / self.scale, point[1] / self.scale
        if self.turned_from_width is not None:
            x, y = self.turned_from_width - 1 - y, x
        return x + self.left, y + self.top


def as_gray(picture: object) -> Gray:
    """Give a picture known to be one plane of bytes its type; nothing is converted.

    Raises TypeError for anything else: OpenCV's own types say only "some array of numbers".
    """
    if isinstance(picture, np.ndarray) and picture.dtype == np.uint8 and picture.ndim == 2:
        return picture
    raise TypeError("not a gray picture of bytes")


def to_gray(frame: NDArray[np.uint8]) -> Gray:
    """Make a frame gray: it may be gray (h, w) or (h, w, 1), BGR (h, w, 3) or BGRA (h, w, 4).

    Raises ValueError for any other shape or type, since a guess would read nothing, silently.
    """
    if frame.dtype != np.uint8:
        raise ValueError(f"a frame holds uint8, not {frame.dtype}")
    if frame.ndim == 2:
        return frame
    channels = frame.shape[2] if frame.ndim == 3 else 0
    if channels == 1:
        return as_gray(frame[:, :, 0])
    if channels not in (3, 4):
        raise ValueError(f"a frame is gray, BGR or BGRA, not of shape {frame.shape}")
    if frame.size == 0:
        return np.zeros(frame.shape[:2], np.uint8)
    code = cv2.COLOR_BGR2GRAY if channels == 3 else cv2.COLOR_BGRA2GRAY
    return as_gray(cv2.cvtColor(frame, code))


def from_jpeg(data: bytes) -> Gray | None:
    """Decode JPEG bytes to gray; None when they are broken or claim too many pixels."""
    size = jpeg_size(data)
    if size is None or not 0 < size[0] * size[1] <= MOST_PIXELS:
        return None
    try:
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        return None
    return None if picture is None else as_gray(picture)


def jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Find width and height in a JPEG's frame header (ITU-T T.81, B.2.2); None without one."""
    if data[:2] != b"\xff\xd8":
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height = int.from_bytes(data[at + 5 : at + 7], "big")
            return int.from_bytes(data[at + 7 : at + 9], "big"), height
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None
