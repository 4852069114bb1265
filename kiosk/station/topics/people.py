"""People at the terminal: search, forgotten cards, a wrong person taken back."""

from kiosk.station.bench import Topic

TOPIC = Topic()
