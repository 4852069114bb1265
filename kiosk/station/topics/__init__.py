"""The topics of a station, one file each; what is listed here is carried out, asked and shown."""

from kiosk.station.bench import Topic
from kiosk.station.topics import duty, incidents, people, permits, school

TOPICS: tuple[Topic, ...] = (
    people.TOPIC,
    permits.TOPIC,
    incidents.TOPIC,
    school.TOPIC,
    duty.TOPIC,
)
