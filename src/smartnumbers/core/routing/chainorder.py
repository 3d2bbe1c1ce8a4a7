"""In which order the destinations of a chain are rung, by its strategy."""

from smartnumbers.core.routing.decision import Dial
from smartnumbers.core.routing.question import LOTS, Question
from smartnumbers.core.routing.treatments import Chain, ChainEntry, Strategy

# From one lot to the next, so that each place of a chain by weight is drawn anew: a linear congruence of full period.
_FACTOR, _STEP = 4021, 2221


def dials(*, chain: Chain, entries: tuple[ChainEntry, ...], turn: int, question: Question) -> tuple[Dial, ...]:
    """The dialling of those entries of a chain that are not paused, at least one; `turn` counts where it is in turn."""
    match chain.strategy:
        case Strategy.AT_ONCE:
            return (Dial(entries),)
        case Strategy.IN_TURN:
            first = turn % len(entries)
            entries = entries[first:] + entries[:first]
        case Strategy.BY_WEIGHT:
            entries = _by_weight(entries, question.lot)
        case Strategy.LONGEST_IDLE:
            entries = _longest_idle(entries, question)
        case Strategy.IN_ORDER:
            pass
    return tuple([Dial((entry,)) for entry in entries])


def _by_weight(entries: tuple[ChainEntry, ...], lot: int) -> tuple[ChainEntry, ...]:
    """Drawn one by one, each with its share of the weights left."""
    left, drawn = list(entries), []
    while left:
        lot %= LOTS
        mark = lot * sum(entry.weight for entry in left) // LOTS
        for entry in left:
            mark -= entry.weight
            if mark < 0:
                break
        drawn.append(entry)
        left.remove(entry)
        lot = lot * _FACTOR + _STEP
    return tuple(drawn)


def _longest_idle(entries: tuple[ChainEntry, ...], question: Question) -> tuple[ChainEntry, ...]:
    idle_since = question.circumstances.idle_since
    return tuple(sorted(entries, key=lambda entry: idle_since(destination=entry.destination.address)))
