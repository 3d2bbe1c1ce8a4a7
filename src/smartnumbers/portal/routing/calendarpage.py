"""The calendar of a number: a month with its holidays, special days, exceptions, and changes settled for later."""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import number as find
from smartnumbers.apps.plans.models import ScheduledPlan
from smartnumbers.apps.plans.queries import scheduled
from smartnumbers.portal.access import page
from smartnumbers.portal.numbers.sheet import head
from smartnumbers.portal.routing.drafting import drafting
from smartnumbers.portal.routing.overlays import strips
from smartnumbers.portal.routing.week import Strip


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the month's sheet."""

    on: date
    outside: bool
    today: bool
    strips: Sequence[Strip]


@dataclass(frozen=True, slots=True)
class Settled:
    """A change settled for later, or holding now."""

    row: ScheduledPlan
    holds: bool


@page(Permission.SEE_NUMBERS)
def month(request: HttpRequest, access: Access, written: str) -> HttpResponse:
    """A month, and what is settled for later."""
    working = drafting(access=access, number=find(access=access, written=written))
    now = timezone.now()
    today = now.astimezone(ZoneInfo(working.document["zone"])).date()
    first = _first(request.GET.get("month", ""), today)
    settled = scheduled(access=access, number=working.number, at=now)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    days = [day for week in weeks for day in week]
    over = strips(document=working.document, scheduled=settled, days=days)
    values = head(access=access, number=working.number, tab="routing")
    values |= {
        "drafting": working,
        "title": capfirst(date_format(first, "F Y")),
        "weeks": [
            [CalendarDay(day, day.month != first.month, day == today, over.get(day, ())) for day in week]
            for week in weeks
        ],
        "before": first - timedelta(days=1),
        "after": first + timedelta(days=31),
        "settled": [Settled(row, holds=row.begins <= now) for row in settled],
    }
    return render(request, "routing/calendar.html", values)


def _first(written: str, today: date) -> date:
    """The first of the month that an address asks for ("2026-12"), of today's where it asks for none."""
    try:
        found = date.fromisoformat(f"{written}-01")
    except ValueError:
        return today.replace(day=1)
    return found if 1970 < found.year < 2100 else today.replace(day=1)
