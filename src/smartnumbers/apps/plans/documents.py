"""Plan documents (`core.routing.planning`): what a document names outside itself."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from django.utils.translation import gettext, override


def main_name(language: str) -> str:
    """What the only treatment of a plan is called, in a language of the portal."""
    with override(language):
        return gettext("Destinations")


def destination_ids(documents: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of the destinations that plans name."""
    return frozenset(
        str(entry.get("destination", ""))
        for treatment in _treatments(documents)
        for entry in _mappings(treatment.get("entries"))
    )


def list_ids(documents: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The ids of the lists of callers that plans name."""
    named: set[str] = set()
    for document in documents:
        screening = document.get("screening")
        if isinstance(screening, Mapping):
            named.update(str(item) for item in screening.get("welcome") or ())
        for treatment in _treatments([document]):
            for arm in _mappings(treatment.get("arms")):
                for condition in _mappings(arm.get("when")):
                    if condition.get("kind") == "list":
                        named.update(str(item) for item in condition.get("values") or ())
    return frozenset(named)


def recordings(document: Mapping[str, Any]) -> dict[str, str]:
    """The hashes of the own recordings that a plan's messages play, by their place in the document."""
    holders = {"greeting": document.get("greeting")}
    treatments = document.get("treatments")
    for treatment_id, treatment in (treatments if isinstance(treatments, Mapping) else {}).items():
        if isinstance(treatment, Mapping):
            holders[f"treatments.{treatment_id}.message"] = treatment.get("message")
    return {
        f"{place}.recording": str(message["recording"])
        for place, message in holders.items()
        if isinstance(message, Mapping) and message.get("recording") is not None
    }


def renamed(*, document: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """A plan that names the same destinations and lists by other ids; those that `ids` does not have stay."""
    copied = deepcopy(dict(document))
    copied["screening"]["welcome"] = [ids.get(one, one) for one in copied["screening"]["welcome"]]
    for treatment in copied["treatments"].values():
        for entry in treatment.get("entries", ()):
            entry["destination"] = ids.get(entry["destination"], entry["destination"])
        for arm in treatment.get("arms", ()):
            for condition in arm["when"]:
                if condition["kind"] == "list":
                    condition["values"] = [ids.get(one, one) for one in condition["values"]]
    return copied


def _treatments(documents: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The treatments of drafts too, in which anything may be missing."""
    for document in documents:
        treatments = document.get("treatments")
        yield from _mappings(treatments.values() if isinstance(treatments, Mapping) else ())


def _mappings(items: Any) -> Iterator[Mapping[str, Any]]:
    for item in items or ():
        if isinstance(item, Mapping):
            yield item
