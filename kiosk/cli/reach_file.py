"""A class teacher's list of who was told -> facts, and every row that cannot be taken, with why.

A row names the person by id, by ID number, by card, or by name with the class; what could be two
people is refused.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.naming import let_others_write
from kiosk.cli.school import source_of
from kiosk.core.events import Actor, Event, ImportBegun, ImportClosed, ReachRecorded
from kiosk.core.filing import Channel
from kiosk.core.language import Words
from kiosk.core.people import PersonKind
from kiosk.core.reach import Addressee, addressees
from kiosk.core.text import clean
from kiosk.core.words import words
from kiosk.sheets import cells
from kiosk.sheets.columns import Record, match
from kiosk.sheets.reading import read_table
from kiosk.sheets.table import MOST_BYTES, SheetError
from kiosk.store.filing_book import FilingBook
from kiosk.store.log import Log
from kiosk.store.school_book import SchoolBook

NAME_LIMIT = 80
UNIT_LIMIT = 64

HEADINGS: dict[str, tuple[str, ...]] = {
    "person_id": ("编号", "人员编号", "学号", "工号"),
    "id_number": ("身份证号", "证件号", "身份证号码"),
    "card": ("卡号", "校园卡号"),
    "kind": ("类别", "人员类别", "身份"),
    "name": ("姓名", "学生姓名"),
    "unit": ("班级", "部门", "单位", "class"),
    "channel": ("方式", "渠道", "告知方式"),
    "day": ("日期", "告知日期", "date"),
    "slip": ("回执", "已交回执"),
}
"""Columns with the headings they may have."""

DESCRIPTION = "columns: " + ", ".join(f"{code} ({names[0]})" for code, names in HEADINGS.items())

_KINDS = {kind.value: kind for kind in PersonKind} | {words(kind).zh: kind for kind in PersonKind}
_CHANNELS = (
    {channel.value: channel for channel in Channel}
    | {words(channel).zh: channel for channel in Channel}
    | {words(channel).en.casefold(): channel for channel in Channel}
    | {"信": Channel.LETTER, "信件": Channel.LETTER, "告家长书": Channel.LETTER}
    | {"微信群": Channel.CLASS_GROUP, "群": Channel.CLASS_GROUP, "网站": Channel.PAGE}
)


@dataclass(frozen=True, slots=True)
class Default:
    """What rows that leave it out mean; `household` records the guardians of a pupil as well.

    No row may name a day after `today`.
    """

    channel: Channel | None
    day: date
    today: date
    household: bool


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that was left out, and why."""

    line: int
    why: Words


@dataclass(frozen=True, slots=True)
class ReachFile:
    """The facts of a file, how many of them the log has already, and the rows left out.

    `source` is the code that tells the file, never its name.
    """

    source: str
    facts: tuple[ReachRecorded, ...]
    known: int
    bad: tuple[BadRow, ...]


class _UnfitError(Exception):
    """A row that cannot be taken."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def read(log: Log, path: Path, matter: str, default: Default) -> ReachFile:
    """Read a file; raises RefusedError when it cannot be read row by row."""
    data = _bytes(path)
    records = _records(path.name, data)
    finder = _Finder(log)
    households = log.of(SchoolBook).households() if default.household else {}
    facts: dict[ReachRecorded, None] = {}
    bad: list[BadRow] = []
    for record in records:
        try:
            fact = _fact(record, finder, matter, default)
        except (_UnfitError, cells.BadCell) as error:
            bad.append(BadRow(record.line, error.words))
            continue
        for person_id in with_guardians([fact.person_id], households):
            told = ReachRecorded(matter, person_id, fact.channel, fact.slip, day=fact.day)
            facts[told] = None
    known = _known(log, matter)
    new = tuple(one for one in facts if one not in known)
    return ReachFile(source_of("reach", data), new, len(facts) - len(new), tuple(bad))


def append(
    log: Log, facts: Sequence[ReachRecorded], source: str, author: Actor, why: str | None
) -> str:
    """Append a whole import, which counts when its last event is there; give its id."""
    import_id = secrets.token_hex(8)
    log.append(Event(now(), author, ImportBegun(import_id, source), why=why))
    log.append_many(
        (
            Event(
                now(),
                author,
                ReachRecorded(
                    one.matter_id, one.person_id, one.channel, one.slip, import_id, one.day
                ),
            )
            for one in facts
        ),
        let_others_write,
    )
    log.append(Event(now(), author, ImportClosed(import_id, len(facts))))
    return import_id


def with_guardians(people: Iterable[str], households: Mapping[str, Iterable[str]]) -> list[str]:
    """Give people and the guardians of the pupils among them, each once."""
    found: dict[str, None] = {}
    for person_id in people:
        found |= dict.fromkeys((person_id, *households.get(person_id, ())))
    return list(found)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise common.RefusedError(f"cannot read {path}: {error.strerror}") from error


def _records(name: str, data: bytes) -> list[Record]:
    try:
        matched = match(read_table(data, clean(name, NAME_LIMIT)), HEADINGS)
    except SheetError as error:
        raise common.RefusedError(
            f"{error.words.zh} / {error.words.en}", code=common.FAILS
        ) from error
    if not {"person_id", "id_number", "card", "name"} & set(matched.columns):
        raise common.RefusedError(
            "表头需有 姓名、编号、身份证号或卡号"
            " / the headings need one of name, person_id, id_number, card",
            code=common.FAILS,
        )
    return list(matched.records())


def _fact(record: Record, finder: "_Finder", matter: str, default: Default) -> ReachRecorded:
    if record.fault:
        raise _UnfitError(*record.fault)
    channel = _channel(record, default.channel)
    day = cells.optional(record["day"], lambda one: cells.day(one, "day"))
    if day is not None and day > default.today:
        raise _UnfitError("日期还没到", "the day is still to come")
    slip = cells.optional(record["slip"], lambda one: cells.truth(one, "slip")) or False
    return ReachRecorded(
        matter, finder.person(record), channel, slip, day=default.day if day is None else day
    )


def _channel(record: Record, default: Channel | None) -> Channel:
    text = cells.text(record["channel"], "channel").casefold()
    if not text:
        if default is None:
            raise _UnfitError("未写方式; 或用 --channel", "channel is missing; or use --channel")
        return default
    if text not in _CHANNELS:
        known = ", ".join(words(one).zh for one in Channel)
        raise _UnfitError(f"方式应为: {known}", f"channel must be of: {', '.join(Channel)}")
    return _CHANNELS[text]


def _known(log: Log, matter: str) -> frozenset[ReachRecorded]:
    return frozenset(
        ReachRecorded(matter, one.person_id, way.channel, way.slip, day=way.day)
        for one in log.of(FilingBook).reached(matter).values()
        for way in one.ways
    )


class _Finder:
    """Finds the person of a row; names are decrypted only when a row has nothing better."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def person(self, record: Record) -> str:
        """Give the id; raises _UnfitError when nobody fits, or several do."""
        kind = self._kind(record)
        unit = cells.text(record["unit"], "unit", UNIT_LIMIT).replace("／", "/")
        if record["person_id"] != "":
            return self._by_id(cells.code(record["person_id"], "person_id"))
        if record["id_number"] != "":
            return self._by_number(cells.text(record["id_number"], "id_number"))
        if record["card"] != "":
            return self._by_card(cells.text(record["card"], "card"))
        return self._by_name(cells.name(record["name"], "name"), unit, kind)

    def _kind(self, record: Record) -> PersonKind | None:
        text = cells.text(record["kind"], "kind").casefold()
        if text and text not in _KINDS:
            raise _UnfitError("类别应为 学生、家长、教职工", "kind must be pupil, guardian, staff")
        return _KINDS[text] if text else None

    def _by_id(self, person_id: str) -> str:
        if self._log.lookup.holder(person_id) is None:
            raise _UnfitError("查无此编号", "nobody has this person_id")
        return person_id

    def _by_number(self, number: str) -> str:
        found = self._log.lookup.person_by_id_number(number)
        if found is None:
            raise _UnfitError("查无此证件号", "nobody has this id_number")
        return found

    def _by_card(self, number: str) -> str:
        found = self._log.lookup.card(number)
        if found is None:
            raise _UnfitError("查无此卡号", "nobody has this card")
        return found.person_id

    def _by_name(self, name: str, unit: str, kind: PersonKind | None) -> str:
        found = [
            one.person_id
            for one in self._namesakes.get(name, ())
            if (not unit or one.within(unit)) and (kind is None or one.kind is kind)
        ]
        if not found:
            raise _UnfitError("查无此姓名", "nobody of this name is on record there")
        if len(found) > 1:
            raise _UnfitError(
                "有重名; 请写班级、类别或编号",
                "several have this name; add unit, kind or person_id",
            )
        return found[0]

    @cached_property
    def _namesakes(self) -> dict[str, list[Addressee]]:
        school = self._log.of(SchoolBook)
        people = [(one.person_id, one.kind, one.unit) for one in school.members()]
        found: dict[str, list[Addressee]] = {}
        for one in addressees(people, school.households()):
            details = self._log.lookup.details(one.person_id)
            if details is not None and details.name:
                found.setdefault(details.name, []).append(one)
        return found
