"""Which function answers which question."""

from typing import Any, cast

from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.page import page
from smartnumbers.statistics.asking.series import series
from smartnumbers.statistics.asking.totals import totals
from smartnumbers.statistics.questions import A, Page, Question, Series, Totals

_ANSWERED_BY: dict[type, Any] = {
    Page: page,
    Totals: totals,
    Series: series,
}


def answer(*, database: Database, question: Question[A]) -> A:
    """The answer of a replica to a question. Raises PlaceUnreadable."""
    return cast(A, _ANSWERED_BY[type(question)](database=database, question=question))
