"""The Swiss service numbers (and the international free numbers dialled 00800), as dated rows.

OST: Ordonnance sur les services de télécommunication (FDV, SR 784.101.1); OIP: Ordonnance sur l'indication des prix
(PBV, SR 942.211); ORAT: Ordonnance sur les ressources d'adressage (AEFV, SR 784.104); LTVA: VAT act (MWSTG, SR 641.20).
"""

import re
from datetime import date
from typing import Any

from smartnumbers.core.numbering.rulebook import (
    Announcement,
    Basis,
    Ceiling,
    Ceilings,
    Confidence,
    Consent,
    Display,
    Duty,
    Form,
    NumberClass,
    NumberRules,
    Payer,
    Vat,
)

# Article 39a on 084x and 0800 is in force in its present wording since then (AS 2020 6183); no older row is kept.
_OST_2021 = date(2021, 1, 1)
# (from, until, rate in millionths, source): LTVA article 25.
_VAT = (
    (_OST_2021, date(2024, 1, 1), 77_000, "LTVA art. 25 (7.7 % until 31.12.2023)"),
    (date(2024, 1, 1), None, 81_000, "LTVA art. 25 (8.1 % from 1.1.2024)"),
)


def _class(code: str, payer: Payer) -> NumberClass:
    return NumberClass(
        code=f"ch-{code}", country="CH", label=code, payer=payer, pattern=re.compile(rf"\+41{code[1:]}[0-9]{{6}}")
    )


# Universal international freephone numbers (ITU-T E.169): +800 and eight digits, of no country ("001" in CLDR).
_UIFN = NumberClass(
    code="uifn-00800", country="001", label="00800", payer=Payer.HOLDER, pattern=re.compile(r"\+800[0-9]{8}")
)
_FREE = (_class("0800", Payer.HOLDER), _UIFN)
_SHARED = tuple(_class(code, Payer.SHARED) for code in ("0840", "0842", "0844", "0848"))
# Blocking categories: OST article 40 has a type of its own for each of the three.
_PREMIUM = (
    (_class("0900", Payer.CALLER), "business"),
    (_class("0901", Payer.CALLER), "entertainment"),
    (_class("0906", Payer.CALLER), "adult"),
)
CLASSES: tuple[NumberClass, ...] = (*_FREE, *_SHARED, *(known for known, _ in _PREMIUM))


def _law(amount: int, vat: Vat, source: str) -> Ceiling:
    return Ceiling(amount=amount, vat=vat, source=source, confidence=Confidence.LAW)


def _advertised(ceiling: int, source: str) -> Ceiling:
    # That the ceilings of article 39 include tax is how they are read (prices to consumers do: OIP art. 4), not text.
    return Ceiling(amount=ceiling, vat=Vat.INCLUDED, source=source, confidence=Confidence.BACKGROUND)


_NO_SURCHARGE = _law(0, Vat.INCLUDED, "OST art. 39b")
_FREE_CEILINGS = Ceilings(
    per_call=_law(0, Vat.INCLUDED, "OST art. 39a"),
    per_minute=_law(0, Vat.INCLUDED, "OST art. 39a"),
    fee=_NO_SURCHARGE,
    total=_law(0, Vat.INCLUDED, "OST art. 39a"),
)
_SHARED_CEILINGS = Ceilings(
    # Time alone may be charged, so there is no price for the call.
    per_call=_law(0, Vat.EXCLUDED, "OST art. 39a"),
    per_minute=_law(75_000, Vat.EXCLUDED, "OST art. 39a"),
    fee=_NO_SURCHARGE,
)
_PREMIUM_CEILINGS = Ceilings(
    per_call=_advertised(100_000_000, "OST art. 39(1)"),
    per_minute=_advertised(10_000_000, "OST art. 39(2)"),
    fee=_advertised(100_000_000, "OST art. 39(1)"),
    total=_advertised(400_000_000, "OST art. 39(4)"),
)
_SILENT = Announcement(duty=Duty.NEVER, source="OST art. 35(1)", confidence=Confidence.LAW)
_SPOKEN = Announcement(
    duty=Duty.ABOVE,
    above=2_000_000,
    change=Duty.ALWAYS,
    pause_ms=5_000,
    source="OIP art. 11a",
    confidence=Confidence.LAW,
)
_CONSENT = Consent(
    fee_above=10_000_000, per_minute_above=5_000_000, source="OIP art. 11a(6)", confidence=Confidence.LAW
)


def _display(wording: str) -> Display:
    return Display(
        form=Form.FOUR_DIGITS_APART,
        wording=wording,
        source="OFCOM, rules for 090x numbers; OIP art. 13a",
        confidence=Confidence.PAGE,
    )


# What holds for a class, beside what is the same for all.
_FREE_RULES: dict[str, Any] = {
    "source": "OST art. 39a(2), 39b(2)",
    "basis": Basis.FREE,
    "ceilings": _FREE_CEILINGS,
    "announcement": _SILENT,
    "display": _display("ch-free"),
}
_SHARED_RULES: dict[str, Any] = {
    "source": "OST art. 39a(1), 39b(2)",
    "basis": Basis.TIME,
    "ceilings": _SHARED_CEILINGS,
    "announcement": _SILENT,
    "display": _display("ch-per-minute"),
    "rounding_up_to": 100_000,
    "bands_allowed": True,
}
_PREMIUM_RULES: dict[str, Any] = {
    "source": "OST art. 35 to 41",
    "basis": Basis.BOTH,
    "ceilings": _PREMIUM_CEILINGS,
    "announcement": _SPOKEN,
    "display": _display("ch-base-and-per-minute"),
    "consent": _CONSENT,
    "rounding_up_to": 100_000,
    "bands_allowed": True,
    "mid_call_change_allowed": True,
}


def _rows(known: NumberClass, rules: dict[str, Any], **more: Any) -> tuple[NumberRules, ...]:
    """The rows of a class, one for each rate of VAT."""
    return tuple(
        NumberRules(
            class_code=known.code,
            country=known.country,
            currency="CHF",
            payer=known.payer,
            valid_from=valid_from,
            valid_to=valid_to,
            confidence=Confidence.LAW,
            vat=vat,
            vat_source=vat_source,
            **rules,
            **more,
        )
        for valid_from, valid_to, vat, vat_source in _VAT
    )


ROWS: tuple[NumberRules, ...] = (
    *(row for known in _FREE for row in _rows(known, _FREE_RULES)),
    *(row for known in _SHARED for row in _rows(known, _SHARED_RULES)),
    *(row for known, category in _PREMIUM for row in _rows(known, _PREMIUM_RULES, blocking_category=category)),
)
