"""Reading the audit trail, always of one account or of the platform as a whole."""

from collections.abc import Sequence

from smartnumbers.apps.audit.models import AuditEntry


def entries_of_account(*, account_id: int, limit: int = 100) -> Sequence[AuditEntry]:
    """What was done in an account, the newest first."""
    return list(AuditEntry.objects.filter(account_id=account_id).order_by("-id")[:limit])


def entries_of_object(*, account_id: int, object_kind: str, object_id: str, limit: int = 100) -> Sequence[AuditEntry]:
    """What was done in an account to one object, the newest first."""
    found = AuditEntry.objects.filter(account_id=account_id, object_kind=object_kind, object_id=object_id)
    return list(found.order_by("-id")[:limit])


def entries_of_platform(*, limit: int = 100) -> Sequence[AuditEntry]:
    """What was done anywhere, the newest first: for operators."""
    return list(AuditEntry.objects.order_by("-id")[:limit])
