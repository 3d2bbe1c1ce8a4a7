"""Every figure of the statistics worked out slowly and obviously, one call after the other."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from smartnumbers.core.numbering.areas import AREAS, area_of, line_of
from smartnumbers.core.numbering.countries import country_of
from smartnumbers.statistics.answers import DestinationFigures, Figures, Money, WaitBand, WaitDistribution
from smartnumbers.statistics.filters import CallFilter, Span
from smartnumbers.statistics.questions import Column, Step
from smartnumbers.statistics.rows import AttemptOfRecord, CallOfRecord
from smartnumbers.statistics.scope import Scope
from tests.unit.statistics.histories import ZONE

Calls = Sequence[CallOfRecord]


def seen(calls: Calls, scope: Scope) -> Calls:
    """The calls a scope may see."""
    return [call for call in calls if scope.accounts is None or call.account in scope.accounts]


def local(call: CallOfRecord) -> datetime:
    return datetime.fromtimestamp(call.setup_at / 1000, ZoneInfo(ZONE))


def caller(call: CallOfRecord) -> str:
    """Who called, "" where he withheld it."""
    return call.caller if call.shown else ""


def wait(call: CallOfRecord) -> int:
    return (call.ended_at if call.answered_at is None else call.answered_at) - call.setup_at


def talk(call: CallOfRecord) -> int:
    return 0 if call.answered_at is None else call.ended_at - call.answered_at


def area(call: CallOfRecord) -> str:
    found = area_of(caller(call))
    return "" if found is None else found.code


def line(call: CallOfRecord) -> str:
    return (line_of(caller(call)) or "other") if caller(call) else ""


def key(attempt: AttemptOfRecord) -> str:
    return attempt.destination or attempt.address


def taken(attempt: AttemptOfRecord) -> bool:
    return attempt.answered and attempt.outcome != "answered-elsewhere"


def main(call: CallOfRecord) -> AttemptOfRecord | None:
    """Where the call was taken, or where it was led last."""
    answered = [attempt for attempt in call.attempts if taken(attempt)]
    return answered[-1] if answered else call.attempts[-1] if call.attempts else None


def fits(call: CallOfRecord, wanted: CallFilter, everything: Calls) -> bool:
    """Whether a call fulfils every condition; `everything` are all calls there are."""
    day, who = local(call).date(), caller(call)
    regions = {code for code, one in AREAS.items() if {code, *one.languages} & set(wanted.areas)}
    return all(
        (
            not wanted.results or call.result in wanted.results,
            not wanted.outcomes or call.outcome in wanted.outcomes,
            wanted.answered is None or (call.result == "answered") is wanted.answered,
            wanted.first_day is None or day >= wanted.first_day,
            wanted.last_day is None or day <= wanted.last_day,
            wanted.since is None or call.setup_at >= wanted.since,
            wanted.before is None or call.setup_at < wanted.before,
            not wanted.hours or local(call).hour in wanted.hours,
            not wanted.weekdays or local(call).isoweekday() in wanted.weekdays,
            not wanted.numbers or call.number in wanted.numbers,
            not wanted.destinations or any(key(one) in wanted.destinations for one in call.attempts),
            not wanted.tariffs or call.tariff in wanted.tariffs,
            not wanted.treatments or call.treatment in wanted.treatments,
            not wanted.callers or (who != "" and who in wanted.callers),
            not wanted.caller_prefixes or (who != "" and who.startswith(wanted.caller_prefixes)),
            not wanted.areas or area(call) in regions,
            not wanted.countries or country_of(who) in wanted.countries,
            not wanted.lines or line(call) in {one.value for one in wanted.lines},
            wanted.withheld is None or (who == "") is wanted.withheld,
            wanted.first_ever is None or (who != "" and call is first(call, everything)) is wanted.first_ever,
            _within(talk(call), wanted.talk),
            _within(wait(call), wanted.wait),
            _within(call.amount, wanted.price),
            _within(call.payout, wanted.payout),
            not wanted.currency or call.currency == wanted.currency,
            not wanted.hung_up_by or call.hung_up_by in wanted.hung_up_by,
            not wanted.attempt_outcomes or any(one.outcome in wanted.attempt_outcomes for one in call.attempts),
            not wanted.agents or call.agent in wanted.agents,
            not wanted.campaigns or call.campaign in wanted.campaigns,
        )
    )


def _within(value: int | None, span: Span | None) -> bool:
    if span is None or (span.least is None and span.most is None):
        return True
    return (
        value is not None and (span.least is None or value >= span.least) and (span.most is None or value <= span.most)
    )


def figures(calls: Calls, everything: Calls, *, part_of: Calls | None = None) -> Figures:
    """The figures of a set; `everything` are all calls there are, for who called first.

    Of a step or group, callers are not counted, and lost calls are worth what a number's bring in all it is `part_of`.
    """
    callers = part_of is None
    answered = [call for call in calls if call.result == "answered"]
    lost = [call for call in calls if call.result == "lost"]
    firsts = [call for call in calls if caller(call) and call is first(call, everything)]
    return Figures(
        calls=len(calls),
        answered=len(answered),
        lost=len(lost),
        informed=sum(call.result == "informed" for call in calls),
        blocked=sum(call.result == "blocked" for call in calls),
        charged=sum((call.amount or 0) > 0 for call in calls),
        talk=sum(map(talk, calls)),
        longest=max(map(talk, calls), default=0),
        answer_wait=sum(map(wait, answered)),
        lost_wait=sum(map(wait, lost)),
        within_15s=sum(wait(call) <= 15_000 for call in answered),
        callers=len({(call.account, caller(call)) for call in calls if caller(call)}) if callers else 0,
        new_callers=len(firsts) if callers else 0,
        money=_monies(calls, calls if part_of is None else part_of),
    )


def first(call: CallOfRecord, everything: Calls) -> CallOfRecord:
    """The first call of a call's caller to its account."""
    return _firsts(tuple(everything))[call.account, caller(call)]


@lru_cache(maxsize=2)
def _firsts(calls: tuple[CallOfRecord, ...]) -> Mapping[tuple[int | None, str], CallOfRecord]:
    """The first call of each caller to each account."""
    return {(call.account, caller(call)): call for call in sorted(calls, key=lambda one: (-one.setup_at, -one.id.int))}


def _monies(calls: Calls, whole: Calls) -> tuple[Money, ...]:
    paid = {call.currency for call in whole if call.currency}
    money = {currency: _money(calls, whole, currency) for currency in sorted(paid)}
    here = {call.currency for call in calls}
    return tuple(one for currency, one in money.items() if currency in here or one.lost_payout)


def _money(calls: Calls, whole: Calls, currency: str) -> Money:
    paid = [call for call in calls if call.currency == currency]
    lost_payout = 0
    for number in {call.number for call in calls}:
        answered = [call for call in whole if call.number == number and call.result == "answered"]
        lost = sum(call.number == number and call.result == "lost" for call in calls)
        payout = sum(call.payout or 0 for call in answered if call.currency == currency)
        if answered:
            lost_payout += lost * (payout // len(answered))
    return Money(
        currency=currency,
        spent=sum(call.amount or 0 for call in paid),
        payout=sum(call.payout or 0 for call in paid),
        cost=sum(call.holder_cost or 0 for call in paid),
        lost_payout=lost_payout,
    )


def step_of(call: CallOfRecord, step: Step) -> tuple[date, int]:
    """The day a call's step begins on, and its hour."""
    moment = local(call)
    if step is Step.HOUR:
        return moment.date(), moment.hour
    day = moment.date()
    if step is Step.WEEK:
        return date.fromordinal(day.toordinal() - day.weekday()), 0
    return (day.replace(day=1) if step is Step.MONTH else day), 0


def destinations(calls: Calls) -> Sequence[DestinationFigures]:
    """How the destinations did, the most attempts first."""
    tried = [(call, one) for call in calls for one in call.attempts if one.outcome != "answered-elsewhere"]
    found = []
    for place in {key(one) for _, one in tried}:
        here = [(call, one) for call, one in tried if key(one) == place]
        took = [(call, one) for call, one in here if taken(one)]
        missed = Counter(one.outcome for _, one in here if not taken(one))
        no_answer = missed["no-answer"] + missed["abandoned"]
        found.append(
            DestinationFigures(
                key=place,
                name=here[0][1].name,
                address=here[0][1].address,
                attempts=len(here),
                answered=len(took),
                busy=missed["busy"],
                no_answer=no_answer,
                failed=missed.total() - missed["busy"] - no_answer,
                ring=sum(one.ring for _, one in took),
                talk=sum(talk(call) for call, one in took if one is main(call)),
            )
        )
    return sorted(found, key=lambda one: (-one.attempts, one.key))


def waits(calls: Calls, bands: Iterable[WaitBand]) -> WaitDistribution:
    """The distribution over the same bands."""
    answered = sorted(wait(call) for call in calls if call.result == "answered")
    lost = [wait(call) for call in calls if call.result == "lost"]

    def inside(values: Iterable[int], band: WaitBand) -> int:
        return sum(band.least <= value and (band.below is None or value < band.below) for value in values)

    def within(percent: int) -> int | None:
        return next((value for at, value in enumerate(answered, 1) if at * 100 >= percent * len(answered)), None)

    return WaitDistribution(
        bands=tuple(
            WaitBand(least=one.least, below=one.below, answered=inside(answered, one), lost=inside(lost, one))
            for one in bands
        ),
        median=within(50),
        p90=within(90),
        p95=within(95),
    )


def ordered(calls: Calls, column: Column, *, descending: bool) -> Calls:
    """The calls in the order of a column; equal ones the newest first."""
    newest_first = sorted(calls, key=lambda call: (call.setup_at, call.id.int), reverse=True)
    if column is Column.TIME:
        newest_first = sorted(calls, key=lambda call: call.id.int, reverse=True)
    return sorted(newest_first, key=lambda call: _sorted_by(call, column), reverse=descending)


def _sorted_by(call: CallOfRecord, column: Column) -> Any:
    place = main(call)
    who = caller(call)
    is_number = who.startswith("+") and who[1:].isascii() and who[1:].isdigit() and len(who) <= 18
    values: dict[Column, Any] = {
        Column.TIME: call.setup_at,
        Column.NUMBER: call.number,
        Column.CALLER: ("", who) if is_number or not who else (who, ""),
        Column.COUNTRY: country_of(who),
        Column.AREA: area(call),
        Column.RESULT: call.result,
        Column.OUTCOME: call.outcome,
        Column.WAIT: wait(call),
        Column.TALK: talk(call),
        Column.PRICE: -1 if call.amount is None else call.amount,
        Column.PAYOUT: -1 if call.payout is None else call.payout,
        Column.COST: -1 if call.holder_cost is None else call.holder_cost,
        Column.TARIFF: call.tariff,
        Column.DESTINATION: ("", "") if place is None else (place.name, key(place)),
        Column.ATTEMPTS: len(call.attempts),
        Column.HUNG_UP_BY: call.hung_up_by,
        Column.TREATMENT: call.treatment,
        Column.AGENT: call.agent,
        Column.CAMPAIGN: call.campaign,
    }
    return values[column]
