"""A configuration folder of a school, made anew for one test."""

import shutil
from pathlib import Path

from config.policy_loader import DEFAULT_POLICY


def make_site(folder: Path) -> Path:
    """Copy the two files that a school edits, without any policy of its own."""
    folder.mkdir()
    for name in ("site.toml", "devices.toml"):
        shutil.copy(DEFAULT_POLICY.parents[1] / name, folder / name)
    return folder
