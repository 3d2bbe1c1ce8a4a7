"""The rows of a list of calls as its page shows them, column by column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.localdays import day_of
from smartnumbers.apps.reporting.columns import COLUMNS, Kind
from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.portal.calls.listing import Listing, css_of
from smartnumbers.portal.calls.looks import OUTCOMES as LOOKS
from smartnumbers.portal.calls.looks import PLAIN, Look
from smartnumbers.portal.money import cents
from smartnumbers.portal.templatetags.portal import clock
from smartnumbers.statistics.answers import CallRow
from smartnumbers.statistics.questions import Column


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text, smaller text behind it, and a mark before it where it has a look. `quiet`: it says nothing
    of interest. `caller` is the reference by which all calls of the row's caller are found; `whole` is what there may
    be no room for."""

    css: str
    text: str
    aside: str = ""
    look: Look | None = None
    quiet: bool = False
    caller: str = ""
    corrected: bool = False
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One call of the list; the first cell is its time, which leads to its page. `day` begins a new one, where the
    list goes by time; elsewhere the time has its date."""

    id: UUID
    day: date | None
    time: str
    cells: Sequence[Cell]


def only_currency(rows: Sequence[CallRow]) -> str:
    """The currency of all amounts of some calls; "" where they have several."""
    found = {row.currency for row in rows if row.currency}
    return found.pop() if len(found) == 1 else ""


def list_rows(*, rows: Sequence[CallRow], listing: Listing, names: Mapping[str, str]) -> list[Row]:
    """The rows of a page; `names` are the holder's names of his numbers."""
    by_day = listing.column is Column.TIME
    shown, last = [], None
    currency = only_currency(rows)
    for row in rows:
        day = day_of(row.setup_at)
        moment = localtime(to_datetime(row.setup_at))
        time = date_format(moment, "H:i:s")
        shown.append(
            Row(
                id=row.id,
                day=day if by_day and day != last else None,
                time=time if by_day else f"{date_format(moment, 'd.m.Y')} {time}",
                cells=[_cell(row, column, names, currency) for column in listing.columns if column is not Column.TIME],
            )
        )
        last = day
    return shown


def _cell(row: CallRow, column: Column, names: Mapping[str, str], currency: str) -> Cell:
    value = COLUMNS[column].value(row)
    css = css_of(column)
    if column is Column.OUTCOME:
        return Cell(css=css, text=str(value), look=LOOKS.get(row.outcome, PLAIN))
    if column is Column.CALLER:
        return Cell(css=css, text=str(value), caller=row.caller_ref, quiet=not row.caller)
    if column is Column.NUMBER:
        return Cell(css=css, text=str(value), whole=names.get(row.number, ""))
    if column is Column.DESTINATION:
        tried = _("attempt %(tried)d") % {"tried": row.attempts} if row.attempts > 1 else ""
        return Cell(css=css, text=str(value) or "–", aside=tried, quiet=not value, whole=f"{value} {tried}".strip())
    kind = COLUMNS[column].kind
    if kind is Kind.MONEY:
        return _money(row, column, None if value is None else int(value), currency)
    if kind is Kind.DURATION:
        nothing = column is Column.TALK and not value
        return Cell(css=css, text="–" if nothing else clock(int(value or 0)), quiet=nothing)
    return Cell(css=css, text=str(value) if value else "–", quiet=not value, whole=str(value or ""))


def _money(row: CallRow, column: Column, amount: int | None, currency: str) -> Cell:
    """An amount to be read: shares have more decimals than anybody is paid, and those are told on the call's page."""
    css = css_of(column)
    if amount is None:
        return Cell(css=css, text="–", quiet=True)
    corrected = row.corrected and column is Column.PRICE
    read = amount if column is Column.PRICE else cents(amount)
    aside = "" if currency else row.currency
    return Cell(css=css, text=figure(read), aside=aside, quiet=amount == 0, corrected=corrected)
