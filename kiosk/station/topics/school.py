"""The school at the terminal: who is inside, directory, notices."""

from kiosk.station.bench import Topic

TOPIC = Topic()
