"""Questions about tariffs and prices, within what an access covers: an account's own, and the operator's."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.tariffbooks.faults import TariffUnknown
from smartnumbers.apps.tariffbooks.models import PriceListEntry, TariffBook, TariffVersionRow
from smartnumbers.apps.tariffbooks.terms import Terms, faults_of_terms
from smartnumbers.core.tariffs.validation import RuleFault


def books(*, access: Access, class_code: str | None = None) -> QuerySet[TariffBook]:
    """The tariffs an access may use, by name: its account's own and the operator's. Raises PermissionMissing."""
    access.require(Permission.SEE_NUMBERS)
    found = TariffBook.objects.select_related("account").order_by("name", "id")
    if access.account is not None:
        found = found.filter(Q(account=access.account) | Q(account=None))
    return found if class_code is None else found.filter(class_code=class_code)


def book(*, access: Access, code: str) -> TariffBook:
    """A tariff by its code. Raises PermissionMissing or TariffUnknown."""
    found = books(access=access).filter(code=code).first()
    if found is None:
        raise TariffUnknown(f"There is no tariff {code!r}.", parameters={"written": code})
    return found


def may_change(*, access: Access, book: TariffBook) -> bool:
    """Whether this access may give a tariff new versions."""
    if book.account_id is None:
        return access.may(Permission.MANAGE_PRICE_LIST)
    return access.may(Permission.MANAGE_TARIFFS) and access.account in (None, book.account)


def versions(*, access: Access, book: TariffBook) -> Sequence[TariffVersionRow]:
    """All versions of a tariff, in the order in which they come into force. Raises PermissionMissing, TariffUnknown."""
    if not books(access=access).filter(pk=book.pk).exists():
        raise TariffUnknown(f"There is no tariff {book.code!r}.", parameters={"written": book.code})
    return list(TariffVersionRow.objects.filter(book=book, withdrawn_at=None).order_by("valid_from", "version"))


def version_at(*, book: TariffBook, at: datetime) -> TariffVersionRow | None:
    """The version of a tariff in force at an instant; of two that begin together, the later one."""
    found = TariffVersionRow.objects.filter(book=book, withdrawn_at=None, valid_from__lte=at)
    return found.order_by("-valid_from", "-version").first()


def price_list(*, access: Access, class_code: str | None = None, offered: bool = True) -> QuerySet[PriceListEntry]:
    """The operator's prices, by class and code; with `offered=False` also those taken out. Raises PermissionMissing."""
    access.require(Permission.SEE_NUMBERS)
    found = PriceListEntry.objects.order_by("class_code", "code")
    if offered:
        found = found.filter(offered=True)
    return found if class_code is None else found.filter(class_code=class_code)


def price(*, access: Access, code: str) -> PriceListEntry:
    """An entry of the price list by its code. Raises PermissionMissing or TariffUnknown."""
    found = price_list(access=access, offered=False).filter(code=code).first()
    if found is None:
        raise TariffUnknown(f"There is no price {code!r}.", parameters={"written": code})
    return found


def check(*, access: Access, class_code: str, terms: Terms, on: date) -> Sequence[RuleFault]:
    """What the rules of a class say against prices on a day: for the editor, before anything is saved.

    Raises PermissionMissing.
    """
    access.require(Permission.SEE_NUMBERS)
    return faults_of_terms(terms=terms, class_code=class_code, on=on)
