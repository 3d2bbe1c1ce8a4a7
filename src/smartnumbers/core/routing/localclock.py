"""Instants as the clock on the wall shows them. The one place where routing meets a time zone.

An instant has exactly one wall-clock time, also in the nights when the clocks change; so a rule of the wall clock that
is asked with that time needs no further thought (see docs/explanation/routing.md).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

# Python's calendar ends; what lies beyond (or before any call) is taken as its last (first) day.
_FIRST = 0
_LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp())


@dataclass(frozen=True, slots=True)
class LocalTime:
    """A wall-clock time: its day, the day of the week (0 Monday … 6 Sunday), minutes since midnight.

    `text` is the same as "2026-12-24T18:05": such texts compare as the times do.
    """

    day: date
    weekday: int
    minute: int
    text: str


def local_time(*, at: int, zone: str) -> LocalTime:
    """What the clock shows in a zone at an instant (milliseconds)."""
    # Whole seconds are exact; what is finer changes nothing, for no rule is finer than a minute.
    moment = datetime.fromtimestamp(min(max(at // 1000, _FIRST), _LAST), _zone(zone))
    day, hour, minute = moment.date(), moment.hour, moment.minute
    return LocalTime(day, day.weekday(), 60 * hour + minute, f"{day.isoformat()}T{hour:02}:{minute:02}")


@lru_cache(maxsize=256)
def _zone(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


@lru_cache(maxsize=1024)
def is_zone(zone: str) -> bool:
    """Whether there is a time zone of that name ("Europe/Zurich")."""
    if "/" not in zone and zone != "UTC":
        return False
    try:
        _zone(zone)
    except (ValueError, OSError, KeyError):
        return False
    return True
