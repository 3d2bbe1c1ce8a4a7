"""What the portal's pages ask for an account: each question as the statistics have it, and as SQL on the record.

The SQL is what somebody would write who has only the record with its indexes. It says less: no callers counted among
those who are new, no lost payout, no ranks in the span before.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import (
    AnswerTimes,
    Breakdown,
    CallerCard,
    Column,
    Destinations,
    Dimension,
    Heat,
    Page,
    Question,
    Series,
    Step,
    TopCallers,
    Totals,
    Values,
)
from smartnumbers.statistics.scope import of_account

_CALLS = "FROM callrecords_callrecord WHERE account_id = {account}"
_DAYS = " AND local_day BETWEEN '{first}' AND '{last}'"
_SUMS = (
    "count(*), count(answered_at), sum(CASE WHEN result = 'lost' THEN 1 ELSE 0 END), sum(ended_at - answered_at), "
    "max(ended_at - answered_at), sum(amount), sum(payout), sum(holder_cost)"
)
_ROW = "SELECT id, number, caller, setup_at, result, outcome, answered_at, ended_at, currency, amount, payout "


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """An account, and what of it is asked: its busiest number and tariff, one of its callers, the last day."""

    account: int
    number: str
    tariff: str
    caller: str
    today: date


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what is asked of the record instead ("": nothing compares)."""

    question: Question[Any]
    sql: str


def asked_of(about: About, ask: Callable[[Question[Any]], Any]) -> Mapping[str, Asked]:
    """All questions, by what they are called."""
    return {**_pages(about, ask), **_figures(about), **_callers(about)}


def _span(about: About, days: int, before: int = 0) -> CallFilter:
    last = about.today - timedelta(days=before)
    return CallFilter(first_day=last - timedelta(days=days - 1), last_day=last)


def _within(about: About, days: int, before: int = 0) -> str:
    span = _span(about, days, before)
    return (_CALLS + _DAYS).format(account=about.account, first=span.first_day, last=span.last_day)


def _pages(about: About, ask: Callable[[Question[Any]], Any]) -> Mapping[str, Asked]:
    scope = of_account(about.account)
    year = CallFilter(first_day=about.today - timedelta(days=364), answered=True)
    dear = Page(scope=scope, wanted=year, column=Column.PRICE)
    last = ask(dear).rows[-1]
    mine = _CALLS.format(account=about.account)
    answered = _within(about, 365) + " AND answered_at IS NOT NULL"
    exact = f"{mine} AND caller = '{about.caller}' ORDER BY setup_at DESC LIMIT 51"
    few = CallFilter(numbers=(about.number,), tariffs=(about.tariff,), caller_prefixes=(about.caller[:5],))
    return {
        "page, all time": Asked(Page(scope=scope), f"{_ROW}{mine} ORDER BY setup_at DESC, id DESC LIMIT 51"),
        "page, 30 days": Asked(
            Page(scope=scope, wanted=_span(about, 30)),
            f"{_ROW}{_within(about, 30)} ORDER BY setup_at DESC, id DESC LIMIT 51",
        ),
        "page, a year's answered by price": Asked(
            dear, f"{_ROW}{answered} ORDER BY amount DESC, setup_at DESC, id DESC LIMIT 51"
        ),
        "the page after": Asked(
            Page(scope=scope, wanted=year, column=Column.PRICE, after=last.place),
            f"{_ROW}{answered} AND (amount, setup_at) < ({last.price or 0}, {last.setup_at}) "
            "ORDER BY amount DESC, setup_at DESC, id DESC LIMIT 51",
        ),
        "page by caller": Asked(
            Page(scope=scope, column=Column.CALLER, descending=False),
            f"{_ROW}{mine} ORDER BY caller, setup_at DESC LIMIT 51",
        ),
        "page by talk": Asked(
            Page(scope=scope, column=Column.TALK),
            f"{_ROW}{mine} ORDER BY ended_at - answered_at DESC LIMIT 51",
        ),
        "page, number, tariff and prefix": Asked(
            Page(scope=scope, wanted=few),
            f"{_ROW}{mine} AND number = '{about.number}' AND tariff_code = '{about.tariff}' "
            f"AND caller LIKE '{about.caller[:5]}%' ORDER BY setup_at DESC LIMIT 51",
        ),
        "page, one caller": Asked(Page(scope=scope, wanted=CallFilter(callers=(about.caller,))), _ROW + exact),
        "totals of number, tariff and prefix": Asked(
            Totals(scope=scope, wanted=(few,)),
            f"SELECT {_SUMS}, count(DISTINCT caller) {mine} AND number = '{about.number}' "
            f"AND tariff_code = '{about.tariff}' AND caller LIKE '{about.caller[:5]}%'",
        ),
    }


def _figures(about: About) -> Mapping[str, Asked]:
    scope, mine = of_account(about.account), _CALLS.format(account=about.account)
    month = _span(about, about.today.day)
    key_figures = (
        *(_span(about, 1, back) for back in (0, 7, 1, 8)),
        month,
        _span(about, about.today.day, 28),
        _span(about, 330),
        _span(about, 330, 364),
    )
    wait = "coalesce(answered_at, ended_at) - setup_at"
    attempts = (
        "SELECT coalesce(nullif(a.destination, ''), a.address), count(*), count(a.answered_at) "
        "FROM callrecords_attempt AS a JOIN callrecords_callrecord AS c ON c.id = a.call_id "
        f"WHERE c.account_id = {about.account}"
    )
    first = _span(about, 30).first_day
    return {
        "key figures of the overview (8 spans)": Asked(
            Totals(scope=scope, wanted=key_figures),
            " UNION ALL ".join(
                f"SELECT {_SUMS}, count(DISTINCT caller) "
                + (_CALLS + _DAYS).format(account=about.account, first=one.first_day, last=one.last_day)
                for one in key_figures
            ),
        ),
        "totals, all time": Asked(
            Totals(scope=scope, wanted=(CallFilter(),)), f"SELECT {_SUMS}, count(DISTINCT caller) {mine}"
        ),
        "totals, 30 days": Asked(
            Totals(scope=scope, wanted=(_span(about, 30),)),
            f"SELECT {_SUMS}, count(DISTINCT caller) {_within(about, 30)}",
        ),
        "series, 30 days": Asked(
            Series(scope=scope, wanted=_span(about, 30)),
            f"SELECT local_day, {_SUMS} {_within(about, 30)} GROUP BY local_day",
        ),
        "series, a year by day": Asked(
            Series(scope=scope, wanted=_span(about, 365)),
            f"SELECT local_day, {_SUMS} {_within(about, 365)} GROUP BY local_day",
        ),
        "series, a year by month": Asked(Series(scope=scope, wanted=_span(about, 365), step=Step.MONTH), ""),
        "heat map, all time": Asked(
            Heat(scope=scope),
            f"SELECT setup_at / 3600000 % 168, count(*), count(answered_at) {mine} GROUP BY setup_at / 3600000 % 168",
        ),
        "by number, 30 days": Asked(
            Breakdown(scope=scope, wanted=_span(about, 30), dimension=Dimension.NUMBER),
            f"SELECT number, {_SUMS} {_within(about, 30)} GROUP BY number",
        ),
        "by number, all time": Asked(
            Breakdown(scope=scope, dimension=Dimension.NUMBER), f"SELECT number, {_SUMS} {mine} GROUP BY number"
        ),
        "by outcome, all time": Asked(
            Breakdown(scope=scope, dimension=Dimension.OUTCOME), f"SELECT outcome, {_SUMS} {mine} GROUP BY outcome"
        ),
        "by tariff, all time": Asked(
            Breakdown(scope=scope, dimension=Dimension.TARIFF),
            f"SELECT tariff_code, {_SUMS} {mine} GROUP BY tariff_code",
        ),
        "by area, all time": Asked(Breakdown(scope=scope, dimension=Dimension.AREA), ""),
        "destinations, 30 days": Asked(
            Destinations(scope=scope, wanted=_span(about, 30)), f"{attempts} AND c.local_day >= '{first}' GROUP BY 1"
        ),
        "destinations, all time": Asked(Destinations(scope=scope), f"{attempts} GROUP BY 1"),
        "waits, 30 days": Asked(
            AnswerTimes(scope=scope, wanted=_span(about, 30)),
            f"SELECT ({wait}) / 5000, count(*) {_within(about, 30)} GROUP BY ({wait}) / 5000",
        ),
        "waits, all time": Asked(
            AnswerTimes(scope=scope), f"SELECT ({wait}) / 5000, count(*) {mine} GROUP BY ({wait}) / 5000"
        ),
        "choices of the filter": Asked(Values(scope=scope, since=0), ""),
    }


def _callers(about: About) -> Mapping[str, Asked]:
    scope = of_account(about.account)

    def top(days: int, *, lost: bool = False) -> Asked:
        question = TopCallers(
            scope=scope, wanted=_span(about, days), before=_span(about, days, days), currency="CHF", lost=lost
        )
        sql = (
            f"SELECT caller, sum(amount), count(*), min(setup_at), max(setup_at) {_within(about, days)} "
            "AND caller <> '' GROUP BY caller ORDER BY 2 DESC LIMIT 200"
        )
        return Asked(question, "" if lost else sql)

    mine = _CALLS.format(account=about.account)
    return {
        "top 200, a month": top(30),
        "top 200, 3 months": top(91),
        "top 200, 6 months": top(182),
        "lost customers, 6 months": top(182, lost=True),
        "a caller's card": Asked(
            CallerCard(scope=scope, caller=about.caller), f"SELECT {_SUMS} {mine} AND caller = '{about.caller}'"
        ),
    }


def facts(rows: Callable[[str], Sequence[tuple[Any, ...]]], account: int, today: date) -> About:
    """What is asked of an account, from its calls of the last 30 days (or all, where there are few)."""
    mine = _CALLS.format(account=account)

    def commonest(column: str) -> str:
        found = rows(f"SELECT {column} {mine} AND {column} <> '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1")
        return str(found[0][0]) if found else ""

    (caller,) = (row[0] for row in rows(f"SELECT caller {mine} AND caller LIKE '+41%' ORDER BY id LIMIT 1"))
    return About(
        account=account, number=commonest("number"), tariff=commonest("tariff_code"), caller=caller, today=today
    )
