"""Periods that have a name: they move with the day, so that a saved view of "this month" is always this month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Period:
    """A named period, from its first day to its last, both included."""

    word: str
    first: date
    last: date


def periods(today: date) -> Mapping[str, Period]:
    """The named periods as they are today; those that are under way end today."""
    day = timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    return {
        "today": Period(_("today"), today, today),
        "yesterday": Period(_("yesterday"), today - day, today - day),
        "last-7": Period(_("last 7 days"), today - 6 * day, today),
        "last-30": Period(_("last 30 days"), today - 29 * day, today),
        "week": Period(_("this week"), monday, today),
        "last-week": Period(_("last week"), monday - 7 * day, monday - day),
        "month": Period(_("this month"), month, today),
        "last-month": Period(_("last month"), (month - day).replace(day=1), month - day),
        "year": Period(_("this year"), year, today),
        "last-year": Period(_("last year"), year.replace(year=year.year - 1), year - day),
    }
