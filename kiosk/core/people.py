"""Kinds of people, and the tree of units (school > grade > class, department) they belong to."""

from enum import StrEnum


class PersonKind(StrEnum):
    """Who stands at the gate; the rules differ by kind."""

    PUPIL = "pupil"
    STAFF = "staff"
    GUARDIAN = "guardian"
    VISITOR = "visitor"
    CONTRACTOR = "contractor"
    SUPPLIER = "supplier"
    COURIER = "courier"


class Role(StrEnum):
    """What an account may do at the terminal or on the network."""

    GUARD = "guard"
    SUPERVISOR = "supervisor"
    SCHOOL_DOCTOR = "school_doctor"
    CLASS_TEACHER = "class_teacher"
    DEPARTMENT_HEAD = "department_head"
    SCHOOL_LEADER = "school_leader"
    HEALTH_OFFICER = "health_officer"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class UnitKind(StrEnum):
    """The levels of the tree of units (clause N8)."""

    SCHOOL = "school"
    GRADE = "grade"
    CLASS = "class"
    DEPARTMENT = "department"


OUTSIDERS = frozenset(
    {
        PersonKind.GUARDIAN,
        PersonKind.VISITOR,
        PersonKind.CONTRACTOR,
        PersonKind.SUPPLIER,
    }
)
"""People who enter only on a permit, in every phase but normal. A courier never enters at all."""


def unit_covers(released: str, unit: str | None) -> bool:
    """Tell whether a released unit covers a pupil's unit, part by part between the slashes.

    `grade-9` covers `grade-9/class-2`; `grade-1` does not cover `grade-10`; nobody without a
    unit is covered (ruling 6).
    """
    if unit is None:
        return False
    wanted = released.split("/")
    return unit.split("/")[: len(wanted)] == wanted
