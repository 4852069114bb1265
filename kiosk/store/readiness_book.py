"""What the log lacks before the school reopens (clause N3), and whose it is to see to."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kiosk.core import home_series, units
from kiosk.core.calibration import Instrument, Standing, standings
from kiosk.core.directory import NEEDED
from kiosk.core.events import PersonRecorded
from kiosk.core.filing import reviewed_in_time
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.phases import Phase
from kiosk.core.readiness import Lack, Missing, due, in_order
from kiosk.store import reading
from kiosk.store.asking import Asking
from kiosk.store.filing_book import FilingBook
from kiosk.store.folding import stamp
from kiosk.store.home_book import HomeBook
from kiosk.store.instrument_book import InstrumentBook
from kiosk.store.school_book import Member, SchoolBook

_CARDS = (
    "SELECT person_id FROM (SELECT card_id, person_id,"
    " max(pos, coalesce(closed_pos, 0)) AS counts_from,"
    f" row_number() OVER (PARTITION BY card_id ORDER BY {reading.NEWEST}) AS place"
    f" FROM card_record LEFT JOIN {reading.CURRENT}) LEFT JOIN card_revoked USING (card_id)"
    " WHERE place = 1 AND (card_revoked.pos IS NULL OR card_revoked.pos < counts_from)"
)
_PASSES = (
    "SELECT person_id FROM pass WHERE (until IS NULL OR until > ?) AND NOT EXISTS"
    " (SELECT 1 FROM pass_revoked WHERE pass_revoked.pass_id = pass.pass_id)"
)
_PHONES = (
    "SELECT pos FROM (SELECT pos, person_id, kind, row_number() OVER"
    f" (PARTITION BY person_id ORDER BY {reading.NEWEST}) AS place"
    f" FROM person_record LEFT JOIN {reading.CURRENT}) WHERE place = 1"
    " AND (kind = 'pupil' OR person_id IN (SELECT guardian_id FROM household))"
)


@dataclass(frozen=True, slots=True)
class School:
    """What the configuration says, and when it is asked.

    `at` is local; `reopening` is the day asked about, None for the one that is set. `home_days`
    is how many days of home temperatures a first return needs, `instruments` are the thermometers
    of the gate at `access_point`, `public` tells whether families can find where to register or
    whom to ask.
    """

    at: datetime
    home_days: int
    access_point: str = ""
    instruments: tuple[Instrument, ...] = ()
    public: bool = True
    reopening: date | None = None


class ReadinessBook(Asking):
    """Questions about what is missing; see `Asking` for what they may raise."""

    def lacks(self, school: School) -> tuple[Lack, ...]:
        """List everything that is missing, in order, with who should act and by when."""
        view = _View(self, school)
        found = [
            *self._filed(view),
            *self._structure(view),
            *self._people(view),
            *self._told(view),
        ]
        return in_order(found)

    def books(self) -> tuple[SchoolBook, FilingBook]:
        """Give the books of the same log that most checks read."""
        return SchoolBook(self._db, self._keys), FilingBook(self._db, self._keys)

    def _filed(self, view: "_View") -> Iterator[Lack]:
        if view.reopening is None:
            yield view.lack(Missing.REOPENING_DAY)
        plans = view.filing.plans()
        if not plans:
            yield view.lack(Missing.PLAN_FILED)
        day = view.reopening or view.today
        if not any(reviewed_in_time(one.reviews, day) for one in plans):
            yield view.lack(Missing.PLAN_REVIEWED)
        if not view.filing.drills_reported():
            yield view.lack(Missing.DRILL)
        if self._phase_on(view) is Phase.CLOSED:
            yield view.lack(Missing.PHASE)
        trained = {one for held in view.filing.trainings() for one in held.attended}
        staff = [one for one in view.members if one.kind is PersonKind.STAFF]
        yield from view.by_unit(
            Missing.TRAINING, (one for one in staff if one.person_id not in trained)
        )

    def _phase_on(self, view: "_View") -> Phase:
        """Give the phase of the reopening day: the last one due by its end, else that of now."""
        row = self._one(
            "SELECT phase FROM phase_schedule WHERE at < ? ORDER BY at DESC, pos DESC LIMIT 1",
            stamp(view.end),
        )
        row = row or self._one("SELECT phase FROM phase WHERE drill = 0")
        return Phase.CLOSED if row is None else Phase(row[0])

    def _structure(self, view: "_View") -> Iterator[Lack]:
        known = view.book.units()
        if not any(one.kind is UnitKind.CLASS for one in known.values()):
            yield view.lack(Missing.UNITS)
        used = {one.unit for one in view.pupils if one.unit}
        for path in sorted(used - set(known), key=units.natural):
            yield view.lack(Missing.UNITS, path)
        appointed = view.book.appointed()
        for path in known:
            responsible, deputy = appointed.get(path, (None, None))
            if responsible is None:
                yield view.lack(Missing.RESPONSIBLE, path, above=True)
            if deputy is None:
                yield view.lack(Missing.DEPUTY, path, above=True)
        slots = view.book.slots(view.reopening or view.today, view.zone)
        for path in sorted(used, key=units.natural):
            if units.nearest(path, slots, view.root) is None:
                yield view.lack(Missing.SLOT, path)

    def _people(self, view: "_View") -> Iterator[Lack]:
        carry = {row[0] for row in self._all(_CARDS)}
        carry |= {row[0] for row in self._all(_PASSES, stamp(view.end))}
        on_the_roll = [one for one in view.members if one.kind in _ON_THE_ROLL]
        yield from view.by_unit(
            Missing.CREDENTIAL, (one for one in on_the_roll if one.person_id not in carry)
        )
        called = self._can_be_called(view.book.households())
        yield from view.by_unit(
            Missing.GUARDIAN, (one for one in view.pupils if one.person_id not in called)
        )
        days = home_series.last_days(min(view.today, view.day), view.school.home_days)
        recorded = HomeBook(self._db, self._keys).days_of(days[0], days[-1]) if days else {}
        yield from view.by_unit(
            Missing.HOME_RECORDS,
            (
                one
                for one in view.pupils
                if home_series.missing(recorded.get(one.person_id, ()), days)
            ),
        )

    def _can_be_called(self, guardians: Mapping[str, tuple[str, ...]]) -> set[str]:
        """Name the pupils at whose home somebody has a phone."""
        own: set[str] = set()
        with_phone: set[str] = set()
        for (pos,) in self._all(_PHONES):
            fact = self.at(pos).event.fact
            if isinstance(fact, PersonRecorded):
                if fact.contact_phone:
                    own.add(fact.person_id)
                # Whoever guards a pupil can be called, also when he works at the school.
                if fact.phone:
                    with_phone.add(fact.person_id)
        return own | {pupil for pupil, theirs in guardians.items() if with_phone & set(theirs)}

    def _told(self, view: "_View") -> Iterator[Lack]:
        shift = self._one(
            "SELECT 1 FROM shift WHERE (since IS NULL OR since < ?)"
            " AND (until IS NULL OR until > ?) LIMIT 1",
            stamp(view.end),
            stamp(view.start),
        )
        if shift is None:
            yield view.lack(Missing.DUTY_ROSTER)
        called = {one.line for one in view.book.directory() if one.phone}
        for line in NEEDED:
            if line not in called:
                yield view.lack(Missing.DIRECTORY, line)
        book = InstrumentBook(self._db, self._keys)
        found = book.calibrations(view.school.access_point)
        when = max(view.start, view.school.at)
        for one in standings(view.school.instruments, found, when):
            if one.standing is not Standing.VALID:
                yield view.lack(Missing.CALIBRATION, one.instrument.name)
        for off in book.drifts(view.today, view.zone):
            yield view.lack(Missing.DRIFT, off.device)
        if not view.book.notices(view.school.at) and not view.book.notices(view.start):
            yield view.lack(Missing.NOTICE)
        if not view.school.public:
            yield view.lack(Missing.REGISTRATION)


_ON_THE_ROLL = frozenset({PersonKind.PUPIL, PersonKind.STAFF})


class _View:
    """What every check needs, read once."""

    def __init__(self, asking: ReadinessBook, school: School) -> None:
        self.school = school
        self.book, self.filing = asking.books()
        self.reopening = school.reopening or self.filing.reopening()
        self.today = school.at.date()
        self.day = self.reopening or self.today
        self.zone: tzinfo = school.at.tzinfo or UTC
        self.start = datetime.combine(self.day, time(), self.zone)
        self.end = self.start + timedelta(days=1)
        self.root = self.book.root()
        self.members = self.book.members()
        self.pupils = [one for one in self.members if one.kind is PersonKind.PUPIL]
        self._answers: dict[str | None, str | None] = {}

    def lack(
        self,
        what: Missing,
        about: str | None = None,
        people: Iterable[Member] = (),
        *,
        above: bool = False,
    ) -> Lack:
        """Make one, for who answers for the unit it is about, else for the school.

        With `above` it is for who answers for the unit above: an appointment is not one's own.
        """
        unit = about if what not in _NOT_ABOUT_A_UNIT else None
        if above and unit is not None:
            unit = next(iter(units.above(unit, self.root)[1:]), None)
        names = tuple(one.person_id for one in people)
        return Lack(what, about, names, self._who(unit), due(what, self.reopening))

    def by_unit(self, what: Missing, people: Iterable[Member]) -> Iterator[Lack]:
        """Make one for each unit that somebody of these belongs to."""
        found: dict[str | None, list[Member]] = {}
        for one in people:
            found.setdefault(one.unit, []).append(one)
        for unit, theirs in found.items():
            yield self.lack(what, unit, theirs)

    def _who(self, unit: str | None) -> str | None:
        if unit not in self._answers:
            asked = unit or self.root
            found = None if asked is None else self.book.responsible(asked, self.school.at)
            self._answers[unit] = None if found is None else found.acts_id
        return self._answers[unit]


_NOT_ABOUT_A_UNIT = frozenset({Missing.DIRECTORY, Missing.CALIBRATION, Missing.DRIFT})
