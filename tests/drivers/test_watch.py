"""When a device is lost and when it is back, step by step without a wire."""

from drivers import registry
from drivers.errors import LinkLost, NoAnswer, Refused
from drivers.events import Back, BadFrame, CodeSeen, Lost, Noisy, TemperatureSample, Why
from drivers.watch import LONGEST_PAUSE_S, MEASURES, STEADY_S, Watch

FRAME = bytes.fromhex("5A 5A 45 04 0E 44 09 E3 3B")
SAMPLE = TemperatureSample(36.52, 25.31)


def thermometer() -> Watch:
    return Watch(registry.decoder("gy_mcu90615"), streams=True, silent_after_s=1.5)


def test_a_streaming_device_is_back_with_its_first_sample_not_with_its_port() -> None:
    watch = thermometer()
    assert watch.opened(10.0) == []
    assert watch.heard(10.1, FRAME) == [Back(), SAMPLE]
    assert watch.heard(10.2, FRAME) == [SAMPLE]


def test_silence_is_told_once_and_the_port_is_opened_again() -> None:
    watch = thermometer()
    watch.opened(0)
    watch.heard(0.1, FRAME)
    assert (watch.quiet(1.55), watch.broken) == ([], False)
    assert (watch.quiet(1.65), watch.broken) == ([Lost(Why.SILENT)], True)
    watch.opened(2.0)
    assert (watch.quiet(3.6), watch.broken) == ([], True)
    watch.opened(4.0)
    assert watch.heard(4.1, FRAME) == [Back(), SAMPLE]


def test_bytes_without_sense_are_told_as_noise_even_when_the_wire_never_rests() -> None:
    watch = thermometer()
    watch.opened(0)
    said = [event for tick in range(1, 17) for event in watch.heard(tick / 10, b"\x00\x81")]
    assert said == [Lost(Why.NOISE)]


def test_a_last_byte_before_silence_is_not_noise() -> None:
    watch = thermometer()
    watch.opened(0)
    watch.heard(0.1, FRAME + b"\x5a")
    assert [event for tick in range(2, 20) for event in watch.quiet(tick / 10)] == [
        Lost(Why.SILENT)
    ]


def test_what_must_be_done_is_told_by_the_reason() -> None:
    for opening, error, why in (
        (True, LinkLost("x"), Why.ABSENT),
        (False, LinkLost("x"), Why.UNPLUGGED),
        (True, Refused("x"), Why.REFUSED),
        (False, NoAnswer("x"), Why.SILENT),
    ):
        watch = thermometer()
        assert watch.failed(opening, error) == [Lost(why, "x")]
        assert watch.failed(opening, error) == []


def test_pauses_grow_to_two_seconds_and_begin_again_after_a_good_event() -> None:
    watch = thermometer()
    watch.failed(True, LinkLost("x"))
    assert [watch.pause() for _ in range(6)] == [0.2, 0.4, 0.8, 1.6, 2.0, LONGEST_PAUSE_S]
    watch.opened(0)
    watch.heard(0, FRAME)
    assert watch.pause() == 0.2


def test_a_device_that_flaps_is_tried_more_and_more_seldom() -> None:
    watch = Watch(registry.decoder("line"), streams=False, silent_after_s=1.5)
    pauses: list[float] = []
    now = 0.0
    for _ in range(6):
        assert watch.opened(now) == [Back()]
        assert watch.failed(False, LinkLost("x")) == [Lost(Why.UNPLUGGED, "x")]
        pauses.append(watch.pause())
        now += pauses[-1]
    assert pauses == [0.2, 0.4, 0.8, 1.6, 2.0, LONGEST_PAUSE_S]
    watch.opened(now)
    watch.quiet(now + STEADY_S)
    watch.failed(False, LinkLost("x"))
    assert watch.pause() == 0.2


def test_a_device_that_answers_without_a_value_is_lost_with_what_it_answers() -> None:
    map_of_registers = {
        "unit": 1, "function": 4, "object_register": 0, "scale": 0.1, "signed": True
    }  # fmt: skip
    watch = Watch(
        registry.decoder("modbus_rtu", **map_of_registers),
        streams=True,
        silent_after_s=1.5,
        good=MEASURES,
    )
    watch.opened(0)
    # Exception 2, illegal data address; CRC by hand from the Modbus specification.
    refusal = bytes.fromhex("01 84 02 C2 C1")
    said = [event for tick in range(1, 20) for event in watch.heard(tick / 5, refusal)]
    assert [one for one in said if isinstance(one, Lost | Back)] == [
        Lost(Why.NO_VALUE, "exception 2: illegal data address")
    ]


def test_the_echo_of_a_question_is_no_sign_that_a_device_is_there() -> None:
    watch = thermometer()
    watch.opened(0)
    said = [event for tick in range(1, 17) for event in watch.heard(tick / 10, b"?", echo=True)]
    assert said == [Lost(Why.SILENT)]


def test_a_port_that_is_there_and_makes_no_sense_is_tried_again_within_half_a_second() -> None:
    watch = thermometer()
    watch.opened(0)
    watch.quiet(1.6)
    assert watch.made_no_sense
    assert [watch.pause() for _ in range(4)] == [0.2, 0.4, 0.5, 0.5]


def test_at_another_rate_one_good_frame_is_not_believed() -> None:
    watch = thermometer()
    watch.opened(0, sure=3, patience_s=0.8)
    assert watch.heard(0.1, FRAME) == []
    assert watch.heard(0.2, FRAME[:-1] + b"\x00") == []
    assert watch.heard(0.3, FRAME + FRAME) == []
    assert watch.heard(0.4, FRAME) == [Back(), SAMPLE]


def test_another_rate_at_which_nothing_good_comes_is_left_before_its_time_is_over() -> None:
    watch = thermometer()
    watch.opened(0, sure=3, patience_s=2.0, hush_s=0.8)
    assert (watch.quiet(0.7), watch.broken) == ([], False)
    watch.quiet(0.8)
    assert watch.made_no_sense
    watch.opened(2, sure=3, patience_s=2.0, hush_s=0.8)
    for tick in (2.5, 3.0):
        watch.heard(tick, FRAME)
    assert not watch.broken
    assert [type(one) for one in watch.heard(3.5, FRAME)] == [Back, TemperatureSample]


def test_half_a_code_from_before_the_plug_was_pulled_is_not_joined_to_the_next() -> None:
    watch = Watch(registry.decoder("line"), streams=False, silent_after_s=1.5)
    assert watch.opened(0) == [Back()]
    watch.heard(0, b"GPS2020")
    watch.failed(False, LinkLost("x"))
    watch.opened(1)
    assert watch.heard(1, b"0017\r") == [CodeSeen("0017", "unknown")]


def test_more_than_a_few_bad_frames_a_minute_are_told_once_a_minute() -> None:
    watch = thermometer()
    watch.opened(0)
    bad = FRAME[:-1] + b"\x00"

    def minute(begin: float) -> list[Noisy]:
        events = [event for _ in range(20) for event in watch.heard(begin, bad + FRAME)]
        assert sum(isinstance(event, BadFrame) for event in events) == 20
        return [event for event in events if isinstance(event, Noisy)]

    assert minute(1.0) == [Noisy(5, 10)]
    assert minute(1.1) == []
    assert minute(61.0) == [Noisy(5, 10)]


def test_one_bad_frame_in_a_hundred_is_nothing_to_tell() -> None:
    watch = thermometer()
    watch.opened(0)
    said = [event for _ in range(9) for event in watch.heard(0, FRAME * 99 + FRAME[:-1] + b"\x00")]
    assert not any(isinstance(event, Noisy) for event in said)


def test_a_scanner_from_which_only_damage_comes_is_tried_at_another_rate_without_being_lost() -> (
    None
):
    watch = Watch(registry.decoder("line"), streams=False, silent_after_s=1.5, other_rates=True)
    assert watch.opened(0) == [Back()]
    for number in range(3):
        assert not watch.broken
        watch.heard(number, b"\xff\xfe\r")
    assert watch.made_no_sense
    assert watch.opened(4) == []
    watch.heard(5, b"GPS20200017\r")
    for number in range(9):
        watch.heard(6 + number, b"\xff\xfe\r")
        assert not watch.broken
    watch.heard(15, b"\xff\xfe\r")
    assert watch.made_no_sense


def test_a_rate_that_was_guessed_for_a_scanner_is_given_up_when_nothing_confirms_it() -> None:
    watch = Watch(registry.decoder("line"), streams=False, silent_after_s=1.5, other_rates=True)
    watch.opened(0, sure=3)
    assert (watch.quiet(9.9), watch.broken) == ([], False)
    watch.quiet(10.1)
    assert watch.made_no_sense
    watch.opened(11, sure=3)
    watch.heard(12, b"GPS20200017\r")
    watch.quiet(999)
    assert not watch.broken
