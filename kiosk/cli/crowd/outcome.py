"""Judges verdicts by what was expected, keeps count, and compares with the log at the end."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from kiosk.cli.crowd.plan import Act, CaseMove, Expected, Turn
from kiosk.core.events import AccessDecided
from kiosk.link.messages import State, VerdictShown
from kiosk.store.place import open_log

_PAGE = 1000


@dataclass(slots=True)
class Outcome:
    """What a crowd met with.

    `cases` holds the open held case of each person, `last_visit` the visit of the last verdict;
    `seen` every visit whose verdict came over the link; `wrong` what differed, one line each.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    cases: dict[str, int] = field(default_factory=dict)
    last_visit: dict[str, str] = field(default_factory=dict)
    known_cases: set[int] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    began: datetime | None = None
    ended: datetime | None = None

    def fail(self, turn: Turn, why: str, act: Act | None = None) -> None:
        """Note that a turn has brought no verdict at all."""
        self.people.add(turn.person)
        self.wrong.append(f"{_name(turn, act)}: {why}")

    def people_per_minute(self) -> float | None:
        """How many people passed in a minute of the station; None before the end."""
        if self.began is None or self.ended is None:
            return None
        minutes = (self.ended - self.began).total_seconds() / 60
        return round(len(self.people) / minutes, 1) if minutes > 0 else None


def judge(
    outcome: Outcome, turn: Turn, expected: Expected, state: State, act: Act | None = None
) -> None:
    """Count the verdict that a state shows, and note every way in which it differs."""
    verdict = state.verdict
    if verdict is None:
        outcome.fail(turn, "no verdict is shown", act)
        return
    outcome.people.add(turn.person)
    outcome.seen.append(verdict.visit_id)
    outcome.last_visit[turn.person] = verdict.visit_id
    outcome.verdicts[verdict.verdict.value] += 1
    outcome.reasons[verdict.reason.value] += 1
    problems = [*_said(turn, expected, verdict), *_held(outcome, turn, expected, state)]
    if problems:
        outcome.wrong.append(f"{_name(turn, act)}: {'; '.join(problems)}")


def lost_entries(state: Path, outcome: Outcome) -> int:
    """Count the visits seen over the link that are not in the log; raises StoreError."""
    written: Counter[str] = Counter()
    with open_log(state) as log:
        after = 0
        while page := log.read(after, _PAGE):
            after = page[-1].pos
            written.update(
                one.event.fact.visit_id for one in page if isinstance(one.event.fact, AccessDecided)
            )
    return sum((Counter(outcome.seen) - written).values())


def latency_ms(data: dict[str, Any]) -> dict[str, dict[str, float | int | None]]:
    """Give p50 and p99 in milliseconds of what the station answers to `latency`, in seconds."""
    return {name: _percentiles(data[name]) for name in ("from_code", "from_sample")}


def _percentiles(seconds: list[float]) -> dict[str, float | int | None]:
    if len(seconds) < 2:
        only = round(seconds[0] * 1000, 1) if seconds else None
        return {"visits": len(seconds), "p50": only, "p99": only}
    cuts = quantiles(seconds, n=100, method="inclusive")
    p50, p99 = round(cuts[49] * 1000, 1), round(cuts[98] * 1000, 1)
    return {"visits": len(seconds), "p50": p50, "p99": p99}


def _said(turn: Turn, expected: Expected, verdict: VerdictShown) -> list[str]:
    also = tuple(one for one in verdict.also if one not in expected.may)
    found = (verdict.verdict, verdict.reason, also)
    wanted = (expected.verdict, expected.reason, expected.also)
    problems = []
    if found != wanted:
        problems.append(f"expected {_line(*wanted)}, got {_line(*found)}")
    person = None if verdict.person is None else verdict.person.person_id
    if person != (turn.person if turn.known else None):
        problems.append(f"the verdict is on {person}")
    return problems


def _held(outcome: Outcome, turn: Turn, expected: Expected, state: State) -> list[str]:
    before = outcome.cases.get(turn.person)
    case_no = None if state.verdict is None else state.verdict.case_no
    is_open = before in {one.case_no for one in state.cases}
    match expected.case:
        case CaseMove.OPENS:
            right = case_no is not None and case_no not in outcome.known_cases
        case CaseMove.JOINS:
            right = case_no is not None and case_no == before
        case CaseMove.ENDS:
            right = case_no is None and before is not None and not is_open
        case CaseMove.NONE:
            right = case_no is None
    if case_no is not None:
        outcome.cases[turn.person] = case_no
        outcome.known_cases.add(case_no)
    elif not is_open:
        outcome.cases.pop(turn.person, None)
    if right:
        return []
    return [f"a case that {expected.case} was expected, got {case_no} after {before}"]


def _line(verdict: str, reason: str, also: tuple[str, ...]) -> str:
    more = f" also {', '.join(also)}" if also else ""
    return f"{verdict} {reason}{more}"


def _name(turn: Turn, act: Act | None) -> str:
    return f"{turn.person}/{turn.number}" + (f" {act.deed}" if act else "")
