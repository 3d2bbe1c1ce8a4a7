"""The Top 200: of this month, of the last, of 3 and 6 months, and who did not call any more."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.portal.access import page
from smartnumbers.portal.calls.listing import with_query
from smartnumbers.portal.customers.file import csv_file
from smartnumbers.portal.customers.periods import USUAL, WORDS, TopPeriod, top_period
from smartnumbers.portal.customers.rows import customer_rows
from smartnumbers.portal.figures.money import currencies
from smartnumbers.portal.figures.overtime import Switch
from smartnumbers.statistics.answers import TopList
from smartnumbers.statistics.client import StatisticsAway
from smartnumbers.statistics.questions import TopCallers, Totals

PERIOD, CURRENCY, LOST, FILE = "of", "money", "lost", "csv"
TOP = 200


@dataclass(frozen=True, slots=True)
class _Found:
    """The list, the currency it goes by ("" where nobody pays anything), and those there are."""

    top: TopList
    currency: str
    currencies: list[str]
    from_record: bool
    behind_seconds: int | None


@page(Permission.SEE_CALLS)
def customers(request: HttpRequest, access: Access) -> HttpResponse:
    """The callers who spend most, with what has changed since the period before; or the same as a file."""
    period = top_period(name=request.GET.get(PERIOD, USUAL), today=timezone.localdate())
    lost = LOST in request.GET
    values: dict[str, Any] = {
        "period": period,
        "word": WORDS[period.name],
        "lost": lost,
        "periods": _periods(request.GET, period),
        "top_address": with_query(request.GET, {}, drop=(LOST,)),
        "lost_address": with_query(request.GET, {LOST: "1"}),
        "file_address": with_query(request.GET, {FILE: "1"}),
    }
    try:
        found = _find(access, request.GET, period, lost=lost)
    except StatisticsAway:
        return render(request, "customers/customers.html", values | {"away": True})
    rows = customer_rows(found.top.callers)
    if FILE in request.GET:
        name = f"customers-{'lost-' if lost else ''}{period.first}-{period.last}"
        return csv_file(rows=rows, currency=found.currency, name=name)
    values |= {
        "rows": rows,
        "top": found.top,
        "currency": found.currency,
        "currencies": [
            Switch(one, with_query(request.GET, {CURRENCY: one}), one == found.currency) for one in found.currencies
        ],
        "from_record": found.from_record,
        "behind_seconds": found.behind_seconds,
    }
    return render(request, "customers/customers.html", values)


def _find(access: Access, query: QueryDict, period: TopPeriod, *, lost: bool) -> _Found:
    """The list in the currency asked for or, else, in the one in which most is spent. Raises StatisticsAway."""
    sums = ask(access=access, question=lambda scope: Totals(scope=scope, wanted=(period.wanted, period.before))).answer
    there = currencies(sums.sets)
    wish = query.get(CURRENCY, "")
    currency = wish if wish in there else next(iter(there), "")
    reply = ask(
        access=access,
        question=lambda scope: TopCallers(
            scope=scope, wanted=period.wanted, before=period.before, currency=currency, lost=lost, limit=TOP
        ),
    )
    return _Found(reply.answer, currency, there, reply.from_record, reply.behind_seconds)


def _periods(query: QueryDict, period: TopPeriod) -> list[Switch]:
    return [Switch(str(word), with_query(query, {PERIOD: name}), name == period.name) for name, word in WORDS.items()]
