"""Which calls a question is about: every condition of the explorer, freely combined.

Conditions of different kinds must all hold; of the values of one kind, one. What is empty or None does not matter.
Days and hours are those of the platform's time zone, of the call's set-up. Money is in millionths of the call's
currency, durations are milliseconds.
"""

from datetime import date
from enum import StrEnum

import msgspec


class Line(StrEnum):
    """What kind of line a caller called from, as far as his number tells (`core.numbering.areas.line_of`)."""

    MOBILE = "mobile"
    FIXED = "fixed"
    OTHER = "other"
    UNKNOWN = ""


class Span(msgspec.Struct, frozen=True, kw_only=True):
    """From `least` (included) to `most` (included); None leaves that side open."""

    least: int | None = None
    most: int | None = None


class CallFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The conditions. `first_day` and `last_day` are both included.

    `since` and `before` are instants (milliseconds, half-open), for what is not a matter of days. `hours` are local
    hours of the day, 0 to 23; `weekdays` count from 1, Monday. `numbers` are canonical. `destinations` are ids of named
    destinations or, where a destination had none, its address; a call counts where any attempt went there.
    `attempt_outcomes` likewise. `callers` are canonical numbers, `caller_prefixes` begin with "+". `areas` are the
    codes of `core.numbering.areas`, `countries` two letters (ISO 3166-1). `withheld`: whether the caller's number was
    withheld or absent; `first_ever`: whether it is the caller's first call ever to the
    account (of a withheld caller nobody knows, so none is). `currency` is needed where `price` is to mean something.
    """

    results: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    answered: bool | None = None
    first_day: date | None = None
    last_day: date | None = None
    since: int | None = None
    before: int | None = None
    hours: tuple[int, ...] = ()
    weekdays: tuple[int, ...] = ()
    numbers: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    tariffs: tuple[str, ...] = ()
    treatments: tuple[str, ...] = ()
    callers: tuple[str, ...] = ()
    caller_prefixes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    withheld: bool | None = None
    first_ever: bool | None = None
    talk: Span | None = None
    wait: Span | None = None
    price: Span | None = None
    payout: Span | None = None
    currency: str = ""
    hung_up_by: tuple[str, ...] = ()
    attempt_outcomes: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    campaigns: tuple[str, ...] = ()


EVERYTHING = CallFilter()
