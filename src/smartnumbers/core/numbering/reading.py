"""Reading what people type as a telephone number: which number it is, and whether it is a service number.

The number itself is read by `dialled.normalise`; `phonenumbers` tells apart the countries of the world and the
lengths of their numbers. What a Swiss or French number is and who pays for it comes from our own tables alone:
`phonenumbers` has French 0820 as shared cost, 0806 as a company's own number, and every 31xx as free.
"""

import re
from dataclasses import dataclass

import phonenumbers
from phonenumbers import NumberParseException

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import COUNTRY_CODES, DEFAULT_COUNTRY, NumberUnreadable, normalise
from smartnumbers.core.numbering.kinds import Kind, kind_of
from smartnumbers.core.numbering.rulebook import Family, NumberClass, Payer
from smartnumbers.core.numbering.rules import class_of, payer_of

_COUNTRIES = {int(code): country for country, code in COUNTRY_CODES.items()}
# Emergency, enquiry and carrier selection numbers; none of them can be a service number here.
_SHORT = re.compile(r"1[0-9]{1,5}")
_SERVICE_ROOTS = {"CH": ("800", "840", "842", "844", "848", "900", "901", "906"), "FR": ("80", "81", "82", "89")}


class CountryUnknown(DomainError):
    """A country whose numbers are not read here."""

    code = "country-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNumber:
    """What was made of a written number.

    `canonical` is how the platform knows it; None for short numbers of no class and for what is no number.
    `national` are the digits behind the country code (or of the short number). `valid` is true for service numbers
    only, of the right length too; else `reason` says why not: "not-a-number", "not-a-service-number",
    "number-incomplete", "number-too-long", "number-unassigned".
    """

    written: str
    canonical: str | None
    country: str | None
    national: str
    kind: Kind
    class_code: str | None = None
    payer: Payer | None = None
    reason: str | None = None

    @property
    def valid(self) -> bool:
        """Whether it is a service number."""
        return self.class_code is not None

    @property
    def e164(self) -> str | None:
        """The E.164 form; None for short numbers, which have none."""
        return self.canonical if self.canonical is not None and self.canonical.startswith("+") else None


def read_number(written: str, *, country: str | None = None, family: Family | None = None) -> ReadNumber:
    """The number that was written, in any usual form.

    `country` as for `normalise`; `family` is what is on record for one French short number. Raises CountryUnknown,
    or FamilyFixed for a family where the digits decide; never for the text.
    """
    if country is not None and country not in COUNTRY_CODES:
        raise CountryUnknown(f"{country!r}: numbers of CH and FR are read", parameters={"country": country})
    try:
        canonical = normalise(written, country=country)
    except NumberUnreadable:
        return _without_form(written, country or DEFAULT_COUNTRY)
    known = class_of(canonical)
    if known is not None:
        return _service(written, canonical, known, family)
    return _short(written, canonical) if canonical.startswith("FR:") else _ordinary(written, canonical)


def _service(written: str, canonical: str, known: NumberClass, family: Family | None) -> ReadNumber:
    code = {"CH": "+41", "FR": "+33", "001": "+800"}[known.country]
    return ReadNumber(
        written=written,
        canonical=canonical,
        country=known.country,
        national=canonical.removeprefix("FR:").removeprefix(code),
        kind=Kind.SERVICE,
        class_code=known.code,
        payer=payer_of(known, family=family),
    )


def _short(written: str, canonical: str) -> ReadNumber:
    """A French short number outside the classes: 3008, 317x (functions of the caller's own line), 33xx, 35xx…"""
    return ReadNumber(
        written=written,
        canonical=canonical,
        country="FR",
        national=canonical[3:],
        kind=Kind.SHORT,
        reason="not-a-service-number",
    )


def _without_form(written: str, country: str) -> ReadNumber:
    """What has no canonical form: an emergency number or the like, or no number at all."""
    digits = re.sub(r"[\s.\-/]", "", written)
    short = _SHORT.fullmatch(digits) is not None
    reason = "not-a-service-number" if short else _why_unreadable(digits)
    return ReadNumber(
        written=written,
        canonical=None,
        country=country if short else None,
        national=digits if short else "",
        kind=Kind.SHORT if short else Kind.UNREADABLE,
        reason=reason,
    )


def _why_unreadable(digits: str) -> str:
    if re.fullmatch(r"\+?[0-9]{16,}", digits):
        return "number-too-long"
    return "number-incomplete" if re.fullmatch(r"\+?[0-9]+", digits) else "not-a-number"


def _ordinary(written: str, canonical: str) -> ReadNumber:
    """An E.164 number that is no service number: Swiss or French by our tables, any other by phonenumbers."""
    try:
        parsed = phonenumbers.parse(canonical, None)
    except NumberParseException:
        return _read(written, canonical, None, canonical[1:], Kind.UNASSIGNED, "number-unassigned")
    code = parsed.country_code or 0
    digits = canonical[1 + len(str(code)) :]
    country = _COUNTRIES.get(code)
    if country is not None:
        kind = kind_of(country=country, national=digits)
        reason = "not-a-service-number" if kind is not Kind.UNASSIGNED else _why_unassigned(country, digits)
        return _read(written, canonical, country, digits, kind, reason)
    if not phonenumbers.is_possible_number(parsed):
        return _read(written, canonical, None, digits, Kind.UNASSIGNED, _why_impossible(parsed))
    region = phonenumbers.region_code_for_number(parsed) or phonenumbers.region_code_for_country_code(code)
    return _read(written, canonical, region, digits, Kind.FOREIGN, "not-a-service-number")


def _read(written: str, canonical: str, country: str | None, digits: str, kind: Kind, reason: str) -> ReadNumber:
    return ReadNumber(written=written, canonical=canonical, country=country, national=digits, kind=kind, reason=reason)


def _why_unassigned(country: str, digits: str) -> str:
    """A service number of the wrong length, or digits that the plan does not have."""
    if len(digits) < 9:
        return "number-incomplete"
    if len(digits) > 9 and digits.startswith(_SERVICE_ROOTS[country]):
        return "number-too-long"
    return "number-unassigned"


def _why_impossible(parsed: phonenumbers.PhoneNumber) -> str:
    why = phonenumbers.is_possible_number_with_reason(parsed)
    if why == phonenumbers.ValidationResult.TOO_SHORT:
        return "number-incomplete"
    return "number-too-long" if why == phonenumbers.ValidationResult.TOO_LONG else "number-unassigned"
