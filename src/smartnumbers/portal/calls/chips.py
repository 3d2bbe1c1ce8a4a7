"""The filters of the list of calls: read from the address, written as chips, never an error for a strange address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.models import Result
from smartnumbers.apps.callrecords.queries import CallFilter
from smartnumbers.apps.callrecords.wording import RESULTS
from smartnumbers.core.numbering.dialled import NumberUnreadable, display, normalise

RESULT, NUMBER, PERIOD, FROM, TO = "result", "number", "period", "from", "to"
_OLDEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a filter can be set to: the word, and the address that sets it."""

    word: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its name, what it is set to ("" for nothing), its choices, and the address without it."""

    name: str
    word: str
    choices: Sequence[Choice]
    without: str


def _periods(today: date) -> Mapping[str, tuple[str, date, date]]:
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    return {
        "today": (_("today"), today, today),
        "yesterday": (_("yesterday"), today - timedelta(days=1), today - timedelta(days=1)),
        "week": (_("this week"), monday, today),
        "month": (_("this month"), first, today),
        "last-month": (_("last month"), last_month.replace(day=1), last_month),
    }


def read_filter(*, query: QueryDict, today: date) -> CallFilter:
    """What the address asks for; what cannot be read in it does not count."""
    result = query.get(RESULT, "")
    first, last = _days(query, today)
    return CallFilter(
        result=Result(result) if result in Result.values else None,
        number=_number(query.get(NUMBER, "")),
        first_day=first,
        last_day=last,
    )


def chips(*, query: QueryDict, today: date, numbers: Sequence[tuple[str, str]]) -> list[Chip]:
    """The chips of an address; `numbers` are the account's, each with its name."""
    wanted = read_filter(query=query, today=today)
    period = query.get(PERIOD, "")
    periods = _periods(today)
    return [
        Chip(
            name=_("Period"),
            word=_period_word(wanted, periods[period][0] if period in periods else ""),
            choices=[
                Choice(word=word, query=_with(query, {PERIOD: code}, drop=(FROM, TO)), chosen=code == period)
                for code, (word, _first, _last) in periods.items()
            ],
            without=_with(query, {}, drop=(PERIOD, FROM, TO)),
        ),
        Chip(
            name=_("Number"),
            word=display(wanted.number) if wanted.number else "",
            choices=[
                Choice(
                    word=f"{display(number)} {name}".strip(),
                    query=_with(query, {NUMBER: number}),
                    chosen=number == wanted.number,
                )
                for number, name in numbers
            ],
            without=_with(query, {}, drop=(NUMBER,)),
        ),
        Chip(
            name=_("Result"),
            word=str(RESULTS[wanted.result]).lower() if wanted.result else "",
            choices=[
                Choice(word=str(word).lower(), query=_with(query, {RESULT: code}), chosen=code == wanted.result)
                for code, word in RESULTS.items()
            ],
            without=_with(query, {}, drop=(RESULT,)),
        ),
    ]


def _days(query: QueryDict, today: date) -> tuple[date | None, date | None]:
    period = _periods(today).get(query.get(PERIOD, ""))
    if period is not None:
        return period[1], period[2]
    return _day(query.get(FROM, "")), _day(query.get(TO, ""))


def _day(written: str) -> date | None:
    try:
        day = parse_date(written)
    except ValueError:
        return None
    # Outside these years a day has no instant that the database could compare.
    return day if day is not None and _OLDEST <= day < date(2200, 1, 1) else None


def _number(written: str) -> str | None:
    try:
        return normalise(written) if written else None
    except NumberUnreadable:
        return None


def _period_word(wanted: CallFilter, named: str) -> str:
    if named or (wanted.first_day is None and wanted.last_day is None):
        return named
    first, last = (date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (wanted.first_day, wanted.last_day))
    return first if first == last else f"{first} – {last}".strip()


def _with(query: QueryDict, values: Mapping[str, str], *, drop: Sequence[str] = ()) -> str:
    """The query string with other values and on its first page."""
    changed = query.copy()
    for name in (*drop, "older", "newer"):
        changed.pop(name, None)
    for name, value in values.items():
        changed[name] = value
    return f"?{changed.urlencode()}"
