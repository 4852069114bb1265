"""Lists for administrators: whoever counts now, page by page."""

from kiosk.core.events import ImportBegun, ImportClosed, PermitRecorded, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.store.directory import PAGE, Directory
from kiosk.store.log import Log
from tests.store.making import decided, event


def person(person_id: str, import_id: str | None = None) -> PersonRecorded:
    return PersonRecorded(person_id, PersonKind.PUPIL, import_id=import_id)


def test_everybody_is_listed_once_over_any_number_of_pages(log: Log) -> None:
    wanted = [f"p{n:04d}" for n in range(2 * PAGE)]
    log.append(*(event(person(one)) for one in wanted), event(person("p0001")))
    with Directory.of(log) as directory:
        assert list(directory.person_ids()) == wanted


def test_rows_of_an_open_import_do_not_count(log: Log) -> None:
    log.append(event(ImportBegun("i1", "roster.csv")), event(person("p1", "i1")))
    with Directory.of(log) as directory:
        assert list(directory.person_ids()) == []
        log.append(event(ImportClosed("i1", 1)))
        assert list(directory.person_ids()) == ["p1"]


def test_permits_carry_their_holder_and_the_entries_made(log: Log) -> None:
    permit = Permit(PermitState.APPROVED, "meeting", entries=3)
    for permit_id, person_id in (("q1", "p1"), ("q2", "p2")):
        log.append(event(PermitRecorded(permit_id, person_id, permit)))
    log.append(event(decided("v1", "p1", permit_id="q1")))
    with Directory.of(log) as directory:
        first, second = directory.permits()
        assert (first.permit_id, first.person_id, first.permit.used) == ("q1", "p1", 1)
        assert second.permit.used == 0
        assert [one.permit_id for one in directory.permits("p2")] == ["q2"]
        assert directory.permit("q1") == first
        assert directory.permit("none") is None


def test_permits_are_listed_over_any_number_of_pages(log: Log) -> None:
    permit = Permit(PermitState.SUBMITTED, "meeting")
    wanted = [f"q{n:04d}" for n in range(PAGE + 1)]
    log.append(*(event(PermitRecorded(one, "p1", permit)) for one in wanted))
    with Directory.of(log) as directory:
        assert [one.permit_id for one in directory.permits()] == wanted
