"""Where the files of one kiosk lie: the log and its keys, under one state directory."""

from collections.abc import Mapping
from pathlib import Path

from kiosk.store import keys
from kiosk.store.errors import LogMissing
from kiosk.store.log import Log

LOG_NAME = "log.db"
KEY_NAME = Path("keys") / "personal.key"
VARIABLE = "KIOSK_STATE"


def state_dir(given: Path | None, environment: Mapping[str, str]) -> Path:
    """Choose the state directory: the one given, else $KIOSK_STATE, else the user's own."""
    if given is not None:
        return given
    named = environment.get(VARIABLE)
    return Path(named) if named else Path.home() / ".local" / "state" / "kiosk"


def log_path(state: Path) -> Path:
    """Give the path of the log."""
    return state / LOG_NAME


def key_path(state: Path) -> Path:
    """Give the path of the keys of personal bodies; on a real gate another medium holds them."""
    return state / KEY_NAME


def open_log(state: Path) -> Log:
    """Open the log of a state directory; raises StoreError."""
    if not log_path(state).exists():
        raise LogMissing(f"there is no log at {log_path(state)}")
    return Log.open(log_path(state), keys.load(key_path(state)))
