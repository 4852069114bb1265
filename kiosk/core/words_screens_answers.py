"""Why an act was not done, and the reasons that a guard picks by one digit."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core import words_incidents, words_permits
from kiosk.core.language import Words

ANSWERS: Mapping[str, Words] = MappingProxyType(
    {
        "no_answer": Words("站点未答复, 先看是否已办成", "No answer: look whether it was done"),
        "sign_in_first": Words("请先登录, 按 0", "Sign in first, key 0"),
        "pin_wrong": Words("PIN 不对", "Wrong PIN"),
        "pin_wait": Words("PIN 连续输错, 30 秒后再试", "Too many wrong PINs: wait 30 seconds"),
        "pin_busy": Words("正在核对别的 PIN, 请再试", "Another PIN is being checked, try again"),
        "no_account": Words("没有可办此事的人员账号", "No account may do this"),
        "not_overridable": Words("此原因不可越权放行", "This reason cannot be overridden"),
        "nothing_to_override": Words("没有可放行的结果", "There is no refusal to override"),
        "too_late": Words("已过十分钟, 请重新刷码", "Over ten minutes ago: present the code again"),
        "too_soon": Words("离上次测温不到五秒, 请再测", "Under five seconds since the last, again"),
        "no_visit_waiting": Words("现在没有等测温的人", "Nobody waits to be measured"),
        "visit_over": Words("刚才那位已结束, 请重输", "That visit is over: type it again"),
        "elevated_stays": Words(
            "体温偏高, 由主管或校医结案", "Elevated: a supervisor or the doctor ends it"
        ),
        "out_of_instrument_range": Words("超出该仪器量程, 请重输", "Out of the instrument's range"),
        "case_unknown": Words("没有这个案号, 或已办结", "No such case, or it is closed"),
        "outcome_unknown": Words("站点不认得此结果", "The station does not know this outcome"),
        "person_unknown": Words("查无此人", "Nobody of that name is on file"),
        "why_missing": Words("要写原因", "A reason is needed"),
        "lane_busy": Words("正有人通过, 请稍后再试", "Somebody is passing, try again"),
        "one_way": Words("此通道只有一个方向", "This lane has one direction only"),
        "clock_moved": Words("时间已变, 请重新核对", "The time has moved, compare again"),
        "log_not_writable": Words("日志写不进, 未办", "The log cannot be written, not done"),
        "policy_missing": Words("没有有效策略, 未办", "There is no valid policy, not done"),
        "not_a_message": Words("站点不认得此操作", "The station does not know this act"),
        "unknown_query": Words("站点不认得此查询", "The station does not know this question"),
        "log_not_readable": Words("日志读不出", "The log cannot be read"),
        "locked": Words("已锁屏, 先输 PIN", "Locked: the PIN first"),
        **words_incidents.ANSWERS,
        **words_permits.ANSWERS,
        "unknown_act": Words("站点不认得此操作", "The station does not know this act"),
    }
)
"""Outcomes of an act that was not done, by the station's code; others are shown as they are."""

OVERRIDE_WHY: tuple[Words, ...] = (
    Words("负责人电话同意", "Leader agreed by phone"),
    Words("核对本人与证件无误", "Person and papers were checked"),
    Words("紧急情况", "Emergency"),
    Words("系统记录有误", "The record is wrong"),
)
OPEN_WHY: tuple[Words, ...] = (
    Words("车辆或物资进出", "Vehicle or goods"),
    Words("紧急疏散", "Evacuation"),
    Words("急救或送医", "Ambulance or first aid"),
    Words("设备故障", "Device fault"),
)
ISOLATION_WHY: tuple[Words, ...] = (
    Words("复查体温正常", "Temperature normal on re-examination"),
    Words("医院排除诊断", "Hospital ruled it out"),
    Words("观察期满", "Observation period is over"),
)
EXIT_WHY: tuple[Words, ...] = (
    Words("接待人送到门口", "Host brought him to the gate"),
    Words("接待人电话确认", "Host confirmed by phone"),
    Words("门卫见其离校", "Guard saw him leave"),
)
APPROVE_WHY: tuple[Words, ...] = (
    Words("工作必要, 已核实", "Needed for the work, checked"),
    Words("负责人电话同意", "Leader agreed by phone"),
    Words("紧急抢修", "Urgent repair"),
)
REJECT_WHY: tuple[Words, ...] = (
    Words("非防疫必要", "Not needed for the control work"),
    Words("接待人不在", "Host is not here"),
    Words("材料不全", "Papers incomplete"),
)
EARLY_WHY: tuple[Words, ...] = (
    Words("身体不适", "Unwell"),
    Words("就医", "To the doctor"),
    Words("家中有事", "Family matter"),
)
HANDOVER_NOTES: tuple[Words, ...] = (
    Words("一切正常", "All is well"),
    Words("未办结的事见名单", "See the list of what is open"),
    Words("设备有故障, 已报修", "A device is faulty, reported"),
)
DRILL_WHY: tuple[Words, ...] = (
    Words("开学前演练", "Drill before reopening"),
    Words("门卫培训", "Training of guards"),
    Words("上级检查", "Inspection"),
)
INCIDENT_NOTES: tuple[Words, ...] = (
    Words("家长已到", "Guardian has come"),
    Words("救护车已到", "Ambulance has come"),
    Words("警察已到", "Police have come"),
    Words("现场已封控", "The scene is kept"),
    Words("其他学生已带离", "Other pupils were led away"),
    Words("电话无人接, 稍后再打", "Nobody answered, to be called again"),
)
CLOSE_WHY: tuple[Words, ...] = (
    Words("人员已送医", "Person was taken to hospital"),
    Words("主管部门已接手", "The authority has taken over"),
    Words("现场恢复正常", "The place is back to normal"),
)
"""Reasons a guard picks by one digit; the text goes to the log."""
