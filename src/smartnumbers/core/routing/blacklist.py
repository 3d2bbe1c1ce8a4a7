"""Callers that a number turns away: by number, by the beginning of it, by country, or for hiding it.

Each for ever (None) or until an instant (milliseconds, exclusive). There may be a million numbers in all, so an entry
is no more than a key and a value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from smartnumbers.core.routing.conditiondocuments import is_country
from smartnumbers.core.routing.documents import each, optional, refuse, take

KINDS = ("number", "prefix", "withheld", "country")


@dataclass(frozen=True, slots=True)
class Blacklist:
    """Until when whom; `withheld` is False where callers without a shown number are not blocked."""

    numbers: Mapping[str, int | None] = field(default_factory=dict)
    prefixes: Mapping[str, int | None] = field(default_factory=dict)
    countries: Mapping[str, int | None] = field(default_factory=dict)
    withheld: int | Literal[False] | None = False

    def longest_prefix(self, number: str, at: int) -> str | None:
        """The longest blocked beginning of a number, of those still blocked at an instant."""
        if self.prefixes:
            for length in range(len(number), 0, -1):
                prefix = number[:length]
                if prefix in self.prefixes and in_force(self.prefixes[prefix], at):
                    return prefix
        return None


NOBODY = Blacklist()
"""Turns nobody away."""


def in_force(until: int | None, at: int) -> bool:
    """Whether a block that lasts until an instant is in force at another."""
    return until is None or at < until


def blacklist_documents(blacklist: Blacklist) -> list[dict[str, Any]]:
    """The entries of a blacklist as JSON-ready values."""
    found = [
        {"kind": kind, "value": value, "until": until}
        for kind, entries in (
            ("number", blacklist.numbers),
            ("prefix", blacklist.prefixes),
            ("country", blacklist.countries),
        )
        for value, until in entries.items()
    ]
    if blacklist.withheld is not False:
        found.append({"kind": "withheld", "value": "", "until": blacklist.withheld})
    return found


def parse_blacklist(source: Any) -> Blacklist:
    """The blacklist under the key "blacklist" of a profile's document. Raises PlanInvalid."""
    entries: dict[str, dict[str, int | None]] = {kind: {} for kind in KINDS}
    for kind, value, until in each(source, "blacklist", "", _entry):
        entries[kind][value] = until
    return Blacklist(
        numbers=entries["number"],
        prefixes=entries["prefix"],
        countries=entries["country"],
        withheld=entries["withheld"].get("", False),
    )


def parse_callers(source: Any) -> Blacklist:
    """The blacklist of a profile of format 1 or 2, which knew numbers only. Raises PlanInvalid."""
    return Blacklist(numbers=dict(each(source, "blacklist", "", _caller)))


def _entry(source: Any, place: str) -> tuple[str, str, int | None]:
    kind = take(source, "kind", str, place)
    if kind not in KINDS:
        raise refuse(place=f"{place}kind", reason="unknown")
    value = "" if kind == "withheld" else take(source, "value", str, place)
    if kind == "country" and not is_country(value):
        raise refuse(place=f"{place}value", reason="unknown")
    return kind, value, _until(source, place)


def _caller(source: Any, place: str) -> tuple[str, int | None]:
    return take(source, "caller", str, place), _until(source, place)


def _until(source: Any, place: str) -> int | None:
    until = optional(source, "until", int, place)
    if until is not None and until < 0:
        raise refuse(place=f"{place}until", reason="out-of-range")
    return until
