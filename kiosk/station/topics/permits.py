"""Permits at the terminal: visitors registered, approvals, exits signed, overstays."""

from kiosk.core.permit_life import APPROVERS
from kiosk.link.messages import ApprovePermit, RegisterVisitor, RejectPermit, SignExit
from kiosk.station.bench import Handler, Topic
from kiosk.station.topics import permits_acts, permits_shown

TOPIC = Topic(
    handlers={
        RegisterVisitor: Handler(permits_acts.register, in_drill=False),
        ApprovePermit: Handler(permits_acts.approve, roles=APPROVERS, in_drill=False),
        RejectPermit: Handler(permits_acts.reject, roles=APPROVERS, in_drill=False),
        SignExit: Handler(permits_acts.sign_exit, in_drill=False),
    },
    queries={
        "permits_today": permits_shown.today,
        "permits_waiting": permits_shown.waiting,
    },
    panel=permits_shown.panel,
)
