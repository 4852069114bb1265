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
class PermitPolicy:
    """How a permit is approved and watched (clause N1c).

    `levels` is how many approvals a purpose needs, 1 (department) or 2 (then the school leader);
    a purpose not named needs `default_levels`. `longest_hours` bounds a window. An overstay is an
    alert from `overstay_minutes` after the end on.
    """

    default_levels: int
    levels: Mapping[str, int]
    longest_hours: int
    overstay_minutes: int

    def levels_for(self, purpose: str) -> int:
        """Give how many approvals a purpose needs."""
        return self.levels.get(purpose, self.default_levels)


@dataclass(frozen=True, slots=True)
class FeverPolicy:
    """The procedure after an elevated reading (rules.md 2d).

    Those decided at the same access point within `queue_minutes` before are listed for a second
    measurement. From `most_invalid` readings without a valid one in a case on, the contact
    thermometer is asked for.
    """

    queue_minutes: int
    most_invalid: int


@dataclass(frozen=True, slots=True)
class ClusterTrigger:
    """So many cases in so many days within one scope make a cluster (rules.md 3b).

    `scope` is `class` or `school`; `what` is `fever` (elevated at the gate or confirmed), or
    `sick` (absent sick or symptoms on file); `days` counts the day itself.
    """

    name: str
    scope: str
    what: str
    count: int
    days: int
    deadline_minutes: int


@dataclass(frozen=True, slots=True)
class DeadlineSchedule:
    """When the three reports of an incident are due (rules.md 3c).

    `first_minutes` by level (general, large, major) from the opening; `progress_hour` is the
    local hour of the daily progress report, from the next day on; `closing_days` after the end.
    """

    name: str
    first_minutes: Mapping[str, int]
    progress_hour: int
    closing_days: int


@dataclass(frozen=True, slots=True)
class RollPolicy:
    """What is due each day, local times, and how often a listed person is followed up (hours).

    `class_due` is when a class has to have reported (rules.md 3a), `report_due` when the school
    sends its daily report, `follow_up_hours` the longest silence of a watch-list follow-up.
    """

    class_due: time
    report_due: time
    follow_up_hours: int


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy; its name and digest are written with each decision.

    `digest` is the SHA-256 of the file in hex.

    `public_purposes` are those whose refusal rests on clause N1d. `home_record_days` are the
    days asked for before a first return, `home_record_c` the value that refuses (degrees C, at or
    over). `opening` and `day_end` are local times of the school day. `area_limits` is how many
    people on permits an area may hold at once (clause N8). `guard_checks` names, by kind of person,
    what the guard looks at beside the rules (mask, health_code, test_proof: later editions).
    `source` says which document the file follows.
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
    permits: PermitPolicy
    fever: FeverPolicy
    clusters: tuple[ClusterTrigger, ...]
    deadlines: DeadlineSchedule
    roll: RollPolicy
    area_limits: Mapping[str, int]
    guard_checks: Mapping[PersonKind, tuple[str, ...]]
    source: str
