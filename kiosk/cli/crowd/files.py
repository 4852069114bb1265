"""Puts on file what a scenario says of its people, as the facts an office would have recorded.

Times are hours after the start of the run; `facts` are in the order in which they happened.
"""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kiosk.cli.crowd.plan import Code
from kiosk.cli.initials import initials
from kiosk.core import base45
from kiosk.core.credentials import id_number_holds
from kiosk.core.events import (
    AccessDecided,
    CardBound,
    CardRevoked,
    CertificateRecorded,
    Fact,
    HomeTemperatureRecorded,
    IsolationBegun,
    PassIssued,
    PassRevoked,
    PermitRecorded,
    PersonRecorded,
    ShiftSet,
    WatchListed,
)
from kiosk.core.health import WatchEntry
from kiosk.core.passes import PREFIX, PassClaims, area_bitmap, issue
from kiosk.core.people import PersonKind
from kiosk.core.permits import Permit
from kiosk.core.phases import Direction, Phase
from kiosk.core.reasons import FACTS, Reason, Verdict
from kiosk.core.request import CredentialKind, CredentialState
from kiosk.core.windows import Window
from kiosk.store.pass_keys import IssuingKey

_PASS_HOURS = {"expired": (-48.0, -24.0), "not_yet": (24.0, 48.0)}
_VALID_HOURS = (-1.0, 12.0)
_HOST = 17
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_GIVEN = (
    "子涵",
    "欣怡",
    "浩然",
    "雨桐",
    "宇轩",
    "诗琪",
    "俊杰",
    "梦洁",
    "博文",
    "佳宁",
    "志强",
    "敏",
)


@dataclass(frozen=True, slots=True)
class Filed:
    """A person on file: `known` tells whether the credential names him."""

    person_id: str
    code: Code
    known: bool


class Filing:
    """The records of one crowd; `number` counts people, so that no two share a card."""

    def __init__(
        self, begins: datetime, issuing: IssuingKey, chance: random.Random, first: int
    ) -> None:
        self.facts: list[tuple[datetime, Fact]] = []
        self._begins = begins.replace(microsecond=0)
        self._issuing = issuing
        self._strange_key = Ed25519PrivateKey.generate()
        self._chance = chance
        self.number = first

    def window(self, since_h: float | None, until_h: float | None) -> Window:
        """Give a stretch of time from two bounds in hours."""
        return Window(self._at(since_h), self._at(until_h))

    def person(self, person_id: str, kind: PersonKind, unit: str | None, name: str) -> str:
        """Record a person; gives the ID number. Without a name one is made up."""
        self.number += 1
        name = name or self._chance.choice(_SURNAMES) + self._chance.choice(_GIVEN)
        id_number = self._id_number()
        pupil = kind is PersonKind.PUPIL
        self._file(
            PersonRecorded(
                person_id,
                kind,
                unit,
                name=name,
                id_number=id_number,
                phone=f"1380013{self.number:04}"[:11],
                contact_name=name[0] + "家长" if pupil else None,
                contact_phone=f"1390013{self.number:04}"[:11] if pupil else None,
            )
        )
        return id_number

    def card(self, person_id: str, *, known: bool = True, revoked: bool = False) -> Code:
        """Bind a school card; one that is not known belongs to nobody."""
        self.number += not known
        text = f"GPS2020{self.number:05}" if known else f"XYZ1999{self.number:05}"
        if known:
            card_id = f"card-{self.number}"
            self._file(CardBound(card_id, person_id, number=text))
            if revoked:
                self._file(CardRevoked(card_id, "lost"))
        return Code(text, "Code128")

    def permit(self, person_id: str, permit: Permit) -> str:
        """Record a permit as it stands; gives its id."""
        permit_id = f"permit-{self.number}"
        self._file(PermitRecorded(permit_id, person_id, replace(permit, permit_id=permit_id)))
        return permit_id

    def signed_pass(self, person_id: str, state: str, permit_id: str | None) -> tuple[Code, str]:
        """Issue a pass in one of the states of a scenario; gives its code and its id."""
        since_h, until_h = _PASS_HOURS.get(state, _VALID_HOURS)
        window = self.window(since_h, until_h)
        claims = self._claims(window)
        if state == "forged":
            return self._code(issue(claims, self._strange_key, self._issuing.kid)), claims.pass_id
        text = issue(claims, self._issuing.key, self._issuing.kid)
        if state == "unknown":
            return self._code(text), claims.pass_id
        uses = 1 if state == "used" else None
        self._file(
            PassIssued(claims.pass_id, person_id, self._issuing.kid, window, permit_id, uses)
        )
        if state == "revoked":
            self._file(PassRevoked(claims.pass_id))
        if state == "tampered":
            text = _with_later_end(text, claims)
        return self._code(text), claims.pass_id

    def shift(self, person_id: str, window: Window) -> None:
        """Put a shift on the duty roster."""
        self._file(ShiftSet(f"shift-{self.number}", person_id, window))

    def home_records(
        self, person_id: str, days: int, missing: tuple[int, ...], max_c: float
    ) -> None:
        """Record home temperatures up to the day of the start, the highest three days before."""
        today = self._begins.date()
        for before in range(days - 1, -1, -1):
            if before in missing:
                continue
            value_c = max_c if before == 3 else min(36.4, max_c)
            day = today - timedelta(days=before)
            self._file(HomeTemperatureRecorded(person_id, day, value_c=value_c))

    def watch(self, person_id: str, window: Window) -> None:
        """Put a person on the watch list."""
        entry = WatchEntry("key_region_contact", window)
        self._file(WatchListed(f"watch-{self.number}", person_id, entry))

    def isolate(self, person_id: str, since_h: float | None) -> None:
        """Put a person into isolation."""
        since = self._at(-24.0 if since_h is None else since_h) or self._begins
        self._file(IsolationBegun(person_id, since, "observation"))

    def certificate(self, person_id: str, *, hospital: bool, school_doctor: bool) -> None:
        """Put an illness on file, with the proofs there are."""
        self._file(CertificateRecorded(person_id, hospital, school_doctor))

    def passages(
        self,
        person: tuple[str, PersonKind, str | None],
        directions: tuple[str, ...],
        phase: Phase,
        pass_id: str | None,
        permit_id: str | None,
    ) -> None:
        """Write passages of an earlier hour, an hour apart, the last one an hour ago."""
        for hours, text in zip(range(-len(directions), 0), directions, strict=True):
            direction = Direction(text)
            reason = Reason.EXIT if direction is Direction.OUT else Reason.ROSTER
            fact = AccessDecided(
                visit_id=f"earlier-{person[0]}{hours}",
                direction=direction,
                verdict=Verdict.GRANT,
                reason=reason,
                clause=FACTS[reason].clause,
                also=(),
                credential_kind=CredentialKind.TYPED,
                credential_state=CredentialState.VALID,
                phase=phase,
                policy="earlier",
                person_id=person[0],
                person_kind=person[1],
                unit=person[2],
                pass_id=pass_id,
                permit_id=permit_id,
            )
            self.facts.append((self._begins + timedelta(hours=hours), fact))

    def _file(self, fact: Fact) -> None:
        self.facts.append((self._begins, fact))

    def _at(self, hours: float | None) -> datetime | None:
        return None if hours is None else self._begins + timedelta(hours=hours)

    def _claims(self, window: Window) -> PassClaims:
        assert window.since is not None  # noqa: S101 - a pass has both bounds
        assert window.until is not None  # noqa: S101 - a pass has both bounds
        return PassClaims(
            pass_id=self._chance.randbytes(8).hex(),
            not_before=window.since,
            expires=window.until,
            school=self._issuing.school,
            areas=area_bitmap(["office"]),
            host=_HOST,
            last_four=f"{self.number % 10000:04}",
            initials=initials("访客") or "X",
        )

    def _code(self, text: str) -> Code:
        return Code(text, "QR")

    def _id_number(self) -> str:
        first = f"11010119900307{self.number % 1000:03}"
        return next(first + check for check in "0123456789X" if id_number_holds(first + check))


def _with_later_end(text: str, claims: PassClaims) -> str:
    """Change the end of a signed pass, as somebody would who wants to come again tomorrow."""
    message = base45.decode(text.removeprefix(PREFIX))
    assert message is not None  # noqa: S101 - it was encoded a moment ago
    end = int(claims.expires.timestamp()).to_bytes(4)
    later = (int(claims.expires.timestamp()) + 86400).to_bytes(4)
    return PREFIX + base45.encode(message.replace(end, later, 1))
