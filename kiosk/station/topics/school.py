"""The school at the terminal: who is inside, directory, notices, the timetable of a passage."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from kiosk.core import rosters
from kiosk.core.directory_search import Spoken, fitting
from kiosk.core.events import Actor
from kiosk.core.people import PersonKind
from kiosk.core.phases import Direction
from kiosk.core.reasons import Verdict
from kiosk.link import messages as link
from kiosk.link.rows import DirectoryRow
from kiosk.link.shown import AlertShown, NoticeShown
from kiosk.sheets.initials import letters_of
from kiosk.station.bench import Bench, Handler, Topic, page
from kiosk.station.clock import Now
from kiosk.station.course import Told
from kiosk.station.topics import inside
from kiosk.station.topics.inside import printer_of
from kiosk.store.roster_book import RosterBook
from kiosk.store.school_book import Contact, SchoolBook

MOST_NOTICES = 20
NOTICE_CHARACTERS = 400
"""What of one notice is shown: more has no place on a screen, nor in a state of all of them."""
PRINT_FAILED = "print_failed"
ALERT_FOR = timedelta(minutes=10)
"""How long the screen says that a list was not printed."""


# --- Directory and notices ---


def _directory(bench: Bench, query: link.Query, _: Actor | None, __: Now) -> dict[str, Any]:
    """Answer the directory in clear, in the order of its lines; what was typed narrows it."""
    entries = {one.entry_id: one for one in bench.log.of(SchoolBook).directory()}
    keys = list(entries)
    if (query.text or "").strip():
        spoken = (
            Spoken(one.entry_id, one.line, one.title, one.name, one.phone)
            for one in entries.values()
        )
        fits = fitting(spoken, query.text or "", letters_of)
        keys = [key for key in keys if key in fits]
    return page([_directory_row(entries[key]) for key in keys], query)


def _directory_row(one: Contact) -> DirectoryRow:
    return DirectoryRow(one.entry_id, one.line, one.title, one.name, one.phone, one.unit)


def _notices(bench: Bench, query: link.Query, _: Actor | None, now: Now) -> dict[str, Any]:
    return page(list(_shown(bench, now)), query)


def _shown(bench: Bench, now: Now) -> tuple[NoticeShown, ...]:
    """Give the notices of this moment, newest first; one without any text left is not shown."""
    found = bench.log.of(SchoolBook).notices(now.moment.wall)
    return tuple(
        NoticeShown(one.notice_id, _cut(one.zh or one.en), _cut(one.en or one.zh))
        for one in reversed(found)
        if one.zh or one.en
    )


def _cut(text: str | None) -> str:
    return (text or "")[:NOTICE_CHARACTERS]


# --- The timetable of a passage ---


@dataclass(frozen=True, slots=True)
class _Slot:
    """What was said of a verdict; a screen is drawn many times while one is shown."""

    visit_id: str
    overridden: bool
    said: str | None


def slot_of(bench: Bench, told: Told) -> str | None:
    """Say how a pupil who was let through stands to the timetable (clause N3); None for nothing."""
    last: _Slot | None = bench.kept.get(_Slot)
    if last is None or (last.visit_id, last.overridden) != (told.visit_id, told.overridden):
        last = _Slot(told.visit_id, told.overridden, _slot_of(bench, told))
        bench.kept[_Slot] = last
    return last.said


def _slot_of(bench: Bench, told: Told) -> str | None:
    ruling = told.ruling
    who = ruling.request.holder
    granted = told.overridden or ruling.decision.verdict is Verdict.GRANT
    if not granted or who is None or who.kind is not PersonKind.PUPIL:
        return None
    if who.unit is None or who.person_id is None:
        return None
    at = ruling.event.moment.wall.astimezone(bench.zone)
    slot = bench.log.of(SchoolBook).slot_of(who.unit, at.date())
    if slot is None:
        return None
    if ruling.request.direction is Direction.OUT:
        return rosters.leaving(slot, at.time())
    start = datetime.combine(at.date(), time(), bench.zone)
    again = bench.log.of(RosterBook).entered_before(who.person_id, start, at)
    return None if again else rosters.arriving(slot, at.time())


# --- The screen, and every second ---


def _panel(bench: Bench, now: Now) -> dict[str, Any]:
    lost = printer_of(bench).lost
    recent = lost is not None and now.moment.wall - lost < ALERT_FOR
    return {
        "notices": _shown(bench, now)[:MOST_NOTICES],
        "alerts": (AlertShown(PRINT_FAILED, lost),) if lost is not None and recent else (),
        "registration_url": bench.site.registration_url,
        "hotline": bench.site.hotline,
        "school_zh": bench.site.school_zh,
        "school_en": bench.site.school_en,
    }


def _look(bench: Bench, now: Now) -> bool:
    printer = printer_of(bench)
    if printer.failed() is not True:
        return False
    printer.lost = now.moment.wall
    return True


TOPIC = Topic(
    handlers={
        link.PrintEvacuation: Handler(inside.print_evacuation, while_locked=True, by_anybody=True),
    },
    queries={
        "inside": inside.inside,
        "occupancy": inside.count,
        "evacuation": inside.evacuation,
        "directory": _directory,
        "notices": _notices,
    },
    open_queries=frozenset({"evacuation"}),
    panel=_panel,
    look=_look,
)
