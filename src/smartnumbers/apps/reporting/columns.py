"""The columns of a list of calls: what each is called, and what it says of a call, on the page as in a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.apps.callrecords.wording import OUTCOMES, RESULTS, words
from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.core.numbering.dialled import display
from smartnumbers.statistics.answers import CallRow
from smartnumbers.statistics.filters import Line
from smartnumbers.statistics.questions import Column


class Kind(Enum):
    """What a column holds: text, an instant (milliseconds), a duration (milliseconds), millionths of the call's
    currency, or a number of things."""

    TEXT = auto()
    INSTANT = auto()
    DURATION = auto()
    MONEY = auto()
    COUNT = auto()


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's name and kind, and its value of a call; None where the call has none."""

    word: Promise
    kind: Kind
    value: Callable[[CallRow], str | int | None]


LINES: Mapping[Line, Promise] = {
    Line.MOBILE: _("Mobile"),
    Line.FIXED: _("Fixed line"),
    Line.OTHER: _("Other line"),
    Line.UNKNOWN: _("Unknown line"),
}
SIDES: Mapping[str, Promise] = {
    "caller": _("Caller"),
    "destination": _("Destination"),
    "platform": _("Platform"),
}


def caller_words(row: CallRow) -> str:
    """A row's caller, who is masked already where he has to be."""
    return display(row.caller) if row.caller else gettext("Number withheld")


def origin_words(row: CallRow) -> str:
    """Where a caller calls from, as far as his number tells: his area, else his kind of line, else his country."""
    area = AREAS.get(row.area)
    if area is not None and area.name:
        return area.name
    line = Line(row.line)
    return row.country if line in (Line.UNKNOWN, Line.OTHER) else str(LINES[line])


def destination_words(row: CallRow) -> str:
    """Where a call was taken or led last; of one that was led nowhere, what was done with it."""
    place = row.destination_name or display(row.destination)
    return place or row.treatment


COLUMNS: Mapping[Column, Heading] = {
    Column.TIME: Heading(_("Time"), Kind.INSTANT, lambda row: row.setup_at),
    Column.CALLER: Heading(_("Caller"), Kind.TEXT, caller_words),
    Column.AREA: Heading(_("Origin"), Kind.TEXT, origin_words),
    Column.COUNTRY: Heading(_("Country"), Kind.TEXT, lambda row: row.country),
    Column.NUMBER: Heading(_("Number"), Kind.TEXT, lambda row: display(row.number)),
    Column.DESTINATION: Heading(_("Destination"), Kind.TEXT, destination_words),
    Column.ATTEMPTS: Heading(_("Attempts"), Kind.COUNT, lambda row: row.attempts),
    Column.TREATMENT: Heading(_("Led to"), Kind.TEXT, lambda row: row.treatment),
    Column.TARIFF: Heading(_("Tariff"), Kind.TEXT, lambda row: row.tariff),
    Column.OUTCOME: Heading(_("Result"), Kind.TEXT, lambda row: words(OUTCOMES, row.outcome)),
    Column.RESULT: Heading(_("Counts as"), Kind.TEXT, lambda row: words(RESULTS, row.result)),
    Column.HUNG_UP_BY: Heading(_("Hung up by"), Kind.TEXT, lambda row: words(dict(SIDES), row.hung_up_by)),
    Column.TALK: Heading(_("Talked"), Kind.DURATION, lambda row: row.talk),
    Column.WAIT: Heading(_("Waited"), Kind.DURATION, lambda row: row.wait),
    Column.PRICE: Heading(_("Price"), Kind.MONEY, lambda row: row.price),
    Column.PAYOUT: Heading(_("Payout"), Kind.MONEY, lambda row: row.payout),
    Column.COST: Heading(_("Cost"), Kind.MONEY, lambda row: row.cost),
    Column.AGENT: Heading(_("Agent"), Kind.TEXT, lambda row: row.agent),
    Column.CAMPAIGN: Heading(_("Campaign"), Kind.TEXT, lambda row: row.campaign),
}
"""All columns in the order in which they stand."""

USUAL = (
    Column.TIME,
    Column.CALLER,
    Column.AREA,
    Column.NUMBER,
    Column.DESTINATION,
    Column.TARIFF,
    Column.OUTCOME,
    Column.TALK,
    Column.PRICE,
    Column.PAYOUT,
)
"""The columns of whoever has chosen none."""


def in_order(columns: frozenset[Column]) -> tuple[Column, ...]:
    """Columns as they stand; the time is always one of them, because a row leads to its call from there."""
    return tuple(column for column in COLUMNS if column in columns or column is Column.TIME)
