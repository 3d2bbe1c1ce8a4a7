"""Listens to call control on its control socket, for ever: connects again when it went away."""

import asyncio
import logging
from collections.abc import AsyncGenerator
from pathlib import Path

from websockets.asyncio.client import unix_connect
from websockets.exceptions import WebSocketException

from smartnumbers.telephony.control import messages
from smartnumbers.telephony.control.messages import AWAY, Message

RETRY_FIRST_SECONDS = 0.2
RETRY_LAST_SECONDS = 1.0
RETRY_GROWTH = 1.5
OPEN_SECONDS = 2.0
# A daemon that is there but answers nothing is as good as away; this is how long it may take to notice.
PING_SECONDS = 5.0
MESSAGE_MAXIMUM = 64 * 1024 * 1024

log = logging.getLogger(__name__)


async def listen(*, path: Path) -> AsyncGenerator[Message]:
    """The messages of `telephony.control.messages`, until the caller stops asking.

    {"type": "away"} comes once each time call control cannot be reached, also at the beginning; after it, when it is
    back, a snapshot. Never raises for what happens on the other side.
    """
    away = False
    wait = RETRY_FIRST_SECONDS
    while True:
        try:
            async with unix_connect(
                str(path),
                compression=None,
                open_timeout=OPEN_SECONDS,
                close_timeout=0.5,
                ping_interval=PING_SECONDS,
                ping_timeout=PING_SECONDS,
                max_size=MESSAGE_MAXIMUM,
            ) as connection:
                away, wait = False, RETRY_FIRST_SECONDS
                async for frame in connection:
                    yield messages.read(frame)
        except (OSError, WebSocketException, ValueError) as fault:
            log.debug("call control cannot be listened to: %s", fault)
        if not away:
            away = True
            yield AWAY
        await asyncio.sleep(wait)
        wait = min(wait * RETRY_GROWTH, RETRY_LAST_SECONDS)


async def first(*, path: Path) -> Message:
    """The first message, at once: a snapshot, or {"type": "away"}."""
    heard = listen(path=path)
    try:
        async for message in heard:
            return message
    finally:
        await heard.aclose()
    raise AssertionError("the messages have no end")
