"""First letters of the readings of a name, so that it is found and shown without Chinese.

`pypinyin` knows the readings; those that surnames have, and that its dictionary of words does not
give for a surname alone, come first.
"""

import unicodedata
from functools import lru_cache

from pypinyin import Style, pinyin

_SURNAMES = {
    "单": "s", "仇": "q", "曾": "z", "解": "x", "查": "z", "翟": "z", "盖": "g", "朴": "p",
    "区": "o", "覃": "q", "乐": "y", "缪": "m", "任": "r", "宿": "s", "秘": "b", "员": "y",
    "黑": "h", "种": "c", "繁": "p", "召": "s", "冼": "x", "洗": "x", "都": "d", "折": "s",
    "祭": "z", "郇": "x", "隗": "w", "华": "h", "应": "y", "令": "l", "纪": "j", "尹": "y",
    "佴": "n", "逄": "p", "过": "g", "牟": "m", "燕": "y", "葛": "g", "宁": "n", "车": "c",
    "尉": "w", "臧": "z", "闫": "y", "幺": "y", "繆": "m", "單": "s", "區": "o", "樂": "y",
}  # fmt: skip
"""Readings that these characters have as surnames (dictionary of surnames in common use)."""

_DOUBLE = {
    "尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt", "单于": "cy", "令狐": "lh",
    "宰父": "zf", "谷梁": "gl", "乐正": "yz", "皇甫": "hf", "欧阳": "oy", "上官": "sg",
    "司马": "sm", "诸葛": "zg", "夏侯": "xh", "东方": "df", "慕容": "mr", "公孙": "gs",
    "端木": "dm", "南宫": "ng", "独孤": "dg", "呼延": "hy", "司徒": "st", "司空": "sk",
}  # fmt: skip
"""Surnames of two characters whose readings go together."""


def initials_of(name: str) -> str:
    """Give the likeliest initials of a name in lower case: `wxm` for 王小明, `lm` for Li Ming."""
    return "".join(letters[0] for letters in letters_of(name))


def letters_of(name: str) -> tuple[str, ...]:
    """Give, for each character or word of a name, the first letters it may have, likeliest first.

    A character without a known reading is passed over.
    """
    text = unicodedata.normalize("NFKC", name).strip()
    known = _surname(text)
    found: list[str] = []
    for place, piece in enumerate(_pieces(text)):
        letters = _letters(piece)
        first = known[place] if place < len(known) else ""
        both = "".join(dict.fromkeys(first + letters))
        if both:
            found.append(both)
    return tuple(found)


def _surname(text: str) -> str:
    return _DOUBLE.get(text[:2]) or _SURNAMES.get(text[:1], "")


def _pieces(text: str) -> list[str]:
    """Part a name: every Chinese character by itself, every run of Latin letters whole."""
    pieces: list[str] = []
    for word in text.replace("·", " ").split():
        if word.isascii():
            pieces.append(word)
        else:
            pieces += list(word)
    return pieces


@lru_cache(maxsize=8192)
def _letters(piece: str) -> str:
    if piece.isascii():
        return piece[0].lower() if piece[0].isalpha() else ""
    readings = pinyin(piece, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return "".join(one for one in (readings[0] if readings else []) if one.isascii())
