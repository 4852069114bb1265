"""A log of a whole school over many days, built fast: for measures only.

Everything but most of the visits is appended as the product does, many events a transaction and
without waiting for the disk. A day's visits are appended so on the first `own` days, and copied
from the last of these into the view of the visits for every other day, with the day and the
position moved on: the rows are those that the product would have made, but the log itself does not
hold their events.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from kiosk.core.events import (
    AbsenceRecorded,
    AccessDecided,
    Actor,
    ActorKind,
    ClassReported,
    Event,
    Fact,
    IsolationBegun,
    Moment,
    NotSignedOut,
    PassageEnded,
    PassageOutcome,
    PersonRecorded,
    PhaseSet,
    SymptomsRecorded,
    UnitRecorded,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState
from kiosk.store import connection as connections
from kiosk.store import keys as key_files
from kiosk.store import writing
from kiosk.store.keys import Keys
from kiosk.store.log import Log
from kiosk.store.place import key_path, log_path
from tests.bench.school import ZONE, Somebody, infrared, people

FIRST_DAY = date(2020, 4, 7)
NODE, INCARNATION = "north", 1
LANE = Actor(ActorKind.DEVICE, "lane")
ABSENT_EVERY, UNSIGNED_EVERY, FEVER_EVERY = 50, 100, 400
"""Every so many-th person is absent, leaves without a scan, shows a fever at the gate."""

_COPIED = (
    "INSERT INTO visit (pos, visit_id, wall, {rest}) SELECT pos + ?1, visit_id || ?2,"
    " date(substr(wall, 1, 10), ?3) || substr(wall, 11), {rest}"
    " FROM visit WHERE pos > ?4 AND pos <= ?5"
)


@dataclass
class Built:
    """What stands in the file."""

    people: int = 0
    days: int = 0
    visits: int = 0
    events: int = 0
    visits_copied: int = 0
    own: list[date] = field(default_factory=list)


def build(state: Path, count: int, days: int, own: int) -> Built:
    """Make keys and log of a school of `count` people in `state`; give what was made."""
    keys = key_files.create(key_path(state))
    Log.create(log_path(state), keys, NODE, INCARNATION, _moment(_at(FIRST_DAY, 0))).close()
    with closing(connections.connect(log_path(state))) as db:
        for setting in ("synchronous=OFF", "wal_autocheckpoint=50000", "cache_size=-400000"):
            db.execute(f"PRAGMA {setting}")
        year = _Year(db, keys, people(count))
        year.begin()
        for number in range(days):
            year.day(FIRST_DAY + timedelta(days=number), own=number < own)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return year.built


class _Year:
    def __init__(self, db: sqlite3.Connection, keys: Keys, school: list[Somebody]) -> None:
        self.built = Built(people=len(school))
        self._db = db
        self._keys = keys
        self._school = school
        self._classes = sorted({one.unit for one in school if one.kind is PersonKind.PUPIL})
        columns = [row[1] for row in db.execute("PRAGMA table_info(visit)")]
        rest = ", ".join(one for one in columns if one not in {"pos", "visit_id", "wall"})
        self._copy = _COPIED.format(rest=rest)
        self._last_own = (0, 0)

    def begin(self) -> None:
        """Append the school itself."""
        at = _at(FIRST_DAY, 0)
        units = [UnitRecorded(one, UnitKind.CLASS) for one in self._classes]
        roll = [PersonRecorded(one.person_id, one.kind, one.unit, name=one.name)
                for one in self._school]  # fmt: skip
        facts: list[Fact] = [PhaseSet(Phase.OPEN), *units, *roll]
        with writing.transaction(self._db):
            for fact in facts:
                self._append(fact, at)

    def day(self, day: date, *, own: bool) -> None:
        """Append a day: the visits, then what the class teachers and the doctor write."""
        with writing.transaction(self._db):
            if own:
                self._own_visits(day)
            else:
                self._copied_visits(day)
            for fact, at in self._written(day):
                self._append(fact, at)
        self.built.days += 1
        if own:
            self.built.own.append(day)

    def _own_visits(self, day: date) -> None:
        before = self._head()
        for number, one in enumerate(self._school):
            if number % ABSENT_EVERY == 0:
                continue
            fever = number % FEVER_EVERY == 1
            self._visit(one, day, Direction.IN, 25_200 + number, fever=fever)
        for number, one in enumerate(self._school):
            stays = number % UNSIGNED_EVERY == 2 or number % FEVER_EVERY == 1
            if number % ABSENT_EVERY and not stays:
                self._visit(one, day, Direction.OUT, 61_200 + number, fever=False)
        self._last_own = (before, self._head())

    def _visit(
        self, one: Somebody, day: date, direction: Direction, second: int, *, fever: bool
    ) -> None:
        at = _at(day, second)
        decided = _decided(one, direction, f"{day:%m%d}{direction}{one.person_id}", fever=fever)
        self._append(decided, at)
        self.built.visits += 1
        if decided.verdict is Verdict.GRANT:
            self._append(PassageEnded(decided.visit_id, PassageOutcome.UNOBSERVED), at)

    def _copied_visits(self, day: date) -> None:
        since, until = self._last_own
        move = self._head() - since
        later = (day - self.built.own[-1]).days
        local = (f"-{day:%y%m%d}", f"+{later} days", since, until)
        made = self._db.execute(self._copy, (move, *local)).rowcount
        # The next event goes behind the copies, as it would behind the events they stand for.
        self._db.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'log'", (until + move,))
        self.built.visits += made
        self.built.visits_copied += made

    def _written(self, day: date) -> Iterator[tuple[Fact, datetime]]:
        for number, one in enumerate(self._school):
            if number % ABSENT_EVERY == 0:
                yield AbsenceRecorded(one.person_id, day, cause="sick"), _at(day, 30_000)
                yield (
                    SymptomsRecorded(one.person_id, day, "morning", symptoms=("fever", "cough")),
                    _at(day, 30_001),
                )
            if number % UNSIGNED_EVERY == 2:
                yield NotSignedOut(one.person_id), _at(day, 79_200)
        for unit in self._classes:
            yield ClassReported(unit, day, "morning"), _at(day, 30_002)
        ill = self._school[day.toordinal() % len(self._school)]
        since = _at(day, 30_003)
        yield IsolationBegun(ill.person_id, since, "home_observation"), since

    def _append(self, fact: Fact, at: datetime) -> None:
        event = Event(_moment(at), LANE, fact, "north")
        writing.insert(self._db, self._keys, (NODE, INCARNATION), event)
        self.built.events += 1

    def _head(self) -> int:
        row = self._db.execute(
            "SELECT max((SELECT coalesce(max(pos), 0) FROM log),"
            " (SELECT seq FROM sqlite_sequence WHERE name = 'log'))"
        ).fetchone()
        return int(row[0])


def _decided(one: Somebody, direction: Direction, visit_id: str, *, fever: bool) -> AccessDecided:
    reason, clause = Reason.ROSTER, Clause.N5
    verdict = Verdict.GRANT
    if direction is Direction.OUT:
        reason, clause = Reason.EXIT, Clause.M1
    elif fever:
        reason, clause, verdict = Reason.TEMPERATURE_ELEVATED, Clause.N1C, Verdict.REFER
    return AccessDecided(
        visit_id=visit_id,
        direction=direction,
        verdict=verdict,
        reason=reason,
        clause=clause,
        also=(),
        credential_kind=CredentialKind.SCHOOL_CARD,
        credential_state=CredentialState.VALID,
        phase=Phase.OPEN,
        policy="notice-2020-02",
        person_id=one.person_id,
        person_kind=one.kind,
        unit=one.unit,
        readings=(infrared(37.5 if fever else 36.4),),
    )


def _at(day: date, second: int) -> datetime:
    return datetime.combine(day, time(), ZONE) + timedelta(seconds=second)


def _moment(at: datetime) -> Moment:
    return Moment(at, 1_000_000_000, "boot-1", ClockTrust.TRUSTED)
