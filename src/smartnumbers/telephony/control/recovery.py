"""After a connection to Asterisk is made: bring what the daemon believes and what Asterisk has into line.

Calls are found again or cleanly ended, channels and bridges that belong to no call are taken down, and calls that
arrived while nobody listened are taken.
"""

import logging
from collections.abc import Mapping
from typing import Any

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.callcontrol.call import State
from smartnumbers.core.callcontrol.events import CallerEnded, LegAlerting, LegAnswered, LegEnded
from smartnumbers.telephony.ari.client import AriClient, AriError
from smartnumbers.telephony.control.callcontrol import EVENT_TYPES, CallControl
from smartnumbers.telephony.control.offers import CALL_ARGUMENT, arrival
from smartnumbers.telephony.control.session import CallSession
from smartnumbers.telephony.control.trunks import Trunks, leg_of

Channels = Mapping[str, Mapping[str, Any]]

log = logging.getLogger(__name__)


async def reconcile(
    *, ari: AriClient, app: str, control: CallControl, lost_at: int | None, alive_until: int | None
) -> None:
    """Bring call control and Asterisk into line; `lost_at` is when the connection was lost, if this daemon saw it.

    `alive_until` is when the daemon before this one gave its last sign of life, None where nobody knows. Raises
    AriUnavailable where Asterisk goes away meanwhile.
    """
    # RESTResponse must be allowed too: the filter also applies to the answers of requests on the same WebSocket.
    allowed = [{"type": kind} for kind in (*EVENT_TYPES, "RESTResponse")]
    await ari.request("PUT", f"applications/{app}/eventFilter", body={"allowed": allowed})
    known = dict(control.sessions)
    channels = await _look_around(ari, app, control)
    for session in known.values():
        await session.settled()
        _bring_into_line(session, channels, control.trunks, lost_at, alive_until)
    for session in known.values():
        await session.settled()
    running = {call_id: session for call_id, session in known.items() if session.call.state is not State.ENDED}
    for session in running.values():
        session.was_away()
    for session in running.values():
        await session.settled()
        if session.call.state is not State.ENDED:
            session.take_up()
    # What belonged to a call that has just been ended still stands among the channels, and must not be taken for new.
    await _take_the_rest(ari, control, known, channels)
    await _drop_idle_bridges(ari, control)
    if known:
        log.info("%d calls found after the restart, %d of them still running", len(known), len(control.sessions))


async def _look_around(ari: AriClient, app: str, control: CallControl) -> Channels:
    """The channels there are; what becomes of those of ours is heard from now on."""
    channels = {channel["id"]: channel for channel in await ari.request("GET", "channels")}
    for channel in channels:
        control.trunks.restore(channel)
    control.hear()
    for channel in tuple(channels):
        ours = channel in control.by_channel or leg_of(channel) is not None
        if ours and not await _subscribe(ari, app, f"channel:{channel}"):
            del channels[channel]
    for bridge in await ari.request("GET", "bridges"):
        if bridge["id"] in control.sessions:
            await _subscribe(ari, app, f"bridge:{bridge['id']}")
    return channels


async def _subscribe(ari: AriClient, app: str, source: str) -> bool:
    """Hear of something in Asterisk; False where it is gone by now."""
    try:
        await ari.request("POST", f"applications/{app}/subscription", query={"eventSource": source})
    except AriError as fault:
        log.info("%s went away during recovery: %s", source, fault)
        return False
    return True


def _bring_into_line(
    session: CallSession, channels: Channels, trunks: Trunks, lost_at: int | None, alive_until: int | None
) -> None:
    """Tell the call what happened to its channels while nobody listened.

    Of a leg that rang and is gone, though its caller still waits, nobody can tell whether it was dialled, and what came
    of it: Asterisk hangs up a destination that answers when there is no call control to hand it to. So what it did was
    missed, and is no refusal. All that became of a leg dialled since the connection was made is heard anyway.
    """
    call = session.call
    # The last instant at which it is known to have run: nobody is to pay for a time in which the call may be over.
    known = lost_at if lost_at is not None else alive_until
    now = session.clock.now() if known is None else max(known, session.last_at)
    before = [leg for leg in sorted(call.open_legs) if not session.legs.is_fresh(leg)]
    legs = {leg: trunks.channel(call_id=session.call_id, position=leg) for leg in before}
    caller_gone = call.caller_there and session.channel not in channels
    gone = [leg for leg, channel in legs.items() if channel not in channels]
    # Of a call without any leg yet, only a connection that broke tells that the switch died, not the caller left.
    lost = caller_gone and len(gone) == len(legs) and (bool(legs) or lost_at is not None)
    waiting = call.state is State.TRYING and not caller_gone
    if caller_gone:
        session.put_caller_ended(CallerEnded(at=now, cause=causes.TEMPORARY_FAILURE, recovered=True, lost=lost))
    for leg in gone:
        missed = waiting and leg in call.ringing
        at = session.clock.now() if missed else now
        session.put(
            LegEnded(at=at, position=leg, cause=causes.TEMPORARY_FAILURE, recovered=True, lost=lost, missed=missed)
        )
    if waiting:
        for leg in set(legs).intersection(call.ringing).difference(gone):
            _tell_of_progress(session, leg, channels[legs[leg]])


def _tell_of_progress(session: CallSession, leg: int, channel: Mapping[str, Any]) -> None:
    """A leg that was dialled may ring by now, or have answered."""
    session.legs.tell_carrier(leg)
    if channel["state"] in ("Ringing", "Up"):
        session.put(LegAlerting(at=session.clock.now(), position=leg))
    # One that answered and is not with us has just done so, or is being hung up: we are about to hear which.
    if channel["state"] == "Up" and channel["dialplan"]["app_name"] == "Stasis":
        session.put(LegAnswered(at=session.clock.now(), position=leg))


async def _take_the_rest(
    ari: AriClient, control: CallControl, known: Mapping[str, CallSession], channels: Channels
) -> None:
    """Channels without a call: arrivals nobody heard of are taken, legs of calls that are over are hung up."""
    mine = {session.channel for session in known.values()}
    for name, channel in channels.items():
        if name in mine or name in control.by_channel:
            continue
        leg = leg_of(name)
        if leg is None:
            # "smartnumbers,call,allowed": the application's name and the arguments that the dialplan gave it.
            arguments = str(channel["dialplan"].get("app_data", "")).split(",")[1:]
            if arguments[:1] == [CALL_ARGUMENT]:
                control.offer(arrival(channel, arguments))
        elif leg[0] not in control.sessions and leg[0] not in known:
            try:
                await ari.request("DELETE", f"channels/{name}")
            except AriError as fault:
                log.info("%s", fault)
            control.trunks.leave(call_id=leg[0], position=leg[1])


async def _drop_idle_bridges(ari: AriClient, control: CallControl) -> None:
    for bridge in await ari.request("GET", "bridges"):
        if bridge["id"] not in control.sessions:
            try:
                await ari.request("DELETE", f"bridges/{bridge['id']}")
            except AriError as fault:
                log.info("%s", fault)
