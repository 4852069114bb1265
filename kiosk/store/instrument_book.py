"""Questions about the thermometers: the medians of their days, their newest calibrations."""

from datetime import date, datetime

from kiosk.core.calibration import Calibration
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

    def corrections(self, access_point: str) -> dict[str, float]:
        """Give what the newest calibration of each instrument of a gate adds, degrees C."""
        found = self._all(
            "SELECT device, correction_centi FROM calibration WHERE access_point = ?", access_point
        )
        return {device: centi / 100 for device, centi in found}

    def calibrations(self, access_point: str) -> list[Calibration]:
        """List the newest calibration of each instrument of a gate, with who did it and why."""
        found = self._all(
            "SELECT device, wall, correction_centi, raw_centi, reference_centi, samples,"
            " spread_centi, pos FROM calibration WHERE access_point = ? ORDER BY device",
            access_point,
        )
        return [self._calibration(access_point, *row) for row in found]

    def _calibration(self, access_point: str, device: str, wall: str, *numbers: int) -> Calibration:
        *figures, pos = numbers
        event = self.at(pos).event
        at = datetime.fromisoformat(wall)
        return Calibration(access_point, device, at, event.actor.name, event.why, *figures)
