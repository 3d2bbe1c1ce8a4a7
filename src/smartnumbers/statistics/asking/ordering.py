"""The order of a list of calls, and places in it, by which a list is paged: never by counting rows.

An order is a list of terms, the last of which tell every call from every other. A place is the values of a call's
terms; the calls behind it are those whose terms come later. Empty values come before all others, where the order
ascends.
"""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from uuid import UUID

import msgspec

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.asking.dialect import Value
from smartnumbers.statistics.asking.statement import Statement
from smartnumbers.statistics.questions import Column

_COLUMNS: dict[Column, tuple[str, ...]] = {
    Column.TIME: ("setup_at",),
    Column.NUMBER: ("number",),
    Column.CALLER: ("caller_text", "caller"),
    Column.COUNTRY: ("country",),
    Column.AREA: ("area",),
    Column.RESULT: ("result",),
    Column.OUTCOME: ("outcome",),
    Column.WAIT: ("wait",),
    Column.TALK: ("talk",),
    Column.PRICE: ("amount",),
    Column.PAYOUT: ("payout",),
    Column.COST: ("cost",),
    Column.TARIFF: ("tariff",),
    Column.DESTINATION: ("destination_name", "destination"),
    Column.ATTEMPTS: ("attempts",),
    Column.HUNG_UP_BY: ("hung_up_by",),
    Column.TREATMENT: ("treatment",),
    Column.AGENT: ("agent",),
    Column.CAMPAIGN: ("campaign",),
}
_WHOLE = {"setup_at", "caller", "wait", "talk", "amount", "payout", "cost", "attempts"}
_EMPTY = {"amount", "payout", "cost"}
_Values = tuple[str | int | None, ...]


class PlaceUnreadable(DomainError):
    """A place in a list that no list of this order gave out."""

    code = "statistics-place-unreadable"


@dataclass(frozen=True, slots=True)
class Term:
    """One value that an order goes by."""

    name: str
    descending: bool

    def placed(self, *, forward: bool) -> str:
        """The term as part of ORDER BY, in the order or against it."""
        down = self.descending is forward
        return f"{self.name} {'DESC NULLS LAST' if down else 'ASC NULLS FIRST'}"

    def same(self, *, value: str | int | None, statement: Statement) -> str:
        """The condition that a call has this value."""
        return f"{self.name} IS NULL" if value is None else f"{self.name} = {_bound(self.name, value, statement)}"

    def beyond(self, *, value: str | int | None, forward: bool, statement: Statement) -> str:
        """The condition that a call comes behind this value (or before it, against the order)."""
        down = self.descending is forward
        if value is None:
            return "false" if down else f"{self.name} IS NOT NULL"
        compared = f"{self.name} {'<' if down else '>'} {_bound(self.name, value, statement)}"
        return f"({compared} OR {self.name} IS NULL)" if down and self.name in _EMPTY else compared


Order = tuple[Term, ...]


def order_of(*, column: Column, descending: bool) -> Order:
    """The terms of a column's order; calls equal in it stand with the newest first."""
    terms = [Term(name=name, descending=descending) for name in _COLUMNS[column]]
    if column is not Column.TIME:
        terms.append(Term(name="setup_at", descending=True))
    return (*terms, Term(name="id", descending=True))


def order_by(*, order: Order, forward: bool) -> str:
    """The ORDER BY of an order, or of its reverse."""
    return ", ".join(term.placed(forward=forward) for term in order)


def near(*, order: Order, values: _Values, forward: bool, including: bool, statement: Statement) -> str:
    """The condition that a call comes behind a place (or before it) and is the same in the first term."""
    same = order[0].same(value=values[0], statement=statement)
    rest = beyond(order=order[1:], values=values[1:], forward=forward, including=including, statement=statement)
    return f"{same} AND {rest}"


def far(*, order: Order, values: _Values, forward: bool, statement: Statement) -> str:
    """The condition that a call comes behind a place (or before it) by the first term already."""
    return order[0].beyond(value=values[0], forward=forward, statement=statement)


def beyond(*, order: Order, values: _Values, forward: bool, including: bool, statement: Statement) -> str:
    """The condition that a call comes behind a place (or before it), or is the very call there."""
    ways = ["true"] if including else []
    for term, value in reversed(list(zip(order, values, strict=True))):
        deeper = [f"({term.same(value=value, statement=statement)} AND {_either(ways)})"] if ways else []
        ways = [term.beyond(value=value, forward=forward, statement=statement), *deeper]
    return _either(ways)


def _either(ways: list[str]) -> str:
    return f"({' OR '.join(ways)})"


def place_of(*, values: _Values) -> str:
    """A place as text for a URL."""
    return urlsafe_b64encode(msgspec.json.encode(values)).decode().rstrip("=")


def read_place(*, order: Order, place: str) -> _Values:
    """The values of a place. Raises PlaceUnreadable."""
    try:
        values = msgspec.json.decode(
            urlsafe_b64decode(place + "=" * (-len(place) % 4)), type=tuple[str | int | None, ...], strict=True
        )
    except (binascii.Error, ValueError) as error:
        raise PlaceUnreadable("This is no place in a list.") from error
    if len(values) != len(order) or not all(map(_fits, order, values)):
        raise PlaceUnreadable("This place is of a list in another order.")
    return values


def _fits(term: Term, value: str | int | None) -> bool:
    if value is None:
        return term.name in _EMPTY
    if term.name in _WHOLE:
        return isinstance(value, int) and -(2**63) <= value < 2**63
    if term.name == "id":
        return isinstance(value, str) and _is_id(value)
    return isinstance(value, str)


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


def _bound(name: str, value: Value, statement: Statement) -> str:
    place = statement.bind(value)
    return statement.dialect.identity(place=place) if name == "id" else place
