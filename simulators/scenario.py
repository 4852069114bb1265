"""Scenarios of a scripted crowd: who comes to the gate, and what the gate must say to each.

A scenario is one TOML file in `scenarios/`, written by hand, expectations included. Nothing in it
is computed from the code that is judged by it. A seed varies order only; times are hours after the
start of a run, so that a run may begin at any time of any day.
"""

import random
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent / "scenarios"

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,27}$")]


class _Model(BaseModel):
    """Frozen, and refuses a key that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Expect(_Model):
    """What the gate must say: verdict, reason and every further reason, and what of the case.

    `case`: the verdict opens a held case, joins the person's open one, ends it, or has none.
    """

    verdict: Literal["grant", "deny", "refer"]
    reason: str
    also: tuple[str, ...] = ()
    case: Literal["none", "opens", "joins", "ends"] = "none"


class Act(_Model):
    """What the guard does after a verdict.

    `contact` and `infrared` type a value in degrees C to the person's held case (`rest`: after the
    rest that the terminal shows), `override` has the supervisor lift the refusal for a reason in
    `text`, `close` ends the case with the outcome in `text`.
    """

    do: Literal["contact", "infrared", "override", "close"]
    c: float | None = None
    rest: bool = False
    text: str = ""
    expect: Expect | None = None

    @model_validator(mode="after")
    def _whole(self) -> "Act":
        if self.do in ("contact", "infrared") and self.c is None:
            raise ValueError(f"{self.do} needs c, degrees C")
        if (self.expect is None) != (self.do == "close"):
            raise ValueError("an act has an expectation unless it closes a case")
        return self


class Approach(_Model):
    """One time that a person comes near, and what the gate must say to that.

    `shown` is his skin in degrees C, None for somebody whom the thermometer does not see; `via` says
    who reads the credential; `behind` that he follows the one before without a gap; `ambient_c` that
    the air is of that temperature for him alone; `typed_c` is what the guard reads off the handheld
    infrared thermometer and types to the visit.
    """

    shown: float | None = 36.5
    via: Literal["camera", "scanner", "typed"] = "camera"
    direction: Literal["in", "out"] = "in"
    behind: bool = False
    ambient_c: float | None = None
    typed_c: float | None = None
    expect: Expect
    then: tuple[Act, ...] = ()


class Hours(_Model):
    """A stretch of time in hours after the start; a bound left out is no bound."""

    since: float | None = Field(None, alias="from")
    until: float | None = None


class Credential(_Model):
    """What a person presents.

    A `pass` is a signed QR pass: valid, or not_yet, expired, revoked, used (one entry, made), forged
    (signed by a strange key), tampered (a claim was changed), unknown (never issued). A `card` is a
    school card: valid, revoked or unknown. `id_card` is an ID number. `text` is a code that is none.
    """

    kind: Literal["card", "pass", "id_card", "text"] = "card"
    state: Literal[
        "valid", "not_yet", "expired", "revoked", "used", "forged", "tampered", "unknown"
    ] = "valid"
    text: str = ""


class Permit(_Model):
    """A permit as it stands when the run begins."""

    state: Literal["draft", "submitted", "approved", "rejected", "revoked"] = "approved"
    purpose: str
    areas: tuple[str, ...] = ("office",)
    access_points: tuple[str, ...] | None = None
    hours: Hours = Hours()
    entries: int = 5


class Home(_Model):
    """Home temperatures of `days` days up to the day of the start.

    `missing` lists days without one, by how many days they lie before that day; `max_c` is the
    highest value, seen three days before.
    """

    days: int = 15
    missing: tuple[int, ...] = ()
    max_c: float = 36.6


class Certificate(_Model):
    """The two proofs after an illness."""

    hospital: bool
    school_doctor: bool


class Person(_Model):
    """One person, what is on file about him, and how he comes to the gate.

    `earlier` are passages before the start, an hour apart; `soon` puts him into the first third of
    the crowd; `together` lets nobody come between his approaches.
    """

    id: Id = "-"
    kind: str
    unit: str | None = None
    name: str = ""
    credential: Credential = Credential()
    permit: Permit | None = None
    shift: Hours | None = None
    earlier: tuple[Literal["in", "out"], ...] = ()
    home: Home | None = None
    watch: Hours | None = None
    isolated: Hours | None = None
    certificate: Certificate | None = None
    soon: bool = False
    together: bool = False
    approach: tuple[Approach, ...]


class Scenario(_Model):
    """A whole scenario; `person` is in the order in which a smaller crowd takes them.

    `ordinary` are the people who make up the rest of the school and of a larger crowd, taken in
    turn; `start` is the local time at which a run begins if nothing else is said.
    """

    name: str
    title: str
    phase: str
    released: tuple[str, ...] = ()
    start: str
    ambient_c: float = 20.0
    cold_mode: bool = False
    pupils: int = 60
    staff: int = 12
    person: tuple[Person, ...]
    ordinary: tuple[Person, ...]

    @model_validator(mode="after")
    def _whole(self) -> "Scenario":
        ids = [one.id for one in self.person]
        if len(set(ids)) != len(ids) or "-" in ids:
            raise ValueError("each person needs an id that no other has")
        return self


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


def names() -> list[str]:
    """List the scenarios."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str) -> Scenario:
    """Read a scenario; raises pydantic's ValidationError with every problem in it."""
    tables = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Scenario.model_validate({"name": name, **tables})


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
    written = {
        kind: sum(one.kind == kind for one in scenario.person) for kind in ("pupil", "staff")
    }
    school = scenario.pupils + scenario.staff - written["pupil"] - written["staff"]
    return max(school, people - len(scenario.person))


def _ordinary(scenario: Scenario) -> Iterator[Person]:
    """Yield ordinary people: as many pupils and staff as the school has, mixed, then more."""
    left = {
        kind: total - sum(one.kind == kind for one in scenario.person)
        for kind, total in (("pupil", scenario.pupils), ("staff", scenario.staff))
    }
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
    first_out = {}
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
    seen = approach.direction == "in" and approach.shown is not None
    return free and seen and not approach.then and not one.person.together
