"""The parts of a run: the highest rate, set-up times side by side, endurance, calls with sound."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.calls import audio, caller
from benchmarks.calls.audio import Heard
from benchmarks.calls.caller import Ends, Load, Outcome, Target
from benchmarks.calls.machine import resident
from benchmarks.calls.plan import Plan
from benchmarks.calls.systems import Product

SETUP_LIMIT_MILLISECONDS = 500
"""Where set-up takes longer, calls queue up: they do not fail yet, but the rate cannot be kept."""

WARM_UP = Load(rate=20, calls=40)

Tell = Callable[[str], None]


def clean(outcome: Outcome) -> bool:
    """Whether a rate was kept: no call failed, all were begun in time, and none had to queue for long."""
    return (
        outcome.failed == 0
        and outcome.reached >= 0.95 * outcome.load.rate
        and outcome.percentile(95) <= SETUP_LIMIT_MILLISECONDS
    )


@dataclass(slots=True, kw_only=True)
class Steps:
    """What one system did at each rate."""

    target: Target
    outcomes: list[Outcome] = field(default_factory=list)
    beaten: bool = False

    @property
    def highest(self) -> int:
        """The highest rate it kept, 0 where it kept none."""
        return max((outcome.load.rate for outcome in self.outcomes if clean(outcome)), default=0)


@dataclass(slots=True)
class Bench:
    """A plan, sipp's two ends, and where to tell what is going on."""

    plan: Plan
    ends: Ends
    tell: Tell

    async def throw(self, target: Target, load: Load) -> Outcome:
        """One load, told in one line."""
        outcome = await caller.run(ends=self.ends, target=target, load=load)
        self.tell(line(target, outcome))
        return outcome

    async def warm_up(self, targets: Sequence[Target]) -> None:
        """Some calls that count for nothing: what is used for the first time is loaded."""
        for target in targets:
            await caller.run(ends=self.ends, target=target, load=WARM_UP)

    async def highest_rates(self, targets: Sequence[Target]) -> list[Steps]:
        """Both systems at each rate in turn, within the same minute, until each has met its limit."""
        found = [Steps(target=target) for target in targets]
        for rate in self.plan.rates:
            load = Load(rate=rate, calls=rate * self.plan.seconds)
            for steps in found:
                if not steps.beaten:
                    steps.beaten = not await self._keeps(steps, load)
        return found

    async def _keeps(self, steps: Steps, load: Load) -> bool:
        for _ in range(self.plan.tries):
            outcome = await self.throw(steps.target, load)
            steps.outcomes.append(outcome)
            if clean(outcome):
                return True
        return False

    async def side_by_side(self, targets: Sequence[Target]) -> list[list[Outcome]]:
        """Every system at the common rate, in turn, some rounds long: a list of rounds for each system."""
        load = Load(rate=self.plan.common_rate, calls=self.plan.common_rate * self.plan.seconds)
        rounds: list[list[Outcome]] = [[] for _ in targets]
        for _ in range(self.plan.rounds):
            for target, outcomes in zip(targets, rounds, strict=True):
                outcomes.append(await self.throw(target, load))
        return rounds

    async def endure(self, product: Product) -> "Endurance":
        """A long run at one rate, and whether each of its calls was written down once."""
        before = await product.recorded(expected=0)
        rate, seconds = self.plan.endurance_rate, self.plan.endurance_seconds
        outcome = await self.throw(product.target, Load(rate=rate, calls=rate * seconds))
        after = await product.recorded(expected=before["calls"] + outcome.load.calls)
        return Endurance(
            outcome=outcome,
            recorded={name: after[name] - before[name] for name in after},
            resident={name: resident(pid) for name, pid in product.target.processes.items()},
        )

    async def talk(self, product: Product) -> "Talk":
        """Many calls at once that carry sound both ways."""
        plan = self.plan
        audio.write_tone(file=self.ends.folder / "tone.alaw")
        ramp = plan.audio_calls / plan.audio_rate
        load = Load(rate=plan.audio_rate, calls=plan.audio_calls, hold=ramp + plan.audio_seconds + 10, scenario="audio")
        ari, access = product.ari
        listening = asyncio.create_task(
            audio.listen(ari=ari, access=access, after=ramp + 4, seconds=plan.audio_seconds), name="listen"
        )
        try:
            outcome = await caller.run(ends=self.ends, target=product.target, load=load, during=listening)
        finally:
            listening.cancel()
        self.tell(line(product.target, outcome))
        return Talk(outcome=outcome, heard=listening.result())


@dataclass(frozen=True, slots=True, kw_only=True)
class Endurance:
    """The long run: its outcome, what the database holds of it, and the processes' memory after it (megabytes)."""

    outcome: Outcome
    recorded: dict[str, int]
    resident: dict[str, float]

    @property
    def recorded_once(self) -> bool:
        """Whether the database holds every call that sipp made, each once, and no other."""
        made = self.outcome.succeeded
        return self.recorded == {"calls": made, "distinct": made, "answered": made}


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """Calls with sound: what became of them, and what Asterisk heard."""

    outcome: Outcome
    heard: Heard

    @property
    def flows(self) -> bool:
        """Whether every call carried its sound both ways."""
        return self.heard.flows(calls=self.outcome.load.calls)


def middle(outcomes: Sequence[Outcome], percent: int) -> float:
    """The median, over rounds, of a percentile of the set-up times (milliseconds)."""
    return median(outcome.percentile(percent) for outcome in outcomes)


def line(target: Target, outcome: Outcome) -> str:
    """An outcome in one line."""
    load = outcome.load
    used = ", ".join(f"{name} {1000 * spent / load.calls:.1f}" for name, spent in outcome.cpu.items() if spent >= 0.01)
    return (
        f"{target.name:<8} {load.rate:>4}/s  {load.calls:>6} calls  {outcome.failed:>5} failed  "
        f"set-up p50 {outcome.percentile(50):>7.1f}  p95 {outcome.percentile(95):>7.1f}  "
        f"p99 {outcome.percentile(99):>7.1f} ms  CPU ms/call {used}  others {outcome.other_cores:.2f} cores"
        + (f"\n         {outcome.said}" if outcome.failed and outcome.said else "")
    )
