"""What a file of the school office changes is told before it is done, and done once."""

from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any

import pytest

from kiosk.core.events import (
    CardBound,
    HouseholdLinked,
    PersonRecorded,
    ResponsibleSet,
    ShiftSet,
    UnitRecorded,
)
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.roster import (
    REMOVED,
    CardRow,
    FormKind,
    GuardianRow,
    Known,
    KnownCard,
    KnownPerson,
    PersonRow,
    Place,
    Ref,
    Relation,
    Row,
    ShiftRow,
    UnitRow,
)
from kiosk.core.roster_change import Plan, Status
from kiosk.core.roster_plan import plan, shift_id_of
from kiosk.core.units import Unit
from kiosk.core.windows import Window
from kiosk.core.words_roster import FORM_KINDS, RELATIONS, STATUSES

SCHOOL = timezone(timedelta(hours=8))
SINCE = datetime(2020, 2, 24, 7, 0, tzinfo=SCHOOL)
SHIFT = Window(SINCE, SINCE + timedelta(hours=12))
WANG = KnownPerson(PersonKind.PUPIL, "九年级/2班", name="王小明", phone="13800000417")
LI = KnownPerson(PersonKind.STAFF, "数学组", name="李安")
FATHER = KnownPerson(PersonKind.GUARDIAN, name="王大明", phone="13900000417")
KNOWN = Known(
    people={"20200417": WANG, "T1001": LI, "p-father": FATHER},
    cards={"S000417": KnownCard("c1", "20200417"), "S000001": KnownCard("c2", "T1001", True)},
    units={"九年级/2班": Unit("九年级/2班", UnitKind.CLASS, "九年级2班")},
    appointed={"九年级/2班": ("T1001", None)},
    links={("20200417", "p-father"): "father"},
    shifts={shift_id_of("T1001", SINCE): ("T1001", SHIFT)},
)


def at(line: int = 2) -> Place:
    return Place("", line)


def pupil(person_id: str | None = "20200417", line: int = 2, **more: Any) -> PersonRow:
    ref = {key: more.pop(key) for key in ("id_number", "card", "name") if key in more}
    return PersonRow(
        at(line), PersonKind.PUPIL, Ref(person_id, **{"name": "王小明", **ref}), **more
    )


def father(pupil_id: str = "20200417", line: int = 2, **more: Any) -> GuardianRow:
    who = Ref(name=more.pop("name", "王大明"), id_number=more.pop("id_number", None))
    phone = more.pop("phone", "13900000417")
    return GuardianRow(at(line), who, Ref(pupil_id), more.pop("relation", Relation.FATHER), phone)


def planned(*rows: Row, known: Known = KNOWN, **more: Any) -> Plan:
    numbers = count(1)
    return plan(rows, known, "i1", lambda prefix: f"{prefix}{next(numbers)}", **more)


def why(found: Plan) -> str:
    (bad,) = found.bad
    assert any("\u4e00" <= one <= "\u9fff" for one in bad.why.zh)
    return bad.why.en


UNCHANGED: list[Row] = [
    pupil(unit="九年级/2班", phone="13800000417", boards=False, card="S000417"),
    pupil(),
    father(),
    CardRow(at(), Ref("20200417"), "S000417"),
    UnitRow(at(), "九年级/2班", UnitKind.CLASS, "九年级2班", None, "T1001"),
    UnitRow(at(), "九年级/2班", UnitKind.CLASS),
    ShiftRow(at(), Ref("T1001"), SHIFT),
]


@pytest.mark.parametrize("row", UNCHANGED, ids=lambda row: type(row).__name__)
def test_what_is_on_record_already_changes_nothing(row: Row) -> None:
    found = planned(row)
    assert (found.bad, found.facts) == ((), ())
    assert [one.status for one in found.changes] == [Status.UNCHANGED]


def test_a_new_person_is_recorded_with_a_new_card() -> None:
    found = planned(pupil(None, id_number="110101200801010019", card="S2", unit="一年级/1班"))
    record, card = found.facts
    assert isinstance(record, PersonRecorded)
    assert (record.person_id, record.unit, record.import_id) == ("p-1", "一年级/1班", "i1")
    assert card == CardBound("c-2", "p-1", "i1", number="S2")
    assert [one.status for one in found.changes] == [Status.NEW]


def test_a_field_that_the_file_leaves_empty_stays_and_a_dash_takes_it_away() -> None:
    kept = planned(pupil(unit="九年级/3班"))
    (record,) = kept.facts
    assert isinstance(record, PersonRecorded)
    assert (record.phone, record.unit) == ("13800000417", "九年级/3班")
    (change,) = kept.changes
    assert [(one.field, one.before, one.after) for one in change.differences] == [
        ("unit", "九年级/2班", "九年级/3班")
    ]
    (record,) = planned(pupil(phone=REMOVED)).facts
    assert isinstance(record, PersonRecorded)
    assert record.phone is None


def test_a_person_is_known_by_document_by_card_and_by_number_which_must_agree() -> None:
    known = Known(
        {"a": KnownPerson(PersonKind.PUPIL, name="王", id_number="E12345678"), "b": LI},
        {"S1": KnownCard("c1", "b")},
    )
    by_document = pupil(None, id_number="E12345678", name="王")
    assert planned(by_document, known=known).changes[0].subject == "a"
    for row in (
        pupil(None, id_number="E12345678", card="S1"),
        pupil("b", id_number="E12345678"),
        pupil("a", card="S1"),
    ):
        assert "belongs to person" in why(planned(row, known=known))
    assert "another name" in why(planned(pupil(None, card="S1"), known=known))


def test_one_person_stands_in_one_row() -> None:
    assert "the person of line 2" in why(planned(pupil(), pupil(None, card="S000417", line=3)))


def test_a_revoked_card_is_given_to_nobody() -> None:
    assert "revoked" in why(planned(pupil(card="S000001")))
    assert "revoked" in why(planned(CardRow(at(), Ref("T1001"), "S000001")))


def test_ids_that_are_taken_are_made_again() -> None:
    known = Known({"p-1": WANG, "p-2": WANG}, {"S1": KnownCard("c-4", "p-1")})
    row = pupil(None, id_number="E12345678", card="S2")
    found = planned(row, known=known)
    assert (found.changes[0].subject, found.changes[0].card_id) == ("p-3", "c-5")


def test_a_guardian_of_two_children_is_one_person() -> None:
    sister = KnownPerson(PersonKind.PUPIL, "七年级/1班", name="王小红")
    known = Known({"20200417": WANG, "20220001": sister})
    found = planned(father(), father("20220001", line=3), known=known)
    record, first, second = found.facts
    assert isinstance(record, PersonRecorded)
    assert record.kind is PersonKind.GUARDIAN
    assert first == HouseholdLinked("20200417", record.person_id, "father", "i1")
    assert second == HouseholdLinked("20220001", record.person_id, "father", "i1")


def test_a_guardian_of_the_household_is_known_by_name_when_the_phone_is_new() -> None:
    found = planned(father(phone="13700000000"))
    (change,) = found.changes
    assert (change.subject, change.status) == ("p-father", Status.CHANGED)
    assert [one.field for one in change.differences] == ["phone"]


def test_a_guardian_may_be_staff_and_stays_so_but_is_no_pupil() -> None:
    known = Known(
        {**KNOWN.people, "T1": KnownPerson(PersonKind.STAFF, name="王大明", id_number="E1234567")}
    )
    found = planned(father(id_number="E1234567", phone=None), known=known)
    assert found.facts == (HouseholdLinked("20200417", "T1", "father", "i1"),)
    child = Known({**KNOWN.people, "x": KnownPerson(PersonKind.PUPIL, id_number="E1234567")})
    assert "on record as pupil" in why(planned(father(id_number="E1234567"), known=child))


def test_a_relation_that_changes_is_linked_anew() -> None:
    (fact,) = planned(father(relation=Relation.GUARDIAN)).facts
    assert fact == HouseholdLinked("20200417", "p-father", "guardian", "i1")


def test_who_is_referred_to_may_stand_later_in_the_file() -> None:
    rows: list[Row] = [
        ShiftRow(at(2), Ref("T9"), SHIFT),
        UnitRow(at(3), "八年级", UnitKind.GRADE, responsible="T9"),
        father("20209999", line=4),
        pupil("20209999", line=5, name="赵"),
        PersonRow(at(6), PersonKind.STAFF, Ref("T9", name="钱")),
    ]
    found = planned(*rows)
    assert found.bad == ()
    kinds = [type(fact) for fact in found.facts]
    assert kinds == [
        PersonRecorded,
        PersonRecorded,
        HouseholdLinked,
        UnitRecorded,
        ResponsibleSet,
        ShiftSet,
    ]


@pytest.mark.parametrize(
    "row",
    [
        father("nobody"),
        CardRow(at(), Ref("nobody"), "S9"),
        ShiftRow(at(), Ref("nobody"), SHIFT),
        UnitRow(at(), "八年级", UnitKind.GRADE, responsible="nobody"),
    ],
    ids=lambda row: type(row).__name__,
)
def test_who_is_nowhere_is_told(row: Row) -> None:
    assert "nobody" in why(planned(row))


def test_a_number_with_another_name_is_told() -> None:
    assert "the name" in why(planned(CardRow(at(), Ref("20200417", name="李"), "S9")))
    assert "the name" in why(planned(ShiftRow(at(), Ref("T1001", name="王"), SHIFT)))


def test_a_unit_and_who_answers_for_it() -> None:
    row = UnitRow(at(), "九年级/2班", UnitKind.CLASS, en="Class 9/2", deputy="20200417")
    unit, appointed = planned(row).facts
    assert unit == UnitRecorded("九年级/2班", UnitKind.CLASS, "九年级2班", "Class 9/2", "i1")
    assert appointed == ResponsibleSet("九年级/2班", "T1001", "20200417", "i1")
    assert "line 2" in why(planned(row, UnitRow(at(3), "九年级/2班", UnitKind.CLASS)))


def test_a_shift_is_known_by_person_and_start() -> None:
    longer = Window(SINCE, SINCE + timedelta(hours=13))
    found = planned(ShiftRow(at(), Ref("T1001"), longer))
    assert found.changes[0].status is Status.CHANGED
    assert found.facts == (ShiftSet(shift_id_of("T1001", SINCE), "T1001", longer),)
    assert "line 2" in why(
        planned(ShiftRow(at(), Ref("T1001"), SHIFT), ShiftRow(at(3), Ref("T1001"), longer))
    )


def test_who_is_not_in_the_file_is_listed_and_never_deleted() -> None:
    other = KnownPerson(PersonKind.PUPIL, "九年级/2班", name="赵")
    far = KnownPerson(PersonKind.PUPIL, "八年级/1班", name="钱")
    known = Known({**KNOWN.people, "z": other, "q": far})
    found = planned(pupil(unit="九年级/2班"), known=known)
    assert (found.gone, found.facts) == (("z",), ())
    assert planned(pupil(unit="九年级/2班"), known=known, whole=True).gone == ("q", "z")


def test_shifts_of_the_same_day_that_are_not_in_the_file_are_listed() -> None:
    evening = SINCE.replace(hour=19)
    shifts = {
        "s-old": ("T1001", Window(SINCE.replace(hour=0), SINCE)),
        "s-other-day": ("T1001", Window(SINCE - timedelta(days=1), SINCE)),
    }
    known = Known(KNOWN.people, shifts=shifts)
    row = ShiftRow(at(), Ref("T1001"), Window(evening, evening + timedelta(hours=8)))
    assert planned(row, known=known).gone_shifts == ("s-old",)


def test_every_kind_has_words() -> None:
    assert set(FORM_KINDS) == set(FormKind)
    assert set(RELATIONS) == set(Relation)
    assert set(STATUSES) == set(Status)
