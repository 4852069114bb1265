"""A configuration whose devices are simulated ones, and what the log says of them."""

from pathlib import Path
from typing import TypeVar

from kiosk.cli.common import PACKAGED_CONFIG
from kiosk.core.events import Fact
from tests.cli.typing_it import Desk

Of = TypeVar("Of", bound=Fact)
BY = ("--by", "wang", "--why", "wired today")
DEVICES = """\
[thermometer]
name = "forehead"
driver = "gy_mcu90615"
port = "{house}/thermometer"
correction_c = 2.7
[[scanner]]
name = "desk"
port = "{house}/scanner"
[door]
name = "turnstile"
port = "{house}/door"
"""


def configure(folder: Path, ports: Path) -> None:
    """Write our example site, and devices at the ports of a gatehouse."""
    folder.mkdir(exist_ok=True)
    site = (PACKAGED_CONFIG / "site.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(site, encoding="utf-8")
    (folder / "devices.toml").write_text(DEVICES.format(house=ports), encoding="utf-8")


def facts(desk: Desk, kind: type[Of]) -> list[Of]:
    """Give the facts of one kind in the log."""
    with desk.log() as log:
        found = [one.event.fact for one in log.read(0, 10_000)]
    return [one for one in found if isinstance(one, kind)]
