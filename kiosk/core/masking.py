"""Masks personal fields for every screen and export: what is left tells people apart, no more."""


def name(text: str | None) -> str | None:
    """Keep the first character of a name: `王**`; the length of the name is hidden."""
    return None if text is None else f"{text[:1]}**"


def id_number(text: str | None) -> str | None:
    """Keep the first three and the last four of a long number: `320***********1234`.

    Of a travel permit or a passport one and two: `E******78`; of a shorter text than eight nothing.
    """
    if text is not None and len(text) < 14:
        return _middle(text, 1, 2) if len(text) >= 8 else "*" * len(text)
    return _middle(text, 3, 4)


def phone(text: str | None) -> str | None:
    """Keep the first three and the last four of a phone number: `138****2210`."""
    return _middle(text, 3, 4)


def card(text: str | None) -> str | None:
    """Keep the last four of a card number: `****0417`; of a shorter one than eight, half of it."""
    if text is None:
        return None
    kept = min(4, len(text) // 2)
    return f"****{text[-kept:]}" if kept else "****"


def _middle(text: str | None, head: int, tail: int) -> str | None:
    """Hide the middle; a text too short to hide at least four characters is hidden whole."""
    if text is None:
        return None
    hidden = len(text) - head - tail
    return f"{text[:head]}{'*' * hidden}{text[-tail:]}" if hidden >= 4 else "*" * len(text)
