"""A vehicle with several people: plate, goods, who sits in it; each then gets his own visit."""

from kiosk.core.phases import Direction
from kiosk.link.messages import RecordVehicle
from kiosk.link.rows import PersonRow
from kiosk.tui.screens.finding import find_person
from kiosk.tui.screens.one_by_one import one_by_one
from kiosk.tui.script import Asked, scripted
from kiosk.tui.shown import Shown
from kiosk.tui.stages import Choice, Flow, Kind, Option, Outcome, Typed

MOST_PEOPLE = 60
"""People in one vehicle: a coach."""


def vehicle(shown: Shown) -> Flow:
    """Ask for plate, goods and people, then offer the people one by one."""
    way = Direction.IN if shown.inward else Direction.OUT

    def script(asked: Asked) -> Outcome:
        plate = asked.take(Typed(shown.say("vehicle_plate"), Kind.TEXT))
        goods = asked.take(Typed(shown.say("vehicle_goods"), Kind.TEXT, optional=True)) or None
        people = _people(asked, shown)
        ids = tuple(row.person.person_id for row in people)
        asked.do(RecordVehicle(plate, way, ids, goods=goods))
        return one_by_one(asked, shown, people)

    return scripted(script)


def _people(asked: Asked, shown: Shown) -> tuple[PersonRow, ...]:
    found: list[PersonRow] = []
    add, enough = Option(shown.say("vehicle_add"), True), Option(shown.say("vehicle_done"), False)
    while len(found) < MOST_PEOPLE:
        row = asked.take(find_person(shown, shown.say("vehicle_who", n=len(found) + 1)))
        if row not in found:
            found.append(row)
        if not asked.take(Choice(shown.say("vehicle_people", n=len(found)), (add, enough))):
            break
    return tuple(found)
