"""Products for the tests with real SIP: one for all whose tests leave it as it was, and others for the rest."""

import logging
from collections.abc import AsyncIterator, Generator, Iterator

import pytest
import pytest_asyncio
from pytest_django.plugin import DjangoDbBlocker

from tests.telephony.product import Product, running

# Looking at Asterisk often is no news.
logging.getLogger("httpx").setLevel(logging.WARNING)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Function) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure is told together with what the product wrote into its logs."""
    report = yield
    if report.failed:
        products = [value for value in item.funcargs.values() if isinstance(value, Product)]
        report.sections += [("Logs of the product", product.logs()) for product in products]
    return report


@pytest.fixture(scope="session")
def databases_of_products(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The products' own databases may be used."""
    with django_db_blocker.unblock():
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def product(databases_of_products: None) -> AsyncIterator[Product]:
    """The product for tests that break nothing; it has room for every call."""
    async with running() as product:
        yield product


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def patient(databases_of_products: None) -> AsyncIterator[Product]:
    """The product for tests that break a part of it and see it whole again."""
    async with running() as product:
        yield product
