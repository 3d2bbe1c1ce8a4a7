"""The language of addresses in which calls are filtered."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.portal.calls.filters import calls_url, query_of, read_filter
from smartnumbers.statistics.filters import CallFilter, Line, Span

TODAY = date(2026, 11, 22)
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)
DURATIONS = st.integers(0, 10_000_000)
AMOUNTS = st.integers(0, 10**12)


def some(values: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(values, max_size=3, unique=True).map(tuple)


def spans(limits: st.SearchStrategy[int]) -> st.SearchStrategy[Span | None]:
    return st.one_of(
        st.none(),
        limits.map(lambda least: Span(least=least)),
        limits.map(lambda most: Span(most=most)),
        st.tuples(limits, limits).map(lambda two: Span(least=min(two), most=max(two))),
    )


FILTERS = st.builds(
    CallFilter,
    results=some(st.sampled_from(["answered", "lost", "informed", "blocked"])),
    outcomes=some(st.sampled_from(["busy", "no-answer", "abandoned"])),
    answered=st.sampled_from([None, True, False]),
    first_day=st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2022, 1, 1))),
    last_day=st.one_of(st.none(), st.dates(date(2022, 1, 2), date(2026, 1, 1))),
    since=st.one_of(st.none(), st.integers(0, 2**45)),
    before=st.one_of(st.none(), st.integers(0, 2**45)),
    hours=some(st.integers(0, 23)),
    weekdays=some(st.integers(1, 7)),
    numbers=some(st.sampled_from(["+41800123789", "FR:3012", "+41900575124"])),
    destinations=some(TEXTS),
    tariffs=some(TEXTS),
    treatments=some(TEXTS),
    callers=some(st.sampled_from(["+41794121234", "+33612345678", "+4915112345678"])),
    caller_prefixes=some(st.sampled_from(["+4179", "+33", "+1"])),
    areas=some(st.sampled_from(sorted(AREAS))),
    countries=some(st.sampled_from(["CH", "FR", "DE"])),
    lines=some(st.sampled_from(list(Line))),
    withheld=st.sampled_from([None, True, False]),
    first_ever=st.sampled_from([None, True, False]),
    talk=spans(DURATIONS),
    wait=spans(DURATIONS),
    price=spans(AMOUNTS),
    payout=spans(AMOUNTS),
    currency=st.sampled_from(["", "CHF", "EUR"]),
    hung_up_by=some(st.sampled_from(["caller", "destination", "platform"])),
    attempt_outcomes=some(st.sampled_from(["busy", "answered", ""])),
    agents=some(TEXTS),
    campaigns=some(TEXTS),
)


@given(wanted=FILTERS)
def test_a_filter_that_is_written_is_read_again_as_it_was(wanted: CallFilter) -> None:
    reading = read_filter(query=QueryDict(query_of(wanted)), today=TODAY)

    assert reading.wanted == wanted
    assert reading.faults == {}


def test_a_named_period_moves_with_the_day() -> None:
    query = QueryDict("period=month")

    november = read_filter(query=query, today=TODAY).wanted
    january = read_filter(query=query, today=date(2027, 1, 5)).wanted

    assert (november.first_day, november.last_day) == (date(2026, 11, 1), TODAY)
    assert (january.first_day, january.last_day) == (date(2027, 1, 1), date(2027, 1, 5))


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("talk-min=1:30", CallFilter(talk=Span(least=90_000))),
        ("wait-max=1:02:03", CallFilter(wait=Span(most=3_723_000))),
        ("price-min=1'000,50", CallFilter(price=Span(least=1_000_500_000))),
        ("from=1.11.2026&to=2026-11-20", CallFilter(first_day=date(2026, 11, 1), last_day=date(2026, 11, 20))),
        ("prefix=079", CallFilter(caller_prefixes=("+4179",))),
        ("number=0800 123 789", CallFilter(numbers=("+41800123789",))),
        ("result=&caller=&talk-min=", CallFilter()),
    ],
)
def test_conditions_are_read_as_people_write_them(typed: str, wanted: CallFilter) -> None:
    reading = read_filter(query=QueryDict(typed), today=TODAY)

    assert (reading.wanted, reading.faults) == (wanted, {})


@pytest.mark.parametrize(
    ("typed", "faulty"),
    [
        ("from=31.02.2026", "from"),
        ("from=2026-11-20&to=2026-11-01", "to"),
        ("talk-min=long", "talk-min"),
        ("talk-min=20&talk-max=10", "talk-max"),
        ("price-min=-1", "price-min"),
        ("prefix=abc", "prefix"),
        ("caller=12", "caller"),
        ("result=splendid", "result"),
        ("hour=24", "hour"),
        ("period=yore", "period"),
        ("since=now", "since"),
        ("tariff=" + "x" * 251, "tariff"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field(typed: str, faulty: str) -> None:
    reading = read_filter(query=QueryDict(typed), today=TODAY)

    assert list(reading.faults) == [faulty]
    assert "splendid" not in reading.wanted.results


def test_a_figure_leads_to_the_calls_behind_it() -> None:
    assert calls_url(CallFilter(results=("lost",), weekdays=(1,))) == "/calls/?result=lost&weekday=1"
    assert calls_url(CallFilter()) == "/calls/"
