"""No question, filter, order, place or limit shows anything of an account that the scope does not have."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

import smartnumbers.statistics
from smartnumbers.statistics.asking import scoping
from smartnumbers.statistics.asking.ordering import order_of, place_of, read_place
from smartnumbers.statistics.filters import EVERYTHING, CallFilter
from smartnumbers.statistics.questions import (
    ANSWERS,
    PAGE_MAXIMUM,
    AnswerTimes,
    Breakdown,
    CallerCard,
    Column,
    Destinations,
    Dimension,
    Heat,
    Page,
    Question,
    Series,
    Step,
    TopCallers,
    Totals,
    Values,
)
from smartnumbers.statistics.scope import PLATFORM, Scope, of_account
from smartnumbers.statistics.store import Store
from tests.unit.statistics import slowly
from tests.unit.statistics.asked import HISTORY, STORES, filled
from tests.unit.statistics.histories import CALLERS

MINE, THEIRS = 1, 2
NOBODYS = Scope(accounts=frozenset())


@pytest.fixture(params=STORES, scope="module")
def stores(request: pytest.FixtureRequest) -> Iterator[tuple[Store, Store]]:
    """A store with the calls of all accounts, and one that has never seen another account than mine."""
    everything = filled(kind=request.param).store
    mine = STORES[request.param]()
    mine.append(calls=[call for call in HISTORY.calls if call.account == MINE], sequence=1)
    yield everything, mine
    everything.close()
    mine.close()


def _questions(scope: Scope) -> Iterable[Question[Any]]:
    """Questions of every kind, with every dimension, step and column."""
    either = (EVERYTHING, CallFilter(answered=True), CallFilter(callers=CALLERS, numbers=("+41900123450",)))
    for wanted in either:
        yield Totals(scope=scope, wanted=(wanted, EVERYTHING))
        yield Heat(scope=scope, wanted=wanted)
        yield Destinations(scope=scope, wanted=wanted)
        yield AnswerTimes(scope=scope, wanted=wanted)
        for lost in (False, True):
            yield TopCallers(scope=scope, wanted=wanted, before=EVERYTHING, currency="CHF", lost=lost)
    yield from (Series(scope=scope, step=step) for step in Step)
    yield from (Breakdown(scope=scope, dimension=dimension) for dimension in Dimension)
    yield from (CallerCard(scope=scope, caller=caller) for caller in CALLERS)
    yield Values(scope=scope, since=0)
    for column in Column:
        for descending in (True, False):
            yield Page(scope=scope, column=column, descending=descending, limit=PAGE_MAXIMUM)
    yield Page(scope=scope, at=0, descending=False)


def test_the_questions_asked_here_are_all_there_are() -> None:
    asked = {type(question) for question in _questions(PLATFORM)}

    assert asked == {one for one in ANSWERS if issubclass(one, Question)}


def test_an_account_is_answered_as_if_there_were_no_other(stores: tuple[Store, Store]) -> None:
    everything, mine = stores

    different = _different(everything, mine)

    assert different == []


def test_a_scope_without_accounts_sees_nothing(stores: tuple[Store, Store]) -> None:
    everything, _ = stores
    empty = STORES["duckdb"]()

    for scope in (NOBODYS, Scope(accounts=frozenset({0, -1}))):
        for question in _questions(scope):
            assert everything.answer(question) == empty.answer(question), question


@pytest.mark.parametrize("column", Column)
def test_a_place_taken_from_another_account_leads_to_no_call_of_it(stores: tuple[Store, Store], column: Column) -> None:
    everything, _ = stores
    places = [row.place for row in everything.answer(Page(scope=of_account(THEIRS), column=column)).rows[::20]]

    for place in places:
        for question in (
            Page(scope=of_account(MINE), column=column, after=place, limit=PAGE_MAXIMUM),
            Page(scope=of_account(MINE), column=column, until=place, limit=PAGE_MAXIMUM),
        ):
            rows = everything.answer(question).rows
            assert {row.account for row in rows} <= {MINE}


def test_a_forged_place_is_bound_and_not_run(stores: tuple[Store, Store]) -> None:
    everything, _ = stores
    order = order_of(column=Column.NUMBER, descending=False)
    forged = place_of(values=("' OR account = 2 --", 0, "00000000-0000-0000-0000-000000000000"))

    rows = everything.answer(Page(scope=of_account(MINE), column=Column.NUMBER, descending=False, after=forged)).rows

    assert read_place(order=order, place=forged)[0] == "' OR account = 2 --"
    assert {row.account for row in rows} == {MINE}


@pytest.mark.parametrize("mutated", ["true", "account IN (1, 2)"], ids=["all", "both"])
def test_these_tests_would_tell_if_the_scope_let_others_through(
    stores: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch, mutated: str
) -> None:
    everything, mine = stores
    told = [(question, mine.answer(question)) for question in _questions(of_account(MINE))]
    monkeypatch.setattr(scoping, "scope_condition", lambda **_: mutated)

    same = [question for question, answer in told if everything.answer(question) == answer]

    # A caller without calls to either account is the one thing that looks alike.
    assert {type(question) for question in same} <= {CallerCard}


def test_every_question_carries_a_scope() -> None:
    for question in (one for one in ANSWERS if issubclass(one, Question)):
        (scope,) = [field for field in msgspec.structs.fields(question) if field.name == "scope"]
        assert scope.type is Scope
        assert scope.required


def test_only_the_dialects_name_the_table_of_calls() -> None:
    folder = Path(smartnumbers.statistics.__file__).parent / "asking"
    texts = [
        node.value
        for file in folder.glob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    assert not [text for text in texts if "FROM calls" in text or "JOIN calls" in text]


def _different(everything: Store, mine: Store) -> list[Question[Any]]:
    questions = list(_questions(of_account(MINE)))
    return [question for question in questions if everything.answer(question) != mine.answer(question)]


def test_what_an_account_is_answered_is_more_than_nothing(stores: tuple[Store, Store]) -> None:
    everything, _ = stores

    rows = everything.answer(Page(scope=of_account(MINE), limit=PAGE_MAXIMUM)).rows

    assert {row.id for row in rows} == {call.id for call in slowly.seen(HISTORY.calls, of_account(MINE))}
