"""Text of a QR code: UTF-8 first, then GB18030, then what the decoder guessed.

A QR code without a character set says only bytes; the standard means Latin-1, printers in China
mean UTF-8 or GB18030, old Japanese ones Shift-JIS. zxing-cpp guesses among the three but GB18030.
"""

VOICED, HALF_VOICED = 0xDE, 0xDF
# Half-width katakana that take the voiced mark (u, ka-to, ha-ho) and the half-voiced (ha-ho).
TAKES_VOICED = frozenset({0xB3, *range(0xB6, 0xC5), *range(0xCA, 0xCF)})
TAKES_HALF_VOICED = frozenset(range(0xCA, 0xCF))


def qr_text(raw: bytes, guess: str) -> str:
    """Choose the text of a QR code from its bytes and zxing-cpp's guess; never raises.

    A guess that is neither Latin-1 nor Shift-JIS of the bytes was told by the code itself (a named
    character set, kanji or hanzi mode) and stays.
    """
    if raw.isascii():
        return guess
    if (utf8 := _decoded(raw, "utf-8")) is not None:
        return utf8
    latin = guess == raw.decode("latin-1")
    if not latin and guess != _decoded(raw, "shift_jis") and "\ufffd" not in guess:
        return guess
    if latin or not _looks_japanese(raw):
        # Latin-1 has no letters at 80-9F, where GB18030 goes on; above them only the even pairs
        # of GB2312 are believed, so that a single accented letter stays one.
        name = "gb18030" if not latin or _has_c1(raw) else "gb2312"
        if (chinese := _decoded(raw, name)) is not None:
            return chinese
    return guess


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _has_c1(raw: bytes) -> bool:
    return any(0x80 <= byte <= 0x9F for byte in raw)


def _looks_japanese(raw: bytes) -> bool:
    """Tell whether bytes hold what Chinese in GB2312 does not: kana, or a true voiced mark."""
    if _has_c1(raw):
        return True
    before = 0
    for byte in raw:
        if byte == VOICED and before in TAKES_VOICED:
            return True
        if byte == HALF_VOICED and before in TAKES_HALF_VOICED:
            return True
        before = byte
    return False
