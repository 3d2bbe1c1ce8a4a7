"""Which exports somebody asked for. They are the person's alone: nobody else sees them, nor in another account."""

from collections.abc import Sequence
from uuid import UUID

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.models import CallExport
from smartnumbers.core.foundation.errors import DomainError


class ExportUnknown(DomainError):
    """An export that does not exist, or not for this person here: the two look the same from outside."""

    code = "export-unknown"


def exports(*, access: Access, limit: int = 20) -> Sequence[CallExport]:
    """This person's exports of the account, the newest first. Raises PermissionMissing."""
    access.require(Permission.SEE_CALLS)
    return list(CallExport.objects.filter(account=access.account, asked_by=access.actor.id)[:limit])


def one_export(*, access: Access, export_id: UUID) -> CallExport:
    """One of them. Raises PermissionMissing or ExportUnknown."""
    access.require(Permission.SEE_CALLS)
    found = CallExport.objects.filter(pk=export_id, account=access.account, asked_by=access.actor.id).first()
    if found is None:
        raise ExportUnknown(f"There is no export {export_id}.", parameters={"export": str(export_id)})
    return found
