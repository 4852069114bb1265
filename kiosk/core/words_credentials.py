"""Words for why a text is no credential; apart, since the terminal needs no signature library."""

from kiosk.core.credentials import CodeFault
from kiosk.core.words import Words

CODE_FAULTS = {
    CodeFault.EMPTY: Words("没有内容", "Nothing was read"),
    CodeFault.TOO_LONG: Words("条码过长", "Code too long"),
    CodeFault.NO_KNOWN_FORM: Words("不是通行码, 校园卡或证件号", "Not a pass, card or ID number"),
    CodeFault.CHECK_CHARACTER: Words("证件号有误, 请重输", "ID number mistyped, type it again"),
    CodeFault.BIRTH_DATE: Words("证件号中出生日期有误", "The birth date in the number is no day"),
}
