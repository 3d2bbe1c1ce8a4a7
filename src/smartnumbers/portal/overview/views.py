"""The overview."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.callrecords.queries import CallFilter, calls
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.reporting.forecasting import days_until
from smartnumbers.apps.reporting.keyfigures import key_figures
from smartnumbers.apps.reporting.queries.kpis import own_kpis
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.rows import call_rows
from smartnumbers.portal.kpis.tiles import kpi_tiles
from smartnumbers.portal.live.broker import context as live_context
from smartnumbers.portal.numbers.states import NumberState, states
from smartnumbers.portal.overview.asked import SPANS, Asked, read_asked
from smartnumbers.portal.overview.days import days_chart
from smartnumbers.portal.overview.indetail import cells
from smartnumbers.portal.overview.prospect import prospect
from smartnumbers.portal.overview.tiles import Lead, lead_of, span_names, tiles
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.measures import Measure
from smartnumbers.statistics.spans import SpanName

DAYS = 14
CALLS_SHOWN = 8
NUMBERS_SHOWN = 12
NUMBERS_LOOKED_AT = 500
NUMBERS_TO_CHOOSE = 200
"""More numbers than these are no list to choose from: their own pages lead to their figures."""


@page(Permission.SEE_CALLS)
def overview(request: HttpRequest, access: Access) -> HttpResponse:
    """Is everything fine, what was earned, what happens when somebody calls now."""
    asked = read_asked(access=access, query=request.GET)
    found = states(access=access, numbers=list(numbers(access=access)[:NUMBERS_LOOKED_AT]), at=timezone.now())
    number = None if asked.number is None else asked.number.number
    newest = calls(access=access, wanted=CallFilter(first_day=timezone.localdate(), number=number), limit=CALLS_SHOWN)
    values: dict[str, Any] = {
        "now": timezone.localtime(),
        "problems": [state for state in found if state.problem],
        "states": _worst_first(found)[:NUMBERS_SHOWN],
        "numbers": len(found),
        "choices": _choices(asked, found) if 1 < len(found) <= NUMBERS_TO_CHOOSE else [],
        "rows": call_rows(access=access, calls=newest.calls),
        "live": live_context(access),
        "asked": asked,
    }
    return render(request, "overview/overview.html", values | _figures(access, asked, found))


@page(Permission.SEE_CALLS)
def today(request: HttpRequest, access: Access) -> HttpResponse:
    """What of the figures changes from call to call: today's."""
    asked = read_asked(access=access, query=request.GET)
    day = timezone.localdate()
    lead = _lead_of(request)
    try:
        found = key_figures(access=access, wanted=asked.wanted, names=[SpanName.TODAY], now=timezone.now())
    except StatisticsAway:
        return HttpResponse(status=204)
    values = {"tile": tiles(asked=asked, lead=lead, compared=found.of, today=day, days=None)[0], "asked": asked}
    if asked.span is SpanName.TODAY:
        values["cells"] = cells(asked=asked, lead=lead, compared=found.of[SpanName.TODAY], begins=None, today=day)
    return render(request, "overview/_today.html", values)


def _choices(asked: Asked, found: Sequence[NumberState]) -> list[dict[str, Any]]:
    """Whose figures can be looked at: all numbers' together, or one's."""
    every = Asked(number=None, span=asked.span)
    return [
        {"number": number, "address": one.address(), "here": number == asked.number}
        for one, number in (
            (every, None),
            *((Asked(number=state.number, span=asked.span), state.number) for state in found),
        )
    ]


def _figures(access: Access, asked: Asked, found: Sequence[NumberState]) -> dict[str, Any]:
    """The values of the figures; that they are away, where they are."""
    now, day = timezone.now(), timezone.localdate()
    try:
        figures = key_figures(access=access, wanted=asked.wanted, names=SPANS, now=now)
        days = days_until(access=access, wanted=asked.wanted, today=day)
        lead = lead_of([one for compared in figures.of.values() for one in (compared.figures, compared.figures_before)])
        kept = [state for state in found if asked.number is None or state.number == asked.number]
        kpis = kpi_tiles(access=access, kpis=own_kpis(access=access), now=now)
        forecast = prospect(access=access, asked=asked, lead=lead, days=days, states=kept, now=now)
    except StatisticsAway:
        return {"away": True}
    return {
        "lead": lead,
        "tiles": tiles(asked=asked, lead=lead, compared=figures.of, today=day, days=days),
        "cells": cells(asked=asked, lead=lead, compared=figures.of[asked.span], begins=days.begin, today=day),
        "spans": [
            {"word": word, "address": asked.address(span=name), "here": name is asked.span}
            for name, word in span_names().items()
        ],
        "prospect": forecast,
        "kpis": kpis,
        "may_set": access.may(Permission.SET_TARGETS) and access.account is not None,
        "refresh": _refresh(asked, lead),
        "chart": days_chart(series=days.last(DAYS), today=day, wanted=asked.wanted),
        "from_record": figures.from_record,
        "behind_seconds": figures.behind_seconds,
    }


def _refresh(asked: Asked, lead: Lead) -> str:
    """Where today's figures come from: it is told what the page's great ones are of."""
    address = asked.address(name="overview-today")
    values = urlencode([("measure", lead.measure.value), *(("currency", one) for one in lead.currencies)])
    return f"{address}{'&' if '?' in address else '?'}{values}"


def _lead_of(request: HttpRequest) -> Lead:
    """What the page's great figures are of: it says so itself, for today alone may have no money yet."""
    measure = request.GET.get("measure", "")
    currencies = [currency for currency in request.GET.getlist("currency") if len(currency) == 3]
    return Lead(measure=Measure(measure) if measure in set(Measure) else Measure.CALLS, currencies=currencies)


def _worst_first(found: Sequence[NumberState]) -> list[NumberState]:
    """Numbers with a problem come first only where not all are shown: in a short list each keeps its place."""
    if len(found) <= NUMBERS_SHOWN:
        return list(found)
    return sorted(found, key=lambda state: (state.problem is None, -state.wanted))
