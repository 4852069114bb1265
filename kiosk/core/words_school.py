"""Words of the school: directory lines, timetable, causes of absence, what readiness misses."""

from enum import StrEnum

from kiosk.core.directory import Line
from kiosk.core.language import Language, Words
from kiosk.core.readiness import Missing
from kiosk.core.rosters import Excuse, Punctuality

LINES: dict[StrEnum, Words] = {
    Line.LEADER: Words("校领导", "School leader"),
    Line.DUTY_LEADER: Words("值班领导", "Duty leader"),
    Line.SCHOOL_DOCTOR: Words("校医", "School doctor"),
    Line.HEALTH_OFFICER: Words("卫生负责人", "Health officer"),
    Line.SECURITY: Words("保卫处", "Security"),
    Line.SCHOOL_OFFICE: Words("校办", "School office"),
    Line.LOGISTICS: Words("后勤", "Logistics"),
    Line.AMBULANCE: Words("急救 120", "Ambulance 120"),
    Line.HOSPITAL: Words("发热门诊", "Fever clinic"),
    Line.HEALTH_AUTHORITY: Words("疾控中心", "Health authority"),
    Line.EDUCATION: Words("教育局", "Education office"),
    Line.POLICE: Words("派出所", "Police station"),
    Line.TRAFFIC_POLICE: Words("交警", "Traffic police"),
    Line.FIRE: Words("消防", "Fire brigade"),
    Line.FOOD_AUTHORITY: Words("市场监管", "Food authority"),
    Line.TOWN_OFFICE: Words("街道办", "Town office"),
    Line.HOTLINE: Words("热线", "Hotline"),
    Line.OTHER: Words("其他", "Other"),
}

OF_THE_PERSON: dict[str, Words] = {
    "guardian": Words("家属", "Family"),
    "class_teacher": Words("班主任", "Class teacher"),
}
"""Lines of a call list that are no part of the directory: they follow from who is ill."""

PUNCTUALITY: dict[StrEnum, Words] = {
    Punctuality.EARLY: Words("早到", "Early"),
    Punctuality.ON_TIME: Words("准时", "On time"),
    Punctuality.LATE: Words("迟到", "Late"),
    Punctuality.EARLY_LEAVE: Words("早退", "Leaves early"),
}

EXCUSES: dict[StrEnum, Words] = {
    Excuse.ISOLATED: Words("隔离观察", "Isolated"),
    Excuse.WATCH_LISTED: Words("重点关注", "On the watch list"),
    Excuse.NOT_RELEASED: Words("尚未返校", "Not released yet"),
    Excuse.REPORTED: Words("已请假", "Absence reported"),
    Excuse.PLACEMENT: Words("在企业实习", "On a placement"),
    Excuse.REFUSED: Words("校门未放行", "Refused at the gate"),
}

MISSING: dict[StrEnum, Words] = {
    Missing.REOPENING_DAY: Words("未定开学日期", "No reopening day is set"),
    Missing.PHASE: Words("未安排返校阶段", "No phase is scheduled for the day"),
    Missing.UNITS: Words("没有年级和班级", "No grades and classes are on record"),
    Missing.RESPONSIBLE: Words("没有负责人", "No responsible person"),
    Missing.DEPUTY: Words("没有副负责人", "No deputy"),
    Missing.SLOT: Words("没有到校时段", "No arrival slot"),
    Missing.CREDENTIAL: Words("没有校园卡或通行码", "No card or pass"),
    Missing.GUARDIAN: Words("没有家长电话", "No guardian's phone"),
    Missing.HOME_RECORDS: Words("居家体温不全", "Home temperatures incomplete"),
    Missing.DUTY_ROSTER: Words("没有值班安排", "No duty roster for the day"),
    Missing.DIRECTORY: Words("通讯录缺此项", "Directory line is empty"),
    Missing.CALIBRATION: Words("未校准或已到期", "Not calibrated, or overdue"),
    Missing.DRIFT: Words("测温仪漂移, 请校准", "Thermometer drifts, calibrate it"),
    Missing.PLAN_FILED: Words("开学方案未备案", "Reopening plan not filed"),
    Missing.PLAN_REVIEWED: Words("开学方案未通过审核", "Plan not passed by the authority"),
    Missing.DRILL: Words("没有演练报告", "No drill is reported"),
    Missing.TRAINING: Words("没有参加培训", "Did not attend a training"),
    Missing.NOTICE: Words("没有告示", "No notice is posted"),
    Missing.REGISTRATION: Words("没有登记网址或热线", "No registration address or hotline"),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (LINES, PUNCTUALITY, EXCUSES, MISSING)
"""Every table of this file."""

ANSWERS: dict[str, Words] = {
    "print_failed": Words(
        "名单没有打印出来, 看屏幕上的", "The list was not printed, use the screen"
    ),
    "list_not_written": Words("名单文件写不进", "The list cannot be written to its file"),
}
"""Why an act of this topic was not done."""


def line(code: str, language: Language) -> str:
    """Name a line of the directory; a code of a school's own is shown as written."""
    known = LINES[Line(code)] if code in set(Line) else OF_THE_PERSON.get(code)
    return code if known is None else known.in_language(language)
