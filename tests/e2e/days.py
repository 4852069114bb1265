"""A school, its gate in virtual time and a desk for commands, over one log: the day of a user."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from config.policy_loader import DEFAULT_POLICY
from kiosk.cli import moment
from kiosk.core.events import AccessDecided, AccountSet, Fact
from kiosk.core.people import Role
from kiosk.core.phases import Phase
from kiosk.core.readings import Instrument
from kiosk.link.messages import PresentPerson, TypeReading
from kiosk.station.lane import Lane
from kiosk.station.pins import hash_pin
from kiosk.store import pass_keys
from kiosk.store.place import key_path, open_log
from tests.cli.school_site import make_site
from tests.cli.typing_it import Desk, Said
from tests.station.gate import card
from tests.station.office import Office, open_office
from tests.station.world import LANE, SENSOR, START, World

HEAD_PIN, LEADER_PIN = "86420", "97531"
WELL, FEVER, COLD = 36.5, 37.9, 32.0
ROLES = {
    "clerk": Role.SUPERVISOR,
    "chen": Role.CLASS_TEACHER,
    "doctor": Role.SCHOOL_DOCTOR,
    "officer": Role.HEALTH_OFFICER,
    "head": Role.DEPARTMENT_HEAD,
    "leader": Role.SCHOOL_LEADER,
}
"""Accounts that commands are typed for; those of the gate are in `tests.station.gate`."""


@dataclass
class _Clock:
    """Stands in for the module `time` of the commands: they live in the gate's time."""

    office: Office | None = None
    CLOCK_REALTIME = time.CLOCK_REALTIME
    CLOCK_BOOTTIME = time.CLOCK_BOOTTIME

    def clock_gettime_ns(self, which: int) -> int:
        """Give the world's time in nanoseconds."""
        at = 0.0 if self.office is None else self.office.world.at
        boot = round(at * 1e6) * 1000
        return boot if which == self.CLOCK_BOOTTIME else round(START.timestamp()) * 10**9 + boot


@dataclass
class Day:
    """A gate with its desk; times are those of the gate, in UTC, which the school lives in."""

    office: Office
    desk: Desk

    def at(self, hour: int, minute: int = 0, days: int = 0) -> None:
        """Let it become a time of the first day, or of a later one; nobody stands at the gate."""
        start = datetime(START.year, START.month, START.day, hour, minute, tzinfo=UTC)
        wanted = (start + timedelta(days=days) - START).total_seconds()
        assert wanted >= self.office.world.at, "time runs forwards"
        self.office.world.at = wanted
        self.office.world.samples(None, 0.3)
        self.office.look()

    def waits(self, seconds: float = 12.0) -> None:
        """Let nobody come for a while, so that the same code is a new visit."""
        self.office.world.samples(None, seconds)

    def comes(self, number: int, skin_c: float = WELL) -> AccessDecided:
        """Let somebody stand at the thermometer and show the card; what is decided."""
        self._stands(skin_c)
        self.office.world.code(card(number))
        return self._decided()

    def shows(self, text: str, skin_c: float = WELL) -> AccessDecided:
        """Let somebody come with any other code."""
        self._stands(skin_c)
        self.office.world.code(text)
        return self._decided()

    def picked(self, number: int, skin_c: float = WELL) -> AccessDecided:
        """Let somebody come without the card, found by the guard."""
        self._stands(skin_c)
        answer = self.office.do(PresentPerson(f"p-{number:04}"))
        assert answer.ok, answer
        return self._decided()

    def measured(self, case_no: int, value_c: float, by: Instrument) -> AccessDecided:
        """Let the guard type a value for a case, six seconds later."""
        self.office.world.at += 6.0
        answer = self.office.do(TypeReading(value_c, by, case_no=case_no))
        assert answer.ok, answer
        self.office.look()
        return self.office.world.decided()[-1]

    def confirmed(self, number: int) -> int:
        """Let somebody's fever be found by the lane, three more times, and under the arm."""
        case_no = self.comes(number, FEVER).case_no
        assert case_no is not None
        for _ in range(3):
            self.measured(case_no, FEVER, Instrument.INFRARED)
        self.office.world.at += 301.0
        self.measured(case_no, 38.4, Instrument.CONTACT)
        return case_no

    def must(self, *words: str) -> Said:
        """Type a command that has to succeed."""
        return self.desk.must(*words)

    def _stands(self, skin_c: float) -> None:
        world = self.office.world
        world.samples(None, 0.5)
        world.samples(skin_c, 1.2)
        self.decisions = len(world.decided())

    def _decided(self) -> AccessDecided:
        decided = self.office.world.decided()
        assert len(decided) == self.decisions + 1, "nothing, or more than one, was decided"
        self.office.look()
        return decided[-1]


def equip(world: World, state: Path, access_point: str) -> None:
    """Give a world a lane of some access point that knows the passes of the school."""
    keys = pass_keys.load_public(key_path(state).parent)
    lane = LANE.model_copy(update={"access_point": access_point})
    world.lane = Lane(
        lane, SENSOR, world.recorder, world.door, keys,
        lambda: secrets.token_hex(8), lambda: world.at, 1.0,
    )  # fmt: skip
    world.lane.on_thermometer(ok=True)


@contextmanager
def second_gate(its: Day) -> Iterator[World]:
    """Open the south gate of the same school over the same file, some seconds later."""
    state = its.desk.state
    with open_log(state) as log:
        world = World(log)
        world.at = its.office.world.at + 10.0
        equip(world, state, "south")
        yield world


@contextmanager
def day(
    folder: Path,
    facts: list[Fact],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    phase: Phase = Phase.OPEN,
) -> Iterator[Day]:
    """Make a school with its accounts and open the gate and the desk."""
    clock = _Clock()
    monkeypatch.setattr(moment, "time", clock)
    config = make_site(folder / "config")
    site = (config / "site.toml").read_text(encoding="utf-8")
    site = site.replace('"+08:00"', '"+00:00"').replace(
        "policies/notice-2020-02.toml", str(DEFAULT_POLICY)
    )
    (config / "site.toml").write_text(site, encoding="utf-8")
    pins = {"head": HEAD_PIN, "leader": LEADER_PIN}
    accounts: list[Fact] = [
        AccountSet(one, role, one, hash_pin(pins[one]) if one in pins else "unused")
        for one, role in ROLES.items()
    ]
    with open_office(folder / "state", [*accounts, *facts], phase) as office:
        clock.office = office
        desk = Desk(folder / "state", capsys, monkeypatch)
        monkeypatch.setenv("KIOSK_CONFIG", str(config))
        equip(office.world, desk.state, "north")
        office.restart()
        office.sign_in()
        yield Day(office, desk)
