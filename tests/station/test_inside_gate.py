"""Who is inside can be told although nobody is signed in, and from the file when all is dead."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from kiosk.core.events import EvacuationListed
from kiosk.link.messages import PrintEvacuation
from tests.drivers.gatehouse import ROOT
from tests.station.gate import card, gate, person


def test_the_evacuation_list_outlives_guard_camera_and_station(tmp_path: Path) -> None:
    with gate(tmp_path, person(1)) as gates:
        # Nobody signs in, no camera is configured, and the clock is not confirmed.
        gates.until(lambda state: all(one.state == "ok" for one in state.devices))
        gates.visit(card(1), 36.5)
        gates.until(lambda state: state.inside == 1)
        answer = gates.client.query("evacuation")
        assert answer.ok
        assert [one["name"] for one in (answer.data or {})["rows"]] == ["王小1"]
        printed = gates.do(PrintEvacuation())
        assert "王小1" in Path((printed.data or {})["path"]).read_text(encoding="utf-8")
        assert gates.facts(EvacuationListed) == [EvacuationListed(1), EvacuationListed(1)]
        gates.stop(signal.SIGKILL)
        command = [sys.executable, "-m", "kiosk.cli", "people", "inside", "--json"]
        command += ["--state", str(gates.state_dir), "--unmask", "--why", "fire"]
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert [one["name"] for one in json.loads(said.stdout)] == ["王小1"]
        gates.verified()
