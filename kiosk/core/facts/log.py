"""Facts of the log itself: incarnations, imports, erasures, pulls, tokens."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncarnationBegun:
    """First event of a file; names the last head it knows, empty for a file without a past."""

    cause: str
    last_id: str | None = None
    last_hash: str | None = None


@dataclass(frozen=True, slots=True)
class StationStarted:
    """A station came up with this version of the program."""

    version: str


@dataclass(frozen=True, slots=True)
class StationStopped:
    """A station went down in good order."""


@dataclass(frozen=True, slots=True)
class ImportBegun:
    """A file of rows begins; its rows count only when `ImportClosed` is there.

    `source` is a code that tells the file; its name may hold that of a person.
    """

    import_id: str
    source: str


@dataclass(frozen=True, slots=True)
class ImportClosed:
    """The file was read to its end, with this many rows."""

    import_id: str
    rows: int


@dataclass(frozen=True, slots=True)
class PersonalErased:
    """The personal body of the event `event_id` (as `EventId` is written) was erased."""

    event_id: str


@dataclass(frozen=True, slots=True)
class LogPulled:
    """Somebody begins to read the log; written before the first byte leaves."""

    pull_id: str
    fmt: str
    after: int
    limit: int | None
    masked: bool


@dataclass(frozen=True, slots=True)
class PullEnded:
    """That reading has ended; `complete` is False when it broke off."""

    pull_id: str
    rows: int
    complete: bool


@dataclass(frozen=True, slots=True)
class TokenAdded:
    """A bearer token may pull; only its SHA-256 (hex) is kept."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TokenRemoved:
    """That token may no longer pull."""

    name: str


LogFact = (
    IncarnationBegun
    | StationStarted
    | StationStopped
    | ImportBegun
    | ImportClosed
    | PersonalErased
    | LogPulled
    | PullEnded
    | TokenAdded
    | TokenRemoved
)
