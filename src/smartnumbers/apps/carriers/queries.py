"""Questions about carriers; they are the operator's alone."""

from collections.abc import Sequence

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.carriers.faults import CarrierUnknown
from smartnumbers.apps.carriers.models import CarrierRow


def carriers(*, access: Access) -> Sequence[CarrierRow]:
    """All carriers, those that are tried first at the head. Raises PermissionMissing."""
    access.require(Permission.MANAGE_CARRIERS)
    return list(CarrierRow.objects.order_by("priority", "name", "id"))


def carrier(*, access: Access, carrier_id: int) -> CarrierRow:
    """One carrier. Raises PermissionMissing or CarrierUnknown."""
    access.require(Permission.MANAGE_CARRIERS)
    found = CarrierRow.objects.filter(pk=carrier_id).first()
    if found is None:
        raise CarrierUnknown(f"There is no carrier {carrier_id}.", parameters={"id": carrier_id})
    return found
