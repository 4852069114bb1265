"""The words of the keys, in the key line and on the help screen."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Words

KEYS: Mapping[str, Words] = MappingProxyType(
    {
        "key_number": Words("输号", "Number"),
        "key_temperature": Words("体温", "Temp"),
        "key_supervisor": Words("主管", "Super"),
        "key_open": Words("开门", "Open"),
        "key_direction": Words("方向", "Way"),
        "key_cases": Words("待处理", "Held"),
        "key_directory": Words("名录", "Call"),
        "key_incidents": Words("事件", "Event"),
        "key_more": Words("更多", "More"),
        "key_sign": Words("登录", "Sign"),
        "key_sign_out": Words("退出", "Off"),
        "key_help": Words("帮助", "Help"),
        "key_inside": Words("校内", "Inside"),
        "key_evacuation": Words("疏散", "Evacuate"),
        "key_permits": Words("许可", "Permits"),
        "key_visitor": Words("访客", "Visitor"),
        "key_clear": Words("明码", "Show"),
        "key_forgotten": Words("忘卡", "No card"),
        "key_early_leave": Words("早退", "Early"),
        "key_vehicle": Words("车辆", "Vehicle"),
        "key_family": Words("接送", "Family"),
        "key_me": Words("自测", "Myself"),
        "key_handover": Words("交班", "Hand over"),
        "key_notices": Words("通知", "Notices"),
        "key_paper": Words("补录", "Paper"),
        "key_undo": Words("撤销", "Undo"),
        "key_drill": Words("演练", "Drill"),
        "key_lock": Words("锁屏", "Lock"),
        "key_language": Words("English", "中文"),
        "key_cold": Words("寒冷", "Cold"),
        "key_theme": Words("明暗", "Theme"),
        "key_back": Words("返回", "Back"),
    }
)

HELP: tuple[tuple[str, Words], ...] = (
    ("1", Words("手工输入校园卡号或证件号", "Type a card or ID number")),
    ("2", Words("手工输入体温, 选仪器, 选人", "Type a temperature: whose, with what")),
    ("3", Words("主管: 放行, 核对时钟, 解除隔离", "Supervisor: override, clock, isolation")),
    ("4", Words("开门一次, 要写原因", "Open the door once, with a reason")),
    ("5", Words("改变进出方向", "Switch between in and out")),
    ("6", Words("待处理的人: 体温, 处置, 离开, 移交", "Held people: temperature, steps, left")),
    ("7", Words("联防联控名录: 负责人, 电话", "Directory: who leads, whom to call")),
    ("8", Words("事件: 报告, 步骤, 时限, 电话", "Incidents: open, steps, deadlines, calls")),
    ("9", Words("更多: 本表中的字母键", "More: the letter keys as a list")),
    ("0", Words("登录或退出, 用 PIN", "Sign in or out, by PIN")),
    ("S", Words("显示此人姓名和电话 (会记录)", "Name and numbers in clear (it is logged)")),
    ("F", Words("忘带卡: 按姓名或号码找人", "Forgotten card: find the person")),
    ("P", Words("今日许可, 访客离校", "Permits of today, visitors leave")),
    ("I", Words("现在校内的人", "Who is inside now")),
    ("X", Words("疏散名单: 立即打印并显示", "Evacuation list: printed and shown at once")),
    ("R", Words("登记没有手机的访客", "Register a visitor without a phone")),
    ("E", Words("早退单: 家长到场", "Early leave, guardian present")),
    ("V", Words("车辆, 一车多人", "A vehicle with several people")),
    ("G", Words("家长接送几个孩子", "A guardian with several children")),
    ("U", Words("撤销刚才选错的人 (30 秒内)", "Undo a wrong person, within 30 s")),
    ("M", Words("上岗前自测体温", "My own temperature before duty")),
    ("H", Words("交接班: 未办结的事, 留言", "Hand the shift over, with a note")),
    ("N", Words("通知", "Notices")),
    ("W", Words("补录纸质登记", "Enter what was kept on paper")),
    ("D", Words("演练开始或结束, 主管", "Begin or end a drill, supervisor")),
    ("K", Words("锁屏, 结果照常显示", "Lock; verdicts are still shown")),
    ("C", Words("寒冷模式: 扫码, 三位数字, 回车", "Cold mode: scan, three digits, Enter")),
    ("L", Words("换语言", "Other language")),
    ("T", Words("白天或夜间颜色", "Colours for day or night")),
    ("?", Words("本页: 全部故障和按键", "This page: every fault, every key")),
    ("Esc", Words("回到闸机画面, 或收起结果", "Back to the gate, or put the verdict away")),
    ("F1-F10", Words("同 1-9, 0, 寒冷模式下用", "Same as 1 to 9 and 0, for cold mode")),
)
"""What each key does, for the help screen."""
