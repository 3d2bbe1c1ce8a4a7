"""Spans of days that figures are asked of, and "the same span before" that they are compared with.

A span is whole local days, half-open, the last of which may not be over. What it is compared with is as long, begins
on the same weekday and never overlaps it: it lies a whole number of weeks earlier, one week for a day or a week, four
for a month so far, 52 for a year so far, and more where the span is longer than that (from the 29th of a month on,
five).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

import msgspec

from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.statistics.filters import CallFilter

DAY = timedelta(days=1)
WEEK = 7 * DAY


class SpanName(StrEnum):
    """Spans with a name. Those that contain today end now."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    LAST_WEEK = "last-week"
    MONTH = "month"
    LAST_MONTH = "last-month"
    YEAR = "year"
    LAST_YEAR = "last-year"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySpan:
    """Local days from `first` to before `end`; `until` is the instant it breaks off at on its last day, if it does."""

    first: date
    end: date
    until: datetime | None = None

    @property
    def last(self) -> date:
        """The last day, which belongs to the span."""
        return self.end - DAY

    @property
    def days(self) -> int:
        """How many days it touches."""
        return (self.end - self.first).days

    def within(self, wanted: CallFilter) -> CallFilter:
        """The filter for those of the calls it asks for that are in this span, whatever days it asked for itself."""
        before = None if self.until is None else int(from_datetime(self.until))
        return msgspec.structs.replace(wanted, first_day=self.first, last_day=self.last, since=None, before=before)


_LEAST_WEEKS: Mapping[SpanName, int] = {
    SpanName.MONTH: 4,
    SpanName.LAST_MONTH: 4,
    SpanName.YEAR: 52,
    SpanName.LAST_YEAR: 52,
}


def named_span(*, name: SpanName, now: datetime, zone: tzinfo) -> DaySpan:
    """The span of that name at an instant, in the days of a time zone.

    Raises ValueError for a naive `now`.
    """
    if now.tzinfo is None:
        raise ValueError("a naive datetime is on no certain day")
    today = now.astimezone(zone).date()
    first, end = _bounds(name, today)
    return DaySpan(first=first, end=end, until=now if end > today else None)


def span_before(*, span: DaySpan, zone: tzinfo, name: SpanName | None = None) -> DaySpan:
    """The span that one is compared with: a whole number of weeks earlier, until the same time of day.

    Where that night the clock skipped this time of day, it lasts as much longer; where it struck it twice, the span
    ends the first time, unless `until` is itself a second time.
    """
    weeks = max(_LEAST_WEEKS.get(name, 1) if name else 1, -(-span.days // 7))
    shift = weeks * WEEK
    until = None
    if span.until is not None:
        local = span.until.astimezone(zone)
        until = datetime.combine(local.date() - shift, local.time(), tzinfo=zone).replace(fold=local.fold)
    return DaySpan(first=span.first - shift, end=span.end - shift, until=until)


def start_of(*, day: date, zone: tzinfo) -> datetime:
    """The instant at which a local day begins."""
    return datetime.combine(day, time.min, tzinfo=zone)


def month_of(*, day: date) -> DaySpan:
    """The whole calendar month of a day."""
    first = day.replace(day=1)
    return DaySpan(first=first, end=_next_month(first))


def _bounds(name: SpanName, today: date) -> tuple[date, date]:
    monday = today - today.weekday() * DAY
    first = today.replace(day=1)
    new_year = today.replace(month=1, day=1)
    bounds = {
        SpanName.TODAY: (today, today + DAY),
        SpanName.YESTERDAY: (today - DAY, today),
        SpanName.WEEK: (monday, today + DAY),
        SpanName.LAST_WEEK: (monday - WEEK, monday),
        SpanName.MONTH: (first, today + DAY),
        SpanName.LAST_MONTH: ((first - DAY).replace(day=1), first),
        SpanName.YEAR: (new_year, today + DAY),
        SpanName.LAST_YEAR: (new_year.replace(year=today.year - 1), new_year),
    }
    return bounds[name]


def _next_month(first: date) -> date:
    return (first + 31 * DAY).replace(day=1)
