"""The conditions in force, each as a chip that can be taken away; the three most asked for also as menus."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from smartnumbers.apps.callrecords.wording import RESULTS
from smartnumbers.apps.tariffbooks.wording import figure
from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.portal.calls.filters import FROM, MANY, ONE, PERIOD, SPANS, TO, Reading
from smartnumbers.portal.calls.listing import with_query
from smartnumbers.portal.calls.periods import Period, periods
from smartnumbers.portal.calls.words import NAMES, ValueWords
from smartnumbers.portal.templatetags.portal import clock
from smartnumbers.statistics.filters import CallFilter, Span

_MENUS = frozenset({"number", "result"})
_VALUES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a condition can be set to: the word, and the address that sets it."""

    word: str
    query: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition: its name, what it is set to ("" for nothing), its choices, and the address without it."""

    name: str
    word: str
    without: str
    choices: Sequence[Choice] = ()


def chips(*, query: QueryDict, reading: Reading, today: date, words: ValueWords) -> list[Chip]:
    """The chips of an address: period, number and result always, the others where they are in force."""
    wanted = reading.wanted
    return [_period(query, wanted, today), *_menus(query, wanted, words), *_others(query, wanted, words)]


def _period(query: QueryDict, wanted: CallFilter, today: date) -> Chip:
    named = periods(today)
    chosen = query.get(PERIOD, "")
    return Chip(
        name=str(NAMES["period"]),
        word=_period_word(named.get(chosen), wanted),
        without=with_query(query, {}, drop=(PERIOD, FROM, TO)),
        choices=[
            Choice(word=one.word, query=with_query(query, {PERIOD: code}, drop=(FROM, TO)), chosen=code == chosen)
            for code, one in named.items()
        ],
    )


def _menus(query: QueryDict, wanted: CallFilter, words: ValueWords) -> Iterator[Chip]:
    yield _menu(query, "number", wanted.numbers, list(words.numbers), words)
    yield _menu(query, "result", wanted.results, list(RESULTS), words)


def _menu(query: QueryDict, key: str, chosen: Sequence[str], offered: Sequence[str], words: ValueWords) -> Chip:
    return Chip(
        name=str(NAMES[key]),
        word=_listed([words.of(key, value) for value in chosen]),
        without=with_query(query, {}, drop=(key,)),
        choices=[
            Choice(word=words.of(key, value), query=with_query(query, {key: value}), chosen=value in chosen)
            for value in offered
        ],
    )


def _others(query: QueryDict, wanted: CallFilter, words: ValueWords) -> Iterator[Chip]:
    for key, value in MANY.items():
        chosen = [value.write(one) for one in getattr(wanted, value.name)]
        if chosen and key not in _MENUS:
            yield _chip(query, key, _listed([words.of(key, one) for one in chosen]))
    for key, value in ONE.items():
        one = getattr(wanted, value.name)
        if one not in (None, ""):
            yield _chip(query, key, _instant(one) if key in ("since", "before") else words.of(key, value.write(one)))
    for key, value in SPANS.items():
        span = getattr(wanted, value.name)
        if span is not None:
            written = _span(span, clock if key in ("talk", "wait") else figure)
            yield _chip(query, key, written, drop=(f"{key}-min", f"{key}-max"))


def _chip(query: QueryDict, key: str, word: str, *, drop: Sequence[str] = ()) -> Chip:
    return Chip(name=str(NAMES[key]), word=word, without=with_query(query, {}, drop=drop or (key,)))


def _period_word(period: Period | None, wanted: CallFilter) -> str:
    """The name of a period, unless days were typed that count before it."""
    if period is not None and (period.first, period.last) == (wanted.first_day, wanted.last_day):
        return period.word
    return _days(wanted)


def _listed(words: Sequence[str]) -> str:
    if len(words) <= _VALUES_SHOWN:
        return ", ".join(words)
    shown = ", ".join(words[: _VALUES_SHOWN - 1])
    return _("%(shown)s and %(number)d more") % {"shown": shown, "number": len(words) - _VALUES_SHOWN + 1}


def _span(span: Span, write: Callable[[int], str]) -> str:
    if span.most is None:
        return _("from %(limit)s") % {"limit": write(span.least or 0)}
    if span.least is None:
        return _("up to %(limit)s") % {"limit": write(span.most)}
    return f"{write(span.least)} – {write(span.most)}"


def _days(wanted: CallFilter) -> str:
    first, last = (date_format(day, "SHORT_DATE_FORMAT") if day else "" for day in (wanted.first_day, wanted.last_day))
    if first and last:
        return first if first == last else f"{first} – {last}"
    if first:
        return _("from %(limit)s") % {"limit": first}
    return _("up to %(limit)s") % {"limit": last} if last else ""


def _instant(milliseconds: int) -> str:
    return date_format(localtime(to_datetime(milliseconds)), "SHORT_DATETIME_FORMAT")
