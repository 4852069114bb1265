"""A stream of frames: looked at only when something may be there, and nothing is missed for it."""

import numpy as np
import pytest

from drivers.camera import decode, tries
from drivers.camera.decode import CodeReader
from drivers.camera.picture import Box, View
from drivers.camera.steady import MotionGate
from drivers.camera.tries import MOVING, UNMOVED_EVERY, Try
from drivers.camera.zxing import Found, find
from drivers.events import CodeSeen
from tests.drivers.camera.draw import Picture, code_39, code_128, frame, qr, turned

ROOM = frame().astype(np.float32)
NOISES = [np.random.default_rng(seed).normal(0, 3, ROOM.shape) for seed in range(6)]


def room(number: int, gain: float = 1.0) -> Picture:
    """Draw an empty room with the noise of frame `number`, brighter or darker by `gain`."""
    return np.clip(ROOM * gain + NOISES[number % len(NOISES)], 0, 255).astype(np.uint8)


def with_code(picture: Picture, code: Picture, left: int, top: int) -> Picture:
    """Put a code into a frame."""
    shown = picture.copy()
    shown[top : top + code.shape[0], left : left + code.shape[1]] = code
    return shown


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Try, tuple[int, ...]]]:
    """Every decode that is made: how, and the size of what is decoded."""
    made: list[tuple[Try, tuple[int, ...]]] = []

    def watched(view: View, how: Try) -> list[Found]:
        made.append((how, view.gray.shape))
        return find(view, how)

    monkeypatch.setattr(decode, "find", watched)
    return made


def used_to_the_room() -> CodeReader:
    reader = CodeReader()
    for number in range(UNMOVED_EVERY + 1):
        reader.look(room(number))
    return reader


def test_an_empty_room_is_looked_at_every_fifteenth_frame_only(
    looks: list[tuple[Try, tuple[int, ...]]],
) -> None:
    reader = CodeReader()
    assert not any(reader.look(room(number)) for number in range(1 + 10 * UNMOVED_EVERY))
    assert len(looks) == 1 + 10


def test_a_code_that_comes_is_read_in_the_frame_in_which_it_comes(
    looks: list[tuple[Try, tuple[int, ...]]],
) -> None:
    reader = used_to_the_room()
    looks.clear()
    shown = with_code(room(50), qr("A1"), 300, 200)
    assert reader.look(shown) == [CodeSeen("A1", "QR")]
    ((_, shape),) = looks
    assert shape[0] * shape[1] < ROOM.size / 4, "only what changed is decoded"


def test_at_most_one_decode_a_frame(looks: list[tuple[Try, tuple[int, ...]]]) -> None:
    reader = CodeReader()
    for number in range(40):
        reader.look(with_code(room(number), qr("A1"), 100 + 5 * number, 100))
    assert len(looks) == 40


def test_a_code_that_arrives_too_slowly_for_the_gate_is_read_all_the_same() -> None:
    reader = used_to_the_room()
    code = qr("SLOW").astype(np.float32)
    for number in range(400):
        picture = room(number)
        area = picture[200 : 200 + code.shape[0], 300 : 300 + code.shape[1]]
        share = min(1.0, number / 350)
        area[:] = (area * (1 - share) + code * share).astype(np.uint8)
        if reader.look(picture):
            return
    pytest.fail("never read")


@pytest.mark.parametrize("gain", [0.6, 1.4, 1.9])
def test_a_jump_of_the_exposure_is_no_change_and_hides_none(
    gain: float, looks: list[tuple[Try, tuple[int, ...]]]
) -> None:
    reader = used_to_the_room()
    looks.clear()
    for number in range(UNMOVED_EVERY - 2):
        assert reader.look(room(number, gain)) == []
    assert len(looks) <= 1
    shown = with_code(room(60, gain), qr("A1"), 300, 200)
    assert any(reader.look(shown) for _ in range(2))


def test_a_sideways_card_is_read_within_three_frames() -> None:
    reader = used_to_the_room()
    card = turned(code_128("S20260117"), 90)
    seen = [reader.look(with_code(room(number), card, 60, 20)) for number in range(3)]
    assert [CodeSeen("S20260117", "Code128")] in seen


def test_a_code_light_on_dark_is_read_within_one_round() -> None:
    reader = used_to_the_room()
    dark = 255 - qr("DARK")
    seen = [reader.look(with_code(room(number), dark, 200, 150)) for number in range(len(MOVING))]
    assert [CodeSeen("DARK", "QR")] in seen


def test_a_sideways_card_that_never_moves_is_found_by_the_forced_looks() -> None:
    card = turned(code_128("S20260117"), 90)
    reader = CodeReader()
    shown = [with_code(room(number), card, 60, 20) for number in range(4)]
    frames = range(UNMOVED_EVERY * len(tries.UNMOVED) + len(MOVING))
    assert any(reader.look(shown[number % 4]) for number in frames)


def test_a_code_39_is_told_from_the_second_frame_on() -> None:
    reader = used_to_the_room()
    frames = [with_code(room(number), code_39("A1234"), 100, 100) for number in range(2)]
    assert reader.look(frames[0]) == []
    assert reader.look(frames[1]) == [CodeSeen("A1234", "Code39")]


def test_two_different_code_39_readings_are_both_unproven() -> None:
    reader = used_to_the_room()
    assert reader.look(with_code(room(1), code_39("A1234"), 100, 100)) == []
    assert reader.look(with_code(room(2), code_39("B1234"), 100, 100)) == []


def test_two_codes_in_view_are_told_nearest_to_the_middle_first() -> None:
    reader = used_to_the_room()
    shown = with_code(with_code(room(1), qr("FAR"), 520, 200), qr("NEAR"), 330, 200)
    assert [code.payload for code in reader.look(shown)] == ["NEAR", "FAR"]


def test_another_frame_size_starts_anew() -> None:
    reader = used_to_the_room()
    assert reader.look(frame((qr("A1"), 600, 300), size=(1280, 720))) == [CodeSeen("A1", "QR")]
    assert reader.look(np.zeros((0, 0), np.uint8)) == []


def test_the_box_of_a_change_holds_the_change_with_its_quiet_zone() -> None:
    gate = MotionGate()
    assert gate.changed(room(0)) == Box(0, 0, 640, 480)
    assert gate.changed(room(1)) is None
    box = gate.changed(with_code(room(2), qr("A1"), 300, 200))
    assert box is not None
    side = qr("A1").shape[0]
    assert box.left <= 292
    assert box.top <= 192
    assert box.right >= 300 + side + 8
    assert box.bottom >= 200 + side + 8
