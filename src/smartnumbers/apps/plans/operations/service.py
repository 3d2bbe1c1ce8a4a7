"""Bringing numbers onto the platform, and in and out of service: the operator's."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.documents import main_name
from smartnumbers.apps.plans.faults import ChangeRefused, Fault
from smartnumbers.apps.plans.models import PublishedProfile, RoutingSettings
from smartnumbers.apps.plans.operations.publishing import lock, publish
from smartnumbers.core.numbering.dialled import NumberUnreadable, normalise
from smartnumbers.core.numbering.rules import Family, FamilyFixed, class_of, payer_of
from smartnumbers.core.routing.oldprofiles import home_zone
from smartnumbers.core.routing.simpleplan import simple_plan


def create_number(
    *,
    access: Access,
    account: Account,
    written: str,
    at: datetime,
    name: str = "",
    in_service: bool = True,
    family: Family | None = None,
) -> ServiceNumber:
    """A new service number for an account, published with a plan that leads nowhere yet.

    `family` is that of a French short number whose digits do not tell it. Raises PermissionMissing, or ChangeRefused
    with faults for "number" and "family".
    """
    access.require_in(Permission.MANAGE_NUMBERS, account_id=account.pk)
    canonical = _read(written, family)
    with transaction.atomic():
        if ServiceNumber.objects.filter(number=canonical).exists():
            raise ChangeRefused([Fault(field="number", code="number-taken", parameters={"written": written})])
        number = ServiceNumber.objects.create(
            number=canonical,
            account=account,
            name=name,
            in_service=in_service,
            in_service_since=localdate(at) if in_service else None,
            family=family or "",
        )
        plan = simple_plan(zone=home_zone(number.number), name=main_name(account.language))
        settings = RoutingSettings.objects.create(number=number, plan=plan)
        data = {"account": account.name, **({"family": family.value} if family else {})}
        publish(access=access, settings=settings, change="created", data=data, at=at)
    return number


def set_in_service(*, access: Access, number: ServiceNumber, in_service: bool, at: datetime) -> PublishedProfile:
    """Put a number in or out of service. Raises PermissionMissing."""
    access.require_in(Permission.MANAGE_NUMBERS, account_id=number.account_id)
    with transaction.atomic():
        settings = lock(number=number)
        fresh = settings.number
        if fresh.in_service != in_service:
            fresh.in_service = in_service
            fresh.in_service_since = localdate(at) if in_service else None
            fresh.save(update_fields=["in_service", "in_service_since"])
        published = publish(access=access, settings=settings, change="service", data={"in_service": in_service}, at=at)
    number.in_service, number.in_service_since = fresh.in_service, fresh.in_service_since
    return published


def _read(written: str, family: Family | None) -> str:
    try:
        canonical = normalise(written)
    except NumberUnreadable as fault:
        refusal = Fault(field="number", code="number-invalid", parameters={"written": written})
        raise ChangeRefused([refusal]) from fault
    known = class_of(canonical)
    if known is None:
        raise ChangeRefused([Fault(field="number", code="number-classless", parameters={"written": written})])
    try:
        payer_of(known, family=family)
    except FamilyFixed as fault:
        refusal = Fault(field="family", code=fault.code, parameters={"class": known.label})
        raise ChangeRefused([refusal]) from fault
    return canonical
