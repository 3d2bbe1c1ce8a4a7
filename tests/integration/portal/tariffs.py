"""A tariff of the cast's account Alpina, with a version in force and one to come, to be had by its number later."""

from datetime import timedelta

from django.utils import timezone

from smartnumbers.apps.plans.models import TariffAssignment
from smartnumbers.apps.plans.operations.tariffs import add_version, assign_tariff
from smartnumbers.apps.tariffbooks.models import TariffBook
from smartnumbers.apps.tariffbooks.operations.books import create_book
from smartnumbers.apps.tariffbooks.terms import Terms
from smartnumbers.core.tariffs.tariff import Tariff
from tests.cast import Cast

FREE = Terms(tariff=Tariff(currency="CHF"))


def make_tariff(cast: Cast) -> tuple[TariffBook, TariffAssignment]:
    """The tariff "alpina-free" and its assignment to Alpina's number tomorrow."""
    now = timezone.now()
    book = create_book(
        access=cast.access(cast.olga),
        account=cast.alpina,
        class_code="ch-0800",
        name="Alpina free",
        code="alpina-free",
        terms=FREE,
        at=now,
    )
    tomorrow = now + timedelta(days=1)
    add_version(access=cast.access(cast.hanna), book=book, terms=FREE, at=now, valid_from=tomorrow)
    assignment = assign_tariff(
        access=cast.access(cast.hanna), number=cast.number, book=book, at=now, valid_from=tomorrow
    )
    return book, assignment
