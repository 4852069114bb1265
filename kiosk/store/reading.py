"""Rows of views to frozen answers."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kiosk.core.events import CaseOutcome, PassageOutcome
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit, PermitState
from kiosk.core.phases import Direction
from kiosk.core.reasons import Clause, Reason, Verdict
from kiosk.core.request import CredentialKind
from kiosk.core.windows import Window
from kiosk.store.answers import CaseRow, VisitRow

VISIT = (
    "pos, visit_id, wall, access_point, direction, verdict, reason, clause, also, credential_kind,"
    " person_id, person_kind, unit, pass_id, permit_id, case_no, override_of, never_seen_in, late,"
    " outcome"
)
CASE = (
    "case_no, person_id, visit_id, access_point, opened, opened_pos, latest_pos, first_reason,"
    " latest_reason, closed_pos, outcome"
)
PERMIT = "permit_id, state, purpose, areas, access_points, since, until, entries"
ENTRY = (
    "direction = 'in' AND verdict = 'grant' AND outcome IS NOT 'not_passed'"
    " AND drill = 0 AND corrected = 0"
)
"""What counts as an entry: granted, on the way in, not known to be left unused, no drill, and of
the person it was taken for."""

DRILL = "(SELECT count(*) FROM drill)"
"""1 while a drill is under way, else 0: what `drill =` it shows only the drill's own or only what
is in earnest, `drill <=` it shows the drill's own beside it."""

DECIDED_HERE = f"paper = 0 AND drill = {DRILL}"
"""Visits that this program has decided, and so with a reason: a line of paper has none."""

IN_ORDER = "placed DESC, paper DESC, wall DESC, pos DESC"
"""Newest visit of one person first: in the order of arrival, but a line of paper by its time."""

CURRENT = "import_file USING (import_id) WHERE (import_id IS NULL OR closed_pos IS NOT NULL)"
"""Joins rows of an import to it and leaves out those that do not count yet."""

NEWEST = "max(pos, coalesce(closed_pos, 0)) DESC, pos DESC"
"""Newest first: a row of an import counts from its closing on, any other from its own position."""


def time(text: str | None) -> datetime | None:
    """Read a time of a view."""
    return None if text is None else datetime.fromisoformat(text)


def texts(value: str) -> tuple[str, ...]:
    """Read a tuple of codes."""
    return tuple(json.loads(value))


def window(since: str | None, until: str | None) -> Window:
    """Read the two bounds of a window."""
    return Window(time(since), time(until))


def visit(row: Sequence[Any]) -> VisitRow:
    """Build a visit from the columns `VISIT`."""
    (pos, visit_id, wall, point, direction, verdict, reason, clause, also, credential) = row[:10]
    (person, kind, unit, pass_id, permit, case_no, override, never, late, outcome) = row[10:]
    return VisitRow(
        pos=pos,
        visit_id=visit_id,
        wall=datetime.fromisoformat(wall),
        access_point=point,
        direction=Direction(direction),
        verdict=Verdict(verdict),
        reason=Reason(reason),
        clause=Clause(clause),
        also=tuple(Reason(one) for one in json.loads(also)),
        credential_kind=CredentialKind(credential),
        person_id=person,
        person_kind=None if kind is None else PersonKind(kind),
        unit=unit,
        pass_id=pass_id,
        permit_id=permit,
        case_no=case_no,
        override_of=override,
        never_seen_in=bool(never),
        late=bool(late),
        outcome=None if outcome is None else PassageOutcome(outcome),
    )


def case(row: Sequence[Any]) -> CaseRow:
    """Build a held case from the columns `CASE`."""
    (case_no, person, visit_id, point, opened, opened_pos, latest_pos, first, latest) = row[:9]
    closed_pos, outcome = row[9:]
    return CaseRow(
        case_no=case_no,
        person_id=person,
        visit_id=visit_id,
        access_point=point,
        opened=datetime.fromisoformat(opened),
        opened_pos=opened_pos,
        latest_pos=latest_pos,
        first_reason=Reason(first),
        latest_reason=Reason(latest),
        is_open=closed_pos is None,
        outcome=None if outcome is None else CaseOutcome(outcome),
    )


def permit(row: Sequence[Any], used: int) -> Permit:
    """Build a permit from the columns `PERMIT` and the entries counted on it."""
    permit_id, state, purpose, areas, points, since, until, entries = row
    return Permit(
        state=PermitState(state),
        purpose=purpose,
        areas=texts(areas),
        access_points=None if points is None else texts(points),
        window=window(since, until),
        entries=entries,
        used=used,
        permit_id=permit_id,
    )
