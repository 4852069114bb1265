"""What `kiosk health` writes down: checks, absences, isolation, return certificates, reports."""

import argparse
from dataclasses import dataclass
from datetime import date, timedelta

from kiosk.cli import common
from kiosk.cli.days import day_of, past_day
from kiosk.cli.health_common import (
    NOTE_LIMIT,
    code_of,
    known_person,
    one_of,
    write,
    write_on_what_stands,
)
from kiosk.cli.home_lists import unit_of
from kiosk.cli.moment import now
from kiosk.core.events import (
    AbsenceRecorded,
    CertificateRecorded,
    ClassReported,
    Event,
    IsolationBegun,
    IsolationEnded,
    SymptomsRecorded,
)
from kiosk.core.health import ReturnCertificate
from kiosk.core.health_file import AbsenceCause, HealthCheck, Symptom
from kiosk.core.people import PersonKind, Role
from kiosk.core.text import clean
from kiosk.store.health_book import HealthBook

MOST_DAYS = 60
"""Days of one absence; a longer one is written anew. Local practice."""

_DOCTOR = frozenset({Role.SCHOOL_DOCTOR})
_MAY_ISOLATE = frozenset({Role.SCHOOL_DOCTOR, Role.HEALTH_OFFICER, Role.SCHOOL_LEADER})
"""Local practice: the gate isolates by itself; any other isolation is a named decision of these."""


def symptoms(args: argparse.Namespace) -> int:
    """Write down what a check of a day found."""
    day = past_day(args.day, common.site_zone(common.config_folder(args)))
    check = one_of(args.check, HealthCheck, "--check")
    found = (
        ()
        if args.found.strip().casefold() in ("none", "无")
        else tuple(dict.fromkeys(one_of(one, Symptom, "--found") for one in _parts(args.found)))
    )
    fact = SymptomsRecorded(
        args.person, day, check, symptoms=found, note=clean(args.note, NOTE_LIMIT) or None
    )
    with common.opened(args) as log:
        known_person(log, args.person)
        write(log, args, fact)
    return _done(args, day=day.isoformat(), check=check.value, found=len(found))


def absence(args: argparse.Namespace) -> int:
    """Write down an absence of one day or several, or take it back."""
    zone = common.site_zone(common.config_folder(args))
    first = day_of(args.day, zone)
    last = first if args.until is None else day_of(args.until, zone)
    count = (last - first).days + 1
    if not 1 <= count <= MOST_DAYS:
        raise common.RefusedError(f"--until must be from --day to {MOST_DAYS} days later")
    cause = None if args.cause is None else one_of(args.cause, AbsenceCause, "--cause")
    note = clean(args.note, NOTE_LIMIT) or None
    facts = [
        AbsenceRecorded(args.person, first + timedelta(days=n), args.present, None, cause, note)
        for n in range(count)
    ]
    with common.opened(args) as log:
        if known_person(log, args.person) is PersonKind.GUARDIAN:
            raise common.RefusedError("a guardian is not expected at the school")
        write(log, args, *facts)
    if cause is AbsenceCause.INFECTIOUS:
        common.say(
            "health absence",
            common.HOLDS,
            "回校须有两项证明 / to hold the person back until both proofs are there:"
            f" kiosk health certificate {args.person} --hospital no",
        )
    return _done(args, day=first.isoformat(), until=last.isoformat(), present=args.present)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written of the two proofs; None leaves one as it is."""

    hospital: bool | None
    doctor: bool | None


def certificate(args: argparse.Namespace) -> int:
    """Write down an illness and its proofs; the school doctor's own is the doctor's word only."""
    wanted = Wanted(_truth(args.hospital), _truth(args.doctor))
    if wanted == Wanted(None, None):
        raise common.RefusedError("say which proof there is with --hospital or --doctor, yes or no")
    with common.opened(args) as log:
        known_person(log, args.person)
        book = log.of(HealthBook)

        def fact() -> CertificateRecorded:
            proofs = merged(wanted, book.certificate(args.person))
            return CertificateRecorded(args.person, proofs.hospital, proofs.school_doctor)

        roles = frozenset(Role) if wanted.doctor is None else _DOCTOR
        write_on_what_stands(log, args, fact, roles)
        proofs = book.certificate(args.person) or ReturnCertificate(False, False)
    both = proofs.hospital and proofs.school_doctor
    return _done(args, hospital=proofs.hospital, doctor=proofs.school_doctor, may_return=both)


def merged(wanted: Wanted, known: ReturnCertificate | None) -> ReturnCertificate:
    """Give the proofs that stand after this.

    Without the hospital's paper it is an illness anew: what the doctor once saw does not count
    for it. Raises RefusedError when both proofs are on file and neither is taken back.
    """
    standing = ReturnCertificate(False, False) if known is None else known
    complete = standing.hospital and standing.school_doctor
    if complete and wanted.hospital is not False and wanted.doctor is not False:
        raise common.RefusedError(
            "both proofs are on file already; a new illness begins with --hospital no",
            code=common.FAILS,
        )
    hospital = standing.hospital if wanted.hospital is None else wanted.hospital
    doctor = standing.school_doctor if wanted.doctor is None else wanted.doctor
    if wanted.hospital is False and wanted.doctor is None:
        doctor = False
    return ReturnCertificate(hospital, doctor)


def isolate(args: argparse.Namespace) -> int:
    """Isolate a person from now on; every gate refuses until the school doctor ends it."""
    cause = code_of(args.cause, "--cause")
    with common.opened(args) as log:
        known_person(log, args.person)
        at = now().wall
        write(log, args, IsolationBegun(args.person, at, cause), roles=_MAY_ISOLATE)
    return _done(args, isolated=True)


def release(args: argparse.Namespace) -> int:
    """End an isolation, by the school doctor only."""
    with common.opened(args) as log:
        if all(one.person_id != args.person for one in log.of(HealthBook).isolated_now()):
            raise common.RefusedError("this person is not isolated", code=common.FAILS)
        write(log, args, IsolationEnded(args.person), roles=_DOCTOR)
    return _done(args, isolated=False)


def reported(args: argparse.Namespace) -> int:
    """Write down that a class has handed in its check, whether or not anybody was ill."""
    day: date = past_day(args.day, common.site_zone(common.config_folder(args)))
    check = one_of(args.check, HealthCheck, "--check")
    if args.by is None:
        raise common.RefusedError("say who reports with --by ACCOUNT")
    with common.opened(args) as log:
        unit = unit_of(log, args.unit) or args.unit
        fact = ClassReported(unit, day, check)
        log.append(Event(now(), common.author(log, args.by), fact, why=common.why_of(args)))
    found = {"unit": unit, "day": day.isoformat(), "check": check.value}
    if args.json:
        common.print_json(found)
    else:
        print(f"{unit} {day} {check}: 已登记 / written down")
    return common.HOLDS


def _parts(text: str) -> list[str]:
    return [one.strip() for one in text.replace("，", ",").split(",") if one.strip()]


def _truth(text: str | None) -> bool | None:
    return None if text is None else text == "yes"


def _done(args: argparse.Namespace, **found: object) -> int:
    if args.json:
        common.print_json({"person_id": args.person, **found})
    else:
        print(f"{args.person}: 已登记 / written down")
    return common.HOLDS
