"""A register map as options: what it asks for, what it reads, and what is none of its business."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, DriverEvent, Reply, TemperatureSample

MQ485A: dict[str, object] = {
    "unit": 1,
    "function": 3,
    "object_register": 0,
    "ambient_register": 1,
    "scale": 0.01,
    "signed": True,
}
TENTHS = {**MQ485A, "ambient_register": None, "scale": 0.1, "signed": False}


def sealed(body: bytes) -> bytes:
    """End a frame with its CRC, computed as the specification's flow chart does."""
    rest = 0xFFFF
    for byte in body:
        rest ^= byte
        for _ in range(8):
            rest = (rest >> 1) ^ (0xA001 * (rest & 1))
    return body + rest.to_bytes(2, "little")


def answer(*registers: int, unit: int = 1, function: int = 3) -> bytes:
    values = b"".join(one.to_bytes(2, "big") for one in registers)
    return sealed(bytes((unit, function, len(values))) + values)


WARM, NEXT = answer(3804, 2400), answer(3652, 2531)
NEXT_SAMPLE = TemperatureSample(36.52, 25.31)
ECHO = bytes.fromhex("01 03 00 00 00 02 C4 0B")


def run(*pieces: bytes, options: Mapping[str, object] = MQ485A) -> list[DriverEvent]:
    decoder = registry.decoder("modbus_rtu", **options)
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


def samples(*pieces: bytes, options: Mapping[str, object] = MQ485A) -> list[DriverEvent]:
    return [
        event for event in run(*pieces, options=options) if isinstance(event, TemperatureSample)
    ]


def asked(**changed: object) -> list[bytes]:
    talk = registry.device("modbus_rtu").talk({**MQ485A, **changed})
    talk.opened(10.0)
    return [said for step in range(1000) if (said := talk.due(10.0 + step / 1000))]


def test_the_published_question_is_asked_five_times_a_second() -> None:
    assert asked(ambient_register=7) == [bytes.fromhex("01 03 00 00 00 08 44 0C")] * 5
    assert asked(ambient_register=None) == [bytes.fromhex("01 03 00 00 00 01 84 0A")] * 5
    assert asked(function=4, object_register=20, ambient_register=19)[0] == sealed(
        bytes.fromhex("01 04 00 13 00 02")
    )


raw = st.integers(-5000, 32767).filter(lambda value: value != 5467)
"""Hundredths, but for the one that an unplugged sensor gives."""


@given(
    st.tuples(raw, raw),
    st.sampled_from([3, 4]),
    st.integers(1, 255),
    st.integers(8, 0xFFFF - 8),
    st.integers(-8, 8).filter(bool),
    st.sampled_from(["big", "little"]),
    st.integers(0, 3),
)
def test_whatever_the_map_the_two_registers_are_read(
    values: tuple[int, int],
    function: int,
    unit: int,
    first: int,
    away: int,
    order: str,
    more: int,
) -> None:
    places = first, first + away
    held = [0] * (abs(away) + 1 + more)
    for place, value in zip(places, values, strict=True):
        word = (value & 0xFFFF).to_bytes(2, "big")
        held[place - min(places)] = int.from_bytes(word, "little" if order == "little" else "big")
    options = {**MQ485A, "unit": unit, "function": function, "word_order": order}
    options |= dict(zip(("object_register", "ambient_register"), places, strict=True))
    seen, air = (value / 100 for value in values)
    frame = answer(*held, unit=unit, function=function)
    assert run(frame, options=options) == [TemperatureSample(seen, air)]


@given(st.integers(0, 3800))
def test_a_map_without_a_sign_and_without_ambient(value: int) -> None:
    assert run(answer(value), options=TENTHS) == [TemperatureSample(value / 10, None)]


def test_each_byte_lost_and_each_bit_flipped_is_no_temperature() -> None:
    for lost in range(len(WARM)):
        damaged = WARM[:lost] + WARM[lost + 1 :]
        assert samples(damaged) == []
        assert samples(damaged + NEXT) == [NEXT_SAMPLE]
    for bit in range(len(WARM) * 8):
        turned = bytearray(WARM)
        turned[bit // 8] ^= 1 << bit % 8
        assert samples(bytes(turned)) == []
        assert samples(bytes(turned) + NEXT) == [NEXT_SAMPLE], bit


def test_a_damaged_length_never_makes_the_answer_behind_it_wait_for_a_silence() -> None:
    one = answer(366)
    for options, warm, following, sample in (
        (MQ485A, WARM, NEXT, NEXT_SAMPLE),
        (TENTHS, one, answer(365), TemperatureSample(36.5, None)),
    ):
        damaged = [warm[:lost] + warm[lost + 1 :] for lost in range(len(warm))]
        for bit in range(len(warm) * 8):
            turned = bytearray(warm)
            turned[bit // 8] ^= 1 << bit % 8
            damaged.append(bytes(turned))
        for stream in (harmed + following for harmed in damaged):
            for pieces in ([stream], [bytes((byte,)) for byte in stream]):
                decoder = registry.decoder("modbus_rtu", **options)
                seen = [event for piece in pieces for event in decoder.receive(piece)]
                assert [e for e in seen if isinstance(e, TemperatureSample)] == [sample], stream


def test_the_first_byte_of_the_next_answer_in_place_of_a_lost_last_one_costs_neither() -> None:
    # Both CRCs of 31.5 C end in 01, the unit.
    frame, options = bytes.fromhex("01 04 04 01 3B 01 71 4A 01"), {**MQ485A, "function": 4}
    options |= {"scale": 0.1}
    sample = TemperatureSample(31.5, 36.9)
    for first in (frame, frame[:-1]):
        assert run(first + frame, options=options) == [sample, sample]
        assert run(*(bytes((b,)) for b in first + frame), options=options) == [sample, sample]


def test_behind_a_cut_answer_the_whole_one_is_read() -> None:
    for cut in range(len(WARM)):
        assert samples(WARM[:cut] + NEXT) == [NEXT_SAMPLE]


@pytest.mark.parametrize("function", [3, 4])
def test_our_own_question_coming_back_is_nothing(function: int) -> None:
    for first in (0, 2, 0x0200, 0x0400, 0x7C04):
        options = {**MQ485A, "function": function, "object_register": first}
        options["ambient_register"] = first + 1
        talk = registry.device("modbus_rtu").talk(options)
        talk.opened(0.0)
        echo = talk.due(0.0)
        frame = answer(3652, 2531, function=function)
        assert run(echo, options=options) == []
        assert run(echo + frame + echo + frame, options=options) == [NEXT_SAMPLE] * 2
        for cut in range(len(echo)):
            assert run(echo[:cut], echo[cut:] + frame, options=options) == [NEXT_SAMPLE]
            assert samples(echo[:cut] + frame, options=options) == [NEXT_SAMPLE]


def test_what_other_units_and_functions_say_is_passed_over() -> None:
    others = answer(3900, 2000, unit=2) + answer(3900, 2000, function=4) + sealed(b"\x02\x83\x02")
    assert run(others + NEXT + others) == [NEXT_SAMPLE]


@pytest.mark.parametrize(
    ("code", "meaning"),
    [(1, "illegal function"), (2, "illegal data address"), (6, "device busy"), (99, "unknown")],
)
def test_an_exception_is_a_reply_with_its_meaning(code: int, meaning: str) -> None:
    frame = sealed(bytes((1, 0x83, code)))
    assert run(frame + NEXT) == [Reply(f"exception {code}: {meaning}", frame), NEXT_SAMPLE]
    damaged = frame[:-1] + bytes((frame[-1] ^ 1,))
    assert run(damaged) == [BadFrame(damaged, "checksum")]


@pytest.mark.parametrize(
    ("raw", "options"),
    [
        (0xFFFF, {**MQ485A, "signed": False}),
        (0x8000, MQ485A),
        (5467, MQ485A),
        (10376, TENTHS),
        (3801, TENTHS),
        (0x10000 - 501, {**TENTHS, "signed": True}),
        (0x10000 - 2731, {**TENTHS, "signed": True}),
        (0x10000 - 999, {**MQ485A, "scale": 1}),
    ],
)
def test_what_no_thermometer_can_measure_is_bad(raw: int, options: Mapping[str, object]) -> None:
    assert [type(event) for event in run(answer(raw, 2400), options=options)] == [BadFrame]
    if options.get("ambient_register") is not None:
        assert [type(event) for event in run(answer(2400, raw), options=options)] == [BadFrame]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("unit", 0),
        ("unit", 256),
        ("unit", "1"),
        ("unit", True),
        ("function", 6),
        ("object_register", -1),
        ("object_register", 65536),
        ("ambient_register", 1.0),
        ("ambient_register", 125),
        ("scale", 0),
        ("scale", -0.1),
        ("scale", float("nan")),
        ("scale", "0.1"),
        ("signed", 1),
        ("word_order", "middle"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(key: str, value: object) -> None:
    about = "registers 0 and 125" if value == 125 else key
    for make in (
        lambda options: registry.decoder("modbus_rtu", **options),
        registry.device("modbus_rtu").talk,
    ):
        with pytest.raises(ValueError, match=about):
            make({**MQ485A, key: value})


def test_an_unknown_or_missing_option_is_refused() -> None:
    with pytest.raises(TypeError, match="emissivity"):
        registry.decoder("modbus_rtu", **MQ485A, emissivity=0.98)
    for key in ("unit", "function", "object_register", "scale", "signed"):
        with pytest.raises(TypeError, match=key):
            registry.decoder("modbus_rtu", **{k: v for k, v in MQ485A.items() if k != key})


def test_noise_is_no_temperature_and_the_answer_behind_it_is_read() -> None:
    noise = random.Random(3).randbytes(20_000)
    assert samples(noise) == []
    assert samples(noise, NEXT)[-1:] == [NEXT_SAMPLE]
    assert samples(b"\x01\x03\xf0" + NEXT) == [NEXT_SAMPLE]
