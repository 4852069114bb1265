"""The lines of the directory: who leads, and whom the school works with (clauses M1, M3)."""

from enum import StrEnum


class Line(StrEnum):
    """What an entry of the directory is for; the order is that of the list."""

    LEADER = "leader"
    DUTY_LEADER = "duty_leader"
    SCHOOL_DOCTOR = "school_doctor"
    HEALTH_OFFICER = "health_officer"
    SECURITY = "security"
    SCHOOL_OFFICE = "school_office"
    LOGISTICS = "logistics"
    AMBULANCE = "ambulance"
    HOSPITAL = "hospital"
    HEALTH_AUTHORITY = "health_authority"
    EDUCATION = "education"
    POLICE = "police"
    TRAFFIC_POLICE = "traffic_police"
    FIRE = "fire"
    FOOD_AUTHORITY = "food_authority"
    TOWN_OFFICE = "town_office"
    HOTLINE = "hotline"
    OTHER = "other"


NEEDED = (
    Line.LEADER,
    Line.DUTY_LEADER,
    Line.SCHOOL_DOCTOR,
    Line.HOSPITAL,
    Line.HEALTH_AUTHORITY,
    Line.EDUCATION,
    Line.POLICE,
    Line.TRAFFIC_POLICE,
)
"""The lines that no school reopens without: clauses M1 and M3, and those that 2d and 3b call."""

ORDER: dict[str, int] = {line.value: place for place, line in enumerate(Line)}
"""Where each line stands in the list; a code of a school's own comes after all of them."""
