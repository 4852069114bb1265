"""The terminal as a program: keys in, intents out, states shown; no key can end it."""

import asyncio
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType

from kiosk.core.text import clean
from kiosk.core.words import Language
from kiosk.link.aio import Link, Reach
from kiosk.link.messages import (
    Answer,
    Block,
    Dismiss,
    EndTerminal,
    IntentAct,
    State,
    TypeReading,
)
from kiosk.tui.asker import Asker
from kiosk.tui.begin import AT_ONCE, first, flow_of, locked
from kiosk.tui.cold import cold_key
from kiosk.tui.driver import GateDriver
from kiosk.tui.form import paste, press
from kiosk.tui.gate import GateScreen
from kiosk.tui.keys import Act, act_of
from kiosk.tui.lists import wanted, with_results
from kiosk.tui.model import Model
from kiosk.tui.outcomes import leads_on, outcome_text, refusal_text
from kiosk.tui.scrub import scrub
from kiosk.tui.shown import Shown, bells, somebody_stands_there
from kiosk.tui.stages import AndThen, Form, Outcome, Question, Room, stood
from kiosk.tui.theme import ThemeName
from kiosk.tui.widgets.dialogue import Dialogue, is_brief

TICK_SECONDS = 0.25
SHORTEST_SECONDS = 0.05
"""Two drawings are at least this far apart, however fast states come."""

GIVE_WAY_SECONDS = 30.0
BRIEF_SECONDS = 10.0
"""How long what is masked elsewhere is shown in clear."""

ENDED_BY_SUPERVISOR = 10
"""Exit code of a terminal that a supervisor ended by PIN, so that nobody starts it again."""

BELL_SECONDS = 0.22


class GateApp(App[None], inherit_bindings=False):
    """The terminal of one gate.

    It ends by SIGTERM or SIGHUP, or by a supervisor's PIN, and then leaves the screen clean.
    `monotonic` is the time that clocks and timers go by.
    """

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        socket_path: Path,
        language: Language = Language.ZH,
        theme: ThemeName = ThemeName.DARK,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(driver_class=GateDriver)
        self._mono = monotonic
        self._model = Model(language, theme)
        self._model.take_reach(Reach(False, monotonic()), monotonic())
        self._link = Link(socket_path, self._on_state, self._on_reach, monotonic=monotonic)
        self._asker = Asker(self._link.query, self._on_found)
        self._dialogue: Dialogue | None = None
        self._drawn_at = -1.0
        self._due = False
        self._sends: set[asyncio.Task[None]] = set()

    def get_default_screen(self) -> GateScreen:
        """Give the only screen there is."""
        return GateScreen()

    def on_mount(self) -> None:
        """Begin: the link, the clock, and the two signals that end the terminal."""
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            for ending in (signal.SIGTERM, signal.SIGHUP):
                loop.add_signal_handler(ending, self.exit)
        self.run_worker(self._link.run(), name="link")
        self.set_interval(TICK_SECONDS, self._tick)
        self.call_after_refresh(self.draw)

    @property
    def state_number(self) -> int | None:
        """The number of the state that is shown."""
        return None if self._model.state is None else self._model.state.number

    @property
    def reached(self) -> bool:
        """Whether the station is reached."""
        return self._link.reach.reached

    @property
    def dialogue(self) -> Dialogue | None:
        """The dialogue that is open; another one after each key."""
        return self._dialogue

    @property
    def waiting(self) -> bool:
        """Whether the open dialogue waits for the station."""
        open_now = self._dialogue
        return open_now is not None and (open_now.sending or wanted(open_now.form) is not None)

    # --- What the station says ---

    def _on_state(self, state: State) -> None:
        verdict = self._model.take_state(state, self._mono())
        if verdict is not None:
            for n in range(bells(verdict)):
                self.set_timer(n * BELL_SECONDS + 0.001, self.bell)
        self._draw_soon()

    def _on_reach(self, reach: Reach) -> None:
        self._model.take_reach(reach, self._mono())
        self._draw_soon()

    # --- What is drawn ---

    def _draw_soon(self) -> None:
        """Draw now, or once the shortest time between two drawings is over."""
        wait = self._drawn_at + SHORTEST_SECONDS - time.monotonic()
        if wait <= 0:
            self.draw()
        elif not self._due:
            self._due = True
            self.set_timer(wait, self.draw)

    def draw(self) -> None:
        """Show this moment; only what changed reaches the terminal."""
        self._due, self._drawn_at = False, time.monotonic()
        if self.screen_stack and isinstance(self.screen, GateScreen):
            self.screen.show(self._shown(), self._dialogue)
        waits = None if self._dialogue is None or self._dialogue.sending else self._dialogue.form
        self._asker.look(None if waits is None else wanted(waits))

    def _shown(self) -> Shown:
        return self._model.shown(self._mono())

    def _now(self) -> datetime | None:
        return self._shown().now

    def _tick(self) -> None:
        open_for = 0.0 if self._dialogue is None else self._mono() - self._dialogue.touched
        gives_way = open_for >= GIVE_WAY_SECONDS and somebody_stands_there(self._shown())
        if gives_way or (open_for >= BRIEF_SECONDS and is_brief(self._dialogue)):
            self._dialogue = None
        self.draw()

    # --- Keys ---

    def on_key(self, event: events.Key) -> None:
        """Take a key for the dialogue that is open, or for the gate."""
        event.stop()
        event.prevent_default()
        if self._dialogue is not None:
            self._press(self._dialogue, event.key, event.character)
        else:
            self._at_gate(event.key)
        self.draw()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted text as typed letters of a value; it can never act."""
        event.stop()
        if self._dialogue is not None and not self._dialogue.sending:
            pasted = paste(self._dialogue.form, event.text)
            self._dialogue = replace(self._dialogue, form=pasted, touched=self._mono())
            self.draw()

    def _press(self, dialogue: Dialogue, key: str, character: str | None) -> None:
        if dialogue.sending and key != "escape":
            return
        room = self.screen.room if isinstance(self.screen, GateScreen) else Room()
        touched = replace(dialogue, touched=self._mono(), refusal=None)
        self._go_on(touched, press(dialogue.form, key, character, room))

    def _go_on(self, dialogue: Dialogue, outcome: Form | Outcome) -> None:
        """Stand where a key or an answer has led: to a stage, the gate, or an act."""
        if isinstance(outcome, Form):
            self._dialogue = replace(dialogue, form=outcome)
        elif outcome is None:
            self._dialogue = None
        else:
            going = outcome if isinstance(outcome, AndThen) else None
            self._dialogue = replace(dialogue, sending=True, going=going)
            self._send(outcome.act if isinstance(outcome, AndThen) else outcome)

    def _on_found(self, question: Question, answer: Answer) -> None:
        """Take the station's answer to what the open dialogue asked."""
        if self._dialogue is not None:
            told = replace(answer, code=clean(answer.code), data=scrub(answer.data))
            outcome = with_results(self._dialogue.form, question, told)
            self._go_on(replace(self._dialogue, touched=self._mono()), outcome)
            self.draw()

    def _at_gate(self, key: str) -> None:
        """Take a key at the gate: a digit of a temperature in cold mode, or what it begins."""
        taken = cold_key(self._model, self._shown(), key, self._mono())
        if isinstance(taken, TypeReading):
            self._send(taken)
        elif not taken:
            self._gate_key(key)

    def _gate_key(self, key: str) -> None:
        shown = self._shown()
        if key == "escape":
            self._put_away(shown)
            return
        cold = shown.state is not None and shown.state.cold_mode
        act = act_of(key, cold)
        if act is Act.LANGUAGE:
            self._model.language = shown.other
        elif act is Act.THEME:
            dark = self._model.theme is ThemeName.DARK
            self._model.theme = ThemeName.LIGHT if dark else ThemeName.DARK
        elif act is not None:
            self._begin(act, shown)

    def _put_away(self, shown: Shown) -> None:
        state = shown.state
        if state is None or locked(shown):
            return
        if state.verdict is not None or state.visit.block is not Block.IDLE:
            self._send(Dismiss())

    # --- Acts ---

    def _begin(self, act: Act, shown: Shown) -> None:
        """Open the dialogue of a key; who must sign in or unlock does that first."""
        before = first(act, shown)
        if before is not None:
            then = None if act is Act.LOCK else act
            self._dialogue = Dialogue.of(before, self._mono(), then=then)
            return
        if act in AT_ONCE:
            self._send(AT_ONCE[act])
        self._dialogue = Dialogue.of(flow_of(act, shown, self._now), self._mono())

    def _send(self, act: IntentAct) -> None:
        task = asyncio.get_running_loop().create_task(self._ask(act, self._dialogue))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)

    async def _ask(self, act: IntentAct, dialogue: Dialogue | None) -> None:
        answer = await self._link.request(act)
        waiting = self._dialogue is not None and self._dialogue is dialogue
        self._answered(answer, self._dialogue if waiting else None, act)
        self.draw()

    def _after(self, dialogue: Dialogue, answer: Answer, shown: Shown) -> Dialogue | None:
        """Give the dialogue that follows an act that was done, if any."""
        if dialogue.going is not None:
            answers = dialogue.going.then(scrub(answer.data or {}))
            form = stood(dialogue.form.flow, answers)
            return Dialogue(form, self._mono()) if isinstance(form, Form) else None
        if dialogue.then is not None:
            return Dialogue.of(flow_of(dialogue.then, shown, self._now), self._mono())
        return None

    def _answered(self, answer: Answer, dialogue: Dialogue | None, act: IntentAct) -> None:
        shown, mono = self._shown(), self._mono()
        if answer.ok and isinstance(act, EndTerminal):
            self.exit(return_code=ENDED_BY_SUPERVISOR)
            return
        if dialogue is not None and dialogue.going is not None and leads_on(answer):
            # What was asked for is there already: the dialogue goes on with it.
            self._dialogue = self._after(dialogue, answer, shown)
            self._model.tell(outcome_text(shown, answer), good=False, mono=mono)
            return
        if dialogue is not None and not answer.ok:
            self._dialogue = dialogue.refused(refusal_text(shown, answer))
            return
        if dialogue is not None:
            self._dialogue = self._after(dialogue, answer, shown)
        if isinstance(act, Dismiss) and answer.ok:
            return
        told = outcome_text(shown, answer)
        self._model.tell(told, good=answer.ok, mono=mono)
