"""Records of a form -> rows of the roster, checked cell by cell; a bad cell spoils its own row."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from typing import TypeVar

from kiosk.core.credentials import ParsedCredential, parse
from kiosk.core.documents import DocumentFault, DocumentProblem, holds_id_number, parse_document
from kiosk.core.language import Words
from kiosk.core.people import PersonKind, UnitKind
from kiosk.core.request import CredentialKind
from kiosk.core.roster import (
    REMOVED,
    CardRow,
    FormKind,
    GuardianRow,
    PersonRow,
    Place,
    Ref,
    Relation,
    Row,
    ShiftRow,
    UnitRow,
)
from kiosk.core.windows import Window
from kiosk.core.words import PERSON_KINDS, UNIT_KINDS
from kiosk.core.words_documents import FAULTS
from kiosk.core.words_roster import RELATIONS
from kiosk.sheets import cells
from kiosk.sheets.cells import BadCell
from kiosk.sheets.columns import Record
from kiosk.sheets.roster_forms import FORM_OF, Form
from kiosk.sheets.table import Cell

T = TypeVar("T")

UNIT_LIMIT = 64
NAME_LIMIT = 40
LONGEST_SHIFT = timedelta(hours=36)
"""Local practice: what is longer is a slip of the pen."""

_NONE = frozenset({"-", "—", "无", "none"})
_BOARDING = ("住校", "住宿", "寄宿", "boards")
_DAY_PUPIL = ("走读", "day pupil")
_RELATION_WORDS = {
    Relation.FATHER: ("爸爸", "父", "爸"),
    Relation.MOTHER: ("妈妈", "母", "妈"),
    Relation.GRANDFATHER: ("爷爷", "外公", "外祖父", "姥爷"),
    Relation.GRANDMOTHER: ("奶奶", "外婆", "外祖母", "姥姥"),
    Relation.RELATIVE: ("亲戚", "叔叔", "姑姑", "舅舅", "阿姨", "姐姐", "哥哥"),
    Relation.GUARDIAN: ("其他", "家长", "other"),
}


class UnfitRowError(Exception):
    """A row that cannot be taken; `words` says why."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.en)
        self.words = words


class Reader:
    """Reads the records of one form; times are meant in `zone`."""

    def __init__(self, form: Form, sheet: str, zone: timezone) -> None:
        self._form = form
        self._sheet = sheet
        self._zone = zone

    def row(self, record: Record) -> Row:
        """Make a row of a record; raises BadCell or UnfitRowError."""
        if record.fault is not None:
            raise UnfitRowError(record.fault)
        place = Place(self._sheet, record.line)
        match self._form.kind:
            case FormKind.GUARDIANS:
                return self._guardian(place, record)
            case FormKind.UNITS:
                return self._unit_row(place, record)
            case FormKind.CARDS:
                return CardRow(place, self._ref(record), self._must(record, "card", _card))
            case FormKind.DUTY:
                return ShiftRow(place, self._ref(record), self._window(record))
            case FormKind.PEOPLE | FormKind.PUPILS | FormKind.STAFF:
                return self._person(place, record)

    def _person(self, place: Place, record: Record) -> PersonRow:
        return PersonRow(
            place,
            self._kind(record),
            self._ref(record, named=True),
            unit=self._may(record, "unit", _unit),
            phone=self._may(record, "phone", cells.phone),
            contact_name=self._may(record, "contact_name", _name),
            contact_phone=self._may(record, "contact_phone", cells.phone),
            boards=cells.optional(record["boards"], self._boards),
        )

    def _kind(self, record: Record) -> PersonKind:
        if self._form.kind is FormKind.PUPILS:
            return PersonKind.PUPIL
        if self._form.kind is FormKind.STAFF:
            return PersonKind.STAFF
        known = {kind.value: kind for kind in PersonKind}
        known |= {words.zh: kind for kind, words in PERSON_KINDS.items()}
        return self._one_of(record, "kind", known)

    def _boards(self, cell: Cell) -> bool:
        return cells.truth(cell, self._named("boards"), yes=_BOARDING, no=_DAY_PUPIL)

    def _guardian(self, place: Place, record: Record) -> GuardianRow:
        who = self._ref(record, named=True, needed=False)
        phone = self._may(record, "phone", cells.phone)
        if who.empty and not phone:
            raise UnfitRowError(
                Words(
                    "需要家长电话, 证件号或编号之一, 以便认出家长",
                    "one of phone, id_number and person_id is needed to know the guardian by",
                )
            )
        pupil = Ref(
            self._may(record, "pupil", _person_id),
            self._may(record, "pupil_id_number", _document),
            self._may(record, "pupil_card", _card),
            self._may(record, "pupil_name", _name),
        )
        if pupil.empty:
            raise UnfitRowError(Words("没有填学生", "the pupil is missing"))
        relations = {kind.value: kind for kind in Relation}
        relations |= {RELATIONS[kind].zh: kind for kind in Relation}
        relations |= {one: kind for kind, more in _RELATION_WORDS.items() for one in more}
        relation = self._one_of(record, "relation", relations)
        return GuardianRow(place, who, pupil, relation, phone)

    def _unit_row(self, place: Place, record: Record) -> UnitRow:
        kinds = {kind.value: kind for kind in UnitKind}
        kinds |= {UNIT_KINDS[kind].zh: kind for kind in UnitKind}
        return UnitRow(
            place,
            self._must(record, "unit", _unit),
            self._one_of(record, "unit_kind", kinds),
            self._may(record, "zh", _name),
            self._may(record, "en", _name),
            self._may(record, "responsible", _person_id),
            self._may(record, "deputy", _person_id),
        )

    def _ref(self, record: Record, *, named: bool = False, needed: bool = True) -> Ref:
        """Read how a row names somebody; with `named` the name must be there."""
        name = self._must(record, "name", _name) if named else self._may(record, "name", _name)
        ref = Ref(
            self._may(record, "person_id", _person_id) or None,
            self._may(record, "id_number", _document),
            None if self._form.kind is FormKind.CARDS else self._may(record, "card", _card) or None,
            name,
        )
        if needed and ref.empty:
            raise UnfitRowError(
                Words(
                    "需要编号, 证件号或卡号之一, 以便认出本人",
                    "one of person_id, id_number and card is needed to know the person by",
                )
            )
        return ref

    def _window(self, record: Record) -> Window:
        start, end = self._named("start"), self._named("end")
        since = self._moment(record, "start", start)
        until = self._moment(record, "end", end)
        if "day" in record.cells and record["day"] != "" and until <= since:
            until += timedelta(days=1)  # a night shift ends on the next morning
        if not timedelta(0) < until - since <= LONGEST_SHIFT:
            raise BadCell(
                end, "应晚于开始, 且不超过 36 小时", "must be later than from, by at most 36 hours"
            )
        return Window(since, until)

    def _moment(self, record: Record, code: str, column: str) -> datetime:
        clock = cells.clock(record[code], column)
        if record["day"] != "":
            day = cells.day(record["day"], self._named("day"))
        elif isinstance(record[code], time):
            raise BadCell(self._named("day"), "未填写", "is missing")
        else:
            day = _day_within(record[code], column)
        return datetime.combine(day, clock, self._zone)

    def _named(self, code: str) -> str:
        return self._form.heading_of(code)

    def _must(self, record: Record, code: str, read: Callable[[Cell, str], T]) -> T:
        return read(record[code], self._named(code))

    def _may(self, record: Record, code: str, read: Callable[[Cell, str], str]) -> str | None:
        """Read a field that may be left empty; a dash takes away what is known."""
        cell = record[code]
        if isinstance(cell, str) and cell.casefold() in _NONE:
            return REMOVED
        return cells.optional(cell, lambda filled: read(filled, self._named(code)))

    def _one_of(self, record: Record, code: str, known: dict[str, T]) -> T:
        found = cells.text(record[code], self._named(code)).strip().casefold()
        if found not in known:
            listed = (
                " ".join(one for one in known if not one.isascii()),
                ", ".join(one for one in known if one.isascii()),
            )
            raise BadCell(
                self._named(code), f"应为 {listed[0]} 之一", f"must be one of {listed[1]}"
            )
        return known[found]


def reader_of(kind: FormKind, sheet: str, zone: timezone) -> Reader:
    """Give the reader of a form."""
    return Reader(FORM_OF[kind], sheet, zone)


def _name(cell: Cell, column: str) -> str:
    return cells.name(cell, column, NAME_LIMIT)


def _person_id(cell: Cell, column: str) -> str:
    found = cells.code(cell, column)
    _refuse_id_number(found, column)
    return found


def _refuse_id_number(found: str, column: str) -> None:
    """Refuse what stands in clear bodies and on screens, where an ID number must never be."""
    if holds_id_number(found):
        raise BadCell(
            column,
            "不能填证件号或含证件号的学籍号, 请用校内编号",
            "must not be or hold an ID number; use the school's own number",
        )


def _unit(cell: Cell, column: str) -> str:
    found = cells.plain_text(cell, column, UNIT_LIMIT).replace("／", "/").replace("\\", "/")
    _refuse_id_number(found, column)
    parts = [part.strip() for part in found.split("/")]
    if not all(parts):
        raise BadCell(column, "应写成 九年级/2班", "must be written like grade-9/class-2")
    return "/".join(parts)


def _document(cell: Cell, column: str) -> str:
    found = parse_document(cells.plain_text(cell, column))
    if isinstance(found, DocumentProblem):
        why = FAULTS[found.why]
        if found.why is DocumentFault.CHECK_CHARACTER:
            why = Words("校验位不对, 请与证件核对", "fails its check character; compare it")
        raise BadCell(column, why.zh, f"cannot be taken: {why.en}")
    return found.number


def _card(cell: Cell, column: str) -> str:
    found = parse(cells.plain_text(cell, column), typed=True)
    if isinstance(found, ParsedCredential) and found.kind is CredentialKind.SCHOOL_CARD:
        return found.text
    raise BadCell(
        column, "应为 4 到 20 位字母, 数字或 -", "must be 4 to 20 letters A-Z, digits and hyphens"
    )


def _day_within(cell: Cell, column: str) -> date:
    try:
        return cells.day(cell, column)
    except BadCell as error:
        raise BadCell(
            column,
            "没有日期; 请加日期一列, 或写成 2020-02-24 07:00",
            "has no day; add a column for it, or write 2020-02-24 07:00",
        ) from error
