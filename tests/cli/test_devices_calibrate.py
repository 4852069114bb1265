"""A thermometer is held to a blackbody: what is written, what is refused, when it is due again."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.cli.crowd import place
from kiosk.cli.moment import now
from kiosk.core.calibration import Instrument, Standing, measure, shown, standings, steady, unfit
from kiosk.core.events import Actor, ActorKind, DeviceCalibrated, Event, PhaseSet
from kiosk.core.phases import Phase
from tests.cli.typing_it import Desk
from tests.cli.wired import BY, configure, facts
from tests.drivers.gatehouse import Gatehouse


def calibrate(desk: Desk, *words: str) -> list[DeviceCalibrated]:
    desk.must("devices", "calibrate", *words, *BY)
    return facts(desk, DeviceCalibrated)


def blackbody(house: Gatehouse) -> None:
    house.order("approach", id="etrs", person={"shown": [37.0], "stay_s": None})
    house.heard.until(lambda line: line.get("here") == "etrs")


def test_the_correction_is_the_reference_less_the_median_raw(
    desk: Desk,
    house: Gatehouse,
) -> None:
    blackbody(house)
    (fact,) = calibrate(desk, "forehead", "--reference", "37.5", "--samples", "20", "--yes")
    assert fact.correction_centi == fact.reference_centi - fact.raw_centi
    assert 310 <= fact.correction_centi <= 330
    assert (fact.samples, fact.reference_centi) == (20, 3750)
    said = desk.type("devices", "calibrate", "--show", "--json")
    found = {one["instrument"]: one for one in said.json()}
    assert found["forehead"]["standing"] == "valid"
    assert found["forehead"]["last"]["by"].startswith("wang/")
    assert found["forehead"]["last"]["why"] == "wired today"
    assert found["handheld"]["standing"] == "never"
    # Whoever says no has nothing written.
    no = desk.type(
        "devices", "calibrate", "forehead", "--reference", "37", "--samples", "20", *BY, stdin="n\n"
    )
    assert (no.code, len(facts(desk, DeviceCalibrated))) == (1, 1)


def test_a_wall_is_no_blackbody(
    desk: Desk,
    house: Gatehouse,
) -> None:
    words = ("forehead", "--reference", "37", "--samples", "20", "--yes", *BY)
    said = desk.type("devices", "calibrate", *words)
    assert said.code == 1
    assert "beyond 10 C" in said.err
    assert facts(desk, DeviceCalibrated) == []


@pytest.mark.parametrize(
    "words",
    [
        ("forehead", "--reference", "29.9"),
        ("forehead", "--reference", "43.1"),
        ("forehead", "--reference", "nan"),
        ("forehead", "--reference", "37", "--samples", "5"),
        ("forehead", "--reference", "37", "--measured", "36"),
        ("forehead", "--reference", "37", "--emissivity", "0"),
        ("handheld", "--reference", "37"),
        ("handheld", "--reference", "37", "--measured", "nan"),
        ("nose", "--reference", "37"),
    ],
)
def test_what_makes_no_calibration_is_refused_at_once(
    desk: Desk, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(tmp_path, tmp_path)
    monkeypatch.setenv("KIOSK_CONFIG", str(tmp_path))
    assert desk.type("devices", "calibrate", *words, *BY).code == 2
    assert facts(desk, DeviceCalibrated) == []


def test_the_check_of_an_instrument_without_a_wire_is_on_file(desk: Desk) -> None:
    (fact,) = calibrate(desk, "handheld", "--reference", "37.0", "--measured", "36.8")
    assert (fact.correction_centi, fact.raw_centi, fact.samples) == (20, 3680, 1)
    far = desk.type("devices", "calibrate", "contact", "--reference", "37", "--measured", "20", *BY)
    assert (far.code, "beyond" in far.err) == (1, True)


def test_a_calibration_is_overdue_on_its_day(desk: Desk) -> None:
    long_ago = now()
    long_ago = type(long_ago)(
        long_ago.wall - timedelta(days=181), long_ago.boot_ns, long_ago.boot_id, long_ago.clock
    )
    by = Actor(ActorKind.ACCOUNT, "wang")
    with desk.log() as log:
        fact = DeviceCalibrated("handheld", 0, 3700, 3700, 1)
        log.append(Event(long_ago, by, fact, access_point="north"))
    said = desk.type("devices", "calibrate", "--show")
    assert said.code == 1
    assert "OVERDUE" in said.out
    assert "NEVER" in said.out


# --- The arithmetic ---


def test_samples_that_scatter_or_creep_have_not_settled() -> None:
    assert steady(measure([34.0, 34.1] * 15, 37.0))
    assert not steady(measure([34.0, 35.0] * 15, 37.0))
    assert not steady(measure([34.0 + n / 100 for n in range(30)], 37.0))


def test_a_few_wild_samples_change_nothing() -> None:
    found = measure([34.0] * 28 + [20.0, 45.0], 37.0)
    assert (found.correction_c, unfit(found)) == (3.0, None)


def test_a_blackbody_of_the_sensors_own_emissivity_shows_its_temperature() -> None:
    assert shown(37.0, 0.98, 0.98, 20.0) == pytest.approx(37.0)
    # A duller surface reflects some of the cooler air.
    assert 36.0 < shown(37.0, 0.95, 0.98, 20.0) < 37.0
    with_it = measure([34.0] * 20, 37.0, 20.0, emissivity=0.95)
    assert with_it.correction_c < measure([34.0] * 20, 37.0, 20.0).correction_c


def test_never_calibrated_is_not_valid() -> None:
    (found,) = standings([Instrument("x", 180)], [], now().wall)
    assert found.standing is Standing.NEVER


def test_the_instruments_of_a_scripted_crowd_are_calibrated(
    empty_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.make_state(empty_desk.state, now().wall, PhaseSet(Phase.OPEN))
    place.record(empty_desk.state, place.on_file(now().wall))
    addresses = dict.fromkeys(("thermometer", "camera", "scanner", "door"), "/dev/none")
    monkeypatch.setenv("KIOSK_CONFIG", str(place.write_config(empty_desk.state, addresses)))
    found = empty_desk.must("devices", "calibrate", "--show", "--json").json()
    assert {one["instrument"]: one["standing"] for one in found} == dict.fromkeys(
        ("forehead", "handheld", "contact"), "valid"
    )


def test_who_may_not_calibrate_is_told_before_a_sample_is_taken(
    desk: Desk, house: Gatehouse
) -> None:
    by = ("--by", "nobody", "--why", "half-yearly")
    said = desk.type("devices", "calibrate", "forehead", "--reference", "37", *by)
    assert (said.code, said.out) == (2, "")
    assert "no account nobody" in said.err


@pytest.mark.parametrize("samples", ["19", "501", "10000000"])
def test_samples_that_never_come_together_are_wrong_use(desk: Desk, samples: str) -> None:
    said = desk.type(
        "devices", "calibrate", "forehead", "--reference", "37", "--samples", samples, *BY
    )
    assert (said.code, "20 to 500" in said.err) == (2, True)
