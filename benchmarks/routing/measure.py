"""The calls that are decided, and how long each takes: by the clock, and in processor time of this thread alone."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.routing.numbers import caller_of, document_of, number_of
from smartnumbers.core.routing.decision import Caller, Presentation

BLOCKED = 0.02
HIDDEN = 0.03
_WEEK_MS = 7 * 86_400_000
FROM = 1_795_993_200_000
"""Monday, 30 November 2026, 0:00 in Zurich; the calls come in the four weeks from then, the end of the year not."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call to one of the numbers."""

    number: str
    caller: Caller
    at: int


def calls(count: int, *, numbers: int, blocked: int) -> list[Call]:
    """Calls to numbers drawn evenly, some from callers that they block, some from hidden ones."""
    draw = random.Random(4)
    return [_call(draw, draw.randrange(numbers), blocked) for _ in range(count)]


def _call(draw: random.Random, index: int, blocked: int) -> Call:
    kind = draw.random()
    number = (
        caller_of(draw)
        if draw.random() < 0.5
        else f"+41{draw.choice(('44', '21', '31', '91'))}{draw.randrange(10**7):07}"
    )
    if kind < BLOCKED and blocked:
        number = draw.choice(document_of(index, blocked=blocked)["blacklist"])["value"]
    hidden = BLOCKED <= kind < BLOCKED + HIDDEN
    caller = Caller(number, Presentation.RESTRICTED if hidden else Presentation.ALLOWED)
    return Call(number_of(index), caller, FROM + draw.randrange(3 * _WEEK_MS))


@dataclass(frozen=True, slots=True)
class Spread:
    """Microseconds: the median, the 99th of a hundred and the longest; by the clock and of the processor."""

    p50: float
    p99: float
    longest: float
    processor_p50: float
    processor_p99: float

    @classmethod
    def of(cls, clock: Sequence[int], processor: Sequence[int]) -> "Spread":
        """From nanoseconds of each call."""
        first, second = sorted(clock), sorted(processor)
        return cls(
            p50=_at(first, 0.5), p99=_at(first, 0.99), longest=first[-1] / 1000,
            processor_p50=_at(second, 0.5), processor_p99=_at(second, 0.99),
        )  # fmt: skip


def _at(ordered: Sequence[int], share: float) -> float:
    return ordered[int(share * (len(ordered) - 1))] / 1000


def timed(work: Callable[[Call], Any], over: Sequence[Call]) -> tuple[Spread, list[Any]]:
    """How long the work takes for each call, and what came of it."""
    clock, processor, results = [], [], []
    for call in over:
        begun, spent = time.perf_counter_ns(), time.thread_time_ns()
        result = work(call)
        processor.append(time.thread_time_ns() - spent)
        clock.append(time.perf_counter_ns() - begun)
        results.append(result)
    return Spread.of(clock, processor), results
