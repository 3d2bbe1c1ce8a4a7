"""Questions about service numbers, within what an access covers."""

from django.db.models import QuerySet

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise


class NumberUnknown(DomainError):
    """A number that does not exist, or not for this access: the two look the same from outside."""

    code = "number-unknown"


def numbers(*, access: Access) -> QuerySet[ServiceNumber]:
    """The service numbers an access covers, in their order. Raises PermissionMissing."""
    access.require(Permission.SEE_NUMBERS)
    found = ServiceNumber.objects.select_related("account").order_by("number")
    return found if access.account is None else found.filter(account=access.account)


def number(*, access: Access, written: str) -> ServiceNumber:
    """The service number that was written, in any usual form. Raises PermissionMissing or NumberUnknown."""
    try:
        canonical = normalise(written)
    except NumberUnreadable as fault:
        raise NumberUnknown(f"There is no service number {written!r}.", parameters={"written": written}) from fault
    found = numbers(access=access).filter(number=canonical).first()
    if found is None:
        raise NumberUnknown(f"There is no service number {written!r}.", parameters={"written": written})
    return found
