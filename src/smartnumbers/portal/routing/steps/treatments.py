"""Steps of treatments: new ones, their parts, their removal."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from smartnumbers.apps.numbers.queries import numbers
from smartnumbers.apps.plans.faults import ChangeRefused
from smartnumbers.apps.plans.operations.destinations import DestinationRow, create
from smartnumbers.apps.plans.wording import fault_words
from smartnumbers.core.routing.editing.refusal import EditRefused
from smartnumbers.core.routing.editing.treatments import (
    add_treatment,
    move_entry,
    remove_treatment,
    set_treatment,
)
from smartnumbers.core.routing.treatmentdocuments import ARMS_MAXIMUM, CHAIN_MAXIMUM
from smartnumbers.core.routing.treatments import MoveOn
from smartnumbers.portal.routing.drafting import Drafting
from smartnumbers.portal.routing.forms.branches import BranchesForm, all_valid, arm_forms
from smartnumbers.portal.routing.forms.chains import RING_SECONDS_AT_FIRST, ChainForm, entry_forms
from smartnumbers.portal.routing.forms.common import put_faults
from smartnumbers.portal.routing.forms.messages import MessageForm
from smartnumbers.portal.routing.forms.treatments import (
    FlowForm,
    NameForm,
    OtherNumberForm,
    RemovalForm,
    VoicemailForm,
)
from smartnumbers.portal.routing.steps.step import Done, StepRefused

KINDS = ("chain", "announcement", "voicemail", "branches", "number", "flow")


def save(drafting: Drafting, data: QueryDict) -> Done:
    """A treatment as its form has it, new or changed; the button pressed may also have moved or dropped a part."""
    treatment_id = data.get("treatment", "")
    known = drafting.document["treatments"].get(treatment_id)
    kind = known["kind"] if known is not None else data.get("kind", "")
    if kind not in KINDS:
        return Done(drafting.document, text=_("This treatment is not there any more."))
    panel, at = ("treatment", treatment_id) if known is not None else ("new", kind)
    shown, values = _READERS[kind](drafting, data, known)
    shown["name"] = NameForm(data)
    shown["name"].is_valid()
    if values is None:
        raise StepRefused(panel=panel, at=at, **shown)
    values = {"name": data.get("name", ""), "kind": kind, **values}
    try:
        if known is None:
            document, treatment_id = add_treatment(document=drafting.document, values=values)
        else:
            document = set_treatment(document=drafting.document, treatment_id=treatment_id, values=values)
    except EditRefused as refused:
        put_faults(shown["name"], [fault for fault in refused.faults if fault.field == "name"])
        put_faults(shown["main"], [fault for fault in refused.faults if fault.field != "name"])
        raise StepRefused(panel=panel, at=at, **shown) from refused
    return Done(document, panel="treatment", at=treatment_id)


def remove(drafting: Drafting, data: QueryDict) -> Done:
    """A treatment less; what led to it leads where the form says."""
    treatment_id = data.get("treatment", "")
    known = drafting.document["treatments"].get(treatment_id)
    if known is None:
        return Done(drafting.document, text=_("This treatment is not there any more."))
    form = RemovalForm(data, treatments=[item for item in drafting.treatments if item[0] != treatment_id])
    form.is_valid()
    try:
        document = remove_treatment(
            document=drafting.document, treatment_id=treatment_id, instead=form.cleaned_data.get("instead") or None
        )
    except EditRefused as refused:
        put_faults(form, refused.faults)
        raise StepRefused(panel="treatment", at=treatment_id, removal=form) from refused
    return Done(document, text=_("Removed: %(name)s.") % {"name": known["name"]})


_Read = tuple[dict[str, Any], dict[str, Any] | None]


def _chain(drafting: Drafting, data: QueryDict, known: Mapping[str, Any] | None) -> _Read:
    form = ChainForm(data, treatments=_others(drafting, data), destinations=drafting.named.destinations)
    rows = entry_forms(data=data, treatment=known, destinations=drafting.named.destinations)
    shown = {"main": form, "entries": rows}
    if not all([form.is_valid(), *(row.is_valid() for row in rows)]):
        return shown, None
    entries = _moved([row.entry() for row in rows], data.get("part", ""))
    if form.adds:
        added = _further(drafting, form)
        if added is None:
            return shown, None
        moves_on = sorted(outcome.value for outcome in MoveOn)
        further = {"destination": added, "ring_seconds": RING_SECONDS_AT_FIRST, "moves_on": moves_on, "weight": 1}
        entries.append(further)
    if len(entries) > CHAIN_MAXIMUM:
        form.add_error("add", _("At most %(most)s destinations.") % {"most": CHAIN_MAXIMUM})
        return shown, None
    typed = form.cleaned_data
    return shown, {"strategy": typed["strategy"], "entries": entries, "then": typed["then"] or None}


def _further(drafting: Drafting, form: ChainForm) -> str | None:
    """The id of the destination that was chosen, or of the one that was typed and made."""
    typed = form.cleaned_data
    if typed["add"]:
        return str(typed["add"])
    row = DestinationRow(address=typed["new_address"], name=typed["new_name"])
    try:
        made = create(access=drafting.access, account=drafting.number.account, row=row, at=timezone.now())
    except ChangeRefused as refused:
        for fault in refused.faults:
            form.add_error("new_name" if fault.field == "name" else "new_address", fault_words(fault))
        return None
    return made.pk


def _moved(items: list[Any], part: str) -> list[Any]:
    """The entries or arms after the button "up:2", "down:2" or "drop:2" was pressed; places count from 0."""
    what, _colon, written = part.partition(":")
    place = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else -1
    if what == "drop":
        return [item for index, item in enumerate(items) if index != place]
    step = {"up": -1, "down": 1}.get(what, 0)
    return move_entry(entries=items, place=place, to=place + step) if step else items


def _said(drafting: Drafting, data: QueryDict, known: Mapping[str, Any] | None) -> _Read:
    del known
    form = MessageForm(data, recordings=drafting.named.recordings)
    shown = {"main": form}
    if not form.is_valid():
        return shown, None
    return shown, {"message": form.message()}


def _voicemail(drafting: Drafting, data: QueryDict, known: Mapping[str, Any] | None) -> _Read:
    shown, values = _said(drafting, data, known)
    form = shown["voicemail"] = VoicemailForm(data)
    if not form.is_valid() or values is None:
        return shown, None
    seconds = form.cleaned_data["max_seconds"] or 120
    return shown, {**values, "email": form.cleaned_data["email"], "max_seconds": seconds}


def _number(drafting: Drafting, data: QueryDict, known: Mapping[str, Any] | None) -> _Read:
    del known
    form = OtherNumberForm(data, numbers=other_numbers(drafting))
    return {"main": form}, {"number": form.cleaned_data["number"]} if form.is_valid() else None


def _flow(drafting: Drafting, data: QueryDict, known: Mapping[str, Any] | None) -> _Read:
    del known
    form = FlowForm(data, treatments=_others(drafting, data))
    return {"main": form}, dict(form.cleaned_data) if form.is_valid() else None


def _branches(drafting: Drafting, data: QueryDict, known: Mapping[str, Any] | None) -> _Read:
    others = _others(drafting, data)
    form = BranchesForm(data, treatments=others)
    arms = arm_forms(data=data, treatment=known, treatments=others, lists=drafting.named.lists)
    shown = {"main": form, "arms": arms}
    if not (form.is_valid() and all_valid(arms)):
        return shown, None
    found = _moved([arm.arm() for arm in arms], data.get("part", ""))
    if data.get("part") == "add":
        found.append({"when": [], "then": form.cleaned_data["otherwise"]})
    if len(found) > ARMS_MAXIMUM:
        form.add_error(None, _("At most %(most)s branches.") % {"most": ARMS_MAXIMUM})
        return shown, None
    return shown, {"arms": found, "otherwise": form.cleaned_data["otherwise"]}


def other_numbers(drafting: Drafting) -> list[tuple[str, str]]:
    """The other numbers of the account, whose plans this one can follow."""
    found = numbers(access=drafting.access).filter(account_id=drafting.number.account_id)
    return [(row.number, f"{row.shown} {row.name}".strip()) for row in found.exclude(pk=drafting.number.pk)]


def _others(drafting: Drafting, data: QueryDict) -> list[tuple[str, str]]:
    """The treatments that this one can lead to: all but itself."""
    return [item for item in drafting.treatments if item[0] != data.get("treatment", "")]


_READERS = {
    "chain": _chain,
    "announcement": _said,
    "voicemail": _voicemail,
    "number": _number,
    "flow": _flow,
    "branches": _branches,
}
