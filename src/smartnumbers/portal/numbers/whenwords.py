"""Instants as people say them who look at a plan: the hour for today, the weekday for this week, else the date."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from smartnumbers.core.foundation.instants import to_datetime

_WEEK = timedelta(days=6)


def local(instant: int, *, zone: str) -> datetime:
    """An instant (milliseconds) on the wall clock of a zone."""
    return to_datetime(instant).astimezone(ZoneInfo(zone))


def when_words(instant: int, *, now: int, zone: str) -> str:
    """When something will be, seen from `now` (both milliseconds): "18:00", "Mon 08:00", "24.12.2026 16:00".

    Seconds are written where there are any: a change holds to the second.
    """
    moment, today = local(instant, zone=zone), local(now, zone=zone)
    hour = time_format(moment, "H:i:s" if moment.second else "H:i")
    ahead = moment.date() - today.date()
    if not ahead:
        return hour
    if timedelta() < ahead <= _WEEK:
        return f"{date_format(moment, 'D')} {hour}"
    return f"{date_format(moment, 'SHORT_DATE_FORMAT')} {hour}"


def until_words(instant: int | None, *, now: int, zone: str) -> str:
    """Until when something holds; "" where no end is settled."""
    return "" if instant is None else _("until %(when)s") % {"when": when_words(instant, now=now, zone=zone)}
