"""Profiles of formats 1 and 2, which knew one chain for all hours: what plan they amount to.

They stay in force until their holders publish again, and they can be restored. Their destinations had no names of their
own, so each is known by its address.
"""

from typing import Any

from smartnumbers.core.routing.documents import refuse, take
from smartnumbers.core.routing.plan import DatedPlan, Plan, PlanSchedule
from smartnumbers.core.routing.planning import parse_plan
from smartnumbers.core.routing.simpleplan import chain_entry, simple_plan


def home_zone(number: str) -> str:
    """The time zone of a service number's country."""
    return "Europe/Paris" if number.startswith(("+33", "FR:")) else "Europe/Zurich"


def parse_chain_as_plans(source: Any) -> PlanSchedule:
    """The plans of a document of format 1 or 2: its chain, at every hour, for every caller. Raises PlanInvalid."""
    chain = take(source, "chain", list, "")
    destinations: dict[str, dict[str, Any]] = {}
    entries = []
    for index, item in enumerate(chain):
        destination = take(item, "destination", dict, f"chain[{index}].")
        destination_id = _id_of(destination, destinations)
        destinations[destination_id] = {**destination, "name": item.get("name"), "limit": None, "paused": False}
        # Whatever stands there for the seconds is judged with the rest of the plan.
        entries.append(chain_entry(destination_id=destination_id, ring_seconds=item.get("ring_seconds")))
    plan = _plan(source, entries, destinations)
    return PlanSchedule(dated=(DatedPlan(valid_from=None, plan=plan),))


def _id_of(destination: Any, known: dict[str, dict[str, Any]]) -> str:
    """The address, numbered where it comes again: it may have had another name there."""
    address = str(destination.get("address"))
    found, times = address, 1
    while found in known:
        times += 1
        found = f"{address} {times}"
    return found


def _plan(source: Any, entries: list[dict[str, Any]], destinations: dict[str, dict[str, Any]]) -> Plan:
    display = take(source, "display", str, "")
    if display not in ("caller", "service-number"):
        raise refuse(place="display", reason="unknown")
    zone = home_zone(take(source, "number", str, ""))
    document = simple_plan(zone=zone, name="", entries=entries, display=display)
    return parse_plan(document, destinations=destinations, lists={})
