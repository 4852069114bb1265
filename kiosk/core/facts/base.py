"""How the fields of a fact are marked: what is personal, what is a code."""

import re
from dataclasses import field
from typing import Any

_CODE = re.compile(r"[a-z][a-z0-9_]{0,40}", re.ASCII)


def check_code(value: str) -> None:
    """Hold a field of a clear body to a code: a sentence there could name somebody.

    Raises ValueError.
    """
    if not _CODE.fullmatch(value):
        raise ValueError("a clear body holds codes: small letters, digits and underscores")


def personal(index: str | None = None) -> Any:
    """Mark a field as personal; `index` names the blind index that finds it, if any does."""
    return field(default=None, metadata={"personal": True, "index": index})


def personal_many() -> Any:
    """Mark a personal field that holds a tuple, empty when erased."""
    return field(default=(), metadata={"personal": True, "index": None})
