"""`kiosk health`: one file a person, flags of the household, proofs, isolation, placements."""

from datetime import datetime, time
from typing import Any

import pytest

from kiosk.cli.moment import now
from kiosk.core.events import (
    AccessDecided,
    CertificateRecorded,
    HomeTemperatureRecorded,
    HouseholdLinked,
    IsolationBegun,
    SymptomsRecorded,
    Unmasked,
    VisitCorrected,
)
from kiosk.core.health import ReturnCertificate
from kiosk.core.reasons import Reason, Verdict
from kiosk.store.health_book import HealthBook
from tests.cli.health_desk import CLASS, OTHER, SCHOOL, back, put, school, today
from tests.cli.typing_it import Desk
from tests.store.making import decided, infrared

DOCTOR = ("--by", "doctor", "--why", "seen and well")
TEACHER = ("--by", "chen", "--why", "as the family said")


@pytest.fixture
def office(desk: Desk) -> Desk:
    school(desk)
    return desk


def show(desk: Desk, person: str = "p1", *options: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.must("health", "show", person, "--json", *options).json()
    return found


def barred(desk: Desk, person: str = "p1") -> tuple[bool, bool]:
    """Tell whether the gate sees an isolation, and a certificate that is not complete."""
    with desk.log() as log:
        health = log.lookup.person_facts(person, None, now().wall, 14).health
    proofs = health.certificate
    missing = proofs is not None and not (proofs.hospital and proofs.school_doctor)
    return health.isolation is not None, missing


def elevated(visit: str, person: str, case_no: int = 1) -> AccessDecided:
    return decided(
        visit,
        person,
        verdict=Verdict.REFER,
        reason=Reason.TEMPERATURE_ELEVATED,
        case_no=case_no,
        readings=(infrared(37.8),),
    )


# --- The file ---


def fill(desk: Desk) -> None:
    put(
        desk,
        decided("v1", "p1", readings=(infrared(36.4),)),
        HomeTemperatureRecorded("p1", back(1), value_c=36.6, clock="07:10"),
    )
    desk.must(
        "health", "symptoms", "p1", "--check", "morning", "--found", "咳嗽, fever", *TEACHER,
    )  # fmt: skip
    desk.must("health", "absence", "p1", "--cause", "sick", "--note", "in bed", *TEACHER)
    desk.must("health", "isolate", "p1", "--cause", "quarantine", *DOCTOR)
    desk.must("health", "release", "p1", *DOCTOR)
    desk.must("health", "certificate", "p1", "--hospital", "no", *TEACHER)


def test_a_file_says_what_there_is_and_hides_what_it_says(office: Desk) -> None:
    fill(office)
    said = office.must("health", "show", "p1", "--json")
    found = said.json()
    assert found["masked"]
    assert found["gate"][0]["corrected_c"] == "**"
    assert (found["gate"][0]["device"], found["home"][0]["day"]) == ("thermometer-1", f"{back(1)}")
    assert found["home"][0]["value_c"] == found["checks"][0]["symptoms"] == "**"
    assert found["absences"][0]["cause"] == found["isolations"][0]["cause"] == "**"
    assert found["flags"] == ["certificate_missing"]
    for secret in ("王小明", "36.4", "36.6", "07:10", "cough", "in bed", "13800000001"):
        assert secret not in said.out
        assert secret not in office.must("health", "show", "p1").out


def test_a_named_reader_with_a_reason_sees_all_and_is_in_the_log(office: Desk) -> None:
    fill(office)
    assert office.type("health", "show", "p1", "--unmask").code == 2
    found = show(office, "p1", "--unmask", *DOCTOR)
    reading = found["gate"][0]
    assert reading["raw_c"] == pytest.approx(33.7)
    assert (reading["correction_c"], reading["corrected_c"]) == (2.7, 36.4)
    assert (found["home"][0]["value_c"], found["home"][0]["clock"]) == (36.6, "07:10")
    assert found["checks"][0]["symptoms"] == ["cough", "fever"]
    assert (found["absences"][0]["cause"], found["absences"][0]["note"]) == ("sick", "in bed")
    (span,) = found["isolations"]
    assert (span["cause"], span["begun"]["why"], span["ended"]["by"][:7]) == (
        "quarantine", "seen and well", "doctor/",
    )  # fmt: skip
    with office.log() as log:
        looked = [one.event for one in log.read(0, 1000) if isinstance(one.event.fact, Unmasked)]
    assert {(one.actor.name[:7], one.why) for one in looked} == {("doctor/", "seen and well")}
    assert "咳嗽 / Cough" in office.must("health", "show", "p1", "--unmask", *DOCTOR).out


def test_a_reading_of_somebody_picked_by_mistake_is_not_in_the_file(office: Desk) -> None:
    put(office, decided("v1", "p1", readings=(infrared(36.4),)), VisitCorrected("v1", "p1"))
    assert show(office)["gate"] == []


def test_what_was_erased_is_not_shown_as_nothing_found(office: Desk) -> None:
    fill(office)
    with office.log() as log:
        checks = [one for one in log.read(0, 100) if isinstance(one.event.fact, SymptomsRecorded)]
        log.erase(checks[0].pos, now(), checks[0].event.actor)
    found = office.must("health", "show", "p1", "--unmask", *DOCTOR)
    assert "已删除 / erased" in found.out
    assert "无 / none" not in found.out


def test_nobody_has_a_file_without_being_on_record(office: Desk) -> None:
    said = office.type("health", "show", "stranger")
    assert (said.code, len(said.lines)) == (2, 1)


# --- The household ---


def test_a_guardians_or_siblings_fever_flags_the_child(office: Desk) -> None:
    assert show(office, "p1")["flags"] == []
    put(office, elevated("v1", "g1"), at=now().wall)
    assert show(office, "p1")["flags"] == ["household_elevated"]
    assert show(office, "q1")["flags"] == ["household_elevated"]
    assert show(office, "g1")["flags"] == ["elevated"]
    assert show(office, "p2")["flags"] == []
    family = {one["person_id"]: one for one in show(office, "p1")["household"]}
    assert (family["g1"]["relation"], family["g1"]["flags"]) == ("father", ["elevated"])
    assert (family["q1"]["relation"], family["q1"]["flags"]) == ("household", [])


def test_a_flag_of_the_household_bars_nobody(office: Desk) -> None:
    put(office, HomeTemperatureRecorded("q1", back(1), value_c=38.2))
    office.must("health", "isolate", "g1", "--cause", "quarantine", *DOCTOR)
    office.must("watch", "add", "g1", "--reason", "key_region", *DOCTOR)
    assert show(office, "p1")["flags"] == [
        "household_isolated", "household_watched", "household_elevated",
    ]  # fmt: skip
    assert barred(office, "p1") == (False, False)
    assert barred(office, "g1") == (True, False)


# --- Return certificate: the doctor's view wins ---


def test_only_the_school_doctor_speaks_for_the_school_doctor(office: Desk) -> None:
    office.must("health", "certificate", "p1", "--hospital", "no", *TEACHER)
    said = office.type("health", "certificate", "p1", "--doctor", "yes", *TEACHER)
    assert (said.code, len(said.lines)) == (1, 1)
    office.must("health", "certificate", "p1", "--hospital", "yes", *TEACHER)
    assert barred(office)[1], "the hospital's yes alone brings nobody back"
    office.must("health", "certificate", "p1", "--doctor", "no", *DOCTOR)
    assert barred(office)[1], "the doctor's no outweighs the hospital's yes"
    office.must("health", "certificate", "p1", "--doctor", "yes", *DOCTOR)
    assert not barred(office)[1]


def test_the_hospitals_paper_is_kept_when_the_doctor_has_spoken(office: Desk) -> None:
    office.must("health", "certificate", "p1", "--doctor", "yes", *DOCTOR)
    assert barred(office)[1]
    office.must("health", "certificate", "p1", "--hospital", "yes", *TEACHER)
    assert not barred(office)[1]


def test_a_doctor_who_speaks_meanwhile_is_not_talked_over(
    office: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.must("health", "certificate", "p1", "--doctor", "yes", *DOCTOR)
    read = HealthBook.certificate
    asked: list[str] = []

    def meanwhile(book: HealthBook, person_id: str) -> ReturnCertificate | None:
        found = read(book, person_id)
        if not asked:
            asked.append(person_id)
            put(office, CertificateRecorded("p1", hospital=False, school_doctor=False))
        return found

    monkeypatch.setattr(HealthBook, "certificate", meanwhile)
    office.must("health", "certificate", "p1", "--hospital", "yes", *TEACHER)
    assert barred(office)[1]


def test_for_a_new_illness_no_old_proof_counts(office: Desk) -> None:
    office.must("health", "certificate", "p1", "--hospital", "yes", "--doctor", "yes", *DOCTOR)
    assert office.type("health", "certificate", "p1", "--hospital", "yes", *TEACHER).code == 1
    office.must("health", "certificate", "p1", "--hospital", "no", *TEACHER)
    office.must("health", "certificate", "p1", "--hospital", "yes", *TEACHER)
    assert barred(office)[1]


# --- Isolation ---


def test_an_isolation_is_ended_by_the_school_doctor_only(office: Desk) -> None:
    put(office, IsolationBegun("p1", now().wall, "elevated_confirmed", 1))
    for account in ("chen", "officer", "wang"):
        said = office.type("health", "release", "p1", "--by", account, "--why", "seems well")
        assert (said.code, len(said.lines)) == (1, 1)
        assert barred(office)[0]
    office.must("health", "release", "p1", *DOCTOR)
    assert not barred(office)[0]
    assert office.type("health", "release", "p1", *DOCTOR).code == 1


def test_a_class_teacher_isolates_nobody(office: Desk) -> None:
    assert office.type("health", "isolate", "p1", "--cause", "suspect", *TEACHER).code == 1
    assert not barred(office)[0]


# --- Checks and absences ---


@pytest.mark.parametrize(
    "words",
    [
        ("symptoms", "p1", "--check", "morning", "--found", "tired"),
        ("symptoms", "p1", "--check", "breakfast", "--found", "none"),
        ("symptoms", "p1", "--check", "morning", "--found", "none", "--day", "2099-01-01"),
        ("absence", "p1", "--cause", "lazy"),
        ("absence", "g1", "--cause", "sick"),
        ("absence", "p1", "--cause", "sick", "--until", "2020-01-01"),
        ("absence", "nobody", "--cause", "sick"),
    ],
)
def test_what_cannot_be_written_is_said_in_one_line(office: Desk, words: tuple[str, ...]) -> None:
    with office.log() as log:
        before = log.head()
    said = office.type("health", *words, *TEACHER)
    assert (said.code, len(said.lines)) == (2, 1)
    with office.log() as log:
        assert log.head() == before


def test_an_absence_spans_days_and_can_be_taken_back(office: Desk) -> None:
    words = ("health", "absence", "p1", "--day", f"{back(2)}")
    office.must(*words, "--until", f"{today()}", "--cause", "因病", *TEACHER)
    office.must(*words, "--present", *TEACHER)
    assert [one["day"] for one in show(office)["absences"]] == [f"{back(1)}", f"{today()}"]


def test_who_has_an_infectious_disease_is_told_to_need_both_proofs(office: Desk) -> None:
    said = office.must("health", "absence", "p1", "--cause", "infectious", *TEACHER)
    assert "kiosk health certificate p1 --hospital no" in said.err


# --- Placements ---


def test_a_placement_is_named_with_firm_and_contact_and_observed_daily(office: Desk) -> None:
    words = ("health", "placement")
    firm = ("--firm", "机械厂", "--contact", "李工", "--phone", "13900000002")
    made = office.must(*words, "add", "p1", *firm, "--until", "2099-06-30", *TEACHER, "--json")
    placement = made.json()["placement_id"]
    (row,) = office.must(*words, "list", "--json").json()
    assert (row["firm"], row["contact_name"], row["contact_phone"]) == (
        "**", "李**", "139****0002",
    )  # fmt: skip
    assert not row["observed_today"]
    office.must(*words, "observe", placement, "--temperature", "36.5度", "--by", "chen")
    (row,) = office.must(*words, "list", "--json", "--unmask", *TEACHER).json()
    assert (row["firm"], row["contact_phone"], row["observed_today"]) == (
        "机械厂", "13900000002", True,
    )  # fmt: skip
    observed = show(office, "p1", "--unmask", *DOCTOR)["placements"][0]["observed"]
    assert [one["value_c"] for one in observed] == [36.5]


def test_a_placement_is_a_pupils_and_an_observation_says_something(office: Desk) -> None:
    words = ("health", "placement")
    firm = ("--firm", "机械厂", "--contact", "李工", "--phone", "13900000002")
    assert office.type(*words, "add", "t1", *firm, *TEACHER).code == 2
    office.must(*words, "add", "p1", *firm, "--placement", "pl1", *TEACHER)
    assert office.type(*words, "add", "p2", *firm, "--placement", "pl1", *TEACHER).code == 1
    assert office.type(*words, "observe", "pl1", "--by", "chen").code == 2
    assert office.type(*words, "observe", "none", "--note", "well", "--by", "chen").code == 2


# --- The roll ---


def roll(desk: Desk, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.must("health", "roll", "--json", *options).json()
    return found


def lacking(desk: Desk, *options: str) -> set[str]:
    return {one["person_id"] for one in roll(desk, *options)["no_record"]}


def test_everybody_is_on_the_roll_and_who_has_no_record_is_named(office: Desk) -> None:
    assert lacking(office) == {"p1", "p2", "p3", "p4", "p5", "p6", "q1", "g1", "t1"}
    firm = ("--firm", "机械厂", "--contact", "李工", "--phone", "13900000002")
    office.must("health", "placement", "add", "p5", *firm, "--placement", "pl1", *TEACHER)
    put(
        office,
        decided("v1", "p1", readings=(infrared(36.4),)),
        HomeTemperatureRecorded("g1", today(), value_c=36.5),
        HomeTemperatureRecorded("p2", back(1), value_c=36.5),
        at=now().wall,
    )
    office.must("health", "symptoms", "p3", "--check", "morning", "--found", "none", *TEACHER)
    office.must("health", "absence", "p4", "--cause", "sick", *TEACHER)
    office.must("health", "placement", "observe", "pl1", "--note", "well", "--by", "chen")
    found = roll(office)
    assert {one["person_id"] for one in found["no_record"]} == {"p2", "p6", "q1", "t1"}
    assert {one["name"] for one in found["no_record"]} == {"李**", "赵**", "王**", "陈**"}
    (of_class,) = (one for one in found["units"] if one["unit"] == CLASS)
    assert of_class == {
        "unit": CLASS, "enrolled": 6, "present": 1, "absent_sick": 1, "absent_other": 0,
        "placement": 1, "unknown": 3, "isolated": 0, "watched": 0, "flagged": 0, "no_record": 2,
        "guardians": 1, "guardians_no_record": 0,
    }  # fmt: skip
    assert found["total"]["enrolled"] == 8
    assert "无任何记录 / no record of the day: 4" in office.must("health", "roll").out


def test_a_visit_without_a_valid_reading_is_no_record(office: Desk) -> None:
    refused = decided("v1", "p1", verdict=Verdict.REFER, reason=Reason.NO_VALID_READING, case_no=1)
    put(office, refused, at=now().wall)
    assert "p1" in lacking(office)


def test_of_a_way_out_only_a_reading_is_a_record(office: Desk) -> None:
    out: dict[str, Any] = {"direction": "out", "reason": Reason.EXIT}
    put(office, decided("v1", "p1", **out), at=now().wall)
    put(office, decided("v2", "p2", readings=(infrared(36.4),), **out), at=now().wall)
    found = lacking(office)
    assert "p1" in found
    assert "p2" not in found


def test_the_roll_of_a_class_counts_its_pupils_and_their_guardians(office: Desk) -> None:
    found = roll(office, "--class", CLASS)
    assert found["people"] == 7
    assert {one["person_id"] for one in found["no_record"]} == {
        "p1", "p2", "p3", "p4", "p5", "p6", "g1",
    }  # fmt: skip
    assert office.type("health", "roll", "--class", "grade-9").code == 2


def test_a_mother_who_teaches_is_a_guardian_on_her_childs_roll_only(office: Desk) -> None:
    put(office, HouseholdLinked("p2", "t1", "mother"))
    found = roll(office, "--class", CLASS)
    assert (found["total"]["enrolled"], found["total"]["guardians"]) == (6, 2)
    assert {one["unit"] for one in found["units"]} == {CLASS}
    mother = next(one for one in found["no_record"] if one["person_id"] == "t1")
    assert (mother["kind"], mother["presence"]) == ("guardian", None)
    whole = roll(office)["total"]
    assert (whole["enrolled"], whole["guardians"]) == (8, 1)


def test_a_guardian_of_two_classes_stands_in_that_of_the_roll(office: Desk) -> None:
    found = roll(office, "--class", OTHER)
    assert {one["unit"] for one in found["units"]} == {OTHER}
    assert found["total"]["guardians"] == 1


def test_flags_are_listed_in_the_roll_and_counted(office: Desk) -> None:
    office.must("watch", "add", "g1", "--reason", "key_region", *DOCTOR)
    office.must("health", "isolate", "p2", "--cause", "suspect", *DOCTOR)
    found = roll(office)
    assert {one["person_id"]: one["flags"] for one in found["flagged"]} == {
        "p1": ["household_watched"], "q1": ["household_watched"], "g1": ["watched"],
        "p2": ["isolated"],
    }  # fmt: skip
    (of_class,) = (one for one in found["units"] if one["unit"] == CLASS)
    assert (of_class["isolated"], of_class["watched"], of_class["flagged"]) == (1, 0, 1)


def test_the_roll_of_a_day_gone_by_is_what_it_was(office: Desk) -> None:
    noon = datetime.combine(back(2), time(12), SCHOOL)
    put(office, decided("v1", "p1", readings=(infrared(36.4),)), at=noon)
    assert "p1" not in lacking(office, "--day", f"{back(2)}")
    assert "p1" in lacking(office, "--day", f"{back(1)}")
    assert office.type("health", "roll", "--day", "2099-01-01").code == 2


def test_a_class_reports_its_check_and_the_first_time_counts(office: Desk) -> None:
    for _ in range(2):
        office.must("health", "reported", CLASS, "--by", "chen")
    with office.log() as log:
        (row,) = log.of(HealthBook).classes_reported(today())
    assert (row.unit, row.check, row.by[:5]) == (CLASS, "morning", "chen/")
    assert office.type("health", "reported", "grade-9", "--by", "chen").code == 2
    assert office.type("health", "reported", CLASS).code == 2
