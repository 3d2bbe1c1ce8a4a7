"""Every answer of a store equals what a slow, obvious computation over the same calls says."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartnumbers.core.numbering.countries import country_of
from smartnumbers.statistics.answers import FigureGroup, HeatCell, StepFigures
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import (
    AnswerTimes,
    Breakdown,
    CallerCard,
    Destinations,
    Dimension,
    Heat,
    Series,
    Step,
    TopCallers,
    Totals,
    Values,
)
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.scope import Scope
from tests.unit.statistics import slowly
from tests.unit.statistics.asked import FILTERS, SCOPES, STORES, Kept, filled, wanted_of
from tests.unit.statistics.histories import CALLERS

# Twelve examples each, or as many more as the profile has.
_EXAMPLES = settings.default.max_examples // 16


@pytest.fixture(params=STORES, scope="module")
def kept(request: pytest.FixtureRequest) -> Iterator[Kept]:
    kept = filled(kind=request.param)
    yield kept
    kept.store.close()


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, sets=st.lists(FILTERS, min_size=1, max_size=5))
def test_totals_are_those_of_each_set_of_calls(kept: Kept, scope: Scope, sets: list[CallFilter]) -> None:

    answer = kept.store.answer(Totals(scope=scope, wanted=tuple(sets)))

    for figures, wanted in zip(answer.sets, sets, strict=True):
        calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)
        assert figures == slowly.figures(calls, kept.calls)


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, wanted=FILTERS, step=st.sampled_from(Step))
def test_a_series_has_the_figures_of_each_local_step(kept: Kept, scope: Scope, wanted: CallFilter, step: Step) -> None:
    calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)

    answer = kept.store.answer(Series(scope=scope, wanted=wanted, step=step))

    steps = sorted({slowly.step_of(call, step) for call in calls})
    expected = [
        StepFigures(
            day=day,
            hour=hour,
            figures=slowly.figures(
                [call for call in calls if slowly.step_of(call, step) == (day, hour)], kept.calls, part_of=calls
            ),
        )
        for day, hour in steps
    ]
    assert list(answer.steps) == expected


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, wanted=FILTERS)
def test_the_heat_map_counts_local_weekdays_and_hours(kept: Kept, scope: Scope, wanted: CallFilter) -> None:
    calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)

    answer = kept.store.answer(Heat(scope=scope, wanted=wanted))

    assert list(answer.cells) == _cells(calls)


def _cells(calls: list[CallOfRecord]) -> list[HeatCell]:
    places = sorted({(slowly.local(call).isoweekday(), slowly.local(call).hour) for call in calls})
    found = []
    for weekday, hour in places:
        here = [call for call in calls if (slowly.local(call).isoweekday(), slowly.local(call).hour) == (weekday, hour)]
        results = [call.result for call in here]
        found.append(
            HeatCell(
                weekday=weekday,
                hour=hour,
                calls=len(here),
                answered=results.count("answered"),
                lost=results.count("lost"),
            )
        )
    return found


_VALUE = {
    Dimension.NUMBER: lambda call: call.number,
    Dimension.RESULT: lambda call: call.result,
    Dimension.OUTCOME: lambda call: call.outcome,
    Dimension.TARIFF: lambda call: call.tariff,
    Dimension.TREATMENT: lambda call: call.treatment,
    Dimension.COUNTRY: lambda call: country_of(slowly.caller(call)),
    Dimension.AREA: slowly.area,
    Dimension.LINE: slowly.line,
    Dimension.HUNG_UP_BY: lambda call: call.hung_up_by,
    Dimension.AGENT: lambda call: call.agent,
    Dimension.CAMPAIGN: lambda call: call.campaign,
    Dimension.ACCOUNT: lambda call: "" if call.account is None else str(call.account),
}


def _groups(calls: list[CallOfRecord], everything: slowly.Calls, dimension: Dimension) -> list[FigureGroup]:
    value = _VALUE[dimension]
    found = [
        FigureGroup(
            value=one,
            figures=slowly.figures([call for call in calls if value(call) == one], everything, part_of=calls),
        )
        for one in {value(call) for call in calls}
    ]
    return sorted(found, key=lambda group: (-group.figures.calls, group.value))


@settings(max_examples=_EXAMPLES * 2)
@given(scope=SCOPES, wanted=FILTERS, dimension=st.sampled_from(Dimension), limit=st.sampled_from((1, 2, 100)))
def test_a_breakdown_has_the_figures_of_each_value(
    kept: Kept, scope: Scope, wanted: CallFilter, dimension: Dimension, limit: int
) -> None:
    calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)

    answer = kept.store.answer(Breakdown(scope=scope, wanted=wanted, dimension=dimension, limit=limit))

    expected = _groups(calls, kept.calls, dimension)
    assert list(answer.groups) == expected[:limit]
    assert answer.more is (len(expected) > limit)


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, wanted=FILTERS, limit=st.sampled_from((1, 100)))
def test_destinations_count_every_attempt(kept: Kept, scope: Scope, wanted: CallFilter, limit: int) -> None:
    calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)

    answer = kept.store.answer(Destinations(scope=scope, wanted=wanted, limit=limit))

    expected = slowly.destinations(calls)
    assert list(answer.destinations) == expected[:limit]
    assert answer.more is (len(expected) > limit)


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, wanted=FILTERS)
def test_waits_are_distributed_as_callers_waited(kept: Kept, scope: Scope, wanted: CallFilter) -> None:
    calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)

    answer = kept.store.answer(AnswerTimes(scope=scope, wanted=wanted))

    assert answer == slowly.waits(calls, answer.bands)
    assert [band.least for band in answer.bands[1:]] == [band.below for band in answer.bands[:-1]]


@settings(max_examples=_EXAMPLES)
@given(
    scope=SCOPES,
    wanted=FILTERS,
    before=FILTERS,
    currency=st.sampled_from(("CHF", "EUR")),
    lost=st.booleans(),
    limit=st.sampled_from((2, 200)),
)
def test_top_callers_are_ranked_by_what_they_spent_in_both_spans(
    kept: Kept,
    scope: Scope,
    wanted: CallFilter,
    before: CallFilter,
    currency: str,
    lost: bool,
    limit: int,
) -> None:
    calls = wanted_of(calls=kept.calls, scope=scope, wanted=wanted)
    calls_before = wanted_of(calls=kept.calls, scope=scope, wanted=before)

    answer = kept.store.answer(
        TopCallers(scope=scope, wanted=wanted, before=before, currency=currency, lost=lost, limit=limit)
    )

    now = {_who(call): _top(call, calls, currency) for call in calls if _who(call)}
    earlier = {_who(call): _top(call, calls_before, currency) for call in calls_before if _who(call)}
    opened = {_who(call) for call in calls if _who(call) and call is slowly.first(call, kept.calls)}
    gone = {who: one for who, one in earlier.items() if who not in now}
    assert (answer.total, answer.lost) == (len(now), len(gone))
    assert answer.new == len([who for who in now if who in opened and who not in earlier])
    listed = gone if lost else now
    most = sorted(((one["spent"], one["calls"]) for one in listed.values()), reverse=True)
    assert [(one.spent, one.calls) for one in answer.callers] == most[:limit]
    assert len({one.caller for one in answer.callers}) == len(answer.callers)
    for one in answer.callers:
        who = one.caller
        assert {name: getattr(one, name) for name in listed[who]} == listed[who]
        assert one.rank == 1 + sum(other["spent"] > one.spent for other in listed.values())
        assert one.rank_before == _rank(earlier, who)
        assert one.kind == _kind(lost=lost, before=who in earlier, opened=who in opened)


def _who(call: CallOfRecord) -> str:
    return slowly.caller(call)


def _rank(earlier: Mapping[str, dict[str, int]], who: str) -> int | None:
    if who not in earlier:
        return None
    return 1 + sum(one["spent"] > earlier[who]["spent"] for one in earlier.values())


def _kind(*, lost: bool, before: bool, opened: bool) -> str:
    return "lost" if lost else "regular" if before else "new" if opened else "returning"


def _top(call: CallOfRecord, calls: list[CallOfRecord], currency: str) -> dict[str, int]:
    """What the list says of a call's caller."""
    same = [one for one in calls if _who(one) == _who(call)]
    paid = [one for one in same if one.currency == currency]
    return {
        "spent": sum(one.amount or 0 for one in paid),
        "payout": sum(one.payout or 0 for one in paid),
        "calls": len(same),
        "answered": sum(one.result == "answered" for one in same),
        "talk": sum(map(slowly.talk, same)),
        "first_at": min(one.setup_at for one in same),
        "last_at": max(one.setup_at for one in same),
    }


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, caller=st.sampled_from(CALLERS))
def test_a_card_tells_all_calls_of_a_caller(kept: Kept, scope: Scope, caller: str) -> None:
    calls = [call for call in slowly.seen(kept.calls, scope) if caller and slowly.caller(call) == caller]

    answer = kept.store.answer(CallerCard(scope=scope, caller=caller))

    moments = [call.setup_at for call in calls]
    assert (answer.first_at, answer.last_at) == ((min(moments), max(moments)) if moments else (None, None))
    assert answer.figures == slowly.figures(calls, kept.calls)
    assert list(answer.heat) == _cells(calls)
    assert list(answer.numbers) == _groups(calls, kept.calls, Dimension.NUMBER)
    assert [month.day for month in answer.months] == sorted(
        {slowly.local(call).date().replace(day=1) for call in calls}
    )
    assert sum(month.figures.calls for month in answer.months) == len(calls)
    if calls:
        assert (answer.country, answer.area, answer.line) == (
            country_of(caller),
            slowly.area(calls[0]),
            slowly.line(calls[0]),
        )


@settings(max_examples=_EXAMPLES)
@given(scope=SCOPES, since=st.sampled_from((0, 1_759_000_000_000, 1_761_440_400_000, 9_999_999_999_999)))
def test_the_choices_of_a_filter_are_what_occurs(kept: Kept, scope: Scope, since: int) -> None:
    calls = [call for call in slowly.seen(kept.calls, scope) if call.setup_at >= since]

    answer = kept.store.answer(Values(scope=scope, since=since))

    assert list(answer.numbers) == _most(call.number for call in calls)
    assert list(answer.tariffs) == _most(call.tariff for call in calls)
    assert list(answer.treatments) == _most(call.treatment for call in calls)
    assert list(answer.countries) == _most(country_of(slowly.caller(call)) for call in calls)
    assert list(answer.areas) == _most(map(slowly.area, calls))
    assert list(answer.currencies) == _most(call.currency for call in calls)
    assert list(answer.agents) == _most(call.agent for call in calls)
    assert list(answer.campaigns) == _most(call.campaign for call in calls)
    assert [key for key, _ in answer.destinations] == _most(slowly.key(one) for call in calls for one in call.attempts)
    words = {slowly.key(one): one.name or one.address for call in calls for one in call.attempts}
    assert dict(answer.destinations) == words


def _most(values: Iterable[str]) -> list[str]:
    """Each value that is not empty, by how often."""
    counts = Counter(value for value in values if value)
    return sorted(counts, key=lambda value: (-counts[value], value))
