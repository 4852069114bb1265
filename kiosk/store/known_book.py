"""All that the log knows of the school's people, to compare a file with; decrypts every record."""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from kiosk.core.events import CardBound, PersonRecorded
from kiosk.core.roster import Known, KnownCard, KnownPerson
from kiosk.store import reading
from kiosk.store.errors import LogDamaged
from kiosk.store.school_book import _LINKS, SchoolBook

_PEOPLE = (
    "SELECT pos FROM (SELECT pos, row_number() OVER (PARTITION BY person_id"
    f" ORDER BY {reading.NEWEST}) AS place FROM person_record LEFT JOIN {reading.CURRENT})"
    " WHERE place = 1 ORDER BY pos"
)
_CARDS = (
    "SELECT bound.pos, EXISTS (SELECT 1 FROM card_revoked"
    " WHERE card_revoked.card_id = bound.card_id AND card_revoked.pos > bound.counts_from)"
    " FROM (SELECT pos, card_id, max(pos, coalesce(closed_pos, 0)) AS counts_from,"
    f" row_number() OVER (PARTITION BY card_id ORDER BY {reading.NEWEST}) AS place"
    f" FROM card_record LEFT JOIN {reading.CURRENT}) AS bound"
    " WHERE place = 1 ORDER BY counts_from, bound.pos"
)


class KnownBook(SchoolBook):
    """One question: everybody on record, with all that a file can say of him."""

    def known(self) -> Known:
        """Gather people, cards, units, households and shifts; erased fields are None."""
        return Known(
            people=self._people(),
            cards=self._cards(),
            units=self.units(),
            appointed=self.appointed(),
            links={(pupil, guardian): relation for pupil, guardian, relation in self._all(_LINKS)},
            shifts={
                shift_id: (person_id, reading.window(since, until))
                for shift_id, person_id, since, until in self._all(
                    "SELECT shift_id, person_id, since, until FROM shift"
                )
            },
        )

    def _people(self) -> dict[str, KnownPerson]:
        made: dict[str, KnownPerson] = {}
        for (pos,) in self._all(_PEOPLE):
            fact = self.at(pos).event.fact
            if not isinstance(fact, PersonRecorded):
                raise LogDamaged(f"row {pos} is not the record of a person")
            made[fact.person_id] = KnownPerson(
                kind=fact.kind,
                unit=fact.unit,
                boards=fact.boards,
                name=fact.name,
                id_number=fact.id_number,
                phone=fact.phone,
                contact_name=fact.contact_name,
                contact_phone=fact.contact_phone,
            )
        return made

    def _cards(self) -> dict[str, KnownCard]:
        """Give the cards by number; of two with one number the one that was bound last."""
        made: dict[str, KnownCard] = {}
        for pos, revoked in self._all(_CARDS):
            fact = self.at(pos).event.fact
            if not isinstance(fact, CardBound):
                raise LogDamaged(f"row {pos} binds no card")
            if fact.number is not None:
                made[fact.number] = KnownCard(fact.card_id, fact.person_id, bool(revoked))
        return made
