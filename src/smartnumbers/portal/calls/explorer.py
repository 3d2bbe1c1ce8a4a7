"""The list of calls: filter, order, columns, totals, saved views; the address holds all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.reporting.columns import COLUMNS
from smartnumbers.apps.reporting.models import Habit, SavedView
from smartnumbers.apps.reporting.queries.views import habit, saved_views
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.cells import list_rows, only_currency
from smartnumbers.portal.calls.chips import chips
from smartnumbers.portal.calls.filters import NAMES, Reading, read_filter
from smartnumbers.portal.calls.finding import NOTHING, find, permitted, values
from smartnumbers.portal.calls.listing import (
    AFTER,
    AT,
    DENSITY,
    PANEL,
    PLACES,
    SHOWN,
    SORT,
    UNTIL,
    VIEW,
    Listing,
    headings,
    place_query,
    read_listing,
)
from smartnumbers.portal.calls.panel import Panel
from smartnumbers.portal.calls.totals import totals
from smartnumbers.portal.calls.words import ValueWords
from smartnumbers.statistics.answers import ValueLists
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.questions import Column

NUMBERS_TO_CHOOSE = 200
ALL = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, for this person, today."""

    query: QueryDict
    reading: Reading
    listing: Listing
    today: date

    @property
    def kept(self) -> str:
        """What a saved view keeps of it: conditions, order and columns."""
        kept = self.query.copy()
        for name in list(kept):
            if name not in NAMES:
                del kept[name]
        kept[SORT] = f"{'-' if self.listing.descending else ''}{self.listing.column.value}"
        if self.listing.chosen:
            kept[SHOWN] = ",".join(column.value for column in self.listing.columns)
        return kept.urlencode()


def read_request(*, query: QueryDict, access: Access, liked: Habit) -> Asked:
    """What an address asks for."""
    today = timezone.localdate()
    reading = permitted(access=access, reading=read_filter(query=query, today=today))
    return Asked(query=query, reading=reading, listing=read_listing(query=query, habit=liked), today=today)


@page(Permission.SEE_CALLS)
def call_list(request: HttpRequest, access: Access) -> HttpResponse:
    """The calls that the address asks for; while somebody types, only what changes with it."""
    liked = habit(access=access)
    if not request.GET and liked.start is not None:
        return HttpResponseRedirect(f"{reverse('calls')}?{liked.start.query}&{VIEW}={liked.start.pk}")
    query = _without_empty(request.GET)
    headers = getattr(request, "headers", {})
    typing = "HX-Request" in headers and "HX-History-Restore-Request" not in headers
    if not typing and query != request.GET:
        return HttpResponseRedirect(f"{request.path}?{query.urlencode()}" if query else f"{request.path}?{VIEW}={ALL}")
    asked = read_request(query=query, access=access, liked=liked)
    names = dict(numbers(access=access).values_list("number", "name")[:NUMBERS_TO_CHOOSE])
    context = _shown(access, asked, names, typing=typing) | _around(access, asked, liked)
    response = render(request, "calls/_typed.html" if typing else "calls/list.html", context)
    if typing:
        response["HX-Push-Url"] = f"{request.path}?{query.urlencode() or f'{VIEW}={ALL}'}"
    return response


def _shown(access: Access, asked: Asked, names: dict[str, str], *, typing: bool) -> dict[str, Any]:
    """The calls, or why there are none to be seen."""
    offered = NOTHING if typing and "destination" not in asked.query else None
    shown: dict[str, Any] = {"has_numbers": bool(names)}
    try:
        found = find(access=access, wanted=asked.reading.wanted, listing=asked.listing)
        offered = offered or values(access=access)
    except StatisticsAway:
        offered = NOTHING
        shown["away"] = True
    else:
        rows = found.page.rows
        shown |= {
            "headings": headings(query=asked.query, listing=asked.listing, currency=only_currency(rows)),
            "rows": list_rows(rows=rows, listing=asked.listing, names=names),
            "totals": totals(found.totals),
            "count": found.totals.calls,
            "from_record": found.from_record,
            "behind_seconds": found.behind_seconds,
            "before": place_query(asked.query, UNTIL, rows[0].place) if rows and found.page.more_before else "",
            "behind": place_query(asked.query, AFTER, rows[-1].place) if rows and found.page.more_after else "",
        }
    words = ValueWords(access=access, destinations=dict(offered.destinations), numbers=names)
    panel = Panel(
        query=asked.query, reading=asked.reading, values=offered, words=words, access=access, today=asked.today
    )
    return shown | {
        "columns": _columns(asked.listing, offered),
        "chips": chips(query=asked.query, reading=asked.reading, today=asked.today, words=words),
        "panel": panel,
        "panel_open": PANEL in asked.query or bool(asked.reading.faults),
    }


def _around(access: Access, asked: Asked, liked: Habit) -> dict[str, Any]:
    """What stands around the calls: views, columns, order."""
    views = saved_views(access=access)
    opened = next((view for view in views if str(view.pk) == asked.query.get(VIEW)), None)
    return {
        "listing": asked.listing,
        "by_time": asked.listing.column is Column.TIME,
        "filtered": bool(NAMES & set(asked.query)),
        "query": asked.query.urlencode(),
        "kept_query": asked.kept,
        "kept_inputs": _inputs(asked.query),
        "views": views,
        "opened": opened,
        "opened_own": opened is not None and opened.created_by_id == access.actor.id,
        "opened_changed": opened is not None and opened.query != asked.kept,
        "starts_here": _starts_here(liked, opened),
        "jump_inputs": _all_but_place(asked.query),
        "jump_day": asked.query.get(AT, ""),
    }


def _columns(listing: Listing, offered: ValueLists) -> Sequence[tuple[str, str, bool, bool]]:
    """The columns to choose from: value, name, whether it is shown, whether it always is."""
    without = {Column.AGENT: offered.agents, Column.CAMPAIGN: offered.campaigns}
    return [
        (column.value, str(heading.word), column in listing.columns, column is Column.TIME)
        for column, heading in COLUMNS.items()
        if column in listing.columns or without.get(column, ("any",))
    ]


def _starts_here(liked: Habit, opened: SavedView | None) -> bool:
    return opened is not None and liked.start_id == opened.pk


def _inputs(query: QueryDict) -> Sequence[tuple[str, str]]:
    """What of the address is no condition and stays when conditions change."""
    return [(name, query.get(name, "")) for name in (SORT, SHOWN, DENSITY, VIEW) if name in query]


def _all_but_place(query: QueryDict) -> Sequence[tuple[str, str]]:
    """All of an address but the place in the list, for the form that jumps to a day."""
    return [(name, one) for name, several in query.lists() if name not in PLACES for one in several]


def _without_empty(query: QueryDict) -> QueryDict:
    """An address without fields in which nothing stands: forms send them all."""
    kept = query.copy()
    for name, several in query.lists():
        filled = [one for one in several if one.strip()]
        if filled:
            kept.setlist(name, filled)
        else:
            del kept[name]
    return kept
