"""A small school in the log: two classes, guardians with children in both, staff."""

from kiosk.core.events import Event, Fact, HouseholdLinked, PersonRecorded
from kiosk.core.people import PersonKind
from tests.cli.typing_it import Desk
from tests.store.making import event

CLASS_1, CLASS_2 = "grade-7/class-1", "grade-7/class-2"

PEOPLE = (
    PersonRecorded("p-wang", PersonKind.PUPIL, CLASS_1, name="王小明", contact_phone="13900000001"),
    PersonRecorded("p-li", PersonKind.PUPIL, CLASS_1, name="李雷"),
    PersonRecorded("p-li2", PersonKind.PUPIL, CLASS_2, name="李雷"),
    PersonRecorded("p-wangmei", PersonKind.PUPIL, CLASS_2, name="王小梅"),
    PersonRecorded("g-wang", PersonKind.GUARDIAN, name="王父", phone="13800000417"),
    PersonRecorded("g-li", PersonKind.GUARDIAN, name="李母", phone="13800000418"),
    PersonRecorded("s-zhao", PersonKind.STAFF, "office", name="赵老师", phone="13800000419"),
    PersonRecorded("v-courier", PersonKind.COURIER, name="快递员"),
)
LINKS = (("p-wang", "g-wang"), ("p-wangmei", "g-wang"), ("p-li", "g-li"))


def settle(desk: Desk) -> None:
    """Write the school into the log."""
    facts: tuple[Fact, ...] = (
        *PEOPLE,
        *(HouseholdLinked(pupil, guardian) for pupil, guardian in LINKS),
    )
    with desk.log() as log:
        log.append(*(event(fact) for fact in facts))


def events_of(desk: Desk, kind: type) -> list[Event]:
    """Give the events of one kind of fact."""
    with desk.log() as log:
        return [one.event for one in log.read(0, 1000) if isinstance(one.event.fact, kind)]
