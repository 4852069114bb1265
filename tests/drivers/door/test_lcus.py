"""LCUS boards: what switches, and what is understood of a board that reports."""

import pytest

from drivers.door.lcus import switch


def test_a_channel_that_no_board_has_is_refused_before_any_byte_is_sent() -> None:
    for channel in (0, -1, 17, 256):
        with pytest.raises(ValueError, match="channels 1 to 16"):
            switch(channel, on=True)


def test_nothing_but_on_and_off_is_ever_sent() -> None:
    sent = {switch(channel, on=on)[2] for channel in range(1, 17) for on in (True, False)}
    assert sent == {0, 1}
