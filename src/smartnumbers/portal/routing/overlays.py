"""What lies over a chosen week, or a month: holidays, special days, exceptions, and changes settled for later."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from smartnumbers.apps.plans.models import ScheduledPlan
from smartnumbers.core.routing.calendar import holiday_on, names_of, translated
from smartnumbers.core.routing.plan import DAY_MINUTES
from smartnumbers.portal.routing.week import Strip, clipped, name_of

_FOR_GOOD = datetime(9999, 1, 1)  # noqa: DTZ001 - a wall clock has no zone


def strips(
    *, document: Mapping[str, Any], scheduled: Sequence[ScheduledPlan], days: Sequence[date]
) -> dict[date, list[Strip]]:
    """Everything that lies over some days, by day; what is asked first in a call stands first."""
    found: dict[date, list[Strip]] = defaultdict(list)
    for day, strip in _all(document, scheduled, days):
        found[day].append(strip)
    return found


def is_worked(*, document: Mapping[str, Any], holiday: str) -> bool:
    """Whether the week applies on a public holiday as on any other day; of two on one day, both must be worked."""
    worked = set(document["holidays"]["worked"])
    return holiday in worked or set(names_of(holiday)) <= worked


def _all(
    document: Mapping[str, Any], scheduled: Sequence[ScheduledPlan], days: Sequence[date]
) -> Iterator[tuple[date, Strip]]:
    yield from _scheduled(scheduled, ZoneInfo(document["zone"]), days)
    for index, item in enumerate(document["exceptions"]):
        begins, ends = (datetime.fromisoformat(item[name]) for name in ("begins", "ends"))
        for day, hours in clipped(begins=begins, ends=ends, on=days):
            leads_to = name_of(document=document, treatment=item["treatment"])
            yield day, Strip("exception", item["name"], leads_to, hours.start, hours.end, str(index))
    for index, item in enumerate(document["special_days"]):
        for day in days:
            if (day.month, day.day) == (item["month"], item["day"]):
                leads_to = name_of(document=document, treatment=item["treatment"])
                yield day, Strip("special", item["name"], leads_to, item["start"], item["end"], str(index))
    if document["holidays"] is not None:
        yield from _holidays(document, days)


def _holidays(document: Mapping[str, Any], days: Iterable[date]) -> Iterator[tuple[date, Strip]]:
    rule = document["holidays"]
    for day in days:
        name = holiday_on(region=rule["region"], day=day)
        if name is None:
            continue
        shown = translated(region=rule["region"], name=name, year=day.year, language=get_language() or "en")
        if is_worked(document=document, holiday=name):
            yield day, Strip("worked", shown, _("worked as on any other day"), 0, DAY_MINUTES)
        else:
            leads_to = name_of(document=document, treatment=rule["treatment"])
            yield day, Strip("holiday", shown, leads_to, 0, DAY_MINUTES)


def _scheduled(
    scheduled: Sequence[ScheduledPlan], zone: ZoneInfo, days: Sequence[date]
) -> Iterator[tuple[date, Strip]]:
    for row in scheduled:
        begins = row.begins.astimezone(zone).replace(tzinfo=None)
        ends = _FOR_GOOD if row.ends is None else row.ends.astimezone(zone).replace(tzinfo=None)
        # A change for good is told on its first day; from then on it is the week.
        on = [day for day in days if row.ends is not None or day == begins.date()]
        for day, hours in clipped(begins=begins, ends=min(ends, _day_after(on, begins)), on=on):
            words = _("another plan, then back") if row.ends is not None else _("another plan from here on")
            yield day, Strip("scheduled", row.name, words, hours.start, hours.end)


def _day_after(days: Sequence[date], begins: datetime) -> datetime:
    last = max(days, default=begins.date())
    return datetime.combine(last + timedelta(days=1), datetime.min.time())
