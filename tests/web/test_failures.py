"""Wrong tokens are slowed by address, and what is remembered has a bound."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from kiosk.store.answers import TokenRow
from kiosk.web.answers import STATUS
from kiosk.web.failures import ALLOWED, MOST_ADDRESSES, PAUSE_S, WITHIN_S, Failures
from kiosk.web.tokens import bearer, digest, new_token, whose
from kiosk.web.words import FAULTS, REFUSALS, Fault, Refusal


@dataclass
class Watch:
    """A clock that is set by hand, in seconds."""

    s: float = 0.0

    def read(self) -> float:
        """Give the time on it."""
        return self.s


def test_five_wrong_ones_are_free_and_each_further_one_costs_a_pause() -> None:
    watch = Watch()
    failures = Failures(watch.read)
    assert [failures.failed("192.0.2.1") for _ in range(ALLOWED)] == [0] * ALLOWED
    assert failures.failed("192.0.2.1") == PAUSE_S
    watch.s += 10
    assert failures.failed("192.0.2.1") == PAUSE_S - 10
    watch.s += 20
    assert failures.failed("192.0.2.1") == PAUSE_S


def test_after_fifteen_quiet_minutes_it_begins_anew() -> None:
    watch = Watch()
    failures = Failures(watch.read)
    for _ in range(ALLOWED + 1):
        failures.failed("192.0.2.1")
    watch.s += WITHIN_S
    assert failures.failed("192.0.2.1") == 0


def test_addresses_do_not_pay_for_each_other() -> None:
    failures = Failures(Watch().read)
    for _ in range(ALLOWED + 1):
        failures.failed("192.0.2.1")
    assert failures.failed("192.0.2.2") == 0


def test_one_ipv6_network_counts_as_one_address() -> None:
    failures = Failures(Watch().read)
    waits = [failures.failed(f"2001:db8::{n:x}") for n in range(ALLOWED + 1)]
    assert waits[-1] == PAUSE_S
    assert failures.failed("2001:db8:0:1::1") == 0


def test_what_is_remembered_is_bounded() -> None:
    failures = Failures(Watch().read)
    for n in range(3 * MOST_ADDRESSES):
        failures.failed(f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}")
    assert len(failures._times) == MOST_ADDRESSES  # noqa: SLF001 - a bound is seen inside only


@given(st.lists(st.tuples(st.floats(0, 400), st.sampled_from(["192.0.2.1", "not an address"]))))
def test_a_wait_is_never_longer_than_a_pause(steps: list[tuple[float, str]]) -> None:
    watch = Watch()
    failures = Failures(watch.read)
    for seconds, address in steps:
        watch.s += seconds
        assert 0 <= failures.failed(address) <= PAUSE_S


def test_a_token_is_found_by_its_hash_among_many() -> None:
    tokens = [new_token() for _ in range(20)]
    known = [TokenRow(f"t{n}", digest(token)) for n, token in enumerate(tokens)]
    assert whose(tokens[13], known) == known[13]
    assert whose(new_token(), known) is None
    assert whose("", known) is None
    assert len(set(tokens)) == 20


@given(st.text(max_size=300))
def test_no_header_crashes_the_reading_of_a_token(text: str) -> None:
    found = bearer(text)
    assert found is None or 0 < len(found) <= 200
    known = [TokenRow("t", digest("x" * 43))]
    if found is not None:
        assert whose(found, known) is None or found == "x" * 43


def test_every_refusal_has_a_status_and_words_in_both_languages() -> None:
    assert set(STATUS) == set(REFUSALS) == set(Refusal)
    assert set(FAULTS) == set(Fault)
    for words in (*REFUSALS.values(), *FAULTS.values()):
        assert words.zh
        assert words.en
