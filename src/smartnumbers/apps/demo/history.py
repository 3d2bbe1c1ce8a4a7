"""Past calls, made up: the same seed always gives the same calls.

Only who calls when, and how the destinations take it, is invented here. What the platform makes of it is the
platform's own doing: each call goes through `core.routing.decide` and the transitions of `core.callcontrol`, so that
a record of the demo is one that the switch could have written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from types import MappingProxyType

from smartnumbers.apps.callrecords.localdays import start_of
from smartnumbers.apps.demo.cast import Number
from smartnumbers.apps.demo.playing import play
from smartnumbers.apps.demo.talking import Run, listen
from smartnumbers.core.callcontrol.admission import Limit
from smartnumbers.core.callcontrol.events import CallerEnded, Offered
from smartnumbers.core.callcontrol.record import CallRecord
from smartnumbers.core.foundation.identifiers import RANDOM_BYTES, uuid7
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.decide import decide
from smartnumbers.core.routing.decision import Caller, Decision, Presentation
from smartnumbers.core.routing.profile import Profile
from smartnumbers.core.tariffs.charging import charging_at

# Calls per hour of the day, as weights; and per weekday (Monday first), in hundredths of a working day.
RHYTHMS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "office": (
        (0, 0, 0, 0, 0, 0, 1, 4, 12, 15, 14, 10, 6, 10, 13, 12, 9, 5, 2, 1, 1, 0, 0, 0),
        (115, 105, 100, 100, 95, 20, 8),
    ),
    "day": (
        (1, 0, 0, 0, 0, 0, 1, 3, 7, 9, 9, 8, 8, 7, 8, 9, 10, 11, 11, 9, 7, 5, 3, 2),
        (100, 95, 95, 100, 105, 80, 65),
    ),
    "morning": (
        (0, 0, 0, 0, 0, 2, 14, 34, 22, 8, 4, 3, 4, 2, 1, 1, 2, 3, 2, 1, 0, 0, 0, 0),
        (100, 100, 105, 100, 240, 40, 30),
    ),
}
_AREAS = ("21", "22", "26", "27", "31", "32", "34", "41", "43", "44", "52", "56", "61", "62", "71", "81", "91")
_MOBILES = ("76", "77", "78", "79", "79")


@dataclass(frozen=True, slots=True)
class Published:
    """A profile and the instant (milliseconds) from which it was in force."""

    since: int
    profile: Profile


def in_force(published: Sequence[Published], at: int) -> Profile | None:
    """What was in force at an instant, None before the first publication."""
    return next((item.profile for item in reversed(published) if item.since <= at), None)


class History:
    """Makes the past calls of the demo's numbers, day by day."""

    def __init__(self, *, seed: int, node: str, until: datetime) -> None:
        self._random = Random(seed)  # noqa: S311 - a made-up past needs no secret chance
        self._node = node
        self._until = from_datetime(until)
        self._callers: dict[str, list[str]] = {}
        self._running: dict[str, list[int]] = {}

    def calls(
        self,
        *,
        number: Number,
        published: Sequence[Published],
        days: Sequence[date],
        others: Mapping[str, Sequence[Published]] = MappingProxyType({}),
    ) -> Iterator[CallRecord]:
        """The calls to a number on these days, none of which ends after the present.

        `others` are the publications of the numbers whose plans this one's may lead to.
        """
        hours, weekdays = RHYTHMS[number.rhythm]
        for day in days:
            start, end = start_of(day), start_of(day + timedelta(days=1))
            mean = number.calls_per_day * weekdays[day.weekday()] / 100
            count = max(0, round(self._random.gauss(mean, mean**0.5)))
            instants = sorted(self._instant(start, hours) for _ in range(count))
            # One day a year has 23 hours: what would fall behind its end is left out.
            for at in instants:
                if published[0].since <= at < min(end, self._until):
                    record = self._call(number, published, others, at)
                    if record.ended_at <= self._until:
                        yield record

    def _instant(self, start: int, hours: Sequence[int]) -> int:
        return start + self._random.choices(range(24), hours)[0] * 3_600_000 + self._random.randrange(3_600_000)

    def _call(
        self, number: Number, published: Sequence[Published], others: Mapping[str, Sequence[Published]], at: int
    ) -> CallRecord:
        profile = in_force(published, at)
        assert profile is not None
        caller = self._caller(number)
        decision = decide(
            number=number.number,
            profile=profile,
            caller=caller,
            at=at,
            look_up=lambda other: in_force(others.get(other, ()), at),
        )
        running = [end for end in self._running.get(number.number, ()) if end > at]
        full = profile.limits.simultaneous is not None and len(running) >= profile.limits.simultaneous
        run = Run()
        run.say(self._offered(number, profile, caller, decision, Limit.NUMBER_CALLS if full else None, at))
        if full or decision.refusal is not None:
            run.say(CallerEnded(at=at + self._random.randint(15, 60), cause=16))
        else:
            listened = listen(run, at=at, random=self._random)
            if run.over is None:
                moods = {item.address: item.moods for item in number.destinations}
                play(run, at=listened, moods=moods, talk_seconds=number.talk_seconds, random=self._random)
        assert run.over is not None
        self._running[number.number] = [*running, run.over.ended_at]
        return run.over

    def _offered(
        self, number: Number, profile: Profile, caller: Caller, decision: Decision, limit: Limit | None, at: int
    ) -> Offered:
        call_id = str(uuid7(at=at, random=self._random.randbytes(RANDOM_BYTES)))
        return Offered(
            at=at,
            call_id=call_id,
            node=self._node,
            channel=f"demo-{call_id}",
            dialled=number.number,
            number=number.number,
            caller=caller,
            account=profile.account,
            revision=profile.revision,
            limit=limit,
            decision=decision,
            charging=None if profile.charging is None else charging_at(profile.charging, at),
        )

    def _caller(self, number: Number) -> Caller:
        """Who calls: half of the time somebody who has called before, now and then somebody who hides."""
        chance = self._random.random()
        if number.blocked_caller and chance < 0.015:
            return Caller(number.blocked_caller, Presentation.ALLOWED)
        if chance < 0.03:
            return Caller("", Presentation.UNAVAILABLE)
        known = self._callers.setdefault(number.number, [])
        if known and self._random.random() < 0.45:
            caller = known[int(len(known) * self._random.random() ** 2)]
        else:
            caller = self._new_caller()
            known.append(caller)
        return Caller(caller, Presentation.RESTRICTED if chance > 0.95 else Presentation.ALLOWED)

    def _new_caller(self) -> str:
        chance = self._random.random()
        if chance < 0.04:
            return f"+336{self._random.randrange(10**7, 10**8)}"
        if chance < 0.07:
            return f"+4915{self._random.randrange(10**8, 10**9)}"
        start = self._random.choice(_MOBILES if chance < 0.72 else _AREAS)
        return f"+41{start}{self._random.randrange(2_000_000, 10_000_000)}"
