"""The phases of a closed campus and the directions of a passage."""

from enum import StrEnum


class Phase(StrEnum):
    """How far the campus has been opened; set by a named decision, never by the clock alone."""

    CLOSED = "closed"
    STAGED = "staged"
    OPEN = "open"
    NORMAL = "normal"


class Direction(StrEnum):
    """Which way the person passes the access point."""

    IN = "in"
    OUT = "out"
