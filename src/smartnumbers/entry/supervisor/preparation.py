"""Before anything serves: the database is brought up to date and, where it is empty, filled with the demo.

Done by the portal's process before it serves, because loading Django takes a second and the portal needs it anyway.
"""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from smartnumbers.apps.accounts.queries import platform_access
from smartnumbers.apps.callrecords.importing.indexes import restore_indexes
from smartnumbers.apps.carriers.operations import seed
from smartnumbers.apps.numbers.models import ServiceNumber
from smartnumbers.entry.configuration import Configuration
from smartnumbers.entry.demonstration import demo_log_ins, fill_if_empty
from smartnumbers.entry.firstcarriers import first_carriers


def prepare(*, configuration: Configuration, tell: Path) -> None:
    """Prepare the database, and write what there is to tell about it: the demo's log-ins, and a number to call.

    The file appears when the database is ready, whole and readable by the owner only. Raises django.db.DatabaseError.
    """
    _migrate()
    # An import that was killed may have left the record without some.
    restore_indexes()
    give_carriers(configuration=configuration)
    document = orjson.dumps(_facts(configuration))
    fresh = tell.with_name(f".{tell.name}.new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(document)
    fresh.replace(tell)


def give_carriers(*, configuration: Configuration) -> None:
    """Give an installation that never had carriers those of its configuration. Raises django.db.DatabaseError."""
    seed(
        access=platform_access(label="Configuration"),
        carriers=first_carriers(configuration=configuration),
        at=datetime.now(UTC),
    )


def _migrate() -> None:
    """Bring the database up to date; where it is, that is found out with one query."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)


def _facts(configuration: Configuration) -> dict[str, Any]:
    people = []
    if configuration.demo:
        fill_if_empty(configuration=configuration, now=datetime.now(UTC))
        people = list(demo_log_ins(configuration=configuration))
    number = ServiceNumber.objects.filter(in_service=True).order_by("account_id", "number").first()
    return {
        "logins": [{"role": one.role, "email": one.email, "password": one.password} for one in people],
        "number": number.shown.replace(" ", "") if number is not None else "",
    }
