"""Before anything serves: the database is brought up to date and, where it is empty, filled with the demo.

Runs in a process of its own (`python -m smartnumbers.entry.supervisor.preparation`), so that the supervisor stays
without Django and Django is loaded once for both. Its only output is one JSON object.
"""

import os
import sys

import django
import orjson
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import Error


def migrate() -> None:
    """Bring the database up to date; where it is, this is one query."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)


def main() -> None:
    """Prepare the database and print what the supervisor tells people about it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartnumbers.entry.settings")
    django.setup()
    try:
        migrate()
    except Error as fault:
        sys.exit(f"The database cannot be used: {str(fault).strip()}")
    sys.stdout.buffer.write(orjson.dumps({}))


if __name__ == "__main__":
    main()
