"""The overview."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.figures import day_series
from smartnumbers.apps.callrecords.queries import CallFilter, calls
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.rows import call_rows
from smartnumbers.portal.live.broker import context as live_context
from smartnumbers.portal.numbers.states import NumberState, states
from smartnumbers.portal.overview.chart import draw

DAYS = 14
WEEK = 7
CALLS_SHOWN = 8
NUMBERS_SHOWN = 12
NUMBERS_LOOKED_AT = 500


@page(Permission.SEE_CALLS)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """Is everything fine, what happened today, what happens when somebody calls now."""
    today = timezone.localdate()
    found = states(access=access, numbers=list(numbers(access=access)[:NUMBERS_LOOKED_AT]), at=timezone.now())
    series = day_series(access=access, last_day=today, days=DAYS)
    newest = calls(access=access, wanted=CallFilter(first_day=today), limit=CALLS_SHOWN)
    return render(
        request,
        "overview/overview.html",
        {
            "today": today,
            "now": timezone.localtime(),
            "figures": series[-1][1],
            "week_ago": series[-1 - WEEK][1],
            "chart": draw(series=series, today=today),
            "problems": [state for state in found if state.problem],
            "states": _worst_first(found)[:NUMBERS_SHOWN],
            "numbers": len(found),
            "rows": call_rows(access=access, calls=newest.calls),
            "live": live_context(access),
        },
    )


def _worst_first(found: Sequence[NumberState]) -> list[NumberState]:
    """Numbers with a problem come first only where not all are shown: in a short list each keeps its place."""
    if len(found) <= NUMBERS_SHOWN:
        return list(found)
    return sorted(found, key=lambda state: (state.problem is None, -state.figures.wanted))
