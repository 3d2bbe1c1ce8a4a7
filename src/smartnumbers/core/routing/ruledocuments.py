"""The rules of a plan that say which treatment an hour gets, as JSON documents and back."""

from datetime import date, datetime
from functools import lru_cache
from sys import intern
from typing import Any

from smartnumbers.core.routing.calendar import is_region
from smartnumbers.core.routing.documents import PlanInvalid, count, optional, refuse, take, text, texts
from smartnumbers.core.routing.plan import (
    DAY_MINUTES,
    RASTER_MINUTES,
    ExceptionPeriod,
    HolidayRule,
    Plan,
    SpecialDay,
    Window,
)
from smartnumbers.core.routing.treatmentdocuments import reference

HOLIDAYS_MAXIMUM = 60
_A_LEAP_YEAR = 2024
_SHARED = 1 << 16


def rule_documents(plan: Plan) -> dict[str, Any]:
    """Week, holidays, special days and exceptions of a plan, under the keys of its document."""
    holidays = plan.holidays
    return {
        "week": [
            {"day": window.day, "start": window.start, "end": window.end, "treatment": window.treatment}
            for window in plan.week
        ],
        "holidays": None
        if holidays is None
        else {"region": holidays.region, "treatment": holidays.treatment, "worked": sorted(holidays.worked)},
        "special_days": [
            {
                "name": day.name,
                "month": day.month,
                "day": day.day,
                "start": day.start,
                "end": day.end,
                "treatment": day.treatment,
            }
            for day in plan.special_days
        ],
        "exceptions": [
            {"name": one.name, "begins": one.begins, "ends": one.ends, "treatment": one.treatment}
            for one in plan.exceptions
        ],
    }


def parse_window(source: Any, place: str) -> Window:
    """The window of a document; one that was read before is known, for most of what is read are windows."""
    try:
        return _known_window(source["day"], source["start"], source["end"], source["treatment"])
    except (KeyError, TypeError, PlanInvalid):
        return _read_window(source, place)


@lru_cache(maxsize=_SHARED, typed=True)
def _known_window(day: Any, start: Any, end: Any, treatment: Any) -> Window:
    return _read_window({"day": day, "start": start, "end": end, "treatment": treatment}, "")


def _read_window(source: Any, place: str) -> Window:
    start, end = _span(source, place)
    day = count(source, "day", place, least=0, most=6)
    return Window(day=day, start=start, end=end, treatment=reference(source, "treatment", place))


def _span(source: Any, place: str) -> tuple[int, int]:
    start = count(source, "start", place, least=0, most=DAY_MINUTES)
    end = count(source, "end", place, least=0, most=DAY_MINUTES)
    if start % RASTER_MINUTES or end % RASTER_MINUTES:
        raise refuse(place=f"{place}{'start' if start % RASTER_MINUTES else 'end'}", reason="not-on-raster")
    if end <= start:
        raise refuse(place=f"{place}end", reason="ends-too-early")
    return start, end


def parse_holidays(source: Any, place: str) -> HolidayRule | None:
    """The rule for public holidays under the key "holidays"; None where there is none. Raises PlanInvalid."""
    written = optional(source, "holidays", dict, place)
    if written is None:
        return None
    place = f"{place}holidays."
    region = text(written, "region", place)
    if not is_region(region):
        raise refuse(place=f"{place}region", reason="unknown")
    return HolidayRule(
        region=intern(region),
        treatment=reference(written, "treatment", place),
        worked=frozenset(texts(written, "worked", place, most=HOLIDAYS_MAXIMUM)),
    )


def parse_special_day(source: Any, place: str) -> SpecialDay:
    """The special day of a document. Raises PlanInvalid."""
    start, end = _span(source, place)
    month, day = count(source, "month", place, least=1, most=12), count(source, "day", place, least=1, most=31)
    try:
        date(_A_LEAP_YEAR, month, day)
    except ValueError as fault:
        raise refuse(place=f"{place}day", reason="not-a-date") from fault
    return SpecialDay(
        name=text(source, "name", place),
        month=month,
        day=day,
        treatment=reference(source, "treatment", place),
        start=start,
        end=end,
    )


def parse_exception(source: Any, place: str) -> ExceptionPeriod:
    """The exception of a document. Raises PlanInvalid."""
    begins, ends = _moment(source, "begins", place), _moment(source, "ends", place)
    if ends <= begins:
        raise refuse(place=f"{place}ends", reason="ends-too-early")
    name = text(source, "name", place)
    return ExceptionPeriod(name=name, begins=begins, ends=ends, treatment=reference(source, "treatment", place))


def _moment(source: Any, key: str, place: str) -> str:
    """A wall-clock time in the one form in which such texts compare as the times do."""
    written = take(source, key, str, place)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as fault:
        raise refuse(place=f"{place}{key}", reason="not-a-date") from fault
    if moment.tzinfo is not None or moment.isoformat(timespec="minutes") != written:
        raise refuse(place=f"{place}{key}", reason="not-a-date")
    return written
