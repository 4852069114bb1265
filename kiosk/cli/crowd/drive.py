"""Lets a crowd pass a real station in a closed loop, and judges each verdict by what was expected.

The next person comes when the visit before has ended and the thermometer has seen a gap. What would
depend on how busy this machine is (has he been measured, has the gap been seen) is waited for.
"""

import random
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kiosk.cli.crowd.devices import SimulatedDevices
from kiosk.cli.crowd.outcome import Outcome, judge
from kiosk.cli.crowd.place import SCRIPTED_SUPERVISOR
from kiosk.cli.crowd.plan import Act, Deed, Expected, Turn, Via
from kiosk.cli.crowd.watch import Guard, NotSeenError, RefusedError, Watch
from kiosk.core.events import CaseOutcome
from kiosk.core.phases import Direction
from kiosk.core.readings import Instrument
from kiosk.core.reasons import Verdict
from kiosk.link import messages as link

_CODE_FIRST = 0.4
_WAITING = (link.Block.WANT_TEMPERATURE, link.Block.MEASURING)
RECHECK_APART = timedelta(seconds=5.5)
"""A handheld reading of a case comes so long after the last one: the station's 5 s, and some."""

_SEEN_AGAIN = {
    Verdict.GRANT: timedelta(seconds=10.5),
    Verdict.DENY: timedelta(seconds=2.5),
    Verdict.REFER: timedelta(seconds=2.5),
}
"""How long a code must have been out of sight before it counts again, after which verdict."""

_OUT_OF_VIEW_S = 1.0
_PIPELINE_S = 0.15
"""A code is out of view when no reader saw it for so long: station seconds, and real ones."""


@dataclass(slots=True)
class _Due:
    """Acts of the guard that wait for their time."""

    turn: Turn
    acts: deque[Act]
    at: datetime


@dataclass(slots=True)
class Crowd:
    """A crowd at one gate. `hurried` people show their code only once they have been measured.

    While somebody else is signed in, nobody comes for `room_s` station seconds after each person,
    so that he can type, and do, what he likes.
    """

    watch: Watch
    guard: Guard
    devices: SimulatedDevices
    chance: random.Random
    cold_mode: bool
    hurried: bool
    outcome: Outcome
    room_s: float = 0.0
    _standing: str | None = None
    _showing: tuple[Turn, Verdict] | None = None
    _gaps: int = 0
    _ambient_c: float | None = None
    _due: list[_Due] = field(default_factory=list)
    _again_at: dict[str, datetime] = field(default_factory=dict)

    def run(self, turns: Iterable[Turn]) -> None:
        """Let everybody pass, and do what is left to do."""
        waiting = list(turns)
        self.outcome.began = self.watch.sensor().at
        while waiting or self._due:
            self._do_due()
            busy = {one.turn.person for one in self._due}
            turn = next((one for one in waiting if one.person not in busy), None)
            if turn is not None:
                waiting.remove(turn)
                self.take(turn)
            elif self._due:
                self.watch.pause_until(min(one.at for one in self._due))
        self.leave()
        self.outcome.ended = self.watch.sensor().at

    def take(self, turn: Turn) -> None:
        """Let one person come near, and judge what the gate says to him."""
        try:
            self._give_room()
            self._face(turn)
            self._make_way(turn)
            code_first = self._shows_code_first(turn)
            if not code_first:
                self._come(turn)
            before = self.watch.client.state().visits
            self._present(turn)
            if code_first:
                self.watch.state(lambda s: s.visit.block in _WAITING, "a visit that waits")
                self._come(turn)
            typed_c = self._typed_c(turn)
            if typed_c is not None and not self.guard.away():
                self._type_temperature(typed_c)
            state = self._verdict(before, turn)
        except (NotSeenError, RefusedError) as error:
            self.outcome.fail(turn, str(error))
            return
        judge(self.outcome, turn, turn.expected, state)
        # Who has his answer puts his code away; a code that stays is seen as a second presentation
        # as soon as a busy camera has missed it for a while.
        self.devices.order("hide")
        self._gaps = self.watch.sensor().gaps
        if turn.acts:
            self._due.append(_Due(turn, deque(turn.acts), self._when(turn, turn.acts[0])))

    def close_cases(self) -> None:
        """Have the guard close what is still open of this crowd."""
        for case_no in self.outcome.cases.values():
            if not self.guard.away():
                self.guard.do(link.CloseCase(case_no, CaseOutcome.LEFT))

    def leave(self) -> None:
        """Let whoever stands there go, and wait until the thermometer has seen that."""
        name, self._standing = self._standing, None
        if name is None:
            return
        self._hide()
        self.devices.order("leave")
        self.devices.wait("left", name)
        if not self.cold_mode and not self.watch.blind():
            self.watch.until(lambda seen: seen.gaps > self._gaps, f"the gap behind {name}")

    def _hide(self) -> None:
        """Wait until the code is out of view, or it would be seen without its owner."""
        if self._showing is None:
            return
        turn, verdict = self._showing
        self._showing = None
        self.devices.order("hide")
        pipeline_s = _PIPELINE_S * self.watch.rate if turn.via is Via.CAMERA else 0.0
        out_of_view_s = max(_OUT_OF_VIEW_S, pipeline_s)
        seen = self.watch.until(lambda seen: seen.code_ago_s >= out_of_view_s, "no code any more")
        out_since = seen.at - timedelta(seconds=seen.code_ago_s)
        self._again_at[turn.code.text] = out_since + _SEEN_AGAIN[verdict]

    # --- One person ---

    def _give_room(self) -> None:
        if self.room_s and self.guard.away():
            self.leave()
            self.watch.pause(self.room_s)
            self.watch.state(lambda s: s.visit.block not in _WAITING, "a gate without a visit")

    def _face(self, turn: Turn) -> None:
        if not self.guard.away():
            self.guard.face(link.SetDirection(turn.direction))

    def _make_way(self, turn: Turn) -> None:
        if turn.behind:
            self._hide()
        else:
            self.leave()
            self.watch.pause(self.chance.uniform(0.0, 0.8))
            self._rest(turn.code.text)
        if self._ambient_c != turn.ambient_c:
            self.devices.order("ambient", c=turn.ambient_c)
            self._ambient_c = turn.ambient_c

    def _shows_code_first(self, turn: Turn) -> bool:
        """Draw by lot who shows his code before he steps up; only whom the gate waits for can."""
        measured = turn.known and turn.direction is Direction.IN and not self.cold_mode
        can = measured and turn.via is not Via.TYPED and not turn.behind and not self.hurried
        return self.chance.random() < _CODE_FIRST and can

    def _come(self, turn: Turn) -> None:
        name = f"{turn.person}/{turn.number}"
        person = {"shown": [turn.shown_c], "stay_s": None, "gap": not turn.behind}
        self.devices.approach(name, person)
        self._standing = name
        self.devices.wait("here", name)
        by_sensor = turn.direction is Direction.IN and not self.cold_mode
        if by_sensor and not turn.behind and self.hurried:
            self.watch.until(lambda seen: seen.measured, f"a reading of {name}")

    def _present(self, turn: Turn) -> None:
        code = turn.code
        self._showing = (turn, Verdict.DENY)
        match turn.via:
            case Via.CAMERA:
                self.devices.order("show", text=code.text, symbology=code.symbology)
            case Via.SCANNER:
                self.devices.order("scan", text=code.text)
            case Via.TYPED if not self.guard.away():
                self.guard.must(link.TypeCredential(code.text))
            case Via.TYPED:
                pass

    def _typed_c(self, turn: Turn) -> float | None:
        """Give what the guard types: by the scenario, or for a thermometer that is lost."""
        missed = turn.known and turn.direction is Direction.IN and self.watch.blind()
        return turn.shown_c if turn.typed_c is None and missed else turn.typed_c

    def _type_temperature(self, value_c: float) -> None:
        self.watch.state(lambda s: s.visit.block in _WAITING, "a visit that waits")
        self.guard.must(link.TypeReading(value_c, Instrument.INFRARED))

    def _verdict(self, before: int, turn: Turn) -> link.State:
        what = f"a verdict on {turn.person}/{turn.number}"
        state = self.watch.state(lambda s: s.visits > before and s.verdict is not None, what)
        if state.verdict is not None:
            self._showing = (turn, state.verdict.verdict)
        return state

    def _rest(self, text: str) -> None:
        """Wait until a code that was shown before counts as shown anew."""
        if text in self._again_at:
            self.watch.pause_until(self._again_at[text])

    # --- The guard ---

    def _do_due(self) -> None:
        now = self.watch.sensor().at
        for due in [one for one in self._due if one.at <= now]:
            self._due.remove(due)
            act = due.acts.popleft()
            if not self.guard.away():
                self._do(due.turn, act)
            if due.acts:
                due.at = self._when(due.turn, due.acts[0])
                self._due.append(due)

    def _when(self, turn: Turn, act: Act) -> datetime:
        now = self.watch.sensor().at
        if act.rest:
            case_no = self.outcome.cases.get(turn.person)
            cases = self.watch.client.state().cases
            rest = (one.rest_until for one in cases if one.case_no == case_no)
            return next(rest, None) or now
        return now + RECHECK_APART if act.deed is Deed.INFRARED else now

    def _do(self, turn: Turn, act: Act) -> None:
        before = self.watch.client.state().visits
        case_no = self.outcome.cases.get(turn.person)
        try:
            self.guard.must(self._intent(turn, act, case_no))
            if act.expected is None:
                self.outcome.cases.pop(turn.person, None)
                return
            state = self._acted(before, act.expected, turn)
        except (NotSeenError, RefusedError) as error:
            self.outcome.fail(turn, str(error), act)
            return
        judge(self.outcome, turn, act.expected, state, act)

    def _acted(self, before: int, expected: Expected, turn: Turn) -> link.State:
        what = f"{expected.reason} for {turn.person}"
        return self.watch.state(lambda s: s.visits > before and s.verdict is not None, what)

    def _intent(self, turn: Turn, act: Act, case_no: int | None) -> link.IntentAct:
        match act.deed:
            case Deed.OVERRIDE:
                visit_id = None if case_no is not None else self.outcome.last_visit[turn.person]
                return link.Override(SCRIPTED_SUPERVISOR.pin, act.text, visit_id, case_no)
            case Deed.CLOSE:
                return link.CloseCase(case_no or 0, act.text)
            case Deed.CONTACT:
                return link.TypeReading(act.value_c, Instrument.CONTACT, case_no)
            case Deed.INFRARED:
                return link.TypeReading(act.value_c, Instrument.INFRARED, case_no)
