"""A tariff: what rating needs to know of a price.

Prices are millionths of the currency unit, times whole seconds. What a tariff is called, from when it holds and what
the law says of it stands elsewhere; here is only what makes the price of a call.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.foundation.money import Rounding, RoundingMode

PRICES = ("per_call", "per_minute")
TERMS = ("currency", "increment_s", "minimum_s", "free_s", "cap", "max_s", "rounding")
"""What the first tariff of a call settles for the whole call; the rest are prices, which a change may change."""

_CURRENCY = re.compile(r"[A-Z]{3}")
_LEAST = {"per_call": 0, "per_minute": 0, "increment_s": 1, "minimum_s": 0, "free_s": 0}
_LEAST_OPTIONAL = {"cap": 0, "max_s": 0}
_LARGEST = 10**18
_LONGEST = 10**9
"""Seconds, some thirty years: so that times in milliseconds stay in a database's 64 bits, whatever they add up to."""


class TariffInvalid(DomainError):
    """No such tariff can be; `parameters["field"]` names the field."""

    code = "tariff-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """The price of a call and the terms under which it is charged.

    `per_call`, `per_minute`, `cap` in millionths of `currency` (ISO 4217); the terms ending in `_s` in seconds. Of the
    time after `free_s`, the first `minimum_s` are one block, whole `increment_s` follow. `cap` bounds the price of the
    call, `max_s` its length; None means no bound. Without `rounding` the amount has six decimals.
    Raises TariffInvalid where a value is out of range.
    """

    currency: str
    per_call: int = 0
    per_minute: int = 0
    increment_s: int = 1
    minimum_s: int = 0
    free_s: int = 0
    cap: int | None = None
    max_s: int | None = None
    rounding: Rounding | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be; see the class."""
        if not _CURRENCY.fullmatch(self.currency):
            raise _invalid("currency", "no ISO 4217 code")
        for name, least in (_LEAST | _LEAST_OPTIONAL).items():
            value = getattr(self, name)
            if value is None and name in _LEAST_OPTIONAL:
                continue
            if value < least:
                raise _invalid(name, f"less than {least}")
            if value >= (_LONGEST if name.endswith("_s") else _LARGEST):
                raise _invalid(name, "too large")


def reprice(tariff: Tariff, *, per_call: int, per_minute: int) -> Tariff:
    """The tariff with other prices (millionths) and the same terms: what a change during a call brings."""
    return replace(tariff, per_call=per_call, per_minute=per_minute)


def tariff_document(tariff: Tariff) -> dict[str, Any]:
    """The tariff as JSON-ready values in the units of the class; `parse_tariff` gives it back."""
    rounding = tariff.rounding
    return {
        "currency": tariff.currency,
        "per_call": tariff.per_call,
        "per_minute": tariff.per_minute,
        "increment_s": tariff.increment_s,
        "minimum_s": tariff.minimum_s,
        "free_s": tariff.free_s,
        "cap": tariff.cap,
        "max_s": tariff.max_s,
        "rounding": None if rounding is None else {"to": rounding.to, "mode": rounding.mode.value},
    }


def parse_tariff(source: object, *, place: str = "") -> Tariff:
    """The tariff of a document; what is left out has the default of the class.

    Raises TariffInvalid, naming the field with `place` before it, for anything missing, of the wrong kind or out of
    range.
    """
    if not isinstance(source, Mapping):
        raise _invalid(place.rstrip(".") or "tariff", "no object")
    currency = source.get("currency")
    if not isinstance(currency, str):
        raise _invalid(f"{place}currency", "expected text")
    numbers = {name: _whole(source[name], f"{place}{name}") for name in _LEAST if name in source}
    bounds = {name: _whole(source[name], f"{place}{name}") for name in _LEAST_OPTIONAL if source.get(name) is not None}
    rounding = parse_rounding(source.get("rounding"), place=f"{place}rounding")
    try:
        return Tariff(currency=currency, **numbers, **bounds, rounding=rounding)
    except TariffInvalid as fault:
        raise TariffInvalid(f"{place}{fault}", parameters={"field": f"{place}{fault.parameters['field']}"}) from fault


def parse_rounding(source: object, *, place: str) -> Rounding | None:
    """The rounding of a document (`to` in millionths), None where there is none. Raises TariffInvalid."""
    if source is None:
        return None
    if not isinstance(source, Mapping):
        raise _invalid(place, "no object")
    to = _whole(source.get("to"), f"{place}.to")
    if not 1 <= to < _LARGEST:
        raise _invalid(f"{place}.to", "out of range")
    mode = source.get("mode")
    if not isinstance(mode, str) or mode not in set(RoundingMode):
        raise _invalid(f"{place}.mode", f"none of {', '.join(RoundingMode)}")
    return Rounding(to=to, mode=RoundingMode(mode))


def _whole(value: object, field: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _invalid(field, "expected a whole number")
    return value


def _invalid(field: str, what: str) -> TariffInvalid:
    return TariffInvalid(f"{field}: {what}", parameters={"field": field})
