"""Chains that ring others, in another order, for longer, or go on after other outcomes than before."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smartnumbers.core.routing.comparing.change import Change
from smartnumbers.core.routing.treatments import Chain, ChainEntry


def chain(*, old: Chain, new: Chain, treatment: str) -> Iterator[Change]:
    """The changes of a chain of that name, but for where it leads afterwards."""
    if old.strategy is not new.strategy:
        values = {"treatment": treatment, "from": old.strategy.value, "to": new.strategy.value}
        yield Change("strategy-changed", values)
    before, after = _by_destination(old.entries), _by_destination(new.entries)
    for key, entry in before.items():
        if key not in after:
            yield Change("destination-removed", {"treatment": treatment, "destination": entry.name})
    for position, (key, entry) in enumerate(after.items(), start=1):
        if key in before:
            yield from _entry(before[key], entry, treatment)
        else:
            place = {"position": position, "ring_seconds": entry.ring_seconds}
            yield Change("destination-added", {"treatment": treatment, "destination": entry.name, **place})
    if [key for key in before if key in after] != [key for key in after if key in before]:
        names = [entry.name for entry in after.values()]
        yield Change("destinations-reordered", {"treatment": treatment, "order": names})


def _by_destination(entries: Sequence[ChainEntry]) -> Mapping[tuple[str, int], ChainEntry]:
    """The entries by destination and, for one that stands in the chain again, how often it came before."""
    found: dict[tuple[str, int], ChainEntry] = {}
    for entry in entries:
        identity = entry.destination_id or entry.destination.address
        found[identity, sum(known == identity for known, _ in found)] = entry
    return found


def _entry(old: ChainEntry, new: ChainEntry, treatment: str) -> Iterator[Change]:
    about = {"treatment": treatment, "destination": new.name}
    compared: Mapping[str, tuple[Any, Any]] = {
        "ring-time-changed": (old.ring_seconds, new.ring_seconds),
        "weight-changed": (old.weight, new.weight),
        "moves-on-changed": (sorted(old.moves_on), sorted(new.moves_on)),
        "destination-renamed": (old.name, new.name),
        "destination-address-changed": (old.destination.address, new.destination.address),
        "destination-limit-changed": (old.limit, new.limit),
    }
    for code, (before, after) in compared.items():
        if before != after:
            yield Change(code, {**about, "from": before, "to": after})
    if old.paused != new.paused:
        yield Change("destination-paused" if new.paused else "destination-resumed", about)
