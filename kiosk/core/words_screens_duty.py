"""What the guard's screens say about duty, drills, paper, notices and incidents."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Words

DUTY: Mapping[str, Words] = MappingProxyType(
    {
        # Duty
        "me_title": Words("上岗自测: 用什么测的", "My own temperature: measured with"),
        "handover_title": Words("交接班", "Hand the shift over"),
        "handover_do": Words("交班", "Hand over"),
        "handover_cases": Words("未办结案 {n}", "Open cases {n}"),
        "handover_incidents": Words("未结束事件 {n}", "Open incidents {n}"),
        "handover_note": Words("上次留言 {at} {by}", "Last note {at} {by}"),
        "pin_next": Words("接班人 PIN", "PIN of who takes over"),
        "lock_title": Words("锁屏?", "Lock?"),
        "lock_do": Words("锁屏, 结果照常显示", "Lock; verdicts are still shown"),
        "unlock_title": Words("已锁屏: 本人或主管 PIN", "Locked: your PIN, or a supervisor's"),
        "drill_title": Words("开始演练?", "Begin a drill?"),
        "drill_begin": Words("开始, 全部标为演练", "Begin; everything is marked as a drill"),
        "drill_end_title": Words("演练中", "A drill is on"),
        "drill_end": Words("结束演练", "End the drill"),
        "notices_title": Words("通知", "Notices"),
        "notices_none": Words("没有通知", "There is no notice"),
        "registration": Words("来访登记 {url}", "Register at {url}"),
        # Paper
        "paper_sheet": Words("纸质登记表编号", "Number of the paper sheet"),
        "paper_day": Words("登记日期", "Day of the sheet"),
        "paper_number": Words("第 {n} 行: 卡号或证件号", "Line {n}: card or ID number"),
        "paper_time": Words("时间, 四位数字, 如 0712", "Time, four digits, as 0712"),
        "paper_way": Words("进还是出", "In or out"),
        "paper_value": Words("体温, 三位数字", "Temperature, three digits"),
        "paper_verdict": Words("当时怎么办的", "What was decided"),
        "need_time": Words("请输四位数字, 如 0712", "Four digits, 0712 for 07:12"),
        # Incidents
        "incidents_title": Words("事件", "Incidents"),
        "incident_new": Words("新: {type}", "New: {type}"),
        "incident_earlier": Words("全部事件", "All incidents"),
        "incident_sure": Words("报告{type}事件?", "Report {type}?"),
        "incident_open": Words("报告, 开始处置", "Report it and begin"),
        "incident_closed": Words("已结束", "closed"),
        "incident_title": Words("事件 {no}", "Incident {no}"),
        "back_to_gate": Words("返回闸机", "Back to the gate"),
        "to_incident": Words("返回事件", "Back to the incident"),
        "incident_next": Words("办完: {step}", "Done: {step}"),
        "incident_step": Words("办完别的一步", "Another step is done"),
        "incident_calls": Words("电话名单", "Whom to call"),
        "incident_note": Words("记一笔", "Note"),
        "incident_measure": Words("复测名单上的人", "Measure somebody listed"),
        "incident_level": Words("定级", "Level"),
        "incident_close": Words("结束事件 (PIN)", "End it (PIN)"),
        "incident_outcome": Words("结果", "Outcome"),
        "incident_people": Words("相关人员", "People"),
        "incident_timeline": Words("经过", "Timeline"),
        "not_measured_again": Words("未复测", "not measured again"),
        "pin_leader": Words("主管、校医或校领导 PIN", "PIN of supervisor, doctor or leader"),
        "step_who": Words("{step}: 联系了谁", "{step}: who was called"),
        "step_nobody": Words("没有联系谁", "Nobody"),
        "step_other": Words("其他人, 自己输入", "Somebody else, type it"),
        "step_name": Words("姓名 (可用拼音)", "Name (pinyin will do)"),
        "deadline_left": Words("{stage} {due} 前", "{stage} by {due}"),
        "deadline_over": Words("{stage} {due} 前, 已过时限", "{stage} by {due}, overdue"),
        "deadline_done": Words("{stage} 已报 {at}", "{stage} sent {at}"),
        # Held cases
        "case_detail": Words("全部读数和电话", "All readings, and whom to call"),
        "case_incident": Words("处置步骤 (事件 {no})", "Procedure (incident {no})"),
        "case_typed": Words("输入 {who}", "typed by {who}"),
        "case_call": Words("电话 {name} {phone}", "Call {name} {phone}"),
        # Supervisor and school doctor
        "waiting_do": Words("审批许可", "Approve permits"),
        "certificate_do": Words("校医查验复课证明 {who}", "School doctor: certificate of {who}"),
        "certificate_hospital": Words("医院证明", "Paper of the hospital"),
        "certificate_doctor": Words("校医意见", "The school doctor's view"),
        "certificate_no": Words("没有, 或不同意", "None, or no"),
        "certificate_yes": Words("有, 同意返校", "Yes"),
    }
)
