"""What must not be missed at the gate, by the station's code."""

from collections.abc import Mapping
from types import MappingProxyType

from kiosk.core.language import Words

ALERTS: Mapping[str, Words] = MappingProxyType(
    {
        "overstay": Words("{who} 超时 {age} 未离校: 按 P", "{who} overstays {age}: key P"),
        "never_out": Words("{who} 昨日起未见离校: 按 P", "{who} never came out: key P"),
        "host_signs": Words("{who} 离校待接待人签字: 按 P", "{who} left, host must sign: key P"),
        "incident_deadline": Words(
            "事件 {no} {detail} 已到时限 {age}: 按 8", "Incident {no} {detail} late {age}: key 8"
        ),
        "follow_up_overdue": Words("{who} 重点人员未随访", "{who} watch list: follow-up overdue"),
        "print_failed": Words(
            "疏散名单没有打印出来: 按 X 看屏幕", "Evacuation list not printed: key X"
        ),
        "guard_elevated": Words("门卫 {detail} 体温偏高: 换人", "Guard {detail} elevated: relieve"),
        "cluster": Words("聚集性发热 {detail}: 按 8", "Cluster {detail}: key 8"),
    }
)
"""Filled with `who`, `age`, `no` and `detail`; another code is shown as written."""
