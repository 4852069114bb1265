"""`read_codes` and `CodeReader` against plain pyzbar on the same frames in the same run.

    python -m tests.bench.read_codes [--photos FOLDER] [--visits N] [--seed S]

Stills are the photos of FOLDER (`expected.json` says what is on them; `../shared/photos` beside
the checkout if left out) or, without one, drawn approaches. The stream is an empty gatehouse four
frames out of five. Times are CPU milliseconds of one thread; prints a table, then JSON.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np
from numpy.typing import NDArray

from drivers.camera import zbar
from drivers.camera.decode import CodeReader, read_codes
from simulators.camera.approach import COME_S, HELD_EVERY_S
from simulators.camera.shows import Show, Shown
from simulators.camera.stage import Stage

Frame = NDArray[np.uint8]
Reader = Callable[[Frame], list[str]]

PHOTOS = Path(__file__).resolve().parents[3] / "shared" / "photos"
SIZES = ((640, 480), (1280, 720))
EMPTY_SHARE = 0.8
STEP_S = 0.2
MANNERS = (("QR", "phone"), ("Code128", "card"), ("QR", "phone"), ("Code128", "sideways"))


@dataclass
class Score:
    """What one reader made of frames: how many were read, read wrongly, and at what cost."""

    read: int = 0
    wrong: int = 0
    ms: list[float] = field(default_factory=list)
    ms_empty: list[float] = field(default_factory=list)

    def row(self) -> dict[str, object]:
        """Give the figures, rounded."""
        return {
            "read": self.read,
            "wrong": self.wrong,
            "ms_mean": round(mean(self.ms + self.ms_empty), 3),
            "ms_median_with_code": round(median(self.ms), 3) if self.ms else None,
            "ms_mean_empty": round(mean(self.ms_empty), 3) if self.ms_empty else None,
        }


@dataclass(frozen=True, slots=True)
class Still:
    """A frame and the texts that are on it; `wanted` is the one that must be read."""

    frame: Frame
    wanted: str | None


def with_pyzbar(frame: Frame) -> list[str]:
    """Read as a program does that just calls pyzbar; its known ValueError is an unread frame."""
    module = zbar.library()
    if module is None:
        return []
    try:
        return [symbol.data.decode("utf-8", "replace") for symbol in module.decode(frame)]
    except ValueError:
        return []


def with_read_codes(frame: Frame) -> list[str]:
    """Read as the kiosk reads one still frame."""
    return [code.payload for code in read_codes(frame)]


def photos(folder: Path) -> list[Still]:
    """Load the photos and what is on them."""
    entries = json.loads((folder / "expected.json").read_text("utf-8"))
    return [Still(gray((folder / entry["file"]).read_bytes()), entry["text"]) for entry in entries]


def drawn(seed: int) -> list[Still]:
    """Draw held codes and empty rooms where no photos are at hand."""
    stage = Stage(SIZES[0], seed)
    held = [
        Still(gray(show.frame(COME_S + at * HELD_EVERY_S + 0.01) or b""), text)
        for show, text in shows(stage, 12, seed)
        for at in range(5)
    ]
    return held + [Still(gray(jpeg), None) for jpeg in stage.empty]


def shows(stage: Stage, count: int, seed: int) -> Iterator[tuple[Show, str]]:
    """Draw approaches with passes and school cards in turn."""
    lot = random.Random(seed)
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    for number in range(count):
        symbology, manner = MANNERS[number % len(MANNERS)]
        length = 176 if symbology == "QR" else lot.randint(4, 8)
        text = "GP1:" + "".join(lot.choice(letters) for _ in range(length))
        show = Show([Shown(text, symbology, manner)], f"{seed} {number}", stage, 0.0)
        for _ in show.draw():
            pass
        yield show, text


def gray(jpeg: bytes) -> Frame:
    """Decode a file to gray."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError("not a picture")
    return picture.astype(np.uint8, copy=False)


def measure(read: Reader, frame: Frame) -> tuple[list[str], float]:
    """Read one frame and take the CPU time of it, in milliseconds."""
    began = time.thread_time()
    texts = read(frame)
    return texts, (time.thread_time() - began) * 1000


def score_stills(stills: Sequence[Still], read: Reader) -> Score:
    """Read every still; a text that is not the wanted one is wrong."""
    score = Score()
    for still in stills:
        texts, ms = measure(read, still.frame)
        (score.ms_empty if still.wanted is None else score.ms).append(ms)
        score.read += still.wanted is not None and still.wanted in texts
        score.wrong += any(text != still.wanted for text in texts)
    return score


def score_stream(stage: Stage, visits: int, seed: int, read: Reader) -> Score:
    """Play visits with empty frames between; a visit is read when its code is, in any frame."""
    score = Score()
    empty = [gray(jpeg) for jpeg in stage.empty]
    tick = 0
    for show, text in shows(stage, visits, seed):
        held = list(visit(show))
        for _ in range(round(len(held) * EMPTY_SHARE / (1 - EMPTY_SHARE))):
            texts, ms = measure(read, empty[tick % len(empty)])
            tick += 1
            score.ms_empty.append(ms)
            score.wrong += bool(texts)
        was_read = False
        for frame in held:
            texts, ms = measure(read, frame)
            score.ms.append(ms)
            score.wrong += any(one != text for one in texts)
            was_read = was_read or text in texts
        score.read += was_read
    return score


def visit(show: Show) -> Iterator[Frame]:
    """Play one approach: come, hold for a second, leave."""
    now, left = 0.0, False
    while (jpeg := show.frame(now)) is not None:
        yield gray(jpeg)
        now += STEP_S
        if now > COME_S + 1.0 and not left:
            show.leave(now)
            left = True


def looking() -> Reader:
    """Read as the kiosk reads a stream, with a fresh reader."""
    reader = CodeReader()
    return lambda frame: [code.payload for code in reader.look(frame)]


def compared(ours: Score, plain: Score, total: int) -> dict[str, object]:
    """Put both readers beside each other; without libzbar there is nothing to compare with."""
    result: dict[str, object] = {"of": total, "kiosk": ours.row()}
    if zbar.library() is not None:
        cost = sum(ours.ms + ours.ms_empty)
        result["pyzbar"] = plain.row()
        result["times_less_cpu"] = round(sum(plain.ms + plain.ms_empty) / cost, 1)
    return result


def run(args: list[str]) -> dict[str, object]:
    """Measure and give the figures: the stills, then the stream at both sizes."""
    # The other measures of one run get the same arguments.
    options, _ = parser().parse_known_args(args)
    cv2.setNumThreads(1)
    folder = options.photos or (PHOTOS if PHOTOS.is_dir() else None)
    stills = photos(folder) if folder else drawn(options.seed)
    total = sum(still.wanted is not None for still in stills)
    for warm in stills[:3]:
        with_read_codes(warm.frame), with_pyzbar(warm.frame)
    figures: dict[str, object] = {
        "photos" if folder else "drawn stills": compared(
            score_stills(stills, with_read_codes), score_stills(stills, with_pyzbar), total
        )
    }
    for size in SIZES:
        stage = Stage(size, options.seed)
        figures[f"stream {size[0]}x{size[1]}"] = compared(
            score_stream(stage, options.visits, options.seed, looking()),
            score_stream(stage, options.visits, options.seed, with_pyzbar),
            options.visits,
        )
    return figures


def table(figures: dict[str, object]) -> str:
    """Lay the figures out for people."""
    lines = [
        f"{'frames':18}{'reader':8}{'read':>9}{'wrong':>6}{'ms':>8}{'empty ms':>9}{'x less':>8}"
    ]
    for name, result in figures.items():
        if not isinstance(result, dict):
            continue
        for reader in ("kiosk", "pyzbar"):
            row = result.get(reader)
            if row is None:
                continue
            read = f"{row['read']}/{result['of']}"
            less = result.get("times_less_cpu", "") if reader == "kiosk" else ""
            lines.append(
                f"{name:18}{reader:8}{read:>9}{row['wrong']:>6}{row['ms_mean']:>8}"
                f"{row['ms_mean_empty']:>9}{less:>8}"
            )
    return "\n".join(lines)


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.read_codes")
    options.add_argument("--photos", type=Path, help="folder with expected.json and the photos")
    options.add_argument("--visits", type=int, default=16)
    options.add_argument("--seed", type=int, default=23)
    return options


if __name__ == "__main__":
    result = run(sys.argv[1:])
    sys.stdout.write(f"{table(result)}\n{json.dumps(result)}\n")
