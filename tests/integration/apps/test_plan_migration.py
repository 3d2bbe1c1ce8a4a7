"""An installation of an earlier release, which knew one chain for each number: what becomes of its rows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from smartnumbers.apps.accounts.models import Account
from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.apps.plans import queries
from smartnumbers.apps.plans.models import BlacklistEntry, Destination, RoutingSettings
from smartnumbers.apps.plans.operations.chain import ChainRow, change_chain
from smartnumbers.core.routing.profile import parse
from tests.cast import NOW

BEFORE = [("plans", "0002_tariffs")]


def migrate(target: list[tuple[str, str]]) -> Any:
    """Bring the database's tables of the plans to a state; the models of that state."""
    executor = MigrationExecutor(connection)
    return executor.migrate(target).apps


@pytest.fixture
def earlier(committing_database: str) -> Iterator[Any]:
    """The models of the release before, with empty tables."""
    newest = [key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "plans"]
    try:
        yield migrate(BEFORE)
    finally:
        migrate(newest)


def number_with_chain(models: Any, account: Any, written: str, *chain: tuple[str, str, int], display: str) -> Any:
    number = models.get_model("numbers", "ServiceNumber").objects.create(
        number=written, account=account, in_service=True
    )
    models.get_model("plans", "RoutingSettings").objects.create(
        number=number, display=display, revision=4, chain_revision=3
    )
    for position, (address, name, seconds) in enumerate(chain, start=1):
        kind = "sip" if "@" in address else "telephone"
        models.get_model("plans", "ChainEntry").objects.create(
            number=number, position=position, kind=kind, address=address, name=name, ring_seconds=seconds
        )
    return number


def test_chains_become_plans_and_addresses_destinations(earlier: Any) -> None:
    account_model = earlier.get_model("accounts", "Account")
    alpina, elsewhere = (account_model.objects.create(name=name) for name in ("Alpina", "Elsewhere"))
    reception, night = ("+41445123800", "Reception", 20), ("sip:night@pbx.example", "Night", 25)
    hotline = number_with_chain(earlier, alpina, "+41800123789", reception, night, display="service-number")
    number_with_chain(earlier, alpina, "+33892690123", ("+41445123800", "Accueil", 30), display="caller")
    number_with_chain(earlier, elsewhere, "+41848555210", reception, display="caller")
    number_with_chain(earlier, elsewhere, "+41848555211", display="caller")
    earlier.get_model("plans", "BlacklistEntry").objects.create(
        number=hotline, caller="+41790000001", note="rude", created_at=NOW, created_by="Hanna"
    )

    migrate([key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "plans"])

    rows = Destination.objects.order_by("account__name", "address").values_list("account__name", "name", "kind")
    assert list(rows) == [
        ("Alpina", "Reception", "telephone"), ("Alpina", "Night", "sip"), ("Elsewhere", "Reception", "telephone"),
    ]  # fmt: skip
    access = platform_access(label="test")
    rung = {
        number.number: [(item.name, item.ring_seconds) for item in queries.chain(access=access, number=number, at=NOW)]
        for number in ServiceNumber.objects.all()
    }
    assert rung == {
        "+41800123789": [("Reception", 20), ("Night", 25)],
        "+33892690123": [("Reception", 30)],
        "+41848555210": [("Reception", 20)],
        "+41848555211": [],
    }
    settings = RoutingSettings.objects.get(number__number="+41800123789")
    assert (settings.plan["display"]["mode"], settings.plan["zone"]) == ("service-number", "Europe/Zurich")
    assert (settings.revision, settings.plan_revision) == (4, 3)
    assert settings.plan["treatments"]["main"]["name"] == "Ziele"
    assert RoutingSettings.objects.get(number__number="+33892690123").plan["zone"] == "Europe/Paris"
    assert BlacklistEntry.objects.get().value == "+41790000001"
    assert Account.objects.count() == 2


def test_what_was_migrated_can_be_changed_and_published(earlier: Any) -> None:
    account = earlier.get_model("accounts", "Account").objects.create(name="Alpina")
    number_with_chain(earlier, account, "+41800123789", ("+41445123800", "Reception", 20), display="caller")
    migrate([key for key in MigrationExecutor(connection).loader.graph.leaf_nodes() if key[0] == "plans"])

    published = change_chain(
        access=platform_access(label="test"),
        number=ServiceNumber.objects.get(),
        rows=[ChainRow("+41445123800", "Reception", 9), ChainRow("044 512 38 01")],
        expected_revision=4,
        at=NOW,
    )

    plan = parse(published.document).plans.dated[0].plan
    assert [entry.ring_seconds for entry in plan.treatments["main"].action.entries] == [9, 20]
    assert Destination.objects.count() == 2
