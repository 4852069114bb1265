"""The topics of a station, one file each; what is listed here is carried out, asked and shown."""

from kiosk.station.bench import Topic
from kiosk.station.topics import (
    calibration,
    drift,
    drill,
    duty,
    held,
    incidents,
    laid_card,
    leaving,
    paper,
    people,
    permits,
    phases,
    picking,
    school,
)

TOPICS: tuple[Topic, ...] = (
    held.TOPIC,
    people.TOPIC,
    permits.TOPIC,
    incidents.TOPIC,
    school.TOPIC,
    picking.TOPIC,
    duty.TOPIC,
    leaving.TOPIC,
    paper.TOPIC,
    drill.TOPIC,
    phases.TOPIC,
    laid_card.TOPIC,
    calibration.TOPIC,
    drift.TOPIC,
)
