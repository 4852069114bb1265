"""Who each row of the school office is, and what it makes of his record, cards and household."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace

from kiosk.core.events import CardBound, HouseholdLinked, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.roster import (
    CardRow,
    GuardianRow,
    Known,
    KnownCard,
    KnownPerson,
    PersonRow,
    Place,
    Ref,
)
from kiosk.core.roster_change import (
    Change,
    Difference,
    Status,
    UnfitError,
    differences,
    merged,
)


class People:
    """Follows what the rows so far have made of the people who were known."""

    def __init__(self, known: Known, import_id: str, new_id: Callable[[str], str]) -> None:
        self._import_id = import_id
        self._new_id = new_id
        self._people = dict(known.people)
        self._cards = {_number(number): card for number, card in known.cards.items()}
        self._card_ids = {card.card_id for card in known.cards.values()}
        self._links = dict(known.links)
        self._by_number = {
            _number(person.id_number): person_id
            for person_id, person in known.people.items()
            if person.id_number
        }
        self._guardians = {
            (person.name, person.phone): person_id
            for person_id, person in known.people.items()
            if person.kind is PersonKind.GUARDIAN and person.name and person.phone
        }
        self._lines: dict[str, Place] = {}
        self.scope: set[tuple[PersonKind, str | None]] = set()
        self.named: set[str] = set()

    def __contains__(self, person_id: str) -> bool:
        return person_id in self._people

    def person(self, row: PersonRow) -> Change:
        """Record a person; raises UnfitError."""
        person_id = self._who(row.who)
        if person_id is not None and person_id in self._lines:
            line = self._lines[person_id].line
            raise UnfitError(f"与第 {line} 行是同一人", f"this is the person of line {line}")
        card = self._card_of(row.who)
        person_id = person_id or self._fresh("p-")
        self._lines[person_id] = row.place
        change = self._recorded(row.place, person_id, merged(self._people.get(person_id), row))
        if row.who.card and card is None:
            change = self._bound(change, row.who.card)
        after = self._people[person_id]
        self.scope.add((after.kind, after.unit))
        return change

    def _recorded(self, place: Place, person_id: str, after: KnownPerson) -> Change:
        before = self._people.get(person_id)
        self._people[person_id] = after
        self.named.add(person_id)
        if after.id_number:
            self._by_number[_number(after.id_number)] = person_id
        if before == after:
            return Change(place, person_id, Status.UNCHANGED, is_person=True)
        fact = PersonRecorded(
            person_id,
            after.kind,
            after.unit,
            self._import_id,
            name=after.name,
            id_number=after.id_number,
            phone=after.phone,
            contact_name=after.contact_name,
            contact_phone=after.contact_phone,
            boards=after.boards,
        )
        status = Status.NEW if before is None else Status.CHANGED
        return Change(
            place,
            person_id,
            status,
            () if before is None else differences(before, after),
            (fact,),
            is_person=True,
        )

    def _bound(self, change: Change, number: str) -> Change:
        card_id = self._fresh("c-", self._card_ids)
        self._card_ids.add(card_id)
        self._cards[_number(number)] = KnownCard(card_id, change.subject)
        fact = CardBound(card_id, change.subject, self._import_id, number=number)
        status = Status.CHANGED if change.status is Status.UNCHANGED else change.status
        return replace(
            change,
            status=status,
            differences=(*change.differences, Difference("card", None, number)),
            facts=(*change.facts, fact),
            card_id=card_id,
        )

    def _who(self, who: Ref) -> str | None:
        """Find a person by ID number, then by card, then by id; numbers must agree on one."""
        by_number = self._by_number.get(_number(who.id_number)) if who.id_number else None
        card = self._card_of(who)
        for column, person_id in (("id_number", by_number), ("card", card and card.person_id)):
            if person_id and who.person_id and person_id != who.person_id:
                raise _belongs(column, person_id)
        if by_number and card and by_number != card.person_id:
            raise _belongs("card", card.person_id)
        if card and not by_number and not who.person_id:
            self._refuse_namesake(card.person_id, who)
        return who.person_id or by_number or (card.person_id if card else None)

    def _card_of(self, who: Ref) -> KnownCard | None:
        card = self._cards.get(_number(who.card)) if who.card else None
        if card is not None and card.revoked:
            raise UnfitError(
                "卡号已挂失, 请换一张卡", "card was revoked; give the person another one"
            )
        return card

    def _refuse_namesake(self, person_id: str, who: Ref) -> None:
        """Refuse a card of another name: alone it does not say who it is, as cards are reused."""
        if who.name and self._people[person_id].name != who.name:
            raise UnfitError(
                f"此卡属于 {person_id}, 姓名不同",
                f"card belongs to person {person_id}, who has another name",
            )

    def referred(self, who: Ref) -> str:
        """Find somebody who must be on record or in the file, under the name that the row says."""
        person_id = self._who(who)
        if person_id is None or person_id not in self._people:
            raise UnfitError(
                "名册中没有此人, 请先导入", "nobody on record has that number; import him first"
            )
        known = self._people[person_id].name
        if who.name and known and known != who.name:
            raise UnfitError(
                f"姓名与 {person_id} 的记录不同", f"the name is not that of person {person_id}"
            )
        return person_id

    def _fresh(self, prefix: str, taken: Iterable[str] | None = None) -> str:
        used = self._people if taken is None else taken
        while True:
            made = self._new_id(prefix)
            if made not in used:
                return made

    def guardian(self, row: GuardianRow) -> Change:
        """Record a guardian and the household; raises UnfitError."""
        pupil = self.referred(row.pupil)
        person_id = self._who(row.who) or self._namesake(row, pupil) or self._fresh("p-")
        before = self._people.get(person_id)
        if before is not None and before.kind not in (PersonKind.GUARDIAN, PersonKind.STAFF):
            raise UnfitError(
                f"{person_id} 不是家长", f"person {person_id} is on record as {before.kind}"
            )
        kind = PersonKind.GUARDIAN if before is None else before.kind
        person = PersonRow(row.place, kind, row.who, phone=row.phone)
        card = self._card_of(row.who)
        change = self._recorded(row.place, person_id, merged(before, person))
        if row.who.card and card is None:
            change = self._bound(change, row.who.card)
        after = self._people[person_id]
        if after.name and after.phone:
            self._guardians[after.name, after.phone] = person_id
        return self._linked(change, pupil, row)

    def _namesake(self, row: GuardianRow, pupil: str) -> str | None:
        """Find a guardian without a number: one of that name and phone, or of that household."""
        if row.who.name and row.phone and (row.who.name, row.phone) in self._guardians:
            return self._guardians[row.who.name, row.phone]
        household = (guardian for child, guardian in self._links if child == pupil)
        return next(
            (
                guardian
                for guardian in household
                if guardian in self._people and self._people[guardian].name == row.who.name
            ),
            None,
        )

    def _linked(self, change: Change, pupil: str, row: GuardianRow) -> Change:
        pair = (pupil, change.subject)
        before = self._links.get(pair)
        if before == row.relation:
            return change
        self._links[pair] = row.relation
        fact = HouseholdLinked(pupil, change.subject, row.relation, self._import_id)
        status = Status.CHANGED if change.status is Status.UNCHANGED else change.status
        return replace(
            change,
            status=status,
            differences=(*change.differences, Difference("relation", before, row.relation)),
            facts=(*change.facts, fact),
        )

    def card(self, row: CardRow) -> Change:
        """Bind a card; raises UnfitError."""
        person_id = self.referred(row.who)
        card = self._card_of(Ref(card=row.card))
        unchanged = Change(row.place, person_id, Status.UNCHANGED)
        if card is None:
            return self._bound(unchanged, row.card)
        if card.person_id != person_id:
            raise _belongs("card", card.person_id)
        return unchanged


def _number(text: str | None) -> str:
    """Write a number in the form in which the log finds it."""
    return "".join(unicodedata.normalize("NFKC", text or "").split()).upper()


def _belongs(column: str, person_id: str) -> UnfitError:
    return UnfitError(
        f"{column} 已属于 {person_id}", f"{column} belongs to person {person_id} already"
    )
