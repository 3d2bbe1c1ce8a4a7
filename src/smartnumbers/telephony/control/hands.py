"""Carries the core's commands out on Asterisk."""

import logging
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from smartnumbers.core.callcontrol.commands import StartLeg
from smartnumbers.core.foundation.errors import DomainError
from smartnumbers.core.routing.carriers import Carrier, written
from smartnumbers.core.routing.decision import Shown
from smartnumbers.core.routing.destinations import SipDestination
from smartnumbers.core.tariffs.prompting import Prompt
from smartnumbers.telephony.ari.client import AriClient, AriError, AriUnavailable
from smartnumbers.telephony.asterisk import switch, trunks
from smartnumbers.telephony.control.trunks import Trunks, leg_channel

LEG_ARGUMENT = "leg"
# Asterisk gives a leg up by itself this long after its ring time, should call control be gone for good.
GUARD_SECONDS = 30
# Who says nothing for so long has said everything.
SILENCE_SECONDS = 5
ANONYMOUS = "anonymous"
# What would end a name, or begin something else, in a From header; and control characters.
_NOT_IN_NAMES = re.compile(r'["\\<>\x00-\x1f\x7f]')

log = logging.getLogger(__name__)


class NoCarrier(DomainError):
    """Of the carriers in use every one is full, or was tried already."""

    code = "no-carrier"


class Prompts(Protocol):
    """Where the sound of prompts comes from: `telephony.prompts.library`."""

    @property
    def beep(self) -> Path:
        """The file of the tone alone."""

    async def sound(self, *, prompt: Prompt) -> Path:
        """The file of a prompt. Raises PromptUnavailable."""


class Hands:
    """The requests to Asterisk behind each command. Every one of them can be asked twice without harm."""

    def __init__(self, *, app: str, trunks: Trunks, prompts: Prompts) -> None:
        self._app = app
        self.trunks = trunks
        self.prompts = prompts
        self.ari: AriClient | None = None

    async def start_leg(self, *, call_id: str, caller_channel: str, command: StartLeg) -> None:
        """Dial a destination, a telephone number through the carrier that is to be tried next; "" is for no caller.

        One that is being dialled already goes on. Raises NoCarrier, AriError, AriUnavailable.
        """
        position, destination, shown = command.position, command.entry.destination, command.shown
        digit = int(call_id[-1], 16)  # the end of a call's id is random
        if isinstance(destination, SipDestination):
            way = switch.way_out(destination=destination, digit=digit)
            uri = switch.dialled(destination=destination)
            channel = leg_channel(call_id=call_id, position=position)
        else:
            carrier = self.trunks.choose(tried=command.tried)
            if carrier is None:
                raise NoCarrier("no carrier can take a call now")
            channel = self.trunks.take(call_id=call_id, position=position, carrier=carrier)
            way, uri = trunks.way_out(carrier_id=carrier.id, digit=digit), _uri(carrier, destination.number)
            shown = _written(carrier, shown)
        query: dict[str, str | int] = {
            "endpoint": f"PJSIP/{way}/{uri}",
            "app": self._app,
            "appArgs": LEG_ARGUMENT,
            "channelId": channel,
            "timeout": command.entry.ring_seconds + GUARD_SECONDS,
        }
        if caller_channel:
            query["originator"] = caller_channel
        await self._request_once("POST", "channels", query, {"variables": _identity(shown)})

    async def sign_of_life(self, *, call_id: str, position: int) -> bool:
        """Whether a destination has sent any answer yet, be it only a 100 Trying.

        Asterisk has no event for a 100, but notes every response's status among the hang-up causes of the channel.
        Where Asterisk cannot say, the destination counts as alive.
        """
        channel = self.trunks.channel(call_id=call_id, position=position)
        try:
            answer = await self._request("GET", f"channels/{channel}/variable", {"variable": "HANGUPCAUSE_KEYS()"})
        except (AriError, AriUnavailable) as fault:
            log.info("%s", fault)
            return True
        return bool(answer["value"])

    async def ring(self, *, channel: str) -> None:
        """Let the caller hear that it rings."""
        await self._request_if_there("POST", f"channels/{channel}/ring")

    async def answer(self, *, channel: str) -> None:
        """Answer the caller before anybody is dialled; a channel that is gone has its own event."""
        await self._request_if_there("POST", f"channels/{channel}/answer")

    async def play_to_caller(self, *, channel: str, playback: str, path: Path) -> None:
        """Play a file to one side under the id `playback`; before the answer this is early media (183).

        PlaybackFinished tells of its end. Raises AriError, AriUnavailable.
        """
        await self._request("POST", f"channels/{channel}/play", _media(path, playback))

    async def play_to_both(self, *, call_id: str, playback: str, path: Path) -> None:
        """Play a file to everybody in a call's bridge; else as `play_to_caller`."""
        await self._request("POST", f"bridges/{call_id}/play", _media(path, playback))

    async def stop_playing(self, *, playback: str) -> bool:
        """End a playback; False where Asterisk knows no such one. Its PlaybackFinished follows."""
        return await self._request_if_there("DELETE", f"playbacks/{quote(playback)}")

    async def record(self, *, channel: str, name: str, max_seconds: int) -> None:
        """Let the caller hear the tone and record what he says from its end on, into a WAV file of that name.

        It ends by the key #, by silence, after `max_seconds` or with the channel; RecordingFinished or RecordingFailed
        tells of it. Raises AriError (409 where there is a recording of that name), AriUnavailable.
        """
        if self.ari is None:
            raise AriUnavailable("not connected to Asterisk")
        recording: dict[str, str | int] = {
            "name": name, "format": "wav", "ifExists": "fail", "maxDurationSeconds": max_seconds,
            "maxSilenceSeconds": SILENCE_SECONDS, "terminateOn": "#",
        }  # fmt: skip
        # Both wait in the channel's own queue, so the one begins when the other is over.
        _, begun = await self.ari.in_order(
            ("POST", f"channels/{channel}/play", _media(self.prompts.beep, f"{name}:tone")),
            ("POST", f"channels/{channel}/record", recording),
        )
        if isinstance(begun, Exception):
            raise begun

    async def is_recording(self, *, name: str) -> bool:
        """Whether a recording of that name runs. Raises AriUnavailable."""
        try:
            await self._request("GET", f"recordings/live/{name}")
        except AriError:
            return False
        return True

    async def connect(self, *, call_id: str, position: int, caller_channel: str, speaking: bool = False) -> None:
        """Answer the caller and join both sides. Raises AriError, AriUnavailable.

        `speaking`: we ourselves speak in this call, before or during the talk, and hear keys (ChannelDtmfReceived).
        Then all sound goes through the bridge. Otherwise Asterisk passes it on packet by packet, which costs less, but
        hides keys; and where it changes between its own packets and those passed on, their numbers jump, and some
        receivers drop half of what follows as too old.
        """
        leg = self.trunks.channel(call_id=call_id, position=position)
        if self.ari is None:
            raise AriUnavailable("not connected to Asterisk")
        answered, made, joined = await self.ari.in_order(
            ("POST", f"channels/{caller_channel}/answer", None),
            ("POST", "bridges", {"type": "mixing,dtmf_events" if speaking else "mixing", "bridgeId": call_id}),
            ("POST", f"bridges/{call_id}/addChannel", {"channel": f"{caller_channel},{leg}"}),
        )
        for outcome in (answered, made, joined):
            if isinstance(outcome, Exception) and not (outcome is made and _there_already(outcome)):
                raise outcome

    async def hang_up(self, *, channel: str, cause: int) -> bool:
        """End a channel; False where Asterisk knows no such channel."""
        return await self._request_if_there("DELETE", f"channels/{channel}", {"reason_code": cause})

    async def drop_bridge(self, *, call_id: str) -> None:
        """Take down the bridge of a call."""
        await self._request_if_there("DELETE", f"bridges/{call_id}")

    async def _request(
        self, method: str, path: str, query: dict[str, str | int] | None = None, body: dict[str, Any] | None = None
    ) -> Any:
        if self.ari is None:
            raise AriUnavailable("not connected to Asterisk")
        return await self.ari.request(method, path, query=query, body=body)

    async def _request_once(self, method: str, path: str, query: dict[str, str | int], body: dict[str, Any]) -> None:
        """A request for something that may be there already: asked for just before call control died."""
        try:
            await self._request(method, path, query, body)
        except AriError as fault:
            if not _there_already(fault):
                raise
            log.info("%s", fault)

    async def _request_if_there(self, method: str, path: str, query: dict[str, str | int] | None = None) -> bool:
        """A request about something that may be gone; with Asterisk away, recovery will see to it."""
        try:
            await self._request(method, path, query)
        except AriUnavailable as fault:
            log.info("%s %s: %s", method, path, fault)
        except AriError as fault:
            if fault.status == 404:
                return False
            log.warning("%s", fault)
        return True


def _identity(shown: Shown) -> dict[str, str]:
    """What makes the From and P-Asserted-Identity of a leg, as channel variables.

    The leg begins with number and name of its originator. What is not to be shown must be taken away; a name must even
    where only the number is another.
    """
    name = _NOT_IN_NAMES.sub("", shown.name).strip()
    # A name of the holder's can stand alone, before the user part for no number (RFC 3323, 4.1.1.3).
    number = shown.number or (ANONYMOUS if name else "")
    presentation = "allowed" if number else "prohib"
    return {
        "CONNECTEDLINE(num,i)": number,
        "CONNECTEDLINE(num-pres,i)": presentation,
        "CONNECTEDLINE(name,i)": name,
        "CONNECTEDLINE(name-pres,i)": presentation,
    }


def _media(path: Path, playback: str) -> dict[str, str | int]:
    return {"media": f"sound:{path.with_suffix('')}", "playbackId": playback}


def _uri(carrier: Carrier, number: str) -> str:
    user = written(number, format=carrier.called_format, country=carrier.country)
    return trunks.uri(carrier=carrier, user=user)


def _written(carrier: Carrier, shown: Shown) -> Shown:
    """The shown number as a carrier wants it."""
    number = written(shown.number, format=carrier.calling_format, country=carrier.country)
    return replace(shown, number=number)


def _there_already(fault: Exception) -> bool:
    """Whether Asterisk refused to make something because it is there."""
    return isinstance(fault, AriError) and fault.status == 409
