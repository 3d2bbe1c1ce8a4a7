"""The simplest plan: one chain at every hour, for every caller."""

from collections.abc import Mapping, Sequence
from typing import Any

from smartnumbers.core.routing.treatments import MoveOn

MAIN = "main"
"""The id of the plan's only treatment."""


def simple_plan(
    *, zone: str, name: str, entries: Sequence[Mapping[str, Any]] = (), display: str = "caller"
) -> dict[str, Any]:
    """The document (`planning`) of a plan that sends every call at every hour to the same chain, `name`."""
    return {
        "zone": zone,
        "treatments": {
            MAIN: {"name": name, "kind": "chain", "strategy": "in-order", "entries": list(entries), "then": None}
        },
        "week": [],
        "otherwise": MAIN,
        "holidays": None,
        "special_days": [],
        "exceptions": [],
        "screening": {
            "welcome": [],
            "only_welcome": False,
            "withheld": False,
            "countries": [],
            "limit": None,
            "key_test": False,
            "tested_once": True,
            "reports": False,
        },
        "greeting": None,
        "display": {"mode": display, "fixed_number": "", "prefix": ""},
    }


def chain_entry(*, destination_id: str, ring_seconds: int) -> dict[str, Any]:
    """An entry of a chain that goes on after whatever keeps its destination from answering."""
    return {
        "destination": destination_id,
        "ring_seconds": ring_seconds,
        "moves_on": sorted(MoveOn),
        "weight": 1,
    }
