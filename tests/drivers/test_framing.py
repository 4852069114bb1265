"""Passing over what begins no frame changes nothing of what is read, only how long it takes."""

from hypothesis import given
from hypothesis import strategies as st

from drivers.events import BadFrame, DriverEvent, Reply
from drivers.framing import NEED_MORE, SKIP_ONE, FrameDecoder, Taken

START = b"\x5a\x5a"
FRAME_BYTES = 5


def take(data: bytes, ended: bool) -> Taken:
    """Take frames of five bytes whose last one is 00; says nothing of what begins otherwise."""
    if not data.startswith(START):
        return NEED_MORE if START.startswith(data) and not ended else SKIP_ONE
    if len(data) < FRAME_BYTES:
        return (1, BadFrame(data, "cut short")) if ended else NEED_MORE
    frame = data[:FRAME_BYTES]
    return (FRAME_BYTES, Reply("frame", frame)) if frame[-1] == 0 else (1, BadFrame(frame, "sum"))


def run(decoder: FrameDecoder, pieces: list[bytes]) -> list[DriverEvent]:
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


@given(st.lists(st.lists(st.sampled_from([0x5A, 0, 1]), max_size=9).map(bytes), max_size=30))
def test_a_start_that_is_looked_for_gives_the_same_events(pieces: list[bytes]) -> None:
    plain, looking = FrameDecoder(take, FRAME_BYTES), FrameDecoder(take, FRAME_BYTES, START)
    assert run(looking, pieces) == run(plain, pieces)
    assert run(looking, [b"".join(pieces)]) == run(plain, pieces)
    assert looking.idle() == []


def test_what_begins_no_frame_is_not_kept_and_not_judged() -> None:
    judged: list[bytes] = []

    def watched(data: bytes, ended: bool) -> Taken:
        judged.append(data)
        return take(data, ended)

    decoder = FrameDecoder(watched, FRAME_BYTES, START)
    assert decoder.receive(b"\x01" * 100_000) == []
    assert judged == []
    assert decoder.receive(b"\x5a") == []
    assert decoder.receive(b"\x5a\x01\x02\x00") == [Reply("frame", b"\x5a\x5a\x01\x02\x00")]
    assert judged == [b"\x5a", b"\x5a\x5a\x01\x02\x00"]
