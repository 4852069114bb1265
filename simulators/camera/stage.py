"""Draws the gatehouse as the camera sees it: the room, its light and noise, and what is held up."""

import math
import random

import cv2
import numpy as np
from numpy.typing import NDArray

from simulators.camera.approach import Pose
from simulators.camera.codes import Picture

JPEG_QUALITY = 82
LIGHT_STEPS, NOISES = 8, 3
NOISE_SD = 3.0
COAT = 62


class Stage:
    """An empty gatehouse of a given size and seed, and frames of it as JPEG bytes."""

    def __init__(self, size: tuple[int, int], seed: int) -> None:
        self.width, self.height = size
        lot = np.random.default_rng(seed)
        self._room = _room(self.width, self.height, random.Random(seed))
        shape = (self.height, self.width)
        self._noises = [lot.normal(0, NOISE_SD, shape).astype(np.int8) for _ in range(NOISES)]
        self.empty = [
            self._encoded(self._lit(self._room, light), number)
            for number, light in enumerate((*range(LIGHT_STEPS), *range(LIGHT_STEPS - 2, 0, -1)))
        ]
        """Frames of the empty room, round and round through slowly changing light."""
        dark = np.full(shape, 4, np.uint8)
        self.black = [self._encoded(dark, number) for number in range(NOISES)]
        """Frames of a camera in the dark, or under a cover."""

    def draw(self, held: list[tuple[Picture, Pose]], number: int) -> bytes:
        """Draw a person who holds objects in these poses; `number` picks the light and noise."""
        picture = self._room.copy()
        for _, pose in held[:1]:
            self._draw_person(picture, pose)
        for shown, pose in held:
            self._hold(picture, shown, pose)
        return self._encoded(self._lit(picture, number % LIGHT_STEPS), number)

    def _lit(self, picture: Picture, light: int) -> Picture:
        gain = 0.9 + 0.2 * light / (LIGHT_STEPS - 1)
        return _bytes(cv2.convertScaleAbs(picture, alpha=gain))

    def _encoded(self, picture: Picture, number: int) -> bytes:
        noise = self._noises[number % NOISES]
        noisy = cv2.add(picture, noise, dtype=cv2.CV_8U)
        done, data = cv2.imencode(".jpg", noisy, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
        if not done:
            raise RuntimeError("OpenCV could not encode a JPEG")
        return data.tobytes()

    def _draw_person(self, picture: Picture, pose: Pose) -> None:
        height = self.height
        middle = int(pose.x * height)
        near = min(1.0, pose.size)
        top = int(height * (0.75 - 0.45 * near))
        shoulders = (int(height * 0.42 * near), int(height * 0.5))
        cv2.ellipse(picture, (middle, top + shoulders[1]), shoulders, 0, 0, 360, COAT, -1)
        head = int(height * 0.13 * near)
        cv2.ellipse(picture, (middle, top - head // 2), (head, head * 4 // 3), 0, 0, 360, 150, -1)

    def _hold(self, picture: Picture, shown: Picture, pose: Pose) -> None:
        scale = pose.size * self.height / max(shown.shape)
        if scale < 0.6:
            # A plain warp would skip pixels and so invent patterns that no lens makes.
            shown = _bytes(
                cv2.resize(shown, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
            )
        corners = self._corners(shown, pose, pose.size * self.height / max(shown.shape))
        left, top = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 4, 0)
        right, bottom = np.ceil(corners.max(axis=0)).astype(int) + 5
        part = picture[top : max(top, bottom), left : max(left, right)]
        if part.size == 0:
            return
        tall, wide = shown.shape
        flat = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
        move = cv2.getPerspectiveTransform(flat, (corners - (left, top)).astype(np.float32))
        seen = np.ascontiguousarray(part)
        cv2.warpPerspective(
            shown,
            move,
            (part.shape[1], part.shape[0]),
            dst=seen,
            flags=cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_TRANSPARENT,
        )
        self._trouble(seen, pose, corners - (left, top))
        part[:] = seen

    def _corners(self, shown: Picture, pose: Pose, scale: float) -> NDArray[np.float64]:
        """Place the four corners: turned, then with the far edges shortened."""
        tall, wide = shown.shape[0] * scale, shown.shape[1] * scale
        angle = math.radians(pose.roll_deg)
        turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        corners = []
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            shorter = 1 - pose.tilt_x * y - pose.tilt_y * x
            corners.append(turn @ (x * wide / 2 * shorter, y * tall / 2 * shorter))
        middle = np.array((pose.x * self.height, pose.y * self.height))
        return np.asarray(np.array(corners) + middle, np.float64)

    def _trouble(self, seen: Picture, pose: Pose, corners: NDArray[np.float64]) -> None:
        blur = pose.blur * self.height / 480
        if blur > 0.2:
            cv2.GaussianBlur(seen, (0, 0), blur, dst=seen)
        if pose.glare > 0:
            self._glare(seen, pose, corners)

    def _glare(self, seen: Picture, pose: Pose, corners: NDArray[np.float64]) -> None:
        """Lay the reflection of a lamp over one corner of the object, soft at its edge."""
        lamp = np.zeros_like(seen)
        radius = int(pose.glare * pose.size * self.height / 2)
        x, y = corners.mean(axis=0) * 0.55 + corners[1] * 0.45
        cv2.circle(lamp, (int(x), int(y)), radius, 190, -1)
        cv2.blur(lamp, (radius, radius), dst=lamp)
        cv2.add(seen, lamp, dst=seen)


def _bytes(picture: object) -> Picture:
    """Give a picture made by OpenCV its type; raises TypeError for anything but bytes."""
    if isinstance(picture, np.ndarray) and picture.dtype == np.uint8:
        return picture
    raise TypeError("not a picture of bytes")


def _room(width: int, height: int, lot: random.Random) -> Picture:
    """Draw a wall with a window, a door, a counter and a notice board."""
    across = np.linspace(95, 135, width, dtype=np.float32)
    down = np.linspace(12, -12, height, dtype=np.float32)
    room = np.clip(across[None, :] + down[:, None], 0, 255).astype(np.uint8)
    unit = height / 12
    for left, top, wide, tall, value in (
        (0.6, 1.5, 3.2, 4.5, 190),
        (11.5, 1.0, 3.0, 9.0, 78),
        (0.0, 9.6, 22.0, 2.4, 58),
        (6.2, 0.8, 3.4, 1.6, 165),
    ):
        x, y = int((left + lot.uniform(-0.2, 0.2)) * unit), int(top * unit)
        far = (x + int(wide * unit), y + int(tall * unit))
        cv2.rectangle(room, (x, y), far, value, -1)
        cv2.rectangle(room, (x, y), far, value // 2, max(1, height // 240))
    for line in range(4):
        y = int((1.1 + 0.3 * line) * unit)
        far_x = int((9.0 - lot.uniform(0, 1.5)) * unit)
        cv2.line(room, (int(6.5 * unit), y), (far_x, y), 80, max(1, height // 300))
    return _bytes(cv2.GaussianBlur(room, (0, 0), height / 480))
