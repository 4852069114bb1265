"""The two languages of the gate, and one text in both."""

from enum import StrEnum
from typing import NamedTuple


class Language(StrEnum):
    """The two languages of the gate."""

    ZH = "zh"
    EN = "en"


class Words(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Give the text in one language."""
        return self.zh if language is Language.ZH else self.en
