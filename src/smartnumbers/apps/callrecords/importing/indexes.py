"""The indexes of the record while many calls are written at once: without them, and built again afterwards.

Millions of calls written one by one into seven indexes take hours; one pass that builds an index takes seconds. A
process that dies in between leaves indexes missing: `restore_indexes` is called at every start.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.models import Index, Model

from smartnumbers.apps.callrecords.models import Attempt, CallRecord

_MODELS: tuple[type[Model], ...] = (CallRecord, Attempt)


@contextmanager
def without_indexes() -> Iterator[None]:
    """Do something while the record has only those indexes that keep it right; not to be called in a transaction."""
    for model in _MODELS:
        for index in _there(model):
            with connection.schema_editor() as editor:
                editor.remove_index(model, index)
    try:
        yield
    finally:
        restore_indexes()


def restore_indexes() -> int:
    """Build the record's indexes that are missing, and return how many those were."""
    built = 0
    for model in _MODELS:
        there = {index.name for index in _there(model)}
        for index in model._meta.indexes:
            if index.name not in there:
                with connection.schema_editor() as editor:
                    editor.add_index(model, index)
                built += 1
    return built


def _there(model: type[Model]) -> list[Index]:
    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, model._meta.db_table)
    return [index for index in model._meta.indexes if index.name in names]
