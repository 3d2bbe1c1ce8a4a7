"""What destinations and lists of callers have in common: who uses one, and what is told and published of a change."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.audit.operations import write_entry
from smartnumbers.apps.plans.models import CallerList, Destination
from smartnumbers.apps.plans.operations.publishing import publish_all
from smartnumbers.apps.plans.uses import Use, UsedBy
from smartnumbers.core.foundation.errors import DomainError

NAME_MAXIMUM = 80

KINDS = {Destination: "destination", CallerList: "callerlist"}


class NamedUsed(DomainError):
    """A destination or list that cannot be removed: plans use it (`uses`)."""

    code = "named-used"

    def __init__(self, uses: Sequence[Use]) -> None:
        super().__init__(f"used by {', '.join(f'{use.number} ({use.by})' for use in uses)}")
        self.uses = uses


def publish_users(
    *, access: Access, changed: Destination | CallerList, uses: Iterable[Use], data: Mapping[str, object], at: datetime
) -> None:
    """Publish every number that uses what was changed; a draft alone is no use of it."""
    numbers = {use.number.pk: use.number for use in uses if use.by is not UsedBy.DRAFT}
    publish_all(access=access, numbers=numbers.values(), change=KINDS[type(changed)], data=data, at=at)


def tell(
    *, access: Access, told: Destination | CallerList, what: str, data: Mapping[str, object], at: datetime
) -> None:
    """Write in the audit trail what was done ("created", "changed", …) to a destination or a list."""
    kind = KINDS[type(told)]
    write_entry(
        at=at,
        actor=access.actor,
        account_id=told.account_id,
        action=f"plans.{kind}.{what}",
        object_kind=kind,
        object_id=told.pk,
        data=data,
    )
