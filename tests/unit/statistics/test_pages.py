"""Lists of calls, page by page."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartnumbers.core.numbering.countries import country_of
from smartnumbers.statistics.answers import CallRow
from smartnumbers.statistics.asking.ordering import PlaceUnreadable
from smartnumbers.statistics.filters import CallFilter
from smartnumbers.statistics.questions import Column, Page
from smartnumbers.statistics.rows import CallOfRecord
from smartnumbers.statistics.scope import PLATFORM, Scope, of_account
from smartnumbers.statistics.store import Store
from tests.unit.statistics import slowly
from tests.unit.statistics.asked import FILTERS, HISTORY, SCOPES, STORES, filled, wanted_of


@pytest.fixture(params=STORES, scope="module")
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    store = filled(kind=request.param).store
    yield store
    store.close()


CALLS = HISTORY.calls


@settings(max_examples=settings.default.max_examples // 16)
@given(scope=SCOPES, wanted=FILTERS, descending=st.booleans(), column=st.sampled_from(Column))
def test_all_pages_both_ways_have_each_call_once_in_its_order(
    store: Store, scope: Scope, wanted: CallFilter, descending: bool, column: Column
) -> None:
    expected = slowly.ordered(wanted_of(calls=CALLS, scope=scope, wanted=wanted), column, descending=descending)
    question = Page(scope=scope, wanted=wanted, column=column, descending=descending, limit=130)

    forward = _walk(store, question)
    backward = _walk_back(store, question, last=forward[-1]) if forward else []

    assert [row.id for row in forward] == [call.id for call in expected]
    assert backward == forward[:-1]


@pytest.mark.parametrize("column", Column)
@pytest.mark.parametrize("descending", [True, False])
def test_every_column_orders_all_calls(store: Store, column: Column, descending: bool) -> None:
    question = Page(scope=PLATFORM, column=column, descending=descending, limit=90)

    rows = _walk(store, question)

    assert [row.id for row in rows] == [call.id for call in slowly.ordered(CALLS, column, descending=descending)]


def test_a_row_tells_a_call_as_it_is_in_force(store: Store) -> None:
    told = {call.id: call for call in CALLS}

    rows = store.answer(Page(scope=PLATFORM, limit=10_000)).rows

    assert len(rows) == len(told)
    for row in rows:
        assert row == _row(told[row.id], row.place)


@pytest.mark.parametrize("descending", [True, False])
def test_a_list_by_time_can_be_jumped_into(store: Store, descending: bool) -> None:
    ordered = slowly.ordered(CALLS, Column.TIME, descending=descending)
    moment = ordered[100].setup_at

    page = store.answer(Page(scope=PLATFORM, descending=descending, at=moment, limit=5))
    beyond = store.answer(Page(scope=PLATFORM, descending=descending, at=0 if descending else 10**14))

    start = next(index for index, call in enumerate(ordered) if call.setup_at == moment)
    assert [row.id for row in page.rows] == [call.id for call in ordered[start : start + 5]]
    assert (page.more_before, page.more_after) == (True, True)
    assert (beyond.rows, beyond.more_before, beyond.more_after) == ((), True, False)


def test_a_page_behind_the_last_row_is_empty_and_knows_what_was_before(store: Store) -> None:
    rows = _walk(store, Page(scope=of_account(1), limit=1000))

    behind = store.answer(Page(scope=of_account(1), after=rows[-1].place))
    ahead = store.answer(Page(scope=of_account(1), until=rows[0].place))

    assert (behind.rows, behind.more_before, behind.more_after) == ((), True, False)
    assert (ahead.rows, ahead.more_before, ahead.more_after) == ((), False, True)


@pytest.mark.parametrize(
    "place", ["", "%%%", "e30", "WzFd", "W251bGwsbnVsbF0", "WzEsIngiXQ", "WzEuNSwieCJd", "x" * 999]
)
def test_what_is_no_place_is_refused(store: Store, place: str) -> None:
    with pytest.raises(PlaceUnreadable):
        store.answer(Page(scope=PLATFORM, after=place))


def test_a_place_of_another_order_is_refused(store: Store) -> None:
    place = store.answer(Page(scope=PLATFORM, column=Column.NUMBER, limit=1)).rows[0].place

    with pytest.raises(PlaceUnreadable):
        store.answer(Page(scope=PLATFORM, column=Column.PRICE, after=place))


def _walk(store: Store, question: Page) -> list[CallRow]:
    """All rows, from the first page on."""
    page = store.answer(question)
    assert not page.more_before
    rows = list(page.rows)
    while page.more_after:
        page = store.answer(_moved(question, after=rows[-1].place))
        assert page.rows
        assert page.more_before
        rows += page.rows
    return rows


def _walk_back(store: Store, question: Page, *, last: CallRow) -> list[CallRow]:
    """All rows before the last one, in their order."""
    rows: list[CallRow] = []
    until, more = last.place, True
    while more:
        page = store.answer(_moved(question, until=until))
        assert page.more_after
        rows = [*page.rows, *rows]
        more = page.more_before
        until = page.rows[0].place if page.rows else until
    return rows


def _moved(question: Page, *, after: str | None = None, until: str | None = None) -> Page:
    return Page(
        scope=question.scope,
        wanted=question.wanted,
        column=question.column,
        descending=question.descending,
        limit=question.limit,
        after=after,
        until=until,
    )


def _row(call: CallOfRecord, place: str) -> CallRow:
    who, where = slowly.caller(call), slowly.main(call)
    return CallRow(
        place=place,
        id=call.id,
        account=call.account,
        number=call.number,
        caller=who,
        withheld=not who,
        country=country_of(who),
        area=slowly.area(call),
        line=slowly.line(call),
        setup_at=call.setup_at,
        result=call.result,
        outcome=call.outcome,
        hung_up_by=call.hung_up_by,
        cause=call.cause,
        wait=slowly.wait(call),
        talk=slowly.talk(call),
        currency=call.currency,
        price=call.amount,
        cost=call.holder_cost,
        payout=call.payout,
        corrected=call.corrected,
        tariff=call.tariff,
        treatment=call.treatment,
        destination="" if where is None else slowly.key(where),
        destination_name="" if where is None else where.name,
        attempts=len(call.attempts),
        agent=call.agent,
        campaign=call.campaign,
    )
