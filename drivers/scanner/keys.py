"""The keys of a US keyboard by their number in the Linux kernel headers."""


def _row(first: int, plain: str, shifted: str) -> dict[int, tuple[str, str]]:
    """Return keys whose numbers follow each other, with what they write without and with Shift."""
    return {first + place: pair for place, pair in enumerate(zip(plain, shifted, strict=True))}


CHARACTERS: dict[int, tuple[str, str]] = {
    **_row(2, "1234567890-=", "!@#$%^&*()_+"),
    **_row(16, "qwertyuiop[]", "QWERTYUIOP{}"),
    **_row(30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    **_row(43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    15: ("\t", "\t"),
    55: ("*", "*"),
    57: (" ", " "),
    **_row(71, "789-456+1230.", "789-456+1230."),
    98: ("/", "/"),
}
"""Keys that write something, without and with Shift; the number pad as with its lock on."""

ENTERS = frozenset({28, 96})
"""Enter and the Enter of the number pad."""
SHIFTS = frozenset({42, 54})
MODIFIERS = frozenset({29, 97, 56, 100, 125, 126})
"""Ctrl, Alt and the system keys, left and right: with them a key writes no character."""
