"""The price list that the product ships with; the operator edits it, and from then on it is the operator's.

No law has a list of tiers: it sets ceilings and, in France, a step of one cent. What stands here are the values usual
in the trade, from memory and not from a published grid, kept to what the rules of each class allow. The holder's costs
and shares are matters of contract: the values here are examples to start from, and say so in their source.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from smartnumbers.core.foundation.money import Rounding, RoundingMode, amount_text
from smartnumbers.core.numbering.rulebook import NumberRules, Payer
from smartnumbers.core.numbering.rules import CLASSES, rules_at
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.validation import bounded, faults
from smartnumbers.core.tariffs.version import Band, HolderCosts, TariffVersion

TRADE = "Usual in the trade, not a published grid: check before use"
EXAMPLE = "Price by law; costs are examples: set those of your contracts"
CENT = Rounding(to=10_000, mode=RoundingMode.HALF_UP)
EXAMPLE_SHARE = 500_000
EXAMPLE_COSTS = HolderCosts(fixed=40_000, mobile=100_000, payphone=300_000, abroad=200_000)
EXAMPLE_FLAT = HolderCosts.flat(per_minute=20_000)
WORKDAYS = frozenset(range(5))

# Hundredths of a franc or euro. The French ones serve every premium class, as far as its ceilings go.
_FRENCH_MINUTE = (5, 6, 9, 12, 15, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80)
_FRENCH_CALL = (8, 15, 20, 30, 50, 60, 80, 99, 100, 120, 150, 199, 200, 250, 299, 300)
_SWISS_MINUTE = (50, 80, 100, 119, 149, 150, 199, 200, 250, 299, 300, 350, 399, 400, 423, 450, 499, 500, 1000)
_SWISS_CALL = (50, 90, 100, 120, 150, 200, 250, 300, 500, 1000)
# Base fee and price per minute.
_SWISS_BOTH = ((50, 50), (100, 100), (100, 200), (100, 250), (200, 200), (300, 300), (1000, 500))
# Millionths, because the ceiling of 7.5 Rp without tax is 8.1075 Rp with it.
_SHARED_MINUTE = (40_000, 80_000, 81_075)

_ZONES = MappingProxyType({"CH": "Europe/Zurich", "001": "Europe/Zurich", "FR": "Europe/Paris"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPrice:
    """One price on offer for a class of numbers; `version` has its code, name and terms.

    `typical`: the price is what is usual, not what a text says.
    """

    class_code: str
    version: TariffVersion
    source: str
    typical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Price:
    """A price before it is fitted to a class; `mark` becomes part of its code."""

    mark: str
    per_call: int = 0
    per_minute: int = 0
    bands: tuple[Band, ...] = ()


def price_list(*, on: date) -> tuple[ListedPrice, ...]:
    """The list by the tax and the ceilings of a day, every price of it lawful; by class, then by price."""
    return tuple(listed for code in CLASSES for listed in _of_class(code, on))


def _of_class(class_code: str, on: date) -> Iterator[ListedPrice]:
    rules = rules_at(class_code=class_code, on=on)
    if rules is None:
        return
    for price in _prices(rules):
        version = _version(price, rules)
        if faults(version=version, rules=rules):
            continue
        free = rules.payer in (Payer.HOLDER, Payer.ORDINARY)
        yield ListedPrice(class_code=class_code, version=version, source=EXAMPLE if free else TRADE, typical=not free)


def _prices(rules: NumberRules) -> Iterator[_Price]:
    if rules.payer in (Payer.HOLDER, Payer.ORDINARY):
        yield _Price(mark="free")
    elif rules.payer is Payer.SHARED:
        yield from (_Price(mark=f"min-{per_minute}", per_minute=per_minute) for per_minute in _SHARED_MINUTE)
        # The dear hours of old: working days from 8 to 18.
        dear = Band(days=WORKDAYS, start=8 * 60, end=18 * 60, per_minute=80_000)
        yield _Price(mark="day-night", per_minute=40_000, bands=(dear,))
    elif rules.country == "FR":
        yield from (_minute(hundredths) for hundredths in _FRENCH_MINUTE)
        yield from (_call(hundredths) for hundredths in _FRENCH_CALL)
    else:
        yield from (_minute(hundredths) for hundredths in _SWISS_MINUTE)
        yield from (_call(hundredths) for hundredths in _SWISS_CALL)
        for base, minute in _SWISS_BOTH:
            yield _Price(mark=f"both-{base:04}-{minute:04}", per_call=base * 10_000, per_minute=minute * 10_000)


def _minute(hundredths: int) -> _Price:
    return _Price(mark=f"min-{hundredths:04}", per_minute=hundredths * 10_000)


def _call(hundredths: int) -> _Price:
    return _Price(mark=f"call-{hundredths:04}", per_call=hundredths * 10_000)


def _version(price: _Price, rules: NumberRules) -> TariffVersion:
    tariff = Tariff(currency=rules.currency, per_call=price.per_call, per_minute=price.per_minute, rounding=CENT)
    costs = {Payer.HOLDER: EXAMPLE_COSTS, Payer.ORDINARY: EXAMPLE_FLAT, Payer.SHARED: EXAMPLE_FLAT}
    return TariffVersion(
        code=f"{rules.class_code}-{price.mark}",
        version=1,
        name=_name(price, rules.currency),
        tariff=bounded(tariff=tariff, rules=rules),
        bands=price.bands,
        timezone=_ZONES[rules.country],
        vat=rules.vat,
        payout_share=EXAMPLE_SHARE if rules.payer is Payer.CALLER else 0,
        costs=costs.get(rules.payer),
    )


def _name(price: _Price, currency: str) -> str:
    """A name that every language can read: "CHF 1.00 + 2.50/min"."""
    call = amount_text(price.per_call, decimals=2)
    minute = f"{amount_text(price.per_minute, decimals=2)}/min"
    if price.bands:
        dearest = max(band.per_minute for band in price.bands)
        return f"{currency} {amount_text(dearest, decimals=2)} – {minute}"
    if price.per_call and price.per_minute:
        return f"{currency} {call} + {minute}"
    return f"{currency} {call if price.per_call or not price.per_minute else minute}"
