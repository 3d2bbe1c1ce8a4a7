"""The page of the figures. Its first charts come with it, each of the others by itself, so that none waits for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.chips import chips
from smartnumbers.portal.calls.filters import NAMES, calls_url
from smartnumbers.portal.calls.words import ValueWords
from smartnumbers.portal.figures.asked import Asked, read_asked
from smartnumbers.portal.figures.outcomes import outcomes, waits
from smartnumbers.portal.figures.overtime import over_time
from smartnumbers.portal.figures.rankings import by_destination, by_number, by_tariff, origins
from smartnumbers.portal.figures.week import week
from smartnumbers.statistics.client import StatisticsAway

WHOLE = "whole"
NUMBERS_TO_CHOOSE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the page: its heading, a remark beside it, and what makes its charts."""

    title: Promise
    note: Promise | str
    make: Callable[[Asked], dict[str, Any]]


PARTS: Mapping[str, Part] = {
    "week": Part(_("When callers call"), _("weekday and hour of the call"), week),
    "outcomes": Part(_("What became of the calls"), "", outcomes),
    "waits": Part(_("How long callers waited"), "", waits),
    "numbers": Part(_("Numbers"), "", by_number),
    "destinations": Part(_("Destinations"), _("each attempt to reach one counts"), by_destination),
    "tariffs": Part(_("Tariffs"), "", by_tariff),
    "origins": Part(_("Where callers call from"), _("as far as their numbers tell"), origins),
}


@page(Permission.SEE_CALLS)
def figures(request: HttpRequest, access: Access) -> HttpResponse:
    """The figures of the calls that the address asks for; with `whole`, all of them at once."""
    asked = read_asked(access=access, query=request.GET, today=timezone.localdate())
    names = dict(numbers(access=access).values_list("number", "name")[:NUMBERS_TO_CHOOSE])
    values: dict[str, Any] = {
        "chips": chips(
            query=asked.query,
            reading=asked.reading,
            today=asked.today,
            words=ValueWords(access=access, numbers=names),
        ),
        "filtered": bool(NAMES & set(request.GET)),
        "faults": list(asked.reading.faults.values()),
        "has_numbers": bool(names),
        "calls_address": calls_url(asked.wanted),
        "whole_address": asked.address(**{WHOLE: "1"}),
    }
    try:
        values |= over_time(asked)
        values["parts"] = [_part(asked, name, made=WHOLE in request.GET) for name in PARTS]
    except StatisticsAway:
        values["away"] = True
    return render(request, "figures/figures.html", values)


@page(Permission.SEE_CALLS)
def part(request: HttpRequest, access: Access, name: str) -> HttpResponse:
    """One part of the page by itself."""
    if name not in PARTS:
        raise Http404(name)
    asked = read_asked(access=access, query=request.GET, today=timezone.localdate())
    try:
        made = _part(asked, name, made=True)
    except StatisticsAway:
        made = _part(asked, name, made=False) | {"away": True}
    return render(request, "figures/_part.html", {"part": made})


def _part(asked: Asked, name: str, *, made: bool) -> dict[str, Any]:
    """What the template shows of a part: its charts or, where they are to come by themselves, where from."""
    known = PARTS[name]
    return {
        "name": name,
        "title": known.title,
        "note": known.note,
        "template": f"figures/_{name}.html",
        "address": f"{reverse('figures-part', args=[name])}?{asked.query.urlencode()}",
        "made": known.make(asked) if made else None,
    }
