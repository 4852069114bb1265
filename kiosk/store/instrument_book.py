"""Questions about the thermometers: the medians of their days."""

from datetime import date

from kiosk.core.drift import DayMedian
from kiosk.store.asking import Asking


class InstrumentBook(Asking):
    """Questions to the views of the instruments; made by `Log.of`."""

    def medians(self, since: date) -> list[DayMedian]:
        """List the medians of every thermometer since a day, that day included, oldest first."""
        found = self._all(
            "SELECT access_point, device, day, count, median_centi FROM instrument_day"
            " WHERE day >= ? ORDER BY day, access_point, device",
            since.isoformat(),
        )
        return [
            DayMedian(point, device, date.fromisoformat(day), count, median_centi)
            for point, device, day, count, median_centi in found
        ]

    def has_day(self, access_point: str, device: str, day: date) -> bool:
        """Tell whether the median of a thermometer's day is written already."""
        row = self._one(
            "SELECT 1 FROM instrument_day WHERE access_point = ? AND device = ? AND day = ?",
            access_point,
            device,
            day.isoformat(),
        )
        return row is not None
