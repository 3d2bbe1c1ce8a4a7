"""Making a replica anew from the record, in a file of its own beside the one in use."""

from collections.abc import Callable, Iterator
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.daemon.checking import follow, verify
from smartnumbers.statistics.daemon.replica import MakeStore
from smartnumbers.statistics.daemon.shelf import Shelf
from smartnumbers.statistics.record.parts import Part
from smartnumbers.statistics.record.source import RecordSource
from smartnumbers.statistics.store import Store, StoreUnusable


class RebuildFailed(DomainError):
    """What was made of the record is not what the record holds."""

    code = "statistics-rebuild-failed"
    retryable = True


_LOADED = 0.8
"""How much of the work is done, nearly, when all files are read; what is left is putting the calls in their order."""


def rebuild(*, source: RecordSource, make: MakeStore, shelf: Shelf, at: int, tell: Callable[[float], None]) -> Path:
    """Make a replica of all that the record holds, and put it in its place; gives its file. `at` is now (milliseconds).

    `tell` hears of the progress, from 0 to 1, at least every second while files are read. Nothing stays of one that
    fails. Raises RecordUnavailable, StoreFull, RebuildFailed, or OSError.
    """
    shelf.begin()
    tell(0.0)
    store = make(shelf.building)
    try:
        state = source.state()
        store.dedicate(record=state.record, rebuilt_at=at)
        store.load(parts=_told(source.parts(folder=shelf.parts), tell), sequence=state.last)
        tell(_LOADED)
        follow(source=source, store=store)
        _prove(source, store)
    except BaseException:
        store.close()
        shelf.begin()
        raise
    store.close()
    place = shelf.finish(at=at)
    tell(1.0)
    return place


def _prove(source: RecordSource, store: Store) -> None:
    try:
        if verify(source=source, store=store):
            return
    except StoreUnusable as fault:
        raise RebuildFailed(f"What was made is not what the record holds: {fault}") from fault
    raise RebuildFailed("The record was changed whenever it was compared with what was made.")


def _told(parts: Iterator[Part], tell: Callable[[float], None]) -> Iterator[Part]:
    for part in parts:
        yield part
        tell(part.share * _LOADED)
