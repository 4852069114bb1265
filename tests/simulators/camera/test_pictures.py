"""What the simulated camera draws: the same for the same seed, and readable within an approach."""

import random
import time
from itertools import pairwise

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from drivers.camera.decode import CodeReader, read_codes
from simulators.camera.approach import COME_S, HELD, HELD_EVERY_S, LEAVE_S
from simulators.camera.codes import draw_code
from simulators.camera.shows import Show, Shown
from simulators.camera.stage import Stage
from tests.drivers.camera.draw import code_128

BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
SIZES = [(640, 480), (1280, 720)]
FPS = 8


@pytest.fixture(scope="module", params=SIZES, ids=["480", "720"])
def stage(request: pytest.FixtureRequest) -> Stage:
    return Stage(request.param, 1)


def a_pass(lot: random.Random) -> str:
    """Draw a text by lot as long as a pass: 180 characters, a QR of version 8."""
    return "GP1:" + "".join(lot.choice(BASE45) for _ in range(176))


def a_number(lot: random.Random) -> str:
    """Draw a text by lot as on a school card: 8 to 12 characters."""
    return "".join(lot.choice("ABCDEFGH0123456789") for _ in range(lot.randint(8, 12)))


def drawn(codes: list[Shown], seed: str, stage: Stage) -> Show:
    show = Show(codes, seed, stage, 0.0)
    for _ in show.draw():
        pass
    return show


def picture(jpeg: bytes | None) -> NDArray[np.uint8]:
    assert jpeg is not None
    decoded = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    return decoded.astype(np.uint8)


def held(show: Show) -> list[NDArray[np.uint8]]:
    return [picture(show.frame(COME_S + (at + 0.5) * HELD_EVERY_S)) for at in range(HELD)]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("manner", ["phone", "card", "sideways"])
def test_every_approach_is_read_while_the_code_is_held_and_never_wrongly(
    stage: Stage, manner: str, seed: int
) -> None:
    lot = random.Random(seed)
    shown = (
        Shown(a_pass(lot), "QR", manner)
        if manner == "phone"
        else Shown(a_number(lot), "Code128", manner)
    )
    show = drawn([shown], f"{seed}", stage)
    readings = [[code.payload for code in read_codes(frame)] for frame in held(show)]
    assert readings.count([shown.text]) >= 3, "readable in most held pictures"
    assert all(reading in ([], [shown.text]) for reading in readings)
    reader = CodeReader()
    for frame in stage.empty:
        assert reader.look(picture(frame)) == []
    frames = (picture(show.frame(number / FPS)) for number in range(int(FPS * (COME_S + 2))))
    seen = [code for frame in frames for code in reader.look(frame)]
    assert {code.payload for code in seen} == {shown.text}


def test_two_passes_in_one_view_are_both_read(stage: Stage) -> None:
    lot = random.Random(5)
    codes = [Shown(a_pass(lot)[:90]), Shown(a_pass(lot)[:90])]
    readings = [
        {code.payload for code in read_codes(one)} for one in held(drawn(codes, "5", stage))
    ]
    assert {code.text for code in codes} in readings


def test_the_same_seed_draws_the_same_and_another_one_does_not() -> None:
    def frames(seed: int) -> list[bytes | None]:
        show = drawn([Shown("A1")], f"{seed}", Stage((320, 240), seed))
        return [show.frame(at / 10) for at in range(30)]

    assert frames(3) == frames(3)
    assert frames(3) != frames(4)


def test_an_approach_begins_and_ends_with_the_empty_room(stage: Stage) -> None:
    show = drawn([Shown("A1")], "1", stage)
    assert show.frame(0.0) is not None
    assert not show.is_over(100.0)
    show.leave(100.0)
    show.leave(200.0)
    assert not show.is_over(100.0 + LEAVE_S / 2)
    assert show.is_over(100.1 + LEAVE_S)
    assert show.frame(100.1 + LEAVE_S) is None


def test_the_empty_room_lives_it_has_noise_and_its_light_changes(stage: Stage) -> None:
    assert all(one != other for one, other in pairwise([*stage.empty, stage.empty[0]]))
    means = [float(picture(frame).mean()) for frame in stage.empty]
    assert max(means) - min(means) > 10
    steps = [abs(one - other) for one, other in pairwise([*means, means[0]])]
    assert max(steps) < 6, "slowly"


def test_a_visit_costs_little_to_draw() -> None:
    stage = Stage((640, 480), 1)
    lot = random.Random(1)
    began = time.process_time()
    for number in range(10):
        drawn([Shown(a_pass(lot))], f"{number}", stage)
    # A crowd at speed 20 draws a visit a second; 60 ms is the aim, the rest is a busy machine.
    assert (time.process_time() - began) / 10 < 0.12


def test_both_tables_of_code_128_agree() -> None:
    for text in ("S20260117", "~!@{}| x", "0"):
        ours = draw_code(text, "Code128")[0] > 128
        theirs = code_128(text, bar_px=4)[0] > 128
        first, last = np.flatnonzero(~ours)[[0, -1]]
        begin, end = np.flatnonzero(~theirs)[[0, -1]]
        assert np.array_equal(ours[first : last + 1], theirs[begin : end + 1])


@pytest.mark.parametrize(
    "shown", [Shown("", "Code128"), Shown("张三", "Code128"), Shown("A", "ITF")]
)
def test_what_cannot_be_drawn_is_an_error(shown: Shown) -> None:
    with pytest.raises(ValueError, match="simulated camera"):
        draw_code(shown.text, shown.symbology)
    with pytest.raises(ValueError, match="held as"):
        Show([Shown("A", "QR", "hat")], "1", Stage((320, 240), 1), 0.0)
