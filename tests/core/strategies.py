"""Generated requests: any person, credential, permit, health and readings, at any time."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from config.policy_loader import load_policy
from kiosk.core.health import Health, HomeRecords, Isolation, ReturnCertificate, WatchEntry
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import BodySite, Instrument, Reading
from kiosk.core.request import (
    AccessRequest,
    ClockTrust,
    CredentialKind,
    CredentialState,
    Holder,
    Presented,
)
from kiosk.core.windows import Window

POLICY = load_policy()
NOW = datetime(2020, 4, 7, 7, 15, tzinfo=UTC)
UNITS = ("grade-9/class-2", "grade-9", "grade-10/class-1", "grade-1")

moments = st.sampled_from([NOW + timedelta(minutes=step) for step in (-60, -1, 0, 1, 60)])
windows = st.builds(Window, st.none() | moments, st.none() | moments)
temperatures = st.none() | st.floats(33.5, 42.5).map(lambda value: round(value, 1))
ambients = st.none() | st.sampled_from([15.9, 16.0, 20.0, 35.0, 35.1, float("nan")])


def reading(by: Instrument, value_c: float | None, ambient_c: float | None = 20.0) -> Reading:
    """Make a reading whose raw and corrected values are the same."""
    return Reading(by, value_c, 0.0, value_c, ambient_c, "test", BodySite.FOREHEAD)


readings = st.lists(
    st.builds(reading, st.sampled_from(Instrument), temperatures, ambients), max_size=7
).map(tuple)
permits = st.builds(
    Permit,
    state=st.sampled_from(PermitState),
    purpose=st.sampled_from(sorted(POLICY.purposes)),
    areas=st.lists(st.sampled_from(sorted(POLICY.areas)), max_size=3).map(tuple),
    access_points=st.none() | st.sampled_from([("north",), ("south",), ("north", "south"), ()]),
    window=windows,
    entries=st.integers(0, 2),
    used=st.integers(0, 3),
)
healths = st.builds(
    Health,
    home_records=st.none()
    | st.builds(
        HomeRecords,
        st.integers(12, 16),
        st.integers(0, 1),
        st.none() | st.sampled_from([36.4, 37.3]),
    ),
    first_return=st.booleans(),
    watch=st.none() | st.builds(WatchEntry, st.just("key region"), windows),
    isolation=st.none() | st.builds(Isolation, st.none() | moments, st.just("fever")),
    certificate=st.none() | st.builds(ReturnCertificate, st.booleans(), st.booleans()),
)
requests = st.builds(
    AccessRequest,
    at=moments,
    phase=st.sampled_from(Phase),
    credential=st.builds(
        Presented, st.sampled_from(CredentialKind), st.sampled_from(CredentialState)
    ),
    holder=st.none()
    | st.builds(Holder, st.sampled_from(PersonKind), st.none() | st.sampled_from(UNITS)),
    direction=st.sampled_from(Direction),
    access_point=st.sampled_from(["north", "south"]),
    released=st.lists(st.sampled_from(UNITS), max_size=2, unique=True).map(tuple),
    permit=st.none() | permits,
    duty=st.lists(windows, max_size=2).map(tuple),
    health=healths,
    readings=readings,
    inside=st.booleans(),
    clock=st.sampled_from(ClockTrust),
)
