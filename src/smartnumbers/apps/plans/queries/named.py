"""Questions about the destinations and lists of callers of an account, and the plans that use them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.plans.models import CallerList, Destination
from smartnumbers.apps.plans.uses import Use, uses_of_destinations, uses_of_lists
from smartnumbers.core.foundation.errors import DomainError


class DestinationUnknown(DomainError):
    """A destination that does not exist, or not for this access: the two look the same from outside."""

    code = "destination-unknown"


class CallerListUnknown(DomainError):
    """A list of callers that does not exist, or not for this access."""

    code = "caller-list-unknown"


@dataclass(frozen=True, slots=True)
class DestinationUse:
    """A destination with the plans that use it."""

    destination: Destination
    uses: Sequence[Use]


@dataclass(frozen=True, slots=True)
class CallerListUse:
    """A list of callers with how many it has, and the plans that ask for it."""

    caller_list: CallerList
    callers: int
    uses: Sequence[Use]


def destinations(*, access: Access, account: Account, at: datetime) -> Sequence[DestinationUse]:
    """An account's destinations by name, with their uses. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=account.pk)
    uses = uses_of_destinations(account_id=account.pk, at=at)
    rows = Destination.objects.filter(account=account).order_by("name", "id")
    return [DestinationUse(row, uses.get(row.pk, ())) for row in rows]


def destination(*, access: Access, destination_id: str) -> Destination:
    """One destination with its account. Raises PermissionMissing or DestinationUnknown."""
    access.require(Permission.SEE_NUMBERS)
    found = Destination.objects.filter(pk=destination_id).select_related("account").first()
    if found is None or access.account not in (None, found.account):
        raise DestinationUnknown(f"There is no destination {destination_id!r}.")
    return found


def uses_of(*, access: Access, destination: Destination, at: datetime) -> Sequence[Use]:
    """The plans that use a destination: in force, settled for later, drafts. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=destination.account_id)
    return uses_of_destinations(account_id=destination.account_id, at=at).get(destination.pk, [])


def caller_lists(*, access: Access, account: Account, at: datetime) -> Sequence[CallerListUse]:
    """An account's lists of callers by name, with their uses. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=account.pk)
    uses = uses_of_lists(account_id=account.pk, at=at)
    rows = CallerList.objects.filter(account=account).annotate(size=Count("entries")).order_by("name", "id")
    return [CallerListUse(row, row.size, uses.get(row.pk, ())) for row in rows]


def caller_list(*, access: Access, list_id: str) -> CallerList:
    """One list with its account and entries. Raises PermissionMissing or CallerListUnknown."""
    access.require(Permission.SEE_NUMBERS)
    found = CallerList.objects.filter(pk=list_id).select_related("account").prefetch_related("entries").first()
    if found is None or access.account not in (None, found.account):
        raise CallerListUnknown(f"There is no list {list_id!r}.")
    return found


def uses_of_list(*, access: Access, caller_list: CallerList, at: datetime) -> Sequence[Use]:
    """The plans that ask for a list. Raises PermissionMissing."""
    access.require_in(Permission.SEE_NUMBERS, account_id=caller_list.account_id)
    return uses_of_lists(account_id=caller_list.account_id, at=at).get(caller_list.pk, [])
