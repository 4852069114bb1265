"""Incidents and the fever procedure at the terminal."""

from kiosk.station.bench import Topic

TOPIC = Topic()
