"""Days as people count them: from midnight to midnight in the platform's time zone.

The day of a call is that of its set-up. Two days a year are not 24 hours long.
"""

from datetime import date, datetime, time, timedelta

from django.utils.timezone import get_default_timezone

from smartnumbers.core.foundation.instants import Milliseconds, from_datetime, to_datetime


def day_of(instant: int) -> date:
    """The local day of an instant (milliseconds)."""
    return to_datetime(instant).astimezone(get_default_timezone()).date()


def start_of(day: date) -> Milliseconds:
    """The instant at which a local day begins."""
    return from_datetime(datetime.combine(day, time.min, tzinfo=get_default_timezone()))


def end_of(day: date) -> Milliseconds:
    """The instant at which a local day is over: the beginning of the next."""
    return start_of(day + timedelta(days=1))
