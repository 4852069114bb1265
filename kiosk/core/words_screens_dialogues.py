"""What the guard's dialogues ask and offer."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Words

DIALOGUES: Mapping[str, Words] = MappingProxyType(
    {
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
        "search_reading": Words(
            "名册还在读取, 请稍候再试", "The register is still being read, try again"
        ),
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
        "more_title": Words("更多", "More"),
        "page": Words("下一页 ({n}/{of})", "Next page ({n} of {of})"),
        "scan_first": Words(
            "寒冷模式: 先扫码; 其他操作按 F1-F10", "Cold mode: scan first; else F1 to F10"
        ),
        "lane": Words("闸机: {what}", "Gate: {what}"),
        "lane_idle": Words("无人", "nobody"),
        "somebody": Words("未识别", "unknown"),
    }
)
