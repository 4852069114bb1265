"""`kiosk permit submit`, `approve`, `reject` and `revoke`: one step, by name and with a reason.

What stands against it is looked at once more inside the transaction that writes it.
"""

import argparse

from kiosk.cli import common
from kiosk.cli.moment import now
from kiosk.cli.permit_problems import Tried, phase_of, refuse
from kiosk.cli.permit_show import told
from kiosk.core.events import (
    Event,
    Fact,
    Moment,
    PermitApproved,
    PermitRejected,
    PermitRevoked,
    PermitSubmitted,
)
from kiosk.core.permit_life import (
    PermitFault,
    PermitFile,
    PermitProblem,
    PermitStep,
    level_due,
    step_problems,
)
from kiosk.core.permit_limits import Setting, approval_problems
from kiosk.core.policy import Policy
from kiosk.core.text import clean
from kiosk.store.log import Log
from kiosk.store.permit_book import PermitBook
from kiosk.store.permit_writing import append_step

STEPS = {
    "submit": (PermitStep.SUBMIT, "hand in a draft"),
    "approve": (PermitStep.APPROVE, "approve at the level that is due"),
    "reject": (PermitStep.REJECT, "reject at the level that is due"),
    "revoke": (PermitStep.REVOKE, "take a permit back"),
}
"""The commands of this file, with their step and their line of help."""


def decide(args: argparse.Namespace) -> int:
    """Take one step by name and with a reason."""
    folder = common.config_folder(args)
    _, policy = common.load(folder)
    step = STEPS[args.permit_verb][0]
    with common.opened(args) as log:
        book = log.of(PermitBook)
        author = common.author(log, args.by)
        why = common.why_of(args, required=True)
        file = _file(book, args.permit)
        at = now()
        event = Event(at, author, _fact(step, file), why=why)
        append_step(log, event, lambda: _check(log, policy, args.by, (step, file), at))
        return told(args, log, book.file(file.permit_id), common.site_zone(folder))


def _file(book: PermitBook, permit_id: str) -> PermitFile:
    found = book.file(permit_id)
    if found is None:
        raise common.RefusedError(
            f"there is no permit {clean(permit_id, 40)}; see `kiosk permit list`"
        )
    return found


def _fact(step: PermitStep, file: PermitFile) -> Fact:
    match step:
        case PermitStep.APPROVE:
            return PermitApproved(file.permit_id, level_due(file))
        case PermitStep.REJECT:
            return PermitRejected(file.permit_id, level_due(file))
        case PermitStep.REVOKE:
            return PermitRevoked(file.permit_id)
        case _:
            return PermitSubmitted(file.permit_id)


def _check(
    log: Log, policy: Policy, by: str, taken: tuple[PermitStep, PermitFile], at: Moment
) -> None:
    """Raise RefusedError for everything that stands against the step as the log is now."""
    step, before = taken
    book = log.of(PermitBook)
    file, who = _file(book, before.permit_id), book.approver(by)
    tried = Tried(file.permit_id, file.permit, phase_of(log), by)
    if who is None or level_due(file) != level_due(before):
        refuse((PermitProblem(PermitFault.NOT_DUE),), tried)
    elif step is PermitStep.APPROVE:
        held = book.held(file.permit_id, at.wall)
        refuse(approval_problems(file, who, Setting(policy, tried.phase, at.wall, held)), tried)
    else:
        refuse(step_problems(file, step, who, at.wall), tried)
