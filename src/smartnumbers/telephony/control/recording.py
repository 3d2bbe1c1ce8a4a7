"""What a caller says after the tone: recorded by Asterisk, measured, and kept where nobody but us can read it."""

import asyncio
import contextlib
import logging
import os
import shutil
import wave
from array import array
from dataclasses import dataclass
from pathlib import Path

from smartnumbers.core.callcontrol.commands import RecordCaller
from smartnumbers.core.callcontrol.events import CallerEnded, RecordingEnded, RecordingResult
from smartnumbers.telephony.ari.client import AriError, AriUnavailable
from smartnumbers.telephony.control.scope import Scope

_DONE = "done"
_THERE_ALREADY = 409
_END_SECONDS = 3.0

# A tenth of a second counts as sound from this mean amplitude on (16 bits), as Asterisk itself tells silence.
_WINDOW_SECONDS = 0.1
_SOUND = 256

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessagePlaces:
    """Where Asterisk, perhaps another user, writes recordings, and where they are kept."""

    recorded: Path
    kept: Path


class Recording:
    """The recording of one call, if any. Its end is told as RecordingEnded."""

    def __init__(self, *, scope: Scope, places: MessagePlaces) -> None:
        self._scope = scope
        self._places = places
        self._task: asyncio.Task[None] | None = None
        self._end: asyncio.Future[str] | None = None
        self._caller_gone = False

    def start(self, command: RecordCaller) -> None:
        """Begin, or go on with what was begun before a restart."""
        self.drop()
        self._task = asyncio.create_task(self._record(command), name=f"recording-{self._scope.call_id}")

    def ended(self, state: str, *, caller_gone: bool) -> None:
        """Asterisk tells that the recording is over: "done" or "failed"; `caller_gone`: by the caller's hanging up."""
        self._caller_gone = self._caller_gone or caller_gone
        if self._end is not None and not self._end.done():
            self._end.set_result(state)

    def drop(self) -> None:
        """Nothing is told of any more: Asterisk was away."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def caller_gone(self, event: CallerEnded, *, asked_for: bool) -> None:
        """The caller is gone: return when what he said is told of. `asked_for`: to be recorded, by now or before.

        Nothing of ours waits for a recording from before a restart; it ended with the caller.
        """
        self._caller_gone = True
        if self._task is None and asked_for:
            await self._keep_and_tell(gone=event)
        elif self._task is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(self._task), _END_SECONDS)

    def finish(self, *, message: bool) -> None:
        """The call is over; without a `message` nothing of what was recorded is kept."""
        self.drop()
        recorded, kept = self._file(self._places.recorded), self._file(self._places.kept)
        try:
            if message and not kept.exists():
                # Asterisk has not told of the end; what there is by now is the message.
                _move(recorded, kept)
            elif not message:
                recorded.unlink(missing_ok=True)
                kept.unlink(missing_ok=True)
        except OSError as fault:
            log.warning("call %s: what was recorded stays where it is: %s", self._scope.call_id, fault)

    def _file(self, folder: Path) -> Path:
        return folder / f"{self._scope.call_id}.wav"

    async def _record(self, command: RecordCaller) -> None:
        try:
            state = await self._recorded(command)
        except AriUnavailable as fault:
            # Asked for again when Asterisk is back.
            log.warning("call %s: %s", self._scope.call_id, fault)
            return
        except AriError as fault:
            log.warning("call %s: the caller cannot be recorded: %s", self._scope.call_id, fault)
            state = ""
        await self._keep_and_tell(failed=state != _DONE)

    async def _recorded(self, command: RecordCaller) -> str:
        """Record to the end; gives Asterisk's word for it."""
        if self._file(self._places.kept).exists():
            return _DONE
        self._end = asyncio.get_running_loop().create_future()
        try:
            await self._scope.hands.record(
                channel=self._scope.channel, name=command.name, max_seconds=command.max_seconds
            )
        except AriError as fault:
            if fault.status != _THERE_ALREADY:
                raise
            if not await self._scope.hands.is_recording(name=command.name):
                return _DONE
        return await self._end

    async def _keep_and_tell(self, *, failed: bool = False, gone: CallerEnded | None = None) -> None:
        kept = self._file(self._places.kept)
        ms = 0
        result = RecordingResult.HUNG_UP if self._caller_gone else RecordingResult.FINISHED
        try:
            ms = await asyncio.to_thread(_keep, self._file(self._places.recorded), kept)
        except (OSError, EOFError, wave.Error) as fault:
            log.warning("call %s: there is no recording: %s", self._scope.call_id, fault)
            failed = True
        if failed and not ms and not self._caller_gone:
            result = RecordingResult.FAILED
        if gone is None:
            self._scope.tell(RecordingEnded(at=self._scope.clock.now(), ms=ms, result=result))
        else:
            self._scope.tell(
                RecordingEnded(at=gone.at, ms=ms, result=result, recovered=gone.recovered, lost=gone.lost)
            )  # fmt: skip


def _keep(recorded: Path, kept: Path) -> int:
    """Move a recording to where it is kept, unless it is there; gives how long was spoken (milliseconds)."""
    if not kept.exists():
        _move(recorded, kept)
    return spoken_ms(kept)


def _move(recorded: Path, kept: Path) -> None:
    """Whole or not at all, perhaps to another file system and from another owner."""
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = kept.with_name(f".{kept.name}")
    with (
        recorded.open("rb") as source,
        os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target,
    ):
        shutil.copyfileobj(source, target)
    fresh.replace(kept)
    recorded.unlink(missing_ok=True)


def spoken_ms(path: Path) -> int:
    """How long somebody speaks in a WAV file of ours, from the first sound to the last (milliseconds).

    Raises OSError, EOFError or wave.Error where it is none.
    """
    with wave.open(str(path), "rb") as file:
        rate, samples = file.getframerate(), array("h", file.readframes(file.getnframes()))
    window = int(rate * _WINDOW_SECONDS)
    starts = range(0, len(samples), window)
    loud = [start for start in starts if sum(map(abs, samples[start : start + window])) > _SOUND * window]
    return (loud[-1] + window - loud[0]) * 1000 // rate if loud else 0
