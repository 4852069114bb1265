"""The block in the middle: the one thing that is loudest, and the one thing to do next."""

from rich.text import Text

from kiosk.core.words_screen import SHUT, TURNED_AWAY, coded
from kiosk.link.messages import Block, State
from kiosk.tui.cells import centred, filled, line, spaced, wrapped
from kiosk.tui.shown import Gone, Shown, age, effective, who
from kiosk.tui.theme import Tone
from kiosk.tui.widgets.idle import idle_lines, thermometer_works
from kiosk.tui.widgets.part import Part
from kiosk.tui.widgets.verdict import verdict_lines

_BAR = 40


class BigBlock(Part):
    """Verdict, work in hand, way in shut, station gone, or quiet; always one solid ground."""

    def draw(self, shown: Shown, width: int, height: int) -> list[Text]:
        """Give the lines, the content in the middle."""
        tone, lines = _content(shown, width, height)
        above = max(0, height - len(lines)) // 2
        blank = [centred(width, tone.style, "")] * above
        return filled([*blank, *lines], width, height, tone.style)


def _content(shown: Shown, width: int, height: int) -> tuple[Tone, list[Text]]:
    state, palette = shown.state, shown.palette
    if shown.gone is not None:
        return palette.shut, _said(_gone(shown, shown.gone), width, palette.shut)
    if shown.verdict is not None:
        tone = palette.verdict(effective(shown.verdict))
        return tone, verdict_lines(shown, shown.verdict, tone, width, height)
    if state is None:
        return palette.idle, []
    if state.visit.block is Block.MEASURING:
        return palette.work, _measuring(shown, state, width)
    if state.visit.block is Block.WANT_TEMPERATURE:
        return palette.work, _said(_want(shown, state), width, palette.work)
    if state.way_in_shut is not None and shown.inward:
        shut = _shut(shown, state.way_in_shut)
        return palette.shut, _said(shut, width, palette.shut)
    return palette.idle, idle_lines(shown, state, width, height)


def _said(texts: list[str], width: int, tone: Tone) -> list[Text]:
    """Set texts one under the other, the first one wide and apart; an empty one is a blank."""
    lines: list[Text] = []
    for number, said in enumerate(texts):
        body = spaced(said) if number == 0 and len(spaced(said)) < width // 2 else said
        own = tone.bold if number < 2 else tone.style
        lines += [centred(width, own, part) for part in wrapped(body, width - 2) or [""]]
    return lines


def _want(shown: Shown, state: State) -> list[str]:
    person = state.visit.person
    name = [] if person is None else [who(person, shown.language), ""]
    if state.cold_mode:
        return [*shown.both("want_cold"), "", *name]
    if not thermometer_works(state):
        return [*shown.both("want_typed"), "", *name]
    title, hint = shown.both("want_title"), shown.both("want_hint")
    return [title[0], title[1], "", *name, hint[0], hint[1]]


def _measuring(shown: Shown, state: State, width: int) -> list[Text]:
    tone, visit = shown.palette.work, state.visit
    title = shown.both("measuring_title")
    lines = _said([title[0], title[1], ""], width, tone)
    bar = min(_BAR, width - 12)
    full = min(bar, bar * visit.settled // max(1, visit.settled_wanted))
    edge = " " * ((width - bar - 2) // 2)
    filled_style, open_style = f"{tone.ground} on {tone.ink}", tone.style
    parts = (f"{edge}[", ("=" * full, filled_style), ("-" * (bar - full), open_style), "]")
    lines += [line(width, tone.bold, *parts)] * 2
    count = shown.say("settled", n=visit.settled, of=visit.settled_wanted)
    return [*lines, centred(width, tone.style, count)]


def _shut(shown: Shown, why: str) -> list[str]:
    title, out = shown.both("shut_title"), shown.both("shut_out")
    causes = [coded(SHUT, why, language) for language in (shown.language, shown.other)]
    return [title[0], title[1], "", *causes, "", *out]


def _gone(shown: Shown, gone: Gone) -> list[str]:
    title, act = shown.both("gone_title"), shown.both("gone_do")
    if gone.refused is not None:
        why = [coded(TURNED_AWAY, gone.refused, one) for one in (shown.language, shown.other)]
        return [title[0], title[1], "", *why]
    if gone.since is None:
        since = shown.both("gone_never", age=age(gone.seconds))
    else:
        since = shown.both("gone_since", time=f"{gone.since:%H:%M:%S}", age=age(gone.seconds))
    return [title[0], title[1], "", since[0], act[0], "", since[1], act[1]]
