"""Words of the health file: symptoms, causes of absence, checks, flags, what a series shows."""

from enum import StrEnum

from kiosk.core.health_file import AbsenceCause, HealthCheck, HealthFlag, Symptom
from kiosk.core.health_roll import Presence, RecordKind
from kiosk.core.home_series import Suspicion
from kiosk.core.language import Words

SYMPTOMS: dict[StrEnum, Words] = {
    Symptom.FEVER: Words("发热", "Fever"),
    Symptom.COUGH: Words("咳嗽", "Cough"),
    Symptom.SORE_THROAT: Words("咽痛", "Sore throat"),
    Symptom.BREATHLESS: Words("呼吸困难", "Breathless"),
    Symptom.SMELL_TASTE_LOSS: Words("嗅觉味觉减退", "Loss of smell or taste"),
    Symptom.VOMITING: Words("呕吐", "Vomiting"),
    Symptom.DIARRHOEA: Words("腹泻", "Diarrhoea"),
    Symptom.RASH: Words("皮疹", "Rash"),
    Symptom.JAUNDICE: Words("黄疸", "Jaundice"),
    Symptom.RED_EYES: Words("红眼", "Red eyes"),
    Symptom.PAROTID_SWELLING: Words("腮腺肿大", "Parotid swelling"),
    Symptom.OTHER: Words("其他症状", "Other symptom"),
}

ABSENCE_CAUSES: dict[StrEnum, Words] = {
    AbsenceCause.SICK: Words("因病", "Sick"),
    AbsenceCause.INFECTIOUS: Words("传染病", "Infectious disease"),
    AbsenceCause.INJURY: Words("受伤", "Injury"),
    AbsenceCause.ISOLATED: Words("隔离观察", "Isolation"),
    AbsenceCause.KEY_REGION: Words("在重点地区", "In a key region"),
    AbsenceCause.PERSONAL: Words("事假", "Personal leave"),
    AbsenceCause.UNKNOWN: Words("原因不明", "Cause unknown"),
}

HEALTH_CHECKS: dict[StrEnum, Words] = {
    HealthCheck.HOME: Words("居家", "At home"),
    HealthCheck.MORNING: Words("晨检", "Morning check"),
    HealthCheck.NOON: Words("午检", "Noon check"),
    HealthCheck.EVENING: Words("晚检", "Evening check"),
    HealthCheck.GATE: Words("校门", "At the gate"),
    HealthCheck.DOCTOR: Words("校医", "School doctor"),
}

HEALTH_FLAGS: dict[StrEnum, Words] = {
    HealthFlag.ISOLATED: Words("隔离观察中", "Isolated"),
    HealthFlag.WATCHED: Words("重点关注", "On the watch list"),
    HealthFlag.CERTIFICATE_MISSING: Words("复课证明不齐", "Return certificate incomplete"),
    HealthFlag.ELEVATED: Words("体温曾偏高", "Elevated reading"),
    HealthFlag.HOUSEHOLD_ISOLATED: Words("家人隔离观察中", "Household: isolated"),
    HealthFlag.HOUSEHOLD_WATCHED: Words("家人重点关注", "Household: on the watch list"),
    HealthFlag.HOUSEHOLD_ELEVATED: Words("家人体温曾偏高", "Household: elevated reading"),
}

RECORD_KINDS: dict[StrEnum, Words] = {
    RecordKind.GATE: Words("校门测温", "Gate temperature"),
    RecordKind.HOME: Words("居家体温", "Home temperature"),
    RecordKind.SYMPTOMS: Words("症状检查", "Symptom check"),
    RecordKind.ABSENCE: Words("缺勤登记", "Absence"),
    RecordKind.PLACEMENT: Words("实习观察", "Placement observation"),
}

PRESENCES: dict[StrEnum, Words] = {
    Presence.PRESENT: Words("到校", "Present"),
    Presence.ABSENT_SICK: Words("因病缺勤", "Absent sick"),
    Presence.ABSENT_OTHER: Words("其他缺勤", "Absent, other"),
    Presence.PLACEMENT: Words("实习中", "On a placement"),
    Presence.UNKNOWN: Words("未到校, 未登记", "Not here, no word"),
}

SUSPICIONS: dict[StrEnum, Words] = {
    Suspicion.CONSTANT: Words("连续多日数值相同", "Same value on many days"),
    Suspicion.SAME_CLOCK: Words("连续多日时间相同", "Same time of day on many days"),
    Suspicion.IMPOSSIBLE: Words("数值不合理", "Value outside 34 to 42"),
    Suspicion.CLASS_EQUAL: Words("全班数值相同", "Same value for a whole class"),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (
    SYMPTOMS,
    ABSENCE_CAUSES,
    HEALTH_CHECKS,
    HEALTH_FLAGS,
    RECORD_KINDS,
    PRESENCES,
    SUSPICIONS,
)
"""Every table of this file."""
