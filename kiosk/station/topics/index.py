"""The index of people of a station, built in small steps while the lane goes on."""

import time

from kiosk.sheets.initials import letters_of
from kiosk.station.bench import Bench
from kiosk.store.people_index import PeopleIndex

ROWS = 25
"""Rows of one step: well under a millisecond on a machine of today."""

LOOK_S = 0.004
"""How long the index may hold the lane's thread each time (seconds)."""


def index_of(bench: Bench) -> PeopleIndex:
    """Give the index of this station's log."""
    if PeopleIndex not in bench.kept:
        bench.kept[PeopleIndex] = bench.log.of(PeopleIndex)
    index: PeopleIndex = bench.kept[PeopleIndex]
    return index


def read_on(bench: Bench) -> PeopleIndex:
    """Bring the index closer to the log for a few milliseconds; raises StoreError."""
    index = index_of(bench)
    until = time.perf_counter() + LOOK_S
    while index.step(ROWS, letters_of) and time.perf_counter() < until:
        pass
    return index
