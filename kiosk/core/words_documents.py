"""Words for kinds of identity documents, and for what is wrong with a number."""

from enum import StrEnum

from kiosk.core.documents import DocumentFault, DocumentKind
from kiosk.core.language import Words

KINDS: dict[StrEnum, Words] = {
    DocumentKind.RESIDENT_ID: Words("居民身份证", "Resident ID card"),
    DocumentKind.HK_MACAO_RESIDENCE: Words(
        "港澳居民居住证", "Residence permit, Hong Kong or Macao"
    ),
    DocumentKind.TAIWAN_RESIDENCE: Words("台湾居民居住证", "Residence permit, Taiwan"),
    DocumentKind.HK_MACAO_TRAVEL: Words("回乡证", "Travel permit, Hong Kong or Macao"),
    DocumentKind.TAIWAN_TRAVEL: Words("台胞证", "Travel permit, Taiwan"),
    DocumentKind.PERMANENT_2017: Words("外国人永居证 (2017版)", "Foreign permanent resident, 2017"),
    DocumentKind.PERMANENT_2023: Words("外国人永居证 (2023版)", "Foreign permanent resident, 2023"),
    DocumentKind.PASSPORT: Words("护照", "Passport"),
}

FAULTS: dict[StrEnum, Words] = {
    DocumentFault.EMPTY: Words("没有证件号", "No ID number"),
    DocumentFault.OLD_NUMBER: Words("15 位旧号已停用, 请用 18 位", "Old 15 digits: ask for the 18"),
    DocumentFault.WRONG_LENGTH: Words("证件号应为 18 位", "An ID number has 18 characters"),
    DocumentFault.CHECK_CHARACTER: Words("证件号有误, 请核对", "ID number mistyped, compare it"),
    DocumentFault.BIRTH_DATE: Words("证件号中出生日期有误", "The birth date in it is no day"),
    DocumentFault.NO_KNOWN_FORM: Words("不是证件号", "Not the number of a document"),
}

TABLES: tuple[dict[StrEnum, Words], ...] = (KINDS, FAULTS)
"""Every table of this file."""
