"""Which function answers which question."""

from typing import Any, cast

from smartnumbers.statistics.asking.breakdown import breakdown
from smartnumbers.statistics.asking.callercard import caller_card
from smartnumbers.statistics.asking.destinations import destinations
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.heat import heat
from smartnumbers.statistics.asking.page import page
from smartnumbers.statistics.asking.series import series
from smartnumbers.statistics.asking.topcallers import top_callers
from smartnumbers.statistics.asking.totals import totals
from smartnumbers.statistics.asking.values import values
from smartnumbers.statistics.asking.waits import answer_times
from smartnumbers.statistics.questions import (
    A,
    AnswerTimes,
    Breakdown,
    CallerCard,
    Destinations,
    Heat,
    Page,
    Question,
    Series,
    TopCallers,
    Totals,
    Values,
)

_ANSWERED_BY: dict[type, Any] = {
    Page: page,
    Totals: totals,
    Series: series,
    Heat: heat,
    Breakdown: breakdown,
    Destinations: destinations,
    AnswerTimes: answer_times,
    TopCallers: top_callers,
    CallerCard: caller_card,
    Values: values,
}


def answer(*, database: Database, question: Question[A]) -> A:
    """The answer of a replica to a question. Raises PlaceUnreadable."""
    return cast(A, _ANSWERED_BY[type(question)](database=database, question=question))
