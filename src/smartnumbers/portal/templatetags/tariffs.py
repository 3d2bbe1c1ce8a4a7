"""How the portal's templates write prices, classes and tariffs."""

from django import template

from smartnumbers.apps.tariffbooks.wording import figure as amount_figure
from smartnumbers.apps.tariffbooks.wording import money
from smartnumbers.core.numbering.rulebook import Payer
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.portal.addresses import written
from smartnumbers.portal.money import percent
from smartnumbers.portal.tariffs.classwords import PAYERS, class_name
from smartnumbers.portal.tariffs.termwords import price_words

register = template.Library()


@register.filter
def amount(value: int, currency: str) -> str:
    """An amount (millionths) with its currency: CHF 1'234.50."""
    return money(value, currency)


@register.filter
def figure(value: int) -> str:
    """An amount (millionths) without its currency: 1'234.50."""
    return amount_figure(value)


@register.filter
def share_words(value: int) -> str:
    """A share (millionths of 1) in per cent: 8.1 %."""
    return percent(value)


@register.filter
def tariff_words(tariff: Tariff) -> str:
    """A tariff's prices in one line."""
    return price_words(tariff)


@register.filter
def payer_words(payer: Payer) -> str:
    """Who pays for a call."""
    return str(PAYERS[payer])


@register.filter
def class_in_words(code: str) -> str:
    """A class with who pays: "0900, callers pay"."""
    return class_name(code)


@register.filter
def number_path(number: str) -> str:
    """A canonical number for an address."""
    return written(number)
