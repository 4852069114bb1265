"""The types of a policy: phases, purposes, areas, thresholds, minutes. The numbers are TOML."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from kiosk.core.people import PersonKind
from kiosk.core.phases import Phase


@dataclass(frozen=True, slots=True)
class ScreeningPolicy:
    """How readings are judged (rulings 10 to 13); temperatures in degrees C.

    A value is plausible from `plausible_low_c` to `plausible_high_c`, ends included. The first
    valid infrared reading at or over `recheck_c` opens the recheck; the median of
    `further_readings` valid ones after it at or over `elevated_c` is elevated. A contact reading
    at or over `contact_c` confirms. `rest_minutes` is the wait before the contact reading.
    """

    plausible_low_c: float
    plausible_high_c: float
    recheck_c: float
    elevated_c: float
    further_readings: int
    contact_c: float
    ambient_low_c: float
    ambient_high_c: float
    rest_minutes: int


@dataclass(frozen=True, slots=True)
class PhasePolicy:
    """What one phase admits.

    `purposes` are those a permit may have, `shut_areas` those nobody is let into, `barred_kinds`
    the kinds of people who never enter, `purpose_areas` the areas a purpose reaches where that
    is narrower than every open area.
    """

    purposes: frozenset[str]
    shut_areas: frozenset[str]
    barred_kinds: frozenset[PersonKind]
    purpose_areas: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy; its name and digest are written with each decision.

    `digest` is the SHA-256 of the file in hex.

    `public_purposes` are those whose refusal rests on clause N1d. `home_record_days` are the
    days asked for before a first return, `home_record_c` the value that refuses (degrees C, at or
    over). `opening` and `day_end` are local times of the school day.
    """

    name: str
    title_zh: str
    title_en: str
    digest: str
    screening: ScreeningPolicy
    home_record_days: int
    home_record_c: float
    areas: frozenset[str]
    purposes: frozenset[str]
    public_purposes: frozenset[str]
    access_points: frozenset[str]
    phases: Mapping[Phase, PhasePolicy]
    opening: time
    day_end: time
