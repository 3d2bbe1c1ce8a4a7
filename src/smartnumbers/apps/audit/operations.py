"""Adding to the audit trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from smartnumbers.apps.audit.models import Actor, AuditEntry


def write_entry(
    *,
    at: datetime,
    actor: Actor,
    account_id: int | None,
    action: str,
    object_kind: str,
    object_id: str,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry; to be called inside the transaction of the change it tells.

    `action` is a stable code, such as "plans.chain.changed"; `data` is what a reader needs to understand it later.
    """
    AuditEntry.objects.create(
        at=at,
        actor_id=actor.id,
        actor_label=actor.label,
        account_id=account_id,
        action=action,
        object_kind=object_kind,
        object_id=object_id,
        data=dict(data or {}),
    )
