"""A dialogue, in the place of the block: the gate in its top line, then one question."""

from dataclasses import dataclass, replace

from rich.text import Text

from kiosk.core.words import text
from kiosk.link.messages import Block
from kiosk.tui.cells import cut, filled, line, wrapped
from kiosk.tui.drawing import draw
from kiosk.tui.form import marked, pages, visible
from kiosk.tui.keys import Act
from kiosk.tui.shown import Shown, effective, who
from kiosk.tui.stages import (
    PAGE,
    AndThen,
    Choice,
    Flow,
    Form,
    Kind,
    Room,
    Search,
    Sheet,
    Typed,
    stage_of,
)
from kiosk.tui.widgets.lists import (
    refused_lines,
    search_lines,
    search_title,
    sheet_body,
    sheet_title,
)
from kiosk.tui.widgets.part import Part
from kiosk.tui.widgets.verdict import plain_word


@dataclass(frozen=True, slots=True)
class Dialogue:
    """An open dialogue; `then` is what the guard wanted before he had to sign in.

    `going` is the act that was sent when the dialogue goes on after it.

    `refusal` says why the act was not done; `touched` is when the last key
    was pressed, in monotonic seconds.
    """

    form: Form
    touched: float
    sending: bool = False
    refusal: str | None = None
    then: Act | None = None
    going: AndThen | None = None

    @classmethod
    def of(cls, flow: Flow, mono: float, then: Act | None = None) -> "Dialogue":
        """Open a dialogue at its first stage."""
        return cls(Form(flow), mono, then=then)

    def refused(self, why: str) -> "Dialogue":
        """Stand at the last stage again and say why the act was not done.

        What was typed stays, so that Enter tries again; a PIN never does.
        """
        stage = stage_of(self.form)
        secret = isinstance(stage, Typed) and stage.kind is Kind.PIN
        form = replace(self.form, typed="" if secret else self.form.typed, problem=None)
        return replace(self, form=form, sending=False, refusal=why, going=None)


class DialoguePart(Part):
    """Draws the dialogue that is open."""

    dialogue: Dialogue | None = None

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines: the gate first, the keys last, the question between."""
        style = shown.palette.dialogue.style
        if self.dialogue is None:
            return filled([], width, height, style)
        head, *body = _stage(shown, self.dialogue.form, Room(width, height))
        last = _last(shown, self.dialogue, width)
        upper = [_gate(shown, width), head, *body]
        return [*filled(upper, width, height - 1, style), last][:height]


def lines_wanted(dialogue: Dialogue) -> int:
    """Count the lines that the open stage needs, gate, title and keys included."""
    stage = stage_of(dialogue.form)
    if isinstance(stage, Sheet):
        below = len(stage.options) + 1 if stage.options else 0
        return len(stage.lines) + below + 3
    return PAGE + 4 if isinstance(stage, Search) else 0


def is_brief(dialogue: Dialogue | None) -> bool:
    """Tell whether what is shown goes away by itself."""
    stage = None if dialogue is None else stage_of(dialogue.form)
    return isinstance(stage, Sheet) and stage.brief


def _stage(shown: Shown, form: Form, room: Room) -> list[Text]:
    """Give the title of a stage and what stands under it."""
    stage, width = stage_of(form), room.width
    if isinstance(stage, Search):
        head = search_title(shown, form, stage, width)
        return [head, *search_lines(shown, form, stage, width)]
    if isinstance(stage, Sheet):
        return [sheet_title(shown, form, stage, room), *sheet_body(shown, form, stage, room)]
    head = line(width, shown.palette.dialogue.bold, f" {stage.title}")
    if isinstance(stage, Choice):
        return [head, *_options(shown, form, stage, width)]
    if isinstance(stage, Typed):
        return [head, *_typed(shown, form, stage, width, max(0, room.height - 3))]
    refused = None if form.found is None else form.found.refused
    if refused is not None:
        return [head, *refused_lines(shown, refused, width)]
    return [head, line(width, shown.palette.dialogue.style, f"  {shown.say('searching')}")]


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
        said = "".join(wrapped(dialogue.refusal, width - 2, 1))
        return line(width, palette.deny.bold, f" {said}")
    return line(width, palette.bar.style, f" {shown.say(_keys(form))}")


def _keys(form: Form) -> str:
    """Give the label that says which keys count."""
    stage = stage_of(form)
    if isinstance(stage, Choice):
        return "choose"
    if isinstance(stage, Search):
        return "search_keys"
    if isinstance(stage, Sheet):
        return "sheet_choose" if stage.options else "sheet_keys"
    if isinstance(stage, Typed):
        return "enter_optional" if stage.optional else "enter"
    return "any_key" if form.found is None else "retry"
