"""Holidays, special days and exceptions that came, went or changed."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.comparing.week import name_of
from smartnumbers.core.routing.plan import ExceptionPeriod, HolidayRule, Plan, SpecialDay

T = TypeVar("T")


def calendar(*, old: Plan, new: Plan) -> Iterator[Change]:
    """All changes of what holds on dates."""
    yield from _holidays(old, new)
    yield from _dated(
        "special-day",
        old=[_special_day(old, day) for day in old.special_days],
        new=[_special_day(new, day) for day in new.special_days],
    )
    yield from _dated(
        "exception",
        old=[_exception(old, exception) for exception in old.exceptions],
        new=[_exception(new, exception) for exception in new.exceptions],
    )


def _holidays(old: Plan, new: Plan) -> Iterator[Change]:
    before, after = old.holidays, new.holidays
    if before is None or after is None:
        if after is not None:
            yield Change("holidays-added", _holiday(new, after))
        elif before is not None:
            yield Change("holidays-removed", _holiday(old, before))
        return
    was, now = _holiday(old, before), _holiday(new, after)
    for part in ("region", "treatment"):
        if was[part] != now[part]:
            yield Change(f"holidays-{part}-changed", {"from": was[part], "to": now[part]})
    if before.worked != after.worked:
        worked, free = sorted(after.worked - before.worked), sorted(before.worked - after.worked)
        yield Change("holidays-worked-changed", {"worked": worked, "free": free})


def _holiday(plan: Plan, rule: HolidayRule) -> dict[str, Any]:
    return {"region": rule.region, "treatment": name_of(plan, rule.treatment)}


def _special_day(plan: Plan, day: SpecialDay) -> dict[str, Any]:
    return {
        "name": day.name,
        "month": day.month,
        "day": day.day,
        "start": day.start,
        "end": day.end,
        "treatment": name_of(plan, day.treatment),
    }


def _exception(plan: Plan, exception: ExceptionPeriod) -> dict[str, Any]:
    return {
        "name": exception.name,
        "begins": exception.begins,
        "ends": exception.ends,
        "treatment": name_of(plan, exception.treatment),
    }


def _dated(what: str, *, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> Iterator[Change]:
    """What came and went; one of the same name that did both has changed, and is told with what it `was`."""
    gone = [item for item in old if item not in new]
    for item in new:
        if item in old:
            continue
        was = next((other for other in gone if other["name"] == item["name"]), None)
        if was is None:
            yield Change(f"{what}-added", item)
        else:
            gone.remove(was)
            yield Change(f"{what}-changed", {**item, "was": was})
    for item in gone:
        yield Change(f"{what}-removed", item)
    if [item for item in old if item in new] != [item for item in new if item in old]:
        yield Change(f"{what}s-reordered")
