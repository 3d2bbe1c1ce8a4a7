"""What can be asked of a store. Each question carries its scope; there is no way to ask without one, and no SQL.

A question is a value that goes over the socket as JSON; its answer's type stands beside it (`ANSWERS`). All figures
count what is in force: a corrected price instead of the one first rated.
"""

from enum import StrEnum
from typing import Generic, TypeVar

import msgspec

from smartnumbers.statistics import answers
from smartnumbers.statistics.filters import EVERYTHING, CallFilter
from smartnumbers.statistics.scope import Scope

PAGE_MAXIMUM = 10_000

A = TypeVar("A")


class Column(StrEnum):
    """What a list of calls can be sorted by."""

    TIME = "time"
    NUMBER = "number"
    CALLER = "caller"
    COUNTRY = "country"
    AREA = "area"
    RESULT = "result"
    OUTCOME = "outcome"
    WAIT = "wait"
    TALK = "talk"
    PRICE = "price"
    PAYOUT = "payout"
    COST = "cost"
    TARIFF = "tariff"
    DESTINATION = "destination"
    ATTEMPTS = "attempts"
    HUNG_UP_BY = "hung-up-by"
    TREATMENT = "treatment"
    AGENT = "agent"
    CAMPAIGN = "campaign"


class Step(StrEnum):
    """The steps of a series; a week begins on Monday."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Dimension(StrEnum):
    """What figures can be broken down by. DESTINATION and ATTEMPT_OUTCOME count attempts, all others calls."""

    NUMBER = "number"
    RESULT = "result"
    OUTCOME = "outcome"
    TARIFF = "tariff"
    TREATMENT = "treatment"
    COUNTRY = "country"
    AREA = "area"
    LINE = "line"
    HUNG_UP_BY = "hung-up-by"
    AGENT = "agent"
    CAMPAIGN = "campaign"
    ACCOUNT = "account"


class Question(msgspec.Struct, Generic[A], frozen=True, kw_only=True, tag_field="ask"):
    """What every question has: whose calls it is about, and the type of its answer."""

    scope: Scope


class Page(Question[answers.CallPage], frozen=True, kw_only=True, tag="page"):
    """A page of calls, in the order of a column (calls equal in it: the newest first, whatever the direction).

    Without a place it is the first page; `after` is the place of a row whose followers are wanted, `until` one whose
    forerunners are (in the same order, the nearest). `at` (milliseconds) jumps to an instant where the column is TIME.
    """

    wanted: CallFilter = EVERYTHING
    column: Column = Column.TIME
    descending: bool = True
    after: str | None = None
    until: str | None = None
    at: int | None = None
    limit: int = 50


class Totals(Question[answers.FigureSets], frozen=True, kw_only=True, tag="totals"):
    """The figures of several sets of calls at once, one answer for each filter, in their order."""

    wanted: tuple[CallFilter, ...]


class Series(Question[answers.FigureSeries], frozen=True, kw_only=True, tag="series"):
    """The figures of a filter step by step, the oldest first; steps without calls are left out."""

    wanted: CallFilter = EVERYTHING
    step: Step = Step.DAY


class Heat(Question[answers.HeatMap], frozen=True, kw_only=True, tag="heat"):
    """Calls and lost calls by weekday and hour."""

    wanted: CallFilter = EVERYTHING


class Breakdown(Question[answers.FigureGroups], frozen=True, kw_only=True, tag="breakdown"):
    """The figures of a filter by a dimension, the most calls first."""

    wanted: CallFilter = EVERYTHING
    dimension: Dimension
    limit: int = 100


class Destinations(Question[answers.DestinationList], frozen=True, kw_only=True, tag="destinations"):
    """How the destinations did to which the calls of a filter were led, the most attempts first."""

    wanted: CallFilter = EVERYTHING
    limit: int = 100


class AnswerTimes(Question[answers.WaitDistribution], frozen=True, kw_only=True, tag="answer-times"):
    """How long callers waited: of those answered until the answer, of those lost until they were gone."""

    wanted: CallFilter = EVERYTHING


class TopCallers(Question[answers.TopList], frozen=True, kw_only=True, tag="top-callers"):
    """The callers with the highest spend of `wanted` in one currency, with their rank in `before`.

    Callers that withheld their number are none of them. `returning_since` (milliseconds): who called before it, and
    then not before the span began, is "returning"; who never did is "new". Lost customers are those of `before` that
    did not call in `wanted`: asked for with `lost`.
    """

    wanted: CallFilter
    before: CallFilter
    currency: str
    lost: bool = False
    limit: int = 200


class CallerCard(Question[answers.CallerStory], frozen=True, kw_only=True, tag="caller-card"):
    """All there is to say of one caller (canonical number) within the scope."""

    caller: str


class Values(Question[answers.ValueLists], frozen=True, kw_only=True, tag="values"):
    """The values that a filter's choices can offer: what occurs in the scope since an instant (milliseconds)."""

    since: int


class Status(msgspec.Struct, frozen=True, kw_only=True, tag_field="ask", tag="status"):
    """How far the replica is; about no call, so without a scope."""


class Rebuild(msgspec.Struct, frozen=True, kw_only=True, tag_field="ask", tag="rebuild"):
    """Make the replica anew from the record; the answer is a status, and those that follow tell how it goes."""


AnyQuestion = (
    Page | Totals | Series | Heat | Breakdown | Destinations | AnswerTimes | TopCallers | CallerCard | Values
)  # fmt: skip

ANSWERS: dict[type, type] = {
    Page: answers.CallPage,
    Totals: answers.FigureSets,
    Series: answers.FigureSeries,
    Heat: answers.HeatMap,
    Breakdown: answers.FigureGroups,
    Destinations: answers.DestinationList,
    AnswerTimes: answers.WaitDistribution,
    TopCallers: answers.TopList,
    CallerCard: answers.CallerStory,
    Values: answers.ValueLists,
    Status: answers.ReplicaStatus,
    Rebuild: answers.ReplicaStatus,
}
