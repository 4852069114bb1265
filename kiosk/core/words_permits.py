"""Words for permits: where one stands, what somebody does with it, and why a step is not taken."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from kiosk.core.language import Words
from kiosk.core.permit_life import PermitFault, PermitStanding, PermitStep
from kiosk.core.permit_watch import Overdue
from kiosk.core.visitors import VisitorFault
from kiosk.core.words_documents import FAULTS as DOCUMENT_FAULTS

STANDINGS: dict[StrEnum, Words] = {
    PermitStanding.DRAFT: Words("草稿", "Draft"),
    PermitStanding.WAITS_DEPARTMENT: Words("待部门审批", "Waits for the department"),
    PermitStanding.WAITS_LEADER: Words("待校领导审批", "Waits for the school leader"),
    PermitStanding.APPROVED: Words("已批准", "Approved"),
    PermitStanding.USED: Words("次数已用完", "Used"),
    PermitStanding.OVER: Words("时间已过", "Over"),
    PermitStanding.REJECTED: Words("未批准", "Rejected"),
    PermitStanding.REVOKED: Words("已撤销", "Revoked"),
}

STEPS: dict[StrEnum, Words] = {
    PermitStep.REQUEST: Words("申请", "Asked for"),
    PermitStep.RECORD: Words("直接登记", "Stated as it stands"),
    PermitStep.SUBMIT: Words("提交", "Submitted"),
    PermitStep.APPROVE: Words("批准", "Approved"),
    PermitStep.REJECT: Words("不批准", "Rejected"),
    PermitStep.REVOKE: Words("撤销", "Revoked"),
}

FAULTS: dict[StrEnum, Words] = {
    PermitFault.NOT_DUE: Words("许可现在不能办这一步", "Not the turn of this step"),
    PermitFault.WRONG_ROLE: Words("现在轮不到此人审批", "It is another role's turn"),
    PermitFault.OTHER_DEPARTMENT: Words("许可属于别的部门", "The permit is another department's"),
    PermitFault.OWN_REQUEST: Words("申请人不能自己审批", "Nobody approves what he asked for"),
    PermitFault.OWN_PERMIT: Words("不能审批自己的许可", "Nobody approves a permit for himself"),
    PermitFault.APPROVED_BEFORE: Words("一人不能批两级", "One person cannot approve both levels"),
    PermitFault.PURPOSE_NOT_ADMITTED: Words(
        "现阶段不接受该事由 (N1c)", "Purpose not admitted in this phase (N1c)"
    ),
    PermitFault.PUBLIC_USE: Words(
        "场馆不对外开放 (N1d)", "No facility is open to the public (N1d)"
    ),
    PermitFault.AREA_SHUT: Words("许可中有未开放区域 (N1d)", "Names an area that is shut (N1d)"),
    PermitFault.AREA_NOT_REACHED: Words(
        "该事由到不了其中的区域 (N1d)", "Purpose does not reach an area (N1d)"
    ),
    PermitFault.NO_END: Words("许可没有截止时间 (N1c)", "The permit has no end (N1c)"),
    PermitFault.WINDOW_OVER: Words("许可时间已过", "The permit's time is over"),
    PermitFault.WINDOW_TOO_LONG: Words("许可时间过长", "The permit lasts too long"),
    PermitFault.AREA_FULL: Words("该区域人数将超限 (N8)", "The area would hold too many (N8)"),
}

OVERDUE: dict[StrEnum, Words] = {
    Overdue.OVERSTAY: Words("超时未离校", "Overstay"),
    Overdue.NEVER_OUT: Words("未见离校", "Never came out"),
}

VISITOR_FAULTS: dict[StrEnum, Words] = {
    VisitorFault.NAME_MISSING: Words("要写姓名", "A name is needed"),
    VisitorFault.NAME_DIFFERS: Words(
        "此证件已登记在别的姓名下, 请核对", "This document is on file under another name"
    ),
    VisitorFault.ON_THE_ROSTER: Words("此人在名册上, 用卡或证件", "On the roster: use the card"),
    VisitorFault.KIND_NOT_REGISTERED: Words(
        "此类人员不登记, 不得入校", "This kind of person is not registered at the gate"
    ),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (STANDINGS, STEPS, FAULTS, OVERDUE, VISITOR_FAULTS)
"""Every table of this file."""

ANSWERS: Mapping[str, Words] = MappingProxyType(
    {code.value: both for code, both in (FAULTS | VISITOR_FAULTS).items()}
    | {f"document_{code.value}": both for code, both in DOCUMENT_FAULTS.items()}
    | {
        "card_gone": Words("请重新放身份证", "Lay the ID card on the reader again"),
        "permit_unknown": Words("没有这个许可", "There is no such permit"),
        "not_host": Words("不是该许可的接待人", "Not the host of this permit"),
        "nothing_to_sign": Words("此人没有待签的离校", "No exit of this person to sign"),
        "purpose_unknown": Words("策略里没有这个事由", "The policy has no such purpose"),
        "area_unknown": Words("策略里没有这个区域", "The policy has no such area"),
        "host_unknown": Words("接待人不在教职工名册", "The host is not on the staff roster"),
        "companion_unknown": Words("随行人尚未登记", "A companion is not on record yet"),
        "headcount_wrong": Words("人数不对", "The number of people is not right"),
    }
)
"""Why an act about permits was not done, by the station's code."""
