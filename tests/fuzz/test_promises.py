"""Whatever bytes come, a decoder keeps its promises: generated, stored and guided inputs."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drivers import registry
from tests.drivers import vectors
from tests.fuzz import promises

ROOT = Path(__file__).parents[2]
NAMES = promises.names()


@st.composite
def wires(draw: st.DrawFn, name: str) -> bytes:
    """Draw what a bad cable makes of a device's frames: whole, cut, harmed, and noise between."""
    frames = [vector.data for vector in vectors.of(name)]
    said = bytes([draw(st.integers(0, 255))])
    for _ in range(draw(st.integers(1, 6))):
        frame = bytearray(draw(st.sampled_from(frames)))
        match draw(st.sampled_from(("whole", "head", "tail", "flip", "lose", "noise"))):
            case "head":
                del frame[draw(st.integers(0, len(frame))) :]
            case "tail":
                del frame[: draw(st.integers(0, len(frame)))]
            case "flip" if frame:
                frame[draw(st.integers(0, len(frame) - 1))] ^= 1 << draw(st.integers(0, 7))
            case "lose" if frame:
                del frame[draw(st.integers(0, len(frame) - 1))]
            case "noise":
                frame = bytearray(draw(st.binary(max_size=40)))
        said += bytes(frame)
    return said


@pytest.mark.parametrize("name", NAMES)
def test_promises_hold_for_whatever_a_bad_cable_makes_of_frames(name: str) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(wires(name))
    def holds(data: bytes) -> None:
        promises.check(name, data)

    holds()


@pytest.mark.parametrize("name", NAMES)
def test_promises_hold_for_every_stored_input(name: str) -> None:
    stored = promises.corpus(name)
    assert len(stored) >= 3, f"{name}: make its corpus: ./run fuzz {name} --keep"
    for path in stored:
        promises.check(name, path.read_bytes())


@pytest.mark.parametrize("name", NAMES)
def test_a_buffer_stays_bounded_however_long_nothing_ends(name: str) -> None:
    for head in {vector.data[: len(vector.data) // 2] for vector in vectors.of(name)}:
        decoder = promises.fresh(name)
        decoder.receive(head)
        for filling in (b"\x00", b"A", b"\xaa", b"\xff", head[:1] or b"Z"):
            for _ in range(6):
                decoder.receive(filling * 2000)
                assert promises.held_bytes(decoder) <= promises.HELD_LIMIT


def test_a_decoder_that_keeps_everything_is_found() -> None:
    class Hoarder:
        def __init__(self) -> None:
            self.kept = bytearray()

    Hoarder.__module__ = "drivers.hoarder"
    hoarder = Hoarder()
    hoarder.kept += b"x" * 10_000
    assert promises.held_bytes(hoarder) == 10_000


@pytest.mark.needs("atheris")
def test_a_guided_run_starts_and_finds_nothing() -> None:
    command = [sys.executable, "-m", "tests.fuzz", "lcus", "--seconds", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Done" in done.stderr


def test_only_devices_without_bytes_have_no_decoder() -> None:
    without = set(registry.names()) - set(NAMES)
    assert without <= {"osdp", "gpio"}
    for name in without:
        with pytest.raises(registry.NoDecoder):
            registry.decoder(name)
