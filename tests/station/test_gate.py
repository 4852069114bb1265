"""One person passes, end to end, on real bytes: scanner, thermometer and door on ptys."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.core.events import AccessDecided, DeviceLost, DoorOpened, IsolationBegun, PassageEnded
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Reason, Verdict
from kiosk.link.messages import (
    CloseCase,
    EndIsolation,
    OpenDoor,
    Override,
    SetColdMode,
    SetDirection,
    SignIn,
    State,
    Step,
    TypeCredential,
    TypeReading,
)
from tests.station.gate import (
    DOCTOR_PIN,
    GUARD_PIN,
    SUPERVISOR_PIN,
    Gate,
    card,
    gate,
    person,
)

LOCAL = timezone(timedelta(hours=8))


def test_a_pupil_passes_and_the_entry_is_on_disk_before_the_door_moves(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        heard = len(gates.house.heard)
        state = gates.visit(card(1), 36.5)
        assert state.verdict is not None
        assert (state.verdict.verdict, state.verdict.reason) == (Verdict.GRANT, Reason.ROSTER)
        assert state.verdict.corrected_c is not None
        assert abs(state.verdict.corrected_c - 36.5) <= 0.1
        on = gates.house.relay("on", heard)
        off = gates.house.relay("off", heard)
        assert 0.4 <= off - on <= 1.5
        gates.until(lambda one: one.inside == 1 and one.passed_today == 1)
        entry = gates.facts(AccessDecided)[0]
        assert isinstance(entry, AccessDecided)
        reading = entry.readings[0]
        assert reading.raw_c is not None
        assert reading.corrected_c == round(reading.raw_c + 2.7, 2)
        gates.stop()
        assert len(gates.facts(PassageEnded)) == 1
        gates.verified()


def test_a_fever_is_rechecked_confirmed_by_contact_and_isolates_at_once(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        for number, reason in enumerate(
            [Reason.RECHECK_TEMPERATURE] * 3 + [Reason.TEMPERATURE_ELEVATED]
        ):
            state = gates.visit(card(1), 37.6)
            assert state.verdict is not None
            assert state.verdict.reason is reason, number
            assert state.verdict.case_no == 1
        waiting = gates.until(lambda one: len(one.cases) == 1)
        assert waiting.cases[0].rest_until is not None
        gates.do(TypeReading(37.8, Instrument.CONTACT, case_no=1))
        state = gates.until(lambda one: one.verdict is not None and not one.cases)
        assert state.verdict is not None
        assert state.verdict.reason is Reason.ELEVATED_CONFIRMED
        assert len(gates.facts(IsolationBegun)) == 1
        state = gates.visit(card(1), 36.5)
        assert state.verdict is not None
        assert state.verdict.reason is Reason.ISOLATED
        gates.do(EndIsolation(DOCTOR_PIN, "p-0001", "seen, no symptoms"))
        state = gates.visit(card(1), 36.5)
        assert state.verdict is not None
        assert state.verdict.reason is Reason.ROSTER
        gates.verified()


def test_a_referral_frees_the_lane_for_the_next_person(tmp_path: Path) -> None:
    with gate(tmp_path, person(1) + person(2)) as gates:
        gates.ready()
        assert gates.visit(card(1), 37.6).verdict.reason is Reason.RECHECK_TEMPERATURE  # type: ignore[union-attr]  # a verdict is there
        state = gates.visit(card(2), 36.4)
        assert state.verdict is not None
        assert state.verdict.verdict is Verdict.GRANT
        assert [one.case_no for one in state.cases] == [1]


def test_too_close_behind_is_told_to_step_back_and_never_gets_the_other_reading(
    tmp_path: Path,
) -> None:
    with gate(tmp_path, person(1) + person(2)) as gates:
        gates.ready()
        stay = {"shown": [36.4], "stay_s": None}
        gates.house.order("approach", id="first", person=stay)
        gates.house.order("scan", text=card(1), tail="cr")
        gates.until(lambda one: one.visits == 1)
        gates.house.order("approach", id="second", person={**stay, "shown": [36.9], "gap": False})
        gates.house.heard.until(lambda line: line.get("here") == "second")
        gates.house.order("scan", text=card(2), tail="cr")
        state = gates.until(lambda one: one.visits == 2)
        assert state.verdict is not None
        assert state.verdict.reason is Reason.STEP_BACK
        assert not state.cases
        second = gates.facts(AccessDecided)[1]
        assert isinstance(second, AccessDecided)
        assert second.readings == ()
        gates.leave("second")
        # He comes again with a gap: a code shown while walking off is not for the next face.
        place = len(gates.house.heard)
        gates.house.order("approach", id="again", person=stay)
        gates.house.heard.until(lambda line: line.get("here") == "again", place)
        gates.house.order("scan", text=card(2), tail="cr")
        state = gates.until(lambda one: one.visits == 3)
        assert state.verdict is not None
        assert state.verdict.verdict is Verdict.GRANT


HOSTILE = [
    "\x1b[2J\x1b]52;c;ZXZpbA==\x07",
    "\u202e\u2066evil",
    "[bold red]PASS[/]",
    "[/nope]",
    "[@click=app.quit]x[/]",
    "A" * 4000,
    "a\x00b",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE log; --",
]


def test_a_hostile_code_is_refused_clearly_and_never_kept(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        for number, text in enumerate(HOSTILE, 1):
            gates.house.order("scan", text=text, tail="cr")
            state = gates.until(lambda one, wanted=number: one.visits >= wanted)  # type: ignore[misc]  # bound now
            assert state.verdict is not None
            assert state.verdict.reason is Reason.CREDENTIAL_UNREADABLE
        assert len(gates.client.state().cases) == 1
        data = b"".join(path.read_bytes() for path in gates.state_dir.glob("log.db*"))
        for needle in (b"DROP TABLE log", b"bold red", b"calc", b"evil"):
            assert needle not in data
        gates.verified()


def test_the_way_out_is_free_whatever_the_credential_says(tmp_path: Path) -> None:
    with gate(tmp_path, person(1), lane='direction = "out"') as gates:
        gates.ready()
        for text, number in ((card(1), 1), ("NOBODY-9", 2)):
            gates.house.order("scan", text=text, tail="cr")
            state = gates.until(lambda one, wanted=number: one.visits == wanted)  # type: ignore[misc]  # bound now
            assert state.verdict is not None
            assert (state.verdict.verdict, state.verdict.reason) == (Verdict.GRANT, Reason.EXIT)
        assert all(
            isinstance(one, AccessDecided) and one.never_seen_in
            for one in gates.facts(AccessDecided)
        )


def test_a_supervisor_lifts_what_policy_lets_him_and_nothing_else(tmp_path: Path) -> None:
    with gate(tmp_path, person(1, PersonKind.STAFF) + person(2), phase=Phase.CLOSED) as gates:
        gates.ready()
        state = gates.visit(card(1), 36.4)
        assert state.verdict is not None
        assert (state.verdict.reason, state.verdict.may_override) == (Reason.NOT_ON_DUTY, True)
        refused = state.verdict.visit_id
        gates.do(Override("99999", "called in", visit_id=refused), "pin_wrong")
        gates.do(Override(GUARD_PIN, "called in", visit_id=refused), "pin_wrong")
        gates.do(Override(SUPERVISOR_PIN, " ", visit_id=refused), "why_missing")
        heard = len(gates.house.heard)
        gates.do(Override(SUPERVISOR_PIN, "called in by the head", visit_id=refused))
        gates.house.relay("on", heard)
        gates.until(lambda one: one.inside == 1)
        state = gates.visit(card(2), 36.4)
        assert state.verdict is not None
        assert state.verdict.reason is Reason.EARLY_RETURN_NOT_APPROVED
        assert not state.verdict.may_override
        gates.do(
            Override(SUPERVISOR_PIN, "please", visit_id=state.verdict.visit_id), "not_overridable"
        )
        gates.verified()


def test_an_intent_acts_once_however_often_it_is_sent(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        for _ in range(3):
            assert gates.client.do(OpenDoor("parcel"), id="same").code == "ok"
        assert len(gates.facts(DoorOpened)) == 1
        gates.stop()
        gates.start()
        gates.do(SignIn(GUARD_PIN))
        assert gates.client.do(OpenDoor("parcel"), id="same").code == "done_before"
        assert len(gates.facts(DoorOpened)) == 1


def test_nobody_acts_without_signing_in(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        for act in (
            OpenDoor("x"),
            TypeCredential(card(1)),
            SetColdMode(on=True),
            CloseCase(1, "left"),
        ):
            gates.do(act, "sign_in_first")
        assert gates.facts(DoorOpened) == []


def test_a_cold_morning_is_scan_three_digits_enter(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        gates.house.order("ambient", c=5)
        state = gates.until(lambda one: not one.ambient_ok)
        assert state.ambient_c is not None
        assert state.ambient_c < 16
        gates.do(SetColdMode(on=True))
        gates.house.order("scan", text=card(1), tail="cr")
        gates.until(lambda one: one.visit.block == "want_temperature")
        gates.do(TypeReading(36.5, Instrument.INFRARED))
        state = gates.until(lambda one: one.verdict is not None)
        assert state.verdict is not None
        assert state.verdict.verdict is Verdict.GRANT
        entry = gates.facts(AccessDecided)[0]
        assert isinstance(entry, AccessDecided)
        reading = entry.readings[0]
        assert (reading.device, reading.by, reading.typed_by) == (
            "handheld",
            Instrument.INFRARED,
            "guard-1",
        )


def test_a_device_is_lost_once_and_back_once(tmp_path: Path) -> None:
    with gate(tmp_path, person(1), rate=1.0) as gates:
        gates.ready()
        for device, name in (("thermometer", "forehead"), ("door", "turnstile")):
            gates.house.order("unplug", device=device)
            gates.until(lambda one, n=name: state_of(one, n) == "lost", within_s=2.0)  # type: ignore[misc]  # bound now
            gates.house.order("replug", device=device)
            gates.until(lambda one, n=name: state_of(one, n) == "ok", within_s=3.0)  # type: ignore[misc]  # bound now
        lost = [one.device for one in gates.facts(DeviceLost) if isinstance(one, DeviceLost)]
        assert lost == ["forehead", "turnstile"]
        state = gates.visit(card(1), 36.5)
        assert state.verdict is not None
        assert state.verdict.verdict in {Verdict.GRANT, Verdict.REFER}


def test_without_a_thermometer_the_guard_types_the_value(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        gates.house.order("unplug", device="thermometer")
        gates.until(lambda one: state_of(one, "forehead") == "lost")
        gates.do(TypeCredential(card(1)))
        gates.do(TypeReading(50.0, Instrument.INFRARED), "out_of_instrument_range")
        gates.do(TypeReading(36.4, Instrument.CONTACT))
        state = gates.until(lambda one: one.verdict is not None)
        assert state.verdict is not None
        assert state.verdict.verdict is Verdict.GRANT


def test_killing_the_station_in_the_middle_of_a_pulse_shuts_the_door(tmp_path: Path) -> None:
    with gate(tmp_path, person(1), rate=1.0) as gates:
        gates.ready()
        heard = len(gates.house.heard)
        gates.do(OpenDoor("to be killed"))
        gates.house.relay("on", heard)
        gates.stop(signal.SIGKILL)
        gates.house.relay("off", heard, within_s=5.0)
        gates.start()
        gates.ready()
        gates.verified()


def test_nothing_moves_on_the_way_in_while_the_log_cannot_be_written(tmp_path: Path) -> None:
    with gate(tmp_path, person(1) + person(2)) as gates:
        gates.ready()
        heard = len(gates.house.heard)
        with held(gates):
            gates.house.order("approach", id="one", person={"shown": [36.5], "stay_s": None})
            gates.house.order("scan", text=card(1), tail="cr")
            gates.until(lambda one: one.way_in_shut == "log_not_writable", within_s=15)
            gates.do(SetDirection(Direction.OUT), "log_not_writable")
            gates.until(lambda one: one.direction is Direction.OUT, within_s=15)
            assert "on" not in relays(gates, heard)
            gates.house.order("scan", text=card(2), tail="cr")
            state = gates.until(lambda one: one.late_waiting == 1, within_s=20)
            assert state.verdict is not None
            assert state.verdict.reason is Reason.EXIT
            gates.house.relay("on", heard)
        state = gates.until(lambda one: one.late_waiting == 0 and one.way_in_shut is None)
        late = [one for one in gates.events() if one.event.late]
        assert len(late) == 1
        gates.verified()


def test_an_attempt_under_way_when_the_station_is_stopped_is_in_the_log(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        gates.ready()
        gates.house.order("scan", text=card(1), tail="cr")
        gates.until(lambda one: one.visit.block == "want_temperature")
        gates.stop()
        entry = gates.facts(AccessDecided)[0]
        assert isinstance(entry, AccessDecided)
        assert (entry.person_id, entry.reason) == ("p-0001", Reason.NO_VALID_READING)
        gates.verified()


def test_a_station_starts_on_a_damaged_log_and_lets_people_out(tmp_path: Path) -> None:
    with gate(tmp_path, person(1), lane='direction = "out"', start=False) as gates:
        damage = sqlite3.connect(gates.state_dir / "log.db")
        damage.execute("DROP TABLE policy")
        damage.close()
        gates.start()
        gates.until(lambda state: all(one.state == "ok" for one in state.devices))
        heard = len(gates.house.heard)
        gates.house.order("scan", text=card(1), tail="cr")
        gates.house.relay("on", heard)


def state_of(state: State, name: str) -> str:
    return next(str(one.state) for one in state.devices if one.name == name)


def relays(gates: Gate, after: int) -> list[object]:
    return [line["relay"] for line in gates.house.heard[after:] if "relay" in line]


@contextmanager
def held(gates: Gate) -> Iterator[None]:
    """Hold the log's write lock, as a hung process would."""
    connection = sqlite3.connect(gates.state_dir / "log.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


@pytest.mark.parametrize(("minute", "shown"), [(20, False), (35, True), (65, False)])
def test_the_ambient_is_shown_from_half_an_hour_before_opening(
    tmp_path: Path, minute: int, shown: bool
) -> None:
    start = datetime(2020, 5, 11, 6, 0, tzinfo=LOCAL) + timedelta(minutes=minute)
    with gate(tmp_path, person(1), clock_start=start) as gates:
        state = gates.until(lambda one: state_of(one, "forehead") == "ok")
        gates.house.order("approach", id="x", person={"shown": [36.5], "stay_s": None})
        state = gates.until(lambda one: one.visit.temperature is not Step.WAITING)
        assert (state.ambient_c is not None) is shown
        assert state.ambient_ok
