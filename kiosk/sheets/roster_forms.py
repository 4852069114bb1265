"""The forms that a school office fills in: their headings, and an example row of each."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.core.language import Words
from kiosk.core.roster import FormKind
from kiosk.core.tables import Column, ReportTable
from kiosk.core.words_roster import FORM_KINDS

EXAMPLE = "示例"
"""How the example row of a template begins, which is no row of a roster."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a form: its headings, the first Chinese and English ones in the template."""

    code: str
    zh: str
    en: str
    more: tuple[str, ...] = ()
    example: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of file: it is one when it has every heading of `needed` and one of `any_of`."""

    kind: FormKind
    fields: tuple[Field, ...]
    needed: tuple[str, ...]
    any_of: tuple[str, ...] = ()

    @property
    def headings(self) -> Mapping[str, tuple[str, ...]]:
        """Give how each column may be headed."""
        return {one.code: (one.zh, one.en, *one.more) for one in self.fields}

    def heading_of(self, code: str) -> str:
        """Name a column as a message does."""
        return next((f"{one.zh} {one.code}" for one in self.fields if one.code == code), code)


_UNIT = Field("unit", "班级", "unit", ("部门", "单位", "class", "department"), "九年级/2班")
_ID_NUMBER = Field("id_number", "证件号", "ID number", ("身份证号", "身份证号码", "证件号码"))
_CARD = Field("card", "卡号", "card", ("校园卡号", "card number"), "S000417")
_PHONE = Field("phone", "电话", "phone", ("手机", "手机号", "联系电话", "手机号码"), "13800000417")
_CONTACT = (
    Field("contact_name", "联系人", "contact", ("家长姓名", "紧急联系人"), "王大明"),
    Field("contact_phone", "联系人电话", "contact phone", ("家长电话",), "13900000417"),
)
_BOARDS = Field("boards", "住校", "boards", ("是否住校", "住宿", "寄宿"), "否")
_ANY_NUMBER = ("编号", "人员编号", "学号", "工号", "学籍号")

PEOPLE = Form(
    FormKind.PEOPLE,
    (
        Field("person_id", "编号", "person number", _ANY_NUMBER, "T1001"),
        Field("kind", "类别", "kind", ("人员类别", "身份"), "教职工"),
        Field("name", "姓名", "name", (), "李安"),
        _ID_NUMBER,
        Field("unit", "班级", "unit", ("部门", "单位", "class", "department"), "数学组"),
        _CARD,
        _PHONE,
        *_CONTACT,
        _BOARDS,
    ),
    needed=("kind", "name"),
)
PUPILS = Form(
    FormKind.PUPILS,
    (
        Field("person_id", "学号", "pupil number", ("学生编号", "学籍号"), "20200417"),
        Field("name", "姓名", "name", ("学生姓名",), "王小明"),
        _UNIT,
        _ID_NUMBER,
        _CARD,
        _PHONE,
        *_CONTACT,
        _BOARDS,
    ),
    needed=("person_id", "name"),
)
STAFF = Form(
    FormKind.STAFF,
    (
        Field("person_id", "工号", "staff number", ("教工号", "职工号"), "T1001"),
        Field("name", "姓名", "name", ("教师姓名",), "李安"),
        Field("unit", "部门", "unit", ("单位", "department"), "数学组"),
        _ID_NUMBER,
        _CARD,
        _PHONE,
        *_CONTACT,
    ),
    needed=("person_id", "name"),
)
GUARDIANS = Form(
    FormKind.GUARDIANS,
    (
        Field("pupil", "学生学号", "pupil number", ("学号", "学生编号"), "20200417"),
        Field("pupil_id_number", "学生证件号", "pupil ID number", ("学生身份证号",)),
        Field("pupil_card", "学生卡号", "pupil card"),
        Field("pupil_name", "学生姓名", "pupil name", ("姓名",), "王小明"),
        Field("name", "家长姓名", "guardian name", ("监护人姓名",), "王大明"),
        Field("relation", "关系", "relation", ("与学生关系", "亲属关系"), "父亲"),
        Field("phone", "家长电话", "phone", ("电话", "联系电话", "手机", "手机号"), "13900000417"),
        Field("id_number", "家长证件号", "ID number", ("家长身份证号", "证件号", "身份证号")),
        Field("card", "家长卡号", "card"),
        Field("person_id", "家长编号", "guardian number"),
    ),
    needed=("name", "relation"),
    any_of=("pupil", "pupil_id_number", "pupil_card"),
)
UNITS = Form(
    FormKind.UNITS,
    (
        Field("unit", "单位", "unit", ("单位路径", "班级", "部门"), "九年级/2班"),
        Field("unit_kind", "层级", "level", ("单位类型", "类型"), "班级"),
        Field("zh", "名称", "Chinese name", ("中文名称",), "九年级2班"),
        Field("en", "英文名称", "English name", (), "Class 9/2"),
        Field("responsible", "负责人工号", "responsible", ("班主任工号", "负责人"), "T1001"),
        Field("deputy", "副负责人工号", "deputy", ("代理人工号", "副负责人")),
    ),
    needed=("unit", "unit_kind"),
)
_WHO = (
    Field("person_id", "编号", "person number", _ANY_NUMBER, "T1001"),
    Field("id_number", "证件号", "ID number", ("身份证号", "身份证号码")),
    Field("name", "姓名", "name", (), "李安"),
)
CARDS = Form(
    FormKind.CARDS,
    (*_WHO, _CARD),
    needed=("card",),
    any_of=("person_id", "id_number"),
)
DUTY = Form(
    FormKind.DUTY,
    (
        *_WHO,
        Field("card", "卡号", "card", ("校园卡号",)),
        Field("day", "日期", "day", ("值班日期",), "2020-02-24"),
        Field("start", "开始", "from", ("上班", "开始时间", "起"), "07:00"),
        Field("end", "结束", "until", ("下班", "结束时间", "止"), "19:00"),
    ),
    needed=("start", "end"),
    any_of=("person_id", "id_number", "card"),
)

FORMS = (DUTY, UNITS, GUARDIANS, PEOPLE, PUPILS, STAFF, CARDS)
"""In the order in which a file is tried."""

FORM_OF = {form.kind: form for form in FORMS}


def template(kind: FormKind) -> ReportTable:
    """Give a form with its example row, to be filled in by hand."""
    form, words = FORM_OF[kind], FORM_KINDS[kind]
    columns = tuple(Column(one.code, one.zh, one.en) for one in form.fields)
    first, *others = (one.example for one in form.fields)
    return ReportTable(words.zh, words.en, columns, ((f"{EXAMPLE} {first}", *others),))


def wanted(form: Form) -> Words:
    """Say which headings make a file one of this form."""
    zh_of = {one.code: one.zh for one in form.fields}
    en_of = {one.code: one.code for one in form.fields}
    zh, en = (
        ", ".join([*(names[code] for code in form.needed), *_any_of(form, names)])
        for names in (zh_of, en_of)
    )
    return Words(f"{FORM_KINDS[form.kind].zh}: {zh}", f"{form.kind}: {en}")


def _any_of(form: Form, names: Mapping[str, str]) -> list[str]:
    return [" | ".join(names[code] for code in form.any_of)] if form.any_of else []
