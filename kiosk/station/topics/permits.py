"""Permits at the terminal: visitors registered, approvals, exits signed, overstays."""

from kiosk.station.bench import Topic

TOPIC = Topic()
