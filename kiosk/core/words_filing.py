"""Words of what is filed: results of a review, channels."""

from enum import StrEnum

from kiosk.core.filing import Channel, PlanResult
from kiosk.core.language import Words

PLAN_RESULTS: dict[StrEnum, Words] = {
    PlanResult.PASSED: Words("审核通过", "Passed"),
    PlanResult.CONDITIONS: Words("有条件通过", "Passed with conditions"),
    PlanResult.REFUSED: Words("未通过", "Refused"),
}

CHANNELS: dict[StrEnum, Words] = {
    Channel.PAGE: Words("网页", "Page"),
    Channel.LETTER: Words("告知书", "Letter"),
    Channel.PHONE: Words("电话", "Phone"),
    Channel.VISIT: Words("家访", "Home visit"),
    Channel.CLASS_GROUP: Words("班级群", "Class group"),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (PLAN_RESULTS, CHANNELS)
