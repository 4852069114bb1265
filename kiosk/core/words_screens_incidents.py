"""What the guard reads about incidents: labels of the screen, stages of a report, levels, parts."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Language, Words

INCIDENT_TYPES: Mapping[str, Words] = MappingProxyType(
    {
        "infectious_disease": Words("传染病", "Infectious disease"),
        "food_poisoning": Words("食物中毒", "Food poisoning"),
        "violence": Words("暴力伤害", "Violence"),
        "disturbance": Words("外来滋扰", "Outside disturbance"),
        "traffic": Words("交通事故", "Traffic accident"),
    }
)
REPORT_STAGES: Mapping[str, Words] = MappingProxyType(
    {
        "first": Words("初报", "First report"),
        "progress": Words("续报", "Progress report"),
        "closing": Words("终报", "Closing report"),
    }
)
LEVELS: Mapping[str, Words] = MappingProxyType(
    {
        "general": Words("一般", "General"),
        "large": Words("较大", "Large"),
        "major": Words("重大", "Major"),
    }
)
PARTS: Mapping[str, Words] = MappingProxyType(
    {
        "ill": Words("患者", "Ill"),
        "queued": Words("同时排队", "Queued"),
        "contact": Words("接触者", "Contact"),
        "witness": Words("在场", "Witness"),
    }
)


def incident_type(code: str, language: Language) -> str:
    """Name a type of incident; an unknown code is shown as written."""
    return _named(INCIDENT_TYPES, code, language)


def report_stage(code: str, language: Language) -> str:
    """Name a stage of reporting."""
    return _named(REPORT_STAGES, code, language)


def level(code: str, language: Language) -> str:
    """Name a level."""
    return _named(LEVELS, code, language)


def part(code: str, language: Language) -> str:
    """Name the part that a person has in an incident."""
    return _named(PARTS, code, language)


def _named(table: Mapping[str, Words], code: str, language: Language) -> str:
    known = table.get(code)
    return code if known is None else known.in_language(language)
