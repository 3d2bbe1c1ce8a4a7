"""The prompts of all numbers in force: made when a profile is loaded, at the latest when a call needs one.

Making one is work for a process of its own (`maker`), started nicely for what may be needed and at full speed for what
a caller waits for. A prompt has one file for ever, so what is there need not be asked about again.
"""

import asyncio
import contextlib
import hashlib
import logging
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.blacklist import Blacklist
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.routing.profile import document as profile_document
from smartnumbers.core.tariffs.charging import ChargingPlan, charging_document
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.prompts import maker, sounds
from smartnumbers.telephony.prompts.maker import Places
from smartnumbers.telephony.prompts.sayings import LookUp, reached, speaks

NICENESS = 15
DEMAND_SECONDS = 15.0
"""How long a caller may wait for a prompt that is not there yet."""

PREPARE_SECONDS = 3600.0
BATCH = 20

log = logging.getLogger(__name__)


class PromptUnavailable(DomainError):
    """A prompt could not be made: no voices, no such recording, or no time."""

    code = "prompt-unavailable"


class PromptLibrary:
    """The prompts of one call control; `now` gives the present instant (milliseconds).

    Its methods belong to the event loop's thread.
    """

    def __init__(self, *, places: Places, now: Callable[[], int]) -> None:
        self._places = places
        self._now = now
        self._making: dict[str, asyncio.Task[None]] = {}
        # Digests of plans: many numbers have the same one.
        self._prepared: set[bytes] = set()
        self._waiting: list[dict[str, Any]] = []
        self._speaking: dict[str, tuple[Profile, LookUp]] = {}
        self._news = asyncio.Event()

    @property
    def beep(self) -> Path:
        """The file of the tone alone; there as soon as any prompt is."""
        return self._places.playable / f"{sounds.BEEP}.wav"

    async def sound(self, *, prompt: Prompt) -> Path:
        """The file of a prompt where Asterisk can play it; made now where it is not there. Raises PromptUnavailable."""
        name = sounds.name_of(prompt)
        path = self._places.playable / f"{name}.wav"
        if not path.exists():
            if name not in self._making:
                self._making[name] = asyncio.create_task(self._demand(prompt), name=f"prompt-{name}")
                self._making[name].add_done_callback(lambda _task: self._making.pop(name, None))
            # Shielded: another call may wait for the same.
            await asyncio.shield(self._making[name])
        return path

    def prepare(self, profiles: Iterable[Profile], *, look_up: LookUp) -> None:
        """Have every prompt made that calls under these profiles may need, some time soon.

        `look_up` finds the profiles of other numbers whose plans they use.
        """
        for profile in profiles:
            if profile.charging is not None:
                self._prepare_prices(profile.charging)
            if speaks(profile):
                self._speaking[profile.number] = (profile, look_up)
                self._news.set()

    def _prepare_prices(self, plan: ChargingPlan) -> None:
        document = charging_document(plan)
        digest = hashlib.sha256(orjson.dumps(document)).digest()
        if digest not in self._prepared:
            self._prepared.add(digest)
            self._waiting.append(document)
            self._news.set()

    async def run(self) -> None:
        """Make what was asked for with `prepare`, for ever."""
        while True:
            await self._news.wait()
            plans, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            speaking = [self._speaking.pop(number) for number in list(self._speaking)[:BATCH]]
            if not self._waiting and not self._speaking:
                self._news.clear()
            now = self._now()
            documents = [_documents(profile, look_up, now) for profile, look_up in speaking]
            asked = maker.order(places=self._places, plans=plans, speaking=documents, at=now)
            try:
                await _make(asked, seconds=PREPARE_SECONDS, niceness=NICENESS)
            except PromptUnavailable as fault:
                # No reason to stop: at the call it is tried again, and a call whose price was not said is not charged.
                log.warning("not all prompts could be prepared: %s", fault)

    async def _demand(self, prompt: Prompt) -> None:
        asked = maker.order(places=self._places, prompts=(prompt,), at=self._now())
        await _make(asked, seconds=DEMAND_SECONDS, niceness=0)


def _documents(profile: Profile, look_up: LookUp, at: int) -> list[dict[str, Any]]:
    """A number and those that it leads to; whom they turn away does not matter, and may be a million callers."""
    reached_ones = reached(profile=profile, look_up=look_up, at=at)
    return [profile_document(replace(one, blacklist=Blacklist())) for one in reached_ones]


async def _make(asked: bytes, *, seconds: float, niceness: int) -> None:
    """Run the maker. Raises PromptUnavailable."""
    nicely = ["nice", "-n", str(niceness)] if niceness else []
    try:
        process = await asyncio.create_subprocess_exec(
            *nicely, sys.executable, "-m", maker.MODULE,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
    except OSError as fault:
        raise PromptUnavailable(f"the maker of prompts cannot be started: {fault}") from fault
    try:
        async with asyncio.timeout(seconds):
            _, errors = await process.communicate(asked)
    except TimeoutError as fault:
        raise PromptUnavailable(f"not made within {seconds:g} s") from fault
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise PromptUnavailable(errors.decode(errors="replace").strip() or f"status {process.returncode}")
