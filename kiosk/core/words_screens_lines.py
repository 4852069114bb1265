"""The lines of the directory of joint prevention, by code."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Words

LINES: Mapping[str, Words] = MappingProxyType(
    {
        "leader": Words("校领导", "Leader"),
        "duty_leader": Words("值班领导", "Duty leader"),
        "school_doctor": Words("校医", "School doctor"),
        "police": Words("派出所", "Police"),
        "traffic_police": Words("交警", "Traffic police"),
        "health_authority": Words("卫健疾控", "Health office"),
        "education": Words("教育局", "Education office"),
        "hospital": Words("医院", "Hospital"),
        "ambulance": Words("急救", "Ambulance"),
        "fire": Words("消防", "Fire brigade"),
    }
)
"""A code that is not here is shown as written."""
