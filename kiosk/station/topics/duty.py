"""Duty at the gate: own temperature, hand-over, lock, drill, paper sheets, phases to come."""

from kiosk.station.bench import Topic

TOPIC = Topic()
