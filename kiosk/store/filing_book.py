"""What is filed: reports as released, plans, trainings, who was reached, families' questions."""

from dataclasses import dataclass, field
from datetime import date, datetime

from kiosk.core.events import (
    PlanFiled,
    PlanReviewed,
    QuestionAnswered,
    QuestionLogged,
    ReportReleased,
    TrainingHeld,
)
from kiosk.store import reading
from kiosk.store.asking import Asking


@dataclass(frozen=True, slots=True)
class Released:
    """A report as it was released: by whom and when, what it corrects, what was sent."""

    report_id: str
    report: str
    day: date
    digest: str
    corrects: str | None
    at: datetime
    by: str
    why: str | None
    content: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan that was filed, with its reviews (day, result, reviewer), oldest first."""

    plan_id: str
    day: date
    digest: str | None
    title: str | None
    reviews: tuple[tuple[date, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """A training, and the ids of who was there."""

    training_id: str
    day: date
    topic: str | None
    attended: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One time a person was reached: channel, when it was written down, the day if one is told."""

    channel: str
    at: datetime
    day: date | None
    slip: bool


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person was reached about a matter, every way in the order of writing."""

    person_id: str
    ways: tuple[Way, ...]

    @property
    def channels(self) -> tuple[str, ...]:
        """Give every channel once."""
        return tuple(dict.fromkeys(one.channel for one in self.ways))

    @property
    def slip(self) -> bool:
        """Tell whether a slip came back."""
        return any(one.slip for one in self.ways)


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A family's question and what was answered."""

    question_id: str
    person_id: str | None
    unit: str | None
    asked: datetime
    answered: datetime | None
    question: str | None = field(repr=False)
    answer: str | None = field(repr=False)
    phone: str | None = field(repr=False)


class FilingBook(Asking):
    """Questions about what is filed."""

    def releases(self, report: str, day: date | None = None) -> list[Released]:
        """Give the releases of a report, of one day or of all, oldest first."""
        found = self._all(
            "SELECT pos FROM report_released WHERE report = ? AND (? IS NULL OR day = ?)"
            " ORDER BY pos",
            report,
            *(2 * (None if day is None else day.isoformat(),)),
        )
        return [self._released(pos) for (pos,) in found]

    def release(self, report_id: str) -> Released | None:
        """Give one release; of two under one id the first, which nothing later can cover."""
        row = self._one(
            "SELECT pos FROM report_released WHERE report_id = ? ORDER BY pos LIMIT 1",
            report_id,
        )
        return None if row is None else self._released(row[0])

    def plans(self) -> list[PlanRow]:
        """Give the plans that were filed, newest first."""
        found = self._all("SELECT plan_id, pos FROM plan ORDER BY pos DESC")
        return [self._plan(plan_id, pos) for plan_id, pos in found]

    def trainings(self) -> list[TrainingRow]:
        """Give the trainings, newest first."""
        found = self._all("SELECT training_id, day, pos FROM training ORDER BY day DESC, pos DESC")
        return [
            TrainingRow(one, date.fromisoformat(day), self._topic(pos), self._attended(one))
            for one, day, pos in found
        ]

    def reached(self, matter_id: str) -> dict[str, Reached]:
        """Give who was reached about a matter, by person."""
        found = self._all(
            f"SELECT person_id, channel, wall, day, slip FROM reach LEFT JOIN {reading.CURRENT}"  # noqa: S608 - constants
            " AND matter_id = ? ORDER BY pos",
            matter_id,
        )
        ways: dict[str, list[Way]] = {}
        for person_id, channel, wall, day, slip in found:
            told = None if day is None else date.fromisoformat(day)
            way = Way(channel, datetime.fromisoformat(wall), told, bool(slip))
            ways.setdefault(person_id, []).append(way)
        return {person_id: Reached(person_id, tuple(all_)) for person_id, all_ in ways.items()}

    def matters(self) -> list[str]:
        """Give every matter that people were reached about; an open import counts for nothing."""
        found = self._all(
            f"SELECT DISTINCT matter_id FROM reach LEFT JOIN {reading.CURRENT} ORDER BY 1"  # noqa: S608 - constants
        )
        return [row[0] for row in found]

    def questions(self, *, unanswered: bool = False) -> list[QuestionRow]:
        """Give the families' questions, oldest first."""
        found = self._all(
            "SELECT question_id, person_id, unit, asked, answered, pos, answered_pos"
            " FROM question WHERE ? = 0 OR answered IS NULL ORDER BY pos",
            unanswered,
        )
        return [self._question(*row) for row in found]

    def reopening(self) -> date | None:
        """Give the day the school reopens."""
        row = self._one("SELECT day FROM reopening")
        return None if row is None else date.fromisoformat(row[0])

    def drills_reported(self) -> list[tuple[str, datetime]]:
        """Give the drills that were reported, with when."""
        found = self._all("SELECT drill_id, wall FROM drill_reported ORDER BY pos")
        return [(drill_id, datetime.fromisoformat(wall)) for drill_id, wall in found]

    def _released(self, pos: int) -> Released:
        event = self.at(pos).event
        fact = event.fact
        assert isinstance(fact, ReportReleased)  # noqa: S101 - the view names no other
        return Released(
            fact.report_id,
            fact.report,
            fact.day,
            fact.digest,
            fact.corrects,
            event.moment.wall,
            event.actor.name,
            event.why,
            fact.content,
        )

    def _plan(self, plan_id: str, pos: int) -> PlanRow:
        fact = self.at(pos).event.fact
        assert isinstance(fact, PlanFiled)  # noqa: S101 - the view names no other
        found = self._all("SELECT pos FROM plan_review WHERE plan_id = ? ORDER BY pos", plan_id)
        reviews = (self.at(one).event.fact for (one,) in found)
        return PlanRow(
            plan_id,
            fact.day,
            fact.digest,
            fact.title,
            tuple(
                (one.day, one.result, one.reviewer)
                for one in reviews
                if isinstance(one, PlanReviewed)
            ),
        )

    def _topic(self, pos: int) -> str | None:
        fact = self.at(pos).event.fact
        return fact.topic if isinstance(fact, TrainingHeld) else None

    def _attended(self, training_id: str) -> tuple[str, ...]:
        found = self._all(
            "SELECT person_id FROM training_attended WHERE training_id = ? ORDER BY person_id",
            training_id,
        )
        return tuple(row[0] for row in found)

    def _question(
        self,
        question_id: str,
        person_id: str | None,
        unit: str | None,
        asked: str,
        answered: str | None,
        pos: int,
        answered_pos: int | None,
    ) -> QuestionRow:
        fact = self.at(pos).event.fact
        told = None if answered_pos is None else self.at(answered_pos).event.fact
        logged = fact if isinstance(fact, QuestionLogged) else None
        return QuestionRow(
            question_id,
            person_id,
            unit,
            datetime.fromisoformat(asked),
            reading.time(answered),
            None if logged is None else logged.question,
            told.answer if isinstance(told, QuestionAnswered) else None,
            None if logged is None else logged.phone,
        )
