"""Public holidays by region, and what the clock shows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.calendar import (
    holiday_names,
    holiday_on,
    holidays_in,
    is_region,
    names_of,
    regions,
    translated,
)
from smartnumbers.core.routing.localclock import is_zone, local_time


@pytest.mark.parametrize(
    ("region", "day", "name"),
    [
        ("CH", date(2026, 8, 1), "National Day"),
        ("CH", date(2026, 4, 3), None),
        ("CH-ZH", date(2026, 4, 3), "Good Friday"),
        ("CH-TI", date(2026, 4, 3), None),
        ("CH-AG", date(2026, 12, 8), "Immaculate Conception"),
        ("FR", date(2026, 7, 14), "National Day"),
        ("FR-75", date(2026, 12, 26), None),
        ("FR-67", date(2026, 12, 26), "Saint Stephen's Day"),
        ("FR-68", date(2026, 4, 3), "Good Friday"),
        ("FR-57", date(2026, 4, 3), "Good Friday"),
        ("FR-974", date(2026, 12, 20), "Abolition of Slavery"),
        ("DE", date(2026, 10, 3), None),
    ],
)
def test_holiday_of_a_region(region: str, day: date, name: str | None) -> None:
    assert holiday_on(region=region, day=day) == name


def test_a_day_can_be_a_holiday_twice() -> None:
    name = holiday_on(region="CH-ZH", day=date(2008, 5, 1))

    assert name is not None
    assert set(names_of(name)) == {"Labor Day", "Ascension Day"}


def test_every_region_to_choose_from_has_holidays_and_is_readable() -> None:
    found = regions()

    assert len(found) == 2 + 26 + 14
    for region in found:
        assert is_region(region.code)
        assert "Christmas Day" in holiday_names(region=region.code, year=2026)


@pytest.mark.parametrize("code", ["", "CH-", "CH-XX", "FR-20", "FR-96", "DE", "CH-ZH-1", "FR-"])
def test_no_other_region_is_readable(code: str) -> None:
    assert not is_region(code)


def test_holidays_are_told_in_the_languages_the_package_has() -> None:
    christmas = {"region": "CH-ZH", "name": "Christmas Day", "year": 2026}

    assert [translated(**christmas, language=language) for language in ("de", "fr", "it", "en")] == [  # type: ignore[arg-type]
        "Weihnachten", "Noël", "Natale", "Christmas Day",
    ]  # fmt: skip
    assert translated(region="FR", name="Christmas Day", year=2026, language="it") == "Christmas Day"
    assert translated(region="CH-ZH", name="Labor Day", year=2008, language="de") == "Tag der Arbeit"
    assert next(iter(holidays_in(region="CH", year=2026, language="fr").values())) == "Nouvel An"


@given(st.integers(-(2**70), 2**70), st.sampled_from(["Europe/Zurich", "America/St_Johns", "Pacific/Kiritimati"]))
def test_the_clock_shows_something_at_every_instant(at: int, zone: str) -> None:
    now = local_time(at=at, zone=zone)

    assert 0 <= now.minute < 24 * 60
    assert now.weekday == now.day.weekday()
    assert datetime.fromisoformat(now.text).date() == now.day


def test_an_hour_is_shown_twice_when_clocks_go_back() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    shown = [local_time(at=from_datetime(first + timedelta(hours=n)), zone="Europe/Zurich").text for n in range(3)]

    assert shown == ["2026-10-25T02:30", "2026-10-25T02:30", "2026-10-25T03:30"]


@pytest.mark.parametrize("zone", ["", "Zurich", "Europe/Bern", "/etc/passwd", "Europe/../Europe/Zurich", "Europe"])
def test_no_zone(zone: str) -> None:
    assert not is_zone(zone)
