"""The language of addresses in which calls are filtered: every condition of `CallFilter`, read and written.

What cannot be read does not count and is told beside its field (`Reading.faults`); it is never an error. Named periods
(`period=month`) are read as they are on the day of reading; `query_of` writes their days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from smartnumbers.apps.callrecords.models import Result
from smartnumbers.apps.callrecords.wording import ATTEMPT_OUTCOMES
from smartnumbers.apps.reporting.callerrefs import MARK
from smartnumbers.core.callcontrol.record import Outcome, Side
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.numbering.areas import AREAS
from smartnumbers.portal.calls.periods import periods
from smartnumbers.portal.calls.quantities import (
    ConditionUnreadable,
    read_amount,
    read_beginning,
    read_day,
    read_duration,
    read_instant,
    read_number,
    read_text,
    read_yes_no,
    write_duration,
    write_yes_no,
)
from smartnumbers.statistics.filters import CallFilter, Line, Span

PERIOD, FROM, TO = "period", "from", "to"
LINE_UNKNOWN = "unknown"
_MOST_VALUES = 200


@dataclass(frozen=True, slots=True)
class _Value:
    """A condition's field in the filter, and how its value is read and written."""

    name: str
    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


@dataclass(frozen=True, slots=True)
class Reading:
    """What an address asks for, and what in it could not be read: words by the name of the field."""

    wanted: CallFilter
    faults: Mapping[str, str] = field(default_factory=dict)


def _one_of(*codes: str) -> Callable[[str], str]:
    def read(written: str) -> str:
        if written not in codes:
            raise ConditionUnreadable(gettext_lazy("Choose one of the values that there are."))
        return written

    return read


def _within(least: int, most: int) -> Callable[[str], int]:
    known = _one_of(*(str(value) for value in range(least, most + 1)))
    return lambda written: int(known(written))


def _read_line(written: str) -> Line:
    known = _one_of(LINE_UNKNOWN, *(line.value for line in Line if line is not Line.UNKNOWN))(written)
    return Line.UNKNOWN if known == LINE_UNKNOWN else Line(known)


def _read_attempt(written: str) -> str:
    known = _one_of("cut-short", *(code for code in ATTEMPT_OUTCOMES if code))(written)
    return "" if known == "cut-short" else known


def _read_caller(written: str) -> str:
    """A whole number, or a reference to a caller; whether either may be asked for is the gateway's to say."""
    return read_text(written) if written.startswith(MARK) else read_number(written)


# Several values of one name: one of them must hold.
MANY: Mapping[str, _Value] = {
    "result": _Value("results", _one_of(*Result.values)),
    "outcome": _Value("outcomes", _one_of(*(outcome.value for outcome in Outcome))),
    "hour": _Value("hours", _within(0, 23)),
    "weekday": _Value("weekdays", _within(1, 7)),
    "number": _Value("numbers", read_number),
    "destination": _Value("destinations", read_text),
    "tariff": _Value("tariffs", read_text),
    "treatment": _Value("treatments", read_text),
    "caller": _Value("callers", _read_caller),
    "prefix": _Value("caller_prefixes", read_beginning),
    "area": _Value("areas", _one_of(*AREAS)),
    "country": _Value("countries", read_text),
    "line": _Value("lines", _read_line, lambda line: line.value or LINE_UNKNOWN),
    "hung-up": _Value("hung_up_by", _one_of(*(side.value for side in Side))),
    "attempt": _Value("attempt_outcomes", _read_attempt, lambda code: code or "cut-short"),
    "agent": _Value("agents", read_text),
    "campaign": _Value("campaigns", read_text),
}
ONE: Mapping[str, _Value] = {
    "answered": _Value("answered", read_yes_no, write_yes_no),
    "withheld": _Value("withheld", read_yes_no, write_yes_no),
    "first-call": _Value("first_ever", read_yes_no, write_yes_no),
    "since": _Value("since", read_instant),
    "before": _Value("before", read_instant),
    "currency": _Value("currency", read_text),
}
SPANS: Mapping[str, _Value] = {
    "talk": _Value("talk", read_duration, write_duration),
    "wait": _Value("wait", read_duration, write_duration),
    "price": _Value("price", read_amount, amount_text),
    "payout": _Value("payout", read_amount, amount_text),
}
NAMES = frozenset(
    {*MANY, *ONE, PERIOD, FROM, TO, *(f"{name}-{end}" for name in SPANS for end in ("min", "max"))},
)
"""Every name of the language: all else in an address (sort, columns, place) is no condition."""


def read_filter(*, query: QueryDict, today: date) -> Reading:
    """What an address asks for on a day (local)."""
    faults: dict[str, str] = {}
    values: dict[str, Any] = {}
    for key, value in MANY.items():
        found = tuple(
            read for one in _typed(query, key)[:_MOST_VALUES] if (read := _read(value, key, one, faults)) is not None
        )
        if found:
            values[value.name] = tuple(dict.fromkeys(found))
    for key, value in ONE.items():
        for one in _typed(query, key)[-1:]:
            read = _read(value, key, one, faults)
            if read is not None:
                values[value.name] = read
    for key, value in SPANS.items():
        span = _span(query, key, value, faults)
        if span is not None:
            values[value.name] = span
    values.update(_days(query, today, faults))
    return Reading(wanted=CallFilter(**values), faults=faults)


def query_of(wanted: CallFilter) -> str:
    """A filter as an address holds it, without "?"; "" for none."""
    query = QueryDict(mutable=True)
    for key, day in ((FROM, wanted.first_day), (TO, wanted.last_day)):
        if day is not None:
            query[key] = day.isoformat()
    for key, value in MANY.items():
        written = [value.write(one) for one in getattr(wanted, value.name)]
        if written:
            query.setlist(key, written)
    for key, value in ONE.items():
        one = getattr(wanted, value.name)
        if one not in (None, ""):
            query[key] = value.write(one)
    for key, value in SPANS.items():
        span: Span | None = getattr(wanted, value.name)
        for end, limit in (("min", span.least), ("max", span.most)) if span is not None else ():
            if limit is not None:
                query[f"{key}-{end}"] = value.write(limit)
    return query.urlencode()


def calls_url(wanted: CallFilter) -> str:
    """The address of the list of calls that fit a filter: what a figure or a mark of a chart leads to."""
    query = query_of(wanted)
    return f"{reverse('calls')}?{query}" if query else reverse("calls")


def _typed(query: QueryDict, key: str) -> list[str]:
    return [typed for one in query.getlist(key) if (typed := one.strip())]


def _read(value: _Value, key: str, written: str, faults: dict[str, str]) -> Any:
    try:
        return value.read(written)
    except ConditionUnreadable as fault:
        faults[key] = str(fault.words)
        return None


def _span(query: QueryDict, key: str, value: _Value, faults: dict[str, str]) -> Span | None:
    ends: list[int | None] = []
    for end in (f"{key}-min", f"{key}-max"):
        typed = _typed(query, end)[-1:]
        ends.append(_read(value, end, typed[0], faults) if typed else None)
    least, most = ends
    if least is not None and most is not None and least > most:
        faults[f"{key}-max"] = _("This must not be less than where it begins.")
        return None
    return None if least is None and most is None else Span(least=least, most=most)


def _days(query: QueryDict, today: date, faults: dict[str, str]) -> dict[str, date]:
    """The days asked for; those that were typed count before those of a named period."""
    days = {}
    for key, name in ((FROM, "first_day"), (TO, "last_day")):
        for typed in _typed(query, key)[-1:]:
            day = _read(_Value(name, read_day), key, typed, faults)
            if day is not None:
                days[name] = day
    if len(days) == 2 and days["first_day"] > days["last_day"]:
        faults[TO] = _("The last day must not be before the first.")
        del days["last_day"]
    named = query.get(PERIOD, "")
    if days or not named:
        return days
    period = periods(today).get(named)
    if period is None:
        faults[PERIOD] = _("Choose one of the values that there are.")
        return {}
    return {"first_day": period.first, "last_day": period.last}
