"""The treatments of a plan: new ones, their chains in another order, and their end."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smartnumbers.core.routing.editing.refusal import EditFault, EditRefused
from smartnumbers.core.routing.editing.week import Document

TREATMENTS_MAXIMUM = 100
NAME_MAXIMUM = 80

# The keys by which one treatment leads to another, and those by which the plan leads to one.
_LEADS = ("then", "otherwise")
_DATED = ("exceptions", "special_days", "week")


def add_treatment(*, document: Document, values: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """A further treatment and the id it was given. Raises EditRefused."""
    if len(document["treatments"]) >= TREATMENTS_MAXIMUM:
        raise EditRefused(EditFault("name", "too-many-treatments", {"most": TREATMENTS_MAXIMUM}))
    number = 1
    while f"t{number}" in document["treatments"]:
        number += 1
    treatment_id = f"t{number}"
    return set_treatment(document=document, treatment_id=treatment_id, values=values), treatment_id


def set_treatment(*, document: Document, treatment_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A treatment as it stands in `values`, its name included. Raises EditRefused."""
    name = str(values.get("name", "")).strip()
    faults = []
    if not name:
        faults.append(EditFault("name", "name-missing"))
    elif len(name) > NAME_MAXIMUM:
        faults.append(EditFault("name", "name-too-long", {"most": NAME_MAXIMUM}))
    for other_id, other in document["treatments"].items():
        if other_id != treatment_id and name and other["name"].casefold() == name.casefold():
            faults.append(EditFault("name", "name-taken", {"name": other["name"]}))
    for step, target in _leads_from(values):
        if target is not None and target not in document["treatments"]:
            faults.append(EditFault(step, "treatment-missing"))
        elif target == treatment_id:
            faults.append(EditFault(step, "leads-to-itself"))
    if faults:
        raise EditRefused(*faults)
    changed = copy.deepcopy(dict(document))
    changed["treatments"][treatment_id] = {**copy.deepcopy(dict(values)), "name": name}
    return changed


def remove_treatment(*, document: Document, treatment_id: str, instead: str | None) -> dict[str, Any]:
    """The plan without a treatment; what led to it leads to `instead`.

    Raises EditRefused where something leads to it and nothing is named instead.
    """
    if treatment_id not in document["treatments"]:
        raise EditRefused(EditFault("treatment", "treatment-missing"))
    used = uses(document=document, treatment_id=treatment_id)
    if used and (instead is None or instead == treatment_id or instead not in document["treatments"]):
        raise EditRefused(EditFault("instead", "treatment-used", {"uses": len(used)}))
    changed = copy.deepcopy(dict(document))
    del changed["treatments"][treatment_id]
    if used:
        _redirect(changed, treatment_id, instead)
    return changed


def uses(*, document: Document, treatment_id: str) -> Sequence[str]:
    """The places of the plan that lead to a treatment, as dotted paths."""
    found = [
        f"{part}.{index}"
        for part in _DATED
        for index, item in enumerate(document[part])
        if item["treatment"] == treatment_id
    ]
    if document["otherwise"] == treatment_id:
        found.append("otherwise")
    if document["holidays"] is not None and document["holidays"]["treatment"] == treatment_id:
        found.append("holidays")
    for other_id, other in document["treatments"].items():
        found += [
            f"treatments.{other_id}.{step}"
            for step, target in _leads_from(other)
            if target == treatment_id and other_id != treatment_id
        ]
    return found


def move_entry(*, entries: Sequence[Any], place: int, to: int) -> list[Any]:
    """A chain's entries with one of them at another place; as they were where there is no such place."""
    moved = list(entries)
    if 0 <= place < len(moved) and 0 <= to < len(moved):
        moved.insert(to, moved.pop(place))
    return moved


def _leads_from(treatment: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for key in _LEADS:
        if key in treatment:
            yield key, treatment[key] or None
    for index, arm in enumerate(treatment.get("arms", ())):
        yield f"arms.{index}.then", arm["then"]


def _redirect(document: dict[str, Any], gone: str, instead: str | None) -> None:
    for part in _DATED:
        for item in document[part]:
            item["treatment"] = instead if item["treatment"] == gone else item["treatment"]
    if document["otherwise"] == gone:
        document["otherwise"] = instead
    if document["holidays"] is not None and document["holidays"]["treatment"] == gone:
        document["holidays"]["treatment"] = instead
    for treatment in document["treatments"].values():
        for step in (*(_step for _step in _LEADS if _step in treatment),):
            treatment[step] = instead if treatment[step] == gone else treatment[step]
        for arm in treatment.get("arms", ()):
            arm["then"] = instead if arm["then"] == gone else arm["then"]
