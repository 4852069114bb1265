"""A whole gate with a card reader: who lays his card is let in, once for each time it is laid."""

from pathlib import Path

from kiosk.core.events import AccessDecided, PersonRecorded
from kiosk.core.people import PersonKind
from kiosk.core.reasons import Reason, Verdict
from kiosk.core.request import CredentialKind
from kiosk.link.messages import State
from tests.station.gate import gate

NUMBER, NAME = "11010519491231002X", "王小明"
PUPIL = PersonRecorded("p-1", PersonKind.PUPIL, "grade-7/class-3", name=NAME, id_number=NUMBER)


def test_a_pupil_lays_his_id_card_and_is_let_in_and_a_wrong_name_is_not(tmp_path: Path) -> None:
    card = {"kind": "citizen", "name": NAME, "number": NUMBER, "birth": "19491231"}
    with gate(tmp_path, [PUPIL], card_reader=True) as made:
        made.ready()

        def decided(number: int) -> State:
            return made.until(lambda state: state.visits == number and state.verdict is not None)

        made.house.order("approach", id="pupil", person={"shown": [36.5], "stay_s": None})
        made.house.order("lay", card=card)
        state = decided(1)
        assert state.verdict is not None
        assert (state.verdict.verdict, state.verdict.reason) == (Verdict.GRANT, Reason.ROSTER)
        assert NUMBER not in repr(state)
        made.house.relay("on")
        made.leave("pupil")
        made.house.order("take_away")

        made.house.order("approach", id="other", person={"shown": [36.5], "stay_s": None})
        made.house.order("lay", card={**card, "name": "李小明"})
        state = decided(2)
        assert state.verdict is not None
        assert state.verdict.verdict is Verdict.DENY
        made.leave("other")
        facts = made.facts(AccessDecided)
        kinds = [one.credential_kind for one in facts if isinstance(one, AccessDecided)]
        assert kinds == [CredentialKind.ID_CARD] * 2
        made.verified()
