"""Keeps the book up to date: follows the sequence of publications, several times a second."""

import asyncio
import gc
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from smartnumbers.telephony.profiles.book import ProfileBook
from smartnumbers.telephony.profiles.copy import ProfileCopy
from smartnumbers.telephony.profiles.source import ProfileSource, Publication, SourceUnavailable

POLL_SECONDS = 0.2
RETRY_SECONDS = 1.0

log = logging.getLogger(__name__)


class ProfileFollower:
    """Follows the source until it is cancelled; tells through `on_change` when the book or its state changed."""

    def __init__(self, *, source: ProfileSource, book: ProfileBook, copy: Path, on_change: Callable[[], None]) -> None:
        self._source = source
        self._book = book
        self._copy = ProfileCopy(file=copy)
        self._on_change = on_change
        self.reachable = False

    async def start(self) -> None:
        """Read all profiles; where the database is away, take the copy kept on disk."""
        try:
            await asyncio.to_thread(self._read_all)
            self.reachable = True
        except SourceUnavailable as fault:
            log.warning("the database is away (%s); the profiles kept on disk are in force", fault)
            await asyncio.to_thread(self._restore)
        self._on_change()

    def _restore(self) -> None:
        for document in self._copy.documents():
            if not self._book.restore(document):
                log.error("a profile kept on disk cannot be read")

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            await asyncio.sleep(POLL_SECONDS if self.reachable else RETRY_SECONDS)
            try:
                changed = await asyncio.to_thread(self._read_changes)
            except SourceUnavailable as fault:
                if self.reachable:
                    log.warning("the database is away (%s); the profiles in force stay", fault)
                changed, reachable = self.reachable, False
            else:
                changed, reachable = changed or not self.reachable, True
            self.reachable = reachable
            if changed:
                self._on_change()

    def _read_all(self) -> None:
        # No profile refers to itself, yet the collector of cycles would walk through the millions of parts of a
        # hundred thousand: again and again while they are read, and later, with all calls standing still for seconds.
        gc.disable()
        try:
            self._copy.replace(self._put_in_force(self._source.newest()))
        except SourceUnavailable:
            # Half of it is not all: the next contact begins anew.
            self._book.sequence = 0
            raise
        finally:
            gc.freeze()
            gc.enable()

    def _put_in_force(self, publications: Iterable[Publication]) -> Iterator[Publication]:
        """Put publications in force one after the other; gives those that are."""
        for publication in publications:
            if self._book.apply(publication):
                yield publication
            elif publication.number not in self._book.profiles:
                earlier = self._source.older(number=publication.number, sequence=publication.sequence)
                restored = self._book.fall_back(earlier)
                if restored is not None:
                    yield restored

    def _read_changes(self) -> bool:
        if self._source.last_sequence() <= self._book.sequence:
            return False
        if self._book.sequence == 0:
            self._read_all()
            return True
        self._copy.put(self._put_in_force(self._source.since(sequence=self._book.sequence)))
        return True
