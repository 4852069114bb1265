"""What each figure of a policy means in one sentence a school reads, keyed as in the TOML file.

`{}` is the value; in a sentence of many keys `{name}` is the word the key ends with.
"""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.words import Words

SENTENCES: Mapping[str, Words] = MappingProxyType(
    {
        "opening": Words("上学时间从 {} 开始", "The school's own day begins at {}"),
        "day_end": Words(
            "{} 之后仍在校的列为未签离 (住校生除外)",
            "Who is still inside after {} is listed as not signed out, boarders apart",
        ),
        "screening.plausible_low_c": Words(
            "低于 {} 度不算有效读数, 再测", "Below {} C is no valid reading: measure again"
        ),
        "screening.plausible_high_c": Words(
            "高于 {} 度不算有效读数, 再测", "Above {} C is no valid reading: measure again"
        ),
        "screening.recheck_c": Words(
            "红外首次读数达到 {} 度: 复测",
            "First infrared reading at or over {} C: measure again",
        ),
        "screening.further_readings": Words(
            "复测 {} 次, 取中间值", "{} further readings, of which the middle one decides"
        ),
        "screening.elevated_c": Words(
            "复测中间值达到 {} 度: 偏高, 改用接触体温计",
            "Middle one at or over {} C: elevated, to the contact thermometer",
        ),
        "screening.contact_c": Words(
            "接触体温计 (腋下) 达到 {} 度: 确认偏高, 不得入校",
            "Contact thermometer (armpit) at or over {} C: confirmed, no entry",
        ),
        "screening.ambient_low_c": Words(
            "环境低于 {} 度不用红外读数", "Below {} C around it no infrared reading counts"
        ),
        "screening.ambient_high_c": Words(
            "环境高于 {} 度不用红外读数", "Above {} C around it no infrared reading counts"
        ),
        "screening.rest_minutes": Words(
            "用接触体温计前静候 {} 分钟", "{} minutes of rest before the contact thermometer"
        ),
        "home_records.days": Words(
            "学生第一次返校前连续 {} 天居家体温, 一天不缺",
            "{} days of home temperatures in a row before a pupil's first return, none missing",
        ),
        "home_records.threshold_c": Words(
            "居家体温有一次达到 {} 度: 不得返校",
            "One home temperature at or over {} C: no return",
        ),
        "permits.default_levels": Words(
            "许可一般须 {} 级批准 (部门, 学校领导)",
            "A permit needs {} approval(s): department, then school leader",
        ),
        "permits.levels": Words("{name}: {} 级批准", "{name}: {} approval(s)"),
        "permits.longest_hours": Words(
            "一张许可最长 {} 小时", "A permit lasts {} hours at the longest"
        ),
        "permits.overstay_minutes": Words(
            "许可结束 {} 分钟后仍未离校: 提醒门卫",
            "Not out {} minutes after the end of the permit: an alert at the gate",
        ),
        "fever.queue_minutes": Words(
            "发热前 {} 分钟内同门进入的人列入再测名单",
            "Those at the same gate in the {} minutes before a fever are measured once more",
        ),
        "fever.most_invalid": Words(
            "连续 {} 次读数无效: 改用接触体温计",
            "{} readings and none valid: to the contact thermometer",
        ),
        "clusters": Words("聚集性: {}", "Cluster: {}"),
        "incidents.schedule": Words(
            "突发事件报告期限用 {} 表", "Reports of incidents: schedule {}"
        ),
        "incidents.first_minutes": Words(
            "{name}事件: {} 分钟内首报", "{name} incident: first report within {} minutes"
        ),
        "incidents.at_once": Words("{name}事件: 立即首报", "{name} incident: first report at once"),
        "incidents.progress_hour": Words(
            "次日起每天 {} 时前进展报告", "From the next day: progress report daily by {} o'clock"
        ),
        "incidents.closing_days": Words(
            "结束后 {} 天内结案报告", "Closing report within {} days of the end"
        ),
        "roll.class_due": Words("班级 {} 前上报", "A class reports by {}"),
        "roll.report_due": Words(
            "学校 {} 前上报, 零报告也报", "The school reports by {}, zero too"
        ),
        "roll.follow_up_hours": Words(
            "名单上的人每 {} 小时至少随访一次", "A listed person is asked at least every {} hours"
        ),
        "area_limits": Words(
            "{name}: 持许可人员同时最多 {} 人", "{name}: at most {} people on permits at once"
        ),
        "guard_checks": Words("{name}由门卫查看: {}", "{name}, looked at by the guard: {}"),
        "purposes": Words("许可事由: {}", "Purposes of a permit: {}"),
        "shut_areas": Words("关闭区域: {}", "Shut areas: {}"),
        "barred_kinds": Words("一律不进: {}", "Never enter: {}"),
        "purpose_areas": Words("{name}只到: {}", "{name} reaches only: {}"),
    }
)

LEVELS: Mapping[str, Words] = MappingProxyType(
    {
        "general": Words("一般", "General"),
        "large": Words("较大", "Large"),
        "major": Words("重大", "Major"),
    }
)
"""Levels of an incident, as rules.md 3c has them."""

SCOPES: Mapping[str, Words] = MappingProxyType(
    {"class": Words("同一班级", "one class"), "school": Words("全校", "the school")}
)

SYMPTOMS: Mapping[str, Words] = MappingProxyType(
    {"fever": Words("人发热", "with a fever"), "sick": Words("人因病", "sick")}
)

TRIGGER = Words(
    "{scope} {days} 天内 {count} {what}, {hours} 小时内上报",
    "{count} {what} in {scope} within {days} day(s), reported within {hours} hours",
)

NONE = Words("无", "none")

GROUPS: tuple[tuple[str, Words], ...] = (
    ("opening day_end", Words("作息", "The school day")),
    ("screening", Words("体温", "Temperature")),
    ("home_records", Words("居家体温", "Home records")),
    ("permits", Words("许可", "Permits")),
    ("fever", Words("发热处置", "After a fever")),
    ("clusters", Words("聚集性", "Clusters")),
    ("incidents", Words("突发事件", "Incidents")),
    ("roll", Words("每日上报", "Daily roll")),
    ("area_limits", Words("区域人数", "People in an area")),
    ("guard_checks", Words("门卫查看", "Looked at by the guard")),
    ("phases.closed", Words("封闭管理", "Phase closed")),
    ("phases.staged", Words("分批返校", "Phase staged")),
    ("phases.open", Words("正常开学", "Phase open")),
)
"""Headings, each with the beginnings of the keys below it."""
