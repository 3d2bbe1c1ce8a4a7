"""Bringing the prices of the demo onto the platform, as operator and holder would."""

from datetime import datetime, time, timedelta

from django.utils.timezone import get_default_timezone, localdate

from smartnumbers.apps.accounts.access import Access
from smartnumbers.apps.accounts.models import Language
from smartnumbers.apps.demo.prices import Price
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans.operations.charging import save_set, set_charging_options
from smartnumbers.apps.plans.operations.tariffs import add_version, assign_tariff
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms

CHANGED = timedelta(days=52, hours=2)
"""How long ago prices that changed did so."""


def bring_price(*, operator: Access, holder: Access, number: ServiceNumber, price: Price, at: datetime) -> TariffBook:
    """Give a number its first tariff, and its tariff set."""
    book = create_book(
        access=operator,
        account=number.account,
        class_code=number.tariff_class,
        name=price.name,
        code=price.code,
        terms=Terms(tariff=price.before or price.tariff, payout_share=price.payout_share, costs=price.costs),
        at=at,
    )
    assign_tariff(access=holder, number=number, book=book, at=at)
    if price.tariff_set is not None:
        language = Language(number.account.language)
        save_set(access=holder, number=number, tariff_set=price.tariff_set, at=at)
        set_charging_options(access=holder, number=number, language=language, keys=True, at=at)
    return book


def change_price(*, holder: Access, book: TariffBook, price: Price, now: datetime) -> None:
    """Some weeks ago, the price became what it is."""
    if price.before is not None:
        add_version(access=holder, book=book, terms=Terms(tariff=price.tariff), at=now - CHANGED)


def plan_price(*, holder: Access, book: TariffBook, price: Price, now: datetime) -> None:
    """On the first of the month after next, the price will be another."""
    if price.planned is not None:
        later = (localdate(now).replace(day=1) + timedelta(days=63)).replace(day=1)
        begin = datetime.combine(later, time.min, tzinfo=get_default_timezone())
        add_version(access=holder, book=book, terms=Terms(tariff=price.planned), at=now, valid_from=begin)
