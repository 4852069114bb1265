"""A serial code scanner: sends each code as UTF-8 with the tail it was set to."""

TAILS = {"cr": b"\r", "lf": b"\n", "crlf": b"\r\n", "none": b""}


def encode(text: str, tail: str = "cr") -> bytes:
    """Return the bytes of one scan; `tail` is a name of TAILS."""
    return text.encode("utf-8") + TAILS[tail]
