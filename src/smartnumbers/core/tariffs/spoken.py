"""Amounts and spans of time as they are said in German, French, Italian and English.

The words are for a voice, human or espeak-ng: no currency signs, no "0.05", and "einen Franken" where a figure 1
would be read as "eins". Above that figures stay figures, which every voice reads in its own language. Only euros
in French are spelt out from 70 to 99: the French voice is Swiss and would say "huitante" to people in France.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from smartnumbers.core.foundation.money import MILLION, amount_text

HUNDREDTH = MILLION // 100
LANGUAGES = ("de", "fr", "it", "en")
_TO_NINETEEN = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit of currency or time: exactly one of it in words, its singular and its plural."""

    one: str
    singular: str
    plural: str


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a language joins: `and_` before a small part, its decimal sign, whether hundredths may stand unnamed."""

    and_: str
    decimal: str
    names_hundredths: bool
    singular_below_two: bool


_MANNERS = MappingProxyType(
    {
        "de": _Manner("und", ",", names_hundredths=False, singular_below_two=False),
        "fr": _Manner("et", ",", names_hundredths=False, singular_below_two=True),
        "it": _Manner("e", ",", names_hundredths=True, singular_below_two=False),
        "en": _Manner("and", ".", names_hundredths=False, singular_below_two=False),
    }
)
# The unit of the currency and its hundredth.
_CURRENCIES = MappingProxyType(
    {
        ("CHF", "de"): (_Unit("einen Franken", "Franken", "Franken"), _Unit("einen Rappen", "Rappen", "Rappen")),
        ("CHF", "fr"): (_Unit("1 franc", "franc", "francs"), _Unit("1 centime", "centime", "centimes")),
        ("CHF", "it"): (_Unit("un franco", "franco", "franchi"), _Unit("un centesimo", "centesimo", "centesimi")),
        ("CHF", "en"): (_Unit("1 franc", "franc", "francs"), _Unit("1 centime", "centime", "centimes")),
        ("EUR", "de"): (_Unit("einen Euro", "Euro", "Euro"), _Unit("einen Cent", "Cent", "Cent")),
        ("EUR", "fr"): (_Unit("1 euro", "euro", "euros"), _Unit("1 centime", "centime", "centimes")),
        ("EUR", "it"): (_Unit("un euro", "euro", "euro"), _Unit("un centesimo", "centesimo", "centesimi")),
        ("EUR", "en"): (_Unit("1 euro", "euro", "euros"), _Unit("1 cent", "cent", "cents")),
    }
)
# Second and minute; German in the dative, which is what "in einer Minute" takes.
_TIMES = MappingProxyType(
    {
        "de": (_Unit("einer Sekunde", "Sekunde", "Sekunden"), _Unit("einer Minute", "Minute", "Minuten")),
        "fr": (_Unit("une seconde", "seconde", "secondes"), _Unit("une minute", "minute", "minutes")),
        "it": (_Unit("un secondo", "secondo", "secondi"), _Unit("un minuto", "minuto", "minuti")),
        "en": (_Unit("1 second", "second", "seconds"), _Unit("1 minute", "minute", "minutes")),
    }
)
_KEYS = MappingProxyType(
    {
        "de": {"#": "Raute", "*": "Stern"},
        "fr": {"#": "dièse", "*": "étoile"},
        "it": {"#": "cancelletto", "*": "asterisco"},
        "en": {"#": "hash", "*": "star"},
    }
)


def spoken_amount(*, amount: int, currency: str, language: str) -> str:
    """An amount (millionths of CHF or EUR) in words and figures: "2 Franken 50", "einen Franken und 5 Rappen".

    Exact: what is finer than a hundredth is said as its decimals. Of another currency the code is said: "5 USD".
    """
    manner = _MANNERS[language]
    whole, rest = divmod(amount, MILLION)
    if (currency, language) not in _CURRENCIES:
        return f"{amount_text(amount).replace('.', manner.decimal)} {currency}"
    unit, hundredth = _CURRENCIES[currency, language]
    figure = _of_france if (currency, language) == ("EUR", "fr") else str
    large = _counted(whole, unit, manner, figure)
    if rest == 0:
        return large
    small = _hundredths(rest, hundredth, manner, figure)
    if whole == 0:
        return small
    if manner.names_hundredths or rest % HUNDREDTH or rest < 10 * HUNDREDTH:
        return f"{large} {manner.and_} {small}"
    return f"{large} {figure(rest // HUNDREDTH)}"


def spoken_seconds(*, seconds: int, language: str) -> str:
    """A span of time: "30 Sekunden", "une minute"; whole minutes as minutes. German is in the dative."""
    second, minute = _TIMES[language]
    manner = _MANNERS[language]
    if seconds and seconds % 60 == 0:
        return _counted(seconds // 60, minute, manner)
    return _counted(seconds, second, manner)


def spoken_key(*, key: str, language: str) -> str:
    """A key of the telephone: "1", "dièse"."""
    return _KEYS[language].get(key, key)


def _of_france(number: int) -> str:
    """A number as France says it: from 70 to 99 in words, else in figures."""
    if not 70 <= number <= 99:
        return str(number)
    if number < 80:
        return f"soixante{' et ' if number == 71 else '-'}{_TO_NINETEEN[number - 60]}"
    return "quatre-vingts" if number == 80 else f"quatre-vingt-{_TO_NINETEEN[number - 80]}"


def _counted(number: int, unit: _Unit, manner: _Manner, figure: Callable[[int], str] = str) -> str:
    if number == 1:
        return unit.one
    singular = number == 0 and manner.singular_below_two
    return f"{figure(number)} {unit.singular if singular else unit.plural}"


def _hundredths(rest: int, unit: _Unit, manner: _Manner, figure: Callable[[int], str]) -> str:
    whole, finer = divmod(rest, HUNDREDTH)
    if finer == 0:
        return _counted(whole, unit, manner, figure)
    decimals = f"{finer:04}".rstrip("0")
    singular = whole < 2 and manner.singular_below_two
    return f"{whole}{manner.decimal}{decimals} {unit.singular if singular else unit.plural}"
