"""The prompts of one call: each is fetched, played, perhaps stopped, and told of when it is over."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

from smartnumbers.core.callcontrol.commands import PlayToBoth, PlayToCaller
from smartnumbers.core.callcontrol.events import PromptEnded, PromptResult
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.ari.client import AriError, AriUnavailable
from smartnumbers.telephony.control.scope import Scope
from smartnumbers.telephony.prompts.library import PromptUnavailable
from smartnumbers.telephony.prompts.sounds import length_ms

_SEPARATOR = ":"
_BEEP_SUFFIX = "+beep"
_FAILED = "failed"

log = logging.getLogger(__name__)


def call_of(playback: str) -> str:
    """The call that a playback's id belongs to."""
    return playback.partition(_SEPARATOR)[0]


class Playing:
    """Plays prompts in one call; PromptEnded is told of each, but not of those that the call's end cuts.

    `revision` is that of the call's profile.
    """

    def __init__(self, *, scope: Scope, revision: int | None) -> None:
        self._scope = scope
        self._revision = revision
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._stopped: set[str] = set()
        self._ends: dict[str, asyncio.Future[str]] = {}

    def start(self, command: PlayToCaller | PlayToBoth) -> None:
        """Play a prompt."""
        task = asyncio.create_task(self._play(command), name=f"prompt-{self._scope.call_id}-{command.prompt_id}")
        self._tasks[command.prompt_id] = task
        task.add_done_callback(lambda _task: self._tasks.pop(command.prompt_id, None))

    async def stop(self, prompt_id: str) -> None:
        """Stop a prompt: its end is told as skipped, after the tone where it has one.

        It may be one from before a restart, of which nothing more is told.
        """
        self._stopped.add(prompt_id)
        if not await self._scope.hands.stop_playing(playback=self._playback(prompt_id)):
            self.finished(self._playback(prompt_id), "done")

    def finished(self, playback: str, state: str) -> None:
        """Asterisk tells that a playback is over: "done" or "failed"."""
        end = self._ends.get(playback)
        if end is not None and not end.done():
            end.set_result(state)

    def drop(self) -> None:
        """Nothing is told of any more: the call is over, or Asterisk was away and nobody knows what became of it."""
        for task in self._tasks.values():
            task.cancel()

    def _playback(self, prompt_id: str) -> str:
        return f"{self._scope.call_id}{_SEPARATOR}{prompt_id}"

    async def _play(self, command: PlayToCaller | PlayToBoth) -> None:
        prompt_id, prompt = command.prompt_id, command.prompt
        played = 0
        try:
            prompt, path = await self._made(prompt)
            began = self._scope.clock.now()
            # It may have been stopped while it was being made.
            state = "" if prompt_id in self._stopped else await self._sound(command, prompt_id, path)
            played = self._scope.clock.now() - began
            if prompt_id in self._stopped:
                result = PromptResult.SKIPPED
                if prompt.beep:
                    await self._sound(command, prompt_id + _BEEP_SUFFIX, self._scope.hands.prompts.beep)
            elif state == _FAILED:
                result = PromptResult.FAILED
            else:
                result, played = PromptResult.FINISHED, length_ms(path)
        except (PromptUnavailable, AriError, OSError) as fault:
            log.warning("call %s: prompt %s cannot be played: %s", self._scope.call_id, prompt_id, fault)
            result = PromptResult.SKIPPED if prompt_id in self._stopped else PromptResult.FAILED
        except AriUnavailable as fault:
            log.warning("call %s: %s", self._scope.call_id, fault)
            return
        self._scope.tell(
            PromptEnded(
                at=self._scope.clock.now(), prompt_id=prompt_id, played_ms=played, result=result,
                text=prompt.text, recording=prompt.recording, revision=self._revision,
            )
        )  # fmt: skip

    async def _made(self, prompt: Prompt) -> tuple[Prompt, Path]:
        """A prompt with its file; spoken where its recording is not to be had. Raises PromptUnavailable."""
        try:
            return prompt, await self._scope.hands.prompts.sound(prompt=prompt)
        except PromptUnavailable as fault:
            if prompt.recording is None or not prompt.text:
                raise
            log.warning("call %s: a recording is spoken instead: %s", self._scope.call_id, fault)
            spoken = replace(prompt, recording=None)
            return spoken, await self._scope.hands.prompts.sound(prompt=spoken)

    async def _sound(self, command: PlayToCaller | PlayToBoth, name: str, path: Path) -> str:
        """Play a file to its end; gives Asterisk's word for how it ended."""
        playback = self._playback(name)
        end: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._ends[playback] = end
        try:
            if isinstance(command, PlayToBoth):
                await self._scope.hands.play_to_both(call_id=self._scope.call_id, playback=playback, path=path)
            else:
                await self._scope.hands.play_to_caller(channel=self._scope.channel, playback=playback, path=path)
            return await end
        finally:
            del self._ends[playback]
