"""Which part of a picture an area thermometer is asked about: a rectangle of its pixels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of whole pixels: `x` from the left, `y` from the top, both from 0."""

    x: int
    y: int
    width: int
    height: int

    def slices(self, picture_width: int, *, mirrored: bool = False) -> tuple[slice, ...]:
        """Return where the rows of the region are in a frame that sends pixels row by row.

        A `mirrored` frame begins each row with its right-most pixel.
        """
        left = picture_width - self.x - self.width if mirrored else self.x
        rows = range(self.y, self.y + self.height)
        starts = (row * picture_width + left for row in rows)
        return tuple(slice(start, start + self.width) for start in starts)


def region_of(option: object, width: int, height: int) -> Region:
    """Read the option `region = [x, y, width, height]`; the whole picture when it is None.

    Raises ValueError for anything that is not a rectangle inside the picture.
    """
    if option is None:
        return Region(0, 0, width, height)
    if isinstance(option, str | bytes) or not isinstance(option, Sequence):
        raise ValueError("region is a list of four numbers: x, y, width, height")
    numbers = [part for part in option if isinstance(part, int) and not isinstance(part, bool)]
    if len(option) != 4 or len(numbers) != 4:
        raise ValueError("region is a list of four whole numbers: x, y, width, height")
    region = Region(*numbers)
    across = 0 <= region.x < region.x + region.width <= width
    down = 0 <= region.y < region.y + region.height <= height
    if not (across and down):
        raise ValueError(f"region {numbers} is not inside the picture of {width} x {height} pixels")
    return region


def extremes(pixels: Sequence[int], parts: Iterable[slice]) -> tuple[int, int]:
    """Return the lowest and the highest pixel of the region."""
    lows, highs = zip(*((min(pixels[part]), max(pixels[part])) for part in parts), strict=True)
    return min(lows), max(highs)
