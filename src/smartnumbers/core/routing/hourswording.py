"""How opening hours are said in German, French, Italian and English.

The words are for a voice: no colons or dashes for it to stumble over, and the feminine "une" and "vingt et une" of
French hours spelt out, which a voice reads as "un" from figures. Like all that callers hear they stand here and not
in the portal's catalogues. Places in braces: {days}, {hours}, and wall-clock times {start} and {end}.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

_NOON = 12 * 60
_ONE_O_CLOCK = "l'una"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursWording:
    """Days and hours of one language; tuples have the days from Monday on.

    `clock` says a time (minutes since midnight, below a whole day). `range_first` and `range_last` are days as the
    beginning and the end of several in a row; `after` and `until` are for hours up to and from midnight.
    """

    clock: Callable[[int], str]
    days: tuple[str, ...]
    range_first: tuple[str, ...]
    range_last: tuple[str, ...]
    every_day: str
    from_until: str
    until: str
    after: str
    all_day: str
    always: str
    and_: str
    not_on_holidays: str


def _german(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    return f"{'ein' if hour == 1 else hour} Uhr{f' {rest}' if rest else ''}"


def _french(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    if minute == _NOON:
        return "midi"
    figure = {1: "une", 21: "vingt et une"}.get(hour, str(hour))
    return f"{figure} heure{'s' if hour > 1 else ''}{f' {rest}' if rest else ''}"


def _italian(minute: int) -> str:
    """With its article, which the prepositions in the sentences run into: "dal" + "le 8", "al" + "l'una"."""
    hour, rest = divmod(minute, 60)
    return f"{_ONE_O_CLOCK if hour == 1 else f'le {hour}'}{f' e {rest}' if rest else ''}"


def _english(minute: int) -> str:
    hour, rest = divmod(minute, 60)
    if minute == _NOON:
        return "noon"
    figures = f"{(hour - 1) % 12 + 1}{f':{rest:02}' if rest else ''}"
    return f"{figures} {'a.m.' if minute < _NOON else 'p.m.'}"


_GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_FRENCH_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_ITALIAN_DAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
HOURS_WORDINGS = MappingProxyType(
    {
        "de": HoursWording(
            clock=_german,
            days=_GERMAN_DAYS,
            range_first=_GERMAN_DAYS,
            range_last=tuple(f"bis {day}" for day in _GERMAN_DAYS),
            every_day="täglich",
            from_until="von {start} bis {end}",
            until="bis {end}",
            after="ab {start}",
            all_day="rund um die Uhr",
            always="jeden Tag rund um die Uhr",
            and_="und",
            not_on_holidays="ausser an Feiertagen",
        ),
        "fr": HoursWording(
            clock=_french,
            days=tuple(f"le {day}" for day in _FRENCH_DAYS),
            range_first=tuple(f"du {day}" for day in _FRENCH_DAYS),
            range_last=tuple(f"au {day}" for day in _FRENCH_DAYS),
            every_day="tous les jours",
            from_until="de {start} à {end}",
            until="jusqu'à {end}",
            after="dès {start}",
            all_day="24 heures sur 24",
            always="24 heures sur 24, 7 jours sur 7",
            and_="et",
            not_on_holidays="sauf les jours fériés",
        ),
        "it": HoursWording(
            clock=_italian,
            days=(*(f"il {day}" for day in _ITALIAN_DAYS), "la domenica"),
            range_first=(*(f"dal {day}" for day in _ITALIAN_DAYS), "dalla domenica"),
            range_last=(*(f"al {day}" for day in _ITALIAN_DAYS), "alla domenica"),
            every_day="tutti i giorni",
            from_until="dal{start} al{end}",
            until="fino al{end}",
            after="dal{start} in poi",
            all_day="24 ore su 24",
            always="24 ore su 24, 7 giorni su 7",
            and_="e",
            not_on_holidays="esclusi i giorni festivi",
        ),
        "en": HoursWording(
            clock=_english,
            days=_ENGLISH_DAYS,
            range_first=_ENGLISH_DAYS,
            range_last=tuple(f"to {day}" for day in _ENGLISH_DAYS),
            every_day="every day",
            from_until="from {start} to {end}",
            until="until {end}",
            after="from {start} on",
            all_day="around the clock",
            always="24 hours a day, 7 days a week",
            and_="and",
            not_on_holidays="except on public holidays",
        ),
    }
)
