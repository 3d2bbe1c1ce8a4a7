"""Live calls in this process: one listener on call control's socket, and a channel for each way of seeing them."""

import asyncio
import contextvars
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from smartnumbers.apps.accounts.access import Access
from smartnumbers.portal.live.board import Board, Contact, Health
from smartnumbers.portal.live.channel import Channel, Sight, sight_of
from smartnumbers.portal.live.rows import LiveView
from smartnumbers.portal.live.windows import BRIEF, Shape, Window, look_at_all
from smartnumbers.telephony.control.listener import listen

TICK_SECONDS = 1.0
"""How often amounts that grow by themselves are shown anew."""

log = logging.getLogger(__name__)


class Reader:
    """One open stream: woken when there may be something new for it."""

    def __init__(self, *, channel: Channel) -> None:
        self.channel = channel
        self.over = False
        self._awake = asyncio.Event()
        self._awake.set()

    def wake(self) -> None:
        """There may be something new."""
        self._awake.set()

    async def news(self, *, seconds: float) -> bool:
        """Wait until there may be something new; False when that long nothing was."""
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return False
        self._awake.clear()
        return True


class Broker:
    """Listens to call control and wakes the readers. Belongs to one event loop, from `start` to `stop`."""

    def __init__(self) -> None:
        self.board = Board()
        self._channels: dict[Sight, Channel] = {}
        self._readers: set[Reader] = set()
        self._listening: asyncio.Task[None] | None = None
        self._ticking: asyncio.Task[None] | None = None
        self._over = False

    def start(self, *, path: Path) -> None:
        """Listen from now on; nothing happens where it does already, or has stopped for good."""
        if self._listening is None and not self._over:
            self._listening = asyncio.create_task(
                self._listen(path), name="live-listener", context=contextvars.Context()
            )
            self._ticking = asyncio.create_task(self._tick(), name="live-meter", context=contextvars.Context())

    async def stop(self) -> None:
        """Let the open streams end, and listen no more."""
        self._over = True
        for reader in self._readers:
            reader.over = True
            reader.wake()
        tasks = [task for task in (self._listening, self._ticking) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @contextmanager
    def reading(self, *, access: Access, language: str, window: Window = BRIEF) -> Iterator[Reader]:
        """A reader of what this access sees through a window, for as long as it reads."""
        sight = sight_of(access=access, window=window, language=language)
        channel = self._channels.get(sight)
        if channel is None:
            channel = self._channels[sight] = Channel(access=access, window=window, language=language, board=self.board)
        reader = Reader(channel=channel)
        # A stream that was asked for just before the end begins after it.
        reader.over = self._over
        channel.readers.add(reader.wake)
        self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)
            channel.readers.discard(reader.wake)
            if not channel.readers:
                self._channels.pop(sight, None)
                channel.close()

    async def _listen(self, path: Path) -> None:
        async for message in listen(path=path):
            before = self.board.health
            changed = self.board.hear(message)
            back = self.board.health.contact is not before.contact
            for sight, channel in self._channels.items():
                if back or str(sight.account) in changed or (sight.account is None and changed):
                    channel.touch()
            if back:
                log.info("call control is %s", "there" if self.board.health.contact is Contact.THERE else "away")
            if self.board.health.public() != before.public():
                for reader in self._readers:
                    reader.wake()

    async def _tick(self) -> None:
        """Show the running meters anew, every second."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for channel in self._channels.values():
                if channel.running:
                    channel.touch()


broker = Broker()
"""The one of this process."""


def health_now() -> Health:
    """The platform's health as last heard; for the banner on every page."""
    return broker.board.health


def context(access: Access, shape: Shape = Shape.BRIEF) -> LiveView:
    """What a page shows of this moment when it is first drawn. Raises PermissionMissing."""
    return look_at_all(access=access, board=broker.board, shape=shape)
