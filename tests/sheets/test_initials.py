"""Initials of names: the surname reading first, every other reading after it."""

import pytest

from kiosk.sheets.initials import initials_of, letters_of


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("王小明", "wxm"), ("单雄信", "sxx"), ("仇英", "qy"), ("曾国藩", "zgf"), ("解晓东", "xxd"),
        ("查良镛", "zly"), ("朴正", "pz"), ("区寄", "oj"), ("尉迟恭", "ycg"), ("尉健", "wj"),
        ("长孙无忌", "zswj"), ("单于", "cy"), ("欧阳娜", "oyn"), ("Li Ming", "lm"),
        ("买买提·艾力", "mmtal"), ("翟天", "zt"), ("王a", "wa"), ("吕布", "lb"),
    ],
)  # fmt: skip
def test_initials_of_a_name(name: str, initials: str) -> None:
    assert initials_of(name) == initials


def test_every_reading_of_a_character_finds_it() -> None:
    surname, given = letters_of("单乐")
    assert {"s", "d"} <= set(surname)
    assert {"l", "y"} <= set(given)


@pytest.mark.parametrize("name", ["", " ", "**", "1", "😀", "·"])
def test_what_has_no_reading_has_no_initials(name: str) -> None:
    assert initials_of(name) == ""
