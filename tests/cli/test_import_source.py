"""The name of a file that comes in may hold that of a person: it stands in no body of the log."""

import pytest

from kiosk.core.events import ImportBegun
from tests.cli.families import CLASS_1, events_of, settle
from tests.cli.health_desk import back
from tests.cli.rosters import ID_NUMBERS, roster
from tests.cli.typing_it import Desk

FILES = {
    "people": roster(f"教职工,张老师,{ID_NUMBERS[0]},office,T00001,,,"),
    "home": f"学号,日期,体温\np-li,{back(1)},36.5\n".encode(),
    "reach": f"姓名,班级,方式\n李雷,{CLASS_1},letter\n".encode(),
}
OPTIONS = {"people": (), "home": ("--by", "wang", "--why", "x"), "reach": ("--matter", "plan")}


@pytest.mark.parametrize("verb", FILES)
def test_the_name_of_a_file_is_not_kept(desk: Desk, verb: str) -> None:
    settle(desk)
    path = desk.state.parent / f"王小明转学 {ID_NUMBERS[1]}.csv"
    path.write_bytes(FILES[verb])
    desk.must(verb, "import", str(path), *OPTIONS[verb])
    (begun,) = events_of(desk, ImportBegun)
    assert isinstance(begun.fact, ImportBegun)
    assert begun.fact.source.isascii()
    assert ID_NUMBERS[1] not in begun.fact.source
