"""A terminal that says anything at all does not end the gate."""

import json
import socket
from pathlib import Path

from kiosk.link.messages import VERSION, Hello, encode
from tests.station.gate import SUPERVISOR_PIN, Gate, gate

LINES = [
    {"type": "Intent", "body": {"id": "\ud800", "act": "Dismiss", "args": {}}},
    {"type": "Query", "body": {"id": "\ud800", "what": "inside"}},
    {"type": "Query", "body": {"id": "q", "what": "person", "text": "\ud800"}},
    {
        "type": "Intent",
        "body": {"id": "a", "act": "CloseCase", "args": {"case_no": 10**30, "outcome": "left"}},
    },
    {
        "type": "Intent",
        "body": {"id": "b", "act": "TypeReading", "args": {"value_c": 10**400, "by": "contact"}},
    },
    {
        "type": "Intent",
        "body": {
            "id": "c",
            "act": "ConfirmClock",
            "args": {"pin": SUPERVISOR_PIN, "shown": "2020-05-11T07:00:00"},
        },
    },
    ["no", "message"],
]


def parted_with(gates: Gate, line: object) -> bytes:
    """Say hello and the line, and give what the station said before it hung up."""
    said = b""
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(5)
        peer.connect(str(gates.socket))
        peer.sendall(encode(Hello(VERSION, "hostile")) + json.dumps(line).encode() + b"\n")
        while data := peer.recv(65536):
            said += data
    return said


def test_a_line_that_cannot_be_carried_is_refused_and_the_gate_goes_on(tmp_path: Path) -> None:
    with gate(tmp_path, []) as gates:
        gates.ready()
        for line in LINES:
            assert b"not_a_message" in parted_with(gates, line)
        for after in ("9" * 5000, "\u0663", "-1", "1e9", ""):
            for what in ("inside", "evacuation", "people"):
                answer = gates.client.query(what, after=after, text=f"王{after}")
                found = answer.data or {}
                assert (answer.code, found["rows"], found["next"]) == ("ok", [], None)
        assert gates.process.poll() is None
        gates.verified()
