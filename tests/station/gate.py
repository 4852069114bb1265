"""A whole gate for tests: seeded log, real station process, simulated devices on ptys, a client."""

import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kiosk.cli.moment import now as moment
from kiosk.core.events import (
    AccountSet,
    Actor,
    ActorKind,
    CardBound,
    Event,
    Fact,
    PersonRecorded,
    PhaseSet,
)
from kiosk.core.people import PersonKind, Role
from kiosk.core.phases import Phase
from kiosk.link.client import LinkClient
from kiosk.link.messages import Answer, ConfirmClock, IntentAct, SignIn, State, Step
from kiosk.station.pins import hash_pin
from kiosk.store import keys, pass_keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path, open_log
from kiosk.store.rows import Stored
from tests.drivers.gatehouse import ROOT, Gatehouse, gatehouse

GUARD_PIN, SUPERVISOR_PIN, DOCTOR_PIN = "2580", "13579", "24680"
INSTALLER = Actor(ActorKind.ACCOUNT, "installer")
CORRECTION_C = 2.7

SITE = """\
node = "test-1"
school_zh = "示范学校"
school_en = "Model School"
policy = "{policy}"
[lane]
access_point = "north"
name_zh = "北门"
name_en = "North gate"
pulse_ms = 600
{lane}
[handheld]
name = "handheld"
site = "forehead"
[contact]
name = "contact"
site = "armpit"
"""
DEVICES = """\
[thermometer]
name = "forehead"
driver = "gy_mcu90615"
port = "{folder}/thermometer"
correction_c = 2.7
[[scanner]]
name = "desk"
port = "{folder}/scanner"
[door]
name = "turnstile"
port = "{folder}/door"
"""
CARD_READER = """\
[[card_reader]]
name = "idcard"
driver = "sam_v"
port = "{folder}/card_reader"
"""
PINS = {
    "guard-1": (Role.GUARD, GUARD_PIN),
    "super-1": (Role.SUPERVISOR, SUPERVISOR_PIN),
    "doctor-1": (Role.SCHOOL_DOCTOR, DOCTOR_PIN),
}
_HASHES: dict[str, str] = {}


def event(fact: Fact, why: str | None = None) -> Event:
    """Make an event of the installer."""
    return Event(moment(), INSTALLER, fact, why=why)


def person(number: int, kind: PersonKind = PersonKind.PUPIL, unit: str | None = None) -> list[Fact]:
    """Make a person with a school card `C-000N`."""
    person_id = f"p-{number:04}"
    unit = unit or ("grade-7/class-3" if kind is PersonKind.PUPIL else None)
    recorded = PersonRecorded(
        person_id,
        kind,
        unit,
        name=f"王小{number}",
        contact_name="李老师",
        contact_phone="13812342210",
    )
    return [recorded, CardBound(f"c-{number:04}", person_id, number=card(number))]


def card(number: int) -> str:
    """Give the number on that person's card."""
    return f"GPS2020{number:04}"


def make_state(state: Path, facts: list[Fact], phase: Phase = Phase.OPEN) -> None:
    """Make keys and a log with accounts, phase and the facts given."""
    made = keys.create(key_path(state))
    pass_keys.create(key_path(state).parent, kid=1, school=1)
    accounts: list[Fact] = []
    for account_id, (role, pin) in PINS.items():
        hashed = _HASHES.setdefault(pin, hash_pin(pin))
        accounts.append(AccountSet(account_id, role, name="张三", pin_hash=hashed))
    with Log.create(log_path(state), made, "test-1", secrets.randbits(31), moment()) as log:
        events = [event(fact) for fact in [*accounts, PhaseSet(phase), *facts]]
        log.append_many(events, lambda: None)


class Gate:
    """A running gate: `order` the people and devices by `house`, act by `client`."""

    def __init__(
        self, folder: Path, house: Gatehouse, rate: float, clock_start: datetime | None = None
    ) -> None:
        self.state_dir = folder / "state"
        self.config = folder / "config"
        self.house = house
        self.rate = rate
        self.clock_start = clock_start
        self.client: LinkClient
        self.process: subprocess.Popen[bytes]
        self._stderr = folder / "station.err"

    def start(self) -> None:
        """Start the station and connect."""
        command = [sys.executable, "-m", "kiosk.cli", "station", "--config", str(self.config)]
        command += ["--state", str(self.state_dir), "--clock-rate", str(self.rate)]
        if self.clock_start is not None:
            command += ["--clock-start", self.clock_start.isoformat()]
        with self._stderr.open("ab") as words:
            self.process = subprocess.Popen(command, cwd=ROOT, stderr=words)
        self.client = LinkClient.connect(self.socket, timeout=10.0)

    @property
    def socket(self) -> Path:
        """Path of the station's socket."""
        return self.state_dir / "run" / "station.sock"

    def stop(self, number: int = signal.SIGTERM) -> None:
        """End the station and wait for it."""
        self.client.close()
        self.process.send_signal(number)
        self.process.wait(10)

    def until(self, wanted: Callable[[State], bool], within_s: float = 10.0) -> State:
        """Wait for a state."""
        try:
            return self.client.wait_state(wanted, within_s)
        except TimeoutError:
            words = self._stderr.read_text()[-3000:]
            raise AssertionError(f"never seen; last {self.client.newest}\n{words}") from None

    def do(self, act: IntentAct, code: str = "ok") -> Answer:
        """Do an act and check its answer."""
        answer = self.client.do(act)
        assert answer.code == code, answer
        return answer

    def ready(self) -> None:
        """Wait for the devices, sign in, and confirm the clock as a supervisor does."""
        self.until(lambda state: all(one.state == "ok" for one in state.devices))
        self.do(SignIn(GUARD_PIN))
        state = self.client.state()
        self.do(ConfirmClock(SUPERVISOR_PIN, state.at))

    def visit(self, code: str, *shown: float, **person: object) -> State:
        """Let somebody come, show a code, and go when the verdict is there; give that state."""
        before = self.client.state().visits
        self.house.order(
            "approach", id=code, person={"shown": list(shown), "stay_s": None, **person}
        )
        self.house.order("scan", text=code, tail="cr")
        state = self.until(lambda one: one.visits > before and one.verdict is not None)
        self.leave(code)
        return state

    def leave(self, who: str) -> None:
        """Let whoever stands there go, and wait until the background is seen."""
        after = len(self.house.heard)
        self.house.order("leave")
        self.house.heard.until(lambda line: line.get("left") == who, after)
        self.until(lambda one: one.visit.temperature is Step.WAITING)

    def events(self) -> list[Stored]:
        """Read the whole log."""
        with open_log(self.state_dir) as log:
            return log.read(0, 100_000)

    def facts(self, kind: type) -> list[object]:
        """Give the facts of one kind in the log."""
        return [one.event.fact for one in self.events() if isinstance(one.event.fact, kind)]

    def verified(self) -> None:
        """Check chain and views."""
        with open_log(self.state_dir) as log:
            found = log.verify()
            assert found.ok, found


@contextmanager
def gate(
    folder: Path,
    facts: list[Fact],
    *,
    phase: Phase = Phase.OPEN,
    rate: float = 5.0,
    lane: str = "",
    start: bool = True,
    clock_start: datetime | None = None,
    card_reader: bool = False,
) -> Iterator[Gate]:
    """Run a gate with the facts given; everything ends with the block."""
    make_state(folder / "state", facts, phase)
    config = folder / "config"
    config.mkdir()
    policy = ROOT / "config" / "policies" / "notice-2020-02.toml"
    (config / "site.toml").write_text(SITE.format(policy=policy, lane=lane), encoding="utf-8")
    ports = folder / "ports"
    written = DEVICES + CARD_READER if card_reader else DEVICES
    (config / "devices.toml").write_text(written.format(folder=ports), encoding="utf-8")
    devices = "thermometer,door,scanner" + (",card_reader" if card_reader else "")
    with gatehouse(ports, speed=rate, devices=devices) as house:
        made = Gate(folder, house, rate, clock_start)
        if start:
            made.start()
        try:
            yield made
        finally:
            if hasattr(made, "process") and made.process.poll() is None:
                made.client.close()
                os.kill(made.process.pid, signal.SIGTERM)
                made.process.wait(10)
