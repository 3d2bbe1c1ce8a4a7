"""Waiting that can come to nothing."""

import asyncio
from collections.abc import Awaitable


async def within(seconds: float, awaited: Awaitable[object]) -> bool:
    """Whether the awaited thing came within that time."""
    try:
        await asyncio.wait_for(awaited, seconds)
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
