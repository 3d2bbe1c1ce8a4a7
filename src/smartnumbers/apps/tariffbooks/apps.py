"""The app, and the price list it ships with."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.timezone import localdate


class TariffBooksConfig(AppConfig):
    """Tariffs and prices."""

    name = "smartnumbers.apps.tariffbooks"

    def ready(self) -> None:
        """After each migration of the database, the list is complete."""
        post_migrate.connect(_complete_price_list, sender=self)


def _complete_price_list(using: str, **_told: Any) -> None:
    from smartnumbers.apps.tariffbooks.models import PriceListEntry  # noqa: PLC0415 - needs the apps loaded
    from smartnumbers.apps.tariffbooks.operations.pricelist import seed  # noqa: PLC0415 - needs the apps loaded

    # Going back to before the first migration is migrating, too.
    if PriceListEntry._meta.db_table in connections[using].introspection.table_names():
        seed(on=localdate())
