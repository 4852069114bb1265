"""One showing of codes to the camera: its course, its frames as they get drawn, its end."""

from collections.abc import Iterator
from dataclasses import dataclass

from simulators.camera.approach import Course, course
from simulators.camera.codes import Picture
from simulators.camera.objects import draw_object
from simulators.camera.stage import Stage

BESIDE_SHIFT = 0.42
"""How far from the middle two codes are held, in frame heights."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A code ("QR" or "Code128") and how it is held: on a "phone", a "card", or one "sideways"."""

    text: str
    symbology: str = "QR"
    manner: str = "phone"


class Show:
    """A showing that began at a time of the simulation; frames appear as `draw` makes them."""

    def __init__(self, codes: list[Shown], seed: str, stage: Stage, began: float) -> None:
        aspect = stage.width / stage.height
        shifts = [0.0] if len(codes) == 1 else [BESIDE_SHIFT * (at * 2 - 1) for at in (0, 1)]
        self._began = began
        self._left: float | None = None
        self._stage = stage
        self._pictures: list[Picture] = []
        self._courses: list[Course] = []
        for at, code in enumerate(codes):
            picture = draw_object(code.text, code.symbology, code.manner)
            self._pictures.append(picture)
            self._courses.append(
                course(
                    f"{seed} {at}", picture.shape, code.symbology, code.manner, aspect, shifts[at]
                )
            )
        self._frames: dict[tuple[str, int], bytes] = {}

    def draw(self) -> Iterator[None]:
        """Draw frame after frame, in the order in which they are needed; a step at a time."""
        for number, (place, _) in enumerate(self._courses[0].poses()):
            poses = [dict(one.poses())[place] for one in self._courses]
            held = list(zip(self._pictures, poses, strict=True))
            self._frames[place] = self._stage.draw(held, number)
            yield

    def leave(self, now: float) -> None:
        """Take the codes away; the first call counts."""
        if self._left is None:
            self._left = now

    def is_over(self, now: float) -> bool:
        """Tell whether the codes have gone out of view."""
        return self._place(now) is None

    def frame(self, now: float) -> bytes | None:
        """Give the frame to be seen now; None when it is over or not drawn yet."""
        place = self._place(now)
        return None if place is None else self._frames.get(place)

    def _place(self, now: float) -> tuple[str, int] | None:
        left = None if self._left is None else max(0.0, now - self._left)
        return self._courses[0].place(now - self._began, left)
