"""A verdict as lines of the block: the word as large as it goes, who, why, and what to do next."""

from typing import NamedTuple

from rich.cells import cell_len
from rich.text import Text

from kiosk.core.reasons import FACTS, NextStep, Verdict
from kiosk.core.rosters import Punctuality
from kiosk.core.words import Language, text
from kiosk.core.words_policy import guard_check
from kiosk.core.words_screen import BIG, SIGNS, label
from kiosk.link.messages import VerdictShown
from kiosk.tui.cells import centred, cut, spaced, wrapped
from kiosk.tui.drawing import draw, size
from kiosk.tui.shown import Shown, degrees, effective, who_fully
from kiosk.tui.theme import Tone

_LEAST = 4
"""Lines of plain text that a drawn word must leave room for: word, who, why, next step."""

_LARGEST = 3

_SLOTS = frozenset(Punctuality) - {Punctuality.ON_TIME}
"""How an arrival may stand to the timetable; to be on time needs no word."""

_MEASURES = frozenset({NextStep.COME_AGAIN, NextStep.MEASURE_AGAIN})
"""Steps that the sensor or the handheld takes; after too many of them another instrument does."""


class _Row(NamedTuple):
    """A line that may stay out: the lower its rank, the longer it stays."""

    rank: int
    text: str
    loud: bool
    turned: bool = False


def verdict_lines(
    shown: Shown, verdict: VerdictShown, tone: Tone, width: int, height: int
) -> list[Text]:
    """Give at most `height` lines; the plain word and the next step are always among them."""
    rows = _rows(shown, verdict, width)
    drawn = _drawn(shown, effective(verdict), width, height, len(rows))
    kept = _kept(rows, height - len(drawn))
    lines = [centred(width, tone.bold, one) for one in drawn]
    return lines + [_line(row, tone, width) for row in kept]


def _line(row: _Row, tone: Tone, width: int) -> Text:
    if row.turned:
        # What to do next stands out by ink and ground changed over.
        return centred(width, tone.style, f" {row.text} ", f"bold {tone.ground} on {tone.ink}")
    return centred(width, tone.bold if row.loud else tone.style, row.text)


def plain_word(verdict: Verdict) -> str:
    """Give sign and word in both languages, as plain letters."""
    words = BIG[verdict]
    return f"{SIGNS[verdict]}  {spaced(words.zh)}   {spaced(words.en)}"


def _kept(rows: list[_Row], room: int) -> list[_Row]:
    ranks = sorted(row.rank for row in rows)[: max(0, room)]
    last = ranks[-1] if ranks else -1
    kept = [row for row in rows if row.rank <= last]
    while len(kept) > room:
        # Of two lines of one rank the later one is the rest of the earlier.
        kept.remove([row for row in kept if row.rank == last][-1])
    return kept


def _drawn(shown: Shown, now: Verdict, width: int, height: int, rows: int) -> list[str]:
    own = BIG[now].in_language(shown.language)
    other = BIG[now].in_language(shown.other)
    first = _largest([SIGNS[now] + own, own], width, height - _LEAST)
    second = _largest([other], width, height - len(first) - rows - 2)
    if first and second:
        return [*first, "", *second, ""]
    return [*first, ""] if first and height > len(first) + rows else first


def _largest(words: list[str], width: int, height: int) -> list[str]:
    """Draw the first of the words that fits, as large as it goes; nothing when none does."""
    for word in words:
        for scale in range(_LARGEST, 0, -1):
            wide, high = size(word, scale)
            if wide <= width - 2 and high <= height:
                return draw(word, scale)
    return []


def _rows(shown: Shown, verdict: VerdictShown, width: int) -> list[_Row]:
    rows = [_Row(0, plain_word(effective(verdict)), loud=True)]
    whom = who_fully(verdict.person, shown.language) if verdict.person is not None else ""
    if verdict.corrected_c is not None:
        # A long unit gives way: half a temperature would be another one.
        value = f"   {degrees(verdict.corrected_c)} C"
        whom = f"{cut(whom, width - cell_len(value))}{value}".strip()
    if whom:
        rows.append(_Row(3, whom, loud=True))
    rows += [_Row(2 + n * 2, part, loud=True) for n, part in enumerate(_why(shown, verdict, width))]
    own, other = _next(shown.language, verdict), _next(shown.other, verdict)
    rows += [_Row(1, part, loud=True, turned=True) for part in wrapped(own, width - 4, 3)]
    if verdict.guard_checks:
        named = ", ".join(guard_check(one, shown.language) for one in verdict.guard_checks)
        checks = wrapped(shown.say("checks", checks=named), width - 2)
        rows += [_Row(4, part, loud=True) for part in checks]
    more = "   ".join(_more(shown, verdict))
    rows += [_Row(5, part, loud=False) for part in wrapped(more, width - 2)]
    rows += [_Row(6, part, loud=False) for part in wrapped(other, width - 2, 1)]
    return rows


def _why(shown: Shown, verdict: VerdictShown, width: int) -> list[str]:
    own, other = (text(verdict.reason, one) for one in (shown.language, shown.other))
    both = f"{own}   {other}"
    fits = cut(both, width - 2) == both
    return [both] if fits else [cut(own, width - 2), cut(other, width - 2)]


def _next(language: Language, verdict: VerdictShown) -> str:
    if verdict.overridden:
        return f"{label('overridden', language)}, {text(NextStep.LET_IN, language)}"
    step = FACTS[verdict.reason].next_step
    if verdict.needs_contact and step in _MEASURES:
        step = NextStep.USE_CONTACT
    return label("next", language, step=text(step, language))


def _more(shown: Shown, verdict: VerdictShown) -> list[str]:
    more: list[str] = []
    if verdict.slot in _SLOTS:
        more.append(text(Punctuality(verdict.slot), shown.language))
    if verdict.recheck_wanted and not verdict.needs_contact:
        done, wanted = verdict.recheck_done, verdict.recheck_wanted
        more += shown.both("recheck", done=done, wanted=wanted)
    if verdict.case_no is not None:
        more.append(shown.say("case", no=verdict.case_no))
    refused = effective(verdict) is not Verdict.GRANT
    if refused and (verdict.contact_name or verdict.contact_phone):
        name, phone = verdict.contact_name or "", verdict.contact_phone or ""
        more.append(shown.say("contact", name=name, phone=phone))
    if refused and verdict.may_override:
        more.append(shown.say("may_override"))
    if refused and verdict.also:
        reasons = ", ".join(text(reason, shown.language) for reason in verdict.also)
        more.append(shown.say("also", reasons=reasons))
    return more
