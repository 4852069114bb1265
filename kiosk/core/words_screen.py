"""Labels of the guard's screen in both languages: keys, faults, dialogues, outcomes of an act.

Reasons, verdicts, next steps and the like are in `kiosk.core.words`; here is what the screen says
around them. Texts with `{...}` are filled by `str.format`, the values always cleaned.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.people import Role
from kiosk.core.reasons import Verdict
from kiosk.core.words import Language, Words

LABELS: Mapping[str, Words] = MappingProxyType(
    {
        # Header and parts
        "inside": Words("校内", "Inside"),
        "today": Words("今日", "Today"),
        "held": Words("待处理", "Held"),
        "recent": Words("最近", "Last"),
        "devices": Words("设备", "Devices"),
        "clock": Words("时钟", "Clock"),
        "ambient": Words("环境 {c} C", "Ambient {c} C"),
        "signed_in": Words("{role} {name}", "{role} {name}"),
        "signed_out": Words("未登录", "Not signed in"),
        "cold": Words("寒冷模式 C", "COLD MODE C"),
        "late": Words("待补记 {n}", "To be written {n}"),
        "none_held": Words("无待处理", "Nobody is held"),
        "more": Words("还有 {n} 件, 按 6", "{n} more, key 6"),
        # Steps of a visit
        "identity": Words("身份", "Who"),
        "temperature": Words("体温", "Temp"),
        "waiting": Words("等待", "waiting"),
        "working": Words("进行", "working"),
        "done": Words("完成", "done"),
        "raw": Words("原始 {raw}", "raw {raw}"),
        "correction": Words("修正 {correction}", "corr. {correction}"),
        "settled": Words("稳定读数 {n}/{of}", "settled {n}/{of}"),
        # The block
        "idle_title": Words("请出示通行码, 再测额温", "Show your code, then your forehead"),
        "idle_out": Words("出校: 请出示通行码或校园卡", "Leaving: show your code or card"),
        "want_title": Words("请靠近测温", "Come close to be measured"),
        "want_hint": Words("露出额头, 面向测温仪", "Forehead bare, face the sensor"),
        "want_typed": Words("用手持测温, 按 2 输入", "Measure by hand, key 2"),
        "cold_how": Words("寒冷模式: 扫码, 三位数字, 回车", "Cold mode: scan, three digits, Enter"),
        "want_cold": Words("输入三位数字, 回车", "Type three digits, Enter"),
        "measuring_title": Words("正在测温, 请勿动", "Measuring, hold still"),
        "next": Words("下一步: {step}", "Next: {step}"),
        "recheck": Words("复测 {done}/{wanted}", "Recheck {done} of {wanted}"),
        "case": Words("案号 {no}", "Case {no}"),
        "also": Words("另有: {reasons}", "Also: {reasons}"),
        "contact": Words("电话: {name} {phone}", "Call: {name} {phone}"),
        "may_override": Words("主管可放行, 按 3", "Supervisor may override, key 3"),
        "overridden": Words("主管已放行", "Overridden by a supervisor"),
        "shut_title": Words("进校通道已关", "Way in is shut"),
        "shut_out": Words("出校照常放行", "The way out stays free"),
        "gone_title": Words("站点无应答", "Station not reached"),
        "gone_since": Words(
            "自 {time} 起, 已 {age}, 正在重连", "since {time}, {age}, reconnecting"
        ),
        "gone_never": Words("已等 {age}, 正在连接", "for {age}, connecting"),
        "gone_do": Words(
            "闸机自行工作, 本屏不更新: 看门灯, 勿只凭本屏放行",
            "The gate works on its own; this screen is old: do not admit by it",
        ),
        "rest_wait": Words("静候 {left} 后接触测温", "rest {left}, then contact"),
        "rest_over": Words("静候已到 +{over}, 接触测温按 2", "rest over +{over}: contact, key 2"),
        "stale": Words("站点 {age} 无消息", "Station silent for {age}"),
        # Keys
        "key_number": Words("输号", "Number"),
        "key_temperature": Words("体温", "Temp"),
        "key_supervisor": Words("主管", "Super"),
        "key_open": Words("开门", "Open"),
        "key_direction": Words("方向", "Way"),
        "key_cases": Words("待处理", "Held"),
        "key_inside": Words("校内", "Inside"),
        "key_sign": Words("登录", "Sign"),
        "key_sign_out": Words("退出", "Off"),
        "key_language": Words("English", "中文"),
        "key_cold": Words("寒冷", "Cold"),
        "key_theme": Words("明暗", "Theme"),
        "key_help": Words("帮助", "Help"),
        "key_back": Words("返回", "Back"),
        # Dialogues
        "back": Words("返回, 不做改动", "Back, change nothing"),
        "enter": Words("回车确定, 退格改, Esc 返回", "Enter sends, Backspace, Esc back"),
        "choose": Words("按数字选, Esc 返回", "Digit chooses, Esc back"),
        "any_key": Words("Esc 返回", "Esc back"),
        "enter_optional": Words(
            "回车确定 (可留空), Esc 返回", "Enter sends (may be empty), Esc back"
        ),
        "retry": Words("回车重试, Esc 返回", "Enter tries again, Esc back"),
        "search": Words("查找", "Find"),
        "search_hint": Words(
            "拼音首字母, 班级 (如 902), 号码末几位", "Initials, class (902), last digits"
        ),
        "searching": Words("正在查找", "searching"),
        "search_empty": Words("没有找到", "Nothing found"),
        "search_keys": Words(
            "上下选, 回车定, 翻页 PgUp PgDn, Esc 返回", "Up/Down, Enter, PgUp/PgDn pages, Esc back"
        ),
        "sheet_keys": Words(
            "上下翻看, PgUp PgDn 翻页, Esc 返回", "Up/Down scroll, PgUp/PgDn pages, Esc back"
        ),
        "sheet_choose": Words(
            "数字选, 上下翻看, Esc 返回", "Digit chooses, Up/Down scroll, Esc back"
        ),
        "sending": Words("已发送, 等站点答复", "Sent, waiting for the station"),
        "done_ok": Words("已完成", "Done"),
        "refused": Words("未能完成: {why}", "Not done: {why}"),
        "need_digits": Words("请输三位数字, 如 365", "Three digits, 365 for 36.5"),
        "need_pin": Words("请输 PIN", "Type the PIN"),
        "need_text": Words("请先输入", "Type it first"),
        "sign_title": Words("登录: 输 PIN", "Sign in: PIN"),
        "sign_out_title": Words("退出登录?", "Sign out?"),
        "sign_out_do": Words("退出", "Sign out"),
        "number_title": Words("输入校园卡号或证件号", "Card or ID number"),
        "target_title": Words("体温记给谁", "Whose temperature"),
        "target_lane": Words("当前来人 {who}", "The one at the gate {who}"),
        "target_case": Words("案 {no}  {who}  {reason}", "Case {no}  {who}  {reason}"),
        "instrument_title": Words("用什么测的", "Measured with"),
        "by_contact": Words("接触体温计", "Contact thermometer"),
        "by_handheld": Words("手持红外测温枪", "Handheld infrared"),
        "value_title": Words("体温, 三位数字: {by}", "Temperature, three digits: {by}"),
        "supervisor_title": Words("主管", "Supervisor"),
        "override_last": Words("放行刚才的 {who}: {reason}", "Override {who}: {reason}"),
        "override_case": Words(
            "放行案 {no}  {who}: {reason}", "Override case {no} {who}: {reason}"
        ),
        "confirm_clock": Words("核对时钟 {time}", "Confirm the clock {time}"),
        "end_isolation": Words("校医解除隔离 {who}", "School doctor ends isolation of {who}"),
        "leave": Words("结束本屏 (闸机照常工作)", "End this screen (the gate goes on)"),
        "never_override": Words(
            "此原因不可越权: {reason}", "This reason cannot be overridden: {reason}"
        ),
        "compare_clock": Words(
            "与手机核对: 现在是 {time} 吗", "Compare with a phone: is it {time} now"
        ),
        "clock_wrong": Words("不对, 返回", "No, back"),
        "clock_right": Words("一致, 输 PIN 确认", "The same; confirm by PIN"),
        "why_title": Words("原因", "Reason"),
        "why_other": Words("其他, 自己输入", "Other, type it"),
        "pin_supervisor": Words("主管 PIN", "Supervisor's PIN"),
        "pin_doctor": Words("校医 PIN", "School doctor's PIN"),
        "open_title": Words("开门 (会记录)", "Open the door (it is logged)"),
        "open_do": Words("开门一次", "Open once"),
        "direction_title": Words("改变方向? 现在: {now}", "Change direction? Now: {now}"),
        "direction_do": Words("改为: {to}", "Change to: {to}"),
        "cold_title": Words("寒冷模式?", "Cold mode?"),
        "cold_on": Words("开启: 扫码, 三位数字, 回车", "Switch on: scan, three digits, Enter"),
        "cold_off": Words("关闭", "Switch off"),
        "cases_title": Words("待处理的人", "People who are held"),
        "case_title": Words("案 {no}  {who}", "Case {no}  {who}"),
        "case_temperature": Words("输入体温", "Type a temperature"),
        "case_left": Words("已离开", "Has left"),
        "case_handed": Words("已移交", "Handed over"),
        "inside_title": Words("现在校内的人", "Who is inside now"),
        "inside_empty": Words("少输几位, 或清空看全部", "Type less, or nothing for all of them"),
        "masked": Words("姓名和号码已遮盖", "Name and numbers are masked"),
        "unmask": Words("查看姓名和电话 (会记录)", "Show name and numbers (it is logged)"),
        "person_name": Words("姓名    ", "Name     "),
        "person_phone": Words("电话    ", "Phone    "),
        "person_contact_name": Words("联系人  ", "Contact  "),
        "person_contact_phone": Words("联系电话", "Call     "),
        "person_nothing": Words("没有登记", "Nothing is on file"),
        "page": Words("下一页 ({n}/{of})", "Next page ({n} of {of})"),
        "scan_first": Words(
            "寒冷模式: 先扫码; 其他操作按 F1-F6", "Cold mode: scan first; else F1 to F6"
        ),
        "lane": Words("闸机: {what}", "Gate: {what}"),
        "lane_idle": Words("无人", "nobody"),
        "somebody": Words("未识别", "unknown"),
    }
)

HELP: tuple[tuple[str, Words], ...] = (
    ("1", Words("手工输入校园卡号或证件号", "Type a card or ID number")),
    ("2", Words("手工输入体温, 选仪器, 选人", "Type a temperature: whose, with what")),
    ("3", Words("主管: 放行, 核对时钟, 解除隔离", "Supervisor: override, clock, isolation")),
    ("4", Words("开门一次, 要写原因", "Open the door once, with a reason")),
    ("5", Words("改变进出方向", "Switch between in and out")),
    ("6", Words("待处理的人: 体温, 离开, 移交", "Held people: temperature, left, handed over")),
    ("0", Words("登录或退出, 用 PIN", "Sign in or out, by PIN")),
    ("I", Words("现在校内的人", "Who is inside now")),
    ("C", Words("寒冷模式: 扫码, 三位数字, 回车", "Cold mode: scan, three digits, Enter")),
    ("L", Words("换语言", "Other language")),
    ("T", Words("白天或夜间颜色", "Colours for day or night")),
    ("Esc", Words("回到闸机画面, 或收起结果", "Back to the gate, or put the verdict away")),
    ("F1-F6", Words("同 1-6, 寒冷模式下用", "Same as 1 to 6, for cold mode")),
)
"""What each key does, for the help screen."""

BIG: Mapping[Verdict, Words] = MappingProxyType(
    {
        Verdict.GRANT: Words("通行", "PASS"),
        Verdict.DENY: Words("禁止进入", "STOP"),
        Verdict.REFER: Words("请稍候", "WAIT"),
    }
)
"""The word of a verdict as it is drawn large; every letter of it has a glyph."""

SIGNS: Mapping[Verdict, str] = MappingProxyType(
    {Verdict.GRANT: "Ｏ", Verdict.DENY: "Ｘ", Verdict.REFER: "！"}
)
"""The sign of a verdict, full-width, for who cannot tell the colours."""

FAMILIES: Mapping[str, Words] = MappingProxyType(
    {
        "thermometer": Words("体温", "Thermo"),
        "camera": Words("摄像头", "Camera"),
        "scanner": Words("扫码器", "Scanner"),
        "card_reader": Words("读卡器", "Card"),
        "door": Words("门", "Door"),
    }
)

DEVICE_STATES: Mapping[str, Words] = MappingProxyType(
    {"ok": Words("正常", "ok"), "lost": Words("断开", "LOST"), "absent": Words("未接", "none")}
)

FAULTS: Mapping[str, Words] = MappingProxyType(
    {
        "thermometer": Words(
            "测温仪无应答: 用手持测温, 按 2", "Thermometer silent: measure by hand, key 2"
        ),
        "camera": Words("摄像头无画面: 输号, 按 1", "Camera lost: type the number, key 1"),
        "scanner": Words("扫码器断开: 输号, 按 1", "Scanner lost: type the number, key 1"),
        "card_reader": Words("读卡器断开: 输号, 按 1", "Card reader lost: type the number, key 1"),
        "door": Words("门控断开: 人工开门并登记", "Door lost: open by hand and note it"),
        "clock": Words("时钟未核对: 主管按 3 核对", "Clock not confirmed: supervisor, key 3"),
        "ambient": Words(
            "环境 {c} C 超出测温仪范围: 用接触体温计, 或按 C",
            "{c} C is outside the sensor's range: contact thermometer, or C",
        ),
        "ambient_cold": Words(
            "环境 {c} C 超出测温仪范围: 用手持, 输三位数字",
            "{c} C is outside the sensor's range: handheld, three digits",
        ),
        "late": Words("{n} 次出校待补记", "{n} ways out wait to be written"),
        "stale": Words(
            "站点 {age} 无消息, 画面可能过时", "Station silent for {age}: screen may be old"
        ),
    }
)
"""What to do when something is wrong, by family of device or by what is wrong."""

CAUSES: Mapping[str, Words] = MappingProxyType(
    {
        "absent": Words("未插上", "not plugged in"),
        "unplugged": Words("线松或拔出", "cable loose"),
        "refused": Words("无权限或被占用", "in use or no rights"),
        "silent": Words("不出声", "no answer"),
        "noise": Words("乱码: 查波特率和线", "noise: baud rate, cable"),
        "blind": Words("画面黑, 遮住或停住", "dark, covered or frozen"),
        "ended": Words("进程中断", "process ended"),
    }
)
"""Why a device cannot be used, by the driver's code, beside what to do."""

SHUT: Mapping[str, Words] = MappingProxyType(
    {
        "policy_missing": Words(
            "没有有效策略: 找管理员", "No valid policy: call the administrator"
        ),
        "log_not_writable": Words(
            "日志写不进: 找管理员", "Log cannot be written: call the administrator"
        ),
        "phase_missing": Words("未设定阶段: 找管理员", "No phase is set: call the administrator"),
    }
)
"""Why the way in is shut, by the station's code."""

TURNED_AWAY: Mapping[str, Words] = MappingProxyType(
    {
        "version": Words("本屏与站点版本不符: 更新后重启", "Screen and station differ in version"),
        "not_allowed": Words("本屏的用户无权连接站点", "This user may not connect to the station"),
        "too_many_clients": Words("连接站点的屏太多", "Too many screens at this station"),
    }
)
"""Why the station does not serve this screen, by its code."""

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
"""Reasons a guard picks by one digit; the text goes to the log."""

PIN_FOR: Mapping[Role, str] = MappingProxyType(
    {Role.SUPERVISOR: "pin_supervisor", Role.SCHOOL_DOCTOR: "pin_doctor"}
)

_UNIT = re.compile(r"grade-(\d{1,2})(?:/class-(\d{1,2}))?")
_GRADES: tuple[str, ...] = ("", "一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
_GRADES += ("初一", "初二", "初三", "高一", "高二", "高三")


def label(code: str, language: Language, /, **values: object) -> str:
    """Give a label of the screen, its gaps filled with `values`."""
    return LABELS[code].in_language(language).format(**values)


def coded(table: Mapping[str, Words], code: str, language: Language, /, **values: object) -> str:
    """Give the words of a code, or the code itself where the table does not know it."""
    known = table.get(code)
    return code if known is None else known.in_language(language).format(**values)


def unit(code: str, language: Language) -> str:
    """Name a unit of the school; a code that is no grade or class is shown as written."""
    found = _UNIT.fullmatch(code)
    if found is None or not 1 <= int(found[1]) < len(_GRADES):
        return code
    grade, number = int(found[1]), found[2]
    if language is Language.EN:
        return f"Grade {grade}" + (f" Class {int(number)}" if number else "")
    return _GRADES[grade] + (f"({int(number)})班" if number else "")
