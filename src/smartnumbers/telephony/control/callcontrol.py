"""Call control: every running call, and the way of Asterisk's events to them."""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from smartnumbers.core.callcontrol import causes, requests
from smartnumbers.core.callcontrol.admission import CAUSES, Admission, Limit
from smartnumbers.core.callcontrol.call import Call, State
from smartnumbers.core.callcontrol.entries import ENDED, entry_event
from smartnumbers.core.callcontrol.events import (
    CallerEnded,
    Digit,
    Event,
    FeeAsked,
    LegAlerting,
    LegAnswered,
    Offered,
    TariffAsked,
)
from smartnumbers.core.callcontrol.record import Side
from smartnumbers.core.callcontrol.transitions import step
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.profile import Limits
from smartnumbers.core.routing.question import LOTS
from smartnumbers.core.tariffs.charging import charging_at
from smartnumbers.telephony.control import clock
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.clock import CallClock
from smartnumbers.telephony.control.hands import LEG_ARGUMENT
from smartnumbers.telephony.control.messages import Ask
from smartnumbers.telephony.control.offers import CALL_ARGUMENT, Arrival, arrival
from smartnumbers.telephony.control.playing import call_of
from smartnumbers.telephony.control.session import CallSession, Means
from smartnumbers.telephony.control.trunks import Trunks, leg_of
from smartnumbers.telephony.profiles.book import ProfileBook

# A channel that leaves the application is not told of any more: its end is StasisEnd, its cause stands in the hang-up
# request before. Only of a leg that never answered, and so never came in, ChannelDestroyed is heard.
EVENT_TYPES = (
    "StasisStart", "Dial", "ChannelHangupRequest", "StasisEnd", "ChannelDestroyed", "ChannelDtmfReceived",
    "PlaybackFinished", "RecordingFinished", "RecordingFailed",
)  # fmt: skip
_ALERTING = {"RINGING", "PROGRESS"}

log = logging.getLogger(__name__)


class CallControl:
    """All calls of one node. Events come in through `on_event`; each call is a CallSession."""

    def __init__(
        self,
        *,
        node: str,
        book: ProfileBook,
        admission: Admission,
        means: Means,
        spawn: Callable[[Any], None],
    ) -> None:
        self.sessions: dict[str, CallSession] = {}
        self.by_channel: dict[str, CallSession] = {}
        self.refused_unrecorded = 0
        self._node = node
        self._book = book
        self._admission = admission
        self._means = means
        self._spawn = spawn
        self._held: list[Mapping[str, Any]] | None = None

    @property
    def trunks(self) -> Trunks:
        """The carriers, and which legs go through them."""
        return self._means.hands.trunks

    def hold(self) -> None:
        """A connection to Asterisk is being made: what is heard waits until it is known which channels there are."""
        self._held = []

    def hear(self) -> None:
        """Deal with what was heard meanwhile, and from now on with what is heard."""
        held, self._held = self._held or [], None
        for event in held:
            self.on_event(event)

    def on_event(self, event: Mapping[str, Any]) -> None:
        """One event of Asterisk; those that concern no running call are passed over."""
        if self._held is not None:
            self._held.append(event)
            return
        match event["type"]:
            case "StasisStart" if event["args"][:1] == [CALL_ARGUMENT]:
                self.offer(arrival(event["channel"], event["args"]))
            case "StasisStart" if event["args"] == [LEG_ARGUMENT]:
                self._on_leg_answered(event["channel"]["id"])
            case "Dial" if event["dialstatus"] in _ALERTING:
                self._on_leg(event["peer"]["id"], lambda at, leg: LegAlerting(at=at, position=leg))
            case "ChannelHangupRequest" if "cause" in event:
                self._on_hangup_request(event["channel"]["id"], int(event["cause"]))
            case "StasisEnd" | "ChannelDestroyed":
                self._on_gone(event)
            case "ChannelDtmfReceived":
                self._on_key(event["channel"]["id"], event["digit"])
            case "PlaybackFinished":
                self._on_played(event["playback"]["id"], event["playback"]["state"])
            case "RecordingFinished" | "RecordingFailed":
                self._on_recorded(event["recording"]["name"], event["recording"]["state"])

    def offer(self, arrived: Arrival) -> None:
        """A call arrives: let it in or not, decide, and run it."""
        if arrived.channel in self.by_channel:
            return
        if not self._means.journal.healthy:
            self._refuse_unrecorded(arrived)
            return
        began = clock.wall()
        profile = self._book.look_up(arrived.number)
        decision = decide(
            number=arrived.number, profile=profile, caller=arrived.caller, at=began,
            circumstances=self._means.memory, look_up=self._book.look_up, lot=secrets.randbelow(LOTS),
        )  # fmt: skip
        limits = profile.limits if profile is not None else Limits()
        limit = self._admission.admit(number=arrived.number, limits=limits, at=clock.steady())
        put_through = limit is None and decision.refusal is None
        if put_through:
            self._means.memory.began(number=arrived.number, caller=arrived.caller.number, at=began, decision=decision)
        plan = profile.charging if profile is not None and put_through else None
        call_id = str(clock.new_call_id(at=began))
        session = self._session(call_id, arrived.channel, CallClock(began=began), call=None)
        session.admitted = limit is None
        session.put(
            Offered(
                at=began,
                call_id=call_id,
                node=self._node,
                channel=arrived.channel,
                dialled=arrived.dialled,
                number=arrived.number,
                caller=arrived.caller,
                account=profile.account if profile is not None else None,
                revision=profile.revision if profile is not None else None,
                limit=limit,
                decision=decision,
                charging=None if plan is None else charging_at(plan, began),
            )
        )

    def ask(self, asked: Ask, reply: Reply) -> None:
        """Somebody asks for another tariff, or a fee, in a running call; `reply` is given the answer, once."""
        session = self.sessions.get(asked.call_id)
        if session is None or session.call.offered is None or session.call.facts.account != asked.account:
            reply(requests.MISSING, {})
            return
        session.asked.wait(asked.request_id, reply)
        at = session.clock.now()
        if asked.do == "tariff":
            session.put(TariffAsked(at=at, request_id=asked.request_id, slot=asked.slot, by=asked.by))
        else:
            session.put(FeeAsked(at=at, request_id=asked.request_id, fee=asked.slot, by=asked.by))

    def restore(self, open_calls: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Bring calls that were running before a restart back, from their journal entries."""
        for call_id, entries in open_calls.items():
            call, last = Call(), 0
            for entry in entries:
                if entry["type"] != ENDED:
                    event = entry_event(entry)
                    call, last = step(call, event)[0], max(last, event.at)
            if call.state in (State.NEW, State.ENDED):
                log.warning("call %s: its entries make no open call", call_id)
                continue
            began = max(clock.wall(), last)
            session = self._session(call_id, call.facts.channel, CallClock(began=began), call=call)
            session.last_at = last
            session.admitted = call.facts.limit is None
            if session.admitted:
                self._means.memory.restore(call.facts.decision)
                self._admission.occupy(number=call.facts.number)

    def _session(self, call_id: str, channel: str, call_clock: CallClock, call: Call | None) -> CallSession:
        session = CallSession(
            call_id=call_id,
            channel=channel,
            clock=call_clock,
            means=self._means,
            on_end=self._ended,
            call=call,
        )
        self.sessions[call_id] = self.by_channel[channel] = session
        return session

    def _ended(self, session: CallSession) -> None:
        self.sessions.pop(session.call_id, None)
        self.by_channel.pop(session.channel, None)
        if session.admitted:
            self._admission.release(number=session.call.facts.number)

    def _refuse_unrecorded(self, arrived: Arrival) -> None:
        """A call that could not be written down is not let in: it would be lost."""
        self.refused_unrecorded += 1
        log.error("the call journal cannot be written: a call to %s is refused (503)", arrived.number)
        self._spawn(self._means.hands.hang_up(channel=arrived.channel, cause=CAUSES[Limit.JOURNAL]))

    def _session_of(self, channel: str) -> CallSession | None:
        leg = leg_of(channel)
        return self.by_channel.get(channel) if leg is None else self.sessions.get(leg[0])

    def _on_leg_answered(self, channel: str) -> None:
        leg, session = leg_of(channel), self._session_of(channel)
        waiting = session is not None and leg is not None and leg[1] in session.call.open_legs
        if leg is not None and not (waiting and self._is_current(channel, leg)):
            # It was being dialled when we died, and made after we had looked what there is: nobody waits for it.
            self._spawn(self._means.hands.hang_up(channel=channel, cause=causes.NORMAL_CLEARING))
            return
        self._on_leg(channel, lambda at, leg: LegAnswered(at=at, position=leg))

    def _on_leg(self, channel: str, event: Callable[[int, int], Event]) -> None:
        leg, session = leg_of(channel), self._session_of(channel)
        if leg is not None and session is not None and self._is_current(channel, leg):
            session.put(event(session.clock.now(), leg[1]))

    def _is_current(self, channel: str, leg: tuple[str, int]) -> bool:
        """Whether a leg has this very channel, and not another one through the next carrier by now."""
        return self._means.hands.trunks.channel(call_id=leg[0], position=leg[1]) == channel

    def _on_key(self, channel: str, digit: str) -> None:
        leg, session = leg_of(channel), self._session_of(channel)
        if session is None or (leg is not None and leg[1] != session.call.position):
            return
        side = Side.CALLER if leg is None else Side.DESTINATION
        session.put(Digit(at=session.clock.now(), side=side, digit=digit))

    def _on_played(self, playback: str, state: str) -> None:
        session = self.sessions.get(call_of(playback))
        if session is not None:
            session.playback_finished(playback, state)

    def _on_recorded(self, name: str, state: str) -> None:
        session = self.sessions.get(name)
        if session is not None:
            session.recording_finished(state)

    def _on_hangup_request(self, channel: str, cause: int) -> None:
        session = self._session_of(channel)
        if session is not None:
            session.hangup_causes[channel] = cause

    def _on_gone(self, event: Mapping[str, Any]) -> None:
        channel = event["channel"]["id"]
        session = self._session_of(channel)
        if session is None:
            return
        cause = int(event.get("cause", session.hangup_causes.get(channel, causes.NORMAL_CLEARING)))
        if channel == session.channel:
            session.put_caller_ended(CallerEnded(at=session.clock.now(), cause=cause))
            return
        status, leg = int(event.get("tech_cause") or 0) or None, leg_of(channel)
        if leg is not None and self._is_current(channel, leg):
            # It had answered, and never came in: nobody served the application at that moment, so Asterisk hung it up.
            missed = event["type"] == "ChannelDestroyed" and event["channel"]["state"] == "Up"
            session.leg_gone(leg[1], cause=cause, sip_status=status, missed=missed)
