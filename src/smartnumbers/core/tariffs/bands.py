"""Hours of the week with a price of their own, followed by the wall clock over every clock change.

Every instant has exactly one wall-clock time, so every instant has exactly one price. In the night when the clocks go
forward a band within the lost hour does not happen; in the night when they go back it happens twice, because it is
03:00 only when the clock says so the second time.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.tariffs.tariff import Tariff, reprice
from smartnumbers.core.tariffs.version import Band, TariffVersion

__all__ = ["Band", "band_changes", "priced_at"]

MINUTE = 60_000
SLOT_MINUTES = 15
SLOT = SLOT_MINUTES * MINUTE
"""Clocks are set at a whole quarter of an hour of UTC, by whole quarters: between two of them they run on."""


def priced_at(version: TariffVersion, at: int) -> Tariff:
    """The version's tariff with the price per minute of the band at the instant `at` (milliseconds)."""
    if not version.bands:
        return version.tariff
    day, minute = _wall(at, ZoneInfo(version.timezone))
    return reprice(version.tariff, per_call=version.tariff.per_call, per_minute=_price(version, day, minute))


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
    """Every instant of the half-open span at which another price could begin, in order, with its price."""
    zone = ZoneInfo(version.timezone)
    edges = sorted({edge for band in version.bands for edge in (band.start, band.end)})
    for slot in range(start - start % SLOT, end, SLOT):
        day, first = _wall(slot, zone)
        for minute in [first, *(edge for edge in edges if first < edge < first + SLOT_MINUTES)]:
            at = slot + (minute - first) * MINUTE
            if start < at < end:
                yield at, _price(version, day, minute)


def _wall(at: int, zone: ZoneInfo) -> tuple[int, int]:
    """Day of the week (Monday = 0) and minute of the day by the wall clock."""
    moment: datetime = to_datetime(at).astimezone(zone)
    return moment.weekday(), moment.hour * 60 + moment.minute


def _price(version: TariffVersion, day: int, minute: int) -> int:
    for band in version.bands:
        if day in band.days and band.start <= minute < band.end:
            return band.per_minute
    return version.tariff.per_minute
