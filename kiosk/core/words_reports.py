"""Words of reports: what a teacher is told of a barred pupil, what duty is overdue."""

from kiosk.core.barred import BarredNote
from kiosk.core.duties import Duty
from kiosk.core.language import Words

BARRED_NOTES = {
    BarredNote.NOT_DUE_YET: Words("未到返校时间", "Not due back yet"),
    BarredNote.RECORDS_TO_COMPLETE: Words("居家记录待补", "Home records to complete"),
    BarredNote.NOT_BACK_YET: Words("暂不返校, 线上学习", "Not back yet, learns on line"),
}

DUTIES = {
    Duty.CLASS_REPORT: Words("班级晨检未报", "Class check not reported"),
    Duty.DAILY_REPORT: Words("每日报告未发布", "Daily report not released"),
    Duty.FOLLOW_UP: Words("重点人员未回访", "Watch-list follow-up"),
    Duty.PERMIT_DECISION: Words("入校许可未审批", "Permit waits for a decision"),
    Duty.INCIDENT_REPORT: Words("事件报告逾期", "Incident report overdue"),
    Duty.ROLL: Words("今日无记录", "No record today"),
}

TABLES = (BARRED_NOTES, DUTIES)
