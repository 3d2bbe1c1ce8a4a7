"""What is said to people in one call, and what of them is recorded."""

import asyncio

from smartnumbers.core.callcontrol.call import Call, State
from smartnumbers.core.callcontrol.commands import PlayToBoth, PlayToCaller, RecordCaller, StopPrompt
from smartnumbers.core.callcontrol.events import CallerEnded
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.telephony.control.playing import Playing
from smartnumbers.telephony.control.recording import MessagePlaces, Recording
from smartnumbers.telephony.control.scope import Scope


class Voice:
    """Made of a player and a recorder, each when it is first needed: most calls need neither."""

    def __init__(self, *, scope: Scope, messages: MessagePlaces) -> None:
        self._scope = scope
        self._messages = messages
        self._playing: Playing | None = None
        self._recording: Recording | None = None
        self._parting: asyncio.Task[None] | None = None

    async def carry_out(
        self, command: PlayToCaller | PlayToBoth | StopPrompt | RecordCaller, *, revision: int | None
    ) -> None:
        """Do what a command says; `revision` is that of the call's profile."""
        match command:
            case PlayToCaller() | PlayToBoth():
                self._player(revision).start(command)
            case StopPrompt(prompt_id=prompt_id):
                await self._player(revision).stop(prompt_id)
            case RecordCaller():
                self._recorder().start(command)

    def was_away(self) -> None:
        """Asterisk, or we ourselves, were away: what was being played plays on or is over, and nobody knows which."""
        if self._playing is not None:
            self._playing.drop()
            self._playing = None
        if self._recording is not None:
            self._recording.drop()

    def playback_finished(self, playback: str, state: str) -> None:
        """Asterisk tells that a prompt is over."""
        if self._playing is not None:
            self._playing.finished(playback, state)

    def recording_finished(self, state: str, *, caller_gone: bool) -> None:
        """Asterisk tells that the recording of the caller is over, by his hanging up or otherwise."""
        if self._recording is not None:
            self._recording.ended(state, caller_gone=caller_gone)

    def caller_ended(self, call: Call, event: CallerEnded) -> None:
        """The caller's side is gone; where he was being recorded, what he said is told of before."""
        if call.state is not State.RECORDING:
            self._scope.tell(event)
        elif self._parting is None:
            parting = self._part(event, asked_for=call.recording_at is not None)
            self._parting = asyncio.create_task(parting, name=f"parting-{self._scope.call_id}")

    async def _part(self, event: CallerEnded, *, asked_for: bool) -> None:
        await self._recorder().caller_gone(event, asked_for=asked_for)
        self._scope.tell(event)

    async def settled(self) -> None:
        """Return when a caller who is gone is told of."""
        if self._parting is not None:
            await asyncio.shield(self._parting)

    def finish(self, record: CallRecord) -> None:
        """The call is over."""
        if self._playing is not None:
            self._playing.drop()
        if self._recording is not None:
            self._recording.finish(message=record.message is not None)

    def _player(self, revision: int | None) -> Playing:
        if self._playing is None:
            self._playing = Playing(scope=self._scope, revision=revision)
        return self._playing

    def _recorder(self) -> Recording:
        if self._recording is None:
            self._recording = Recording(scope=self._scope, places=self._messages)
        return self._recording
