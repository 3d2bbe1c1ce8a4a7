"""The instants at which the treatment of a plan can change: between two of them that follow each other it never does.

Every boundary of a rule is a wall-clock time, and a wall-clock time is one instant, two (when clocks go back) or none
(when they go forward). Each of its two readings (PEP 495) is taken, and the instants at which the clocks themselves
change: one too many costs a look, one missed would be a wrong answer.
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.instants import from_datetime, to_datetime
from smartnumbers.core.routing.plan import Plan, PlanSchedule

_SECOND = 1000


def plan_boundaries(schedule: PlanSchedule, *, after: int) -> list[int]:
    """The instants after one at which another plan may come into force, in their order."""
    instants = {dated.valid_from for dated in schedule.dated if dated.valid_from is not None}
    for temporary in schedule.temporary:
        instants |= {temporary.begins, temporary.ends}
    return sorted(instant for instant in instants if instant > after)


def moments(plan: Plan, *, begin: int, end: int) -> Iterator[int]:
    """The instants at which what a plan's rules say can change, in their order.

    Those of whole local days, from the day of `begin` to the day of `end`: some may lie outside the two.
    """
    zone = ZoneInfo(plan.zone)
    day = to_datetime(begin).astimezone(zone).date()
    last = to_datetime(end).astimezone(zone).date()
    waiting: list[int] = []
    while day <= last:
        waiting = sorted({*waiting, *_moments_of_day(plan, day, zone)})
        # The second reading of a time around midnight may lie in the next day, but never after its noon.
        noon = from_datetime(datetime.combine(day, time(12), zone))
        settled = bisect_left(waiting, noon)
        yield from waiting[:settled]
        waiting = waiting[settled:]
        day += timedelta(days=1)
    yield from waiting


def _moments_of_day(plan: Plan, day: date, zone: ZoneInfo) -> Iterator[int]:
    for wall in _boundaries(plan, day):
        yield from _readings(wall, zone)
    yield from _clock_changes(day, zone)


def _boundaries(plan: Plan, day: date) -> Iterator[datetime]:
    midnight = datetime.combine(day, time())
    yield midnight
    for window in plan.week:
        if window.day == day.weekday():
            yield midnight + timedelta(minutes=window.start)
            yield midnight + timedelta(minutes=window.end)
    for special in plan.special_days:
        if (special.month, special.day) == (day.month, day.day):
            yield midnight + timedelta(minutes=special.start)
            yield midnight + timedelta(minutes=special.end)
    for exception in plan.exceptions:
        for wall in (datetime.fromisoformat(exception.begins), datetime.fromisoformat(exception.ends)):
            if wall.date() == day:
                yield wall


def _readings(wall: datetime, zone: ZoneInfo) -> Iterator[int]:
    for fold in (0, 1):
        yield from_datetime(wall.replace(tzinfo=zone, fold=fold))


def _clock_changes(day: date, zone: ZoneInfo) -> Iterator[int]:
    """The instant at which the clocks change during a day; none on most."""
    begin, end = (int(from_datetime(datetime.combine(one, time(), zone))) for one in (day, day + timedelta(days=1)))
    before = _offset(begin, zone)
    if _offset(end, zone) == before:
        return
    # Bisection, to the second: zones change at whole ones.
    while end - begin > _SECOND:
        middle = begin + (end - begin) // (2 * _SECOND) * _SECOND
        begin, end = (middle, end) if _offset(middle, zone) == before else (begin, middle)
    yield end


def _offset(instant: int, zone: ZoneInfo) -> timedelta | None:
    return to_datetime(instant).astimezone(zone).utcoffset()
