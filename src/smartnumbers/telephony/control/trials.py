"""All test calls of one node: who may begin one, and the way of Asterisk's events to them."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from smartnumbers.core.callcontrol import causes
from smartnumbers.core.routing.destinations import DestinationInvalid, parse_destination
from smartnumbers.telephony.control import clock, messages
from smartnumbers.telephony.control.asked import Reply
from smartnumbers.telephony.control.hands import LEG_ARGUMENT, Hands
from smartnumbers.telephony.control.lines import Lines
from smartnumbers.telephony.control.messages import TrialLook, TrialWanted
from smartnumbers.telephony.control.playing import call_of
from smartnumbers.telephony.control.trial import Trial
from smartnumbers.telephony.control.trunks import leg_of

PER_MINUTE = 3
"""How many test calls an account may begin within a minute: enough to try things out, too few to annoy anybody."""

MINUTE_MS = 60_000
KEPT_MS = 10 * MINUTE_MS
LOOK_SECONDS = 5.0
"""How long a look waits for something new."""

_ALERTING = {"RINGING", "PROGRESS"}


class Trials:
    """`ready` tells whether Asterisk is there, `lines` how many calls each destination has.

    They live as long as the process; after a restart their channels are hung up as those of calls that are over.
    """

    def __init__(
        self, *, hands: Hands, lines: Lines, ready: Callable[[], bool],
        spawn: Callable[[Coroutine[Any, Any, Any]], None],
    ) -> None:  # fmt: skip
        self._hands = hands
        self._lines = lines
        self._ready = ready
        self._spawn = spawn
        self._trials: dict[str, Trial] = {}
        self._begun: dict[str, int] = {}
        self._hangup_causes: dict[str, int] = {}
        self._running = 0

    def begin(self, wanted: TrialWanted, reply: Reply) -> None:
        """Somebody wants a destination rung; `reply` is told at once whether it is."""
        try:
            destination = parse_destination(wanted.address)
        except DestinationInvalid:
            reply(messages.INVALID, {})
            return
        refusal = self._refusal(wanted)
        if refusal is not None:
            reply(*refusal)
            return
        trial = Trial(wanted=wanted, destination=destination, hands=self._hands)
        self._trials[trial.trial_id] = trial
        self._begun[trial.trial_id] = clock.steady()
        self._running += 1
        self._spawn(self._run(trial))
        reply(messages.TRIAL, trial.document())

    def look(self, wanted: TrialLook, reply: Reply) -> None:
        """Somebody wants to know how a test call goes; `reply` is told when there is news, or after some seconds."""
        trial = self._trials.get(wanted.trial)
        if trial is None or (trial.wanted.account, trial.wanted.destination) != (wanted.account, wanted.destination):
            reply(messages.TRIAL_UNKNOWN, {})
            return
        self._spawn(_look(trial, wanted.seen, reply))

    def disconnected(self) -> None:
        """Asterisk is away."""
        for trial in self._trials.values():
            trial.lost()

    def on_event(self, event: Mapping[str, Any]) -> bool:
        """One event of Asterisk; gives whether it was one of a test call's."""
        if not self._running:
            return False
        kind = event["type"]
        if kind == "PlaybackFinished":
            trial = self._trials.get(call_of(event["playback"]["id"]))
            # One that a hang-up cuts off is told too, as done or failed.
            if trial is not None and trial.trial_id not in self._hangup_causes:
                trial.said(event["playback"]["state"])
            return trial is not None
        side = event.get("peer" if kind == "Dial" else "channel")
        leg = None if side is None else leg_of(side["id"])
        trial = None if leg is None else self._trials.get(leg[0])
        if trial is None or side is None:
            return False
        if trial.channel == side["id"] and not trial.over:
            self._tell(trial, event)
        return True

    def _tell(self, trial: Trial, event: Mapping[str, Any]) -> None:
        match event["type"]:
            case "StasisStart" if event["args"] == [LEG_ARGUMENT]:
                trial.answered()
            case "Dial" if event["dialstatus"] in _ALERTING:
                trial.alerting()
            case "ChannelHangupRequest":
                self._hangup_causes[trial.trial_id] = int(event.get("cause", causes.NORMAL_CLEARING))
            case "StasisEnd" | "ChannelDestroyed":
                asked = self._hangup_causes.get(trial.trial_id, causes.NORMAL_CLEARING)
                status = int(event.get("tech_cause") or 0) or None
                trial.gone(cause=int(event.get("cause", asked)), sip_status=status)

    def _refusal(self, wanted: TrialWanted) -> tuple[str, Mapping[str, Any]] | None:
        """Why a destination is not rung now, with what belongs into the sentence."""
        now = clock.steady()
        self._forget(now)
        if not self._ready():
            return messages.TRIAL_ENGINE_DOWN, {}
        if any(one.wanted.address == wanted.address and not one.over for one in self._trials.values()):
            return messages.TRIAL_RUNNING, {}
        if wanted.limit is not None and self._lines.taken(wanted.address) >= wanted.limit:
            return messages.TRIAL_FULL, {"limit": wanted.limit}
        own = [self._begun[key] for key, one in self._trials.items() if one.wanted.account == wanted.account]
        recent = sorted(begun for begun in own if now - begun < MINUTE_MS)
        if len(recent) >= PER_MINUTE:
            return messages.TRIAL_TOO_MANY, {"seconds": -((now - recent[-PER_MINUTE] - MINUTE_MS) // 1000)}
        return None

    def _forget(self, now: int) -> None:
        for key in [key for key, one in self._trials.items() if one.over and now - self._begun[key] > KEPT_MS]:
            del self._trials[key], self._begun[key]

    async def _run(self, trial: Trial) -> None:
        try:
            await trial.run()
        finally:
            self._running -= 1
            self._hangup_causes.pop(trial.trial_id, None)


async def _look(trial: Trial, seen: int, reply: Reply) -> None:
    await trial.further(seen=seen, seconds=LOOK_SECONDS)
    reply(messages.TRIAL, trial.document())
