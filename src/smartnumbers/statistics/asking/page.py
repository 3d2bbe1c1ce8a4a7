"""Pages of calls."""

from collections.abc import Callable, Sequence
from typing import Any

from smartnumbers.statistics.answers import CallPage, CallRow
from smartnumbers.statistics.asking.callers import WITHHELD, number_of
from smartnumbers.statistics.asking.conditions import condition
from smartnumbers.statistics.asking.dialect import Database
from smartnumbers.statistics.asking.ordering import Order, beyond, far, near, order_by, order_of, place_of, read_place
from smartnumbers.statistics.asking.scoping import NOBODY
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.questions import PAGE_MAXIMUM, Column, Page

_FIELDS = (
    "id", "account", "number", "caller", "caller_text", "country", "area", "line", "setup_at", "result", "outcome",
    "hung_up_by", "cause", "wait", "talk", "currency", "amount", "cost", "payout", "corrected", "tariff", "treatment",
    "destination", "destination_name", "attempts", "agent", "campaign",
)  # fmt: skip
_Values = tuple[str | int | None, ...]


def page(*, database: Database, question: Page) -> CallPage:
    """The page asked for. Raises PlaceUnreadable."""
    order = order_of(column=question.column, descending=question.descending)
    forward = question.until is None
    limit = max(0, min(question.limit, PAGE_MAXIMUM))
    place, including = _start(question, order)
    found = _read(database, question, order=order, place=place, including=including, limit=limit + 1)
    more = len(found) > limit
    rows = found[:limit] if forward else found[:limit][::-1]
    other = _other_side(database, question, order=order, rows=rows, place=place, including=including)
    return CallPage(
        rows=tuple(_row(row, order) for row in rows),
        more_before=other if forward else more,
        more_after=more if forward else other,
    )


def _start(question: Page, order: Order) -> tuple[_Values | None, bool]:
    """The place a page begins behind (or ends before), and whether the call there is part of it."""
    place = question.after if question.until is None else question.until
    if place is not None:
        return read_place(order=order, place=place), False
    if question.at is not None and question.column is Column.TIME:
        # No call's id is greater: so the call of that very instant, too, comes behind it.
        return (question.at, "ffffffff-ffff-ffff-ffff-ffffffffffff"), True
    return None, False


def _other_side(
    database: Database,
    question: Page,
    *,
    order: Order,
    rows: Sequence[tuple[Any, ...]],
    place: _Values | None,
    including: bool,
) -> bool:
    """Whether there are calls on the side that the page does not go to."""
    forward = question.until is None
    if place is None:
        return False
    if rows:
        edge, with_edge = _values(rows[0] if forward else rows[-1], order), False
    else:
        edge, with_edge = place, not including
    # Mostly it is the call at the place itself, which is found at once.
    return (not including and _is_there(database, question, order, place)) or _any_beyond(
        database, question, order=order, edge=edge, including=with_edge
    )


def _is_there(database: Database, question: Page, order: Order, place: _Values) -> bool:
    """Whether the call that had this place has it still, and is wanted."""
    statement = Statement(database=database, scope=question.scope)
    conditions = condition(wanted=question.wanted, statement=statement)
    terms = zip(order, place, strict=True)
    same = " AND ".join(term.same(value=value, statement=statement) for term, value in terms)
    return bool(statement.rows(f"SELECT 1 FROM {statement.calls} WHERE {conditions} AND {same} LIMIT 1"))


def _any_beyond(database: Database, question: Page, *, order: Order, edge: _Values, including: bool) -> bool:
    """Whether there are calls on the side of a place that the page does not go to."""
    statement = Statement(database=database, scope=question.scope)
    conditions = condition(wanted=question.wanted, statement=statement)
    back = question.until is not None
    side = beyond(order=order, values=edge, forward=back, including=including, statement=statement)
    return bool(statement.rows(f"SELECT 1 FROM {statement.calls} WHERE {conditions} AND {side} LIMIT 1"))


def _read(
    database: Database, question: Page, *, order: Order, place: _Values | None, including: bool, limit: int
) -> Sequence[tuple[Any, ...]]:
    """The calls behind a place (or before it), the nearest first.

    First those that are the same as it in what the list is sorted by, then the others: each condition for itself is
    found quickly, which both in one are not.
    """
    if place is None:
        return _sorted(database, question, order, lambda _: "true", limit)
    forward, values = question.until is None, place
    found = _sorted(
        database,
        question,
        order,
        lambda statement: near(order=order, values=values, forward=forward, including=including, statement=statement),
        limit,
    )
    if len(found) < limit:
        found += _sorted(
            database,
            question,
            order,
            lambda statement: far(order=order, values=values, forward=forward, statement=statement),
            limit - len(found),
        )
    return found


def _sorted(
    database: Database, question: Page, order: Order, where: Callable[[Statement], str], limit: int
) -> list[tuple[Any, ...]]:
    """The first of the wanted calls that fulfil a condition, in the direction of the page."""
    statement = Statement(database=database, scope=question.scope)
    conditions = condition(wanted=question.wanted, statement=statement)
    rows = statement.rows(
        f"SELECT {', '.join(_FIELDS)} FROM {statement.calls} WHERE {conditions} AND {where(statement)} "
        f"ORDER BY {order_by(order=order, forward=question.until is None)} LIMIT {limit:d}"
    )
    return [(statement.dialect.read_identity(row[0]), *row[1:]) for row in rows]


def _values(row: tuple[Any, ...], order: Order) -> _Values:
    values = dict(zip(_FIELDS, row, strict=True))
    return tuple(str(values[term.name]) if term.name == "id" else values[term.name] for term in order)


def _row(row: tuple[Any, ...], order: Order) -> CallRow:
    values = dict(zip(_FIELDS, row, strict=True))
    key, text = values.pop("caller"), values.pop("caller_text")
    account = values.pop("account")
    return CallRow(
        place=place_of(values=_values(row, order)),
        caller=number_of(key=key, text=text),
        withheld=key == WITHHELD,
        account=None if account == NOBODY else account,
        price=values.pop("amount"),
        **values,
    )
