"""What many readers see alike is rendered once: a channel for each window, account, language and set of rights."""

import asyncio
import contextvars
import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError, connections
from django.template.loader import render_to_string
from django.utils import translation

from smartnumbers.apps.accounts.access import Access, Permission
from smartnumbers.portal.live.board import Board, Contact
from smartnumbers.portal.live.onecall import CallView
from smartnumbers.portal.live.rows import LiveView
from smartnumbers.portal.live.windows import Window, look

SHOW_SECONDS = 0.25
"""A page changes at most four times a second: more is flicker, and 300 calls change 20 times as often."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sight:
    """What makes two readers see different things."""

    window: Window
    account: int | None
    whole_callers: bool
    steers: bool
    language: str


def sight_of(*, access: Access, window: Window, language: str) -> Sight:
    """The sight of an access through a window, in a language."""
    return Sight(
        window=window,
        account=access.account.pk if access.account is not None else None,
        whole_callers=access.may(Permission.SEE_WHOLE_CALLERS),
        steers=access.may(Permission.STEER_CALLS),
        language=language,
    )


def fragment(*, access: Access, board: Board, window: Window, language: str) -> tuple[str, bool]:
    """What is put in place of what was shown before, and whether an amount in it grows by itself."""
    with translation.override(language):
        seen: LiveView | CallView = look(access=access, board=board, window=window)
        return render_to_string(window.template, {"live": seen, "access": access}), seen.running


class Channel:
    """The newest fragment of one sight, and the task that keeps it new while somebody reads it.

    `version` is 0 as long as there is no fragment. `running`: some amount in it grows by itself, so that it is to be
    touched every second.
    """

    def __init__(self, *, access: Access, window: Window, language: str, board: Board) -> None:
        self.html = ""
        self.version = 0
        self.running = False
        self.readers: set[Callable[[], None]] = set()
        self._access = access
        self._window = window
        self._language = language
        self._board = board
        self._dirty = asyncio.Event()
        self._dirty.set()
        # In a context of its own: that of the request it is made in is over long before the channel is.
        self._task = asyncio.create_task(self._run(), name="live-channel", context=contextvars.Context())

    def touch(self) -> None:
        """Something in this sight has changed."""
        self._dirty.set()

    def close(self) -> None:
        """Nobody reads it any more."""
        self._task.cancel()

    async def _run(self) -> None:
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            if self._board.health.contact is not Contact.THERE:
                # An empty list would be a claim. When call control is there (again), the broker touches all channels.
                continue
            try:
                html = await asyncio.to_thread(self._render)
            except DatabaseError as fault:
                # Names of numbers are missing; the next change, or the next second, tries again.
                log.warning("live calls cannot be shown at the moment: %s", fault)
                self._dirty.set()
                await asyncio.sleep(1)
                continue
            if html != self.html or not self.version:
                self.html = html
                self.version += 1
                for wake in list(self.readers):
                    wake()
            await asyncio.sleep(SHOW_SECONDS)

    def _render(self) -> str:
        try:
            html, self.running = fragment(
                access=self._access, board=self._board, window=self._window, language=self._language
            )
            return html
        finally:
            # A connection of a thread of the pool would stay open for good.
            connections.close_all()
