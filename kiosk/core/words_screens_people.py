"""What the guard's screens say about people, permits, visitors and vehicles."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Words

PEOPLE: Mapping[str, Words] = MappingProxyType(
    {
        # Finding people
        "try_number": Words(
            "试试姓名首字母、班级或卡号末四位", "Try initials, class or last digits"
        ),
        "search_less": Words("少输几位, 或清空看全部", "Type less, or nothing for all of them"),
        "is_inside": Words("在校", "inside"),
        "phone_title": Words("电话", "Phone"),
        "inside_title": Words("现在校内的人", "Who is inside now"),
        "boards": Words("住校", "boards"),
        "nobody_here": Words("现在没有人", "Nobody is here now"),
        "masked": Words("姓名和号码已遮盖", "Name and numbers are masked"),
        "unmask": Words("查看姓名和电话 (会记录)", "Show name and numbers (it is logged)"),
        "person_name": Words("姓名    ", "Name     "),
        "person_phone": Words("电话    ", "Phone    "),
        "person_contact_name": Words("联系人  ", "Contact  "),
        "person_contact_phone": Words("联系电话", "Call     "),
        "person_nothing": Words("没有登记", "Nothing is on file"),
        "forgotten_title": Words("忘带卡: 找人", "Forgotten card: who is it"),
        "present_do": Words("就是此人, 开始验放", "This is the one: begin the visit"),
        "present_other": Words("不是, 返回", "No, back"),
        "undo_title": Words("撤销刚才选错的人", "Undo a wrong person"),
        "undo_none": Words(
            "30 秒内没有可撤销的; 更早的请主管更正",
            "Nothing of the last 30 s; a supervisor corrects what is older",
        ),
        "undo_do": Words("撤销 {who}", "Undo {who}"),
        # Evacuation and directory
        "evacuation_title": Words("疏散名单", "Evacuation list"),
        "nobody_inside": Words("校内无人", "Nobody is inside"),
        "print_again": Words("再打印一次", "Print once more"),
        "directory_title": Words("联防联控名录", "Directory of joint prevention"),
        "no_phone": Words("没有登记电话", "No number is on file"),
        # Permits
        "permits_title": Words("今日许可", "Permits of today"),
        "waiting_title": Words("待审批的许可", "Permits that wait for approval"),
        "permits_empty": Words(
            "没有许可: 按 R 登记访客, 或联系接待人", "No permit: key R registers, or call the host"
        ),
        "permit_any_time": Words("不限时", "any time"),
        "permit_overstay": Words("超时!", "OVER TIME"),
        "permit_used": Words("已用", "used"),
        "permit_for": Words("事由 {purpose}, 区域 {areas}", "For {purpose}, areas {areas}"),
        "permit_window": Words("时间 {since} 至 {until}", "From {since} to {until}"),
        "permit_no_window": Words("时间不限", "At any time"),
        "permit_entries": Words(
            "次数 {used}/{of}, 人数 {people}", "Entries {used} of {of}, people {people}"
        ),
        "permit_state": Words("状态 {state}, 审批 {done}/{of}", "{state}, approvals {done}/{of}"),
        "permit_over_since": Words("超时未离校, 自 {at}", "Still inside, over time since {at}"),
        "permit_host": Words("接待人 {host} {phone}", "Host {host} {phone}"),
        "permit_vehicle": Words("车辆 {plate}", "Vehicle {plate}"),
        "exit_host": Words("接待人签字: 已离校", "Host signs: has left"),
        "exit_guard": Words("门卫签字: 已离校", "Guard signs: has left"),
        "permit_approve": Words("批准 (审批人 PIN)", "Approve (approver's PIN)"),
        "permit_reject": Words("不批准 (审批人 PIN)", "Reject (approver's PIN)"),
        "pin_approver": Words("审批人 PIN", "Approver's PIN"),
        # Visitors
        "visitor_title": Words("登记访客, 请核对证件", "Register the visitor; check the document"),
        "visitor_card": Words("请放身份证", "Lay the ID card on the reader"),
        "visitor_card_is": Words("身份证 {name} {number}", "ID card {name} {number}"),
        "visitor_card_use": Words("用此身份证登记", "Register by this card"),
        "visitor_card_look": Words("已放好, 读卡", "It lies there: look"),
        "visitor_card_type": Words("没有身份证, 手输", "No ID card: type it"),
        "visitor_name": Words("姓名 (可用拼音)", "Name (pinyin will do)"),
        "visitor_document": Words("证件号", "Number of the ID document"),
        "visitor_kind": Words("何种来访", "What kind of visitor"),
        "visitor_purpose": Words("事由", "Purpose"),
        "visitor_host": Words("接待人", "Host"),
        "visitor_areas": Words("去哪里 (已选 {n})", "Where to ({n} chosen)"),
        "visitor_enough": Words("选好了", "That is all"),
        "visitor_until": Words("最晚离校", "To leave by"),
        "visitor_heads": Words("同行共几人, 空为 1", "How many people in all, empty for 1"),
        "visitor_vehicle": Words("车牌", "Number plate"),
        "visitor_host_is": Words("接待人 {host}", "Host {host}"),
        "visitor_until_is": Words("最晚离校 {until}", "To leave by {until}"),
        "visitor_do": Words("登记并申请许可", "Register and ask for a permit"),
        "visitor_registered": Words("已登记, 待审批", "Registered, waits for approval"),
        "approve_later": Words("等页面审批, 返回", "Approval on the page; back"),
        # Several people
        "one_by_one": Words("一个一个来: 还有 {left}/{of}", "One by one: {left} of {of} left"),
        "one_by_one_done": Words("其余的不来", "The others do not come"),
        "family_title": Words("接送: 先找家长或孩子", "Family: find one of them"),
        "vehicle_plate": Words("车牌", "Number plate"),
        "vehicle_goods": Words("所载物品", "Goods"),
        "vehicle_who": Words("车上第 {n} 人", "Person {n} in the vehicle"),
        "vehicle_people": Words("车上 {n} 人", "{n} in the vehicle"),
        "vehicle_add": Words("还有一人", "One more"),
        "vehicle_done": Words("就这些人", "That is all"),
        # Early leave
        "early_pupil": Words("早退: 哪位学生", "Early leave: which pupil"),
        "early_guardian": Words("到场的家长", "Guardian who is here"),
        "early_other": Words("其他人, 自己输入", "Somebody else, type it"),
        "early_name": Words("家长姓名 (可用拼音)", "Guardian's name (pinyin will do)"),
        "early_teacher": Words("哪位班主任同意", "Class teacher who agreed"),
        "early_leader": Words("哪位值班领导同意", "Duty leader who agreed"),
        "early_sure": Words("{who} 早退: {why}", "{who} leaves early: {why}"),
        "early_do": Words("准予早退", "Allow it"),
    }
)
