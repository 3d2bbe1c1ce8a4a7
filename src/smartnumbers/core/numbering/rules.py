"""Which class a number belongs to, and which rules hold for it on a day."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering import rules_ch, rules_fr
from smartnumbers.core.numbering.rulebook import Family, NumberClass, NumberRules, Payer

__all__ = [
    "CLASSES",
    "ROWS",
    "Family",
    "FamilyFixed",
    "NumberClass",
    "NumberRules",
    "Payer",
    "class_of",
    "payer_of",
    "priced_like",
    "rules_at",
]

CLASSES: Mapping[str, NumberClass] = MappingProxyType(
    {known.code: known for known in (*rules_ch.CLASSES, *rules_fr.CLASSES)}
)
ROWS: tuple[NumberRules, ...] = (*rules_ch.ROWS, *rules_fr.ROWS)
_ROWS_OF = {code: tuple(row for row in ROWS if row.class_code == code) for code in CLASSES}


class FamilyFixed(DomainError):
    """A tariff family given for a number whose family lies in its digits."""

    code = "family-fixed"


def class_of(number: str) -> NumberClass | None:
    """The class of a canonical number ("+41900123456", "FR:3615"), or None where it is no service number."""
    return next((known for known in CLASSES.values() if known.pattern.fullmatch(number)), None)


def payer_of(known: NumberClass, *, family: Family | None = None) -> Payer:
    """Who pays for calls to a number of a class.

    `family` is what the operator has on record for one French short number; without it a short number counts as a
    premium one. Raises FamilyFixed where the digits decide.
    """
    if family is None:
        return known.payer
    if not known.family_per_number:
        raise FamilyFixed(f"The family of {known.label} lies in the numbering plan", parameters={"class": known.code})
    return {Family.FREE: Payer.HOLDER, Family.ORDINARY: Payer.ORDINARY, Family.PREMIUM: Payer.CALLER}[family]


def priced_like(known: NumberClass, *, family: Family | None = None) -> str:
    """The code of the class whose tariffs fit a number: its own, or for a short number of another family that
    family's long numbers (free as 0800, ordinary as 0806).

    `family` as for `payer_of`. Raises FamilyFixed.
    """
    payer = payer_of(known, family=family)
    return known.code if payer is known.payer else rules_fr.LONG_NUMBERS[payer]


def rules_at(
    *, on: date, class_code: str | None = None, number: str | None = None, family: Family | None = None
) -> NumberRules | None:
    """The rules in force on a day for a class, or for a canonical number; None for none.

    `family` as for `payer_of`. Raises FamilyFixed.
    """
    known = CLASSES.get(class_code or "") if number is None else class_of(number)
    if known is None:
        return None
    payer = payer_of(known, family=family)
    row = next((row for row in _ROWS_OF[known.code] if row.in_force(on=on)), None)
    if row is None or payer is row.payer:
        return row
    return rules_fr.without_service_price(row=row, payer=payer)
