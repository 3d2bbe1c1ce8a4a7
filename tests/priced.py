"""A number with a price and a tariff set, and calls to it, for tests of pages and of the API."""

from dataclasses import dataclass
from typing import Any

from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.models import RoutingSettings
from smartnumbers.apps.plans.operations.charging import save_set
from smartnumbers.apps.plans.operations.service import create_number
from smartnumbers.apps.plans.operations.tariffs import assign_tariff
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.foundation.money import MILLION
from smartnumbers.core.rating.timeline import Change, Timeline, timeline_document
from smartnumbers.core.tariffs.tariff import Tariff
from smartnumbers.core.tariffs.tariffset import SetFee, SlotTariff, TariffSet
from tests.cast import NOW, Cast

SET = TariffSet(
    slots={
        3: SlotTariff(name="Evening", per_call=0, per_minute=2_900_000),
        12: SlotTariff(name="On site", per_call=5 * MILLION, per_minute=4_200_000),
    },
    fees={1: SetFee(name="Remote help", amount=9_500_000)},
)
PRICE = Tariff(currency="CHF", per_minute=2_500_000, cap=400 * MILLION)
FLAT_PRICE = Tariff(currency="CHF", per_call=7_250_000, cap=400 * MILLION)
"""What a call costs that does not cost more with every second a test takes."""
FRENCH_PRICE = Tariff(currency="EUR", per_minute=800_000)


@dataclass(frozen=True)
class Priced:
    """A number and the revision that gave it its price."""

    number: ServiceNumber
    revision: int


def priced_number(
    cast: Cast, written: str = "0900 575 123", *, tariff: Tariff = PRICE, with_set: bool = True
) -> Priced:
    """A number of Alpina's at that price, with SET where its class allows one."""
    operator = cast.access(cast.olga)
    number = create_number(access=operator, account=cast.alpina, written=written, name="Help", at=NOW)
    book = create_book(
        access=operator,
        account=cast.alpina,
        class_code=number.class_code,
        name="Advice",
        terms=Terms(tariff=tariff, payout_share=600_000),
        at=NOW,
    )
    assign_tariff(access=operator, number=number, book=book, at=NOW)
    if with_set:
        save_set(access=operator, number=number, tariff_set=SET, at=NOW)
    return Priced(number=number, revision=RoutingSettings.objects.get(number=number).revision)


def running_values(
    cast: Cast, priced: Priced, *, seconds: int = 60, now: int, tariff: Tariff = PRICE
) -> dict[str, Any]:
    """What a LiveCall needs to be a call that is charged for that many seconds; `now` in milliseconds."""
    return {
        "account": str(cast.alpina.pk),
        "number": priced.number.number,
        "revision": priced.revision,
        "class_code": priced.number.class_code,
        "currency": tariff.currency,
        "charging_from": now - seconds * 1000,
        "timeline": timeline_document(Timeline(changes=(Change(at=0, tariff=tariff),))),
    }
