"""The counted columns of the day's reports: what each is called and whom it counts."""

from collections.abc import Callable, Mapping

from kiosk.core.day_facts import ISOLATION_ROOM, DayFacts, DayPerson
from kiosk.core.health_file import Symptom
from kiosk.core.tables import Column, ColumnKind
from kiosk.core.words import words

_WHOLE = ColumnKind.WHOLE

Keys = frozenset[str | None] | None
"""The keys of counted decisions that belong to a row; None for all of them."""

Count = Callable[[tuple[DayPerson, ...], DayFacts, Keys], int]


def number(test: Callable[[DayPerson], bool]) -> Count:
    """Count the people of a row that a test holds for."""
    return lambda people, _facts, _keys: sum(map(test, people))


def _isolated(cause: str) -> Count:
    return number(lambda one: one.isolation == cause)


def _counted(counts: Callable[[DayFacts], Mapping[str | None, int]]) -> Count:
    def count(_people: tuple[DayPerson, ...], facts: DayFacts, keys: Keys) -> int:
        return sum(n for key, n in counts(facts).items() if keys is None or key in keys)

    return count


COUNTS: tuple[tuple[Column, Count], ...] = (
    (Column("enrolled", "应到", "Enrolled", _WHOLE), number(lambda one: True)),
    # Who was sent home ill is absent, though he came; a teacher takes an absence back.
    (
        Column("present", "实到", "Present", _WHOLE),
        number(lambda one: one.present and not one.absent),
    ),
    (Column("absent_sick", "因病缺勤", "Absent sick", _WHOLE), number(lambda one: one.sick)),
    (
        Column("absent_other", "其他缺勤", "Absent other", _WHOLE),
        number(lambda one: one.absent and not one.sick),
    ),
    (
        Column("absent_unexplained", "缺勤原因不明", "Absent, cause unknown", _WHOLE),
        number(lambda one: one.unexplained),
    ),
    (
        Column("fever_gate", "校门体温偏高", "Elevated at gate", _WHOLE),
        number(lambda one: one.fever),
    ),
    (
        Column("fever_confirmed", "接触测温确认", "Confirmed by contact", _WHOLE),
        number(lambda one: one.confirmed),
    ),
    (Column("isolation_room", "隔离室", "Isolation room", _WHOLE), _isolated(ISOLATION_ROOM)),
    (
        Column("home_observation", "居家观察", "Home observation", _WHOLE),
        _isolated("home_observation"),
    ),
    (Column("quarantine", "集中隔离", "Quarantine", _WHOLE), _isolated("quarantine")),
    (Column("suspect", "疑似", "Suspect", _WHOLE), _isolated("suspect")),
    (Column("confirmed", "确诊", "Confirmed case", _WHOLE), _isolated("confirmed")),
    (
        Column("key_region", "重点地区未返", "Key region, not back", _WHOLE),
        number(lambda one: one.watched and not one.present),
    ),
    (
        Column("no_reading", "无有效读数", "No valid reading", _WHOLE),
        _counted(lambda facts: facts.no_reading),
    ),
    (
        Column("overrides", "主管放行", "Overrides", _WHOLE),
        _counted(lambda facts: facts.overrides),
    ),
)
"""The columns of the daily report: our own design, no official form was found (rules.md 3a)."""


def named_symptom(symptom: Symptom, zh: str, en: str) -> tuple[str, str]:
    """Give the two headings of a symptom's column; `zh` and `en` say over what."""
    both = words(symptom)
    return f"{both.zh}({zh})", f"{both.en} {en}"


def with_symptom(symptom: Symptom) -> Count:
    """Count who has a symptom today."""
    return number(lambda one: symptom in one.symptoms)


def over_days(symptom: Symptom) -> Count:
    """Count who has had a symptom today or on the days before that count."""

    def count(people: tuple[DayPerson, ...], facts: DayFacts, _keys: Keys) -> int:
        return sum(
            symptom in one.symptoms
            or symptom in facts.symptoms_before.get(one.person_id, frozenset())
            for one in people
        )

    return count
