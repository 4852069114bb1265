"""Makes a state directory for a crowd: keys, log, accounts, phase, and a config for its devices."""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from config.site import load_gate
from kiosk.cli.common import PACKAGED_CONFIG
from kiosk.cli.crowd.school import school
from kiosk.cli.moment import now
from kiosk.core.events import (
    AccountSet,
    Actor,
    ActorKind,
    CardBound,
    DeviceCalibrated,
    Event,
    Fact,
    PersonRecorded,
    PhaseSet,
    ShiftSet,
)
from kiosk.core.people import PersonKind, Role
from kiosk.core.request import ClockTrust
from kiosk.core.windows import Window
from kiosk.station.pins import hash_pin
from kiosk.store import keys, pass_keys, place
from kiosk.store.log import Log

SCHOOL = 3201
KID = 1
NODE = "demo-1"
CORRECTION_C = 2.7
THERMOMETER = "forehead"
_REFERENCE = 3700
"""The blackbody of the scripted installer, hundredths of a degree C."""
AUTHOR = Actor(ActorKind.SYSTEM, "simulation")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, with the PIN in clear."""

    account_id: str
    role: Role
    name: str
    pin: str


SCRIPTED_GUARD = Account("script-guard", Role.GUARD, "脚本", "702915")
SCRIPTED_SUPERVISOR = Account("script-super", Role.SUPERVISOR, "脚本", "381647")
VISITORS_ACCOUNTS = (
    Account("guard", Role.GUARD, "张师傅", "1357"),
    Account("supervisor", Role.SUPERVISOR, "李主任", "2468"),
    Account("doctor", Role.SCHOOL_DOCTOR, "王医生", "8642"),
    Account("office", Role.DEPARTMENT_HEAD, "郑主任", "9753"),
    Account("leader", Role.SCHOOL_LEADER, "吴副校长", "7531"),
)
"""Accounts for whoever sits at the terminal; the script has its own."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody on file whom no script sends to the gate, with the number of his card."""

    person_id: str
    kind: PersonKind
    unit: str
    name: str
    card: str


VISITORS_CARDS = (
    Holder("your-pupil", PersonKind.PUPIL, "grade-8/class-1", "林晓", "GPS3001"),
    Holder("your-teacher", PersonKind.STAFF, "grade-8", "何平", "GPS3002"),
)
"""Cards for whoever sits at the terminal to type."""

_DUTY = timedelta(days=2)


def config_folder(state: Path) -> Path:
    """Give the folder of the config that belongs to a state directory of a crowd."""
    return state / "config"


def make_state(state: Path, begins: datetime, phase: PhaseSet) -> pass_keys.IssuingKey:
    """Make keys, log, accounts and phase in an empty directory; gives the key of the passes.

    Raises StoreError when there is a kiosk already.
    """
    state.mkdir(mode=0o700, parents=True, exist_ok=True)
    log_keys = keys.create(place.key_path(state))
    issuing = pass_keys.create(place.key_path(state).parent, KID, SCHOOL)
    first = event(begins, phase).moment
    accounts = (SCRIPTED_GUARD, SCRIPTED_SUPERVISOR, *VISITORS_ACCOUNTS)
    facts: list[Fact] = [
        AccountSet(one.account_id, one.role, one.name, hash_pin(one.pin)) for one in accounts
    ]
    with Log.create(place.log_path(state), log_keys, NODE, 1, first) as log:
        log.append_many([event(begins, fact) for fact in (*facts, phase)], lambda: None)
    return issuing


def record(state: Path, facts: Iterable[tuple[datetime, Fact]]) -> None:
    """Append what is on file of the people of a crowd; the station may be running."""
    with place.open_log(state) as log:
        log.append_many([event(at, fact) for at, fact in facts], lambda: None)


def on_file(begins: datetime) -> list[tuple[datetime, Fact]]:
    """Give what is on file of the holders of `VISITORS_CARDS`; the teacher is on duty."""
    facts: list[Fact] = []
    for one in VISITORS_CARDS:
        facts.append(PersonRecorded(one.person_id, one.kind, one.unit, name=one.name))
        facts.append(CardBound(f"card-{one.person_id}", one.person_id, number=one.card))
        if one.kind is PersonKind.STAFF:
            hours = Window(begins - _DUTY, begins + _DUTY)
            facts.append(ShiftSet(f"shift-{one.person_id}", one.person_id, hours))
    return [*school(begins), *((begins, fact) for fact in (*facts, *_calibrations()))]


def _calibrations() -> list[Fact]:
    """Give what an installer has on file of the thermometers, as they were held to a blackbody."""
    added = round(100 * CORRECTION_C)
    site = load_gate(PACKAGED_CONFIG).site
    return [
        DeviceCalibrated(THERMOMETER, added, _REFERENCE - added, _REFERENCE, 60, 24, 2000),
        DeviceCalibrated(site.handheld.name, 0, _REFERENCE, _REFERENCE, 1),
        DeviceCalibrated(site.contact.name, 0, _REFERENCE, _REFERENCE, 1),
    ]


def event(at: datetime, fact: Fact) -> Event:
    """Make an event of the simulation at a wall time that nobody vouches for."""
    moment = now()
    moment = type(moment)(at, moment.boot_ns, moment.boot_id, ClockTrust.UNSURE)
    point = _access_point() if isinstance(fact, DeviceCalibrated) else None
    return Event(moment, AUTHOR, fact, access_point=point)


def _access_point() -> str:
    return load_gate(PACKAGED_CONFIG).site.lane.access_point


def write_config(state: Path, addresses: Mapping[str, str]) -> Path:
    """Write site.toml, devices.toml and the policies into the state directory; gives the folder.

    The site and the policies are those of the program; only the devices are the simulated ones.
    """
    folder = config_folder(state)
    shutil.copytree(
        PACKAGED_CONFIG, folder, dirs_exist_ok=True, ignore=lambda _, names: _no_toml(names)
    )
    (folder / "devices.toml").write_text(_devices(addresses), encoding="utf-8")
    return folder


def _no_toml(names: list[str]) -> list[str]:
    return [name for name in names if name != "policies" and not name.endswith(".toml")]


def _devices(addresses: Mapping[str, str]) -> str:
    tables: dict[str, dict[str, object]] = {
        "[thermometer]": {
            "name": THERMOMETER,
            "driver": "gy_mcu90615",
            "port": addresses["thermometer"],
            "correction_c": CORRECTION_C,
        },
        "[[camera]]": {"name": "entry", "source": addresses["camera"]},
        "[[scanner]]": {"name": "desk", "driver": "line", "port": addresses["scanner"]},
        "[door]": {"name": "turnstile", "driver": "lcus", "port": addresses["door"]},
    }
    return "\n".join(
        f"{head}\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in rows.items())
        for head, rows in tables.items()
    )
