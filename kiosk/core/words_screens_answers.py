"""Why an act was not done, and the reasons that a guard picks by one digit."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core import words_incidents, words_permits, words_school
from kiosk.core.language import Words

DUTY_ANSWERS: Mapping[str, Words] = MappingProxyType(
    {
        "same_guard": Words("接班人要输自己的 PIN", "The PIN of who takes over is needed"),
        "not_locked": Words("没有锁屏", "It is not locked"),
        "not_who_locked": Words("要本人或主管的 PIN", "PIN of who is signed in, or a supervisor"),
        "guard_measure_again": Words("读数无效, 请再测", "No valid reading, measure again"),
        "guard_elevated": Words(
            "体温偏高: 请换人上岗, 联系校医", "Elevated: be relieved, call the school doctor"
        ),
        "drill_on": Words("已在演练中", "A drill is on already"),
        "no_drill": Words("没有演练", "No drill is on"),
        "drill_not_kept": Words(
            "演练中办了不算: 演练结束后再办", "A drill keeps none of it: do it after"
        ),
        "cases_open": Words("先办结待处理的人", "Finish the held cases first"),
        "nothing_to_undo": Words("没有可撤销的", "There is nothing to undo"),
        "undone_before": Words("已经撤销过", "It was undone before"),
        "not_picked": Words("不是选出或输入的, 不能撤销", "Nobody picked or typed that one"),
        "undo_too_late": Words("已过 30 秒, 请主管更正", "Over 30 s: a supervisor corrects it"),
        "fever_not_undone": Words("体温偏高, 不能撤销", "An elevated one is not taken back"),
        "not_a_pupil": Words("此人不是学生", "This is no pupil"),
        "guardian_missing": Words("要写到场的家长", "The guardian is needed"),
        "not_his_guardian": Words("登记的家长里没有此人", "Not a guardian on file of this pupil"),
        "teacher_missing": Words("要写同意的班主任", "The class teacher who agreed is needed"),
        "leader_missing": Words("要写同意的值班领导", "The duty leader who agreed is needed"),
        "not_of_the_staff": Words("同意的人须是教职工", "Who agreed must be of the staff"),
        "same_person": Words("要两个人同意, 不能同一人", "Two must agree, not one twice"),
        "plate_missing": Words("要写车牌", "The number plate is needed"),
        "too_many_people": Words("一车最多六十人", "At most sixty in one vehicle"),
        "paper_known": Words("这一行已经录过", "This line was entered before"),
        "time_to_come": Words("时间还没到", "That time has not come yet"),
        "time_too_old": Words("日期太早, 不能补录", "Too long ago to be entered"),
        "instrument_missing": Words("要写用什么测的", "With what it was measured is needed"),
    }
)
"""Outcomes of acts of duty: hand-over, lock, drill, undo, early leave, vehicle, paper."""

NOTES: Mapping[str, Words] = MappingProxyType(
    {
        "door_was_opened": Words(
            "已撤销; 门开过, 请看人是否已进", "Undone; the door was opened: look who went in"
        ),
        "unlock_not_logged": Words(
            "已解锁; 日志写不进, 没有记录",
            "Unlocked; not in the log, which cannot be written",
        ),
        "paper_isolated": Words(
            "已补录; 体温偏高, 已列入隔离", "Entered; elevated, so the person is isolated"
        ),
        "without_card": Words(
            "已开始; {days} 天内已忘卡 {n} 次", "Begun; forgot the card {n} times in {days} days"
        ),
    }
)
"""What is to be known besides that an act was done."""

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
            "体温偏高或复测未完, 由主管或校医结案",
            "Elevated or unfinished: supervisor or doctor ends it",
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
        "nothing_found": Words("没有找到", "Nothing found"),
        "answer_too_long": Words("内容太多, 请缩小查找范围", "Too much to show: search for less"),
        **DUTY_ANSWERS,
        **words_incidents.ANSWERS,
        **words_permits.ANSWERS,
        **words_school.ANSWERS,
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
