"""Who of a scenario comes, and in which order: the number of people chooses, the seed shuffles."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice

from simulators.scenario import Approach, Person, Scenario


@dataclass(frozen=True, slots=True)
class Coming:
    """One approach in the order of a run: `number` counts the person's approaches from 0."""

    person: Person
    number: int

    @property
    def approach(self) -> Approach:
        """What happens."""
        return self.person.approach[self.number]


@dataclass(frozen=True, slots=True)
class Crowd:
    """Who is on file, who of them comes, and in which order."""

    school: tuple[Person, ...]
    people: tuple[Person, ...]
    order: tuple[Coming, ...]


def crowd(scenario: Scenario, people: int, seed: int) -> Crowd:
    """Choose `people` people, at least 1, and the order in which they come.

    Who comes depends on `people` alone; the seed shuffles. From the number of written persons up
    each of them comes, and ordinary people make up the rest.
    """
    ordinary = list(islice(_ordinary(scenario), _ordinary_needed(scenario, people)))
    chosen = [*scenario.person, *ordinary][:people]
    on_file = {one.id: one for one in (*scenario.person, *ordinary)}
    order = _order(chosen, random.Random(f"{scenario.name} {seed}"))
    return Crowd(tuple(on_file.values()), tuple(chosen), tuple(order))


def _ordinary_needed(scenario: Scenario, people: int) -> int:
    return max(sum(_left(scenario).values()), people - len(scenario.person))


def _left(scenario: Scenario) -> dict[str, int]:
    """Count the pupils and staff of the school who are not written one by one."""
    school = {"pupil": scenario.pupils, "staff": scenario.staff}
    return {
        kind: max(0, total - sum(one.kind == kind for one in scenario.person))
        for kind, total in school.items()
    }


def _ordinary(scenario: Scenario) -> Iterator[Person]:
    """Yield ordinary people: as many pupils and staff as the school has, mixed, then more."""
    left = _left(scenario)
    turns = {kind: _in_turn(scenario, kind) for kind in left}
    for number in count():
        # One member of staff among six people, as long as both are left.
        kind = "staff" if number % 6 == 5 else "pupil"
        if left[kind] <= 0 < max(left.values()):
            kind = "pupil" if kind == "staff" else "staff"
        left[kind] -= 1
        yield next(turns[kind])


def _in_turn(scenario: Scenario, kind: str) -> Iterator[Person]:
    templates = [one for one in scenario.ordinary if one.kind == kind]
    for number in count(1):
        template = templates[number % len(templates)]
        yield template.model_copy(update={"id": f"{kind}-{number:02}"})


def _order(people: Sequence[Person], chance: random.Random) -> list[Coming]:
    """Shuffle people; a further approach comes after up to three other people."""
    shuffled = list(people)
    chance.shuffle(shuffled)
    third = max(1, len(shuffled) // 3)
    # Where his place is not fixed he may stand anywhere; who must come soon moves to the front.
    place = {one.id: at for at, one in enumerate(shuffled)}
    for one in shuffled:
        if one.soon:
            place[one.id] = place[one.id] % third
    waiting = [
        [Coming(one, number) for number in range(len(one.approach))]
        for one in sorted(shuffled, key=lambda one: place[one.id])
    ]
    found: list[Coming] = []
    while waiting:
        comings = waiting.pop(0)
        if comings[0].person.together:
            found += comings
            continue
        found.append(comings[0])
        if rest := comings[1:]:
            waiting.insert(min(len(waiting), chance.randint(0, 3)), rest)
    return _behind_somebody(_out_last(found))


def _out_last(order: list[Coming]) -> list[Coming]:
    """Put ways out, and whatever these people do afterwards, to the end: the lane turns rarely."""
    first_out: dict[str, int] = {}
    for one in order:
        if one.approach.direction == "out":
            first_out[one.person.id] = min(first_out.get(one.person.id, one.number), one.number)
    late = [one for one in order if one.number >= first_out.get(one.person.id, one.number + 1)]
    late.sort(key=lambda one: one.number - first_out[one.person.id])
    return [one for one in order if one not in late] + late


def _behind_somebody(order: list[Coming]) -> list[Coming]:
    """Put who follows too close right after the nearest person whom the thermometer has seen."""
    for person in [one.person for one in order if one.approach.behind]:
        his = [one for one in order if one.person.id == person.id]
        rest = [one for one in order if one.person.id != person.id]
        was = order.index(his[0])
        places = [at for at, one in enumerate(rest, 1) if _can_be_followed(one, rest[at:])]
        place = min(places, key=lambda at: abs(at - was), default=was)
        order = [*rest[:place], *his, *rest[place:]]
    return order


def _can_be_followed(one: Coming, then: Sequence[Coming]) -> bool:
    approach = one.approach
    free = not then or not then[0].approach.behind
    return free and approach.direction == "in" and not approach.then and not one.person.together
