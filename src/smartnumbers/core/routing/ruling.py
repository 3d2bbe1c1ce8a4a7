"""Which rule of a plan covers an instant: exception, special day, public holiday, window, otherwise, in this order."""

from collections.abc import Callable, Mapping

from smartnumbers.core.routing.calendar import holiday_on, names_of
from smartnumbers.core.routing.localclock import LocalTime, local_time
from smartnumbers.core.routing.plan import HolidayRule, Plan
from smartnumbers.core.routing.timetable import position_at
from smartnumbers.core.routing.tracecodes import TraceCode

Tell = Callable[[TraceCode, Mapping[str, str | int]], None]
"""Writes down a thing looked at with its values."""


def treatment_at(*, plan: Plan, at: int, tell: Tell) -> str | None:
    """The id of the treatment at an instant (milliseconds); None where no rule covers it."""
    now = local_time(at=at, zone=plan.zone)
    tell(TraceCode.LOCAL_TIME, {"time": now.text, "zone": plan.zone, "day": now.weekday})
    return _exception(tell, plan, now) or _special_day(tell, plan, now) or _by_the_week(tell, plan, now)


def _exception(tell: Tell, plan: Plan, now: LocalTime) -> str | None:
    for one in plan.exceptions:
        if one.begins <= now.text < one.ends:
            period = {"name": one.name, "begins": one.begins, "ends": one.ends}
            tell(TraceCode.EXCEPTION, {**period, "treatment": _name(plan, one.treatment)})
            return one.treatment
    return None


def _special_day(tell: Tell, plan: Plan, now: LocalTime) -> str | None:
    for one in plan.special_days:
        if one.day == now.day.day and one.month == now.day.month and one.start <= now.minute < one.end:
            tell(TraceCode.SPECIAL_DAY, {"name": one.name, "treatment": _name(plan, one.treatment)})
            return one.treatment
    return None


def _by_the_week(tell: Tell, plan: Plan, now: LocalTime) -> str | None:
    rule = plan.holidays
    if rule is not None and _is_holiday(tell, plan, rule, now):
        return rule.treatment
    position = position_at(plan.timetable, now.weekday, now.minute)
    if position:
        window = plan.week[position - 1]
        hours = {"day": window.day, "start": window.start, "end": window.end}
        tell(TraceCode.WINDOW, {**hours, "treatment": _name(plan, window.treatment)})
        return window.treatment
    if plan.otherwise is None:
        tell(TraceCode.GAP, {})
        return None
    tell(TraceCode.OTHERWISE, {"treatment": _name(plan, plan.otherwise)})
    return plan.otherwise


def _is_holiday(tell: Tell, plan: Plan, rule: HolidayRule, now: LocalTime) -> bool:
    """Whether it is a holiday on which the week does not apply; of a day with two names both must be worked."""
    name = holiday_on(region=rule.region, day=now.day)
    if name is None:
        return False
    if rule.worked.issuperset(names_of(name)):
        tell(TraceCode.HOLIDAY_WORKED, {"name": name, "region": rule.region})
        return False
    values = {"name": name, "region": rule.region, "treatment": _name(plan, rule.treatment)}
    tell(TraceCode.HOLIDAY, values)
    return True


def _name(plan: Plan, treatment_id: str) -> str:
    treatment = plan.treatments.get(treatment_id)
    return treatment_id if treatment is None else treatment.name
