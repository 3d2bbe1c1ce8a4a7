"""Named spans of days and the same span before: as long, on the same weekdays, never overlapping."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.spans import DaySpan, SpanName, month_of, named_span, span_before, start_of

ZURICH = ZoneInfo("Europe/Zurich")
NOW = datetime(2026, 11, 20, 13, 32, tzinfo=UTC)  # a Friday, 14:32 in Zurich

instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SPRING = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def span(name: SpanName, now: datetime = NOW) -> tuple[DaySpan, DaySpan]:
    found = named_span(name=name, now=now, zone=ZURICH)
    return found, span_before(span=found, zone=ZURICH, name=name)


@pytest.mark.parametrize(
    ("name", "first", "last", "first_before", "last_before"),
    [
        (SpanName.TODAY, (2026, 11, 20), (2026, 11, 20), (2026, 11, 13), (2026, 11, 13)),
        (SpanName.YESTERDAY, (2026, 11, 19), (2026, 11, 19), (2026, 11, 12), (2026, 11, 12)),
        (SpanName.WEEK, (2026, 11, 16), (2026, 11, 20), (2026, 11, 9), (2026, 11, 13)),
        (SpanName.LAST_WEEK, (2026, 11, 9), (2026, 11, 15), (2026, 11, 2), (2026, 11, 8)),
        (SpanName.MONTH, (2026, 11, 1), (2026, 11, 20), (2026, 10, 4), (2026, 10, 23)),
        (SpanName.LAST_MONTH, (2026, 10, 1), (2026, 10, 31), (2026, 8, 27), (2026, 9, 26)),
        (SpanName.YEAR, (2026, 1, 1), (2026, 11, 20), (2025, 1, 2), (2025, 11, 21)),
        (SpanName.LAST_YEAR, (2025, 1, 1), (2025, 12, 31), (2023, 12, 27), (2024, 12, 25)),
    ],
)
def test_each_name_means_its_days_and_those_before(name, first, last, first_before, last_before):
    now, before = span(name)

    assert (now.first, now.last) == (date(*first), date(*last))
    assert (before.first, before.last) == (date(*first_before), date(*last_before))


def test_what_is_not_over_is_compared_until_the_same_time_of_day():
    today, week_ago = span(SpanName.TODAY)
    yesterday, before = span(SpanName.YESTERDAY)

    assert today.until == NOW
    assert week_ago.until == datetime(2026, 11, 13, 14, 32, tzinfo=ZURICH)
    assert yesterday.until is None
    assert before.until is None


def test_the_time_of_day_is_kept_over_a_change_of_clocks():
    _, before = span(SpanName.MONTH, NOW.replace(day=1))

    assert before.until == datetime(2026, 10, 4, 14, 32, tzinfo=ZURICH)
    assert before.until.astimezone(UTC).hour == 12  # summer time there, winter time now


@given(name=st.sampled_from(SpanName), now=instants)
@example(name=SpanName.TODAY, now=SPRING)
@example(name=SpanName.TODAY, now=AUTUMN)
@example(name=SpanName.TODAY, now=SPRING + timedelta(days=7, hours=1))
@example(name=SpanName.TODAY, now=AUTUMN + timedelta(days=7))
@example(name=SpanName.YEAR, now=datetime(2028, 12, 31, 12, tzinfo=UTC))
def test_the_span_before_is_as_long_on_the_same_weekdays_and_apart(name, now):
    this, before = span(name, now)

    assert before.days == this.days
    assert before.first.weekday() == this.first.weekday()
    assert before.end <= this.first
    assert (before.until is None) == (this.until is None)
    if before.until is not None and this.until is not None:
        start, end = (start_of(day=day, zone=ZURICH).astimezone(UTC) for day in (before.last, before.end))
        assert start <= before.until.astimezone(UTC) <= end


@given(now=instants)
def test_a_span_with_today_in_it_ends_now_and_begins_before(now):
    for name in SpanName:
        found = named_span(name=name, now=now, zone=ZURICH)
        today = now.astimezone(ZURICH).date()

        assert found.first < found.end
        assert (found.until == now) == (found.first <= today < found.end)


def test_a_filter_within_a_span_keeps_its_other_conditions_and_loses_its_own_days():
    wanted = CallFilter(numbers=("+41900575123",), first_day=date(2020, 1, 1), since=5)

    found = span(SpanName.TODAY)[1].within(wanted)

    assert found == CallFilter(
        numbers=("+41900575123",),
        first_day=date(2026, 11, 13),
        last_day=date(2026, 11, 13),
        before=int((NOW - timedelta(days=7)).timestamp() * 1000),
    )


def test_a_month_is_its_calendar_days():
    assert month_of(day=date(2028, 2, 29)) == DaySpan(first=date(2028, 2, 1), end=date(2028, 3, 1))
    assert month_of(day=date(2026, 12, 31)).end == date(2027, 1, 1)


def test_a_naive_instant_is_refused():
    with pytest.raises(ValueError, match="naive"):
        named_span(name=SpanName.TODAY, now=datetime(2026, 11, 20), zone=ZURICH)  # noqa: DTZ001
