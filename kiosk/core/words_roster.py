"""Words for files of the school office: their kinds, relations, and what an import would change."""

from enum import StrEnum

from kiosk.core.language import Words
from kiosk.core.roster import FormKind, Relation
from kiosk.core.roster_change import Status

FORM_KINDS: dict[StrEnum, Words] = {
    FormKind.PEOPLE: Words("人员名册", "People"),
    FormKind.PUPILS: Words("学生名册", "Pupils"),
    FormKind.STAFF: Words("教职工名册", "Staff"),
    FormKind.GUARDIANS: Words("家长名册", "Guardians"),
    FormKind.UNITS: Words("班级和部门", "Classes and departments"),
    FormKind.CARDS: Words("校园卡号", "Card numbers"),
    FormKind.DUTY: Words("值班表", "Duty roster"),
}

RELATIONS: dict[StrEnum, Words] = {
    Relation.FATHER: Words("父亲", "Father"),
    Relation.MOTHER: Words("母亲", "Mother"),
    Relation.GRANDFATHER: Words("祖父", "Grandfather"),
    Relation.GRANDMOTHER: Words("祖母", "Grandmother"),
    Relation.RELATIVE: Words("亲属", "Relative"),
    Relation.GUARDIAN: Words("监护人", "Guardian"),
}

STATUSES: dict[StrEnum, Words] = {
    Status.NEW: Words("新增", "new"),
    Status.CHANGED: Words("变更", "changed"),
    Status.UNCHANGED: Words("未变", "unchanged"),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (FORM_KINDS, RELATIONS, STATUSES)
"""Every table of this file."""
