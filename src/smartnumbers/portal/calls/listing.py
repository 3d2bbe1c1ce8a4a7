"""How a list of calls is looked at: its order, its columns, its density and the place in it, as the address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from smartnumbers.apps.callrecords.localdays import end_of, start_of
from smartnumbers.apps.reporting.columns import COLUMNS, USUAL, Kind, in_order
from smartnumbers.apps.reporting.models import Habit
from smartnumbers.portal.calls.quantities import ConditionUnreadable, read_day
from smartnumbers.statistics.questions import Column

SORT, SHOWN, DENSITY, VIEW, PANEL = "sort", "columns", "density", "view", "panel"
AFTER, UNTIL, AT = "after", "until", "at"
PLACES = (AFTER, UNTIL, AT)
COMPACT, COMFORTABLE = "compact", "comfortable"
_MOST_AT_FIRST = frozenset({Kind.INSTANT, Kind.DURATION, Kind.MONEY, Kind.COUNT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What of the calls found is shown, and how. `chosen`: the columns are not the usual ones. `at` is a local day to
    jump to, `at_fault` says what is wrong with what was typed there."""

    column: Column
    descending: bool
    columns: tuple[Column, ...]
    chosen: bool
    compact: bool
    after: str | None
    until: str | None
    at: date | None
    at_fault: str

    @property
    def instant(self) -> int | None:
        """The instant (milliseconds) that `at` means in a list by time."""
        if self.at is None:
            return None
        return end_of(self.at) - 1 if self.descending else start_of(self.at)


@dataclass(frozen=True, slots=True)
class SortHeading:
    """The head of a column: its name, the currency of its amounts where all on the page have the same, the address
    that sorts by it, and how the list is sorted by it now ("ascending", "descending" or "")."""

    column: Column
    word: str
    unit: str
    css: str
    query: str
    sorted: str


def read_listing(*, query: QueryDict, habit: Habit) -> Listing:
    """How the list is to be looked at; what the address leaves open is as this person likes it."""
    sort = query.get(SORT, "")
    column = _column(sort.removeprefix("-")) or Column.TIME
    columns = read_columns(query.get(SHOWN, "").split(",")) or read_columns(habit.columns) or USUAL
    density = query.get(DENSITY, "")
    at, fault = _day(query.get(AT, "").strip())
    return Listing(
        column=column,
        descending=sort.startswith("-") or not _column(sort.removeprefix("-")),
        columns=columns,
        chosen=columns != USUAL,
        compact=density == COMPACT if density in (COMPACT, COMFORTABLE) else habit.compact,
        after=query.get(AFTER) or None,
        until=query.get(UNTIL) or None,
        at=at if column is Column.TIME else None,
        at_fault=fault,
    )


def read_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns of these names in their order; () where there is none."""
    found = frozenset(column for name in names if (column := _column(name)) is not None)
    return in_order(found) if found else ()


def headings(*, query: QueryDict, listing: Listing, currency: str) -> list[SortHeading]:
    """The heads of the columns shown; `currency` is that of all amounts on the page, "" where there are several."""
    return [_heading(query, listing, column, currency) for column in listing.columns]


def with_query(query: QueryDict, values: Mapping[str, str | list[str]], *, drop: Sequence[str] = ()) -> str:
    """The address with other values, from its first page on."""
    changed = query.copy()
    for name in (*drop, *PLACES):
        changed.pop(name, None)
    for name, value in values.items():
        changed.setlist(name, value if isinstance(value, list) else [value])
    return f"?{changed.urlencode()}"


def place_query(query: QueryDict, name: str, place: str) -> str:
    """The address of the page before or after a place."""
    return with_query(query, {name: place})


def css_of(column: Column) -> str:
    """The classes of a column's cells: its own, its alignment, and from which width on there is room for it."""
    number = "" if COLUMNS[column].kind in (Kind.TEXT, Kind.INSTANT) else " n"
    return f"col-{column.value}{number}"


def _heading(query: QueryDict, listing: Listing, column: Column, currency: str) -> SortHeading:
    here = column is listing.column
    descending = not listing.descending if here else COLUMNS[column].kind in _MOST_AT_FIRST
    sorted_now = ("descending" if listing.descending else "ascending") if here else ""
    return SortHeading(
        column=column,
        word=str(COLUMNS[column].word),
        unit=currency if COLUMNS[column].kind is Kind.MONEY else "",
        css=css_of(column),
        query=with_query(query, {SORT: f"{'-' if descending else ''}{column.value}"}),
        sorted=sorted_now,
    )


def _column(name: str) -> Column | None:
    try:
        return Column(name)
    except ValueError:
        return None


def _day(written: str) -> tuple[date | None, str]:
    try:
        return (read_day(written), "") if written else (None, "")
    except ConditionUnreadable as fault:
        return None, str(fault.words)
