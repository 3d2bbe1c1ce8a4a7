"""What is wrong with a plan's chains: nobody to ring, nobody who answers, nobody who may be rung, too long a wait."""

from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from smartnumbers.core.numbering.premium import is_premium
from smartnumbers.core.numbering.rules import class_of
from smartnumbers.core.routing.checking.finding import CheckFacts, Finding, error, note, warning
from smartnumbers.core.routing.destinations import Destination, TelephoneDestination
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.treatments import Chain, ChainEntry, Strategy
from smartnumbers.core.routing.ways import entrances, onward

_DEAR = frozenset({PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST})


def chains(*, plan: Plan, facts: CheckFacts) -> Iterator[Finding]:
    """All findings about chains and their destinations."""
    for treatment_id, treatment in plan.treatments.items():
        if isinstance(treatment.action, Chain):
            yield from _chain(treatment.action, f"treatments.{treatment_id}", treatment.name)
            for index, entry in enumerate(treatment.action.entries):
                yield from _entry(entry, f"treatments.{treatment_id}.entries[{index}]", facts)
    yield from _waits(plan, facts.patience_seconds)


def _chain(chain: Chain, place: str, name: str) -> Iterator[Finding]:
    if not chain.entries and chain.then is None:
        yield error("chain-empty", place, name=name)
    elif not chain.entries:
        yield note("chain-empty", place, name=name)
    elif all(entry.paused for entry in chain.entries):
        yield warning("chain-paused", place, name=name)


def _entry(entry: ChainEntry, place: str, facts: CheckFacts) -> Iterator[Finding]:
    if _premium(entry.destination):
        yield error("premium-destination", place, name=entry.name, address=entry.destination.address)
    if entry.paused:
        yield warning("destination-paused", place, name=entry.name)
    rung, answered = facts.answered_within_30_days.get(entry.destination_id, (0, 0))
    if rung and not answered:
        yield warning("destination-silent", place, name=entry.name, rung=rung)


def _premium(destination: Destination) -> bool:
    """Whether the holder would pay a price of the called party's own; SIP addresses have none."""
    if not isinstance(destination, TelephoneDestination):
        return False
    if is_premium(destination.number) or class_of(destination.number) is not None:
        return True
    try:
        return phonenumbers.number_type(phonenumbers.parse(destination.number, None)) in _DEAR
    except NumberParseException:
        return False


def _waits(plan: Plan, patience: int) -> Iterator[Finding]:
    """Chains that ring on, their own entries and what follows them, for longer than callers wait."""
    followers = {treatment.action.then for treatment in plan.treatments.values() if isinstance(treatment.action, Chain)}
    begun = {way.to for way in entrances(plan)} | {
        way.to
        for treatment_id, treatment in plan.treatments.items()
        if not isinstance(treatment.action, Chain)
        for way in onward(plan, treatment_id)
    }
    waits: dict[str, int] = {}
    for treatment_id, treatment in plan.treatments.items():
        if isinstance(treatment.action, Chain) and (treatment_id in begun or treatment_id not in followers):
            seconds = _longest_wait(plan, treatment_id, waits)
            if seconds > patience:
                place = f"treatments.{treatment_id}"
                yield warning(
                    "chain-longer-than-patience", place, name=treatment.name, seconds=seconds, patience=patience
                )


def _longest_wait(plan: Plan, treatment_id: str, known: dict[str, int]) -> int:
    """How long (seconds) it rings at most from a treatment to the end of its longest way; other numbers count nothing.

    A way that comes back to where it was is not gone twice. `known` keeps what was worked out.
    """
    treatment = plan.treatments.get(treatment_id)
    if treatment is None:
        return 0
    if treatment_id not in known:
        known[treatment_id] = 0
        further = {way.to for way in onward(plan, treatment_id)}
        ringing = _rings(treatment.action) if isinstance(treatment.action, Chain) else 0
        known[treatment_id] = ringing + max((_longest_wait(plan, to, known) for to in further), default=0)
    return known[treatment_id]


def _rings(chain: Chain) -> int:
    seconds = [entry.ring_seconds for entry in chain.entries if not entry.paused]
    return max(seconds, default=0) if chain.strategy is Strategy.AT_ONCE else sum(seconds)
