"""Times, days, numbers and names in the words of the reader's language: parts of the sentences of routing."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any, cast

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localdate, localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from smartnumbers.core.foundation.instants import to_datetime
from smartnumbers.core.routing.calendar import names_of, translated
from smartnumbers.core.routing.plan import DAY_MINUTES

PERIODS: dict[int, Promise] = {
    3_600: _("within an hour"),
    86_400: _("within a day"),
    604_800: _("within a week"),
    2_592_000: _("within 30 days"),
}

LANGUAGES: dict[str, Promise] = {
    "de": _("German"),
    "fr": _("French"),
    "it": _("Italian"),
    "en": _("English"),
}


def filled(table: Mapping[str, Promise], code: str, values: Mapping[str, object]) -> str:
    """The sentence of a code with its values; a code without one (of a newer release) is shown as it is."""
    sentence = table.get(code)
    if sentence is None:
        return " ".join([code, *(f"{name}={value}" for name, value in values.items())])
    # Formatted before it is a text: a sentence with a plural chooses its form by the values.
    return str(cast(Any, sentence) % values)


def instant_words(instant: int) -> str:
    """An instant (milliseconds) by the platform's clock."""
    return date_format(localtime(to_datetime(instant)), "SHORT_DATETIME_FORMAT")


def wall_words(written: str) -> str:
    """A wall-clock time of a plan ("2026-12-24T18:05")."""
    return date_format(datetime.fromisoformat(written), "SHORT_DATETIME_FORMAT")


def date_only_words(written: str) -> str:
    """A date of a plan ("2027-03-28")."""
    return date_format(date.fromisoformat(written), "SHORT_DATE_FORMAT")


def minute_words(minute: int) -> str:
    """A time of day in minutes since midnight: "09:05", as the week shows it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def hours_words(start: int, end: int) -> str:
    """Part of a day: "09:00–12:00", or that it is all of it."""
    if (start, end) == (0, DAY_MINUTES):
        return gettext("all day")
    return f"{minute_words(start)}–{minute_words(end)}"


def period_words(seconds: int) -> str:
    """A period of time to count calls in."""
    known = PERIODS.get(seconds)
    return gettext("within %(seconds)s seconds") % {"seconds": seconds} if known is None else str(known)


def day_words(day: int) -> str:
    """A day of the week inside a sentence, 0 being Monday; Italian writes it small, against what Django says."""
    name = str(WEEKDAYS[day])
    return name.lower() if (get_language() or "")[:2] == "it" else name


def days_words(days: Sequence[int]) -> str:
    """Days of the week; three and more in a row as from–to."""
    rows: list[list[int]] = []
    for before, day in pairwise([-2, *sorted(days)]):
        if day != before + 1:
            rows.append([])
        rows[-1].append(day)
    parts = []
    for row in rows:
        names = [day_words(day) for day in row]
        parts += [f"{names[0]}–{names[-1]}"] if len(row) > 2 else names
    return ", ".join(parts)


def date_words(month: int, day: int) -> str:
    """A day of every year."""
    return gettext("%(day)s %(month)s") % {"day": day, "month": MONTHS[month]}


def holiday_words(*, region: str, name: str) -> str:
    """A public holiday's name in the reader's language, of a region; a day with several names has all."""
    language = (get_language() or "en")[:2]
    year = localdate().year
    return ", ".join(translated(region=region, name=one, year=year, language=language) for one in names_of(name))


def joined(words: Iterable[object]) -> str:
    """Several things, one after the other."""
    return ", ".join(str(word) for word in words)
