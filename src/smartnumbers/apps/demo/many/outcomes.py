"""What becomes of the made-up calls: who rings, who takes the call or does not, and how long people talk."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from smartnumbers.apps.demo.many.shapes import Shape

MAXIMUM_TRIES = 3
_BLOCKED, _FAILED = 0.006, 0.004
_DAY_MS = 3_600_000

Columns = Mapping[str, NDArray[Any]]


def run(*, shape: Shape, calls: int, random: Generator) -> Columns:
    """Columns of what became of a number's calls: outcome, wait and talk (ms), who hung up, and each try.

    Tries are columns `place1`, `tried1`, `rang1` and so on: the index in the chain (-1: none), outcome, milliseconds.
    """
    patience = (random.exponential(shape.patience_seconds, calls) * 1000 + 4_000).astype(np.int64)
    waited = np.full(calls, 400, np.int64)
    open_ = np.ones(calls, bool)
    outcome = np.full(calls, "no-answer", object)
    refused = random.random(calls)
    outcome[refused < _BLOCKED] = "blocked"
    outcome[(refused >= _BLOCKED) & (refused < _BLOCKED + _FAILED)] = "failed"
    open_ &= refused >= _BLOCKED + _FAILED
    columns: dict[str, NDArray[Any]] = {}
    for ordinal in range(1, MAXIMUM_TRIES + 1):
        place, tried, rang = _try(shape, ordinal, open_, patience - waited, random)
        columns |= {f"place{ordinal}": place, f"tried{ordinal}": tried, f"rang{ordinal}": rang}
        waited = waited + rang
        for end in ("answered", "abandoned"):
            outcome[tried == end] = end
        if ordinal <= len(shape.chain):
            over = (tried == "answered") | (tried == "abandoned")
            outcome[open_ & ~over] = np.where(tried[open_ & ~over] == "busy", "busy", "no-answer")
            open_ = open_ & ~over
    answered = outcome == "answered"
    talk = (random.lognormal(np.log(shape.talk_seconds), 0.9, calls) * 1000).astype(np.int64).clip(800, _DAY_MS)
    side = np.where(random.random(calls) < 0.62, "caller", "destination").astype(object)
    side[~answered] = "platform"
    side[outcome == "abandoned"] = "caller"
    return columns | {
        "outcome": outcome,
        "wait": waited,
        "talk": np.where(answered, talk, 0),
        "hung_up_by": side,
        "cause": np.where(answered | (outcome == "abandoned"), 16, np.where(outcome == "busy", 17, 19)),
    }


def _try(
    shape: Shape, ordinal: int, open_: NDArray[np.bool_], patience: NDArray[np.int64], random: Generator
) -> tuple[NDArray[np.int64], NDArray[Any], NDArray[np.int64]]:
    """One more destination for the calls that are still open: which one, what came of it, and how long it rang."""
    calls = len(open_)
    none = np.full(calls, "", object)
    if ordinal > len(shape.chain):
        return np.full(calls, -1, np.int64), none, np.zeros(calls, np.int64)
    place = shape.chain[ordinal - 1]
    chance = random.random(calls)
    reached = place.answered + place.busy
    outcome = np.select(
        [chance < place.answered, chance < reached, chance < reached + place.refused],
        ["answered", "busy", "refused"],
        "no-answer",
    ).astype(object)
    answer = (random.gamma(2.2, 2_600, calls) + 700).astype(np.int64).clip(700, place.ring_seconds * 1000 - 100)
    quick = random.integers(150, 900, calls)
    rang = np.select(
        [outcome == "answered", outcome == "no-answer"], [answer, np.full(calls, place.ring_seconds * 1000)], quick
    )
    given_up = rang > patience
    outcome[given_up], rang = "abandoned", np.where(given_up, patience.clip(200), rang)
    outcome[~open_] = ""
    return np.where(open_, ordinal - 1, -1), outcome, np.where(open_, rang, 0)
