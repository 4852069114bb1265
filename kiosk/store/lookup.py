"""The read side of the station: questions to the views, within a transaction or outside.

Every question is one short read on the connection of its `Log`; personal fields are decrypted
only where a name, a number or a value is asked for.
"""

# ruff: noqa: S608 - every part that is joined is a constant of this package

from datetime import datetime

from kiosk.core.events import AccessDecided, AccountSet, Event, Moment, PersonRecorded
from kiosk.core.people import PersonKind, Role
from kiosk.core.phases import Direction, Phase
from kiosk.core.readings import Reading
from kiosk.core.reasons import Reason
from kiosk.core.request import Holder
from kiosk.store import facts, reading
from kiosk.store.answers import (
    AccountRow,
    CardRow,
    CaseRow,
    DeviceRow,
    InsideRow,
    PassRow,
    PersonDetails,
    PersonFacts,
    PhaseRow,
    PolicyRow,
    TokenRow,
    VisitRow,
)
from kiosk.store.asking import Asking
from kiosk.store.errors import LogDamaged, translated
from kiosk.store.folding import stamp
from kiosk.store.rows import Stored

BLIND = "SELECT pos FROM blind WHERE name = ? AND digest = ?"


class Lookup(Asking):
    """Questions to the views of one log; made by `Log`, and used on the same thread.

    Each may raise LogDamaged, or LogNotWritable when the file stays locked.
    """

    def intent(self, intent_id: str) -> Stored | None:
        """Give the event that an intent caused, if it acted already."""
        row = self._one("SELECT pos FROM log WHERE intent = ?", intent_id)
        return None if row is None else self.at(row[0])

    def entry_permit(self, person_id: str) -> str | None:
        """Give the permit that the person's last entry rested on, None without one."""
        row = self._one(
            "SELECT permit_id FROM visit WHERE person_id = ? AND direction = 'in'"
            f" AND verdict = 'grant' AND corrected = 0 AND drill <= {reading.DRILL}"
            " ORDER BY pos DESC LIMIT 1",
            person_id,
        )
        return None if row is None else row[0]

    # --- People and what they carry ---

    def card(self, number: str) -> CardRow | None:
        """Find the school card that has this number now."""
        found = self._all(
            f"SELECT card_id, person_id, pos, max(pos, coalesce(closed_pos, 0)) FROM card_record"
            f" LEFT JOIN {reading.CURRENT} AND pos IN ({BLIND}) ORDER BY {reading.NEWEST}",
            "card",
            self._blind("card", number),
        )
        for card_id, person_id, pos, counts_from in found:
            if self._newest_pos("card_record", "card_id", card_id) == pos:
                revoked = self._one(
                    "SELECT 1 FROM card_revoked WHERE card_id = ? AND pos > ?", card_id, counts_from
                )
                return CardRow(card_id, person_id, revoked is not None)
        return None

    def card_revoked(self, card_id: str) -> bool:
        """Tell whether a card was revoked after it was last bound to somebody."""
        row = self._one(
            f"SELECT max(pos, coalesce(closed_pos, 0)) FROM card_record LEFT JOIN"
            f" {reading.CURRENT} AND card_id = ? ORDER BY {reading.NEWEST} LIMIT 1",
            card_id,
        )
        counts_from = 0 if row is None else row[0]
        return (
            self._one(
                "SELECT 1 FROM card_revoked WHERE card_id = ? AND pos > ?", card_id, counts_from
            )
            is not None
        )

    def person_by_id_number(self, number: str) -> str | None:
        """Find the id of the person whose record has this ID number now."""
        found = self._all(
            f"SELECT person_id, pos FROM person_record LEFT JOIN {reading.CURRENT}"
            f" AND pos IN ({BLIND}) ORDER BY {reading.NEWEST}",
            "id_number",
            self._blind("id_number", number),
        )
        for person_id, pos in found:
            if self._newest_pos("person_record", "person_id", person_id) == pos:
                return str(person_id)
        return None

    def pass_row(self, pass_id: str) -> PassRow | None:
        """Give a signed pass that was issued, with the entries made on it."""
        row = self._one(
            "SELECT person_id, permit_id, since, until, uses, key_id,"
            " EXISTS (SELECT 1 FROM pass_revoked WHERE pass_revoked.pass_id = pass.pass_id),"
            f" (SELECT count(*) FROM visit WHERE visit.pass_id = pass.pass_id AND {reading.ENTRY})"
            " FROM pass WHERE pass_id = ?",
            pass_id,
        )
        if row is None:
            return None
        person_id, permit_id, since, until, uses, key_id, revoked, used = row
        return PassRow(
            pass_id=pass_id,
            person_id=person_id,
            permit_id=permit_id,
            window=reading.window(since, until),
            revoked=bool(revoked),
            uses=uses,
            used=used,
            key_id=key_id,
        )

    def holder(self, person_id: str) -> Holder | None:
        """Give a person's kind and unit; None when nobody has that id."""
        with translated():
            return facts.holder(self._db, person_id)

    def person_facts(
        self, person_id: str, permit_id: str | None, at: datetime, home_days: int
    ) -> PersonFacts:
        """Gather what a request needs of a person at `at`, whose zone says which day it is.

        `permit_id` names the permit to judge; one that is not the person's gives none. None
        stands for the best: of those that count for that kind of person, one that admits now,
        else one that holds now, else one approved, else the newest. The home records span from
        the first to yesterday; a value that was erased is missing within the last `home_days`.
        """
        with translated():
            return facts.person_facts(self._db, self.at, person_id, permit_id, at, home_days)

    def details(self, person_id: str) -> PersonDetails | None:
        """Decrypt the personal fields of a person; None when nobody has that id."""
        pos = self._newest_pos("person_record", "person_id", person_id)
        if pos is None:
            return None
        fact = self.at(pos).event.fact
        if not isinstance(fact, PersonRecorded):
            raise LogDamaged(f"row {pos} is not the record of a person")
        return PersonDetails(
            fact.name, fact.id_number, fact.phone, fact.contact_name, fact.contact_phone
        )

    # --- The gate ---

    def visit(self, visit_id: str) -> VisitRow | None:
        """Give the newest decision of a visit; one of a drill that is over is no visit."""
        row = self._one(
            f"SELECT {reading.VISIT} FROM visit WHERE visit_id = ? AND {reading.DECIDED_HERE}"
            " ORDER BY pos DESC LIMIT 1",
            visit_id,
        )
        return None if row is None else reading.visit(row)

    def recent(self, count: int) -> list[VisitRow]:
        """Give the newest decisions of the gate, newest first; in a drill only the drill's own."""
        found = self._all(
            f"SELECT {reading.VISIT} FROM visit WHERE {reading.DECIDED_HERE}"
            " ORDER BY pos DESC LIMIT ?",
            count,
        )
        return [reading.visit(row) for row in found]

    def paper_after(self, pos: int) -> bool:
        """Tell whether a line of paper was entered after a position."""
        row = self._one("SELECT 1 FROM visit WHERE pos > ? AND paper = 1 LIMIT 1", pos)
        return row is not None

    def newest_visit_of(self, person_id: str) -> VisitRow | None:
        """Give a person's newest decision, a word to step back not counted."""
        row = self._one(
            f"SELECT {reading.VISIT} FROM visit WHERE person_id = ? AND reason != ?"
            f" AND {reading.DECIDED_HERE} ORDER BY pos DESC LIMIT 1",
            person_id,
            Reason.STEP_BACK,
        )
        return None if row is None else reading.visit(row)

    def passed_since(self, wall: datetime) -> int:
        """Count the entries since a wall time."""
        row = self._one(
            f"SELECT count(*) FROM visit WHERE wall >= ? AND {reading.ENTRY}", stamp(wall)
        )
        return 0 if row is None else int(row[0])

    def inside(self) -> list[InsideRow]:
        """List the people inside, the longest first."""
        found = self._all(
            "SELECT occupancy.person_id, person_kind, unit, wall, access_point"
            " FROM occupancy JOIN visit ON visit.pos = since_pos"
            " WHERE inside = 1 AND occupancy.drill = 0"
            " ORDER BY since_pos"
        )
        return [
            InsideRow(
                person_id=person_id,
                kind=None if kind is None else PersonKind(kind),
                unit=unit,
                since=datetime.fromisoformat(wall),
                access_point=point,
            )
            for person_id, kind, unit, wall, point in found
        ]

    def inside_count(self) -> int:
        """Count the people inside."""
        row = self._one("SELECT count(*) FROM occupancy WHERE inside = 1 AND drill = 0")
        return 0 if row is None else int(row[0])

    def open_cases(self) -> list[CaseRow]:
        """List the open held cases, the oldest first; in a drill only the drill's own."""
        found = self._all(
            f"SELECT {reading.CASE} FROM held_case WHERE closed_pos IS NULL"
            f" AND drill = {reading.DRILL} ORDER BY case_no"
        )
        return [reading.case(row) for row in found]

    def case(self, case_no: int) -> CaseRow | None:
        """Give a held case, open or closed; in a drill only one of the drill."""
        row = self._one(
            f"SELECT {reading.CASE} FROM held_case WHERE case_no = ? AND drill = {reading.DRILL}",
            case_no,
        )
        return None if row is None else reading.case(row)

    def open_case_of(self, person_id: str) -> CaseRow | None:
        """Give the newest open case of a person."""
        row = self._one(
            f"SELECT {reading.CASE} FROM held_case WHERE person_id = ? AND closed_pos IS NULL"
            f" AND drill = {reading.DRILL} ORDER BY case_no DESC LIMIT 1",
            person_id,
        )
        return None if row is None else reading.case(row)

    def case_decisions(self, case_no: int, person_id: str | None) -> list[Event]:
        """Give a person's decisions in a case with their readings, in the order they were made.

        A case that a smudged code has opened holds those of others as well, and without end while
        such a code stays in view; of nobody there are none.
        """
        found = self._all(
            "SELECT case_decision.pos FROM case_decision JOIN visit USING (pos)"
            " WHERE case_decision.case_no = ? AND person_id = ? ORDER BY case_decision.pos",
            case_no,
            person_id,
        )
        return [self.at(pos).event for (pos,) in found]

    def case_readings(self, case_no: int) -> tuple[Reading, ...]:
        """Decrypt the readings of a case, whosever they are, in the order they were judged."""
        found = self._all("SELECT pos FROM case_decision WHERE case_no = ? ORDER BY pos", case_no)
        events = (self.at(pos).event.fact for (pos,) in found)
        return tuple(
            one for fact in events if isinstance(fact, AccessDecided) for one in fact.readings
        )

    def next_case_no(self) -> int:
        """Give the number of the next held case."""
        row = self._one("SELECT coalesce(max(case_no), 0) + 1 FROM held_case")
        return 1 if row is None else int(row[0])

    # --- The station ---

    def phase(self) -> PhaseRow | None:
        """Give the campus phase, or the drill's own if it has one; None until one was set."""
        row = self._one(
            f"SELECT phase, released, pos FROM phase WHERE drill <= {reading.DRILL}"
            " ORDER BY drill DESC LIMIT 1"
        )
        return None if row is None else PhaseRow(Phase(row[0]), reading.texts(row[1]), row[2])

    def drill(self) -> str | None:
        """Give the drill that is under way, None while all is in earnest."""
        row = self._one("SELECT drill_id FROM drill")
        return None if row is None else str(row[0])

    def policy(self) -> PolicyRow | None:
        """Give the policy that was loaded last; None until one was."""
        row = self._one("SELECT name, digest, pos FROM policy")
        return None if row is None else PolicyRow(*row)

    def clock_confirmed(self, boot_id: str) -> bool:
        """Tell whether a supervisor's confirmation of the clock holds for this boot."""
        return self._one("SELECT 1 FROM clock WHERE boot_id = ?", boot_id) is not None

    def clock_confirmation(self, boot_id: str) -> Moment | None:
        """Give the moment of the confirmation that holds for this boot, None without one."""
        row = self._one("SELECT pos FROM clock WHERE boot_id = ?", boot_id)
        return None if row is None else self.at(row[0]).event.moment

    def direction(self, access_point: str) -> Direction | None:
        """Give the direction a lane was switched to; None when it never was."""
        row = self._one("SELECT direction FROM direction WHERE access_point = ?", access_point)
        return None if row is None else Direction(row[0])

    def cold_mode(self, access_point: str) -> bool:
        """Tell whether a lane works in the cold-morning way."""
        row = self._one("SELECT cold FROM cold_mode WHERE access_point = ?", access_point)
        return row is not None and bool(row[0])

    def accounts(self) -> list[AccountRow]:
        """List who may sign in, with the hashes of their PINs decrypted."""
        found = self._all("SELECT account_id, role, pos FROM account ORDER BY account_id")
        return [self._account(*row) for row in found]

    def devices(self) -> list[DeviceRow]:
        """List the devices that were ever lost, with what the log last said of them."""
        found = self._all("SELECT device, lost, cause, wall FROM device ORDER BY device")
        return [
            DeviceRow(device, bool(lost), cause, datetime.fromisoformat(wall))
            for device, lost, cause, wall in found
        ]

    def tokens(self) -> list[TokenRow]:
        """List the bearer tokens that may pull."""
        return [TokenRow(*row) for row in self._all("SELECT name, sha256 FROM token ORDER BY name")]

    def _account(self, account_id: str, role: str, pos: int) -> AccountRow:
        fact = self.at(pos).event.fact
        if not isinstance(fact, AccountSet):
            raise LogDamaged(f"row {pos} is not an account")
        return AccountRow(
            account_id, Role(role), fact.name, fact.pin_hash, fact.person_id, fact.unit
        )

    def _newest_pos(self, table: str, key: str, value: str) -> int | None:
        row = self._one(
            f"SELECT pos FROM {table} LEFT JOIN {reading.CURRENT} AND {key} = ?"
            f" ORDER BY {reading.NEWEST} LIMIT 1",
            value,
        )
        return None if row is None else int(row[0])
