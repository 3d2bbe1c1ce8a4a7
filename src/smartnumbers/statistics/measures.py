"""What is read out of figures: one value for each measure, defined once for pages, own key figures and the API.

Calls that were blocked are none that somebody missed: no measure but their own count has them. A share is of the calls
that wanted somebody, answered or lost; who was to hear an announcement wanted nobody.
"""

from collections.abc import Mapping
from enum import StrEnum

from smartnumbers.statistics.answers import Figures, Money

ONE = 1_000_000
"""A whole, of which shares are millionths."""


class Measure(StrEnum):
    """The measures, by codes that never change."""

    CALLS = "calls"
    ANSWERED = "answered"
    ANSWERED_SHARE = "answered-share"
    ANSWERED_15S_SHARE = "answered-15s-share"
    LOST = "lost"
    LOST_SHARE = "lost-share"
    TALK = "talk"
    AVERAGE_TALK = "average-talk"
    LONGEST_TALK = "longest-talk"
    AVERAGE_WAIT = "average-wait"
    CALLERS = "callers"
    NEW_CALLERS = "new-callers"
    SPENT = "spent"
    PAYOUT = "payout"
    COST = "cost"
    LOST_PAYOUT = "lost-payout"
    SPENT_PER_CALL = "spent-per-call"
    PAYOUT_PER_CALL = "payout-per-call"
    COST_PER_CALL = "cost-per-call"


class Kind(StrEnum):
    """The units: calls or people, millionths of 1, milliseconds, millionths of a currency's unit."""

    COUNT = "count"
    SHARE = "share"
    DURATION = "duration"
    MONEY = "money"


_KINDS: Mapping[Measure, Kind] = {
    Measure.ANSWERED_SHARE: Kind.SHARE,
    Measure.ANSWERED_15S_SHARE: Kind.SHARE,
    Measure.LOST_SHARE: Kind.SHARE,
    Measure.TALK: Kind.DURATION,
    Measure.AVERAGE_TALK: Kind.DURATION,
    Measure.LONGEST_TALK: Kind.DURATION,
    Measure.AVERAGE_WAIT: Kind.DURATION,
    Measure.SPENT: Kind.MONEY,
    Measure.PAYOUT: Kind.MONEY,
    Measure.COST: Kind.MONEY,
    Measure.LOST_PAYOUT: Kind.MONEY,
    Measure.SPENT_PER_CALL: Kind.MONEY,
    Measure.PAYOUT_PER_CALL: Kind.MONEY,
    Measure.COST_PER_CALL: Kind.MONEY,
}
_GROWING = frozenset(
    {
        Measure.CALLS,
        Measure.ANSWERED,
        Measure.LOST,
        Measure.TALK,
        Measure.NEW_CALLERS,
        Measure.SPENT,
        Measure.PAYOUT,
        Measure.COST,
        Measure.LOST_PAYOUT,
    }
)


def kind_of(measure: Measure) -> Kind:
    """The unit of a measure."""
    return _KINDS.get(measure, Kind.COUNT)


def grows(measure: Measure) -> bool:
    """Whether it adds up day by day, so that half of a span has about half of it."""
    return measure in _GROWING


def value_of(*, measure: Measure, figures: Figures, currency: str = "") -> int | None:
    """The value of a measure, in its unit; None where there is nothing that it could be told of, such as no call.

    `currency` is that of the money. Shares and averages are rounded to the nearest whole of their unit.
    """
    if kind_of(measure) is Kind.MONEY:
        return _money(measure, figures, money_in(figures, currency))
    wanted = figures.answered + figures.lost
    values = {
        Measure.CALLS: figures.calls - figures.blocked,
        Measure.ANSWERED: figures.answered,
        Measure.ANSWERED_SHARE: _part(figures.answered * ONE, wanted),
        Measure.ANSWERED_15S_SHARE: _part(figures.within_15s * ONE, wanted),
        Measure.LOST: figures.lost,
        Measure.LOST_SHARE: _part(figures.lost * ONE, wanted),
        Measure.TALK: figures.talk,
        Measure.AVERAGE_TALK: _part(figures.talk, figures.answered),
        Measure.LONGEST_TALK: figures.longest if figures.answered else None,
        Measure.AVERAGE_WAIT: _part(figures.answer_wait, figures.answered),
        Measure.CALLERS: figures.callers,
        Measure.NEW_CALLERS: figures.new_callers,
    }
    return values[measure]


def money_in(figures: Figures, currency: str) -> Money:
    """The money of one currency; nothing where there is none."""
    none = Money(currency=currency, spent=0, payout=0, cost=0)
    return next((money for money in figures.money if money.currency == currency), none)


def _money(measure: Measure, figures: Figures, money: Money) -> int | None:
    values = {
        Measure.SPENT: money.spent,
        Measure.PAYOUT: money.payout,
        Measure.COST: money.cost,
        Measure.LOST_PAYOUT: money.lost_payout,
        Measure.SPENT_PER_CALL: _part(money.spent, figures.answered),
        Measure.PAYOUT_PER_CALL: _part(money.payout, figures.answered),
        Measure.COST_PER_CALL: _part(money.cost, figures.answered),
    }
    return values[measure]


def _part(amount: int, of: int) -> int | None:
    """Half is rounded away from 0, as in bills."""
    if not of:
        return None
    nearest = (2 * abs(amount) + of) // (2 * of)
    return nearest if amount >= 0 else -nearest
