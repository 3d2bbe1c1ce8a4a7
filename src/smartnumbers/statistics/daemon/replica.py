"""The replica that answers, and its exchange for a new one while questions run."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.daemon.shelf import remove
from smartnumbers.statistics.store import Store

MakeStore = Callable[[Path], Store]


class NotReady(DomainError):
    """There is no replica yet that is known to be right."""

    code = "statistics-away"
    retryable = True


class Replica:
    """Holds the store that is written, and lends it to who asks, once it is known to be right.

    A store that was exchanged is closed when the last who asked it is done; its file is removed then, if it has to go.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._store: Store | None = None
        self._ready = False
        self._users: Counter[int] = Counter()
        self._leaving: dict[int, tuple[Store, Path | None]] = {}

    @property
    def store(self) -> Store | None:
        """The store that is to be written, None where there is none."""
        return self._store

    @property
    def ready(self) -> bool:
        """Whether questions are answered."""
        return self._ready

    def exchange(self, store: Store | None, *, ready: bool, obsolete: Path | None = None) -> None:
        """Another store from now on, or none; `obsolete` is the file of the one before, where it is to be removed."""
        with self._lock:
            former, self._store, self._ready = self._store, store, ready
            if former is not None and former is not store:
                self._leaving[id(former)] = (former, obsolete)
        self._close_unused()

    def release(self) -> None:
        """From now on the store answers."""
        with self._lock:
            self._ready = self._store is not None

    @contextmanager
    def lent(self) -> Iterator[Store]:
        """The store, for one question. Raises NotReady."""
        with self._lock:
            store = self._store
            if store is None or not self._ready:
                raise NotReady("The statistics are being prepared.")
            self._users[id(store)] += 1
        try:
            yield store
        finally:
            with self._lock:
                self._users[id(store)] -= 1
            self._close_unused()

    def _close_unused(self) -> None:
        with self._lock:
            gone = [key for key in self._leaving if not self._users[key]]
            leaving = [self._leaving.pop(key) for key in gone]
            for key in gone:
                del self._users[key]
        for store, file in leaving:
            store.close()
            if file is not None:
                remove(file=file)
