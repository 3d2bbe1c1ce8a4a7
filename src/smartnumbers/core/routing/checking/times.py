"""What is wrong with a plan's times: gaps, overlaps, rules that are over, rules of an hour that does not come."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.routing.checking.finding import CheckFacts, Finding, error, note, warning
from smartnumbers.core.routing.plan import DAY_MINUTES, RASTER_MINUTES, Plan
from smartnumbers.core.routing.weekgrid import stretches, treatments_by_quarter, windows_by_quarter

DAYS_OF_YEAR = 367


def times(*, plan: Plan, facts: CheckFacts) -> Iterator[Finding]:
    """All findings about the plan's times."""
    yield from _gaps(plan)
    yield from _overlaps(plan)
    yield from _calendar_overlaps(plan)
    yield from _past(plan, facts.at)
    yield from _skipped(plan, facts.at)


def _gaps(plan: Plan) -> Iterator[Finding]:
    """Hours of the week in which nothing is said to be done with a call, or only what the plan does not have."""
    for gap in stretches(treatments_by_quarter(plan), wanted=lambda treatment: treatment is None):
        yield error("gap", "week", day=gap.day, start=gap.start, end=gap.end)


def _overlaps(plan: Plan) -> Iterator[Finding]:
    for overlap in stretches(windows_by_quarter(plan), wanted=lambda covering: len(covering) > 1):
        first, *_, last = overlap.value
        yield error(
            "overlap",
            f"week[{last}]",
            day=overlap.day,
            start=overlap.start,
            end=overlap.end,
            first=_name(plan, plan.week[first].treatment),
            second=_name(plan, plan.week[last].treatment),
        )


def _calendar_overlaps(plan: Plan) -> Iterator[Finding]:
    """Of several exceptions, or special days, for the same time only the first counts."""
    for index, late in enumerate(plan.exceptions):
        for early in plan.exceptions[:index]:
            if early.begins < late.ends and late.begins < early.ends:
                yield warning("exceptions-overlap", f"exceptions[{index}]", first=early.name, second=late.name)
                break
    for index, later in enumerate(plan.special_days):
        for former in plan.special_days[:index]:
            same_day = (former.month, former.day) == (later.month, later.day)
            if same_day and former.start < later.end and later.start < former.end:
                yield warning("special-days-overlap", f"special_days[{index}]", first=former.name, second=later.name)
                break


def _past(plan: Plan, at: int) -> Iterator[Finding]:
    now = _written(to_datetime(at).astimezone(ZoneInfo(plan.zone)))
    for index, exception in enumerate(plan.exceptions):
        if exception.ends <= now:
            yield note("exception-past", f"exceptions[{index}]", name=exception.name, ends=exception.ends)


def _skipped(plan: Plan, at: int) -> Iterator[Finding]:
    """Rules that lie wholly within the hour that the clocks will leave out next."""
    hour = _skipped_hour(ZoneInfo(plan.zone), to_datetime(at).replace(hour=0, minute=0, second=0, microsecond=0))
    if hour is None:
        return
    day = hour.begins.date()
    for index, window in enumerate(plan.week):
        if window.day == day.weekday() and _minute(hour.begins) <= window.start < window.end <= _minute(hour.ends):
            parameters = {"day": window.day, "start": window.start, "end": window.end}
            yield note("window-in-skipped-hour", f"week[{index}]", **parameters, date=day.isoformat())
    for index, exception in enumerate(plan.exceptions):
        if _written(hour.begins) <= exception.begins < exception.ends <= _written(hour.ends):
            yield note("exception-in-skipped-hour", f"exceptions[{index}]", name=exception.name, date=day.isoformat())


class _Skipped(NamedTuple):
    """The wall-clock times between which the clocks show nothing."""

    begins: datetime
    ends: datetime


def _skipped_hour(zone: ZoneInfo, first: datetime) -> _Skipped | None:
    """The next time within a year from `first` (UTC) that the clocks go forward; None where they never do."""
    midnights = (first + timedelta(days=days) for days in range(DAYS_OF_YEAR))
    for begin, end in pairwise(midnights):
        before = _offset(zone, begin)
        if _offset(zone, end) <= before:
            continue
        quarters = (begin + timedelta(minutes=minute) for minute in range(0, DAY_MINUTES + 1, RASTER_MINUTES))
        change = next(quarter for quarter in quarters if _offset(zone, quarter) > before)
        naive = change.replace(tzinfo=None)
        return _Skipped(naive + before, naive + _offset(zone, change))
    return None


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    return instant.astimezone(zone).utcoffset() or timedelta()


def _minute(wall: datetime) -> int:
    return wall.hour * 60 + wall.minute


def _written(wall: datetime) -> str:
    """A wall-clock time as plans write it."""
    return wall.strftime("%Y-%m-%dT%H:%M")


def _name(plan: Plan, treatment_id: str) -> str:
    treatment = plan.treatments.get(treatment_id)
    return treatment_id if treatment is None else treatment.name
