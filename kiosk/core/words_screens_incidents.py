"""Incidents as the guard's screen names them: by the codes that rows and states carry."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.core import words_incidents
from kiosk.core.language import Language, Words


def incident_type(code: str, language: Language) -> str:
    """Name a type of incident; an unknown code is shown as written."""
    return _named(words_incidents.TYPES, code, language)


def report_stage(code: str, language: Language) -> str:
    """Name a stage of reporting."""
    return _named(words_incidents.STAGES, code, language)


def level(code: str, language: Language) -> str:
    """Name a level."""
    return _named(words_incidents.LEVELS, code, language)


def part(code: str, language: Language) -> str:
    """Name the part that a person has in an incident."""
    return _named(words_incidents.PARTS, code, language)


def step(code: str, language: Language) -> str:
    """Name a step of a procedure."""
    return _named(words_incidents.STEPS, code, language)


def outcome(code: str, language: Language) -> str:
    """Name how an incident ended."""
    return _named(words_incidents.OUTCOMES, code, language)


def _named(table: Mapping[StrEnum, Words], code: str, language: Language) -> str:
    found = next((said for known, said in table.items() if known.value == code), None)
    return code if found is None else found.in_language(language)
