"""A card reader's frames: what is lost or turned over never becomes a wrong card."""

import random
import time
from functools import reduce
from operator import xor

import pytest

from drivers import registry
from drivers.card_reader import sam_v, sam_v_text
from drivers.events import BadFrame, CardRead, DriverEvent, Reply
from tests.drivers import vectors

VECTORS = {vector.name: vector for vector in vectors.of("sam_v")}
CARD = VECTORS["a photo full of AA and a length that looks like one"]
OTHER = VECTORS["a foreigner with a card of 2023, the values of a public specimen"]
NO_CARD = VECTORS["no card"]


def events(data: bytes) -> list[DriverEvent]:
    decoder = registry.decoder("sam_v")
    return decoder.receive(data) + decoder.idle()


def good(data: bytes) -> list[DriverEvent]:
    return [event for event in events(data) if not isinstance(event, BadFrame)]


def checked(body: bytes) -> bytes:
    return sam_v.PREAMBLE + body + bytes((reduce(xor, body),))


@pytest.mark.parametrize("command", ["FIND", "SELECT", "READ", "READ_WITH_PRINTS"])
def test_commands_carry_the_check_that_is_computed(command: str) -> None:
    said = getattr(sam_v, command)
    assert said == checked(said[len(sam_v.PREAMBLE) : -1])


@pytest.mark.parametrize("behind", [OTHER, NO_CARD], ids=str)
def test_each_byte_lost_and_the_whole_frame_that_follows_is_read(behind: vectors.Vector) -> None:
    for at in range(len(CARD.data)):
        damaged = CARD.data[:at] + CARD.data[at + 1 :]
        if at == 3 and damaged[:4] == CARD.data[:4]:
            continue
        assert good(damaged + behind.data) == behind.events, at


def test_an_aa_lost_inside_passes_the_check_and_is_seen_by_what_follows() -> None:
    at = CARD.data.index(b"\xaa", 300)
    damaged = CARD.data[:at] + CARD.data[at + 1 :]
    glued = damaged + OTHER.data
    assert reduce(xor, glued[5 : len(CARD.data)]) == 0, "the trap: a right check"
    assert events(glued)[0] == BadFrame(glued[:10], "another frame begins inside")
    assert good(glued) == OTHER.events
    assert good(damaged + b"\xaa") == CARD.events, "nothing follows: the text is whole"


def test_a_frame_cut_anywhere_gives_way_to_the_whole_one_behind_it() -> None:
    for at in range(len(CARD.data)):
        assert good(CARD.data[:at] + OTHER.data) == OTHER.events, at


def test_each_bit_turned_over_in_head_and_text_is_seen() -> None:
    for at in range(16 + sam_v_text.TEXT_BYTES):
        for bit in range(8):
            turned = bytearray(CARD.data)
            turned[at] ^= 1 << bit
            assert good(bytes(turned)) == [], (at, bit)


def test_bits_turned_over_in_a_glued_frame_leave_the_next_alone() -> None:
    chance = random.Random(4)
    for _ in range(1500):
        turned = bytearray(CARD.data)
        turned[chance.randrange(len(turned))] ^= 1 << chance.randrange(8)
        assert good(bytes(turned) + OTHER.data) == OTHER.events


@pytest.mark.parametrize("vector", VECTORS.values(), ids=str)
def test_no_event_holds_address_group_photo_or_fingerprint(vector: vectors.Vector) -> None:
    for data in (vector.data, vector.data[:-1], vector.data[:-1] + b"\0", vector.data[:700]):
        for event in events(data):
            if isinstance(event, BadFrame | Reply):
                assert len(event.raw) <= 27, "no more than the answer to a short command"
                assert not any("\u4e00" <= sign <= "\u9fff" for sign in event.raw.decode("latin1"))
            if isinstance(event, CardRead):
                assert "模拟" not in "".join(map(str, vars_of(event)))
                assert event.id_number not in repr(event)
                assert event.name not in repr(event)


def vars_of(card: CardRead) -> list[object]:
    return [getattr(card, name) for name in CardRead.__slots__]


def test_the_further_address_is_told_without_the_address() -> None:
    frame = checked(b"\x01\x1c\0\0\x90" + "北京市东城区".encode("utf-16-le").ljust(280, b" "))
    assert events(frame) == [Reply("further address", frame[:10])]


def test_text_of_any_bytes_is_a_card_or_none_and_never_raises() -> None:
    chance = random.Random(5)
    for _ in range(300):
        text = bytearray(CARD.data[14:270])
        for _turn in range(chance.randrange(1, 6)):
            text[chance.randrange(len(text))] = chance.randrange(256)
        frame = checked(CARD.data[5:14] + bytes(text) + CARD.data[270:-1])
        for event in events(frame):
            if isinstance(event, CardRead):
                assert sam_v_text.check_holds(event.id_number)
                event.name.encode()


def test_a_longest_answer_byte_by_byte_is_faster_than_its_line() -> None:
    frame = VECTORS["the answer to 30 10 with 2 fingerprints"].data
    assert len(frame) == 2321
    decoder = registry.decoder("sam_v")
    begin = time.process_time()
    found = [event for byte in frame for event in decoder.receive(bytes((byte,)))]
    spent_s = time.process_time() - begin
    assert len(found) == 1
    assert spent_s < len(frame) * 10 / 115200
