"""Keeps the book up to date: follows the sequence of publications, several times a second."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from smartnumbers.telephony.profiles.book import ProfileBook
from smartnumbers.telephony.profiles.source import ProfileSource, SourceUnavailable

POLL_SECONDS = 0.2
RETRY_SECONDS = 1.0

log = logging.getLogger(__name__)


class ProfileFollower:
    """Follows the source until it is cancelled; tells through `on_change` when the book or its state changed."""

    def __init__(self, *, source: ProfileSource, book: ProfileBook, copy: Path, on_change: Callable[[], None]) -> None:
        self._source = source
        self._book = book
        self._copy = copy
        self._on_change = on_change
        self.reachable = False

    async def start(self) -> None:
        """Read all profiles; where the database is away, take the copy kept on disk."""
        try:
            await asyncio.to_thread(self._read_all)
            self.reachable = True
        except SourceUnavailable as fault:
            log.warning("the database is away (%s); the profiles kept on disk are in force", fault)
            self._book.load(self._copy)
        self._on_change()

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
        for publication in self._source.newest():
            if not self._book.apply(publication) and publication.number not in self._book.profiles:
                earlier = self._source.older(number=publication.number, sequence=publication.sequence)
                self._book.fall_back(earlier)
        self._book.save(self._copy)

    def _read_changes(self) -> bool:
        if self._source.last_sequence() <= self._book.sequence:
            return False
        if self._book.sequence == 0:
            self._read_all()
            return True
        for publication in self._source.since(sequence=self._book.sequence):
            self._book.apply(publication)
        self._book.save(self._copy)
        return True
