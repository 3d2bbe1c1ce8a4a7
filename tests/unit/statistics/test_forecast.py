"""The forecast of a month: what is known stands, the rest follows weekdays, holidays, level, trend and season."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartnumbers.statistics.forecast.month import Forecast, History, forecast_month

TODAY = date(2026, 11, 11)  # a Wednesday; 20 days of November are left, today among them
STEADY = [100, 100, 100, 100, 140, 180, 0]  # by weekday; closed on Sundays


def history(
    daily: Callable[[date], int], *, days: int, today: date = TODAY, holidays: tuple[date, ...] = ()
) -> History:
    first = today - timedelta(days=days)
    values = [daily(first + timedelta(days=index)) for index in range(days)]
    return History(first=first, values=values, holidays=holidays)


def of_weekday(day: date) -> int:
    return STEADY[day.weekday()]


def month_sum(daily: Callable[[date], int], month: date = TODAY) -> int:
    first = month.replace(day=1)
    return sum(daily(day) for index in range(31) if (day := first + timedelta(days=index)).month == month.month)


def forecast(past: History, so_far: int = 0, passed: float = 0.0) -> Forecast:
    found = forecast_month(history=past, today_so_far=so_far, today_passed=passed)
    assert found is not None
    return found


def test_a_holder_whose_weeks_are_all_alike_gets_just_that():
    found = forecast(history(of_weekday, days=200))

    assert found.known == sum(of_weekday(date(2026, 11, day)) for day in range(1, 11))
    assert found.expected == pytest.approx(month_sum(of_weekday), rel=0.005)
    assert found.low == pytest.approx(found.high, rel=0.02)
    assert not found.short


def test_only_the_rest_of_today_is_still_expected():
    past = history(of_weekday, days=200)

    morning, evening = forecast(past), forecast(past, so_far=90, passed=0.9)
    best_day_ever = forecast(past, so_far=500, passed=1.0)

    assert evening.known == morning.known + 90
    assert evening.expected == pytest.approx(morning.expected, abs=2)
    assert best_day_ever.expected == pytest.approx(morning.expected + 400, abs=2)


def test_a_holiday_is_like_a_sunday_until_it_was_seen_to_be_otherwise():
    ahead = (date(2026, 11, 18),)
    open_on_holidays = tuple(TODAY - timedelta(days=age) for age in (40, 80, 120, 160, 161, 162))
    usual = forecast(history(of_weekday, days=200)).expected

    closed = forecast(history(of_weekday, days=200, holidays=ahead)).expected
    opened = forecast(history(of_weekday, days=200, holidays=ahead + open_on_holidays)).expected

    assert closed == pytest.approx(usual - 100, abs=12)
    assert opened > closed + 40


def test_growth_goes_on():
    def growing(day: date) -> int:
        return round(1000 * 1.002 ** (day - date(2026, 1, 1)).days)

    found = forecast(history(growing, days=300))

    assert found.expected == pytest.approx(month_sum(growing), rel=0.025)
    assert found.expected > found.known * 3  # ten days of thirty


def test_a_season_comes_back_after_a_year():
    def seasonal(day: date) -> int:
        return round(1000 * (1.2 + np.cos(2 * np.pi * day.timetuple().tm_yday / 365)))

    found = forecast(history(seasonal, days=760))

    assert found.expected == pytest.approx(month_sum(seasonal), rel=0.02)


def test_a_wild_holder_gets_a_wide_range_and_a_calm_one_a_narrow_one():
    random = np.random.default_rng(1)
    wild = forecast(history(lambda day: int(random.lognormal(3, 1.2)), days=300))
    calm = forecast(history(lambda day: int(random.poisson(100)), days=300))

    assert (wild.high - wild.low) / wild.expected > 4 * (calm.high - calm.low) / calm.expected


def test_less_than_a_week_says_nothing_and_a_few_weeks_say_that_they_are_few():
    assert forecast_month(history=history(of_weekday, days=6)) is None
    assert forecast_month(history=history(lambda day: 0, days=200)) is None

    few, many = forecast(history(of_weekday, days=20)), forecast(history(of_weekday, days=200))

    assert few.short
    assert few.high - few.low > many.high - many.low


def test_days_before_the_first_call_are_no_history():
    opened = TODAY - timedelta(days=30)

    found = forecast(history(lambda day: 0 if day < opened else of_weekday(day), days=400))

    assert found.days == 30
    assert found.expected == forecast(history(of_weekday, days=30)).expected


def test_on_the_last_evening_nothing_is_left_to_guess():
    past = history(of_weekday, days=200, today=date(2026, 11, 30))

    found = forecast(past, so_far=100, passed=1.0)

    assert found.low == found.expected == found.high == month_sum(of_weekday)


@settings(max_examples=60)
@given(
    values=st.lists(st.integers(0, 5_000), max_size=460),
    passed=st.floats(0, 1),
    so_far=st.integers(0, 5_000),
    today=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
)
def test_whatever_the_history_the_range_holds_the_forecast_and_nothing_known_is_lost(values, passed, so_far, today):
    past = History(first=today - timedelta(days=len(values)), values=values, holidays=[today])

    found = forecast_month(history=past, today_so_far=so_far, today_passed=passed)

    if found is not None:
        assert so_far <= found.known <= found.low <= found.expected <= found.high
        assert found.known == so_far + sum(values[max(0, len(values) - (today.day - 1)) :])
    else:
        first = next((index for index, value in enumerate(values) if value), len(values))
        assert len(values) - first < 7


def test_money_is_forecast_as_calls_are():
    calls = forecast(history(of_weekday, days=200))
    money = forecast(history(lambda day: of_weekday(day) * 1_350_000, days=200))

    assert money.expected == pytest.approx(calls.expected * 1_350_000, rel=1e-4)
