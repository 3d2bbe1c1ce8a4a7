"""Hours of the week with a price of their own, followed by the wall clock over every clock change.

Every instant has exactly one wall-clock time, so every instant has exactly one price. In the night when the clocks go
forward a band within the lost hour does not happen; in the night when they go back it happens twice, because it is
03:00 only when the clock says so the second time.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.version import DAY_MINUTES, Band, TariffVersion

__all__ = ["Band", "band_changes", "priced_at"]

MINUTE = 60_000
QUARTER = 15 * MINUTE
DAY = 24 * 60 * MINUTE
THURSDAY = 3
"""The day of the week of 1 January 1970, with Monday as 0."""


def priced_at(version: TariffVersion, at: int) -> Tariff:
    """The version's tariff with the price per minute of the band at the instant `at` (milliseconds)."""
    if not version.bands:
        return version.tariff
    day, wall = divmod(at + _offset(at, ZoneInfo(version.timezone)), DAY)
    return reprice(version.tariff, per_call=version.tariff.per_call, per_minute=_price(version, day, wall // MINUTE))


def band_changes(*, version: TariffVersion, start: int, duration: int) -> tuple[tuple[int, int], ...]:
    """When the price per minute changes between `start` and `start + duration` (milliseconds, end excluded).

    Each change is its offset from `start`, above 0, and the price per minute from then on; the price at `start` is
    that of `priced_at`. A change brings no new price per call.
    """
    if not version.bands:
        return ()
    changes: list[tuple[int, int]] = []
    in_force = priced_at(version, start).per_minute
    for at, price in _prices(version, start, start + duration):
        if price != in_force:
            changes.append((at - start, price))
            in_force = price
    return tuple(changes)


def _prices(version: TariffVersion, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Every instant after `start` and before `end` at which another price could begin, in order, with its price."""
    edges = sorted({0, *(edge for band in version.bands for edge in (band.start, band.end) if edge < DAY_MINUTES)})
    stretches = [*_stretches(start, end, ZoneInfo(version.timezone)), (end, 0)]
    for (begin, offset), (until, _) in pairwise(stretches):
        first_day, wall = divmod(begin + offset, DAY)
        if begin > start:
            yield begin, _price(version, first_day, wall // MINUTE)
        for day in range(first_day, (until - 1 + offset) // DAY + 1):
            for minute in edges:
                at = day * DAY + minute * MINUTE - offset
                if begin < at < until:
                    yield at, _price(version, day, minute)


def _stretches(start: int, end: int, zone: ZoneInfo) -> Iterator[tuple[int, int]]:
    """The stretches of time in which the clocks run on: where each begins, and what the clock is ahead of UTC (ms).

    Clocks are set at whole quarters of an hour of UTC, and never twice within a day.
    """
    offset = _offset(start, zone)
    yield start, offset
    for at in range(start, end, DAY):
        until = min(at + DAY, end)
        if _offset(until, zone) != offset:
            offset = _offset(until, zone)
            jump = next(slot for slot in range(at - at % QUARTER, until + 1, QUARTER) if _offset(slot, zone) == offset)
            if jump < end:
                yield jump, offset


def _offset(at: int, zone: ZoneInfo) -> int:
    ahead = to_datetime(at).astimezone(zone).utcoffset()
    return 0 if ahead is None else ahead // timedelta(milliseconds=1)


def _price(version: TariffVersion, day: int, minute: int) -> int:
    """The price at a minute of a day, the days counted from 1 January 1970 by the wall calendar."""
    weekday = (day + THURSDAY) % 7
    for band in version.bands:
        if weekday in band.days and band.start <= minute < band.end:
            return band.per_minute
    return version.tariff.per_minute
