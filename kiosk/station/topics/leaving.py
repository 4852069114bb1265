"""The early-leave slip of a pupil, and a vehicle with several people."""

from kiosk.core.events import Actor, EarlyLeaveAllowed, VehicleRecorded
from kiosk.core.people import PersonKind
from kiosk.core.text import clean
from kiosk.link import messages as link
from kiosk.station.bench import WHY_LIMIT, Bench, Done, Handler, Topic
from kiosk.store.duty_book import DutyBook
from kiosk.store.school_book import SchoolBook

NAME_LIMIT, PHONE_LIMIT, PLATE_LIMIT, GOODS_LIMIT = 40, 20, 16, 200
MOST_PEOPLE = 60
"""People in one vehicle: a coach. Local practice."""


def _allow(bench: Bench, intent: link.Intent, act: link.AllowEarlyLeave, actor: Actor) -> Done:
    """Write the slip: who fetches the pupil, and who of the school agreed (rules.md 2e)."""
    refused = _why_no_slip(bench, act)
    if refused is not None:
        return Done(refused)
    name = clean(act.guardian_name or "", NAME_LIMIT) or None
    phone = clean(act.guardian_phone or "", PHONE_LIMIT) or None
    slip_id = f"slip-{bench.new_id()}"
    fact = EarlyLeaveAllowed(
        slip_id, act.person_id, act.guardian_id, act.teacher_id, act.leader_id, name, phone
    )
    done = bench.write(actor, fact, why=clean(act.why, WHY_LIMIT), intent=intent)
    return Done("ok", {"slip_id": slip_id}) if done.code == "ok" else done


def _why_no_slip(bench: Bench, act: link.AllowEarlyLeave) -> str | None:
    if not clean(act.why, WHY_LIMIT):
        return "why_missing"
    holder = bench.log.lookup.holder(act.person_id)
    if holder is None:
        return "person_unknown"
    if holder.kind is not PersonKind.PUPIL:
        return "not_a_pupil"
    return _guardian_problem(bench, act) or _agreed_problem(bench, act)


def _guardian_problem(bench: Bench, act: link.AllowEarlyLeave) -> str | None:
    if act.guardian_id is None:
        return None if clean(act.guardian_name or "", NAME_LIMIT) else "guardian_missing"
    if bench.log.lookup.holder(act.guardian_id) is None:
        return "person_unknown"
    family = bench.log.of(SchoolBook).household(act.person_id)
    guards = {one.person_id for one in family if one.guards}
    # Of a pupil whose household is not on file the guard looks at the papers.
    return "not_his_guardian" if guards and act.guardian_id not in guards else None


def _agreed_problem(bench: Bench, act: link.AllowEarlyLeave) -> str | None:
    """Two people of the school must have agreed; one alone is no agreement of two."""
    if act.teacher_id is None:
        return "teacher_missing"
    if act.leader_id is None:
        return "leader_missing"
    found = [bench.log.lookup.holder(one) for one in (act.teacher_id, act.leader_id)]
    if any(one is None for one in found):
        return "person_unknown"
    if any(one is not None and one.kind is not PersonKind.STAFF for one in found):
        return "not_of_the_staff"
    return "same_person" if act.teacher_id == act.leader_id else None


def _vehicle(bench: Bench, intent: link.Intent, act: link.RecordVehicle, actor: Actor) -> Done:
    """Write who sits in it; each of them is then decided by a visit of his own."""
    plate = "".join(clean(act.plate, PLATE_LIMIT).split()).upper()
    if not plate:
        return Done("plate_missing")
    people = tuple(dict.fromkeys(act.people))
    if len(people) > MOST_PEOPLE:
        return Done("too_many_people")
    if any(bench.log.lookup.holder(one) is None for one in people):
        return Done("person_unknown")
    if act.permit_id is not None and bench.log.of(DutyBook).permit_of(act.permit_id) is None:
        return Done("permit_unknown")
    vehicle_id = f"vehicle-{bench.new_id()}"
    goods = clean(act.goods or "", GOODS_LIMIT) or None
    fact = VehicleRecorded(vehicle_id, act.direction, people, act.permit_id, plate, goods)
    done = bench.write(actor, fact, intent=intent)
    return Done("ok", {"vehicle_id": vehicle_id}) if done.code == "ok" else done


TOPIC = Topic(
    handlers={
        link.AllowEarlyLeave: Handler(_allow, in_drill=False),
        link.RecordVehicle: Handler(_vehicle),
    }
)
