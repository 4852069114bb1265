"""One access point: what the readers and the thermometer say -> visit -> decision on disk -> door.

The lane runs on the station's one thread; each method takes the time of the call. It owns the
state that core functions step forward, and does the acts that they command.
"""

import logging
from collections import deque
from collections.abc import Callable, Mapping

from config.site import LaneConfig, ThermometerConfig
from kiosk.core import visit as visits
from kiosk.core.events import Actor, ActorKind, PassageEnded, PassageOutcome
from kiosk.core.id_cards import IdCard
from kiosk.core.passes import PublicKeyInfo
from kiosk.core.phases import Direction
from kiosk.core.readings import Reading
from kiosk.core.reasons import Verdict
from kiosk.core.repeats import After
from kiosk.core.request import NOBODY
from kiosk.core.sampling import Sample, Sampling
from kiosk.station.attempt import Attempt
from kiosk.station.clock import Now
from kiosk.station.course import (
    LOG_NOT_WRITABLE,
    POLICY_MISSING,
    Course,
    Door,
    Latency,
    Shown,
    Told,
)
from kiosk.station.recognition import Recognition
from kiosk.station.recorder import Ask, Recorder, Ruling
from kiosk.station.sight import Sight
from kiosk.store.errors import StoreError

SHOWN_S = 3.0
"""A grant is shown so long; a refusal at least, then until the person is seen to have left."""

_log = logging.getLogger(__name__)


class Lane:
    """The runtime of one access point."""

    def __init__(
        self,
        config: LaneConfig,
        thermometer: ThermometerConfig | None,
        recorder: Recorder,
        door: Door | None,
        pass_keys: Mapping[int, PublicKeyInfo],
        new_id: Callable[[], str],
        mono: Callable[[], float],
        rate: float = 1.0,
    ) -> None:
        self.config = config
        self.thermometer = thermometer
        self.recorder = recorder
        self.direction = config.direction
        self.cold_mode = False
        self.thermometer_ok = False
        self.sight = Sight(config, thermometer)
        self.visit = visits.Visit()
        self.course: Course | None = None
        self._last_person: str | None = None
        self.told: Told | None = None
        self.last_reading: Reading | None = None
        self.decided = 0
        self.latencies: deque[Latency] = deque(maxlen=2000)
        self.shut: str | None = None
        self.policy_missing = False
        self._door = door
        self._recognition = Recognition(recorder, pass_keys, self._log_not_readable)
        self._new_id = new_id
        self._mono = mono
        # A verdict is shown for eyes, whatever the speed of the station's clock.
        self._shown_s = SHOWN_S * rate
        self._self = Actor(ActorKind.SYSTEM, f"lane-{config.access_point}")

    # --- What the devices say ---

    def on_code(
        self,
        payload: str,
        seen_at: float,
        direction: Direction | None,
        now: Now,
        *,
        watching: bool = True,
    ) -> None:
        """Take a code as a reader saw it; repeats and codes of the next in line are passed over.

        A camera is `watching`: it sees one code many times a second. A scanner is held to it.
        """
        shown = Shown(payload, direction, seen_at, watching)
        self._on_shown(shown, lambda: self._recognition.of_code(payload, now), now)

    def on_card(
        self, card: IdCard | None, laid_at: float, direction: Direction | None, now: Now
    ) -> None:
        """Take an ID card that was laid on a reader; None lies there and cannot be read."""
        shown = Shown(card.number if card else "", direction, laid_at)
        self._on_shown(shown, lambda: self._recognition.of_card(card, now), now)

    def _on_shown(self, shown: Shown, identified: Callable[[], Attempt], now: Now) -> None:
        if self.busy:
            other = self._note_other(shown, identified, now)
            if other is not None and shown.direction is Direction.OUT:
                self._let_out_beside(other, shown, now)
            return
        if not self.sight.see(shown.digest, now.mono, watching=shown.watching):
            return
        course = Course(identified(), shown.direction or self.direction, self._self)
        course.digest, course.code_at = shown.digest, shown.at
        self._begin(course, now)

    def on_sample(self, sample: Sample, now: Now) -> None:
        """Take a sample of the thermometer."""
        raw = self.sight.feed(sample)
        if self._went_away():
            self._step(visits.WentAway(), now)
            return
        if raw is None or self.thermometer is None or self.cold_mode:
            return
        reading = self.sight.reading(raw)
        if self.visit.stage is not visits.Stage.WANT_TEMPERATURE or self.course is None:
            self.sight.hold(reading, raw.presence)
            return
        self.course.sample_at = raw.at
        if self.course.crowded or self.sight.unparted:
            self._step(visits.NotParted(), now)
        else:
            self._step(visits.Measured(reading), now)

    def on_thermometer(self, ok: bool) -> None:
        """Note that the thermometer was lost, or is back."""
        self.thermometer_ok = ok
        if not ok:
            self.sight.lose()
        elif self.sight.stuck:
            self.sight.begin_anew()

    def on_door_shut(self, visit_id: str, now: Now) -> None:
        """Note that the door's pulse is over."""
        if self.visit.stage is visits.Stage.PASSING and self.visit.visit_id == visit_id:
            self._step(visits.DoorShut(), now)

    def tick(self, now: Now) -> None:
        """Let what is due happen."""
        if visits.due(self.visit, now.mono):
            self._step(visits.TimedOut(), now)
        if self.told is not None and self._told_enough(self.told, now):
            self.told = None

    def next_due(self) -> float | None:
        """When `tick` has something to do, in seconds of the station."""
        return self.visit.deadline

    @property
    def sampling(self) -> Sampling:
        """What is known of the target at the thermometer."""
        return self.sight.sampling

    @property
    def shown_reading(self) -> Reading | None:
        """The reading to show: that of the visit, or the one that waits for its code."""
        if self.visit.stage is visits.Stage.IDLE and self.told is None:
            held = self.sight.belonging()
            return held[-1] if held and self.sensor_in_use else None
        return self.last_reading

    @property
    def settled_wanted(self) -> int:
        """How many settled samples make a reading."""
        return self.sight.spec.settled_wanted

    # --- What the guard does ---

    @property
    def busy(self) -> bool:
        """Tell whether a visit waits for its temperature or its decision."""
        return self.visit.stage in {visits.Stage.WANT_TEMPERATURE, visits.Stage.DECIDING}

    def log_is_back(self) -> None:
        """Note that the log can be written again."""
        if self.shut == LOG_NOT_WRITABLE:
            self.shut = self._shut_for_good()

    def _shut_for_good(self) -> str | None:
        return POLICY_MISSING if self.policy_missing else None

    @property
    def sensor_in_use(self) -> bool:
        """Tell whether the thermometer's readings are taken."""
        usable = self.thermometer is not None and self.thermometer_ok and not self.sight.warming
        return usable and not self.cold_mode

    def type_credential(self, number: str, actor: Actor, intent: str, now: Now) -> str:
        """Begin a visit on a typed number; gives the answer's code."""
        if self.busy:
            return "lane_busy"
        return self.present(self._recognition.of_code(number, now, actor.name), actor, intent, now)

    def present(self, attempt: Attempt, actor: Actor, intent: str, now: Now) -> str:
        """Begin a visit of somebody whom the guard has typed or picked; gives the answer's code."""
        if self.busy:
            return "lane_busy"
        course = Course(attempt, self.direction, actor, intent=intent, code_at=now.mono)
        if attempt.person_id is not None:
            # What a smudged code has opened is the case of whoever types his number next.
            course.case_no = self._recognition.nameless_case()
        self._begin(course, now)
        return "ok"

    def type_reading(self, reading: Reading, actor: Actor, intent: str, now: Now) -> str:
        """Give the visit that waits a value read by the guard; gives the answer's code."""
        if self.visit.stage is not visits.Stage.WANT_TEMPERATURE or self.course is None:
            return "no_visit_waiting"
        self.course.actor, self.course.intent = actor, intent
        self.course.sample_at = now.mono
        self._step(visits.Measured(reading), now)
        return self.shut or "ok"

    def dismiss(self, now: Now) -> None:
        """Put away what is shown: the guard has dealt with it."""
        self.told = None
        if self.visit.stage in {visits.Stage.WANT_TEMPERATURE, visits.Stage.PASSING}:
            self._step(visits.Dismissed(), now)

    def close(self, now: Now) -> None:
        """End what is under way, as the station goes down: every attempt is in the log.

        Somebody whose case holds readings already is not decided on those alone.
        """
        course = self.course
        waits = self.visit.stage is visits.Stage.WANT_TEMPERATURE
        if waits and course is not None and course.case_no is not None:
            return
        if waits or self.visit.stage is visits.Stage.PASSING:
            self._step(visits.Dismissed(), now)

    def tell(
        self,
        visit_id: str,
        ruling: Ruling,
        now: Now,
        *,
        overridden: bool = False,
        unlock: bool = True,
    ) -> None:
        """Show a verdict, and open the door if it is a grant; it must be on disk by now."""
        granted = overridden or ruling.decision.verdict is Verdict.GRANT
        self.told = Told(visit_id, ruling, now.mono, self.sampling.gaps, overridden)
        self.decided += 1
        if granted and unlock and not ruling.repeated:
            self.open_door(visit_id)

    def open_door(self, visit_id: str) -> None:
        """Send the unlock pulse."""
        if self._door is not None:
            self._door.unlock(self.config.pulse_ms, visit_id)

    # --- The course of a visit ---

    def _begin(self, course: Course, now: Now) -> None:
        recognised = course.attempt.presented.state not in NOBODY
        course.case_no = self._recognition.case_to_join(course)
        measure = course.direction is Direction.IN and recognised
        unparted = self.sight.unparted
        sensor = self.sensor_in_use
        if (
            measure
            and sensor
            and (course.attempt.typed_by is None or self.sight.present is not None)
        ):
            # Whose number the guard types may stand anywhere, but where the sensor sees somebody
            # it has to waver; in the cold nobody steps up.
            self.sight.expect()
        readings = () if unparted or not sensor else self.sight.belonging()
        person = course.attempt.person_id
        again = person is not None and person == self._last_person
        # Who shows his code once more as he walks off is not the one who comes next.
        course.presence = self.sampling.presence if again else self.sight.present
        lane = self.config
        event = visits.Presented(
            visit_id=self._new_id(),
            readings=readings,
            measure=measure,
            # Whose number is typed is being helped, and so is whose temperature will be.
            patience_s=lane.patience_typed_s
            if course.attempt.typed_by or not sensor
            else lane.patience_s,
            step_back=measure and sensor and unparted and course.presence is not None,
        )
        self.told, self.last_reading = None, readings[-1] if readings else None
        self.course = course
        self._step(event, now)

    def _step(self, event: visits.VisitEvent, now: Now) -> None:
        self.visit, commands = visits.step(self.visit, event, now.mono)
        for command in commands:
            match command:
                case visits.Decide():
                    self._decide(command, now)
                case visits.EndPassage():
                    self._end_passage(command.visit_id, now)
                case visits.Unexpected():
                    _log.error("a visit in %s cannot take %s", command.stage, command.event)

    def _decide(self, command: visits.Decide, now: Now) -> None:
        course = self.course
        assert course is not None  # noqa: S101 - a visit that decides has begun
        if self.policy_missing and course.direction is Direction.IN:
            self.shut = POLICY_MISSING
            self._close(course, command, After.REFUSED)
            self._step(visits.NotRecorded(), now)
            return
        ask = Ask(
            command.visit_id,
            course.attempt,
            course.direction,
            self.config.access_point,
            command.readings,
            now,
            course.actor,
            course.case_no,
            command.step_back,
            course.intent,
        )
        if command.readings:
            self.last_reading = command.readings[-1]
        try:
            ruling = self.recorder.decide(ask)
        except StoreError as error:
            _log.error("nothing moves, the log cannot be written: %s", error)
            self.shut = LOG_NOT_WRITABLE
            self._close(course, command, After.OPEN)
            self._step(visits.NotRecorded(), now)
            return
        self.shut = self._shut_for_good() if ruling.recorded else LOG_NOT_WRITABLE
        self.tell(command.visit_id, ruling, now)
        self._note_latency(course)
        granted = ruling.decision.verdict is Verdict.GRANT
        self._close(course, command, _after(ruling))
        self._step(visits.Decided(granted, self.config.passage_s), now)

    def _end_passage(self, visit_id: str, now: Now) -> None:
        fact = PassageEnded(visit_id, PassageOutcome.UNOBSERVED)
        try:
            self.recorder.append(now, self._self, fact, access_point=self.config.access_point)
        except StoreError as error:
            _log.error("the end of passage %s could not be written: %s", visit_id, error)

    def _close(self, course: Course, command: visits.Decide, after: After) -> None:
        measured = any(one.typed_by is None for one in command.readings) or command.step_back
        self.sight.end_visit(measured=measured)
        self._last_person = course.attempt.person_id
        self.sight.settle(course.digest, after)

    def _went_away(self) -> bool:
        """Tell whether whoever the visit waits for came and left again without a reading."""
        if self.visit.stage is not visits.Stage.WANT_TEMPERATURE or self.course is None:
            return False
        if not self.sensor_in_use:
            return False
        if self.course.presence is None:
            self.course.presence = self.sight.present
        return self.course.presence not in {None, self.sampling.presence}

    def _note_other(
        self, shown: Shown, identified: Callable[[], Attempt], now: Now
    ) -> Attempt | None:
        """Take a code that came while a visit waits; give it unless it is that visit's own."""
        course = self.course
        if course is None or course.digest == shown.digest:
            self.sight.see(shown.digest, now.mono, watching=shown.watching)
            return None
        other = identified()
        # A poster on the wall is nobody; somebody next in line is.
        known = other.person_id is not None and other.person_id != course.attempt.person_id
        course.crowded = course.crowded or known
        return other if other.person_id is None or known else None

    def _let_out_beside(self, attempt: Attempt, shown: Shown, now: Now) -> None:
        """Let somebody out at a reader of the way out; who is on the way in goes on waiting."""
        if not self.sight.see(shown.digest, now.mono, watching=shown.watching):
            return
        point = self.config.access_point
        ask = Ask(self._new_id(), attempt, Direction.OUT, point, (), now, self._self)
        ruling = self.recorder.decide(ask)
        self.shut = self._shut_for_good() if ruling.recorded else LOG_NOT_WRITABLE
        self.tell(ask.visit_id, ruling, now)
        self.sight.settle(shown.digest, After.GRANTED)

    def _log_not_readable(self) -> None:
        self.shut = self.shut or LOG_NOT_WRITABLE

    def _told_enough(self, told: Told, now: Now) -> bool:
        shown = now.mono - told.at
        if told.overridden or told.ruling.decision.verdict is Verdict.GRANT:
            return shown >= self._shown_s
        return shown >= self._shown_s and self.sampling.gaps > told.gaps

    def _note_latency(self, course: Course) -> None:
        if course.code_at is None:
            return
        done = self._mono()
        sample_later = course.sample_at is not None and course.sample_at > course.code_at
        if sample_later and course.sample_at is not None:
            self.latencies.append(Latency(None, done - course.sample_at))
        else:
            self.latencies.append(Latency(done - course.code_at, None))


def _after(ruling: Ruling) -> After:
    if ruling.decision.verdict is Verdict.GRANT:
        return After.GRANTED
    if ruling.decision.verdict is Verdict.REFER:
        return After.COME_AGAIN
    return After.REFUSED
