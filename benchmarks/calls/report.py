"""The figures of a run: a table for people, and one JSON object."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any

from benchmarks.calls.caller import Outcome
from benchmarks.calls.search import Endurance, Steps, Talk, clean, middle

RATIO_AIM = 0.5
ADDED_AIM_MILLISECONDS = 25.0
DAEMON_AIM_MEGABYTES = 150.0
_PERCENTS = (50, 95, 99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """Everything a run has found. Pairs are of the bare Asterisk and of the product, in this order."""

    machine: dict[str, object]
    engine: str
    steps: Sequence[Steps]
    rounds: Sequence[Sequence[Outcome]]
    after_search: dict[str, dict[str, float]]
    endurance: Endurance | None
    talk: Talk | None

    @property
    def ratio(self) -> float:
        """The product's highest rate in parts of the bare Asterisk's."""
        bare, product = (steps.highest for steps in self.steps)
        return product / bare if bare else 0.0

    @property
    def added(self) -> dict[int, float]:
        """What the product adds to each percentile of the set-up time, in milliseconds."""
        bare, product = self.rounds
        return {percent: middle(product, percent) - middle(bare, percent) for percent in _PERCENTS}

    @property
    def failures(self) -> list[str]:
        """What must not happen, but did."""
        found = []
        if self.endurance is not None:
            if self.endurance.outcome.failed:
                found.append(f"{self.endurance.outcome.failed} calls failed in the endurance run")
            if not self.endurance.recorded_once:
                found.append(f"not every call is recorded once: {self.endurance.recorded}")
        if self.talk is not None:
            if self.talk.outcome.failed:
                found.append(f"{self.talk.outcome.failed} calls with sound failed")
            if not self.talk.flows:
                found.append("not every call carried its sound")
        return found

    def document(self) -> dict[str, Any]:
        """All figures, ready for JSON."""
        names = [steps.target.name for steps in self.steps]
        return {
            "machine": {**self.machine, "engine": self.engine, "portal": "running, nobody looking"},
            "highest_rate": {steps.target.name: steps.highest for steps in self.steps},
            "ratio": round(self.ratio, 3),
            "setup_ms": {
                name: [_setup(outcome) for outcome in rounds] for name, rounds in zip(names, self.rounds, strict=True)
            },
            "setup_rate": self.rounds[0][0].load.rate,
            "added_ms": {f"p{percent}": _number(value) for percent, value in self.added.items()},
            "steps": {steps.target.name: [_outcome(outcome) for outcome in steps.outcomes] for steps in self.steps},
            "resident_mb_after_search": _rounded(self.after_search),
            "endurance": None if self.endurance is None else _endurance(self.endurance),
            "audio": None if self.talk is None else _talk(self.talk),
            "failures": self.failures,
        }

    def table(self) -> str:
        """The figures that matter, one to a line, with what is aimed at."""
        bare, product = self.steps
        rate = self.rounds[0][0].load.rate
        rows = [
            ("highest rate, bare Asterisk", f"{bare.highest}/s", ""),
            ("highest rate, product", f"{product.highest}/s", "at least 100/s"),
            ("ratio", f"{self.ratio:.2f}", f"at least {RATIO_AIM}"),
        ]
        for steps, rounds in zip(self.steps, self.rounds, strict=True):
            shown = " / ".join(f"{middle(rounds, percent):.1f}" for percent in _PERCENTS)
            rows.append((f"set-up at {rate}/s, {steps.target.name}, p50/p95/p99", f"{shown} ms", ""))
        rows.append(("added set-up delay, p95", f"{self.added[95]:.1f} ms", f"at most {ADDED_AIM_MILLISECONDS:g} ms"))
        if self.endurance is not None:
            rows += _endurance_rows(self.endurance)
        if self.talk is not None:
            rows += _talk_rows(self.talk)
        wide, wider = (max(len(row[column]) for row in rows) + 2 for column in (0, 1))
        lines = [f"  {name:<{wide}}{value:<{wider}}{aim}".rstrip() for name, value, aim in rows]
        return "\n".join([*lines, *(f"! {failure}" for failure in self.failures)])


def _endurance_rows(endurance: Endurance) -> list[tuple[str, str, str]]:
    outcome, kept = endurance.outcome, endurance.recorded
    load = outcome.load
    used = " + ".join(f"{1000 * spent / load.calls:.1f} {name}" for name, spent in outcome.cpu.items())
    return [
        (f"failed, {load.rate}/s for {load.calls // load.rate} s", f"{outcome.failed} of {load.calls}", "0"),
        ("recorded", f"{kept['calls']}, {kept['distinct']} different", f"{outcome.succeeded}"),
        ("CPU for one call", f"{used} ms", ""),
        (
            f"memory after {load.calls} calls",
            ", ".join(f"{name} {size:.0f}" for name, size in endurance.resident.items()) + " MB",
            f"callcontrol at most {DAEMON_AIM_MEGABYTES:g} MB",
        ),
    ]


def _talk_rows(talk: Talk) -> list[tuple[str, str, str]]:
    heard, outcome = talk.heard, talk.outcome
    return [
        (f"failed, {outcome.load.calls} at once with sound", f"{outcome.failed}", "0"),
        (
            f"packets/s of each of {heard.channels} sides, least",
            f"in {heard.received_least:.1f}, out {heard.sent_least:.1f}",
            "50",
        ),
        ("packets lost on the way in", f"{heard.lost_percent:.2f} %", ""),
    ]


def _number(value: float, digits: int = 2) -> float | None:
    return round(value, digits) if isfinite(value) else None


def _rounded(sizes: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    return {system: {name: round(size, 1) for name, size in of.items()} for system, of in sizes.items()}


def _setup(outcome: Outcome) -> dict[str, float | None]:
    return {f"p{percent}": _number(outcome.percentile(percent)) for percent in _PERCENTS}


def _outcome(outcome: Outcome) -> dict[str, Any]:
    calls = outcome.load.calls
    return {
        "rate": outcome.load.rate,
        "calls": calls,
        "failed": outcome.failed,
        "clean": clean(outcome),
        "reached_rate": round(outcome.reached, 1),
        "retransmitted": outcome.retransmitted,
        "setup_ms": _setup(outcome),
        "cpu_ms_per_call": {name: round(1000 * spent / calls, 2) for name, spent in outcome.cpu.items()},
        "other_cores": round(outcome.other_cores, 2),
    }


def _endurance(endurance: Endurance) -> dict[str, Any]:
    return {
        **_outcome(endurance.outcome),
        "recorded": endurance.recorded,
        "recorded_once": endurance.recorded_once,
        "resident_mb": {name: round(size, 1) for name, size in endurance.resident.items()},
    }


def _talk(talk: Talk) -> dict[str, Any]:
    heard = {name: round(value, 2) for name, value in asdict(talk.heard).items()}
    return {**_outcome(talk.outcome), **heard, "flows": talk.flows}
