"""What a store answers. Money is in millionths of its currency, durations and instants are milliseconds.

A store gives callers whole and no `caller_ref`; `apps.reporting.asking` masks them for those who may not see them
whole, and fills in the reference by which they can be asked for all the same.
"""

from datetime import date
from uuid import UUID

import msgspec


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of a store."""


class Money(Answer, frozen=True, kw_only=True):
    """What calls came to in one currency: what callers spend, what the holder gets of it, what the holder pays.

    `lost_payout` estimates what lost calls would have brought: for each number, its lost calls times the average payout
    of its answered calls in the same set, rounded down. In steps and groups, that average is the one of the whole
    filter, so that they add up to it.
    """

    currency: str
    spent: int
    payout: int
    cost: int
    lost_payout: int = 0


class Figures(Answer, frozen=True, kw_only=True):
    """The figures of a set of calls. The average durations follow: `talk / answered`, `answer_wait / answered`.

    `callers` did not withhold their number; who calls two accounts is a caller of each. `new_callers`: callers whose
    first call ever to their account is in the set. `within_15s` are the calls answered within 15 seconds of their
    set-up. `charged` calls have an amount above 0.
    """

    calls: int = 0
    answered: int = 0
    lost: int = 0
    informed: int = 0
    blocked: int = 0
    charged: int = 0
    talk: int = 0
    longest: int = 0
    answer_wait: int = 0
    lost_wait: int = 0
    within_15s: int = 0
    callers: int = 0
    new_callers: int = 0
    money: tuple[Money, ...] = ()


class FigureSets(Answer, frozen=True, kw_only=True):
    """The figures of several filters, in their order."""

    sets: tuple[Figures, ...]


class StepFigures(Answer, frozen=True, kw_only=True):
    """The figures of one step, which begins on `day` at the hour `hour` (0 but for hourly steps)."""

    day: date
    hour: int
    figures: Figures


class FigureSeries(Answer, frozen=True, kw_only=True):
    """Steps with calls, the oldest first. In steps and groups, `callers` and `new_callers` are not counted (0)."""

    steps: tuple[StepFigures, ...]


class HeatCell(Answer, frozen=True, kw_only=True):
    """The calls of one hour (0 to 23) of one weekday (1 = Monday)."""

    weekday: int
    hour: int
    calls: int
    answered: int
    lost: int


class HeatMap(Answer, frozen=True, kw_only=True):
    """Cells with calls."""

    cells: tuple[HeatCell, ...]


class FigureGroup(Answer, frozen=True, kw_only=True):
    """The figures of one value of the dimension; accounts are written as their ids."""

    value: str
    figures: Figures


class FigureGroups(Answer, frozen=True, kw_only=True):
    """Groups, the most calls first; `more` whether there are further ones."""

    groups: tuple[FigureGroup, ...]
    more: bool


class DestinationFigures(Answer, frozen=True, kw_only=True):
    """How one destination did: `key` as in the filter, its last name and address.

    `ring` is the time from the start of an attempt to its answer, in total over those answered; `talk` likewise.
    """

    key: str
    name: str
    address: str
    attempts: int
    answered: int
    busy: int
    no_answer: int
    failed: int
    ring: int
    talk: int


class DestinationList(Answer, frozen=True, kw_only=True):
    """Destinations, the most attempts first; `more` whether there are further ones."""

    destinations: tuple[DestinationFigures, ...]
    more: bool


class WaitBand(Answer, frozen=True, kw_only=True):
    """The calls whose caller waited at least `least` and less than `below` (None: without end)."""

    least: int
    below: int | None
    answered: int
    lost: int


class WaitDistribution(Answer, frozen=True, kw_only=True):
    """Bands of waiting, and the waits that 50, 90 and 95 % of the answered calls stayed within (None: no such call)."""

    bands: tuple[WaitBand, ...]
    median: int | None
    p90: int | None
    p95: int | None


class CallRow(Answer, frozen=True, kw_only=True):
    """One call of a list. `place` is where it stands in the order asked for.

    `destination` is where the call was taken or, of one that was not, where it was led last.
    """

    place: str
    id: UUID
    account: int | None
    number: str
    caller: str
    withheld: bool
    country: str
    area: str
    line: str
    setup_at: int
    result: str
    outcome: str
    hung_up_by: str
    cause: int
    wait: int
    talk: int
    currency: str
    price: int | None
    cost: int | None
    payout: int | None
    corrected: bool
    tariff: str
    treatment: str
    destination: str
    destination_name: str
    attempts: int
    agent: str
    campaign: str
    caller_ref: str = ""


class CallPage(Answer, frozen=True, kw_only=True):
    """Calls in the order asked for, and whether there are others before and after them."""

    rows: tuple[CallRow, ...]
    more_before: bool
    more_after: bool


class TopCaller(Answer, frozen=True, kw_only=True):
    """One caller of the list. `rank` in the span asked for and `rank_before` in the one before count from 1.

    `first_at` and `last_at` are those of the span. `kind` is "new", "returning", "regular" (called in the span before
    too) or "lost" (only in the span before: then the figures are of that span).
    """

    caller: str
    country: str
    area: str
    line: str
    rank: int
    rank_before: int | None
    spent: int
    payout: int
    calls: int
    answered: int
    talk: int
    first_at: int
    last_at: int
    kind: str
    caller_ref: str = ""


class TopList(Answer, frozen=True, kw_only=True):
    """The callers of the list, and how many callers the span has altogether, new ones and lost ones among them."""

    callers: tuple[TopCaller, ...]
    total: int
    new: int
    lost: int


class CallerStory(Answer, frozen=True, kw_only=True):
    """One caller: all his calls' figures, by month and by weekday and hour, and where his numbers belong.

    `first_at` is None where the scope has no call of his. The best hour to call back is read from `heat`.
    """

    caller: str
    country: str
    area: str
    line: str
    first_at: int | None
    last_at: int | None
    figures: Figures
    months: tuple[StepFigures, ...]
    heat: tuple[HeatCell, ...]
    numbers: tuple[FigureGroup, ...]
    caller_ref: str = ""


class ValueLists(Answer, frozen=True, kw_only=True):
    """What occurs in the scope, each list by how often; destinations as (key, name or address)."""

    numbers: tuple[str, ...]
    destinations: tuple[tuple[str, str], ...]
    tariffs: tuple[str, ...]
    treatments: tuple[str, ...]
    countries: tuple[str, ...]
    areas: tuple[str, ...]
    currencies: tuple[str, ...]
    agents: tuple[str, ...]
    campaigns: tuple[str, ...]


class ReplicaStatus(Answer, frozen=True, kw_only=True):
    """How far the replica is: the last sequence taken over and the last one the record was seen to have.

    `state` is "checking" (after a start: it does not answer yet), "following", "rebuilding" or "behind" (the record
    cannot be read, or the disk is full: `fault` says its code). `ready` is whether questions are answered. `behind_ms`
    is how long ago the replica had all that the record had; None where it has it, or never had. `progress` of a
    rebuild goes from 0 to 1. `rebuilt_at` is when it was made, in milliseconds.
    """

    state: str
    fault: str
    ready: bool
    sequence: int
    record_sequence: int
    calls: int
    behind_ms: int | None
    rebuilt_at: int | None
    progress: float | None
