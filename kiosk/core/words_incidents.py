"""Words of incidents: types, steps, levels, parts, outcomes, entries of the timeline, refusals."""

from enum import StrEnum

from kiosk.core.incidents import (
    IncidentCause,
    IncidentEntry,
    IncidentLevel,
    IncidentOutcome,
    IncidentPart,
    IncidentStep,
    IncidentType,
    ReportField,
    ReportStage,
    SystemOutcome,
)
from kiosk.core.language import Language, Words

TYPES: dict[StrEnum, Words] = {
    IncidentType.INFECTIOUS_DISEASE: Words("传染病", "Infectious disease"),
    IncidentType.FOOD_POISONING: Words("食物中毒", "Food poisoning"),
    IncidentType.VIOLENCE: Words("暴力伤害", "Violence"),
    IncidentType.OUTSIDE_DISTURBANCE: Words("外来滋扰", "Outside disturbance"),
    IncidentType.TRAFFIC: Words("交通事故", "Traffic accident"),
    IncidentType.FIRE: Words("火灾", "Fire"),
    IncidentType.OTHER: Words("其他突发事件", "Other emergency"),
}

CAUSES: dict[StrEnum, Words] = {
    IncidentCause.KEY: Words("人工报告", "Reported by a person"),
    IncidentCause.CONFIRMED_FEVER: Words("校门确认发热", "Fever confirmed at the gate"),
    IncidentCause.CLUSTER: Words("聚集性发热或患病", "Cluster of fevers or illness"),
}

LEVELS: dict[StrEnum, Words] = {
    IncidentLevel.GENERAL: Words("一般", "General"),
    IncidentLevel.LARGE: Words("较大", "Large"),
    IncidentLevel.MAJOR: Words("重大", "Major"),
}

PARTS: dict[StrEnum, Words] = {
    IncidentPart.ILL: Words("患者", "Ill"),
    IncidentPart.QUEUED: Words("同时排队", "Queued"),
    IncidentPart.CONTACT: Words("接触者", "Contact"),
    IncidentPart.WITNESS: Words("在场", "Witness"),
}

OUTCOMES: dict[StrEnum, Words] = {
    IncidentOutcome.RULED_OUT: Words("已排除", "Ruled out"),
    IncidentOutcome.DIAGNOSED: Words("已确诊, 转医院", "Diagnosed, with the hospital"),
    IncidentOutcome.RECOVERED: Words("已康复", "Recovered"),
    IncidentOutcome.HANDED_OVER: Words("已移交", "Handed over"),
    IncidentOutcome.RESOLVED: Words("已处置完毕", "Resolved"),
    IncidentOutcome.FALSE_ALARM: Words("误报", "False alarm"),
}

SYSTEM_OUTCOMES: dict[StrEnum, Words] = {
    SystemOutcome.DRILL_OVER: Words("演练结束", "Drill is over"),
}

STAGES: dict[StrEnum, Words] = {
    ReportStage.FIRST: Words("初报", "First report"),
    ReportStage.PROGRESS: Words("续报", "Progress report"),
    ReportStage.CLOSING: Words("终报", "Closing report"),
}

REPORT_FIELDS: dict[StrEnum, Words] = {
    ReportField.REPORT: Words("报告编号", "Report"),
    ReportField.CORRECTS: Words("更正", "Corrects"),
    ReportField.SCHOOL: Words("学校", "School"),
    ReportField.ADDRESS: Words("地址", "Address"),
    ReportField.HEAD: Words("校领导及电话", "Head and phone"),
    ReportField.REPORTER: Words("报告人及电话", "Reporter and phone"),
    ReportField.TYPE: Words("事件类型", "Type"),
    ReportField.FOUND_BY: Words("发现方式", "Found by"),
    ReportField.LEVEL: Words("级别", "Level"),
    ReportField.UNIT: Words("班级或部门", "Class or department"),
    ReportField.OCCURRED_AT: Words("发生时间", "Occurred at"),
    ReportField.OPENED_AT: Words("确认或报告学校时间", "Confirmed or told to the school at"),
    ReportField.FIRST_REPORTED_AT: Words("初报时间", "First reported at"),
    ReportField.REPORTED_AT: Words("本次报告时间", "This report at"),
    ReportField.ILL: Words("患病人数", "People ill"),
    ReportField.QUEUED: Words("同时排队人数", "People who queued"),
    ReportField.SYMPTOMS: Words("主要症状", "Symptoms"),
    ReportField.COURSE: Words("经过", "Course"),
    ReportField.STEPS: Words("已采取措施", "Steps taken"),
    ReportField.DEVELOPMENT: Words("事态发展", "Development"),
    ReportField.SITUATION: Words("患者情况", "Situation of the ill"),
    ReportField.OUTCOME: Words("结果", "Outcome"),
    ReportField.CAUSE: Words("原因", "Cause"),
    ReportField.CORRECTIONS: Words("此前报告及更正", "Reports before, corrections"),
    ReportField.IMPROVEMENTS: Words("改进措施", "Improvements"),
}

STEPS: dict[StrEnum, Words] = {
    IncidentStep.CALL_SCHOOL_DOCTOR: Words("叫校医", "School doctor called"),
    IncidentStep.ESCORT_TO_ISOLATION: Words(
        "走单独通道, 送临时隔离室", "Taken to the isolation room by a separate path"
    ),
    IncidentStep.CALL_GUARDIAN: Words("通知家属", "Guardian called"),
    IncidentStep.TELL_CLASS_TEACHER: Words("告知班主任", "Class teacher told"),
    IncidentStep.TELL_LEADER: Words("报告值班和校领导", "Duty leader and school leader told"),
    IncidentStep.ASK_SYMPTOMS: Words(
        "问症状, 旅居史, 接触史, 聚集史", "Asked: symptoms, region, contact, cluster"
    ),
    IncidentStep.INFORM_AUTHORITIES: Words(
        "上报主管部门 (疾控, 教育等)", "Authorities informed (health, education)"
    ),
    IncidentStep.HAND_OVER: Words("移交: 接收人姓名", "Handed over: to whom"),
    IncidentStep.DISINFECT_PATH: Words("消毒走过的路线", "Path that was walked disinfected"),
    IncidentStep.REMEASURE_QUEUE: Words("同时排队的人复测", "Those who queued measured again"),
    IncidentStep.DAILY_CALL: Words("班主任每日电话", "Class teacher's daily call"),
    IncidentStep.LEARN_OUTCOME: Words("就诊结果", "Outcome learnt"),
    IncidentStep.CHECK_RETURN: Words("复课证明, 校医查验", "Return proof, checked by the doctor"),
    IncidentStep.LEAD_AWAY: Words("带离其他学生", "Other pupils led away"),
    IncidentStep.CALL_POLICE: Words("报警 (派出所)", "Police called"),
    IncidentStep.CALL_TRAFFIC_POLICE: Words("报交警", "Traffic police called"),
    IncidentStep.CALL_AMBULANCE: Words("叫救护车 120", "Ambulance called, 120"),
    IncidentStep.CALL_FIRE_BRIGADE: Words("报火警 119", "Fire brigade called, 119"),
    IncidentStep.LOCK_GATE: Words("关闭校门, 不放人进", "Gate shut to those outside"),
    IncidentStep.EVACUATE: Words("疏散, 核对校内名单", "Evacuated, list of those inside checked"),
    IncidentStep.STOP_MEALS: Words("停止供餐, 留样封存", "Meals stopped, samples kept"),
    IncidentStep.LIST_EATERS: Words("登记同餐人员", "Those who ate the same listed"),
    IncidentStep.KEEP_SCENE: Words("保护现场", "Scene kept as it was"),
    IncidentStep.RECEIVE_HELP: Words("等候并接应救援", "Help awaited and shown the way"),
    IncidentStep.FOLLOW_UP: Words("配合善后", "Follow-up supported"),
}

ENTRIES: dict[StrEnum, Words] = {
    IncidentEntry.OPENED: Words("开始", "Opened"),
    IncidentEntry.NOTED: Words("记录", "Note"),
    IncidentEntry.LEVEL_SET: Words("级别改变", "Level set"),
    IncidentEntry.LISTED: Words("列入名单", "Listed"),
    IncidentEntry.MEASURED: Words("复测", "Measured again"),
    IncidentEntry.REPORTED: Words("报告已发出", "Report released"),
    IncidentEntry.ISOLATION_ENDED: Words("校医解除隔离", "Isolation ended by the doctor"),
    IncidentEntry.CERTIFICATE: Words("复课证明登记", "Return proofs noted"),
    IncidentEntry.CLOSED: Words("办结", "Closed"),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (
    TYPES,
    CAUSES,
    LEVELS,
    PARTS,
    OUTCOMES,
    SYSTEM_OUTCOMES,
    STAGES,
    STEPS,
    ENTRIES,
    REPORT_FIELDS,
)
"""Every table of this file."""

ANSWERS: dict[str, Words] = {
    "rest_first": Words(
        "静候未满, 到时再用接触体温计测", "Rest is not over: use the contact thermometer then"
    ),
    "incident_unknown": Words("没有这个事件编号", "No incident has this number"),
    "incident_closed": Words("此事件已办结", "This incident is closed"),
    "incident_open": Words("此人已有未办结的事件", "This person has an open incident"),
    "type_unknown": Words("没有这种事件类型", "There is no such type of incident"),
    "level_unknown": Words("没有这个级别", "There is no such level"),
    "step_unknown": Words("此类事件没有这一步", "This type has no such step"),
    "counterpart_missing": Words("要写接收人姓名", "The name of who took over is needed"),
    "note_missing": Words("请先写内容", "Write the note first"),
    "not_listed": Words("此人不在该事件名单上", "This person is not listed in the incident"),
    "unit_unknown": Words("没有这个班级或部门", "There is no such class or department"),
}
"""Why an act about a case or an incident was not done, by the station's code."""

_BY_CODE: dict[str, Words] = {
    str(code): both for table in (ENTRIES, STEPS) for code, both in table.items()
}


def entry(code: str, language: Language) -> str:
    """Name a line of the timeline, step or entry; an unknown code is shown as written."""
    known = _BY_CODE.get(code)
    return code if known is None else known.in_language(language)


def named(table: dict[StrEnum, Words], code: str | None) -> str:
    """Give both languages of a code, `中文 / English`; an unknown one is shown as written."""
    if code is None:
        return ""
    both = next((found for one, found in table.items() if one.value == code), None)
    return code if both is None else f"{both.zh} / {both.en}"
