"""The calls that are decided, and how long each takes: by the clock, and in processor time of this thread alone."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.routing.numbers import caller_of, document_of, number_of
from smartnumbers.core.routing.decision import Caller, Presentation

ROUNDS = 3
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
    """Microseconds: the median and the 99th of a hundred, by the clock and of the processor, each call's best round.

    `disturbed` is the 99th by the clock of the first round alone, with all that the machine did besides.
    """

    p50: float
    p99: float
    processor_p50: float
    processor_p99: float
    disturbed: float


def timed(work: Callable[[Call], Any], over: Sequence[Call], *, rounds: int = ROUNDS) -> tuple[Spread, list[Any]]:
    """How long the work takes for each call, and what came of it.

    Every round takes all calls in their order, so that between two rounds of a call the processor's caches have seen
    all the others: what is best is a call that nobody else's work disturbed, not one for which all lay ready.
    """
    clock, processor, results = _round(work, over)
    disturbed = _at(clock, 0.99)
    for _ in range(rounds - 1):
        again, spent, _ = _round(work, over)
        clock, processor = list(map(min, clock, again)), list(map(min, processor, spent))
    spread = Spread(
        p50=_at(clock, 0.5),
        p99=_at(clock, 0.99),
        processor_p50=_at(processor, 0.5),
        processor_p99=_at(processor, 0.99),
        disturbed=disturbed,
    )
    return spread, results


def _round(work: Callable[[Call], Any], over: Sequence[Call]) -> tuple[list[int], list[int], list[Any]]:
    """Nanoseconds of each call by the clock and of the processor, and the results."""
    clock, processor, results = [], [], []
    for call in over:
        begun, spent = time.perf_counter_ns(), time.thread_time_ns()
        result = work(call)
        processor.append(time.thread_time_ns() - spent)
        clock.append(time.perf_counter_ns() - begun)
        results.append(result)
    return clock, processor, results


def _at(nanoseconds: Sequence[int], share: float) -> float:
    return sorted(nanoseconds)[int(share * (len(nanoseconds) - 1))] / 1000
