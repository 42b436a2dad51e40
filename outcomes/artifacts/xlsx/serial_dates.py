"""Spreadsheet dates: days since an epoch, with the day in 1900 that never was (ECMA-376 18.17.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

_BEFORE_LEAP = datetime(1899, 12, 31)  # noqa: DTZ001 - spreadsheets know no time zones
_AFTER_LEAP = datetime(1899, 12, 30)  # noqa: DTZ001
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_PHANTOM = 60
"""29 February 1900, which Lotus 1-2-3 had and every spreadsheet keeps."""
_LAST = 2_958_466
"""The day after 31 December 9999."""
_SECONDS = 86_400
_DIGITS = 3


class Moment(NamedTuple):
    """A date and time, weekday from 0 for Sunday; day 0 of 1900 is what a bare time of day is on."""

    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int
    microsecond: int

    @property
    def iso(self) -> str:
        """RFC 3339 without a zone: `2026-03-31`, `2026-03-31T14:30:00`, or `14:30:00` for a bare time of day."""
        date = f"{self.year:04}-{self.month:02}-{self.day:02}"
        if not any(self[4:]) and self.day:
            return date
        clock = f"{self.hour:02}:{self.minute:02}:{self.second:02}"
        if self.microsecond:
            clock += f".{self.microsecond // 1000:03}"
        return f"{date}T{clock}" if self.day else clock


def moment(serial: float, *, epoch_1904: bool, digits: int = _DIGITS) -> Moment | None:
    """The moment of a serial number, rounded to `digits` of a second; `None` for what no calendar has."""
    if not 0 <= serial < _LAST:
        return None
    day = int(serial)
    if day == serial:
        date = _day(day, epoch_1904)
        return None if date is None else Moment(*date, 0, 0, 0, 0)
    step = 10**digits
    day, rest = divmod(round(serial * _SECONDS * step), _SECONDS * step)
    seconds, fraction = divmod(rest, step)
    date = _day(day, epoch_1904)
    if date is None:
        return None
    return Moment(*date, seconds // 3600, seconds // 60 % 60, seconds % 60, fraction * 10 ** (6 - digits))


@lru_cache(maxsize=8192)
def _day(day: int, epoch_1904: bool) -> tuple[int, int, int, int] | None:  # noqa: FBT001 - a key of the cache
    """Year, month, day and weekday. Spreadsheets count weekdays as if 1900 had been a leap year."""
    if not epoch_1904 and day in {0, _PHANTOM}:
        return 1900, 2 if day else 1, 29 if day else 0, (day + 6) % 7
    start = _EPOCH_1904 if epoch_1904 else _BEFORE_LEAP if day < _PHANTOM else _AFTER_LEAP
    try:
        date = start + timedelta(days=day)
    except OverflowError:
        return None
    weekday = date.isoweekday() % 7 if epoch_1904 or day > _PHANTOM else (day + 6) % 7
    return date.year, date.month, date.day, weekday
