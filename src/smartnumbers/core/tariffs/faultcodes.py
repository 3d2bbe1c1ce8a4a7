"""A rule that a tariff breaks: its stable code, the field, what belongs into its sentence, and the law it comes from.

The portal says it in the reader's language, by the code; `fault_sentence` is the command line's English.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.tariffs.duty import ChangeRefusal, refusal_sentence


class Rule(StrEnum):
    """The codes. Beside `label` (the class as written, "0848") and `class_code`, each has the parameters named."""

    CURRENCY = "currency-differs"
    """`currency` is the one the class is charged in."""
    FREE = "number-free"
    """Nothing may be charged for this number."""
    TIME_ONLY = "time-only"
    """No price per call: time alone may be charged."""
    CALL_OR_TIME = "call-or-time"
    """A price per call or one per minute, not both."""
    PER_CALL = "per-call-above-ceiling"
    """`ceiling` (millionths), `currency`, `vat` ("included" or "excluded")."""
    PER_MINUTE = "per-minute-above-ceiling"
    """As PER_CALL."""
    FEE = "fee-above-ceiling"
    """As PER_CALL."""
    TOTAL = "total-above-ceiling"
    """As PER_CALL: the cap of a call lies above what a connection may cost in all."""
    STEP = "price-step"
    """`step` (millionths), `currency`: prices are multiples of it."""
    PER_SECOND = "per-second"
    """Increments of one second only."""
    MINIMUM = "no-minimum"
    """No minimum: time is charged from the first second, by the second."""
    FIRST_SECOND = "no-free-seconds"
    """No free seconds: one price from the first second on."""
    ROUNDING = "rounding-too-coarse"
    """`unit` (millionths), `currency`: the end amount is rounded to no more than this."""
    BANDS = "bands-not-allowed"
    """No other price at other hours."""
    LONGEST = "longer-than-allowed"
    """`seconds`: the longest call; `above` (millionths per minute), `currency`: for prices above this."""
    CHANGE = "no-price-change"
    """No change of price and no fee during a call; `reason` is a code of `duty.ChangeRefusal`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFault:
    """One rule broken; `field` is the place in the version ("bands[0].per_minute") or set ("slots.12.per_call").

    `source` is the text that makes the rule, "" where it is the platform's own.
    """

    code: str
    field: str
    parameters: Mapping[str, object]
    source: str


def fault_sentence(fault: RuleFault) -> str:
    """The rule in English with its source: "0848: at most 7.5 Rp/min excl. VAT, OST art. 39a"."""
    sentence = _SENTENCES.get(fault.code)
    said = fault.code if sentence is None else sentence(fault.parameters)
    label = fault.parameters.get("label")
    return f"{f'{label}: ' if label else ''}{said}{f', {fault.source}' if fault.source else ''}"


def _money(parameters: Mapping[str, object], name: str) -> str:
    """An amount among the parameters, written short: "7.5 Rp", "CHF 10", "EUR 0.80"."""
    amount, currency = parameters[name], parameters["currency"]
    assert isinstance(amount, int)
    if currency == "CHF" and amount < 1_000_000:
        return f"{amount_text(amount * 100)} Rp"
    return f"{currency} {amount_text(amount, decimals=2 if amount % 1_000_000 else 0)}"


def _at_most(what: str) -> Callable[[Mapping[str, object]], str]:
    def sentence(parameters: Mapping[str, object]) -> str:
        vat = "incl." if parameters["vat"] == "included" else "excl."
        return f"at most {_money(parameters, 'ceiling')}{what} {vat} VAT"

    return sentence


def _fixed(sentence: str) -> Callable[[Mapping[str, object]], str]:
    return lambda _parameters: sentence


def _longest(parameters: Mapping[str, object]) -> str:
    seconds = parameters["seconds"]
    assert isinstance(seconds, int)
    return f"at most {seconds // 60} minutes where a minute costs more than {_money(parameters, 'above')}"


_SENTENCES: Mapping[str, Callable[[Mapping[str, object]], str]] = MappingProxyType(
    {
        Rule.CURRENCY: lambda parameters: f"charged in {parameters['currency']}",
        Rule.FREE: _fixed("nothing may be charged to the caller"),
        Rule.TIME_ONLY: _fixed("time alone may be charged, not the call"),
        Rule.CALL_OR_TIME: _fixed("a price per call or per minute, not both"),
        Rule.PER_CALL: _at_most("/call"),
        Rule.PER_MINUTE: _at_most("/min"),
        Rule.FEE: _at_most(" for a fee"),
        Rule.TOTAL: _at_most(" for a call in all"),
        Rule.STEP: lambda parameters: f"prices are multiples of {_money(parameters, 'step')}",
        Rule.PER_SECOND: _fixed("charged by the second"),
        Rule.MINIMUM: _fixed("charged from the first second by the second, without a minimum"),
        Rule.FIRST_SECOND: _fixed("one price from the first second on, without free seconds"),
        Rule.ROUNDING: lambda parameters: f"the end amount is rounded to {_money(parameters, 'unit')} at most",
        Rule.BANDS: _fixed("the same price at all hours"),
        Rule.LONGEST: _longest,
        Rule.CHANGE: lambda parameters: refusal_sentence(ChangeRefusal(str(parameters["reason"]))),
    }
)
