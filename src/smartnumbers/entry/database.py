"""Django made ready for one command, and what goes wrong with the database said in a sentence."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import DatabaseError

from smartnumbers.core.foundation.errors import DomainError


class DatabaseUnusable(DomainError):
    """The database cannot be reached, or was never prepared."""

    code = "database-unusable"


def load() -> None:
    """Set Django up with the product's settings; models can be imported afterwards."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smartnumbers.entry.settings")
    django.setup()


@contextmanager
def opened() -> Iterator[None]:
    """Everything inside can use the database. Raises DatabaseUnusable for whatever the database itself refuses."""
    load()
    try:
        yield
    except DatabaseError as fault:
        reason = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        raise DatabaseUnusable(
            f"The database cannot be used ({reason}). Where the product never ran, start it once with `make run`, or "
            "prepare the database with `smartnumbers manage migrate`."
        ) from fault
