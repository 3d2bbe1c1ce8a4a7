"""Periods that have a name: they move with the day, so that a saved view of "this month" is always this month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

from smartnumbers.statistics.spans import SpanName, named_span


@dataclass(frozen=True, slots=True)
class Period:
    """A named period, from its first day to its last, both included."""

    word: str
    first: date
    last: date


def periods(today: date) -> Mapping[str, Period]:
    """The named periods as they are today; those that are under way end today."""
    day = timedelta(days=1)
    zone = get_default_timezone()
    noon = datetime.combine(today, time(12), tzinfo=zone)
    words = {
        SpanName.TODAY: _("today"),
        SpanName.YESTERDAY: _("yesterday"),
        SpanName.WEEK: _("this week"),
        SpanName.LAST_WEEK: _("last week"),
        SpanName.MONTH: _("this month"),
        SpanName.LAST_MONTH: _("last month"),
        SpanName.YEAR: _("this year"),
        SpanName.LAST_YEAR: _("last year"),
    }
    named = {}
    for name, word in words.items():
        span = named_span(name=name, now=noon, zone=zone)
        named[name.value] = Period(word, span.first, span.last)
    named["last-7"] = Period(_("last 7 days"), today - 6 * day, today)
    named["last-30"] = Period(_("last 30 days"), today - 29 * day, today)
    return named
