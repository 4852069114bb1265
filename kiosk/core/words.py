"""Every word of the core that a person reads, in Chinese and English, keyed by code.

`text` is the only door: each enum of the core whose members are shown has a table here, and a test
proves that none lacks a member, that nothing is too long for its place and that no glyph has a
width a terminal may doubt. Words of one topic are in `words_TOPIC.py`, whose `TABLES` are joined
here; labels of screens are in `words_screen.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from kiosk.core import (
    words_documents,
    words_filing,
    words_health,
    words_incidents,
    words_permits,
    words_reports,
    words_roster,
    words_school,
)
from kiosk.core.language import Language, Words
from kiosk.core.people import PersonKind, Role, UnitKind
from kiosk.core.permits import PermitState
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import BodySite, Instrument
from kiosk.core.reasons import Clause, NextStep, Override, Reason, Verdict
from kiosk.core.request import ClockTrust, CredentialKind, CredentialState
from kiosk.core.screening import Outcome

__all__ = ["WORDS", "Language", "Words", "text", "words"]

VERDICTS = {
    Verdict.GRANT: Words("通行", "PASS"),
    Verdict.DENY: Words("禁止进入", "STOP"),
    Verdict.REFER: Words("请稍候", "PLEASE WAIT"),
}

REASONS = {
    Reason.CREDENTIAL_UNREADABLE: Words("证件或条码读不出", "Code cannot be read"),
    Reason.CREDENTIAL_UNKNOWN: Words("查无此卡号或证件", "Nobody has this card or number"),
    Reason.PASS_INVALID: Words("通行码无效", "Pass not valid"),
    Reason.PASS_REVOKED: Words("凭证已被撤销", "Pass or card was revoked"),
    Reason.PASS_EXPIRED: Words("凭证已过期", "Pass or card has expired"),
    Reason.PASS_NOT_YET: Words("凭证尚未生效", "Pass or card is not valid yet"),
    Reason.PASS_USED: Words("凭证已用完", "Pass has been used"),
    Reason.WATCH_LISTED: Words("重点关注人员, 暂不返校", "On the watch list, not to return yet"),
    Reason.ISOLATED: Words("隔离或观察期间", "In isolation or under observation"),
    Reason.RETURN_CERTIFICATE_MISSING: Words("复课证明不齐", "Return certificate incomplete"),
    Reason.ELEVATED_CONFIRMED: Words("接触测温确认偏高", "Elevated by contact thermometer"),
    Reason.PURPOSE_NOT_ALLOWED: Words("现阶段不接受该事由", "Purpose not admitted in this phase"),
    Reason.AREA_CLOSED: Words("许可中有未开放区域", "Permit names a closed area"),
    Reason.CATEGORY_NEVER: Words("此类人员不得入校", "This kind of visitor never enters"),
    Reason.PERMIT_NOT_APPROVED: Words("许可尚未批准", "Permit not approved yet"),
    Reason.PERMIT_REJECTED: Words("许可未获批准", "Permit was rejected"),
    Reason.PERMIT_REVOKED: Words("许可已被撤销", "Permit was revoked"),
    Reason.PERMIT_NOT_YET: Words("未到许可时间", "Permit has not begun"),
    Reason.PERMIT_OVER: Words("许可时间已过", "Permit has ended"),
    Reason.PERMIT_USED: Words("许可次数已用完", "Permit has no entry left"),
    Reason.PERMIT_WRONG_ACCESS_POINT: Words("许可不含此校门", "Permit is not for this gate"),
    Reason.NOT_ON_DUTY: Words("封闭管理, 当前不在值班表", "Campus closed, not on duty now"),
    Reason.EARLY_RETURN_NOT_APPROVED: Words("未经批准提前返校", "Early return not approved"),
    Reason.NO_PERMIT: Words("没有入校许可", "No permit to enter"),
    Reason.HOME_RECORDS_INCOMPLETE: Words("居家体温记录不全", "Home temperatures incomplete"),
    Reason.HOME_RECORDS_ELEVATED: Words("居家体温有偏高记录", "A home temperature was elevated"),
    Reason.ALREADY_INSIDE: Words("记录显示已在校内", "Known to be inside already"),
    Reason.TEMPERATURE_ELEVATED: Words("复测体温偏高", "Temperature elevated on recheck"),
    Reason.RECHECK_TEMPERATURE: Words(
        "首次读数偏高, 需要复测", "First reading high, recheck needed"
    ),
    Reason.AMBIENT_OUT_OF_RANGE: Words("气温超出测温仪范围", "Too cold or hot for the sensor"),
    Reason.NO_VALID_READING: Words("没有有效体温读数", "No valid temperature"),
    Reason.CLOCK_UNSURE: Words("时钟未核对", "Clock not confirmed"),
    Reason.STEP_BACK: Words("两人距离过近", "Somebody was too close behind"),
    Reason.EXIT: Words("离校", "Leaving"),
    Reason.CLEARED: Words("接触测温正常", "Cleared by contact thermometer"),
    Reason.ON_DUTY: Words("值班人员", "On duty"),
    Reason.PERMIT: Words("许可有效", "Permit in order"),
    Reason.RELEASED: Words("所在年级或班级已返校", "Grade or class has been released"),
    Reason.ROSTER: Words("名册人员", "On the roster"),
}

NEXT_STEPS = {
    NextStep.LET_IN: Words("请进", "Let the person in"),
    NextStep.LET_OUT: Words("放行离校", "Let the person out"),
    NextStep.TYPE_IT: Words("按 1 输入卡号或证件号", "Key 1: type the card or ID number"),
    NextStep.ASK_NAME: Words(
        "不放行, 问清姓名, 联系校办核实", "Do not admit; ask the name and call the school office"
    ),
    NextStep.CALL_OFFICE: Words("不放行, 联系校办核实", "Do not admit; call the school office"),
    NextStep.NEW_PASS: Words("联系接待人重新签发", "Call the host for a new pass"),
    NextStep.WAIT_FOR_START: Words("告知生效时间, 届时再来", "Tell the start time; come back then"),
    NextStep.CALL_HOST: Words("不放行, 联系接待人", "Do not admit; call the host"),
    NextStep.CALL_APPROVER: Words("不放行, 联系审批人", "Do not admit; call the approver"),
    NextStep.ASK_FOR_APPROVAL: Words(
        "联系接待人申请许可, 批准后再来", "Call the host for a permit; come back once approved"
    ),
    NextStep.OTHER_GATE: Words("请到许可写明的校门", "Send the person to the gate on the permit"),
    NextStep.CALL_HEALTH_OFFICER: Words(
        "不放行, 联系卫生负责人", "Do not admit; call the health officer"
    ),
    NextStep.CALL_SCHOOL_DOCTOR: Words("不放行, 联系校医", "Do not admit; call the school doctor"),
    NextStep.BRING_BOTH_PROOFS: Words(
        "补齐医院证明, 请校医查验", "Hospital paper and the school doctor's check are needed"
    ),
    NextStep.ISOLATE: Words(
        "带到隔离处, 立即通知校医和家属", "Take to isolation; call school doctor and family now"
    ),
    NextStep.LEAVE_GOODS: Words("物品放门卫室, 通知收件人", "Leave goods here; tell the receiver"),
    NextStep.CALL_DUTY_LEADER: Words("联系值班负责人", "Call the duty leader"),
    NextStep.CALL_CLASS_TEACHER: Words("联系班主任", "Call the class teacher"),
    NextStep.HAND_IN_HOME_RECORDS: Words(
        "联系班主任补交体温记录", "Call the class teacher about the missing records"
    ),
    NextStep.CHECK_WHO_IS_INSIDE: Words(
        "核对本人, 查上次是否漏记离校", "Check the person; was the last exit not recorded?"
    ),
    NextStep.REST_THEN_CONTACT: Words(
        "到旁边静候, 再用接触体温计测", "Wait aside and rest, then contact thermometer"
    ),
    NextStep.COME_AGAIN: Words("退后一步, 再靠近复测", "Step back, come again to be measured"),
    NextStep.USE_CONTACT: Words("改用接触体温计, 按 2 输入", "Use the contact thermometer, key 2"),
    NextStep.MEASURE_AGAIN: Words("露出额头, 再测一次", "Uncover the forehead, measure again"),
    NextStep.CONFIRM_CLOCK: Words(
        "请主管核对时钟, 按 3 确认", "Supervisor compares the clock, key 3 confirms"
    ),
    NextStep.STEP_BACK: Words("退后一步, 一个一个来", "Step back, come again one by one"),
}

OVERRIDES = {
    Override.NEVER: Words("不可越权放行", "Cannot be overridden"),
    Override.ALLOWED: Words("主管可放行", "Supervisor may override"),
    Override.WHILE_OPEN: Words("开放阶段主管可放行", "Supervisor may override while open"),
}

CLAUSES = {
    Clause.N1A: Words("通知一之一 封闭管理", "Notice 1a closed campus"),
    Clause.N1B: Words("通知一之二 学生返校", "Notice 1b pupils' return"),
    Clause.N1C: Words("通知一之三 必要来访", "Notice 1c necessary visitors"),
    Clause.N1D: Words("通知一之四 场馆关闭", "Notice 1d venues shut"),
    Clause.N2: Words("通知二 居家体温", "Notice 2 home monitoring"),
    Clause.N3: Words("通知三 开学方案", "Notice 3 reopening plan"),
    Clause.N5: Words("通知五 健康档案", "Notice 5 health files"),
    Clause.N6: Words("通知六 重点人员", "Notice 6 key people"),
    Clause.M1: Words("学校联防 进出登记", "School rule: who is inside"),
}

PERSON_KINDS = {
    PersonKind.PUPIL: Words("学生", "Pupil"),
    PersonKind.STAFF: Words("教职工", "Staff"),
    PersonKind.GUARDIAN: Words("家长", "Guardian"),
    PersonKind.VISITOR: Words("访客", "Visitor"),
    PersonKind.CONTRACTOR: Words("施工维保", "Contractor"),
    PersonKind.SUPPLIER: Words("供货商", "Supplier"),
    PersonKind.COURIER: Words("快递外卖", "Courier"),
}

ROLES = {
    Role.GUARD: Words("门卫", "Guard"),
    Role.SUPERVISOR: Words("主管", "Supervisor"),
    Role.SCHOOL_DOCTOR: Words("校医", "School doctor"),
    Role.CLASS_TEACHER: Words("班主任", "Class teacher"),
    Role.DEPARTMENT_HEAD: Words("部门负责人", "Department head"),
    Role.SCHOOL_LEADER: Words("校领导", "School leader"),
    Role.HEALTH_OFFICER: Words("卫生负责人", "Health officer"),
    Role.ADMINISTRATOR: Words("管理员", "Administrator"),
    Role.AUDITOR: Words("审计", "Auditor"),
}

PHASES = {
    Phase.CLOSED: Words("封闭管理", "Closed"),
    Phase.STAGED: Words("分批返校", "Staged return"),
    Phase.OPEN: Words("正常开学", "Open"),
    Phase.NORMAL: Words("日常管理", "Normal"),
}

DIRECTIONS = {
    Direction.IN: Words("进", "IN"),
    Direction.OUT: Words("出", "OUT"),
}

CREDENTIAL_KINDS = {
    CredentialKind.PASS: Words("通行码", "Pass"),
    CredentialKind.SCHOOL_CARD: Words("校园卡", "School card"),
    CredentialKind.ID_CARD: Words("身份证", "ID card"),
    CredentialKind.TYPED: Words("手工输入", "Typed"),
}

CREDENTIAL_STATES = {
    CredentialState.VALID: Words("有效", "Valid"),
    CredentialState.UNREADABLE: Words("读不出", "Unreadable"),
    CredentialState.UNKNOWN: Words("查无此号", "Unknown"),
    CredentialState.INVALID: Words("无效", "Not valid"),
    CredentialState.NOT_YET: Words("未生效", "Not yet valid"),
    CredentialState.EXPIRED: Words("已过期", "Expired"),
    CredentialState.REVOKED: Words("已撤销", "Revoked"),
    CredentialState.USED: Words("已用完", "Used"),
}

PERMIT_STATES = {
    PermitState.DRAFT: Words("草稿", "Draft"),
    PermitState.SUBMITTED: Words("待审批", "Submitted"),
    PermitState.APPROVED: Words("已批准", "Approved"),
    PermitState.REJECTED: Words("未批准", "Rejected"),
    PermitState.REVOKED: Words("已撤销", "Revoked"),
}

INSTRUMENTS = {
    Instrument.INFRARED: Words("红外", "Infrared"),
    Instrument.CONTACT: Words("接触", "Contact"),
}

BODY_SITES = {
    BodySite.FOREHEAD: Words("额温", "Forehead"),
    BodySite.INNER_CANTHUS: Words("眼角", "Inner eye corner"),
    BodySite.WRIST: Words("手腕", "Wrist"),
    BodySite.ARMPIT: Words("腋温", "Armpit"),
    BodySite.EAR: Words("耳温", "Ear"),
}

CLOCKS = {
    ClockTrust.TRUSTED: Words("已核对", "Confirmed"),
    ClockTrust.UNSURE: Words("未核对", "Not confirmed"),
}

OUTCOMES = {
    Outcome.NORMAL: Words("正常", "Normal"),
    Outcome.UNFINISHED: Words("复测中", "Recheck"),
    Outcome.ELEVATED: Words("偏高", "Elevated"),
    Outcome.CONTACT_NORMAL: Words("接触测温正常", "Normal by contact"),
    Outcome.CLEARED: Words("接触测温解除", "Cleared by contact"),
    Outcome.CONFIRMED: Words("确认偏高", "Elevated, confirmed"),
    Outcome.AMBIENT_OUT_OF_RANGE: Words("气温超限", "Out of sensor range"),
    Outcome.NO_VALID_READING: Words("无有效读数", "No valid reading"),
}

UNIT_KINDS = {
    UnitKind.SCHOOL: Words("学校", "School"),
    UnitKind.GRADE: Words("年级", "Grade"),
    UnitKind.CLASS: Words("班级", "Class"),
    UnitKind.DEPARTMENT: Words("部门", "Department"),
}

LANGUAGES = {
    Language.ZH: Words("中文", "Chinese"),
    Language.EN: Words("英文", "English"),
}

_TABLES: tuple[Mapping[Any, Words], ...] = (
    VERDICTS,
    REASONS,
    NEXT_STEPS,
    OVERRIDES,
    CLAUSES,
    PERSON_KINDS,
    ROLES,
    UNIT_KINDS,
    PHASES,
    DIRECTIONS,
    CREDENTIAL_KINDS,
    CREDENTIAL_STATES,
    PERMIT_STATES,
    INSTRUMENTS,
    BODY_SITES,
    CLOCKS,
    OUTCOMES,
    LANGUAGES,
    *words_health.TABLES,
    *words_documents.TABLES,
    *words_roster.TABLES,
    *words_reports.TABLES,
    *words_incidents.TABLES,
    *words_filing.TABLES,
    *words_permits.TABLES,
    *words_school.TABLES,
)

WORDS: Mapping[tuple[type[StrEnum], str], Words] = MappingProxyType(
    {(type(code), code.value): both for table in _TABLES for code, both in table.items()}
)
"""Words by enum and code: codes of two enums may be alike (`revoked` is a pass and a permit)."""


def words(code: StrEnum) -> Words:
    """Give the words of a member of one of the enums that have a table here."""
    return WORDS[type(code), code.value]


def text(code: StrEnum, language: Language) -> str:
    """Give the text of a code in one language."""
    return words(code).in_language(language)
