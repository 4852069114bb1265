"""Appending: identity, one transaction, deciding again, intents that act once."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.core.events import (
    AccessDecided,
    DoorOpened,
    Event,
    EventId,
    ImportClosed,
    IncarnationBegun,
    IsolationBegun,
    PermitRecorded,
    PersonRecorded,
    PhaseSet,
    PolicyLoaded,
    SignedIn,
    StationStarted,
)
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Phase
from kiosk.core.reasons import Reason, Verdict
from kiosk.store import keys
from kiosk.store.errors import IntentRepeated, KeyFileError, LogExists, LogMissing, LogTooNew
from kiosk.store.log import Log
from kiosk.store.rows import Stored
from tests.store.conftest import Place
from tests.store.making import AT, MOMENT, decided, event

Again = Callable[[Sequence[Stored]], Event]


def never(newer: Sequence[Stored]) -> Event:
    raise AssertionError(f"decided again because of {newer}")


def test_a_new_log_begins_with_its_incarnation(log: Log) -> None:
    first = log.read(0, 10)
    assert [(one.pos, one.id, one.event.fact) for one in first] == [
        (1, EventId("north", 1, 1), IncarnationBegun("new"))
    ]


def test_an_appended_event_is_read_by_every_other_process(log: Log, place: Place) -> None:
    appended = log.append(event(StationStarted("1.0")))
    with place.open() as other:
        (stored,) = other.read(1, 10)
    assert (stored.pos, stored.id, stored.event) == (appended.pos, appended.id, appended.event)
    assert stored.id == EventId("north", 1, 2)


def test_two_writers_never_give_one_number_twice(log: Log, place: Place) -> None:
    with place.open() as other:
        ids = [
            writer.append(event(StationStarted(str(turn)))).id.seq
            for turn in range(5)
            for writer in (log, other)
        ]
    assert ids == list(range(2, 12))


def test_several_events_stand_together_or_not_at_all(log: Log) -> None:
    appended = log.append(event(SignedIn("a")), event(SignedIn("b")))
    assert [one.pos for one in appended.more] == [appended.pos + 1]
    head = log.head()
    with pytest.raises(ValueError, match="zone"):
        log.append(event(SignedIn("c")), event(SignedIn("d"), wall=AT.replace(tzinfo=None)))
    assert log.head() == head
    assert log.append(event(SignedIn("e"))).pos == head + 1


def test_an_intent_acts_once(log: Log) -> None:
    first = log.append(event(DoorOpened(500), intent="i-1", why="急救"))
    second = log.append(event(DoorOpened(500), intent="i-1"), event(SignedIn("a")))
    assert (second.repeated, second.id, second.event) == (True, first.id, first.event)
    assert log.head() == first.pos
    third = log.append_if(event(DoorOpened(500), intent="i-1"), 0, never)
    assert (third.repeated, third.pos) == (True, first.pos)


def test_an_intent_of_a_later_event_of_the_transaction_that_acted_undoes_it(log: Log) -> None:
    log.append(event(DoorOpened(500), intent="i-1"))
    head = log.head()
    with pytest.raises(IntentRepeated):
        log.append(event(SignedIn("a")), event(DoorOpened(500), intent="i-1"))
    assert log.head() == head


def test_a_decision_that_nothing_touched_is_appended_as_it_was_made(log: Log) -> None:
    head = log.head()
    log.append(event(PersonRecorded("p2", PersonKind.PUPIL)))
    appended = log.append_if(event(decided("v1")), head, never)
    assert appended.event.fact == decided("v1")


@pytest.mark.parametrize(
    "change",
    [
        PermitRecorded("m1", "p1", Permit(PermitState.REVOKED, "meeting")),
        PermitRecorded("m9", "p1", Permit(PermitState.APPROVED, "meeting")),
        IsolationBegun("p1", AT, "elevated_confirmed"),
        PolicyLoaded("other", "0" * 64),
        PhaseSet(Phase.CLOSED),
        decided("v0"),
        ImportClosed("roster", 1),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_a_decision_is_made_again_when_what_it_rests_on_changed(log: Log, change: object) -> None:
    decision = event(decided("v1", permit_id="m1"))
    head = log.head()
    log.append(event(change))  # type: ignore[arg-type]  # one of the facts above
    seen: list[Stored] = []

    def again(newer: Sequence[Stored]) -> Event:
        seen.extend(newer)
        fact = decided("v1", verdict=Verdict.DENY, reason=Reason.PERMIT_REVOKED)
        return replace(decision, fact=fact)

    appended = log.append_if(decision, head, again)
    assert [one.event.fact for one in seen] == [change]
    assert isinstance(appended.event.fact, AccessDecided)
    assert appended.event.fact.verdict is Verdict.DENY


def test_deciding_again_sees_what_another_process_appended(log: Log, place: Place) -> None:
    head = log.head()
    with place.open() as other:
        other.append(event(IsolationBegun("p1", AT, "elevated_confirmed")))

    def again(newer: Sequence[Stored]) -> Event:
        facts = log.lookup.person_facts("p1", None, AT, 14)
        assert facts.health.isolation is not None
        return event(decided("v1", verdict=Verdict.DENY, reason=Reason.ISOLATED))

    fact = log.append_if(event(decided("v1")), head, again).event.fact
    assert isinstance(fact, AccessDecided)
    assert fact.reason is Reason.ISOLATED


def test_what_follows_from_a_decision_is_in_its_transaction(log: Log) -> None:
    def follow(one: Event) -> list[Event]:
        return [replace(one, fact=IsolationBegun("p1", AT, "elevated_confirmed"))]

    appended = log.append_if(event(decided("v1")), log.head(), never, follow)
    (isolation,) = appended.more
    assert isolation.pos == appended.pos + 1
    assert log.lookup.person_facts("p1", None, AT, 14).health.isolation is not None


def test_a_decision_that_cannot_be_made_again_leaves_nothing(log: Log) -> None:
    head = log.head()
    log.append(event(PhaseSet(Phase.CLOSED)))

    def again(newer: Sequence[Stored]) -> Event:
        raise RuntimeError("no policy")

    with pytest.raises(RuntimeError, match="no policy"):
        log.append_if(event(decided("v1")), head, again)
    assert log.head() == head + 1
    log.append(event(SignedIn("a")))


def test_many_events_go_in_chunks_between_which_others_write(log: Log, place: Place) -> None:
    people = (event(PersonRecorded(f"p{n}", PersonKind.PUPIL)) for n in range(120))
    with place.open() as gate:
        gaps: list[int] = []

        def pause() -> None:
            gaps.append(gate.append(event(SignedIn("guard-1"))).pos)

        assert log.append_many(people, pause) == 120
    assert gaps == [52, 103, 124]
    assert log.verify().ok


def test_reading_gives_the_events_after_a_position_in_order(log: Log) -> None:
    for number in range(1200):
        log.append(event(StationStarted(str(number))))
    assert [one.pos for one in log.read(3, 4)] == [4, 5, 6, 7]
    assert [one.pos for one in log.read(0, 5000)] == list(range(1, 1202))
    assert log.read(1201, 10) == []


def test_a_log_is_never_overwritten(place: Place) -> None:
    with pytest.raises(LogExists):
        Log.create(place.path, place.keys, "north", 1, MOMENT)
    assert sorted(one.name for one in place.state.iterdir()) == ["keys", "log.db"]


def test_the_file_belongs_to_its_user_alone(place: Place) -> None:
    assert place.path.stat().st_mode & 0o777 == 0o600


def test_a_missing_log_the_keys_of_another_and_a_newer_file_are_named(
    place: Place, tmp_path: Path
) -> None:
    with pytest.raises(LogMissing):
        Log.open(tmp_path / "other.db", place.keys)
    assert not (tmp_path / "other.db").exists()
    with pytest.raises(KeyFileError, match="do not belong"):
        Log.open(place.path, keys.create(tmp_path / "other.key"))
    with place.open() as log:
        log._connection.execute("PRAGMA user_version=99")  # noqa: SLF001 - a file of the future
    with pytest.raises(LogTooNew):
        place.open()
