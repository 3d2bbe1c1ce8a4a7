"""Calls and revenue by hour, day, week or month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import Result
from smartnumbers.apps.reporting.asking import ask
from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.portal.calls.filters import calls_url
from smartnumbers.portal.charts.bars import Bar, BarChart, bars
from smartnumbers.portal.charts.marks import Frame, Series
from smartnumbers.portal.charts.units import COUNTS, amounts
from smartnumbers.portal.figures.asked import MONEY, STEP, Asked
from smartnumbers.portal.figures.money import currencies, of_currency
from smartnumbers.portal.figures.steps import TimeStep, time_steps
from smartnumbers.portal.money import cents
from smartnumbers.statistics.answers import Figures
from smartnumbers.statistics.questions import Series as SeriesQuestion
from smartnumbers.statistics.questions import Step


@dataclass(frozen=True, slots=True)
class Switch:
    """One way to look at a chart, and the address that does."""

    word: str
    address: str
    chosen: bool


def over_time(asked: Asked) -> dict[str, Any]:
    """Both charts, their sums, and the switches for steps and currency. Raises StatisticsAway."""
    step = asked.step
    reply = ask(
        access=asked.access,
        question=lambda scope: SeriesQuestion(scope=scope, wanted=asked.wanted, step=step),
    )
    steps = time_steps(
        series=reply.answer,
        step=step,
        first=asked.wanted.first_day,
        last=min(asked.wanted.last_day or asked.today, asked.today),
        hours=asked.wanted.hours,
    )
    found = currencies(one.figures for one in steps)
    wish = asked.query.get(MONEY, "")
    currency = wish if wish in found else next(iter(found), "")
    return {
        "calls": _calls_chart(asked, steps),
        "sums": _sums([one.figures for one in steps]),
        "revenue": _revenue_chart(asked, steps, currency) if currency else None,
        "revenue_sums": _money_sums([one.figures for one in steps], currency) if currency else None,
        "steps": _steps(asked),
        "currencies": [Switch(one, asked.address(**{MONEY: one}), one == currency) for one in found],
        "from_record": reply.from_record,
        "behind_seconds": reply.behind_seconds,
    }


def _calls_chart(asked: Asked, steps: Sequence[TimeStep]) -> BarChart:
    return bars(
        frame=Frame(
            name="calls-over-time",
            title=_("Calls over time"),
            about=_("Lost calls hang down from the line. The table below has the figures."),
            head=_("Time"),
            unfinished=_("not over yet"),
        ),
        unit=COUNTS,
        series=(
            Series(name=_("answered")),
            Series(name=_("announcement or message"), tone="calm"),
            Series(name=_("lost"), tone="bad", below=True),
        ),
        bars=[
            Bar(
                name=one.name,
                label=one.label,
                values=(one.figures.answered, one.figures.informed, one.figures.lost),
                link=_link(asked, one),
                unfinished=one.runs(asked.today),
            )
            for one in steps
        ],
    )


def _revenue_chart(asked: Asked, steps: Sequence[TimeStep], currency: str) -> BarChart:
    """The holder's revenue, and above it what remains of what callers pay."""
    found = [(one, of_currency(one.figures, currency)) for one in steps]
    return bars(
        frame=Frame(
            name="revenue-over-time",
            title=_("Revenue over time"),
            about=_("A whole bar is what callers paid; its lower part is your revenue."),
            head=_("Time"),
            unfinished=_("not over yet"),
        ),
        unit=amounts(currency),
        series=(
            Series(name=_("your revenue")),
            Series(name=_("tax and share of the operator"), tone="still"),
        ),
        bars=[
            Bar(
                name=one.name,
                label=one.label,
                values=(max(0, sums.payout), max(0, sums.spent - max(0, sums.payout))),
                link=_link(asked, one),
                unfinished=one.runs(asked.today),
            )
            for one, sums in found
        ],
    )


def _link(asked: Asked, one: TimeStep) -> str:
    """The calls of a step; those that only were turned away are in no bar, but nothing else is left out."""
    results = asked.wanted.results or (Result.ANSWERED.value, Result.INFORMED.value, Result.LOST.value)
    days = {"first_day": one.first, "last_day": one.last, "results": results}
    return calls_url(asked.with_only(**days, **({"hours": (one.hour,)} if one.step is Step.HOUR else {})))


def _sums(figures: Sequence[Figures]) -> dict[str, int]:
    answered, lost = sum(one.answered for one in figures), sum(one.lost for one in figures)
    informed = sum(one.informed for one in figures)
    return {
        "calls": answered + informed + lost,
        "answered": answered,
        "lost": lost,
        "wanted": answered + lost,
        "minutes": round(sum(one.talk for one in figures) / 60_000),
    }


def _money_sums(figures: Sequence[Figures], currency: str) -> dict[str, str]:
    found = [of_currency(one, currency) for one in figures]
    cost = sum(one.cost for one in found)
    return {
        "spent": money(cents(sum(one.spent for one in found)), currency),
        "payout": money(cents(sum(one.payout for one in found)), currency),
        "cost": money(cents(cost), currency) if cost else "",
    }


def _steps(asked: Asked) -> list[Switch]:
    words = {Step.HOUR: _("hour"), Step.DAY: _("day"), Step.WEEK: _("week"), Step.MONTH: _("month")}
    return [
        Switch(word, asked.address(**{STEP: step.value}), step is asked.step)
        for step, word in words.items()
        if asked.has_room_for(step) or step is asked.step
    ]
