"""What the sensor makes of distance, hair, hat and child, by the numbers that are written down."""

import statistics

import pytest

from simulators.eye import loss_c, share
from simulators.orders import OrderError, person_of
from simulators.people import Cover, Kind, Person, Scene

AMBIENT_C, CORRECTION_C = 22.0, 2.6
"""A face of 36.6 C is 34 C raw: 12 C over the air, which the vendor's numbers are taken for."""


def seen(person: Person, ambient_c: float = AMBIENT_C) -> list[float]:
    """Give what is read of somebody who stands there, corrected, ten times a second."""
    place = Scene(4, ambient_c, correction_c=CORRECTION_C)
    place.approach(0, "Li", person)
    values = []
    for step in range(80):
        place.step(step / 10)
        if step > 15:
            values.append(place.raw_c(step / 10) + CORRECTION_C)
    return values


def steady(**how: object) -> Person:
    return Person(Kind.SHOWN, (36.6,), stay_s=None, **how)  # type: ignore[arg-type]  # any field of Person


@pytest.mark.parametrize(("distance_cm", "lost"), [(10, 0.89), (30, 1.36), (50, 2.41)])
def test_the_reading_falls_with_distance_as_the_vendor_says(
    distance_cm: float, lost: float
) -> None:
    assert loss_c(distance_cm) == pytest.approx(lost)
    read = statistics.mean(seen(steady(distance_cm=distance_cm)))
    assert read == pytest.approx(36.6 - (lost - 0.89), abs=0.03)


def test_farther_than_the_vendor_measured_it_goes_on_falling_and_never_below_the_air() -> None:
    losses = [loss_c(distance) for distance in range(0, 300, 5)]
    assert losses == sorted(losses)
    assert share(Person(distance_cm=1000)) == 0


def test_where_the_correction_was_measured_nothing_is_lost() -> None:
    assert share(Person()) == share(Person(distance_cm=10)) == 1


@pytest.mark.parametrize("cover", [Cover.HAIR, Cover.HAT])
def test_hair_and_hat_pull_towards_the_air_the_more_the_colder_it_is(cover: Cover) -> None:
    warm, cold = (statistics.mean(seen(steady(cover=cover), air)) for air in (24.0, 5.0))
    assert cold < warm < 36.6 - 1
    assert statistics.mean(seen(steady(cover=Cover.HAT))) < statistics.mean(
        seen(steady(cover=Cover.HAIR))
    )


def test_a_child_reads_lower_and_is_never_still() -> None:
    child, grown = seen(steady(small=True)), seen(steady())
    assert statistics.mean(child) < statistics.mean(grown) - 1
    assert statistics.stdev(child) > 4 * statistics.stdev(grown)


def test_the_next_one_comes_after_the_gap_that_is_written() -> None:
    place = Scene(1)
    place.approach(0, "Li", Person(stay_s=1.0))
    place.approach(0, "Wu", Person(gap_s=0.2))
    at = {}
    for step in range(1000):
        for notice in place.step(step / 100):
            at[notice.person, notice.what] = notice.at
        if place.somebody() == "Wu":
            break
    assert step / 100 - at["Li", "left"] == pytest.approx(0.2, abs=0.011)


def test_an_order_knows_the_new_keys_and_names_what_is_wrong_with_them() -> None:
    spec = {"distance_cm": 40, "cover": "hat", "small": True, "gap_s": 0.1}
    person, _ = person_of(spec)
    assert person == Person(distance_cm=40, cover=Cover.HAT, small=True, gap_s=0.1)
    assert person_of({})[0] == Person()
    for wrong in ({"cover": "helmet"}, {"distance_cm": -1}, {"gap_s": "long"}, {"size": 1}):
        with pytest.raises(OrderError, match=next(iter(wrong))):
            person_of(wrong)
