"""Labels of the guard's screen in both languages: keys, faults, dialogues, outcomes of an act.

Reasons, verdicts, next steps and the like are in `kiosk.core.words`; here is what the screen says
around them. Texts with `{...}` are filled by `str.format`, the values always cleaned.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Language, Words
from kiosk.core.reasons import Verdict
from kiosk.core.words_screens_dialogues import DIALOGUES
from kiosk.core.words_screens_duty import DUTY
from kiosk.core.words_screens_keys import KEYS
from kiosk.core.words_screens_people import PEOPLE

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
        "locked": Words("已锁屏", "LOCKED"),
        "locked_how": Words(
            "已锁屏: 照常验放, 操作先输 PIN", "Locked: the gate goes on; any key asks for the PIN"
        ),
        "drill_banner": Words("演练中, 不计入任何报告", "DRILL, counts in no report"),
        "hotline": Words("热线 {phone}", "Hotline {phone}"),
        "phase_next": Words("{at} 起: {phase}", "From {at}: {phase}"),
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
        "needs_contact": Words("用接触体温计, 按 2", "contact thermometer, key 2"),
        "incident_line": Words(
            "事件 {no} {type} {done}/{of} {due}", "Incident {no} {type} {done}/{of} {due}"
        ),
        "incident_due": Words("{stage} {at} 前", "{stage} by {at}"),
        "checks": Words("另查: {checks}", "Look at: {checks}"),
        "stale": Words("站点 {age} 无消息", "Station silent for {age}"),
        **KEYS,
        **DIALOGUES,
        **PEOPLE,
        **DUTY,
    }
)

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
        "not_measured": Words("上岗前先自测体温: 按 M", "Measure yourself before duty: key M"),
        "uncalibrated": Words(
            "{names} 未校准或已到期: 告诉主管", "Calibrate {names}: tell the supervisor"
        ),
        "drift_its_own": Words(
            "{name} 比近 14 天{way} {off} C: 请校准",
            "{name} reads {off} C {way} than in 14 days: calibrate",
        ),
        "drift_others": Words(
            "{name} 比其他门{way} {off} C: 请校准",
            "{name} reads {off} C {way} than other gates: calibrate",
        ),
        "higher": Words("高", "higher"),
        "lower": Words("低", "lower"),
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
        "noise": Words("乱码: 查波特率和线", "garbled: baud, cable"),
        "impossible": Words("测值离谱: 断电重插", "bad values: replug"),
        "no_value": Words("应答无数值: 查配置", "no value: options"),
        "blind": Words("画面黑, 遮住或停住", "dark or covered"),
        "ended": Words("进程中断", "process ended"),
        "misconfigured": Words("配置错: 找管理员查", "wrong line: admin"),
        "stuck": Words("读数不变: 断电重插", "value stuck: replug"),
    }
)
"""Why a device cannot be used, by the driver's code, beside what to do."""

WARNINGS: Mapping[str, Words] = MappingProxyType(
    {
        "warned": Words("注意", "CHECK"),
        "noisy": Words(
            "{family} 坏帧多: 查线和波特率", "{family}: many damaged frames; cable, baud rate"
        ),
        "other_baud": Words(
            "{family} 以 {baud} 应答, devices.toml 写 {configured}: 改配置",
            "{family} answers at {baud}, devices.toml says {configured}: mend it",
        ),
        "warming_up": Words(
            "{family} 预热中, 暂不测温: 用手持, 按 2",
            "{family} warms up, measures nothing yet: by hand, key 2",
        ),
    }
)
"""What the strip says of a device that works and has something to be mended, and what that is."""

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
