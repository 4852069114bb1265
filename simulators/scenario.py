"""Scenarios of a scripted crowd: who comes to the gate, and what the gate must say to each.

A scenario is one TOML file in `scenarios/`, written by hand, expectations included. Nothing in it
is computed from the code that is judged by it. Times are hours after the start of a run, so that a
run may begin at any time of any day.
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

FOLDER = Path(__file__).parent / "scenarios"

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,27}$")]


class _Model(BaseModel):
    """Frozen, and refuses a key that nobody reads."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Expect(_Model):
    """What the gate must say: verdict, reason and every further reason, and what of the case.

    `may` are further reasons that depend on when he comes: nobody waits for the temperature of
    somebody who is not recognised. `case`: the verdict opens a held case, joins the person's open
    one, ends it, or has none.
    """

    verdict: Literal["grant", "deny", "refer"]
    reason: str
    also: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
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

    `shown` is his skin in degrees C; `via` says who reads the credential; `behind` that he follows
    the one before without a gap; `ambient_c` that the air is of that temperature for him alone;
    `typed_c` is what the guard reads off the handheld infrared thermometer and types to the visit.
    """

    shown: float = 36.5
    via: Literal["camera", "scanner", "typed"] = "camera"
    direction: Literal["in", "out"] = "in"
    behind: bool = False
    ambient_c: float | None = None
    typed_c: float | None = None
    expect: Expect
    then: tuple[Act, ...] = ()


class Hours(_Model):
    """A stretch of time in hours after the start; a bound left out is no bound."""

    since: float | None = None
    until: float | None = None


class Credential(_Model):
    """What a person presents.

    A `pass` is a signed QR pass: valid, or not_yet, expired, revoked, used (one entry, made),
    forged (signed by a strange key), tampered (a claim was changed), unknown (never issued). A
    `card` is a school card: valid, revoked or unknown. `id_card` is an ID number. `text` is a code
    that is no credential.
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


def names() -> list[str]:
    """List the scenarios."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load(name: str) -> Scenario:
    """Read a scenario; raises pydantic's ValidationError with every problem in it."""
    tables = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return Scenario.model_validate({"name": name, **tables})
