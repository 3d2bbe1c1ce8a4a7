"""Asks call control: for another price of a running call, a fee in it, a look at a carrier, a test call."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.asyncio.client import unix_connect
from websockets.exceptions import WebSocketException

from smartnumbers.telephony.control import messages
from smartnumbers.telephony.control.listener import MESSAGE_MAXIMUM, OPEN_SECONDS, PING_SECONDS
from smartnumbers.telephony.control.messages import Ask, Probe, TrialLook, TrialWanted


class ControlUnreachable(OSError):
    """Call control does not answer on its socket, or went away before it answered. Trying again can help."""

    code = "control-unreachable"
    retryable = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a request: a code of `core.callcontrol.requests`, and what belongs into its sentence."""

    result: str
    parameters: Mapping[str, Any]


async def ask(*, path: Path, call_id: str, account: str, do: str, slot: int, by: str) -> Told:
    """Ask for a tariff (`do` "tariff", slot 1 to 90) or a fee ("fee", 1 to 9) of the number's set in a running call.

    Returns when it is settled: announced, accepted where the law demands it, and its instant known. That takes as long
    as it takes; whoever cannot wait cancels, and the request goes on. `path` is the control socket, `by` stands in the
    call's record. Raises ControlUnreachable.
    """
    asked = Ask(request_id=str(uuid.uuid4()), call_id=call_id, account=account, do=do, slot=slot, by=by)
    return await _told(path, asked.request_id, messages.ask(asked=asked))


async def probe(*, path: Path, carrier_id: int) -> Told:
    """Have a carrier asked by OPTIONS; gives "probed" with its state (`CarrierWatch.document`) or "carrier-unknown".

    Takes some two seconds where it does not answer. Raises ControlUnreachable.
    """
    wanted = Probe(request_id=str(uuid.uuid4()), carrier=carrier_id)
    return await _told(path, wanted.request_id, messages.probe(wanted=wanted))


async def begin_trial(*, path: Path, wanted: TrialWanted) -> Told:
    """Have a destination rung once; gives "trial" with its document, or the reason why not.

    Raises ControlUnreachable.
    """
    return await _told(path, wanted.request_id, messages.trial(wanted=wanted))


async def look_at_trial(*, path: Path, wanted: TrialLook) -> Told:
    """How a test call goes: "trial" with its document, or "trial-unknown". Raises ControlUnreachable.

    Returns when it has more steps than were seen, at the latest after some five seconds.
    """
    return await _told(path, wanted.request_id, messages.trial_look(wanted=wanted))


async def _told(path: Path, request_id: str, request: str) -> Told:
    """What comes of a request. Raises ControlUnreachable."""
    try:
        async with unix_connect(
            str(path), compression=None, open_timeout=OPEN_SECONDS, close_timeout=0.5, ping_interval=PING_SECONDS,
            ping_timeout=PING_SECONDS, max_size=MESSAGE_MAXIMUM,
        ) as connection:  # fmt: skip
            await connection.send(request)
            async for frame in connection:
                message = messages.read(frame)
                if message["type"] == "told" and message["id"] == request_id:
                    return Told(result=message["result"], parameters=message["parameters"])
    except (OSError, WebSocketException, ValueError) as fault:
        raise ControlUnreachable(f"call control cannot be asked: {fault}") from fault
    raise ControlUnreachable("call control went away before it answered")
