"""Every act with any value at all: nobody acts who may not, and the station's thread goes on."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.core.events import Fact, PermitRequested, PinRefused
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.windows import Window
from kiosk.link.messages import (
    MAX_LINE,
    Intent,
    IntentAct,
    Lock,
    MessageError,
    PrintEvacuation,
    SignOut,
    decode,
    encode,
)
from kiosk.station.pins import PinAccount, PinResult
from tests.station.feverish import confirmed, elevated
from tests.station.gate import DOCTOR_PIN, GUARD_PIN, PINS, SUPERVISOR_PIN, person
from tests.station.office import Office, open_office
from tests.station.world import START

SAID: dict[str, list[Any]] = {
    "person_id": ["p-0001", "p-0002", "p-0003", "p-0004"],
    "host_id": ["p-0003"],
    "permit_id": ["q-1"],
    "incident_no": [1, 2],
    "case_no": [1, 2, 3],
    "value_c": [36.5, 37.9, 33.0],
    "step": ["call_guardian", "hand_over"],
    "incident_type": ["violence", "infectious_disease"],
    "outcome": ["left", "handed_over", "resolved"],
    "purpose": ["maintenance"],
    "areas": [("office",)],
    "at": [START, START - timedelta(days=2)],
    "pin": [GUARD_PIN, SUPERVISOR_PIN, DOCTOR_PIN],
    "why": ["because"],
}
"""Values that exist, so that an act gets behind the first check."""

ANYTHING = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["\u202e王", "=1+1", "A" * 5000, "../../x", "{who}", "\x00", "９９"]),
)
TIMES = st.datetimes(
    min_value=datetime(1900, 1, 1), max_value=datetime(9000, 1, 1), timezones=st.just(UTC)
)
KINDS: dict[type, st.SearchStrategy[Any]] = {str: ANYTHING, datetime: TIMES}


def field_of(name: str, kind: Any) -> st.SearchStrategy[Any]:
    members = get_args(kind)
    wild = st.one_of([KINDS.get(one, st.from_type(one)) for one in members or (kind,)])
    if members and members[-1] is Ellipsis:
        wild = st.lists(ANYTHING, max_size=70).map(tuple)
    return st.one_of(st.sampled_from(SAID[name]), wild) if name in SAID else wild


def acts() -> st.SearchStrategy[IntentAct]:
    made: list[st.SearchStrategy[IntentAct]] = []
    for kind in get_args(IntentAct):
        hints = get_type_hints(kind)
        made.append(
            st.builds(
                kind, **{one.name: field_of(one.name, hints[one.name]) for one in fields(kind)}
            )
        )
    return st.one_of(made)


def carried(act: IntentAct) -> bool:
    """Tell whether an act gets to the station as it is; what the link refuses never does."""
    intent = Intent("i-1", act)
    try:
        return decode(encode(intent)) == intent
    except (MessageError, ValueError):
        return False


class QuickPins:
    """Knows the PINs by heart: what is tried here is what follows from them."""

    def check(
        self, pin: str, accounts: list[PinAccount], then: Callable[[PinResult], None]
    ) -> bool:
        """Answer at once."""
        found = [one for one in accounts if PINS[one.account_id][1] == pin]
        then(PinResult(found[0] if found else None))
        return True

    def close(self) -> None:
        """Nothing to close."""


def school() -> list[Fact]:
    window = Window(START, START + timedelta(hours=10))
    permit = Permit(PermitState.SUBMITTED, "maintenance", ("office",), window=window)
    return [
        *person(1), *person(2), *person(3, PersonKind.STAFF, "office"),
        *person(4, PersonKind.CONTRACTOR),
        PermitRequested("q-1", "p-0004", permit, 2, "p-0003", "office"),
    ]  # fmt: skip


def quick(office: Office) -> None:
    office.pins.close()
    office.pins = QuickPins()  # type: ignore[assignment] # a stand-in that hashes nothing
    office.restart()
    office.sign_in()


def test_no_act_breaks_the_thread_and_who_may_not_act_writes_nothing(tmp_path: Path) -> None:
    with open_office(tmp_path, school()) as office:
        quick(office)
        confirmed(office, 1)
        elevated(office, 2)

        @settings(max_examples=250, deadline=None)
        @given(acts().filter(carried), st.sampled_from(["in", "out", "locked"]))
        def tried(act: IntentAct, guard: str) -> None:
            office.world.at += 7
            office.bench.guard, office.bench.locked = None, False
            office.sign_in()
            if guard != "in":
                assert office.do(SignOut() if guard == "out" else Lock()).ok
            head = office.world.log.head()
            answer = office.do(act)
            if guard != "in" and not hasattr(act, "pin") and not isinstance(act, PrintEvacuation):
                assert answer.code == ("sign_in_first" if guard == "out" else "locked")
                assert office.world.log.head() == head
            if answer.code == "pin_wrong":
                facts = office.facts()[head:]
                assert facts == [PinRefused(type(act).__name__)]
            office.look()
            assert len(encode(office.state())) < MAX_LINE

        tried()
        assert office.world.log.verify().ok


def test_an_act_of_a_supervisor_takes_no_guards_pin(tmp_path: Path) -> None:
    with open_office(tmp_path, school()) as office:
        quick(office)

        @settings(max_examples=100, deadline=None)
        @given(acts().filter(lambda act: hasattr(act, "pin") and carried(act)))
        def tried(act: Any) -> None:
            guards_own = {"SignIn", "HandOver", "Unlock"}
            answer = office.do(replace(act, pin=GUARD_PIN))
            if type(act).__name__ not in guards_own:
                assert answer.code in {"pin_wrong", "no_account"}

        tried()
