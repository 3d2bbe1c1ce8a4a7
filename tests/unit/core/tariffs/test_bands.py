"""Bands: by the wall clock, over the nights when the clocks change, every millisecond priced once."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.tariffs.bands import Band, band_changes, priced_at
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.version import DAYS, TariffVersion
from tests.unit.core.tariffs.cast import SHARED, versions

HOUR = 3_600_000
SPRING = from_datetime(datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Zurich")))
"""Midnight before the hour from 02:00 is lost."""
AUTUMN = from_datetime(datetime(2026, 10, 25, tzinfo=ZoneInfo("Europe/Zurich")))
"""Midnight before the hour from 02:00 happens twice."""


def banded(start: str, end: str, *, days: frozenset[int] = DAYS) -> TariffVersion:
    def minutes(clock: str) -> int:
        return int(clock[:2]) * 60 + int(clock[3:])

    return TariffVersion(
        code="night",
        version=1,
        name="Night",
        tariff=Tariff(currency="CHF", per_minute=80_000),
        bands=(Band(days=days, start=minutes(start), end=minutes(end), per_minute=40_000),),
    )


@pytest.mark.parametrize(
    ("start", "end", "midnight", "changes"),
    [
        # The band 01:30-02:30: in spring over at 03:00, which follows 01:59; in autumn it is 02:30 twice.
        ("01:30", "02:30", SPRING, ((1.5, 40_000), (2, 80_000))),
        ("01:30", "02:30", AUTUMN, ((1.5, 40_000), (2.5, 80_000), (3, 40_000), (3.5, 80_000))),
        # Within the lost hour: never; within the doubled hour: twice.
        ("02:15", "02:45", SPRING, ()),
        ("02:15", "02:45", AUTUMN, ((2.25, 40_000), (2.75, 80_000), (3.25, 40_000), (3.75, 80_000))),
        # From 02:00 to 03:00: never, and two hours long.
        ("02:00", "03:00", SPRING, ()),
        ("02:00", "03:00", AUTUMN, ((2, 40_000), (4, 80_000))),
        # From within the lost hour: at the jump.
        ("02:30", "05:00", SPRING, ((2, 40_000), (4, 80_000))),
        ("02:30", "05:00", AUTUMN, ((2.5, 40_000), (3, 80_000), (3.5, 40_000), (6, 80_000))),
    ],
)
def test_bands_in_the_nights_when_the_clocks_change(
    start: str, end: str, midnight: int, changes: tuple[tuple[float, int], ...]
) -> None:
    found = band_changes(version=banded(start, end), start=midnight, duration=8 * HOUR)

    assert found == tuple((int(hours * HOUR), price) for hours, price in changes)


def test_bands_follow_the_days_of_the_week_over_a_day_and_more() -> None:
    saturday = banded("00:00", "24:00", days=frozenset({5}))
    friday_evening = from_datetime(datetime(2026, 11, 20, 22, tzinfo=ZoneInfo("Europe/Zurich")))

    assert band_changes(version=saturday, start=friday_evening, duration=30 * HOUR) == (
        (2 * HOUR, 40_000),
        (26 * HOUR, 80_000),
    )


def test_a_change_at_the_very_end_does_not_happen() -> None:
    friday_evening = from_datetime(datetime(2026, 11, 20, 22, tzinfo=ZoneInfo("Europe/Zurich")))
    saturday = banded("00:00", "24:00", days=frozenset({5}))

    assert band_changes(version=saturday, start=friday_evening, duration=2 * HOUR) == ()
    assert len(band_changes(version=saturday, start=friday_evening, duration=2 * HOUR + 1)) == 1


def test_without_bands_the_price_is_the_tariffs() -> None:
    plain = TariffVersion(code="a", version=1, name="A", tariff=SHARED.tariff)

    assert priced_at(plain, SPRING) == SHARED.tariff
    assert band_changes(version=plain, start=SPRING, duration=HOUR) == ()


def price_by_the_clock(version: TariffVersion, at: int) -> int:
    """What a person with a clock on the wall would say."""
    wall = (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at)).astimezone(ZoneInfo(version.timezone))
    prices = [
        band.per_minute
        for band in version.bands
        if wall.weekday() in band.days and band.start <= wall.hour * 60 + wall.minute < band.end
    ]
    assert len(prices) <= 1
    return prices[0] if prices else version.tariff.per_minute


@given(
    versions(),
    st.sampled_from([SPRING, AUTUMN]),
    st.integers(-12 * HOUR, 30 * HOUR),
    st.integers(0, 30 * HOUR),
    st.lists(st.integers(0, 30 * HOUR), min_size=1, max_size=20),
)
def test_every_millisecond_has_exactly_the_price_of_the_wall_clock(
    version: TariffVersion, night: int, begin: int, duration: int, looks: list[int]
) -> None:
    start = night + begin

    changes = band_changes(version=version, start=start, duration=duration)

    offsets = [offset for offset, _ in changes]
    assert offsets == sorted(set(offsets))
    assert all(0 < offset < duration for offset in offsets)
    prices = [priced_at(version, start).per_minute, *(price for _, price in changes)]
    assert all(one != other for one, other in pairwise(prices)), "every change changes something"
    for look in [*(look for look in looks if look < duration), *offsets, *(offset - 1 for offset in offsets)]:
        in_force = [prices[0], *(price for offset, price in changes if offset <= look)][-1]
        assert in_force == price_by_the_clock(version, start + look), to_datetime(start + look)
        assert in_force == priced_at(version, start + look).per_minute
