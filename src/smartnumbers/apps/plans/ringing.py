"""Where the calls of a number go at an instant, as far as the clock alone decides: for lists and quick changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from smartnumbers.apps.plans.named import Named, named_in
from smartnumbers.core.foundation.instants import from_datetime
from smartnumbers.core.routing.plan import Plan
from smartnumbers.core.routing.timing import rule_at
from smartnumbers.core.routing.treatments import Branches, Chain, ChainEntry, Treatment


@dataclass(frozen=True, slots=True)
class Ringing:
    """One destination that calls go to, in the order of the chain."""

    destination_id: str
    name: str
    kind: str
    address: str
    ring_seconds: int
    paused: bool


@dataclass(frozen=True, slots=True)
class Now:
    """The treatment of an instant (None: a gap), and the destinations it rings first of all."""

    treatment: Treatment | None
    chain: tuple[Ringing, ...]


def treatment_now(*, account_id: int, document: Mapping[str, Any], at: datetime) -> str:
    """The id of the treatment that a plan leads to at an instant, "" for a gap. Raises PlanInvalid."""
    plan = named_in(account_id=account_id, documents=[document]).plan(document)
    return rule_at(plan=plan, at=from_datetime(at)).treatment or ""


def now(*, named: Named, document: Mapping[str, Any], at: datetime) -> Now:
    """The treatment of an instant and its destinations; of branches, those of callers of no arm. Raises PlanInvalid."""
    plan = named.plan(document)
    treatment = plan.treatments.get(rule_at(plan=plan, at=from_datetime(at)).treatment or "")
    return Now(treatment, tuple(_ringing(entry) for entry in _entries(plan, treatment)))


def _entries(plan: Plan, treatment: Treatment | None) -> tuple[ChainEntry, ...]:
    # As many steps as there are treatments: a plan that leads in a circle ends here too.
    for _ in plan.treatments:
        match treatment and treatment.action:
            case Chain(entries=entries):
                return entries
            case Branches(otherwise=otherwise):
                treatment = plan.treatments.get(otherwise)
            case _:
                return ()
    return ()


def _ringing(entry: ChainEntry) -> Ringing:
    return Ringing(
        destination_id=entry.destination_id,
        name=entry.name,
        kind=entry.destination.kind,
        address=entry.destination.address,
        ring_seconds=entry.ring_seconds,
        paused=entry.paused,
    )
