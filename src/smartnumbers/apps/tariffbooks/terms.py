"""What makes a version out of the prices somebody typed: the rest of its terms, and the rules it must keep.

A holder decides the prices. What the holder is paid, what a call costs the holder, and the tax are not the holder's to
decide: they come from the version before, from the price list, and from the law.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from smartnumbers.apps.tariffbooks.models import PriceListEntry, TariffBook, TariffVersionRow
from smartnumbers.core.numbering.rules import NumberRules, rules_at
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.validation import RuleFault, bounded, faults
from smartnumbers.core.tariffs.version import Band, HolderCosts, TariffVersion

TIMEZONES = {"ch": "Europe/Zurich", "uifn": "Europe/Zurich", "fr": "Europe/Paris"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The prices of a new version. `payout_share` (millionths of 1) and `costs` are heard from the operator only."""

    tariff: Tariff
    bands: tuple[Band, ...] = ()
    payout_share: int | None = None
    costs: HolderCosts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformTerms:
    """What the operator decides of a tariff."""

    payout_share: int = 0
    costs: HolderCosts | None = None


def timezone_of(*, class_code: str) -> str:
    """The time zone whose wall clock the bands of a class follow."""
    return TIMEZONES[class_code.partition("-")[0]]


def platform_terms(*, class_code: str, book: TariffBook | None = None) -> PlatformTerms:
    """What the operator decided last: of this tariff, else of the class in the price list.

    Where the list knows several shares for a class, the smallest holds until the operator says another.
    """
    newest = None if book is None else TariffVersionRow.objects.filter(book=book).order_by("-version").first()
    if newest is not None:
        return PlatformTerms(payout_share=newest.terms.payout_share, costs=newest.terms.costs)
    listed = [entry.terms for entry in PriceListEntry.objects.filter(class_code=class_code, offered=True)]
    return PlatformTerms(
        payout_share=min((terms.payout_share for terms in listed), default=0),
        costs=next((terms.costs for terms in listed if terms.costs is not None), None),
    )


def completed(
    *, terms: Terms, platform: PlatformTerms, rules: NumberRules, code: str, version: int, name: str
) -> TariffVersion:
    """The version that these prices make, bounded by the law's cap and longest call where it has none of its own."""
    return TariffVersion(
        code=code,
        version=version,
        name=name,
        tariff=bounded(tariff=terms.tariff, rules=rules),
        bands=terms.bands,
        timezone=timezone_of(class_code=rules.class_code),
        vat=rules.vat,
        payout_share=platform.payout_share if terms.payout_share is None else terms.payout_share,
        costs=terms.costs or platform.costs,
    )


def rules_of(*, class_code: str, on: date) -> NumberRules | None:
    """The rules of a class on a day, None where it has none."""
    return rules_at(class_code=class_code, on=on)


def faults_of_terms(*, terms: Terms, class_code: str, on: date) -> Sequence[RuleFault]:
    """What the rules of a class say against these prices on a day."""
    rules = rules_of(class_code=class_code, on=on)
    if rules is None:
        return (RuleFault(code="class-unknown", field="class_code", parameters={"class": class_code}, source=""),)
    checked = completed(terms=terms, platform=PlatformTerms(), rules=rules, code="", version=1, name="")
    return faults(version=checked, rules=rules)
