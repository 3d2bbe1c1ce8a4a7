"""The account's numbers, with their tariffs of now."""

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from smartnumbers.api import schemas
from smartnumbers.api.calls import PROBLEMS
from smartnumbers.api.keys import access_of
from smartnumbers.apps.callrecords.livecalls import charging_now
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.foundation.money import amount_text
from smartnumbers.core.tariffs.charging import Charging

router = Router(tags=["numbers"])


@router.get("/numbers", response={200: schemas.Numbers, PROBLEMS: schemas.Problem}, summary="Service numbers")
def list_numbers(request: HttpRequest) -> schemas.Numbers:
    """All numbers of the account, each with its tariff of now and the set it can be changed to during a call."""
    found = list(numbers(access=access_of(request)))
    charging = charging_now(numbers=[number.number for number in found], at=from_datetime(timezone.now()))
    return schemas.Numbers(numbers=[_number(number, charging.get(number.number)) for number in found])


def _number(number: ServiceNumber, charging: Charging | None) -> schemas.Number:
    tariff = None if charging is None else charging.version.tariff
    tariff_set = None if charging is None else charging.tariff_set
    return schemas.Number(
        number=number.number,
        written=number.shown,
        name=number.name,
        class_code=number.class_code,
        family=None if number.known_family is None else number.known_family.value,
        in_service=number.in_service,
        currency=None if tariff is None else tariff.currency,
        per_call=None if tariff is None else amount_text(tariff.per_call, decimals=2),
        per_minute=None if tariff is None else amount_text(tariff.per_minute, decimals=2),
        tariffs=[
            schemas.Slot(
                slot=place,
                name=slot.name,
                per_call=amount_text(slot.per_call, decimals=2),
                per_minute=amount_text(slot.per_minute, decimals=2),
            )
            for place, slot in sorted((tariff_set.slots if tariff_set is not None else {}).items())
        ],
        fees=[
            schemas.SetFee(fee=place, name=fee.name, amount=amount_text(fee.amount, decimals=2))
            for place, fee in sorted((tariff_set.fees if tariff_set is not None else {}).items())
        ],
    )
