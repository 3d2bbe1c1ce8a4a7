"""Which saved views somebody has, and how they like the list of calls."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.models import Habit, SavedView
from smartnumbers.core.foundation.errors import DomainError


class ViewUnknown(DomainError):
    """A saved view that does not exist, or not for this person: the two look the same from outside."""

    code = "saved-view-unknown"


def saved_views(*, access: Access) -> Sequence[SavedView]:
    """This person's own views of the account and those that are shared in it, by name. Raises PermissionMissing."""
    return list(_covered(access).filter(removed_at=None))


def saved_view(*, access: Access, view_id: int) -> SavedView:
    """One of those views. Raises PermissionMissing or ViewUnknown."""
    found = _covered(access).filter(pk=view_id, removed_at=None).first()
    if found is None:
        raise ViewUnknown(f"There is no view {view_id}.", parameters={"view": view_id})
    return found


def own_view(*, access: Access, view_id: int, removed: bool = False) -> SavedView:
    """One of those views that this person made, and may change. Raises PermissionMissing or ViewUnknown."""
    found = _covered(access).filter(pk=view_id, removed_at__isnull=not removed, created_by=access.actor.id).first()
    if found is None:
        raise ViewUnknown(f"There is no such view {view_id} of one's own.", parameters={"view": view_id})
    return found


def habit(*, access: Access) -> Habit:
    """How this person likes the list of calls in the account; the usual way where nothing was chosen.

    A start view that is not to be seen any more counts as none. Raises PermissionMissing.
    """
    access.require(Permission.SEE_CALLS)
    if access.actor.id is None:
        return Habit(account=access.account)
    found = Habit.objects.filter(user=access.actor.id, account=access.account).first()
    if found is None:
        return Habit(user_id=access.actor.id, account=access.account)
    if found.start_id is not None and not _covered(access).filter(pk=found.start_id, removed_at=None).exists():
        found.start = None
    return found


def _covered(access: Access) -> QuerySet[SavedView]:
    access.require(Permission.SEE_CALLS)
    mine = Q(shared=True) if access.actor.id is None else Q(shared=True) | Q(created_by=access.actor.id)
    return SavedView.objects.filter(mine, account=access.account)
