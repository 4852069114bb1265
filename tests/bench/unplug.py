"""How soon a pulled device is noticed and how soon it is back: real ptys, one owner each.

Promised (reliability: devices): a thermometer is known to be lost within 2 s, and back within 3 s
of being plugged in again. The cable is pulled at a random moment and stays out for up to 4 s, so
that the pauses between attempts grow to their full length. With `--fault freeze` the device falls
silent instead while its port stays, and `--device` names another one: a thermometer or `sam_v`.
"""

import argparse
import random
import tempfile
import threading
import time
from pathlib import Path
from statistics import quantiles

from drivers import registry
from drivers.events import Back, Lost, Seen
from drivers.reader import serial_reader
from tests.drivers.gatehouse import Gatehouse, Heard, gatehouse
from tests.fuzz import promises

LOST_LIMIT_S, BACK_LIMIT_S = 2.0, 3.0

Order = tuple[str, dict[str, str]]
FAULTS: dict[str, tuple[Order, Order]] = {
    "unplug": (("unplug", {}), ("replug", {})),
    "freeze": (("fault", {"name": "freeze"}), ("clear", {})),
}
"""The order that begins a fault, and the one that ends it."""


def parser() -> argparse.ArgumentParser:
    """Give the options of this measure."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.unplug")
    options.add_argument("--cycles", type=int, default=100, help="default: %(default)s")
    options.add_argument("--beside", type=int, default=10, help="gates at once (%(default)s)")
    options.add_argument("--fault", choices=sorted(FAULTS), default="unplug", help="(%(default)s)")
    options.add_argument("--device", default="gy_mcu90615", metavar="NAME", help="(%(default)s)")
    options.add_argument("--out", type=float, default=4.0, help="longest time out, s (%(default)s)")
    return options


def run(args: list[str]) -> dict[str, object]:
    """Pull and plug in; times in seconds from the order being carried out."""
    options = parser().parse_args(args)
    lost: list[float] = []
    back: list[float] = []
    twice = [0]
    each = -(-options.cycles // options.beside)
    with tempfile.TemporaryDirectory() as folder:
        threads = [
            threading.Thread(
                target=_cycles,
                args=(Path(folder) / str(number), each, number, options, lost, back, twice),
            )
            for number in range(options.beside)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return {
        "cycles": len(back),
        "asked_for": each * options.beside,
        "said_more_than_once": twice[0],
        "lost_s": _figures(lost, LOST_LIMIT_S),
        "back_s": _figures(back, BACK_LIMIT_S),
    }


def _cycles(
    place: Path,
    count: int,
    seed: int,
    options: argparse.Namespace,
    lost: list[float],
    back: list[float],
    twice: list[int],
) -> None:
    chance, pause = random.Random(seed), threading.Event()
    driver = options.device
    kind = registry.device(driver).kind
    model = driver if kind == "thermometer" else "gy_mcu90615"
    begin, end = FAULTS[options.fault]
    with gatehouse(place, devices=kind, thermometer=model) as house:
        heard: Heard[Seen] = Heard()
        reader = serial_reader(
            "t",
            driver,
            house.port(kind),
            heard.add,
            time.monotonic,
            options=promises.OPTIONS.get(driver),
        )
        reader.start()
        try:
            heard.until(_is_back)
            for _ in range(count):
                pause.wait(chance.uniform(0.05, 0.3))
                at = len(heard)
                lost.append(_after(house, kind, begin, heard, Lost))
                pause.wait(chance.uniform(0.1, options.out))
                back.append(_after(house, kind, end, heard, Back))
                told = [one.event for one in heard[at:] if isinstance(one.event, Lost | Back)]
                twice[0] += len(told) != 2
        finally:
            reader.stop()


def _after(house: Gatehouse, device: str, order: Order, heard: Heard[Seen], what: type) -> float:
    began, place = time.monotonic(), len(heard)
    do, more = order
    house.order(do, device=device, **more)
    said = heard.until(lambda seen: isinstance(seen.event, what), place)
    return max(0.0, said.at - began)


def _is_back(seen: Seen) -> bool:
    return isinstance(seen.event, Back)


def _figures(values: list[float], limit_s: float) -> dict[str, float]:
    cuts = quantiles(values, n=100) if len(values) > 1 else values * 99
    return {
        "p50": round(cuts[49], 3),
        "p99": round(cuts[98], 3),
        "max": round(max(values), 3),
        "limit": limit_s,
        "p99_of_limit": round(cuts[98] / limit_s, 3),
    }
