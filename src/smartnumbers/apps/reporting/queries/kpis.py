"""The key figures of an account's own."""

from collections.abc import Sequence

from django.db.models import QuerySet

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.reporting.models import OwnKpi
from smartnumbers.core.foundation.errors import DomainError


class KpiUnknown(DomainError):
    """A key figure that does not exist, or not for this access: the two look the same from outside."""

    code = "kpi-unknown"


def own_kpis(*, access: Access) -> Sequence[OwnKpi]:
    """The account's own key figures in their order; none of the whole platform, which has no targets.

    Raises PermissionMissing.
    """
    access.require(Permission.SEE_CALLS)
    return [] if access.account is None else list(_covered(access).filter(removed_at=None))


def own_kpi(*, access: Access, kpi_id: int, removed: bool = False) -> OwnKpi:
    """One of them, or one that was removed. Raises PermissionMissing or KpiUnknown."""
    found = _covered(access).filter(pk=kpi_id, removed_at__isnull=not removed).first()
    if found is None:
        raise KpiUnknown(f"There is no key figure {kpi_id}.", parameters={"kpi": kpi_id})
    return found


def _covered(access: Access) -> QuerySet[OwnKpi]:
    access.require(Permission.SEE_CALLS)
    return OwnKpi.objects.all() if access.account is None else OwnKpi.objects.filter(account=access.account)
