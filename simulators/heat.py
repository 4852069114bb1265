"""What an area sensor sees: a face, warmest in its middle, before a background that is not even.

The warmest pixel of all is exactly the object temperature, at the middle of the face, and is there
once: a reader that takes another pixel, or the mirror image, is found out. The background is the
air, held below the face where the air is warmer (a hot wall is not simulated).
"""

from math import hypot

FACE_RADIUS = 5.0
EDGE_C = 1.5
"""How much cooler the edge of a face is than its middle (local practice)."""
UNEVEN_C = 0.9
"""How much of the background is cooler than the air, at most (local practice)."""


def picture(
    width: int, height: int, face: tuple[int, int], object_c: float, ambient_c: float
) -> list[list[float]]:
    """Return the rows of a picture from the top, each from the left; `face` is its middle."""
    background_c = min(object_c - EDGE_C, ambient_c)

    def pixel(x: int, y: int) -> float:
        away = hypot(x - face[0], y - face[1])
        if away <= FACE_RADIUS:
            return object_c - EDGE_C * away / FACE_RADIUS
        return background_c - UNEVEN_C * ((7 * x + 13 * y) % 10) / 10

    return [[pixel(x, y) for x in range(width)] for y in range(height)]
