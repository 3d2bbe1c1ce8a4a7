"""The French special and short numbers, as dated rows.

A price has two parts: C, the call, which the caller's own operator charges like any call to a fixed line, and S, the
service. The rows speak of S. Arcep: decisions 2012-0856 (the model, in force from 1.10.2015), 2018-0881 and 2022-1583
(the numbering plan), 2025-2215 (from 1.1.2026). af2m: the trade's code of conduct (Recommandations déontologiques).
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from smartnumbers.core.numbering.rulebook import (
    Announcement,
    Basis,
    Ceiling,
    Ceilings,
    Confidence,
    Display,
    Duty,
    Form,
    LongestCall,
    NumberClass,
    NumberRules,
    Payer,
    Vat,
)

_REFORM = date(2015, 10, 1)
# Enquiry services kept prices of a call and of time together for some years longer.
_MIXED_END = date(2021, 8, 1)
# Standard rate in metropolitan France (CGI article 278). Guadeloupe, Martinique and Réunion have 8.5 %, Guyane none.
_VAT = 200_000


def _class(code: str, label: str, payer: Payer, pattern: str, *, per_number: bool = False) -> NumberClass:
    return NumberClass(
        code=f"fr-{code}",
        country="FR",
        label=label,
        payer=payer,
        pattern=re.compile(pattern),
        family_per_number=per_number,
    )


_FREE = (
    _class("0800", "0800–0805", Payer.HOLDER, r"\+3380[0-5][0-9]{6}"),
    # Arcep 2022-1583, paragraph 2.4.9: 3000 to 3007, 3009 to 3169, 3180 to 3199, and no others.
    _class("30", "30xx", Payer.HOLDER, r"FR:30(?!08)[0-9]{2}"),
    _class("31", "31xx", Payer.HOLDER, r"FR:31(?!7)[0-9]{2}"),
    _class("116", "116xxx", Payer.HOLDER, r"FR:116[0-9]{3}"),
)
_ORDINARY = (_class("0806", "0806–0809", Payer.ORDINARY, r"\+3380[6-9][0-9]{6}"),)
# Class, most per minute, most per call (millionths of a euro), confidence of the two.
_PREMIUM = (
    (_class("081", "081x", Payer.CALLER, r"\+3381[0-9]{7}"), 60_000, 150_000, Confidence.PAGE),
    (_class("082", "082x", Payer.CALLER, r"\+3382[0-9]{7}"), 200_000, 500_000, Confidence.BACKGROUND),
    (_class("089", "089x", Payer.CALLER, r"\+3389[0-9]{7}"), 800_000, 3_000_000, Confidence.PAGE),
    *(
        (
            _class(root, f"{root}xx", Payer.CALLER, rf"FR:{root}[0-9]{{2}}", per_number=True),
            800_000,
            3_000_000,
            Confidence.BACKGROUND,
        )
        for root in ("32", "34", "36", "39", "10")
    ),
    (_class("118", "118xxx", Payer.CALLER, r"FR:118[0-9]{3}", per_number=True), 800_000, 3_000_000, Confidence.PAGE),
)
CLASSES: tuple[NumberClass, ...] = (*_FREE, *_ORDINARY, *(known for known, _, _, _ in _PREMIUM))


def _ceiling(amount: int, source: str, confidence: Confidence) -> Ceiling:
    return Ceiling(amount=amount, vat=Vat.INCLUDED, source=source, confidence=confidence)


_NO_SERVICE_PRICE = _ceiling(0, "Arcep 2018-0881, 2.4.2 g", Confidence.LAW)
_NO_PRICE = Ceilings(
    per_call=_NO_SERVICE_PRICE, per_minute=_NO_SERVICE_PRICE, fee=_NO_SERVICE_PRICE, total=_NO_SERVICE_PRICE
)
_SILENT = Announcement(duty=Duty.NEVER, source="Arrêté du 10 juin 2009", confidence=Confidence.PAGE)
# MGIT, the free message on the price: due for every premium number since 1.1.2011.
_SPOKEN = Announcement(
    duty=Duty.ALWAYS,
    minimum_ms=10_000,
    beep=True,
    skip_key="#",
    source="Arrêté du 10 juin 2009",
    confidence=Confidence.PAGE,
)
_LONGEST = LongestCall(
    seconds=1_800, per_minute_above=200_000, source="af2m, code of conduct 1.9.2026", confidence=Confidence.SECOND_HAND
)


def _cartouche(colour: str, wording: str, template: str) -> Display:
    return Display(
        form=Form.CARTOUCHE,
        colour=colour,
        wording=wording,
        template=template,
        source="af2m, price display for special numbers (from 1.10.2015)",
        confidence=Confidence.PAGE,
    )


_GREEN = _cartouche("green", "fr-free", "Service & appel gratuits")
_GREY = _cartouche("grey", "fr-ordinary", "Service gratuit + prix appel")
_MAGENTA = _cartouche("magenta", "fr-premium", "Service {price} + prix appel")


def _row(known: NumberClass) -> NumberRules:
    """A class at no price for the service: free, or an ordinary call."""
    return NumberRules(
        class_code=known.code,
        country="FR",
        currency="EUR",
        payer=known.payer,
        valid_from=_REFORM,
        valid_to=None,
        source="Arcep 2022-1583, 2.4.9" if known.code in ("fr-30", "fr-31") else "Arcep 2018-0881, 2.4",
        confidence=Confidence.LAW,
        basis=Basis.FREE,
        ceilings=_NO_PRICE,
        announcement=_SILENT,
        display=_GREEN if known.payer is Payer.HOLDER else _GREY,
        vat=_VAT,
        vat_source="CGI art. 278",
    )


def _premium_row(known: NumberClass, per_minute: int, per_call: int, confidence: Confidence) -> NumberRules:
    plan = "Arcep 2018-0881, 2.4"
    return replace(
        _row(known),
        confidence=confidence,
        basis=Basis.EITHER,
        ceilings=Ceilings(
            per_call=_ceiling(per_call, plan, confidence),
            per_minute=_ceiling(per_minute, plan, confidence),
            fee=_ceiling(0, "Arcep 2012-0856", Confidence.PAGE),
            total=_ceiling(24_000_000, "af2m, code of conduct 1.9.2026", Confidence.SECOND_HAND),
            month=_ceiling(300_000_000, "af2m, code of conduct 1.9.2026", Confidence.SECOND_HAND),
        ),
        announcement=_SPOKEN,
        display=_MAGENTA,
        longest_call=_LONGEST,
        price_step=10_000,
        blocking_category="premium",
    )


def _premium_rows(
    known: NumberClass, per_minute: int, per_call: int, confidence: Confidence
) -> tuple[NumberRules, ...]:
    row = _premium_row(known, per_minute, per_call, confidence)
    if known.code != "fr-118":
        return (row,)
    mixed = replace(row, valid_to=_MIXED_END, basis=Basis.BOTH, confidence=Confidence.PAGE)
    return (mixed, replace(row, valid_from=_MIXED_END))


LONG_NUMBERS: Mapping[Payer, str] = MappingProxyType({Payer.HOLDER: "fr-0800", Payer.ORDINARY: "fr-0806"})
"""The classes of long numbers that have no service price, by who pays."""
ROWS: tuple[NumberRules, ...] = (
    *(_row(known) for known in (*_FREE, *_ORDINARY)),
    *(row for premium in _PREMIUM for row in _premium_rows(*premium)),
)


def without_service_price(*, row: NumberRules, payer: Payer) -> NumberRules:
    """A premium row as it reads for a short number of another family: free (the holder pays) or an ordinary call."""
    return replace(
        row,
        payer=payer,
        basis=Basis.FREE,
        ceilings=_NO_PRICE,
        announcement=_SILENT,
        display=_GREEN if payer is Payer.HOLDER else _GREY,
        longest_call=None,
        price_step=None,
        blocking_category=None,
    )
