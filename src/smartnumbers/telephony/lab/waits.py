"""Waiting that can come to nothing."""

import asyncio
from collections.abc import Awaitable


async def within(seconds: float, awaited: Awaitable[object]) -> bool:
    """Whether the awaited thing came within that time."""
    try:
        # Not wait_for: before Python 3.12 it forgets a cancellation that comes at the same moment as the awaited thing.
        async with asyncio.timeout(seconds):
            await awaited
    except TimeoutError:
        return False
    return True


async def first(*events: asyncio.Event) -> None:
    """Return when one of the events is set."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
