"""Only a Celsius line that is whole, with two decimals and a value the part can have, is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers import registry
from drivers.events import BadFrame, DriverEvent, TemperatureSample

CELSIUS = b"Ambient = 24.55*C\tObject = 36.53*C\r\n"
FAHRENHEIT = b"Ambient = 76.19*F\tObject = 97.75*F\r\n"
NEXT = b"Ambient = 24.00*C\tObject = 36.10*C\r\n"
SAMPLE, NEXT_SAMPLE = TemperatureSample(36.53, 24.55), TemperatureSample(36.1, 24.0)


def run(*pieces: bytes) -> list[DriverEvent]:
    decoder = registry.decoder("mlx90614_ascii")
    return [event for piece in pieces for event in decoder.receive(piece)] + decoder.idle()


def samples(*pieces: bytes) -> list[TemperatureSample]:
    return [event for event in run(*pieces) if isinstance(event, TemperatureSample)]


@given(st.integers(-7000, 38000), st.integers(-4000, 12500))
def test_every_temperature_the_part_can_measure_is_read(seen: int, ambient: int) -> None:
    line = f"Ambient = {ambient / 100:.2f}*C\tObject = {seen / 100:.2f}*C\r\n".encode()
    if seen != 5467 and ambient != 5467:
        assert run(line + FAHRENHEIT + b"\r\n") == [TemperatureSample(seen / 100, ambient / 100)]


def test_the_line_is_told_at_once() -> None:
    assert registry.decoder("mlx90614_ascii").receive(CELSIUS) == [SAMPLE]


def test_a_fahrenheit_line_is_never_a_temperature() -> None:
    assert run(FAHRENHEIT) == []
    mixed = CELSIUS.replace(b"36.53*C", b"97.75*F")
    assert samples(mixed + NEXT) == [NEXT_SAMPLE]


def test_a_lost_byte_loses_the_line_or_a_digit_before_the_point() -> None:
    # A whole number that lost a digit is a number too: the protocol has nothing to show it.
    digits = {CELSIUS.index(b"24.55"), CELSIUS.index(b"4.55"), CELSIUS.index(b"36.53")}
    digits.add(CELSIUS.index(b"6.53"))
    for lost in range(len(CELSIUS)):
        damaged = CELSIUS[:lost] + CELSIUS[lost + 1 :]
        read = samples(damaged + NEXT)
        assert read[-1] == NEXT_SAMPLE, lost
        if lost not in digits:
            assert read[:-1] in ([], [SAMPLE]), lost


def test_a_flipped_bit_is_seen_where_it_leaves_a_digit() -> None:
    for bit in range(len(CELSIUS) * 8):
        damaged = bytearray(CELSIUS)
        damaged[bit // 8] ^= 1 << bit % 8
        read = samples(bytes(damaged) + NEXT)
        assert read[-1] == NEXT_SAMPLE, bit
        if not chr(CELSIUS[bit // 8]).isdigit():
            assert read[:-1] in ([], [SAMPLE]), bit


def test_behind_a_cut_line_the_whole_one_is_read() -> None:
    for cut in range(len(CELSIUS)):
        assert samples(CELSIUS[:cut] + NEXT)[-1] == NEXT_SAMPLE
        assert samples(CELSIUS[:cut] + NEXT)[:-1] in ([], [SAMPLE])


@pytest.mark.parametrize("seen", ["1037.55", "-273.15", "-273.01", "54.67", "-999.00", "nan"])
def test_what_a_failed_sensor_prints_is_bad(seen: str) -> None:
    for line in (
        f"Ambient = 24.55*C\tObject = {seen}*C\r\n",
        f"Ambient = {seen}*C\tObject = 36.53*C\r\n",
    ):
        events = run(line.encode())
        assert [type(event) for event in events] == [BadFrame]
        assert "not read" in str(events[0])


@pytest.mark.parametrize(
    "text",
    [
        "Ambient = 24.55*C\tObject = 36.5*C",
        "Ambient = 24.55*C\tObject = 36.530*C",
        "Ambient = 24.55*C Object = 36.53*C",
        "Ambient = 24.55*C\tObject = 36.53*C ",
        "Ambient = 24.55*C\tObject = +36.53*C",
        "Ambient = 24.55*C\tObject = 36,53*C",
        "Ambient = 24.55*C\tObject = inf*C",
        "Ambient = 24.55*C\tObject = \u0663\u0666.53*C",
        "Object = 36.53*C",
    ],
)
def test_any_other_line_is_bad(text: str) -> None:
    assert {type(event) for event in run(text.encode() + b"\r\n")} == {BadFrame}


def test_the_last_line_counts_without_its_tail_only_when_it_is_complete() -> None:
    for cut in range(len(CELSIUS) - 2):
        assert samples(CELSIUS[:cut]) == []
    for cut in (2, 1, 0):
        assert samples(CELSIUS[: len(CELSIUS) - cut]) == [SAMPLE]


def test_a_line_without_an_end_is_told_and_forgotten() -> None:
    decoder = registry.decoder("mlx90614_ascii")
    told = decoder.receive(b"x" * 10_000)
    assert {type(event) for event in told} == {BadFrame}
    assert all(isinstance(event, BadFrame) and len(event.raw) <= 128 for event in told)
    assert samples(b"x" * 10_000 + CELSIUS) == [SAMPLE]
