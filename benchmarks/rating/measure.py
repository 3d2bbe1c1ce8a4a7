"""Measuring in turn: each round runs every task once, so that what else the machine does meets all of them alike."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.calls.machine import Reading


@dataclass(frozen=True, slots=True)
class Figure:
    """The shortest of a task's runs (s), the least processor time of one (s), and the cores others took meanwhile."""

    seconds: float
    processor_seconds: float
    other_cores: float


def in_turn(tasks: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, Figure]:
    """Run all tasks, one after the other, so many times. `other_cores` is the mean of a task's runs."""
    runs: dict[str, list[tuple[float, float, float]]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            before, begun = Reading.now({}), time.perf_counter()
            task()
            seconds = time.perf_counter() - begun
            used = Reading.now({}).since(before)
            # The machine's own count goes in hundredths of a second, and may lag behind this program's.
            runs[name].append((seconds, used.ours, max(0.0, used.busy - used.ours) / seconds))
    return {
        name: Figure(
            seconds=min(seconds for seconds, _, _ in each),
            processor_seconds=min(processor for _, processor, _ in each),
            other_cores=sum(others for _, _, others in each) / len(each),
        )
        for name, each in runs.items()
    }
