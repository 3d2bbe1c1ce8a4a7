"""The writer of the journal, for an asyncio program: entries in, each confirmed when it is on disk.

One thread writes. While it waits for the disk, entries gather; all of them go with its next turn, in one write and
one sync (group commit). The loop pays for an entry's JSON and a future; it is woken once for each group.
"""

import asyncio
import logging
import os
import time
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any

from smartnumbers.telephony.journal import lines
from smartnumbers.telephony.journal.lock import take_lock
from smartnumbers.telephony.journal.recovery import Recovery, recover
from smartnumbers.telephony.journal.reserve import RESERVE_BYTES, Reserve
from smartnumbers.telephony.journal.store import Item, Store
from smartnumbers.telephony.journal.tail import remove_unfinished

SEGMENT_BYTES = 32 * 1024 * 1024
"""A start reads one segment before it takes calls; a full one of this size takes some 0.6 s of a processor."""
RETRY_SECONDS = 0.5
CLOSE_SECONDS = 5.0
GATHER_SECONDS = 0.002
"""The least time between two groups. A sync costs some 0.1 ms of a processor whatever it syncs; on a busy platform
this bounds them at 500 a second, while an entry that comes alone is written at once."""

log = logging.getLogger(__name__)

_Waiting = tuple[Item, "asyncio.Future[Kept]"]


class Kept(StrEnum):
    """What became of an entry when its `append` is done.

    `FLUSHED`: it is on disk. `DEFERRED`: the disk does not take it; it is kept in memory, in its order, and written
    as soon as the disk takes it. A call that already runs goes on either way; only if the process dies before the
    disk is back, the deferred entries are lost, and the next start finds the call as it was before them.
    """

    FLUSHED = "flushed"
    DEFERRED = "deferred"


class JournalWriter:
    """The only writer of a journal folder.

    `healthy` tells whether new calls can be written down; `reason` says why not ("" while healthy). Both change in
    the writing thread at once; `on_health` is called in the event loop a moment later.
    """

    def __init__(self, *, lock: int, recovered: Recovery, store: Store, on_health: Callable[[], None] | None) -> None:
        self.recovered = recovered
        self.healthy = True
        self.reason = ""
        self.deferred = 0
        self._lock = lock
        self._store = store
        self._on_health = on_health
        self._loop = asyncio.get_running_loop()
        self._arrived: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="journal", daemon=True)
        self._closing = False
        self._backlog: list[Item] = []
        self._next_try = 0.0
        self._next_group = 0.0

    @classmethod
    async def open(
        cls,
        *,
        folder: Path,
        on_health: Callable[[], None] | None = None,
        segment_bytes: int = SEGMENT_BYTES,
        reserve_bytes: int = RESERVE_BYTES,
    ) -> "JournalWriter":
        """Take a journal over, made where there is none; `recovered` then tells which calls were open.

        Raises JournalInUse where another process writes to it, and OSError where the folder cannot be read. On a
        full disk it opens, but is not healthy.
        """

        def prepare() -> tuple[int, Recovery, Store]:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = take_lock(folder)
            try:
                remove_unfinished(folder)
                recovered = recover(folder)
            except BaseException:
                os.close(lock)
                raise
            reserve = Reserve(folder=folder, size=reserve_bytes)
            return (
                lock,
                recovered,
                Store(folder=folder, recovery=recovered, segment_bytes=segment_bytes, reserve=reserve),
            )

        lock, recovered, store = await asyncio.to_thread(prepare)
        writer = cls(lock=lock, recovered=recovered, store=store, on_health=on_health)
        await asyncio.to_thread(writer._write, [])
        writer._thread.start()
        return writer

    def append(self, entry: Mapping[str, Any]) -> "asyncio.Future[Kept]":
        """Write an entry ({"call", "type", "at", …}); its number is given here. To be called in the event loop.

        Entries go to disk in the order of the calls of this method; nobody has to await the result for that. The
        future never fails. Raises TypeError, KeyError or ValueError at once for an entry that cannot be written, and
        RuntimeError after `close`.
        """
        if self._closing:
            raise RuntimeError("the journal is closed")
        item = Item(entry["call"], entry["type"], lines.body(entry))
        done: asyncio.Future[Kept] = self._loop.create_future()
        self._arrived.put((item, done))
        return done

    async def close(self) -> None:
        """Write what is left, then give the journal back. Entries that the disk does not take even now are lost."""
        if self._closing:
            return
        self._closing = True
        self._arrived.put(None)
        await asyncio.to_thread(self._thread.join, CLOSE_SECONDS)
        if self._thread.is_alive():
            # The disk hangs. The lock stays with this process: the thread may still write.
            log.error("the journal's disk does not answer; %d entries may be lost", self.deferred)
            return
        self._store.close()
        os.close(self._lock)
        if self._backlog:
            log.error("the journal's disk takes nothing: %d entries are lost (%s)", len(self._backlog), self.reason)

    def _run(self) -> None:
        running = True
        while running:
            arrived, running = self._take()
            items = [item for item, _ in arrived]
            if self._backlog and running and time.monotonic() < self._next_try:
                kept = self._defer(items)
            else:
                kept = self._write(items)
            if arrived:
                self._in_loop(_settle, [done for _, done in arrived], kept)

    def _take(self) -> tuple[list[_Waiting], bool]:
        """Everything that has arrived, after waiting for the first or for the next try; and whether to go on."""
        arrived: list[_Waiting] = []
        wait = None if self.healthy else max(0.0, self._next_try - time.monotonic())
        try:
            one = self._arrived.get(timeout=wait)
            time.sleep(max(0.0, self._next_group - time.monotonic()))
            while one is not None:
                arrived.append(one)
                one = self._arrived.get_nowait()
        except Empty:
            return arrived, True
        return arrived, False

    def _write(self, items: list[Item]) -> Kept:
        """Write what is left over and what is new, and see that there is space for more."""
        self._next_group = time.monotonic() + GATHER_SECONDS
        try:
            self._store.write(self._backlog + items)
        except OSError as fault:
            self._fail(fault)
            return self._defer(items)
        except Exception as fault:
            # A fault of ours: without this the thread would end and every call would wait for ever.
            log.exception("the journal cannot be written")
            self._fail(fault)
            return self._defer(items)
        self._backlog, self.deferred = [], 0
        if self._store.reserved or self.healthy or time.monotonic() >= self._next_try:
            self._see_to_space()
        return Kept.FLUSHED

    def _see_to_space(self) -> None:
        try:
            self._store.hold_reserve()
        except OSError as fault:
            self._fail(fault)
        else:
            self._tell_health("")

    def _defer(self, items: list[Item]) -> Kept:
        self._backlog += items
        self.deferred = len(self._backlog)
        return Kept.DEFERRED

    def _fail(self, fault: Exception) -> None:
        self._next_try = time.monotonic() + RETRY_SECONDS
        said = fault.strerror if isinstance(fault, OSError) and fault.strerror else f"{type(fault).__name__}: {fault}"
        self._tell_health(said)

    def _tell_health(self, reason: str) -> None:
        """Keep the state, and where it changed, say so in the log and to the loop."""
        if reason == self.reason:
            return
        self.healthy, self.reason = not reason, reason
        if reason:
            log.error("the call journal cannot take new calls: %s", reason)
        else:
            log.warning("the call journal takes new calls again")
        if self._on_health is not None:
            self._in_loop(self._on_health)

    def _in_loop(self, function: Callable[..., None], *arguments: object) -> None:
        try:
            self._loop.call_soon_threadsafe(function, *arguments)
        except RuntimeError:
            # The loop is closed: nobody waits any more.
            log.debug("the journal outlived its event loop")


def _settle(waiting: list["asyncio.Future[Kept]"], kept: Kept) -> None:
    for done in waiting:
        if not done.done():
            done.set_result(kept)
