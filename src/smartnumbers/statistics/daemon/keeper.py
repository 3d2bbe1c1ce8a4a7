"""The thread that keeps the replica: checks it, follows the record, rebuilds, and goes on whatever fails meanwhile."""

import logging
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.statistics.answers import ReplicaStatus
from smartnumbers.statistics.daemon.checking import BATCH, follow, verify
from smartnumbers.statistics.daemon.rebuilding import RebuildFailed, rebuild
from smartnumbers.statistics.daemon.replica import MakeStore, Replica
from smartnumbers.statistics.daemon.shelf import Shelf, remove
from smartnumbers.statistics.record.source import RecordSource, RecordUnavailable
from smartnumbers.statistics.store import Store, StoreFull, StoreUnusable

POLL_SECONDS = 0.25
FAULT_SECONDS = 1.0
REBUILD_FAULT_SECONDS = 10.0
REBUILT_ABOVE = 300_000
"""So many writes are taken over one batch after the other; more of them by making the replica anew."""

log = logging.getLogger(__name__)


class RoomMissing(DomainError):
    """A file could not be written."""

    code = "statistics-store-full"
    retryable = True


@dataclass(slots=True)
class Standing:
    """How it goes, for who asks; written by the keeper alone."""

    state: str = "checking"
    fault: str = ""
    record_sequence: int = 0
    caught_up: float | None = None
    progress: float | None = None
    rebuilt_at: int | None = None
    wanted: threading.Event = field(default_factory=threading.Event)


class Keeper:
    """Keeps the replica. `run` is its thread; the rest may be called from any other."""

    def __init__(self, *, source: RecordSource, make: MakeStore, shelf: Shelf, replica: Replica) -> None:
        self._source = source
        self._make = make
        self._shelf = shelf
        self._replica = replica
        self._file: Path | None = None
        self._trusted: Path | None = None
        self._verified_for: int | None = None
        self._standing = Standing()
        self._wake = threading.Event()
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work until `stop`."""
        self._shelf.tidy()
        while not self._stopped.is_set():
            pause = self._turn()
            self._wake.wait(pause)
            self._wake.clear()
        self._replica.exchange(None, ready=False)
        self._source.close()

    def stop(self) -> None:
        """Have the thread end."""
        self._stopped.set()
        self._wake.set()

    def ask_rebuild(self) -> None:
        """Have the replica made anew."""
        self._standing.wanted.set()
        self._wake.set()

    def behind_ms(self) -> int | None:
        """How long ago the replica had all that the record had; None where it has it (or never had)."""
        caught_up = self._standing.caught_up
        if caught_up is None:
            return None
        behind = time.monotonic() - caught_up
        return int(behind * 1000) if behind > 2 * POLL_SECONDS else None

    def status(self) -> ReplicaStatus:
        """How far the replica is."""
        standing, sequence, calls = self._standing, 0, 0
        ready = self._replica.ready
        if ready:
            with self._replica.lent() as store:
                held = store.holding()
                sequence, calls = held.sequence, held.calls
        state = "rebuilding" if standing.wanted.is_set() else standing.state
        return ReplicaStatus(
            state=state,
            fault=standing.fault,
            ready=ready,
            sequence=sequence,
            record_sequence=standing.record_sequence,
            calls=calls,
            behind_ms=self.behind_ms(),
            rebuilt_at=standing.rebuilt_at,
            progress=standing.progress,
        )

    def _turn(self) -> float:
        """One look at the record; gives how long to wait for the next one. Never raises."""
        try:
            if self._standing.wanted.is_set() or not self._opened():
                self._rebuild()
            else:
                self._follow()
        except (RecordUnavailable, StoreFull, RoomMissing, RebuildFailed) as fault:
            return self._behind(fault.code, fault)
        except StoreUnusable as fault:
            log.warning("%s It is made anew.", fault)
            self._drop()
            return 0.0
        except Exception as fault:  # whatever the database library raises: opening it again is the cure there is
            log.exception("the replica failed; it is opened again")
            self._reopen()
            pause = self._behind("statistics-failed", fault)
            return pause if self._trusted is None else POLL_SECONDS
        return POLL_SECONDS

    def _behind(self, code: str, fault: Exception) -> float:
        standing = self._standing
        if standing.fault != code:
            log.warning("behind the record: %s", fault)
        standing.state, standing.fault, standing.progress = "behind", code, None
        return (
            REBUILD_FAULT_SECONDS if self._replica.store is None and code != RecordUnavailable.code else FAULT_SECONDS
        )

    def _opened(self) -> bool:
        """Open the replica that is there; False where there is none."""
        if self._replica.store is not None:
            return True
        self._file = self._shelf.newest()
        if self._file is None:
            return False
        store = self._make(self._file)
        self._standing.rebuilt_at = store.holding().rebuilt_at
        # One that was opened again, and answered before, is as right as it was.
        self._replica.exchange(store, ready=self._file == self._trusted)
        return True

    def _follow(self) -> None:
        store, begun = self._replica.store, time.monotonic()
        assert store is not None
        # Over a new connection there may be another record: what was true of it has to be found out again.
        missing = self._missing(store)
        if missing > REBUILT_ABOVE:
            log.info("%s writes are missing: making the replica anew is faster than taking them over", missing)
            self._rebuild()
            return
        if self._verified_for != self._source.connected or not self._replica.ready:
            self._verify(store)
        state = follow(source=self._source, store=store)
        if self._replica.ready:
            self._is_following(begun, state.last)
            store.settle()

    def _verify(self, store: Store) -> None:
        if verify(source=self._source, store=store):
            self._verified_for = self._source.connected
            if not self._replica.ready:
                self._replica.release()
                log.info("answering, with %s calls", store.holding().calls)

    def _missing(self, store: Store) -> int:
        """How many writes the replica has not taken over; more than there are calls, where sequences are missing."""
        return self._source.state().last - store.sequence()

    def _is_following(self, begun: float, last: int) -> None:
        standing = self._standing
        if standing.fault:
            log.info("following the record again")
        standing.state, standing.fault, standing.progress = "following", "", None
        standing.caught_up, standing.record_sequence = begun, last

    def _rebuild(self) -> None:
        standing = self._standing
        standing.state, standing.fault = "rebuilding", ""
        begun, now = time.monotonic(), int(time.time() * 1000)
        try:
            file = rebuild(source=self._source, make=self._make, shelf=self._shelf, at=now, tell=self._tell)
        except OSError as fault:
            raise RoomMissing(f"The replica cannot be written: {fault}") from fault
        finally:
            standing.wanted.clear()
        former, self._file = self._file, file
        store = self._make(file)
        self._replica.exchange(store, ready=True, obsolete=former)
        self._verified_for = self._source.connected
        standing.rebuilt_at = now
        log.info("made the replica anew in %.1f s: %s calls", time.monotonic() - begun, store.holding().calls)
        self._is_following(begun, store.sequence())

    def _tell(self, share: float) -> None:
        """Note the progress; the replica in use goes on meanwhile. Raises RecordUnavailable where this is to end."""
        self._standing.progress = share
        if self._stopped.is_set():
            raise RecordUnavailable("the daemon is told to stop")
        store = self._replica.store
        if store is not None and self._replica.ready and self._missing(store) <= BATCH:
            begun = time.monotonic()
            state = follow(source=self._source, store=store)
            self._standing.caught_up, self._standing.record_sequence = begun, state.last

    def _drop(self) -> None:
        """The replica in use is wrong, or cannot be read: it answers nobody any more."""
        former, self._file, self._trusted = self._file, None, None
        if self._replica.store is not None:
            self._replica.exchange(None, ready=False, obsolete=former)
        elif former is not None:
            remove(file=former)

    def _reopen(self) -> None:
        self._trusted = self._file if self._replica.ready else None
        self._file = None
        self._replica.exchange(None, ready=False)
