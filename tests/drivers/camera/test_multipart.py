"""The stream of an IP camera as bytes: whole, cut anywhere, and wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.camera.multipart import HEAD_BYTES, PART_BYTES, MultipartPictures
from drivers.errors import DeviceError, NoAnswer, Refused

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
ONE, TWO = b"\xff\xd8 first \xff\xd9", b"\xff\xd8 second, longer \xff\xd9"


def with_length(body: bytes) -> bytes:
    return b"--frame\r\nContent-Length: %d\r\n\r\n%b\r\n" % (len(body), body)


def without_length(body: bytes) -> bytes:
    return b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + body + b"\r\n"


STREAMS = {
    "lengths": HEAD + with_length(ONE) + with_length(TWO),
    "no lengths": HEAD + without_length(ONE) + without_length(TWO) + b"--frame",
    "dashes in the boundary": HEAD.replace(b"=frame", b"=--frame") + with_length(ONE + ONE),
    "quoted boundary": HEAD.replace(b"=frame", b'="frame"') + with_length(ONE) + with_length(TWO),
    "preamble": HEAD + b"\r\nhello\r\n" + with_length(ONE) + b"junk" + with_length(TWO),
}


@pytest.mark.parametrize("stream", STREAMS.values(), ids=STREAMS.keys())
def test_pictures_come_out_whole_wherever_the_bytes_are_cut(stream: bytes) -> None:
    whole = MultipartPictures().receive(stream)
    assert whole in ([ONE, TWO], [ONE + ONE])
    for cut in range(len(stream) + 1):
        pictures = MultipartPictures()
        assert pictures.receive(stream[:cut]) + pictures.receive(stream[cut:]) == whole
    pictures = MultipartPictures()
    assert [one for byte in stream for one in pictures.receive(bytes([byte]))] == whole


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 404 Not Found\r\n\r\n", Refused),
        (b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\n\r\n", Refused),
        (b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>", Refused),
        (b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n", Refused),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", NoAnswer),
        (b"A" * (HEAD_BYTES + 1), NoAnswer),
        (HEAD + b"--frame\r\nContent-Length: %d\r\n\r\n" % (PART_BYTES + 1), NoAnswer),
        (HEAD + b"--frame\r\n" + b"A" * (HEAD_BYTES + 1), NoAnswer),
        (HEAD + b"--frame\r\n\r\n" + b"A" * (PART_BYTES + 1), NoAnswer),
    ],
)
def test_what_is_no_camera_is_named_and_never_fills_the_memory(
    answer: bytes, error: type[DeviceError]
) -> None:
    with pytest.raises(error):
        MultipartPictures().receive(answer)


def test_a_length_that_is_no_number_is_not_believed() -> None:
    odd = b"--frame\r\nContent-Length: \xb2\r\n\r\n" + ONE + b"\r\n--frame"
    assert MultipartPictures().receive(HEAD + odd) == [ONE]


@given(st.lists(st.binary(max_size=200), max_size=10), st.booleans())
def test_any_bytes_give_pictures_or_a_device_error(pieces: list[bytes], begins_well: bool) -> None:
    pictures = MultipartPictures()
    try:
        for piece in [HEAD, *pieces] if begins_well else pieces:
            pictures.receive(piece)
    except DeviceError:
        pass
