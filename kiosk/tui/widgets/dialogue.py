"""A dialogue, in the place of the block: the gate in its top line, then one question."""

from dataclasses import dataclass, replace

from rich.text import Text

from kiosk.core.words import text
from kiosk.core.words_screen import ANSWERS, coded
from kiosk.link.messages import Block
from kiosk.tui.cells import cut, filled, line, wrapped
from kiosk.tui.drawing import draw
from kiosk.tui.form import Choice, Flow, Form, Kind, Tell, Typed, marked, pages, stage_of, visible
from kiosk.tui.keys import Act
from kiosk.tui.shown import Shown, effective, who
from kiosk.tui.widgets.part import Part
from kiosk.tui.widgets.verdict import plain_word


@dataclass(frozen=True, slots=True)
class Dialogue:
    """An open dialogue; `then` is what the guard wanted before he had to sign in.

    `refusal` is the station's code for why the act was not done; `touched` is when the last key
    was pressed, in monotonic seconds.
    """

    form: Form
    touched: float
    sending: bool = False
    refusal: str | None = None
    then: Act | None = None

    @classmethod
    def of(cls, flow: Flow, mono: float, then: Act | None = None) -> "Dialogue":
        """Open a dialogue at its first stage."""
        return cls(Form(flow), mono, then=then)

    def refused(self, code: str) -> "Dialogue":
        """Stand at the last stage again and say why the act was not done."""
        empty = replace(self.form, typed="", problem=None)
        return replace(self, form=empty, sending=False, refusal=code)


class DialoguePart(Part):
    """Draws the dialogue that is open."""

    dialogue: Dialogue | None = None

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines: the gate first, the keys last, the question between."""
        style = shown.palette.dialogue.style
        if self.dialogue is None:
            return filled([], width, height, style)
        stage = stage_of(self.dialogue.form)
        head = [_gate(shown, width), line(width, shown.palette.dialogue.bold, f" {stage.title}")]
        room = max(0, height - len(head) - 1)
        if isinstance(stage, Choice):
            body = _options(shown, self.dialogue.form, stage, width)
        elif isinstance(stage, Typed):
            body = _typed(shown, self.dialogue.form, stage, width, room)
        else:
            body = [line(width, style, f"  {one}") for one in stage.lines]
        last = _last(shown, self.dialogue, width)
        return [*filled([*head, *body], width, height - 1, style), last][:height]


def lines_wanted(dialogue: Dialogue) -> int:
    """Count the lines that the open stage needs."""
    stage = stage_of(dialogue.form)
    return len(stage.lines) + 3 if isinstance(stage, Tell) else 0


def _gate(shown: Shown, width: int) -> Text:
    """Say what happens at the gate meanwhile."""
    palette = shown.palette
    if shown.gone is not None:
        return line(width, palette.fault.bold, f" {shown.say('gone_title')}")
    if shown.verdict is not None:
        now = effective(shown.verdict)
        name = who(shown.verdict.person, shown.language)
        said = f" {plain_word(now)}  {name}  {text(shown.verdict.reason, shown.language)}"
        return line(width, palette.verdict(now).bold, said)
    visit = None if shown.state is None else shown.state.visit
    if visit is None or visit.block in {Block.IDLE, Block.VERDICT}:
        return line(
            width, palette.quiet.style, f" {shown.say('lane', what=shown.say('lane_idle'))}"
        )
    code = "measuring_title" if visit.block is Block.MEASURING else "want_title"
    what = f"{who(visit.person, shown.language)}  {shown.say(code)}"
    return line(width, palette.work.bold, f" {shown.say('lane', what=what)}")


def _options(shown: Shown, form: Form, choice: Choice, width: int) -> list[Text]:
    palette = shown.palette
    at = marked(form, choice)
    lines: list[Text] = []
    for number, option in enumerate(visible(form, choice)):
        tone = palette.chosen if number == at else palette.dialogue
        said = cut(option.text, width - 7)
        lines.append(
            line(width, palette.dialogue.style, "  ", (f" {number + 1}  {said} ", tone.bold))
        )
    if pages(choice) > 1:
        turn = shown.say("page", n=form.page + 1, of=pages(choice))
        lines.append(line(width, palette.dialogue.style, f"   9  {turn}"))
    return lines


def _typed(shown: Shown, form: Form, stage: Typed, width: int, room: int) -> list[Text]:
    tone = shown.palette.dialogue
    if stage.kind is Kind.PIN:
        body = "* " * len(form.typed) + "_"
    elif stage.kind is Kind.TEMPERATURE:
        if room >= 5:
            drawn = draw(shape(form.typed), 2 if room >= 8 else 1)
            return [
                line(width, tone.style),
                *(line(width, tone.bold, f"   {one}") for one in drawn),
            ]
        body = shape(form.typed)
    else:
        body = f"{form.typed}_"
    return [
        line(width, tone.style),
        line(width, tone.bold, "   ", (f" {body} ", shown.palette.chosen.bold)),
    ]


def shape(typed: str) -> str:
    """Show typed digits as a temperature with what is still to come: 36 is `36._`."""
    digits = (typed.replace(".", "") + "___")[:3]
    return f"{digits[:2]}.{digits[2]}"


def _last(shown: Shown, dialogue: Dialogue, width: int) -> Text:
    palette, form = shown.palette, dialogue.form
    if dialogue.sending:
        return line(width, palette.work.bold, f" {shown.say('sending')}")
    if form.problem is not None:
        return line(width, palette.deny.bold, f" {shown.say(form.problem)}")
    if dialogue.refusal is not None:
        why = coded(ANSWERS, dialogue.refusal, shown.language)
        other = coded(ANSWERS, dialogue.refusal, shown.other)
        both = why if why == other else f"{why}   {other}"
        said = wrapped(shown.say("refused", why=both), width - 2, 1)
        return line(width, palette.deny.bold, f" {''.join(said)}")
    stage = stage_of(form)
    keys = (
        "choose" if isinstance(stage, Choice) else "any_key" if isinstance(stage, Tell) else "enter"
    )
    return line(width, palette.bar.style, f" {shown.say(keys)}")
