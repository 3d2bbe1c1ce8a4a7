"""Keeps the carriers up to date: follows the sequence of their publications, several times a second."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson

from smartnumbers.core.routing.carriers import Carrier
from smartnumbers.core.routing.carrierset import CarrierInvalid, document, parse
from smartnumbers.telephony.carriers.source import CarrierSource
from smartnumbers.telephony.profiles.source import SourceUnavailable

POLL_SECONDS = 0.25
RETRY_SECONDS = 1.0

Carriers = tuple[Carrier, ...]

log = logging.getLogger(__name__)


class CarrierFollower:
    """Follows the source until it is cancelled; `on_change` is given each set that comes into force.

    A set that cannot be read leaves the last good one in force; `fault` then says where it is broken, else "".
    `in_force` is the sequence of the publication in force, None before the first or where it is the copy's.
    """

    def __init__(self, *, source: CarrierSource, copy: Path, on_change: Callable[[Carriers], Awaitable[None]]) -> None:
        self._source = source
        self._copy = copy
        self._on_change = on_change
        self._sequence: int | None = None
        self.in_force: int | None = None
        self.fault = ""

    async def start(self) -> None:
        """Take the carriers of the database; where that is away, the copy kept on disk."""
        carriers = await asyncio.to_thread(self._first)
        if carriers is not None:
            await self._on_change(carriers)
        self.in_force = self._sequence

    async def run(self) -> None:
        """Follow for ever."""
        while True:
            try:
                carriers = await asyncio.to_thread(self._news)
            except SourceUnavailable as fault:
                log.debug("the carriers in force stay: %s", fault)
                await asyncio.sleep(RETRY_SECONDS)
                continue
            if carriers is not None:
                await self._on_change(carriers)
                self.in_force = self._sequence
            await asyncio.sleep(POLL_SECONDS)

    def close(self) -> None:
        """Give the database connection back."""
        self._source.close()

    def _first(self) -> Carriers | None:
        try:
            carriers = self._news()
        except SourceUnavailable as fault:
            log.warning("the database is away (%s); the carriers kept on disk are in force", fault)
            return self._kept()
        return self._kept() if carriers is None else carriers

    def _news(self) -> Carriers | None:
        """The newest set where it is new and good. Raises SourceUnavailable."""
        if self._source.sequence() == self._sequence:
            return None
        sequence = self._sequence
        try:
            self._sequence, carriers = self._source.newest()
        except (CarrierInvalid, ValueError) as fault:
            # Looked at once, not four times a second.
            self._sequence = self._source.sequence()
            self.fault = str(getattr(fault, "parameters", {}).get("place", "document"))
            log.error("the published carriers are broken at %s; the last good ones stay in force", self.fault)
            return None
        log.info("carriers: publication %s after %s", self._sequence, sequence)
        self.fault = ""
        self._keep(carriers)
        return carriers

    def _keep(self, carriers: Carriers) -> None:
        """Keep a copy on disk, readable by the owner only: passwords stand in it."""
        fresh = self._copy.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(orjson.dumps(document(carriers)))
        fresh.replace(self._copy)

    def _kept(self) -> Carriers | None:
        try:
            return parse(orjson.loads(self._copy.read_bytes()))
        except (OSError, ValueError, CarrierInvalid) as fault:
            log.warning("no carriers kept on disk: %s", fault)
            return None
