"""Base45 of RFC 9285: bytes as the 45 characters a QR code packs most tightly.

Each byte string has exactly one text, so a text that decodes is the one that encodes back.
"""

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def encode(data: bytes) -> str:
    """Give the text of some bytes: three characters for two bytes, two for a last single one."""
    found: list[str] = []
    for start in range(0, len(data), 2):
        pair = data[start : start + 2]
        number = int.from_bytes(pair)
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            found.append(ALPHABET[digit])
    return "".join(found)


def decode(text: str) -> bytes | None:
    """Give the bytes of a text, None when it is no base45."""
    found = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        size = len(group) - 1
        digits = [_VALUES.get(character, -1) for character in group]
        number = sum(digit * 45**place for place, digit in enumerate(digits))
        if size == 0 or min(digits) < 0 or number >= 256**size:
            return None
        found += number.to_bytes(size)
    return bytes(found)
