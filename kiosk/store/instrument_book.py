"""Questions about the thermometers: the medians of their days, their newest calibrations."""

from datetime import date, datetime, timedelta, tzinfo

from kiosk.core.calibration import CORRECTION_LIMIT_C, Calibration
from kiosk.core.drift import LOOK_BACK_DAYS, DayMedian, Drift, drifts
from kiosk.core.events import AccessDecided
from kiosk.store.asking import Asking
from kiosk.store.folding import stamp


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

    def drifts(self, today: date, zone: tzinfo) -> tuple[Drift, ...]:
        """List the thermometers whose newest day is off, against the days since a calibration."""
        found = self._all("SELECT access_point, device, wall FROM calibration")
        calibrated = {
            (point, device): datetime.fromisoformat(wall).astimezone(zone).date()
            for point, device, wall in found
        }
        since = today - timedelta(days=LOOK_BACK_DAYS)
        return drifts(self.medians(since), today, calibrated)

    def first_readings(
        self, access_point: str, device: str, since: datetime, until: datetime, most: int
    ) -> list[float]:
        """Give what the thermometer of a gate first read of those it let in, corrected, degrees C.

        From `since` to before `until`; no drill, no case, nothing lifted and nothing from paper.
        Of more than `most` people some are left out, evenly.
        """
        found = self._all(
            "SELECT pos FROM visit WHERE wall >= ? AND wall < ? AND access_point = ?"
            " AND direction = 'in' AND verdict = 'grant' AND case_no IS NULL"
            " AND override_of IS NULL AND drill = 0 AND paper = 0 AND corrected = 0 ORDER BY pos",
            stamp(since),
            stamp(until),
            access_point,
        )
        step = max(1, -(-len(found) // most))
        readings: list[float] = []
        for (pos,) in found[::step]:
            fact = self.at(pos).event.fact
            first = fact.readings[0] if isinstance(fact, AccessDecided) and fact.readings else None
            if first is None or first.device != device or first.typed_by is not None:
                continue
            if first.corrected_c is not None:
                readings.append(first.corrected_c)
        return readings

    def corrections(self, access_point: str) -> dict[str, float]:
        """Give what the newest calibration of each instrument of a gate adds, degrees C.

        One beyond `CORRECTION_LIMIT_C` was not made by a calibration, and is not used.
        """
        most_centi = round(100 * CORRECTION_LIMIT_C)
        found = self._all(
            "SELECT device, correction_centi FROM calibration WHERE access_point = ?"
            " AND correction_centi BETWEEN ? AND ?",
            access_point,
            -most_centi,
            most_centi,
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
