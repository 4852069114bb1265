"""Which rate a port is opened with while nothing sensible comes."""

from drivers.bauds import BaudSearch


def rates(search: BaudSearch, times: int) -> list[int]:
    tried = []
    for _ in range(times):
        search.no_sense()
        tried.append(search.baud)
    return tried


def test_other_rates_are_tried_in_turn_and_the_own_one_between_them() -> None:
    search = BaudSearch(9600, (115200, 57600))
    assert search.baud == 9600
    assert rates(search, 6) == [115200, 9600, 57600, 9600, 115200, 9600]


def test_the_rate_that_works_is_the_one_to_come_back_to() -> None:
    search = BaudSearch(9600, (115200, 57600))
    search.no_sense()
    search.found()
    assert rates(search, 4) == [9600, 115200, 57600, 115200]
    assert search.configured == 9600


def test_a_device_with_one_rate_stays_at_it() -> None:
    assert rates(BaudSearch(9600, (9600,)), 3) == [9600, 9600, 9600]
