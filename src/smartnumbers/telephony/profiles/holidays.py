"""The holidays that plans name, looked up before a call has to wait for them: it takes half a second the first time."""

import asyncio
from collections.abc import Collection
from datetime import UTC, datetime

from smartnumbers.core.routing.calendar import holiday_on
from smartnumbers.core.routing.profile import Profile

START_SECONDS = 1.0
"""Calls that are found at a start come first."""


async def look_up(*, profiles: Collection[Profile]) -> None:
    """Have the holidays of this year at hand in all regions that plans of these profiles name."""
    plans = [dated.plan for profile in profiles for dated in profile.plans.dated]
    plans += [one.plan for profile in profiles for one in profile.plans.temporary]
    regions = {plan.holidays.region for plan in plans if plan.holidays is not None}
    if regions:
        await asyncio.sleep(START_SECONDS)
        today = datetime.now(UTC).date()
        for region in regions:
            await asyncio.to_thread(holiday_on, region=region, day=today)
